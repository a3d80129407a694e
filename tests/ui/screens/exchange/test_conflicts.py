"""Conflicts in the window: one key each, nothing lost, everything taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.modeltest import ModelTester
from tests.conftest import HeldClock
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.exchange.conflicts_part import ConflictsPart
from fieldteacher.ui.screens.exchange.screen import ExchangeScreen

Settled = Callable[[], None]


def apart(services: Services, clock: HeldClock, kind: str, record: str, field: str, *values: str) -> None:
    """李老师 and 张老师 change a field, a minute apart, without knowing of each other."""
    base = services.records.heads(kind, record)
    for number, value in enumerate(values):
        services.settings.set("author", ("李老师", "张老师")[number % 2])
        services.records.put(kind, {field: value}, record=record, base=base)
        clock.advance(minutes=1)


@pytest.fixture
def talk(services: Services, people: People) -> str:
    return services.records.put(
        "talk", {"student": people.zhang, "talked_on": "2026-03-10", "thoughts": "好"}
    )[0]


@pytest.fixture
def conflicts(services: Services, clock: HeldClock, people: People, talk: str) -> None:
    """A telephone, a text, a reference, and a student deleted by one and changed by another."""
    apart(services, clock, "student", people.zhang, "phone", "13800002222", "13800003333")
    apart(services, clock, "talk", talk, "thoughts", "想家。", "情绪稳定。")
    third, _ = services.records.put("enterprise", {"name": "苏州云桥电机有限公司"})
    apart(services, clock, "placement", people.placement, "enterprise", people.bolan, third)
    base = services.records.heads("student", people.wang)
    services.records.delete("student", people.wang)
    services.records.put("student", {"class_name": "机电2303"}, record=people.wang, base=base)


@pytest.fixture
def part(conflicts: None, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> ConflictsPart:
    assert hands
    ui.navigator.go("exchange", do="conflicts")
    settled()
    assert isinstance(window.view, ExchangeScreen)
    assert isinstance(window.view.part, ConflictsPart)
    return window.view.part


def on(part: ConflictsPart, label: str, settled: Settled) -> None:
    """Go to the line of a field."""
    line = next(row for row in part.table.model.rows if row.label == label)
    part.table.select(line.id)
    settled()
    assert part.card is not None
    part.table.rows.setFocus()


def test_a_line_says_who_made_which_value_when_and_where(part: ConflictsPart) -> None:
    model = part.table.model
    found = {
        row.label: [model.cell(n, m) for m in range(model.columnCount())] for n, row in enumerate(model.rows)
    }
    title, kind, label, shown, other, by, at, device = found["手机"]
    assert (title, kind, label, shown, other) == ("张伟", "学生", "手机", "13800003333", "13800002222")
    assert (by, device) == ("张老师 / 李老师", "张老师")
    assert re.fullmatch(r"03-16 \d\d:01 / 03-16 \d\d:00", at)
    assert found["企业"][3:5] == ["苏州云桥电机有限公司", "苏州博澜半导体有限公司"]
    assert found["删除还是保留"][3:5] == ["保留", "删除"]


def test_one_key_settles_one_and_goes_to_the_next(
    part: ConflictsPart,
    hands: Hands,
    services: Services,
    people: People,
    window: MainWindow,
    settled: Settled,
) -> None:
    count = services.conflicts.count()
    on(part, "手机", settled)
    hands.press("2")
    assert hands.actions == 1
    assert services.records.need("student", people.zhang)["phone"] == "13800002222"
    assert services.conflicts.count() == len(part.table.model.rows) == count - 1
    assert part.table.rows.chosen_row() is not None
    assert f"{count - 1} 处冲突待处理" in window.status.words
    hands.press("Ctrl+Z")
    assert services.conflicts.count() == len(part.table.model.rows) == count


def test_a_key_settles_the_line_one_is_on_even_before_its_card_is_there(
    part: ConflictsPart, services: Services, people: People, settled: Settled
) -> None:
    on(part, "企业", settled)
    line = next(row for row in part.table.model.rows if row.label == "手机")
    part.table.select(line.id)
    part._asked("take 1")
    settled()
    assert services.records.need("student", people.zhang)["phone"] == "13800002222"
    assert "企业" in {row.label for row in part.table.model.rows}


def test_both_texts_are_kept_as_two_paragraphs_the_earlier_first(
    part: ConflictsPart, hands: Hands, services: Services, talk: str, settled: Settled
) -> None:
    on(part, "手机", settled)
    hands.press("B")  # two numbers are no text
    assert services.records.need("talk", talk)["thoughts"] == "情绪稳定。"
    on(part, "思想", settled)
    hands.press("B")
    assert services.records.need("talk", talk)["thoughts"] == "想家。\n\n情绪稳定。"


def test_another_value_is_checked_at_its_field(
    part: ConflictsPart, hands: Hands, services: Services, people: People, settled: Settled
) -> None:
    on(part, "手机", settled)
    hands.press("F2", "Ctrl+A")
    hands.write("138000044440")
    hands.press("Ctrl+S")
    assert services.records.need("student", people.zhang)["phone"] == "138000044440"
    assert "手机" not in {row.label for row in part.table.model.rows}
    assert not part.form_open


def test_a_deletion_against_an_edit_is_shown_as_what_it_is(
    part: ConflictsPart, hands: Hands, services: Services, people: People, settled: Settled
) -> None:
    on(part, "删除还是保留", settled)
    assert part.card is not None
    assert [(name, words) for name, words, _ in part.card.edits] == [("班级", "机电2303")]
    hands.press("F2")  # there is no other value: the record itself is shown
    assert not part.form_open


@pytest.mark.parametrize(("key", "left"), [("1", True), ("2", False)])
def test_a_record_is_kept_or_deleted_by_one_key(
    part: ConflictsPart,
    hands: Hands,
    services: Services,
    people: People,
    settled: Settled,
    key: str,
    left: bool,
) -> None:
    on(part, "删除还是保留", settled)
    hands.press(key)
    row = services.records.get("student", people.wang)
    assert row is not None
    assert row["deleted"] is not left
    hands.press("Ctrl+Z")
    assert "删除还是保留" in {line.label for line in part.table.model.rows}


def test_all_stay_as_shown_at_once_and_are_taken_back_at_once(
    part: ConflictsPart, hands: Hands, services: Services, settled: Settled
) -> None:
    count = services.conflicts.count()
    part.table.rows.setFocus()
    buttons = {each.text(): each for each in part.findChildren(QPushButton) if each.isVisible()}
    buttons["全部采用当前值"].click()
    settled()
    assert services.conflicts.count() == 0
    assert part.table.nothing_yet().isVisible()
    hands.press("Ctrl+Z")
    assert services.conflicts.count() == count


def test_what_was_overtaken_is_listed_anew(
    part: ConflictsPart, hands: Hands, services: Services, people: People, ui: Ui, settled: Settled
) -> None:
    on(part, "手机", settled)
    assert part.card is not None
    heads = {"phone": part.card.entries[0].name}
    services.records.put("student", {"phone": "13811112222"}, record=people.zhang, base=heads)
    services.records.put("student", {"phone": "13811113333"}, record=people.zhang, base=heads)
    hands.press("1")
    assert "又有改动" in ui.messages.toast_words
    line = next(row for row in part.table.model.rows if row.label == "手机")
    assert "13811113333" in {side.words for side in line.sides}


def test_the_badge_counts_and_the_model_keeps_to_the_rules(
    part: ConflictsPart, window: MainWindow, qtmodeltester: ModelTester, settled: Settled
) -> None:
    window._count_waiting()
    settled()
    assert str(len(part.table.model.rows)) in window.sidebar.button("exchange").accessibleName()
    assert isinstance(part.table.model, QAbstractItemModel)
    qtmodeltester.check(part.table.model)


def test_o_opens_the_record(part: ConflictsPart, hands: Hands, window: MainWindow, settled: Settled) -> None:
    on(part, "手机", settled)
    hands.press("O")
    assert window.view is not None
    assert window.view.accessibleName() == "学生"
    assert QApplication.focusWidget() is not None
