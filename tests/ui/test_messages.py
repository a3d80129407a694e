from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMainWindow,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot
from tests.ui.conftest import RESOURCES, destroy

from fieldteacher.domain.text import Text
from fieldteacher.ui.messages import Messages
from fieldteacher.ui.tasks import BugReport
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.toast import Toast

SAVED = Text("已保存", "Saved")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, RESOURCES, "light")
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def host(qtbot: QtBot) -> Iterator[QMainWindow]:
    made = QMainWindow()
    made.resize(800, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made
    destroy(made)


@pytest.fixture
def messages(theme: Theme, host: QMainWindow) -> Messages:
    made = Messages(theme, "zh_CN", Path("日志.log"))
    made.attach(host)
    return made


def _button(parent: QMainWindow | QDialog, words: str) -> QPushButton:
    return next(each for each in parent.findChildren(QPushButton) if each.text() == words)


def test_a_toast_offers_undo_and_goes_away_with_it(messages: Messages, host: QMainWindow) -> None:
    undone: list[bool] = []
    messages.toast(SAVED, undo=lambda: undone.append(True))
    assert messages.toast_words == "已保存"
    _button(host, "撤销").click()
    assert undone == [True]
    assert messages.toast_words == ""


def test_a_newer_toast_takes_the_place_and_stays_in_the_middle(messages: Messages, host: QMainWindow) -> None:
    messages.toast(SAVED)
    messages.toast(Text("已复制 13800001111", "Copied 13800001111"))
    [toast] = [each for each in host.findChildren(Toast) if each.isVisible()]
    assert toast.words == "已复制 13800001111"
    host.resize(1000, 700)
    QCoreApplication.processEvents()
    assert abs(toast.geometry().center().x() - 500) <= 1
    assert toast.geometry().bottom() < 700


def test_a_toast_leaves_by_itself(messages: Messages, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldteacher.ui.widgets.toast._SHORT_MS", 20)
    messages.toast(SAVED)
    qtbot.waitUntil(lambda: messages.toast_words == "", timeout=1000)


@pytest.mark.parametrize(("pressed", "expected"), [("删除", [True]), ("取消", [])])
def test_destruction_is_asked_for(
    messages: Messages, host: QMainWindow, qtbot: QtBot, pressed: str, expected: list[bool]
) -> None:
    agreed: list[bool] = []
    messages.confirm(Text("删除张伟？", "Delete 张伟?"), Text("删除", "Delete"), lambda: agreed.append(True))
    [ask] = host.findChildren(QMessageBox)
    default = ask.defaultButton()
    assert default is not None
    assert default.text() == "取消"
    _button(ask, pressed).click()
    assert agreed == expected
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_bug_is_told_with_text_to_copy_and_where_the_log_is(messages: Messages, host: QMainWindow) -> None:
    messages.bug(BugReport("Python 3.11\nKeyError"))
    [dialog] = host.findChildren(QDialog)
    assert dialog.findChildren(QPlainTextEdit)[0].toPlainText() == "Python 3.11\nKeyError"
    assert any("日志.log" in each.text() for each in dialog.findChildren(QLabel))
    _button(dialog, "复制全部").click()
    assert QGuiApplication.clipboard().text() == "Python 3.11\nKeyError"
    _button(dialog, "关闭").click()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_banner_says_one_thing_until_it_is_settled(theme: Theme, qtbot: QtBot) -> None:
    banner = Banner(theme)
    taken: list[bool] = []
    assert banner.words == ""
    banner.say("名单有 3 处问题", "warn", action="查看", taken=lambda: taken.append(True))
    banner.say("名单有 2 处问题", "warn", action="查看", taken=lambda: taken.append(True))
    assert banner.words == "名单有 2 处问题"
    assert banner.accessibleName() == "名单有 2 处问题"
    [button] = [each for each in banner.findChildren(QPushButton) if not each.isHidden()]
    button.click()
    assert taken == [True]
    banner.clear()
    assert banner.words == ""
    destroy(banner)


def test_markup_in_names_is_shown_as_it_is(theme: Theme) -> None:
    banner = Banner(theme)
    banner.say("<b>李</b>")
    shown = [each for each in banner.findChildren(QLabel) if each.text() == "<b>李</b>"]
    assert [each.textFormat() for each in shown] == [Qt.TextFormat.PlainText]
    destroy(banner)
