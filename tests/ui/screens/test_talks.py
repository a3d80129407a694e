from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.references import RecordFinder
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.students.screen import StudentsScreen
from fieldteacher.ui.screens.talks.page import DRAFT
from fieldteacher.ui.screens.talks.screen import TalksScreen

Settled = Callable[[], None]


@pytest.fixture
def placed(people: People, services: Services) -> People:
    """王芳 works beside 张伟; the last talk was by phone."""
    services.placements.place({"student": people.wang, "enterprise": people.chenyao, "start": "2026-01-05"})
    services.talks.record(
        [people.li], {"way": "phone", "minutes": 15, "work": "正常", "follow_up_on": "2026-03-15"}
    )
    return people


@pytest.fixture
def screen(placed: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> TalksScreen:
    assert placed
    assert hands
    ui.navigator.go("talks")
    settled()
    assert isinstance(window.view, TalksScreen)
    return window.view


def _begin(ui: Ui, student: str, settled: Settled) -> None:
    """What the key T on a student's card does."""
    ui.navigator.go("talks", do="new", student=student)
    settled()
    settled()


def test_t_on_a_student_s_card_begins_a_talk(
    people: People, window: MainWindow, hands: Hands, settled: Settled, services: Services
) -> None:
    students = window.view
    assert isinstance(students, StudentsScreen)
    students.table.rows.setFocus()
    assert students.table.select(people.wang)
    settled()
    hands.press("T", "F9")
    assert [row["student"] for row in services.records.list("talk")[1]] == [people.wang]
    assert isinstance(window.view, TalksScreen)


def _last(services: Services) -> dict[str, Any]:
    return services.records.list("talk")[1][-1]


def test_a_talk_in_four_actions(
    screen: TalksScreen, ui: Ui, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    _begin(ui, placed.zhang, settled)
    hands.actions += 1
    hands.write("想家，工作上手快")
    hands.press("Alt+1", "Shift+F7", "Ctrl+S")
    assert hands.actions <= 4
    talk = _last(services)
    assert (talk["student"], talk["talked_on"], talk["way"], talk["minutes"]) == (
        placed.zhang,
        "2026-03-16",
        "face",
        15,
    )
    assert (talk["thoughts"], talk["follow_up_on"]) == ("想家，工作上手快", "2026-03-30")
    assert screen.card is not None
    assert screen.card.student_name == "张伟"


def test_nothing_special_in_three_keys(
    ui: Ui, screen: TalksScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    _begin(ui, placed.zhang, settled)
    hands.actions += 1
    hands.press("F9")
    assert hands.actions <= 3
    talk = _last(services)
    assert (talk["student"], talk["way"], talk["living"]) == (placed.zhang, "phone", "生活正常。")
    assert not screen.page.isVisible()


def test_a_group_talk_is_one_key_more_a_student(
    ui: Ui, screen: TalksScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    _begin(ui, placed.zhang, settled)
    hands.press("F6", "2")
    assert screen.page.students.ticked == [placed.zhang, placed.wang]
    assert screen.page.binder.editor("way").value() == "group"
    hands.press("F6")
    hands.write("安全教育")
    hands.press("Ctrl+S")
    talks = services.records.list("talk")[1][-2:]
    assert {talk["student"] for talk in talks} == {placed.zhang, placed.wang}
    assert {(talk["way"], talk["thoughts"]) for talk in talks} == {("group", "安全教育")}


def test_from_the_list_a_student_is_searched(
    screen: TalksScreen, hands: Hands, qtbot: QtBot, services: Services, placed: People, settled: Settled
) -> None:
    hands.at.setFocus()
    hands.press("N")
    finder = hands.at
    assert isinstance(finder, RecordFinder)
    hands.write("wf")
    qtbot.waitUntil(finder._list.isVisible, timeout=3000)
    hands.press("Return")
    settled()
    hands.write("一切都好")
    hands.press("Ctrl+S")
    assert hands.actions <= 4
    assert (_last(services)["student"], _last(services)["thoughts"]) == (placed.wang, "一切都好")


def test_without_a_student_it_says_so(screen: TalksScreen, hands: Hands, services: Services) -> None:
    screen.new()
    hands.press("Ctrl+S")
    assert screen.page.students.problem == "请选择学生。"
    assert services.records.list("talk")[0] == 1


def test_the_private_note_is_marked_and_kept(
    screen: TalksScreen, ui: Ui, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    _begin(ui, placed.zhang, settled)
    assert "只留在本机" in screen.page.private.accessibleName()
    screen.page.private.setPlainText("家里的事")
    hands.press("Ctrl+S")
    assert _last(services)["private_note"] == "家里的事"
    words = "\n".join(each.text() for each in screen._card_view.findChildren(QLabel))
    assert "家里的事" in words
    assert "私人备注 · 只留在本机" in words


def test_a_draft_of_each_student_is_kept(
    screen: TalksScreen, ui: Ui, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    _begin(ui, placed.zhang, settled)
    hands.write("想家")
    hands.press("Escape")
    settled()
    assert screen.banner.words == "有 1 次谈话还没有保存。"
    _begin(ui, placed.wang, settled)
    assert screen.page.boxes["thoughts"].words == ""
    screen.page.discard()
    screen.page._open = False  # as after a crash
    _begin(ui, placed.zhang, settled)
    assert screen.page.boxes["thoughts"].words == "想家"
    assert screen.page.students.ticked == [placed.zhang]
    hands.press("Ctrl+S")
    assert services.records.drafts(DRAFT) == []


def test_a_follow_up_is_done_by_one_key(
    screen: TalksScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    assert screen.table.filters._chips[1].text() == "跟进到期 1"
    screen.table.rows.setFocus()
    screen.table.select(screen.table.model.rows[0][0])
    settled()
    hands.press("D")
    talk = services.records.list("talk", {"student": placed.li})[1][0]
    assert talk["followed_up_on"] == "2026-03-16"
    assert screen.table.filters._chips[1].text() == "跟进到期 0"


def test_what_came_of_a_follow_up_is_added_and_the_talk_stays_as_it_was(
    screen: TalksScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    screen.table.rows.setFocus()
    screen.table.select(screen.table.model.rows[0][0])
    settled()
    before = services.records.list("talk", {"student": placed.li})[1][0]
    hands.press("F")
    hands.write("已适应夜班")
    hands.press("F7", "Return")
    assert hands.actions == 3
    old, new = services.records.list("talk", {"student": placed.li}, order=("talked_on",))[1]
    assert old == {**before, "followed_up_on": "2026-03-16"}
    assert (new["talked_on"], new["measures"], new["follow_up_on"]) == (
        "2026-03-16",
        "已适应夜班",
        "2026-03-23",
    )
    assert "已适应夜班" in [row.summary for row in services.talks.rows()]


def test_a_follow_up_without_words_makes_no_talk(
    screen: TalksScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    screen.table.rows.setFocus()
    screen.table.select(screen.table.model.rows[0][0])
    settled()
    hands.press("F", "Escape")
    assert services.records.list("talk")[1][0]["followed_up_on"] is None
    hands.press("F", "Return")
    (talk,) = services.records.list("talk")[1]
    assert talk["followed_up_on"] == "2026-03-16"


def test_the_place_of_the_last_talk_is_proposed(
    screen: TalksScreen, ui: Ui, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    services.talks.record([placed.wang], {"place": "车间会议室", "work": "正常"})
    _begin(ui, placed.zhang, settled)
    hands.write("正常")
    hands.press("Ctrl+S")
    assert _last(services)["place"] == "车间会议室"
    facts = {each.text() for each in screen._card_view.findChildren(QLabel)}
    assert {"地点", "车间会议室"} <= facts
