"""Everything that happened, latest first; more lines are made only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, clear, column, label, row

_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``opened`` shows it, where there is something to show."""

    day: str
    heading: str
    words: str
    icon: str
    opened: Callable[[], object] | None = None


class Timeline(QWidget):
    """Shows the first entries, and the rest on demand."""

    def __init__(self, theme: Theme, more: str, nothing: str) -> None:
        super().__init__()
        self._theme, self._more, self._nothing = theme, more, nothing
        self._entries: Sequence[Entry] = ()
        self._lines = column(gap=0)
        self.setLayout(self._lines)
        self.more_button: QPushButton | None = None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries, latest first."""
        self._entries = entries
        clear(self._lines)
        self.more_button = None
        if not entries:
            self._lines.addWidget(label(self._nothing, "muted"))
        self._add(0)

    def _add(self, start: int) -> None:
        if self.more_button is not None:
            self.more_button.deleteLater()
            self.more_button = None
        end = start + _AT_ONCE
        for each in self._entries[start:end]:
            self._lines.addWidget(_Line(self._theme, each))
        if end < len(self._entries):
            words = f"{self._more} ({len(self._entries) - end})"
            self.more_button = button(
                self._theme, words, lambda: self._add(end), role="quiet", icon="chevron-down"
            )
            self._lines.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)


class _Line(QFrame):
    """One entry: sign, day, heading, and up to two lines of words."""

    def __init__(self, theme: Theme, entry: Entry) -> None:
        super().__init__()
        self._opened = entry.opened
        sign = QLabel()
        theme.dress(sign, entry.icon, "muted", 15)
        sign.setFixedWidth(20)
        day = label(entry.day, "small")
        head = row(label(entry.heading), -1, day, gap=tokens.SPACE_S)
        body = column(head, gap=2)
        if entry.words:
            words = label(_short(entry.words), "muted", wrap=True)
            body.addWidget(words)
        inside = row(gap=tokens.SPACE_S)
        inside.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(body, 1)
        inside.setContentsMargins(tokens.SPACE_XS, 6, tokens.SPACE_XS, 6)
        self.setLayout(inside)
        self.setAccessibleName(f"{entry.day} {entry.heading} {entry.words}".strip())
        if entry.opened is not None:
            self.setProperty("role", "entry")
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        if self._opened is not None and self.rect().contains(event.position().toPoint()):
            self._opened()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if self._opened is not None and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self._opened()
        else:
            super().keyPressEvent(event)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 120 else words[:119] + "…"
