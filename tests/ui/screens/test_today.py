"""The screen of the day: by keyboard from the window's start, put off with a reason, the week planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy
from tests.ui.hands import Hands
from tests.ui.people import People, settle_people

from fieldteacher.domain.agenda import Duty
from fieldteacher.domain.clock import Clock
from fieldteacher.services.app import Services
from fieldteacher.ui.application import open_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.promises.screen import PromisesScreen
from fieldteacher.ui.screens.today.plan import cell_place
from fieldteacher.ui.screens.today.screen import TodayScreen
from fieldteacher.ui.screens.today.view import button_place
from fieldteacher.ui.screens.visits.screen import VisitsScreen

Settled = Callable[[], None]


@pytest.fixture
def people(services: Services, clock: Clock) -> People:
    """张伟 in post, all in time but one promise that was due six days ago."""
    made = settle_people(services)
    put, today = services.records.put, clock.today()
    batch, _ = put(
        "batch",
        {
            "name": "2023级",
            "start": "2026-01-05",
            "end": "2026-06-30",
            "visits_required": 6,
            "talks_required": 2,
        },
    )
    put("placement", {"batch": batch}, record=made.placement)
    for kind in ("tri_party_agreement", "consent", "liability_insurance", "safety_training"):
        put("paper", {"placement": made.placement, "kind": kind})
    put("talk", {"student": made.zhang, "talked_on": str(today)})
    put("visit", {"enterprise": made.chenyao, "visited_on": str(today)})
    return made


@pytest.fixture
def window(people: People, qtbot: QtBot, ui: Ui, settled: Settled) -> Iterator[MainWindow]:
    """The window as it starts: with the day's list."""
    made = open_window(ui)
    made.resize(1366, 768)
    qtbot.waitExposed(made)
    settled()
    yield made
    settled()
    destroy(made)


@pytest.fixture
def screen(window: MainWindow) -> TodayScreen:
    """The screen that the window starts with."""
    assert isinstance(window.view, TodayScreen)
    return window.view


def shown(screen: TodayScreen) -> list[str]:
    """The names of the lines on show, headings left out."""
    return [screen.model.words(row)[0] for row in screen.model.rows if not row.heading]


def test_the_first_line_is_settled_by_keyboard_from_the_start(
    screen: TodayScreen, hands: Hands, window: MainWindow, services: Services
) -> None:
    assert shown(screen) == ["与车间商量调班"]
    hands.press("Return")
    promises = window.view
    assert isinstance(promises, PromisesScreen)
    hands.press("D")
    hands.write("已调到白班")
    hands.press("Return", "Ctrl+1")
    assert window.view is screen
    assert shown(screen) == []
    assert hands.actions == 4
    assert services.records.list("promise")[1][0]["status"] == "done"


def test_a_line_is_put_off_in_three_actions_and_comes_back_with_undo(
    screen: TodayScreen, hands: Hands, services: Services, clock: Clock
) -> None:
    hands.press("Z", "F7")
    hands.write("约了下周一")
    hands.press("Return")
    assert hands.actions == 3
    assert shown(screen) == []
    (snooze,) = services.records.list("snooze")[1]
    assert (snooze["reason"], snooze["until"]) == ("约了下周一", str(clock.today() + timedelta(days=7)))
    assert screen.snoozed.isVisibleTo(screen)
    screen.snoozed.click()
    assert shown(screen) == ["与车间商量调班"]
    screen.snoozed.click()
    hands.press("Ctrl+Z")
    assert shown(screen) == ["与车间商量调班"]
    assert not screen.snoozed.isVisibleTo(screen)


def test_what_was_put_off_can_be_woken(screen: TodayScreen, hands: Hands, services: Services) -> None:
    hands.press("Z")
    hands.write("以后")
    hands.press("Return")
    screen.snoozed.setChecked(True)
    screen.view.setFocus()
    screen.view.go_to(0)
    hands.press("Return")
    assert services.records.list("snooze")[1] == []
    assert shown(screen) == ["与车间商量调班"]


def test_nothing_is_put_off_without_a_reason(
    screen: TodayScreen, hands: Hands, qtbot: QtBot, services: Services
) -> None:
    hands.press("Z", "Return")
    qtbot.waitUntil(lambda: screen.bar.asking)
    assert services.records.list("snooze")[1] == []
    hands.press("Escape")
    assert not screen.bar.asking
    assert screen.view.hasFocus()


def test_a_visit_is_begun_where_it_is_overdue(
    screen: TodayScreen,
    hands: Hands,
    window: MainWindow,
    services: Services,
    people: People,
    settled: Settled,
) -> None:
    for kind in ("visit", "talk"):
        services.records.delete(kind, services.records.list(kind)[1][0]["id"])
    screen.reload()
    settled()
    visit = next(row for row in screen.model.rows if row.line and row.line.first.duty is Duty.VISIT)
    assert visit.line is not None
    screen.view.keep_place(visit.key, 0)
    hands.press("Right", "Down")
    below = screen.view.row
    assert below is not None
    assert below.line is not None
    assert below.line.first.duty is Duty.TALK
    hands.press("Left", "Return")
    assert isinstance(window.view, VisitsScreen)
    assert window.view.page.binder.editor("enterprise").value() == people.chenyao


