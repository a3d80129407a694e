"""A teacher's week in the demo park, by keyboard alone: the window is opened each morning as it was left.

Nothing in this file touches a mouse. What each day asks for follows the working week of stationed teachers: Monday the
day's list and the checks, Tuesday and Wednesday visits and talks, Thursday papers and the evaluation, Friday what was promised.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.conftest import HeldClock
from tests.ui.conftest import RESOURCES, Remembered, destroy
from tests.ui.hands import Hands

from fieldteacher.bootstrap import create_demo, open_services
from fieldteacher.services.app import Services
from fieldteacher.ui.application import make_ui, open_window
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.daily.screen import DailyScreen
from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen
from fieldteacher.ui.screens.papers.screen import PapersScreen
from fieldteacher.ui.screens.promises.screen import PromisesScreen
from fieldteacher.ui.screens.students.screen import StudentsScreen
from fieldteacher.ui.screens.talks.screen import TalksScreen
from fieldteacher.ui.screens.today.screen import TodayScreen
from fieldteacher.ui.screens.visits.screen import VisitsScreen

MONDAY = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo park of sixty students on a Monday morning."""
    folder = tmp_path_factory.mktemp("park") / "store"
    create_demo(folder, students=60, teachers=2, seed=1, clock=HeldClock(MONDAY))
    return folder


@dataclass
class Morning:
    """The open window of one day."""

    day: date
    window: MainWindow
    services: Services
    hands: Hands
    settled: Callable[[], None]

    def view(self, kind: type) -> object:
        """The screen on show, of that kind."""
        assert isinstance(self.window.view, kind), self.window.view
        return self.window.view

    def find(self, typed: str) -> None:
        """Ctrl+F, a few letters, Enter."""
        before = self.hands.actions
        self.hands.press("Ctrl+F")
        self.hands.write(typed)
        self.hands.press("Return")
        assert self.hands.actions - before + len(typed) <= 6

    def go(self, command: str) -> None:
        """Go somewhere by the name of a command."""
        self.hands.press("Ctrl+K")
        self.hands.write(command)
        self.hands.press("Return")


OpenMorning = Callable[[int], AbstractContextManager[Morning]]


