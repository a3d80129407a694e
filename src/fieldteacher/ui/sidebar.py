"""The slim sidebar: icon, name and what waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.screen import Screen
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import column, label, row, rule

_WIDTH = 144
_WAITING = Text("{title}，{n} 项待办", "{title}, {n} waiting")


class Sidebar(QWidget):
    """``chosen`` carries the id of the screen that was clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, screens: Sequence[Screen], language: Language) -> None:
        super().__init__()
        self._language: Language = language
        self._screens = {each.id: each for each in screens if each.section != "hidden"}
        self._buttons: dict[str, QPushButton] = {}
        self._badges: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        self.setProperty("role", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        main, foot = column(gap=2), column(gap=2)
        for each in self._screens.values():
            if each.apart:
                main.addLayout(column(tokens.SPACE_XS, rule(), tokens.SPACE_XS, gap=0))
            self._add(theme, foot if each.section == "foot" else main, each)
        inside = column(main, -1, foot)
        inside.setContentsMargins(tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M)
        self.setLayout(inside)

    def show_place(self, screen: str) -> None:
        """Mark the screen that is on show."""
        self._group.setExclusive(False)
        for name, each in self._buttons.items():
            each.setChecked(name == screen)
        self._group.setExclusive(True)

    def show_waiting(self, screen: str, count: int) -> None:
        """Show how much waits at a screen; nothing for 0."""
        badge, each = self._badges[screen], self._screens[screen]
        badge.setText(str(count) if count < 1000 else "999+")
        badge.setVisible(count > 0)
        title = each.title
        words = _WAITING.fill(title=title, n=count) if count else title
        self._buttons[screen].setAccessibleName(words.to(self._language))

    def button(self, screen: str) -> QPushButton:
        """The button of a screen."""
        return self._buttons[screen]

    def _add(self, theme: Theme, lines: QVBoxLayout, screen: Screen) -> None:
        title = screen.title.to(self._language)
        made = QPushButton(title)
        made.setProperty("role", "nav")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setAccessibleName(title)
        made.setIconSize(QSize(18, 18))
        theme.dress(made, screen.icon, "muted", 18)
        made.clicked.connect(lambda: self.chosen.emit(screen.id))
        badge = label("", "badge")
        badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        badge.hide()
        over = row(-1, badge)
        over.setAlignment(badge, Qt.AlignmentFlag.AlignVCenter)
        over.setContentsMargins(0, 0, tokens.SPACE_S, 0)
        made.setLayout(over)
        self._group.addButton(made)
        self._buttons[screen.id], self._badges[screen.id] = made, badge
        lines.addWidget(made)
