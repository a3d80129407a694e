from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.conftest import HeldClock
from tests.ui.people import People

from fieldteacher.bootstrap import open_services
from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.outside import Outside
from fieldteacher.ui.screens import SCREENS
from fieldteacher.ui.screens.students.screen import StudentsScreen
from fieldteacher.ui.widgets.link import LinkRow

Settled = Callable[[], None]


def _students(window: MainWindow) -> StudentsScreen:
    assert isinstance(window.view, StudentsScreen)
    return window.view


def _search(window: MainWindow, qtbot: QtBot, settled: Settled, keys: str) -> list[str]:
    """The titles found for ``keys``, typed one by one."""
    box = window.finding.box
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    qtbot.keyClicks(box, keys)
    settled()
    return [box.list.item(n).text() for n in range(box.list.count())]


@pytest.mark.usefixtures("people")
def test_pinyin_initials_and_enter_show_a_student_s_card(
    window: MainWindow, qtbot: QtBot, settled: Settled, people: People
) -> None:
    assert _search(window, qtbot, settled, "zw")[0] == "张伟"
    qtbot.keyClick(window.finding.box, Qt.Key.Key_Return)
    settled()
    card = _students(window).card
    assert card is not None
    assert card.student["id"] == people.zhang
    assert window.finding.box.text() == ""
    assert not window.finding.box.open


@pytest.mark.usefixtures("people")
def test_enter_pressed_before_the_answer_takes_it_when_it_comes(
    window: MainWindow, qtbot: QtBot, settled: Settled, people: People
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.finding.box, "wf")
    qtbot.keyClick(window.finding.box, Qt.Key.Key_Return)
    settled()
    settled()
    card = _students(window).card
    assert card is not None
    assert card.student["id"] == people.wang


@pytest.mark.usefixtures("people")
def test_the_search_box_finds_commands_and_enterprises(
    window: MainWindow, qtbot: QtBot, settled: Settled, people: People
) -> None:
    assert "Settings" not in _search(window, qtbot, settled, "zzzz")
    window.finding.box.clear()
    window.finding.box.setText("新增学生")
    settled()
    qtbot.keyClick(window.finding.box, Qt.Key.Key_Return)
    assert _students(window).form is not None
    _students(window).form.discard()  # type: ignore[union-attr]
    _search(window, qtbot, settled, "blbdt")
    qtbot.keyClick(window.finding.box, Qt.Key.Key_Return)
    settled()
    assert window._ui.navigator.place is not None
    assert window._ui.navigator.place.screen == "enterprises"
    assert window.view.card.enterprise["id"] == people.bolan  # type: ignore[union-attr]


@pytest.mark.usefixtures("people")
def test_arrows_choose_another_answer_and_escape_gives_up(
    window: MainWindow, qtbot: QtBot, settled: Settled, people: People
) -> None:
    titles = _search(window, qtbot, settled, "2023")
    assert titles[:3] == ["张伟", "李娜", "王芳"] or len(titles) >= 3
    box = window.finding.box
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.list.currentRow() == 1
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert box.list.currentRow() == box.list.count() - 1
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.open
    assert box.text() == ""


def test_escape_returns_to_where_one_was(window: MainWindow, qtbot: QtBot, settled: Settled) -> None:
    window.sidebar.button("enterprises").click()
    settled()
    assert window.sidebar.button("enterprises").isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert isinstance(window.view, StudentsScreen)
    assert window.sidebar.button("students").isChecked()


def test_screens_are_built_when_first_shown(window: MainWindow, settled: Settled) -> None:
    assert set(window._views) == {"students"}
    window._ui.navigator.go("enterprises")
    settled()
    assert set(window._views) == {"students", "enterprises"}


@pytest.mark.usefixtures("people")
def test_a_switch_of_language_rebuilds_the_words_at_once(
    window: MainWindow, ui: Ui, settled: Settled
) -> None:
    assert window.sidebar.button("students").text() == "学生"
    assert "3 名学生" in window.status.words
    ui.choose_language("en")
    settled()
    assert window.sidebar.button("students").text() == "Students"
    assert "3 students" in window.status.words
    assert _students(window).table._count.text() == "3 students"
    assert ui.settings.get("language") == "en"


def test_the_status_line_says_whose_store_it_is(window: MainWindow) -> None:
    assert window.status.words.startswith("张老师 · 示例职业技术学院")
    assert "还没有备份" in window.status.words


@pytest.mark.usefixtures("people")
def test_ctrl_z_takes_back_the_last_save_and_says_which(
    window: MainWindow, ui: Ui, services: Services, qtbot: QtBot, settled: Settled
) -> None:
    ui.runner.change(lambda: services.records.put("student", {"student_number": "2023009", "name": "新来的"}))
    settled()
    assert ui.messages.toast_words == "已保存：新增学生"
    assert len(_students(window).table.model.rows) == 4
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert ui.messages.toast_words == "撤销：新增学生"
    assert len(_students(window).table.model.rows) == 3


