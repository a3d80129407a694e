"""A person at the keyboard: every action is counted, words are not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from fieldteacher.ui.main_window import MainWindow

_NONE, _CONTROL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip
_MODIFIERS = {"Ctrl": _CONTROL, "Alt": _ALT, "Shift": _SHIFT}


class Hands:
    """Works in the active window. ``settled`` waits until nothing is under way."""

    def __init__(self, window: MainWindow, settled: Callable[[], None]) -> None:
        self._window, self._settled = window, settled
        self.actions = 0

    @property
    def at(self) -> QWidget:
        """Where the keyboard is."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the keyboard"
        return found

    def press(self, *keys: str) -> None:
        """Press keys such as ``Tab``, ``Return``, ``F7``, ``Ctrl+S``, ``3``: one action each."""
        for each in keys:
            *held, name = each.split("+")
            modifiers = _NONE
            for modifier in held:
                modifiers |= _MODIFIERS[modifier]
            QTest.keyClick(self.at, getattr(Qt.Key, f"Key_{name}"), modifiers)
            self.actions += 1
            self._settled()

    def click(self, target: QWidget) -> None:
        """Click on something that can be seen and used: one action."""
        assert target.isVisible(), "nothing to click on"
        assert target.isEnabled(), "it cannot be used"
        QTest.mouseClick(target, Qt.MouseButton.LeftButton)
        self.actions += 1
        self._settled()

    def write(self, words: str) -> None:
        """Write words where the keyboard is; Chinese comes from an input method, not from keys."""
        field = self.at
        if words.isascii():
            QTest.keyClicks(field, words)
        elif isinstance(field, QLineEdit):
            field.insert(words)
            field.textEdited.emit(field.text())
        else:
            assert isinstance(field, QPlainTextEdit)
            field.insertPlainText(words)
        self._settled()
