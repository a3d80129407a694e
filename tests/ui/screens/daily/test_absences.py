from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.references import RecordFinder
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.daily.absences import AbsencesPart
from fieldteacher.ui.screens.daily.screen import DailyScreen
from fieldteacher.ui.screens.daily.span import EndEditor

Settled = Callable[[], None]


@pytest.fixture
def part(people: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> AbsencesPart:
    assert people
    ui.navigator.go("daily")
    settled()
    hands.press("Alt+2")
    assert isinstance(window.view, DailyScreen)
    assert isinstance(window.view.part, AbsencesPart)
    hands.actions = 0
    return window.view.part


def _leave(services: Services, ui: Ui, settled: Settled, student: str, first: str, last: str) -> None:
    values = {"student": student, "kind": "sick", "starts_at": f"{first}T08:00", "ends_at": f"{last}T18:00"}
    ui.runner.change(lambda: services.records.put("absence", values)[1])
    settled()


def test_an_absence_is_entered_by_the_keyboard(
    part: AbsencesPart, hands: Hands, qtbot: QtBot, services: Services, people: People
) -> None:
    hands.at.setFocus()
    hands.press("N")
    finder = hands.at
    assert isinstance(finder, RecordFinder)
    hands.write("wf")
    qtbot.waitUntil(finder._list.isVisible, timeout=3000)
    hands.press("Return", "Tab", "2", "Ctrl+S")
    assert hands.actions <= 6
    [absence] = services.records.list("absence")[1]
    assert (absence["student"], absence["kind"]) == (people.wang, "personal")
    assert (absence["starts_at"], absence["ends_at"]) == ("2026-03-16T08:00", "2026-03-16T18:00")
    assert absence["approved_by"] == "张老师"
    assert part.strip.text() == "今天缺勤 1 人：王芳（事假）"


def test_an_absence_of_days_is_one_click(part: AbsencesPart, people: People, settled: Settled) -> None:
    part.new(people.zhang)
    settled()
    assert part.form is not None
    editor = part.form.binder.editor("ends_at")
    assert isinstance(editor, EndEditor)
    assert isinstance(part.form.binder.editor("kind"), ChipChoice)
    editor.last(3)
    assert editor.value() == "2026-03-18T18:00"
    part.form.discard()


def test_the_return_is_one_key(
    part: AbsencesPart, hands: Hands, services: Services, ui: Ui, settled: Settled, people: People
) -> None:
    _leave(services, ui, settled, people.zhang, "2026-03-12", "2026-03-13")
    [row] = part.table.model.rows
    assert row.standing == "overdue"
    part.table.setFocus()
    part.table.select(row.id)
    settled()
    hands.press("R")
    assert hands.actions == 1
    [row] = part.table.model.rows
    assert row.standing == "over"
    assert part.strip.text() == "今天没有人缺勤。"


def test_who_is_away_today_comes_first(
    part: AbsencesPart, services: Services, ui: Ui, settled: Settled, people: People
) -> None:
    _leave(services, ui, settled, people.wang, "2026-03-16", "2026-03-17")
    _leave(services, ui, settled, people.li, "2026-03-18", "2026-03-18")
    _leave(services, ui, settled, people.zhang, "2026-03-12", "2026-03-13")
    assert [row.standing for row in part.table.model.rows] == ["away", "overdue", "coming"]


def test_an_overlap_is_warned_of_and_can_be_saved(
    part: AbsencesPart, services: Services, ui: Ui, settled: Settled, people: People
) -> None:
    _leave(services, ui, settled, people.zhang, "2026-03-16", "2026-03-17")
    part.new(people.zhang)
    settled()
    form = part.form
    assert form is not None
    assert "病假 2026-03-16 08:00 至 2026-03-17 18:00" in form.banner.words
    form.save()
    settled()
    assert services.records.list("absence")[0] == 2


def test_it_cannot_end_before_it_starts(
    part: AbsencesPart, settled: Settled, people: People, services: Services
) -> None:
    part.new(people.zhang)
    settled()
    form = part.form
    assert form is not None
    form.binder.enter({"ends_at": "2026-03-15T18:00"})
    form.save()
    settled()
    assert form.binder.problem("ends_at") == "结束早于开始。"
    assert services.records.list("absence")[0] == 0
    form.discard()


def test_an_absence_is_shown_by_its_record(
    part: AbsencesPart, services: Services, ui: Ui, settled: Settled, people: People
) -> None:
    _leave(services, ui, settled, people.zhang, "2026-03-12", "2026-03-13")
    ui.navigator.go("daily", do="check")
    settled()
    ui.navigator.show("absence", services.records.list("absence")[1][0]["id"])
    settled()
    assert part.card is not None
    assert part.card["student_name"] == "张伟"
