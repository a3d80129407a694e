"""A sentence inside a screen that stays until it is settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, label, refresh, row
from fieldteacher.ui.widgets.chip import SIGNS, Tone


class Banner(QFrame):
    """Hidden until ``say``; one sentence, at most one button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sign = QLabel()
        self._words = label("", wrap=True, selectable=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._button: QPushButton | None = None
        inside = row(self._sign, self._words)
        inside.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_S)
        self._inside = inside
        self.setLayout(inside)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now; empty while hidden."""
        return self._words.text() if not self.isHidden() else ""

    def say(
        self, words: str, tone: Tone = "bad", *, action: str = "", taken: Callable[[], object] | None = None
    ) -> None:
        """Show ``words``; with ``action`` a button that calls ``taken``."""
        self.clear()
        self.setProperty("tone", tone)
        self._theme.dress(self._sign, "info" if tone == "neutral" else SIGNS[tone], tone)
        self._words.setText(words)
        self.setAccessibleName(words)
        if action and taken is not None:
            self._button = button(self._theme, action, taken)
            self._inside.addWidget(self._button)
        refresh(self)
        refresh(self._words)
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        self.hide()
        if self._button is not None:
            self._button.hide()
            self._button.deleteLater()
            self._button = None