def test_undoing_nothing_is_said_not_raised(
    window: MainWindow, ui: Ui, qtbot: QtBot, settled: Settled
) -> None:
    for _ in range(4):
        window._undo.take_back()
        settled()
    assert ui.messages.toast_words == "没有可以撤销的操作。"


@pytest.mark.usefixtures("people")
def test_a_hidden_screen_reloads_when_it_is_shown_again(
    window: MainWindow, ui: Ui, services: Services, settled: Settled
) -> None:
    students = _students(window)
    ui.navigator.go("enterprises")
    settled()
    ui.runner.change(lambda: services.records.put("student", {"student_number": "2023009", "name": "新来的"}))
    settled()
    assert len(students.table.model.rows) == 3
    ui.navigator.go("students")
    settled()
    assert len(students.table.model.rows) == 4


@pytest.mark.parametrize("screen", [each.id for each in SCREENS])
@pytest.mark.usefixtures("people")
def test_every_control_has_an_accessible_name(
    window: MainWindow, ui: Ui, settled: Settled, screen: str
) -> None:
    ui.navigator.go(screen)
    settled()
    controls = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    nameless = [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for kind in controls
        for each in window.findChildren(kind)
        if each.isVisible() and not _name(each) and not _inner(each)
    ]
    assert nameless == []


def _name(control: QWidget) -> str:
    words = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or words


def _inner(control: QWidget) -> bool:
    """Parts that Qt makes inside its own controls."""
    return control.objectName().startswith("qt_") or isinstance(
        control.parentWidget(), QLineEdit | QComboBox | QAbstractItemView
    )


def test_the_window_keeps_its_place(window: MainWindow, ui: Ui) -> None:
    window.resize(1000, 700)
    window.close()
    assert isinstance(ui.settings.get("window/geometry"), str)


@pytest.mark.usefixtures("people")
def test_what_waits_is_counted_again_after_a_change(
    window: MainWindow, ui: Ui, services: Services, qtbot: QtBot, people: People
) -> None:
    button = window.sidebar.button("promises")
    qtbot.waitUntil(lambda: button.accessibleName() == "跟进，1 项待办")
    due = {"about": people.li, "what": "补签三方协议", "due_on": "2026-03-16", "status": "open"}
    ui.runner.change(lambda: services.records.put("promise", due))
    qtbot.waitUntil(lambda: button.accessibleName() == "跟进，2 项待办")


def test_a_badge_says_how_much_waits(window: MainWindow) -> None:
    window.sidebar.show_waiting("students", 3)
    button: QPushButton = window.sidebar.button("students")
    assert button.accessibleName() == "学生，3 项待办"
    window.sidebar.show_waiting("students", 0)
    assert button.accessibleName() == "学生"


def test_what_another_program_saved_appears(
    window: MainWindow, ui: Ui, services: Services, settled: Settled, tmp_path: Path
) -> None:
    outside = window.findChildren(Outside)[0]
    outside.look()
    settled()
    other = open_services(tmp_path / "store", password=None, clock=ui.clock)
    other.records.put("student", {"student_number": "2023777", "name": "别处来的"})
    other.close()
    outside.look()
    settled()
    settled()
    assert [row.name for row in _students(window).table.model.rows] == ["别处来的"]
    assert ui.messages.toast_words == "", "what others did is not ours to undo"


def test_what_happened_is_opened_from_the_card(
    people: People, window: MainWindow, ui: Ui, settled: Settled, qtbot: QtBot
) -> None:
    ui.navigator.show("student", people.zhang)
    settled()
    card = _students(window)._card_view
    [line] = [
        each for each in card.timeline.findChildren(LinkRow) if "与车间商量调班" in each.accessibleName()
    ]
    line.open()
    settled()
    assert ui.navigator.place is not None
    assert ui.navigator.place.screen == "promises"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert isinstance(window.view, StudentsScreen)


def test_a_wrong_clock_is_said_and_keeps_nobody_from_saving(
    window: MainWindow, services: Services, clock: HeldClock, settled: Settled, ui: Ui
) -> None:
    assert window.clock_bar.words == ""
    clock.advance(days=-9_200)  # an empty battery: 2001
    ui.runner.change(lambda: services.records.put("enterprise", {"name": "甲厂"}))
    settled()
    assert "2001-01-" in window.clock_bar.words
    assert services.records.count("enterprise") == 1
    clock.advance(days=9_200)
    window.look_around()
    settled()
    assert window.clock_bar.words == ""
    clock.advance(days=-3)  # possible by itself, but this computer has saved later than that
    window.look_around()
    settled()
    assert window.clock_bar.words == ""  # its last save was made in 2001
    ui.runner.change(lambda: services.records.put("enterprise", {"name": "乙厂"}))
    settled()
    clock.advance(days=-3)
    window.look_around()
    settled()
    assert "2026-03-10" in window.clock_bar.words
