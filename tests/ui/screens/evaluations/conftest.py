"""The evaluation grid in a window, and someone who types marks into it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen

_SPECIAL = {
    "↵": Qt.Key.Key_Return, "→": Qt.Key.Key_Right, "←": Qt.Key.Key_Left, "↑": Qt.Key.Key_Up, "↓": Qt.Key.Key_Down,
    "⌫": Qt.Key.Key_Delete, "⎋": Qt.Key.Key_Escape, "⇥": Qt.Key.Key_Tab,
}  # fmt: skip


@pytest.fixture
def scheme(people: People, services: Services) -> str:
    """All three students placed, and a scheme of 9 + 4 criteria."""
    for student in (people.wang, people.li):
        services.placements.place({"student": student, "enterprise": people.bolan, "start": "2026-01-05"})
    made, _ = services.schemes.add_ready("general_70_30", "岗位实习考核")
    return made


@pytest.fixture
def activate(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Makes the window the active one: keys go nowhere else."""

    def make_active() -> None:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=5000)

    return make_active


@pytest.fixture
def screen(
    scheme: str, window: MainWindow, ui: Ui, settled: Callable[[], None], activate: Callable[[], None]
) -> MarksPart:
    """The grid of the scheme."""
    assert scheme
    activate()
    ui.navigator.go("evaluations")
    settled()
    assert isinstance(window.view, EvaluationsScreen)
    assert isinstance(window.view.part, MarksPart)
    return window.view.part


@pytest.fixture
def keys(qtbot: QtBot) -> Callable[[str], None]:
    """Types into whatever has the keyboard; ↵ is Enter, ⌫ Delete, ⎋ Esc, ⇥ Tab, and there are the arrows."""

    def press(typed: str) -> None:
        for each in typed:
            target = QApplication.focusWidget()
            assert target is not None, "nothing has the keyboard"
            if each in _SPECIAL:
                qtbot.keyClick(target, _SPECIAL[each])
            else:
                qtbot.keyClicks(target, each)

    return press
