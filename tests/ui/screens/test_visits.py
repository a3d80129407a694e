from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.references import RecordFinder
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.navigator import Place
from fieldteacher.ui.screens.visits.page import DRAFT
from fieldteacher.ui.screens.visits.screen import VisitsScreen

Settled = Callable[[], None]
RULES = ("R09", "R10", "R11", "R12", "R13", "R14", "R15", "R25")


@pytest.fixture
def placed(people: People, services: Services) -> People:
    """All three students at 晨曜电子, which has promised something before."""
    for student in (people.wang, people.li):
        services.placements.place({"student": student, "enterprise": people.chenyao, "start": "2026-01-05"})
    services.records.put(
        "promise",
        {
            "about": people.chenyao,
            "what": "增设夜间照明",
            "who": "周敏",
            "due_on": "2026-03-01",
            "status": "open",
        },
    )
    return people


@pytest.fixture
def screen(placed: People, window: MainWindow, ui: Ui, hands: Hands, settled: Settled) -> VisitsScreen:
    assert placed
    assert hands
    ui.navigator.go("visits")
    settled()
    assert isinstance(window.view, VisitsScreen)
    return window.view


def _choose(hands: Hands, qtbot: QtBot, typed: str) -> None:
    """Type into the search for an enterprise and take the first found."""
    finder = hands.at
    assert isinstance(finder, RecordFinder)
    hands.write(typed)
    qtbot.waitUntil(finder._list.isVisible, timeout=3000)
    hands.press("Return")


def _talks(services: Services) -> dict[str, dict[str, str | None]]:
    return {row["student"]: row for row in services.records.list("talk")[1]}


def test_a_visit_within_twelve_actions(
    window: MainWindow,
    ui: Ui,
    hands: Hands,
    qtbot: QtBot,
    services: Services,
    placed: People,
    settled: Settled,
) -> None:
    window.setFocus()
    hands.press("Ctrl+4")
    hands.press("N")
    screen = window.view
    assert isinstance(screen, VisitsScreen)
    _choose(hands, qtbot, "cy")
    assert screen.page.students.list.ticked == [placed.zhang, placed.wang, placed.li]
    absent = 1
    hands.press("2")
    for words in ("思想稳定", "适应岗位", "食宿良好", "熟悉流程", "夜班后休息不好"):
        hands.press("Tab")
        hands.write(words)
    hands.press("F6")
    hands.write("安排了师傅")
    hands.press("F9")
    hands.write("调整宿舍")
    hands.press("Ctrl+S")
    settled()
    assert hands.actions - absent <= 12
    visit = services.records.list("visit")[1][0]
    assert (visit["enterprise"], visit["visited_on"], visit["received_by"]) == (
        placed.chenyao,
        "2026-03-16",
        "周敏",
    )
    assert (visit["training"], visit["visitors"], visit["kind"]) == ("安排了师傅", "张老师", "routine")
    assert visit["rule_answers"] == dict.fromkeys(RULES, "not_asked")
    talks = _talks(services)
    assert talks.keys() == {placed.zhang, placed.li}
    assert {each["way"] for each in talks.values()} == {"group"}
    assert talks[placed.li]["difficulties"] == "夜班后休息不好"
    promise = services.records.list("promise", {"what": "调整宿舍"})[1][0]
    assert (promise["about"], promise["due_on"], promise["visit"]) == (
        placed.chenyao,
        "2026-03-23",
        visit["id"],
    )
    assert services.records.drafts(DRAFT) == []
    assert screen.card is not None
    assert screen.card.visit["id"] == visit["id"]
    before = hands.actions
    hands.press("P")
    assert hands.actions == before + 1
    assert ui.navigator.place == Place("printing", {"form": "visit", "ids": [visit["id"]]})


def test_it_is_one_save(screen: VisitsScreen, services: Services, placed: People, settled: Settled) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    before = len(services.store.last_saves())
    screen.page.said.headings.boxes["work"].setPlainText("正常")
    screen.page.promises.lines[0].load({"what": "修空调", "due_on": "2026-04-01"})
    screen.page.save()
    settled()
    assert len(services.store.last_saves()) == before + 1
    services.records.undo()
    assert services.records.list("visit")[0] == services.records.list("talk")[0] == 0


