from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.record_form import RecordForm
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.papers.screen import PapersScreen
from fieldteacher.ui.screens.students.screen import StudentsScreen
from fieldteacher.ui.widgets.link import LinkRow

Settled = Callable[[], None]


@pytest.fixture
def screen(people: People, window: MainWindow) -> StudentsScreen:
    assert isinstance(window.view, StudentsScreen)
    return window.view


def _show(screen: StudentsScreen, student: str, settled: Settled) -> None:
    assert screen.table.select(student)
    settled()


def _words(screen: StudentsScreen) -> str:
    QCoreApplication.processEvents()  # a layout shows what was put into it a moment later
    return "\n".join(each.text() for each in screen._card_view.findChildren(QLabel) if each.isVisible())


def _form(screen: StudentsScreen) -> RecordForm:
    assert screen.form is not None
    return screen.form


def _enter(form: RecordForm, **values: Any) -> None:
    form.binder.enter(values)


def test_the_list_shows_who_and_where(screen: StudentsScreen, people: People) -> None:
    rows = {row.id: row for row in screen.table.model.rows}
    assert rows[people.zhang].enterprise_name == "晨曜电子"
    assert [chip.text() for chip in screen.table.filters._chips][:3] == ["在岗 1", "未安排 2", "需关注 1"]


def test_the_card_answers_at_a_glance(screen: StudentsScreen, people: People, settled: Settled) -> None:
    _show(screen, people.zhang, settled)
    words = _words(screen)
    for wanted in (
        "张伟", "2023001 · 机电2301", "重点关注", "苏州晨曜精密电子有限公司", "2026-01-05 至 2026-06-30",
        "138 0000 1111", "三方协议：缺", "与车间商量调班", "2026-03-10 前",
    ):  # fmt: skip
        assert wanted in words


def test_one_key_copies_the_number(
    screen: StudentsScreen, people: People, settled: Settled, qtbot: QtBot, ui: Ui
) -> None:
    _show(screen, people.zhang, settled)
    qtbot.keyClick(screen.table.rows, Qt.Key.Key_F8)
    assert QGuiApplication.clipboard().text() == "13800001111"
    assert ui.messages.toast_words == "已复制 13800001111"


def test_enter_edits_and_escape_saves_and_returns(
    screen: StudentsScreen, people: People, settled: Settled, qtbot: QtBot, services: Services
) -> None:
    _show(screen, people.zhang, settled)
    qtbot.keyClick(screen.table.rows, Qt.Key.Key_Return)
    settled()
    line = _form(screen).binder.editor("major").inputs()[0]
    qtbot.keyClicks(line, "mechatronics")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    settled()
    assert screen.form is None
    assert services.records.need("student", people.zhang)["major"] == "mechatronics"
    assert screen.table.rows.hasFocus()
    assert "mechatronics" in _words(screen)


def test_ctrl_s_saves(
    screen: StudentsScreen, people: People, settled: Settled, qtbot: QtBot, services: Services
) -> None:
    _show(screen, people.wang, settled)
    screen.do("edit")
    settled()
    line = _form(screen).binder.editor("phone").inputs()[0]
    line.setFocus()
    qtbot.keyClicks(line, "13700002222")
    qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert services.records.need("student", people.wang)["phone"] == "13700002222"


def test_a_taken_number_is_said_at_its_field_and_nothing_is_saved(
    screen: StudentsScreen, people: People, settled: Settled, services: Services
) -> None:
    screen.arrive(do="new")
    settled()
    form = _form(screen)
    _enter(form, name="重号", student_number="2023001")
    form.save_button.click()
    settled()
    assert screen.form is form
    assert "2023001" in form.binder.problem("student_number")
    assert len(services.students.rows()) == 3
    form.discard()