@pytest.fixture
def morning(park: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[OpenMorning]:
    """Opens the window on a day of the week, 0 for Monday; the store is this test's own."""
    folder = tmp_path / "store"
    shutil.copytree(park, folder)

    @contextmanager
    def opened(weekday: int) -> Iterator[Morning]:
        clock = HeldClock(MONDAY + timedelta(days=weekday))
        services = open_services(folder, password=None, clock=clock)
        ui = make_ui(
            services, Remembered(), clock=clock, resources=RESOURCES, language="zh_CN", theme="light"
        )

        def settled() -> None:
            qtbot.waitUntil(lambda: not ui.runner.busy, timeout=20_000)

        window = open_window(ui)
        window.resize(1366, 768)
        qtbot.waitExposed(window)
        settled()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
        try:
            yield Morning(clock.today(), window, services, Hands(window, settled), settled)
            settled()
        finally:
            destroy(window)
            ui.runner.stop()
            ui.theme.deleteLater()
            services.close()

    return opened


def test_monday_the_list_of_the_day_and_the_checks(morning: OpenMorning) -> None:
    with morning(0) as day:
        today = day.view(TodayScreen)
        waiting = today.model.rowCount()
        assert waiting > 5
        day.hands.press("Return")
        assert not isinstance(day.window.view, TodayScreen)
        day.hands.press("Ctrl+1", "Ctrl+7")
        daily = day.view(DailyScreen)
        day.hands.press("Alt+1")
        daily.part.table.rows.setFocus()
        before = day.hands.actions
        day.hands.press("A")
        assert day.hands.actions - before == 1
        checks = day.services.records.list("daily_check", {"checked_on": day.day.isoformat()})[1]
        assert len(checks) >= 12
        assert all(check["normal"] for check in checks)
        day.hands.press("Ctrl+Z")
        assert day.services.records.list("daily_check", {"checked_on": day.day.isoformat()})[0] == 0


def test_tuesday_anybody_is_found_and_talked_with(morning: OpenMorning) -> None:
    with morning(1) as day:
        student = day.services.records.list("student", limit=30)[1][-1]
        day.find(student["student_number"][-4:])
        students = day.view(StudentsScreen)
        assert students.card is not None
        assert students.card.student["student_number"].endswith(student["student_number"][-4:])
        chosen = students.card.student["id"]
        day.hands.press("F8")
        phone = "".join(c for c in QApplication.clipboard().text() if c.isdigit())
        assert phone in (students.card.student["phone"] or "").replace(" ", "")
        before = day.hands.actions
        day.hands.press("T")
        day.view(TalksScreen)
        day.hands.write("Settled in well.")
        day.hands.press("Shift+F7", "Ctrl+S")
        assert day.hands.actions - before <= 4
        talk = day.services.records.list("talk", {"student": chosen})[1][-1]
        assert (talk["thoughts"], talk["talked_on"]) == ("Settled in well.", day.day.isoformat())
        assert talk["follow_up_on"] == (day.day + timedelta(days=14)).isoformat()


def test_wednesday_a_whole_visit_from_the_enterprise(morning: OpenMorning) -> None:
    with morning(2) as day:
        firm = next(row for row in day.services.enterprises.rows() if row.students >= 4)
        day.find((firm.short_name or firm.name)[:4])
        before = day.hands.actions
        day.hands.press("V")
        visits = day.view(VisitsScreen)
        assert len(visits.page.students.list.ticked) == firm.students
        visits.page.students.list.setFocus()
        day.hands.press("1")
        for words in ("Settled", "Learning", "Fine"):
            day.hands.press("Tab")
            day.hands.write(words)
        day.hands.press("F9")
        day.hands.write("Mend the dryer")
        day.hands.press("Ctrl+S")
        assert day.hands.actions - before - 1 <= 12
        visit = day.services.records.list("visit", {"visited_on": day.day.isoformat()})[1][-1]
        assert visit["enterprise"] == firm.id
        assert set(visit["rule_answers"].values()) == {"not_asked"}
        talks = day.services.records.list("talk", {"visit": visit["id"]})[1]
        assert len(talks) == firm.students - 1
        assert day.services.records.list("promise", {"what": "Mend the dryer"})[0] == 1


def test_thursday_papers_of_many_and_marks(morning: OpenMorning) -> None:
    with morning(3) as day:
        day.hands.press("Ctrl+2")
        students = day.view(StudentsScreen)
        students.table.rows.setFocus()
        day.hands.press("Ctrl+A", "F7")
        papers = day.view(PapersScreen)
        assert papers.table.model.total > 0
        day.hands.press("Ctrl+9")
        evaluations = day.view(EvaluationsScreen)
        part = evaluations.part
        grid = part.grid
        grid.setFocus()
        scheme = day.services.schemes.default()
        assert scheme is not None
        before = day.hands.actions
        for mark in ("8", "9", "7"):
            day.hands.write(mark)
            day.hands.press("Return")
        assert day.hands.actions - before == 3
        day.settled()
        sheet = day.services.evaluations.grid(scheme.id, "final")
        first = sheet.columns[0].id
        assert [row.marks[first] for row in sheet.rows[:3]] == [80, 90, 70]


def test_friday_what_was_promised_and_the_report(morning: OpenMorning) -> None:
    with morning(4) as day:
        day.hands.press("Ctrl+6")
        promises = day.view(PromisesScreen)
        promises.table.rows.setFocus()
        due = day.services.talks.promises_due()
        assert due > 0
        day.hands.press("Down", "D")
        day.hands.write("Done")
        day.hands.press("Return")
        assert day.services.talks.promises_due() == due - 1
        before = day.hands.actions
        day.go("zxqkhb")
        assert day.hands.actions - before <= 5
        reports = day.services.briefings.rows()
        assert reports[0].written_on == day.day.isoformat()
        assert reports[0].status == "draft"