def test_digits_go_to_the_parts_and_the_keyboard_never_rests_on_a_heading(
    screen: TodayScreen, hands: Hands, services: Services, people: People, clock: Clock, settled: Settled
) -> None:
    for days, what in ((0, "今天的事"), (3, "本周的事")):
        due = str(clock.today() + timedelta(days=days))
        services.records.put("promise", {"about": people.zhang, "what": what, "due_on": due})
    screen.reload()
    settled()
    names = []
    for key in ("3", "2", "1", "Down", "Down", "Up"):
        hands.press(key)
        row = screen.view.row
        assert row is not None
        assert not row.heading
        names.append(screen.model.words(row)[0])
    assert names == ["本周的事", "今天的事", "与车间商量调班", "今天的事", "本周的事", "今天的事"]


def test_the_mouse_presses_the_button_of_a_line(
    screen: TodayScreen, window: MainWindow, settled: Settled
) -> None:
    place = screen.view.visualRect(screen.model.index(1, 0))
    QTest.mouseClick(screen.view.viewport(), Qt.MouseButton.LeftButton, pos=button_place(place).center())
    settled()
    assert isinstance(window.view, PromisesScreen)


def test_a_placement_that_should_have_begun_is_begun(
    screen: TodayScreen,
    hands: Hands,
    window: MainWindow,
    services: Services,
    people: People,
    settled: Settled,
) -> None:
    services.talks.settle(services.records.list("promise")[1][0]["id"], "done")
    services.records.put("placement", {"status": "planned"}, record=people.placement)
    screen.reload()
    settled()
    hands.press("Return")
    assert isinstance(hands.at, QComboBox)
    hands.at.setCurrentIndex(hands.at.findData("active"))
    hands.press("Ctrl+S", "Ctrl+1")
    assert window.view is screen
    assert shown(screen) == []
    assert services.records.need("placement", people.placement)["status"] == "active"


def test_an_enterprise_is_put_on_a_day_and_the_sheets_are_printed(
    screen: TodayScreen, hands: Hands, window: MainWindow, ui: Ui, people: People, settled: Settled
) -> None:
    plan = screen.plan
    assert not plan.print_button.isEnabled()
    plan.view.setFocus()
    plan.view.setCurrentIndex(plan.model.index(0, 0))
    hands.press("3")
    assert [row.day for row in plan.model.plan.rows] == ["2026-03-18"]
    place = cell_place(plan.view.visualRect(plan.model.index(0, 0)), 4, 5)
    QTest.mouseClick(plan.view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    settled()
    assert plan.planned() == [people.chenyao]
    assert [row.day for row in plan.model.plan.rows] == ["2026-03-20"]
    hands.press("P")
    assert ui.navigator.place is not None
    assert ui.navigator.place.screen == "printing"
    assert ui.navigator.place.args == {"form": "previsit", "enterprises": [people.chenyao]}


def test_a_plan_is_taken_back_and_a_visit_begun_from_it(
    screen: TodayScreen, hands: Hands, window: MainWindow, people: People
) -> None:
    plan = screen.plan
    plan.view.setFocus()
    plan.view.setCurrentIndex(plan.model.index(0, 0))
    hands.press("1", "0")
    assert [row.day for row in plan.model.plan.rows] == [None]
    hands.press("Return")
    assert isinstance(window.view, VisitsScreen)


def test_a_figure_leads_to_what_it_counts(screen: TodayScreen, window: MainWindow) -> None:
    assert [tile.accessibleName() for tile in screen.figures.tiles] == [
        "在岗学生: 1", "本周已走访: 1/1", "本月已谈话: 1/1", "待办跟进: 1"
    ]  # fmt: skip
    screen.figures.tiles[3].open()
    assert isinstance(window.view, PromisesScreen)


def test_the_badge_counts_what_is_pressing(window: MainWindow, qtbot: QtBot) -> None:
    button = window.sidebar.button("today")
    qtbot.waitUntil(lambda: button.accessibleName() == "今日，1 项待办", timeout=3000)


def test_when_all_is_done_the_screen_says_so(
    screen: TodayScreen, services: Services, settled: Settled, clock: Clock
) -> None:
    promise = services.records.list("promise")[1][0]["id"]
    services.talks.settle(promise, "done")
    screen.reload()
    settled()
    assert screen._stack.currentWidget().accessibleName() == "今天没有到期的事"


def test_without_students_the_window_starts_with_them(qtbot: QtBot, ui: Ui, settled: Settled) -> None:
    made = open_window(ui)
    qtbot.waitExposed(made)
    settled()
    assert ui.navigator.place is not None
    assert ui.navigator.place.screen == "students"
    ui.navigator.go("today")
    settled()
    view = made.view
    assert isinstance(view, TodayScreen)
    assert view._stack.currentWidget().accessibleName() == "还没有在岗学生"
    destroy(made)


def test_the_next_morning_is_noticed(
    screen: TodayScreen, services: Services, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = date(2026, 3, 17)
    monkeypatch.setattr(type(services.clock), "today", lambda _: tomorrow)
    screen._look()
    settled()
    row = screen.view.row
    assert row is not None
    assert "7 天" in screen.model.words(row)[1]