def test_a_new_student_is_shown_after_saving(screen: StudentsScreen, settled: Settled) -> None:
    screen.arrive(do="new")
    settled()
    _enter(_form(screen), name="赵敏", student_number="2023010")
    assert _form(screen).save()
    settled()
    assert screen.form is None
    assert screen.card is not None
    assert screen.card.student["name"] == "赵敏"
    current = screen.table.rows.current_row()
    assert current is not None
    assert current.name == "赵敏"


def test_a_draft_comes_back(
    screen: StudentsScreen, people: People, settled: Settled, services: Services, qtbot: QtBot
) -> None:
    _show(screen, people.li, settled)
    screen.do("edit")
    settled()
    line = _form(screen).binder.editor("wechat").inputs()[0]
    qtbot.keyClicks(line, "lina")
    qtbot.waitUntil(lambda: services.records.draft("student", people.li) is not None, timeout=3000)
    screen._beside.setCurrentIndex(0)  # as after a flat battery: nothing was saved
    screen.do("edit")
    settled()
    form = _form(screen)
    assert form.binder.entered() == {"wechat": "lina"}
    assert form.banner.words == "已恢复上次未保存的内容。"
    form.save()
    settled()
    assert services.records.draft("student", people.li) is None
    assert services.records.need("student", people.li)["wechat"] == "lina"


def test_going_elsewhere_saves_the_form(
    screen: StudentsScreen, people: People, settled: Settled, services: Services, ui: Ui
) -> None:
    _show(screen, people.li, settled)
    screen.do("edit")
    settled()
    _enter(_form(screen), major="数控技术")
    ui.navigator.go("enterprises")
    settled()
    assert services.records.need("student", people.li)["major"] == "数控技术"


def test_placing_a_student(
    screen: StudentsScreen, people: People, settled: Settled, services: Services
) -> None:
    _show(screen, people.wang, settled)
    [place] = [each for each in screen._card_view.findChildren(QPushButton) if each.text() == "安排实习"]
    place.click()
    settled()
    form = _form(screen)
    assert form.binder.entered() == {"start": "2026-03-16"}
    assert not form.save()
    assert form.binder.problem("enterprise") == "请填写企业。"
    _enter(form, enterprise=people.bolan, post="操作工")
    assert form.save()
    settled()
    assert "苏州博澜半导体有限公司" in _words(screen)
    assert services.students.card(people.wang).placement["status"] == "active"  # type: ignore[index]


def test_a_transfer_ends_one_placement_and_starts_the_next(
    screen: StudentsScreen, people: People, settled: Settled, services: Services
) -> None:
    _show(screen, people.zhang, settled)
    screen.do("transfer")
    settled()
    form = _form(screen)
    _enter(form, enterprise=people.bolan, start="2026-01-05")
    assert form.save()
    settled()
    assert form.binder.problem("start") == "新岗位的开始日期应晚于 2026-01-05。"
    _enter(form, start="2026-03-16", end_reason="企业停产")
    assert form.save()
    settled()
    new, old = services.students.card(people.zhang).placements
    assert (new["enterprise"], new["start"], new["status"]) == (people.bolan, "2026-03-16", "active")
    assert (old["end"], old["status"], old["end_reason"]) == ("2026-03-15", "transferred", "企业停产")


def test_ending_a_placement(
    screen: StudentsScreen, people: People, settled: Settled, services: Services
) -> None:
    _show(screen, people.zhang, settled)
    screen.do("end")
    settled()
    _enter(_form(screen), status="returned")
    assert _form(screen).save()
    settled()
    placement = services.students.card(people.zhang).placements[0]
    assert (placement["end"], placement["status"]) == ("2026-03-16", "returned")


def test_f7_goes_to_the_papers_of_the_selected(
    screen: StudentsScreen, people: People, settled: Settled, qtbot: QtBot, window: MainWindow
) -> None:
    _show(screen, people.zhang, settled)
    qtbot.keyClick(screen.table.rows, Qt.Key.Key_F7)
    settled()
    papers = window.view
    assert isinstance(papers, PapersScreen)
    assert [row.student for row in papers.table.model.rows] == [people.zhang]
    assert papers.banner.words == "只列出所选 1 名学生。"


