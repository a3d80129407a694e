"""Everything that happened, latest first; more lines are made only when they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from fieldteacher.domain.text import begun
from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import box, button, clear, column, label, row
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.link import LinkRow

_AT_ONCE, _MORE_AT_ONCE = 12, 48


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``opened`` shows it, where there is something to show. ``kind`` is its chip's words."""

    day: str
    heading: str
    words: str
    icon: str
    opened: Callable[[], object] | None = None
    kind: str = ""


class Timeline(QWidget):
    """Shows the first entries, and the rest on demand; chips choose among the kinds, and stay chosen."""

    def __init__(self, theme: Theme, more: str, nothing: str) -> None:
        super().__init__()
        self._theme, self._more, self._nothing = theme, more, nothing
        self._entries: Sequence[Entry] = ()
        self._shown: Sequence[Entry] = ()
        self._chosen: set[str] = set()
        self.chips: dict[str, QPushButton] = {}
        self._kinds = Flow()
        self._chip_box = box(self._kinds)
        self._lines = column(gap=0)
        self.setLayout(column(self._chip_box, self._lines))
        self.more_button: QPushButton | None = None

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries, latest first."""
        self._entries = entries
        counts = Counter(each.kind for each in entries)
        for kind in self._chosen:
            counts.setdefault(kind, 0)
        clear(self._kinds)
        self.chips = {kind: self._chip(kind, number) for kind, number in counts.most_common()}
        for chip in self.chips.values():
            self._kinds.addWidget(chip)
        self._chip_box.setVisible(len(counts) > 1)
        self._show()

    def _chip(self, kind: str, number: int) -> QPushButton:
        made = button(self._theme, f"{begun(kind)} {number}", lambda: self._toggled(kind), role="chip")
        made.setCheckable(True)
        made.setChecked(kind in self._chosen)
        return made

    def _toggled(self, kind: str) -> None:
        self._chosen ^= {kind}
        self._show()

    def _show(self) -> None:
        self._shown = [each for each in self._entries if not self._chosen or each.kind in self._chosen]
        clear(self._lines)
        self.more_button = None
        if not self._shown:
            self._lines.addWidget(label(self._nothing, "muted"))
        self._add(0, _AT_ONCE)

    def _add(self, start: int, number: int) -> None:
        if self.more_button is not None:
            self.more_button.deleteLater()
            self.more_button = None
        end = start + number
        for each in self._shown[start:end]:
            self._lines.addWidget(_line(self._theme, each))
        if end < len(self._shown):
            words = f"{self._more} ({len(self._shown) - end})"
            self.more_button = button(
                self._theme, words, lambda: self._add(end, _MORE_AT_ONCE), role="quiet", icon="chevron-down"
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