def test_one_student_alone(
    screen: VisitsScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    page = screen.page
    assert page.students.list.hasFocus()
    page.said.headings.boxes["work"].setPlainText("都适应了岗位")
    hands.press("Down", "Return")
    assert page.said.headings.boxes["thoughts"].hasFocus()
    assert page.said.headings.boxes["thoughts"].accessibleName() == "思想 · 单独记录：王芳"
    assert page.said.headings.boxes["work"].words == ""
    page.said.headings.boxes["work"].setPlainText("想换到检验岗")
    hands.press("Escape")
    assert page.said.headings.boxes["work"].words == "都适应了岗位"
    hands.press("Ctrl+S")
    talks = _talks(services)
    assert talks[placed.wang]["work"] == "都适应了岗位\n想换到检验岗"
    assert talks[placed.wang]["way"] == "face"
    assert talks[placed.zhang]["work"] == "都适应了岗位"


def test_rule_questions_are_answered_by_keys(
    screen: VisitsScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    hands.press("F6", "F6", "F6")
    assert hands.at.accessibleName() == "休息日、法定节假日安排实习: 未询问"
    hands.press("N", "Tab", "Y")
    hands.press("Ctrl+S")
    answers = services.records.list("visit")[1][0]["rule_answers"]
    assert answers == dict.fromkeys(RULES, "not_asked") | {"R09": "no", "R10": "yes"}


def test_what_was_open_is_settled_with_its_result(
    screen: VisitsScreen, hands: Hands, qtbot: QtBot, services: Services, placed: People, settled: Settled
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    page = screen.page
    qtbot.waitUntil(lambda: page.open_promises.inputs()[0].isVisible(), timeout=3000)
    words = [tick.text() for tick, _ in page.open_promises._lines.values()]
    assert words == ["增设夜间照明 · 周敏", "张伟 · 与车间商量调班"]
    assert page.open_promises.start()
    hands.press("Space")
    hands.write("已装好")
    hands.press("Ctrl+S")
    done = services.records.list("promise", {"what": "增设夜间照明"})[1][0]
    assert (done["status"], done["done_on"], done["result"]) == ("done", "2026-03-16", "已装好")


def test_f7_sets_the_due_day(screen: VisitsScreen, hands: Hands, placed: People, settled: Settled) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    page = screen.page
    hands.press("F7")
    assert page.binder.editor("next_visit_on").value() == "2026-03-23"
    page.promises.start()
    hands.write("调整宿舍")
    hands.press("Shift+F7")
    assert page.promises.lines[0].due.value() == "2026-03-30"
    assert page.binder.editor("next_visit_on").value() == "2026-03-23"
    hands.press("Return")
    assert len(page.promises.lines) == 2
    assert page.promises.lines[1].what.hasFocus()


def test_a_draft_survives(
    screen: VisitsScreen, hands: Hands, services: Services, placed: People, settled: Settled, qtbot: QtBot
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    hands.press("3", "Tab")
    hands.write("思想稳定")
    screen.page.open_promises.settle(
        {services.records.list("promise", {"about": placed.chenyao})[1][0]["id"]: "已装好"}
    )
    qtbot.waitUntil(lambda: services.records.drafts(DRAFT) != [], timeout=3000)
    screen.page._open = False  # what a crash leaves: the draft in the store, nothing in the window
    screen.new()
    settled()
    settled()
    page = screen.page
    assert page.banner.words == "已恢复上次未保存的走访。"
    assert page.said.common == {"thoughts": "思想稳定"}
    assert page.students.absent == [placed.li]
    assert list(page.open_promises.settled.values()) == ["已装好"]
    hands.press("Ctrl+S")
    assert services.records.list("visit")[0] == 1
    assert services.records.drafts(DRAFT) == []


def test_leaving_keeps_the_draft_and_the_list_says_so(
    screen: VisitsScreen, hands: Hands, services: Services, placed: People, settled: Settled, ui: Ui
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    hands.press("2", "Escape")
    settled()
    assert screen.banner.words == "有 1 次走访还没有保存。"
    assert not screen.page.isVisible()
    screen.new()
    assert screen.page.students.absent == [placed.wang]
    ui.navigator.go("students")
    settled()
    assert services.records.drafts(DRAFT) != []


def test_giving_up_can_be_taken_back(
    screen: VisitsScreen, services: Services, placed: People, settled: Settled, ui: Ui
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    screen.page.said.headings.boxes["work"].setPlainText("正常")
    screen.page.discard()
    settled()
    assert services.records.drafts(DRAFT) == []
    assert ui.messages.toast_words == "已放弃未保存的内容"
    toast = ui.messages._toast
    assert toast is not None
    toast.findChildren(QPushButton)[0].click()
    settled()
    settled()
    assert screen.page.isVisible()
    assert screen.page.said.common == {"work": "正常"}


def test_visits_of_two_enterprises_are_kept_apart(
    screen: VisitsScreen, services: Services, placed: People, settled: Settled
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    screen.page.said.headings.boxes["work"].setPlainText("正常")
    screen.new(placed.bolan)
    settled()
    settled()
    assert screen.page.said.common == {}
    assert screen.page.students.list.count() == 0
    screen.new(placed.chenyao)
    settled()
    settled()
    assert screen.page.said.common == {"work": "正常"}
    assert {subject for subject, _ in services.records.drafts(DRAFT)} == {placed.chenyao}


def test_what_is_missing_is_said_at_the_field(screen: VisitsScreen, hands: Hands, services: Services) -> None:
    screen.new()
    hands.press("Ctrl+S")
    assert screen.page.binder.problem("enterprise") == "请填写企业。"
    assert services.records.list("visit")[0] == 0


def test_a_promise_with_a_bad_day_is_refused_at_its_line(
    screen: VisitsScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    screen.new(placed.chenyao)
    settled()
    settled()
    screen.page.promises.start()
    hands.write("修空调")
    line = screen.page.promises.lines[0]
    line.due.day.line.setText("2026-02-30")
    hands.press("Ctrl+S")
    assert "不是日期" in line.problem.text()
    assert services.records.list("visit")[0] == 0


def test_the_card_reads_a_visit_back(
    screen: VisitsScreen, services: Services, placed: People, settled: Settled
) -> None:
    visit, _ = services.visits.record(
        {
            "enterprise": placed.chenyao,
            "visited_on": "2026-03-10",
            "findings": "宿舍热水不足",
            "rule_answers": {"R10": "yes"},
        },
        [placed.zhang, placed.wang],
        common={"work": "适应岗位"},
        single={placed.wang: {"difficulties": "想家"}},
    )
    screen.reload()
    settled()
    screen.go_to(visit)
    settled()
    words = "\n".join(each.text() for each in screen._card_view.findChildren(QLabel))
    for wanted in (
        "苏州晨曜精密电子有限公司",
        "宿舍热水不足",
        "加班或夜班",
        "张伟",
        "王芳",
        "适应岗位",
        "想家",
    ):
        assert wanted in words
    assert screen.table.filters._chips[2].text() == "有问题 1"


def test_no_way_of_saving_makes_an_answer_of_silence(
    screen: VisitsScreen, hands: Hands, services: Services, placed: People, settled: Settled
) -> None:
    """Neither a bare put nor amending something else says that a question was asked."""
    asked = {"enterprise": placed.chenyao, "visited_on": "2026-03-10", "rule_answers": {"R10": "yes"}}
    visit, _ = services.records.put("visit", asked)
    assert services.records.need("visit", visit)["rule_answers"] == {"R10": "yes"}
    settled()
    screen.reload()
    screen.go_to(visit)
    settled()
    settled()
    hands.press("F2")
    assert screen.form is not None
    screen.form.binder.enter({"received_by": "周敏"})
    hands.press("Ctrl+S")
    settled()
    saved = services.records.need("visit", visit)
    assert saved["received_by"] == "周敏"
    assert set(saved["rule_answers"].items()) - {(rule, "not_asked") for rule in RULES} == {("R10", "yes")}