def test_no_students_yet_tells_the_next_step(window: MainWindow) -> None:
    assert isinstance(window.view, StudentsScreen)
    empty = window.view.table.nothing_yet()
    assert empty.isVisible()
    assert [each.text() for each in empty.buttons] == ["导入名单…", "新增学生"]
    empty.buttons[1].click()
    assert window.view.form is not None
    window.view.form.discard()


def test_a_student_deleted_elsewhere_leaves_the_card(
    screen: StudentsScreen, people: People, settled: Settled, services: Services, ui: Ui
) -> None:
    _show(screen, people.li, settled)
    ui.runner.change(lambda: services.records.delete("student", people.li))
    settled()
    settled()
    assert screen.card is None
    assert people.li not in {row.id for row in screen.table.model.rows}


def test_deleting_is_asked_for_and_can_be_taken_back(
    screen: StudentsScreen,
    people: People,
    settled: Settled,
    services: Services,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    _show(screen, people.li, settled)
    [bin_] = [
        each for each in screen._card_view.findChildren(QToolButton) if each.accessibleName() == "删除 李娜"
    ]
    bin_.click()
    [ask] = window.findChildren(QMessageBox)
    next(each for each in ask.buttons() if each.text() == "删除").click()
    settled()
    assert people.li not in {row.id for row in services.students.rows()}
    settled()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert people.li in {row.id for row in screen.table.model.rows}


def test_the_guardian_s_number_is_a_key_away(
    screen: StudentsScreen, people: People, services: Services, hands: Hands, settled: Settled
) -> None:
    services.records.put(
        "student", {"guardian_name": "张父", "guardian_phone": "13700002222"}, record=people.zhang
    )
    settled()
    screen.table.select(people.zhang)
    settled()
    screen.table.rows.setFocus()
    hands.press("Shift+F8")
    assert QGuiApplication.clipboard().text() == "13700002222"
    services.records.put("student", {"phone": None}, record=people.zhang)
    screen.reload()
    settled()
    hands.press("F8")
    assert QGuiApplication.clipboard().text() == "13700002222"


def test_what_is_due_next_leads_there(
    screen: StudentsScreen, people: People, window: MainWindow, ui: Ui, settled: Settled
) -> None:
    screen.table.select(people.zhang)
    settled()
    [line] = [
        each
        for each in screen._card_view.findChildren(LinkRow)
        if each.accessibleName().startswith("下一到期")
    ]
    assert line.accessibleName() == "下一到期 2026-03-10 跟进：与车间商量调班"
    line.open()
    settled()
    assert ui.navigator.place is not None
    assert ui.navigator.place.screen == "promises"


def test_a_form_that_was_only_looked_at_changes_nothing(
    people: People, window: MainWindow, hands: Hands, ui: Ui, services: Services, settled: Settled
) -> None:
    """What a form proposes is not yet what the person says: neither Esc nor going elsewhere saves it."""
    students = window.view
    assert isinstance(students, StudentsScreen)
    assert students.table.select(people.zhang)
    settled()
    for leave in (lambda: hands.press("Escape"), lambda: ui.navigator.go("enterprises")):
        students.do("end")
        settled()
        assert students.form is not None
        assert students.form.dirty
        leave()
        settled()
        assert services.records.need("placement", people.placement)["status"] == "active"
        assert services.records.drafts("end") == []
    ui.navigator.go("students")
    settled()
    students.go_to(people.zhang)
    settled()
    students.do("end")
    settled()
    assert students.form is not None
    students.form.binder.editor("end_reason").inputs()[0].setFocus()
    hands.write("Called up")
    hands.press("Escape")
    assert services.records.need("placement", people.placement)["status"] == "ended"
