"""Incidents in the window: recorded within a minute, told by one key each, closed with hints."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import HeldClock
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.domain.clock import this_minute
from fieldteacher.domain.incident_clocks import later
from fieldteacher.domain.text import Language
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.references import RecordFinder
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.incidents.card import IncidentCardView
from fieldteacher.ui.screens.incidents.page import DRAFT
from fieldteacher.ui.screens.incidents.screen import IncidentsScreen
from fieldteacher.ui.screens.students.screen import StudentsScreen
from fieldteacher.ui.screens.visits.screen import VisitsScreen

Settled = Callable[[], None]
SECONDS_AN_ACTION = 2
"""A slow typist's; and as much again for each letter written."""


@pytest.fixture
def now(clock: HeldClock) -> str:
    """The present minute at this machine's place."""
    return this_minute(clock)


@pytest.fixture
def incident(people: People, services: Services) -> str:
    """张伟 was seriously hurt at a machine, just now."""
    start = services.incidents.start(people.zhang)
    return services.incidents.record(
        {**start, "kind": "machine", "level": "serious", "injury": "左手食指划伤"}
    )[0]


@pytest.fixture
def screen(window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> IncidentsScreen:
    """The list, before anything else."""
    assert hands
    ui.navigator.go("incidents")
    settled()
    assert isinstance(window.view, IncidentsScreen)
    return window.view


@pytest.fixture
def shown(incident: str, screen: IncidentsScreen, settled: Settled) -> IncidentCardView:
    """The card of the incident, the keyboard in the list."""
    assert screen.table.select(incident)
    settled()
    screen.table.rows.setFocus()
    assert isinstance(screen._card_view, IncidentCardView)
    return screen._card_view


def _chips(card: IncidentCardView) -> dict[str, str]:
    return {line._who: line.chip.words for line in card.lines}


def test_the_first_record_takes_less_than_a_minute(
    people: People,
    window: MainWindow,
    hands: Hands,
    qtbot: QtBot,
    services: Services,
    settled: Settled,
    now: str,
) -> None:
    window.setFocus()
    hands.press("Ctrl+Shift+I")
    settled()
    hands.press("9")
    finder = hands.at
    assert isinstance(finder, RecordFinder)
    hands.write("zw")
    qtbot.waitUntil(finder._list.isVisible, timeout=3000)
    hands.press("Return")
    hands.press("Alt+2")
    settled()
    hands.press("Ctrl+S")
    settled()
    assert hands.actions <= 12
    assert (hands.actions + len("zw")) * 2 * SECONDS_AN_ACTION <= 60
    (made,) = services.records.list("incident")[1]
    assert (made["kind"], made["level"], made["students"]) == ("machine", "serious", (people.zhang,))
    assert (made["occurred_at"], made["known_at"], made["enterprise"]) == (now, now, people.chenyao)
    screen = window.view
    assert isinstance(screen, IncidentsScreen)
    assert screen.card is not None
    assert screen.card.incident["id"] == made["id"]
    qtbot.waitUntil(lambda: window.sidebar._badges["incidents"].text() == "1", timeout=3000)


def test_it_is_found_among_the_commands_and_on_a_button(
    people: People, window: MainWindow, hands: Hands, settled: Settled
) -> None:
    hands.press("Ctrl+F")
    hands.write("登记安全")
    settled()
    hands.press("Return")
    assert isinstance(window.view, IncidentsScreen)
    assert window.view.page.isVisible()
    (at_hand,) = [each for each in window.findChildren(QPushButton) if each.toolTip() == "Ctrl+Shift+I"]
    assert at_hand.text() == "登记安全事件"
    window.view.page.discard()
    at_hand.click()
    assert window.view.page.isVisible()


def test_from_a_student_s_card_three_keys_do(
    people: People, window: MainWindow, hands: Hands, services: Services, settled: Settled
) -> None:
    students = window.view
    assert isinstance(students, StudentsScreen)
    students.table.rows.setFocus()
    assert students.table.select(people.zhang)
    settled()
    hands.press("I")
    settled()
    hands.press("E")
    assert isinstance(hands.at, QPlainTextEdit)
    hands.write("情绪低落")
    hands.press("Ctrl+S")
    assert hands.actions == 3
    (made,) = services.records.list("incident")[1]
    assert (made["kind"], made["course"], made["enterprise"]) == ("other", "情绪低落", people.chenyao)


def test_from_an_enterprise_its_place_is_there(
    people: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled
) -> None:
    ui.navigator.go("enterprises", record=people.bolan)
    settled()
    settled()
    assert window.view is not None
    (begin,) = [each for each in window.view.findChildren(QPushButton) if each.text() == "安全事件"]
    begin.click()
    settled()
    assert isinstance(window.view, IncidentsScreen)
    assert window.view.page.binder.editor("enterprise").value() == people.bolan


def test_from_a_visit_its_enterprise_is_there_and_the_visit_stays(
    people: People, window: MainWindow, ui: Ui, services: Services, settled: Settled
) -> None:
    ui.navigator.go("visits", do="new", enterprise=people.chenyao)
    settled()
    settled()
    visits = window.view
    assert isinstance(visits, VisitsScreen)
    visits.page.headings.boxes["findings"].setPlainText("地面有油")
    (begin,) = [each for each in visits.findChildren(QPushButton) if each.text() == "安全事件"]
    begin.click()
    settled()
    assert isinstance(window.view, IncidentsScreen)
    assert window.view.page.binder.editor("enterprise").value() == people.chenyao
    assert [subject for subject, _ in services.records.drafts("visit-page")] == [people.chenyao]


def test_what_is_missing_is_said_at_its_field(
    screen: IncidentsScreen, hands: Hands, services: Services
) -> None:
    screen.new()
    hands.press("Ctrl+S")
    assert screen.page.binder.problem("kind") == "请填写类型。"
    assert screen.page.binder.problem("students") == "请填写涉及学生。"
    assert services.records.count("incident") == 0


def test_a_draft_survives(
    screen: IncidentsScreen, people: People, hands: Hands, services: Services, settled: Settled
) -> None:
    screen.new(people.zhang)
    settled()
    hands.press("1", "Escape")
    settled()
    assert screen.banner.words == "有 1 起事件还没有保存。"
    screen.page._open = False  # as after a crash
    screen.new(people.zhang)
    settled()
    settled()
    assert screen.page.kinds.value() == "traffic"
    hands.press("Ctrl+S")
    assert services.records.drafts(DRAFT) == []


def test_each_is_told_by_one_key(
    shown: IncidentCardView, hands: Hands, services: Services, clock: HeldClock, settled: Settled, now: str
) -> None:
    assert _chips(shown)["学校"] == "剩 2 小时"
    clock.advance(minutes=70)
    shown.tick()
    assert _chips(shown)["学校"] == "剩 50 分"
    hands.press("1")
    settled()
    clock.advance(minutes=60)
    hands.press("3")
    settled()
    assert hands.actions == 2
    told = {each["told"]: each for each in services.records.list("notification")[1]}
    assert (told["school"]["told_at"], told["guardian"]["told_at"]) == (later(now, 70), later(now, 130))
    shown.tick()
    chips = _chips(shown)
    assert chips["学校"].endswith("已通报")
    assert chips["监护人"].endswith("通报，迟 10 分")
    assert chips["企业"] == "超时 10 分"
    assert shown.lines[2].chip.property("tone") == "bad"
    assert "迟 10 分" in [each.text() for each in shown.findChildren(QLabel)]


def test_the_time_of_a_notification_can_be_put_right(
    shown: IncidentCardView,
    screen: IncidentsScreen,
    incident: str,
    services: Services,
    settled: Settled,
    now: str,
) -> None:
    services.incidents.notify(incident, "school")
    screen.reload()
    settled()
    (told,) = services.records.list("notification")[1]
    shown.asked.emit(f"amend:{told['id']}")
    assert screen.form is not None
    screen.form.binder.enter({"told_at": later(now, 5), "person": "值班主任"})
    screen.back()
    settled()
    (told,) = services.records.list("notification")[1]
    assert (told["told_at"], told["person"]) == (later(now, 5), "值班主任")


def test_coming_to_notify_writes_nothing_before_it_is_saved(
    incident: str,
    screen: IncidentsScreen,
    ui: Ui,
    hands: Hands,
    services: Services,
    settled: Settled,
    now: str,
) -> None:
    ui.navigator.go("incidents", do="notify", record=incident, told="enterprise")
    settled()
    settled()
    assert screen.form is not None
    assert services.records.count("notification") == 0
    assert screen.form.binder.entered() == {"told": "enterprise", "person": "周敏", "told_at": now}
    hands.press("Escape")
    settled()
    ui.navigator.go("incidents", do="notify", record=incident, told="enterprise")
    settled()
    ui.navigator.go("students")
    settled()
    assert services.records.count("notification") == 0
    ui.navigator.go("incidents", do="notify", record=incident, told="enterprise")
    settled()
    hands.press("Ctrl+S")
    assert [each["told"] for each in services.records.list("notification")[1]] == ["enterprise"]


def test_coming_for_a_field_opens_the_form_there(
    incident: str, screen: IncidentsScreen, ui: Ui, hands: Hands, services: Services, settled: Settled
) -> None:
    ui.navigator.go("incidents", type="incident", record=incident, field="cause")
    settled()
    settled()
    hands.write("未按规程操作")
    hands.press("Ctrl+S")
    assert services.records.need("incident", incident)["cause"] == "未按规程操作"


def test_closing_says_what_is_missing_and_does_not_insist(
    shown: IncidentCardView,
    screen: IncidentsScreen,
    hands: Hands,
    services: Services,
    incident: str,
    settled: Settled,
) -> None:
    hands.press("C")
    assert services.records.need("incident", incident)["closed_on"] is None
    assert shown.banner.words.startswith("结案前请核对。未通报：学校、")
    hands.press("C")
    settled()
    assert services.records.need("incident", incident)["closed_on"] == "2026-03-16"
    assert screen.table.filters._chips[0].text() == "未结案 0"
    hands.press("O")
    settled()
    assert services.records.need("incident", incident)["closed_on"] is None


def test_an_injury_is_dots_until_it_is_asked_for(shown: IncidentCardView) -> None:
    visible = [each.text() for each in shown.findChildren(QLabel) if each.isVisible()]
    assert "左手食指划伤" not in visible
    eye = next(each for each in shown.findChildren(QToolButton) if each.accessibleName() == "显示伤情")
    eye.click()
    assert "左手食指划伤" in [each.text() for each in shown.findChildren(QLabel) if each.isVisible()]


def test_the_list_says_which_clock_runs_out_next(
    incident: str, screen: IncidentsScreen, clock: HeldClock, settled: Settled
) -> None:
    words = screen._clock_words(screen.table.model.rows[0].clock, "zh_CN")
    assert words == "学校 剩 2 小时"
    chips = screen.table.filters._chips
    assert [each.text() for each in chips[:3]] == ["未结案 1", "已超时 0", "已结案 0"]
    clock.advance(hours=3)
    screen._minute.timeout.emit()
    settled()
    assert chips[1].text() == "已超时 1"
    assert screen._clock_words(screen.table.model.rows[0].clock, "en") == "college 1 h over"


def test_a_notification_leads_to_its_incident(
    incident: str, screen: IncidentsScreen, ui: Ui, services: Services, settled: Settled
) -> None:
    told, _ = services.incidents.notify(incident, "police")
    ui.navigator.show("notification", told)
    settled()
    settled()
    assert screen.card is not None
    assert screen.card.incident["id"] == incident


def test_f8_copies_the_number_of_the_next_to_be_told(
    shown: IncidentCardView, hands: Hands, ui: Ui, settled: Settled
) -> None:
    hands.press("F8")
    assert ui.messages.toast_words == "已复制 13900001111"  # the enterprise's; no guardian is known


def test_a_talk_that_is_interrupted_is_not_lost(
    people: People, window: MainWindow, ui: Ui, hands: Hands, services: Services, settled: Settled
) -> None:
    ui.navigator.go("talks", do="new", student=people.li)
    settled()
    settled()
    hands.write("想家")
    hands.press("Ctrl+Shift+I")
    settled()
    assert isinstance(window.view, IncidentsScreen)
    assert window.view.page.isVisible()
    assert [subject for subject, _ in services.records.drafts("talk-page")] == [people.li]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_has_a_name(
    incident: str, window: MainWindow, ui: Ui, services: Services, settled: Settled, language: Language
) -> None:
    services.incidents.notify(incident, "school")
    ui.choose_language(language)
    ui.navigator.go("incidents", type="incident", record=incident, field="injury")
    settled()
    settled()
    screen = window.view
    assert isinstance(screen, IncidentsScreen)
    assert screen.form is not None
    screen.form.discard()
    screen.new()
    settled()
    controls = [each for each in screen.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [each for each in controls if not (each.accessibleName() or getattr(each, "text", str)())] == []
    assert len(controls) > 60


def test_tab_goes_down_the_page_of_a_first_record(
    screen: IncidentsScreen, hands: Hands, settled: Settled
) -> None:
    screen.new()
    settled()
    names = []
    for _ in range(11):
        names.append(hands.at.accessibleName())
        hands.press("Tab")
    assert names == [
        "类型: 1 交通事故", "涉及学生", "等级: 一般", "发生时间", "发生时间", "获知时间", "获知时间",
        "企业", "地点", "经过", "先期处置",
    ]  # fmt: skip
