from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.domain.steps import Action, Step
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.enterprises.screen import EnterprisesScreen
from fieldteacher.ui.screens.students.screen import StudentsScreen
from fieldteacher.ui.steps import take
from fieldteacher.ui.widgets.link import LinkRow

Settled = Callable[[], None]


@pytest.fixture
def screen(people: People, window: MainWindow, ui: Ui, settled: Settled) -> EnterprisesScreen:
    ui.navigator.go("enterprises")
    settled()
    assert isinstance(window.view, EnterprisesScreen)
    assert window.view.table.select(people.chenyao)
    settled()
    return window.view


def _words(screen: EnterprisesScreen) -> str:
    QCoreApplication.processEvents()  # a layout shows what was put into it a moment later
    return "\n".join(each.text() for each in screen._card_view.findChildren(QLabel) if each.isVisible())


def test_the_card_says_whom_to_call_and_who_is_there(screen: EnterprisesScreen) -> None:
    words = _words(screen)
    for wanted in (
        "苏州晨曜精密电子有限公司",
        "人事 周敏",
        "139 0000 1111",
        "0512-62880000",
        "学生 1",
        "张伟",
        "与车间商量调班",
    ):
        assert wanted in words


def test_a_student_s_line_leads_to_the_student(
    screen: EnterprisesScreen, people: People, window: MainWindow, settled: Settled
) -> None:
    [line] = [
        each for each in screen._card_view.findChildren(LinkRow) if each.accessibleName().startswith("张伟")
    ]
    line.open()
    settled()
    assert isinstance(window.view, StudentsScreen)
    assert window.view.card is not None
    assert window.view.card.student["id"] == people.zhang


def test_a_contact_is_added_on_the_card(
    screen: EnterprisesScreen, people: People, settled: Settled, services: Services
) -> None:
    screen.do("contact")
    settled()
    assert screen.form is not None
    screen.form.binder.enter({"name": "吴师傅", "role": "mentor", "phone": "13911112222"})
    assert screen.form.save()
    settled()
    assert "师傅 吴师傅" in _words(screen)
    assert len(services.enterprises.card(people.chenyao).contacts) == 2


def test_all_students_of_an_enterprise_are_shown_in_their_list(
    screen: EnterprisesScreen, people: People, window: MainWindow, settled: Settled
) -> None:
    screen.do("students")
    settled()
    assert isinstance(window.view, StudentsScreen)
    assert [row.id for row in window.view.table.model.rows] == [people.zhang]


def test_a_bad_credit_code_is_said_at_the_field(screen: EnterprisesScreen, settled: Settled) -> None:
    screen.do("edit")
    settled()
    form = screen.form
    assert form is not None
    form.binder.enter({"uscc": "123"})
    assert not form.save()
    assert "统一社会信用代码" in form.binder.problem("uscc")
    form.discard()


def test_a_step_goes_to_the_field_of_an_enterprise(
    screen: EnterprisesScreen, ui: Ui, people: People, settled: Settled, services: Services
) -> None:
    take(ui.navigator, Step(Action.ENTERPRISE, people.bolan, "credit_checked_on"))
    settled()
    form = screen.form
    assert form is not None
    assert form.binder.editor("credit_checked_on").inputs()[0].hasFocus()
    form.binder.enter({"credit_checked_on": "2026-03-01", "credit_clean": True, "safety_clean": True})
    form.save()
    settled()
    place = services.records.need("enterprise", people.bolan)
    assert (place["credit_checked_on"], place["credit_clean"], place["country"]) == ("2026-03-01", True, None)


def _button(screen: EnterprisesScreen, name: str) -> QAbstractButton:
    found = [
        b
        for b in screen._card_view.findChildren(QAbstractButton)
        if b.accessibleName() == name and b.isVisible()
    ]
    return found[0]


def test_a_contact_is_amended_and_deleted_on_the_card(
    screen: EnterprisesScreen, people: People, settled: Settled, services: Services, ui: Ui
) -> None:
    contact = services.records.list("contact")[1][0]["id"]
    services.records.put("placement", {"mentor": contact}, record=people.placement)
    settled()
    _button(screen, "修改联系人 人事 周敏").click()
    settled()
    assert screen.form is not None
    screen.form.binder.enter({"phone": "13900002222"})
    assert screen.form.save()
    settled()
    assert "139 0000 2222" in _words(screen)
    ui.messages.confirm = lambda _question, _action, confirmed, **_more: confirmed()  # type: ignore[method-assign]
    _button(screen, "删除联系人 人事 周敏").click()
    settled()
    assert "周敏" not in _words(screen)
    assert services.records.need("placement", people.placement)["mentor"] is None
    services.records.undo()
    assert services.records.need("placement", people.placement)["mentor"] == contact


def test_numbers_are_copied_by_a_key_each(screen: EnterprisesScreen, hands: Hands) -> None:
    screen.table.rows.setFocus()
    hands.press("F8")
    assert QGuiApplication.clipboard().text() == "13900001111"
    hands.press("Shift+F8")
    assert QGuiApplication.clipboard().text() == "0512-62880000"


def test_the_shares_of_interns_and_what_is_due_stand_on_the_card(
    screen: EnterprisesScreen, people: People, services: Services, settled: Settled
) -> None:
    put = services.records.put
    assert "实习生 1，职工人数未填" in _words(screen)
    put("visit", {"enterprise": people.chenyao, "visited_on": "2026-03-01", "next_visit_on": "2026-03-20"})
    put("enterprise", {"staff_count": 5}, record=people.chenyao)
    screen.reload()
    settled()
    settled()
    words = _words(screen)
    assert "实习生 1 / 职工 5 = 20.0%（上限 10%）" in words
    assert "质检 1，同岗职工人数未填" in words
    assert "2026-03-20" in words
    assert "下次走访" in words
