"""Everything that happened, latest first; more lines are made only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, clear, column, label, row
from fieldteacher.ui.widgets.link import LinkRow

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
            self._lines.addWidget(_line(self._theme, each))
        if end < len(self._entries):
            words = f"{self._more} ({len(self._entries) - end})"
            self.more_button = button(
                self._theme, words, lambda: self._add(end), role="quiet", icon="chevron-down"
            )
            self._lines.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)


def _line(theme: Theme, entry: Entry) -> LinkRow:
    """One entry: sign, heading, day, and its words."""
    sign = QLabel()
    theme.dress(sign, entry.icon, "muted", 15)
    sign.setFixedWidth(20)
    body = column(row(label(entry.heading), -1, label(entry.day, "small"), gap=tokens.SPACE_S), gap=2)
    if entry.words:
        body.addWidget(label(_short(entry.words), "muted", wrap=True))
    inside = row(gap=tokens.SPACE_S)
    inside.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    inside.addLayout(body, 1)
    inside.setContentsMargins(tokens.SPACE_XS, 6, tokens.SPACE_XS, 6)
    return LinkRow(inside, f"{entry.day} {entry.heading} {entry.words}".strip(), entry.opened)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 120 else words[:119] + "…"
