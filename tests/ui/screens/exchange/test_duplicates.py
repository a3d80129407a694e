"""Possible duplicates in the window: side by side, one key, taken back; and records that somebody edited meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from tests.ui.hands import Hands
from tests.ui.screens.exchange.conftest import part_of

from fieldteacher.domain.exchange import Arrival, SharedChange
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.conflicts import STANDS
from fieldteacher.store.fold import PACKAGE
from fieldteacher.store.merging import merge
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.exchange.conflicts_part import ConflictsPart
from fieldteacher.ui.screens.exchange.duplicates_part import DuplicatesPart

Settled = Callable[[], None]


@pytest.fixture
def pair(services: Services) -> tuple[str, str]:
    """张伟 entered twice; the second time with another telephone and a talk."""
    put = services.records.put
    same = {"name": "张伟", "student_number": "1"}
    one, _ = put("student", {**same, "phone": "13800000001"})
    other, _ = put(
        "student", {**same, "phone": "13800000002", "class_name": "机电2301"}, allow_duplicate=True
    )
    put("talk", {"student": other, "talked_on": "2026-03-10"})
    return one, other


@pytest.fixture
def part(pair: tuple[str, str], window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> DuplicatesPart:
    assert hands
    made = part_of(DuplicatesPart, window, ui, settled, do="duplicates")
    (line,) = made.table.model.rows
    made.table.select(line.id)
    settled()
    made.table.rows.setFocus()
    return made


def test_two_are_put_together_with_the_values_chosen(
    part: DuplicatesPart, hands: Hands, services: Services, settled: Settled
) -> None:
    assert isinstance(part.card, tuple)
    found = part.card[0]
    assert {each.field for each in found.differs} == {"phone"}
    part._card_view._groups["phone"].button(1).click()
    hands.press("M")
    assert hands.actions == 1
    (student,) = services.records.list("student")[1]
    assert student["id"] == found.into
    loser_phone = {"13800000001", "13800000002"} - {found.differs[0].into}
    assert {student["phone"]} == loser_phone
    assert student["class_name"] == "机电2301"
    assert services.records.list("talk", {"student": student["id"]})[0] == 1
    assert [row.state for row in part.table.model.rows] == ["together"]
    hands.press("Ctrl+Z")
    assert services.records.count("student") == 2
    assert [row.state for row in part.table.model.rows] == ["open"]


def test_what_was_put_together_is_taken_apart(
    part: DuplicatesPart, hands: Hands, services: Services, settled: Settled
) -> None:
    hands.press("M")
    (line,) = part.table.model.rows
    part.table.select(line.id)
    settled()
    part.table.rows.setFocus()
    hands.press("M")  # they are one already
    hands.press("T")
    assert services.records.count("student") == 2
    assert [row.state for row in part.table.model.rows] == ["open"]


def test_the_other_stays_after_swapping(
    part: DuplicatesPart, hands: Hands, services: Services, pair: tuple[str, str]
) -> None:
    assert isinstance(part.card, tuple)
    before = part.card[0]
    hands.press("S")
    assert (part.card[0].loser, part.card[0].into) == (before.into, before.loser)
    hands.press("M")
    assert [row["id"] for row in services.records.list("student")[1]] == [before.loser]


def test_two_who_are_not_the_same_are_not_shown_again(
    part: DuplicatesPart, ui: Ui, hands: Hands, services: Services, settled: Settled
) -> None:
    hands.press("D")
    assert part.table.model.rows == []
    assert services.duplicates.count() == 0
    assert services.records.count("student") == 2
    assert ui.messages._toast is not None
    (take_back,) = ui.messages._toast.findChildren(QPushButton)
    take_back.click()
    settled()
    assert services.duplicates.count() == 1


def test_what_was_changed_meanwhile_is_compared_again(
    part: DuplicatesPart, hands: Hands, services: Services, settled: Settled
) -> None:
    assert isinstance(part.card, tuple)
    services.records.put("student", {"major": "数控"}, record=part.card[0].loser)
    hands.press("M")
    assert services.records.count("student") == 2
    assert isinstance(part.card, tuple)
    assert "major" in part.card[0].filled
    hands.press("M")
    assert services.records.count("student") == 1


def test_an_edit_made_meanwhile_asks_whether_the_two_are_one(
    pair: tuple[str, str], services: Services, window: MainWindow, ui: Ui, hands: Hands, settled: Settled
) -> None:
    one, other = pair
    _, _, seen = services.records.heads("student", other)["phone"].partition(".")
    services.duplicates.put_together(other, one)
    edit = SharedChange(
        "d" * 16, 1, 1_800_000_000_000, True, "student", other, "phone", "13899990000",
        ((services.store.device, int(seen)),), f"student:{other}", "李老师",
    )  # fmt: skip
    label = Text("导入", "take in")
    arrival = Arrival(package="p", device="d" * 16, sign_key="e" * 64, serial=1, created_ms=0, label=label)
    with services.store.write(label, purpose=PACKAGE) as txn:
        merge(txn, arrival, [edit])
    part = part_of(ConflictsPart, window, ui, settled, do="conflicts")
    line = next(row for row in part.table.model.rows if row.conflict.field == STANDS)
    assert services.conflicts.count() == len(part.table.model.rows)
    assert [side.words for side in line.sides] == ["并入“张伟”", "各自独立"]
    assert [(name, words) for name, words, _ in line.edits] == [("手机", "13899990000")]
    part.table.select(line.id)
    settled()
    part.table.rows.setFocus()
    hands.press("2")
    assert services.records.count("student") == 2
    assert STANDS not in {row.conflict.field for row in part.table.model.rows}
