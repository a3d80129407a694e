"""Hands that are quicker than the answers, and the Enter key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import RESOURCES, destroy

from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, icon_button
from fieldteacher.ui.widgets.search_box import Answer, SearchBox


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, RESOURCES, "light")
    yield made
    made.deleteLater()


@pytest.fixture
def box(qtbot: QtBot, theme: Theme) -> Iterator[SearchBox]:
    made = SearchBox(theme, "find", "nothing")
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    destroy(made)


def test_enter_before_the_answer_takes_the_answer_to_what_is_typed(qtbot: QtBot, box: SearchBox) -> None:
    chosen: list[str] = []
    qtbot.keyClicks(box, "z")
    box.show_answers([Answer("Zhang", "", "user", lambda: chosen.append("Zhang"))])
    qtbot.keyClicks(box, "w")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen == [], "what stands there answers only the first letter"
    box.show_answers([Answer("Zhao Wei", "", "user", lambda: chosen.append("Zhao Wei"))])
    assert chosen == ["Zhao Wei"]


def test_typing_on_after_enter_takes_nothing(qtbot: QtBot, box: SearchBox) -> None:
    chosen: list[str] = []
    qtbot.keyClicks(box, "z")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClicks(box, "h")
    box.show_answers([Answer("Zhang", "", "user", lambda: chosen.append("Zhang"))])
    assert chosen == []
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen == ["Zhang"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_as_the_space_bar_does(qtbot: QtBot, theme: Theme, key: Qt.Key) -> None:
    pressed: list[str] = []
    for made in (
        button(theme, "save", lambda: pressed.append("words")),
        icon_button(theme, "copy", lambda: pressed.append("icon"), icon="copy"),
    ):
        qtbot.keyClick(made, key)
        destroy(made)
    assert pressed == ["words", "icon"]
