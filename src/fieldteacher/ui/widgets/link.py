"""A line that opens something: with the mouse, with Enter or with Space."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLayout

_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class LinkRow(QFrame):
    """Shows ``inside``; where ``opened`` is given it can be reached by Tab and opened."""

    def __init__(self, inside: QLayout, name: str, opened: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._opened = opened
        self.setLayout(inside)
        self.setAccessibleName(name)
        if opened is not None:
            self.setProperty("role", "entry")
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def open(self) -> None:
        """Do what a click does."""
        if self._opened is not None:
            self._opened()

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.open()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if self._opened is not None and event.key() in _OPENING:
            self.open()
        else:
            super().keyPressEvent(event)
