"""The lock screen: one field, and what is wrong said at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldteacher.config.paths import resources
from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.ui.tasks import Runner
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.unlock import UnlockView


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:
    made = Runner()
    yield made
    made.stop()


def open_store(password: str) -> str:
    if password == "locked":
        raise StoreUnavailable("store_locked", Text("数据正被占用。", "The store is in use."))
    if password != "right":
        raise StoreUnavailable("wrong_password", Text("密码不对。", "The password is wrong."))
    return "the services"


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication, runner: Runner) -> UnlockView:
    made = UnlockView(Theme(qapp, resources(), "light"), "zh_CN", runner, open_store, whose="张老师")
    qtbot.addWidget(made)
    made.show()
    return made


def enter(qtbot: QtBot, view: UnlockView, password: str) -> None:
    view.line.clear()
    qtbot.keyClicks(view.line, password)
    qtbot.keyClick(view.line, Qt.Key.Key_Return)
    qtbot.waitUntil(view.button.isEnabled)


def test_right_password_opens(qtbot: QtBot, view: UnlockView) -> None:
    with qtbot.waitSignal(view.opened) as opened:
        enter(qtbot, view, "right")
    assert opened.args == ["the services"]
    assert view.line.text() == ""


def test_wrong_password_is_said_at_the_field(qtbot: QtBot, view: UnlockView) -> None:
    enter(qtbot, view, "wrong")
    assert view.field.problem == "密码不对。"
    assert view.line.selectedText() == view.line.text() != ""
    qtbot.keyClicks(view.line, "r")
    assert view.field.problem == ""


def test_nothing_typed_is_said_without_asking_the_store(qtbot: QtBot, view: UnlockView) -> None:
    qtbot.keyClick(view.line, Qt.Key.Key_Return)
    assert view.field.problem == "请输入密码。"


def test_other_trouble_is_said_above_the_field(qtbot: QtBot, view: UnlockView) -> None:
    enter(qtbot, view, "locked")
    assert view.banner.words == "数据正被占用。"
    assert view.field.problem == ""
