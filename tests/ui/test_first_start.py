"""The first start: three steps, each skippable, by keyboard alone, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldteacher.config.paths import resources
from fieldteacher.domain.text import Language
from fieldteacher.ui.first_start import Beginning, FirstStart
from fieldteacher.ui.theme import Theme


class Picked:
    """A picker that always picks the same."""

    def open_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        return Path("名单.xlsx")

    def open_files(self, title: str, kinds: str) -> list[Path]:
        raise AssertionError("no file is asked for")

    def save_file(self, title: str, kinds: str, start: Path | None = None) -> Path | None:
        raise AssertionError("nothing is saved here")

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        return Path.home()


def make(qtbot: QtBot, language: Language = "zh_CN", invite: Path | None = None) -> FirstStart:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = FirstStart(Theme(app, resources(), "light"), language, Picked(), invite)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key) -> None:
    qtbot.keyClick(widget, key)


def test_three_steps_by_keyboard(qtbot: QtBot) -> None:
    start = make(qtbot)
    with qtbot.waitSignal(start.finished) as done:
        start.name.insert("张老师")
        start.college.insert("示例职业学院")
        press(qtbot, start.college, Qt.Key.Key_Return)
        assert start.step == 1
        press(qtbot, start.file.button, Qt.Key.Key_Space)
        press(qtbot, start, Qt.Key.Key_Return)
        press(qtbot, start.folder.button, Qt.Key.Key_Space)
        press(qtbot, start, Qt.Key.Key_Return)
    assert done.args == [
        Beginning("张老师", "teacher", "示例职业学院", "import", Path("名单.xlsx"), Path.home())
    ]


def test_each_step_can_be_skipped(qtbot: QtBot) -> None:
    start = make(qtbot)
    start.name.insert("张老师")
    with qtbot.waitSignal(start.finished) as done:
        for _ in range(3):
            qtbot.mouseClick(start.skip_button, Qt.MouseButton.LeftButton)
    assert done.args == [Beginning()]


def test_a_folder_that_cannot_be_written_is_said_at_the_field(qtbot: QtBot, tmp_path: Path) -> None:
    start = make(qtbot)
    start.folder.chosen.emit(tmp_path / "not there")
    assert "not there" in start.folder_field.problem
    assert start.folder.path is None
    start.folder.button.click()
    assert start.folder_field.problem == ""
    assert start.folder.path == Path.home()


def test_demo_and_going_back(qtbot: QtBot) -> None:
    start = make(qtbot)
    start.next()
    start.starts.buttons()[2].click()
    assert not start.file.isVisible()
    start.next()
    press(qtbot, start, Qt.Key.Key_Escape)
    assert start.step == 1
    start.next()
    with qtbot.waitSignal(start.finished) as done:
        start.next()
    assert done.args == [Beginning(start="demo")]


def test_joining_needs_the_college_s_file_and_the_code(qtbot: QtBot) -> None:
    start = make(qtbot)
    start.next()
    start.starts.buttons()[1].click()
    start.next()
    assert start.step == 1
    assert "学校发来的文件" in start.invite_problem.text()
    start.invite.button.click()
    start.next()
    assert start.step == 1
    assert start.focusWidget() is start.code
    assert "激活码" in start.invite_problem.text()
    start.code.insert("ABCD-EFGH ")
    press(qtbot, start.code, Qt.Key.Key_Return)
    assert start.step == 2
    with qtbot.waitSignal(start.finished) as done:
        start.next()
    assert done.args == [Beginning(start="join", invite=Path("名单.xlsx"), code="ABCD-EFGH")]


def test_switching_the_language_keeps_what_was_entered(qtbot: QtBot) -> None:
    start = make(qtbot)
    start.name.insert("张老师")
    with qtbot.waitSignal(start.language_chosen) as switched:
        start.language_button.click()
    assert switched.args == ["en"]
    assert start.name.text() == "张老师"
    assert start.next_button.text() == "Next"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_has_a_name(qtbot: QtBot, language: Language) -> None:
    start = make(qtbot, language)
    controls = [w for w in start.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(controls) > 8
    nameless = [w for w in controls if not (w.accessibleName() or getattr(w, "text", lambda: "")())]
    assert nameless == []


def test_an_invitation_that_was_opened_needs_its_code_alone(qtbot: QtBot) -> None:
    start = make(qtbot, invite=Path("赵.ftinvite"))
    assert start.step == 1
    qtbot.waitUntil(start.code.hasFocus)
    with qtbot.waitSignal(start.finished) as done:
        press(qtbot, start.code, Qt.Key.Key_Return)
        assert start.step == 1
        qtbot.keyClicks(start.code, "ABCD-EFGH")
        press(qtbot, start.code, Qt.Key.Key_Return)
        press(qtbot, start, Qt.Key.Key_Return)
    assert done.args == [Beginning(start="join", invite=Path("赵.ftinvite"), code="ABCD-EFGH")]
