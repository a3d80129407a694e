"""A short word on a tinted ground, with a sign: colour is never the only one to say it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import label, refresh, row

Tone = Literal["good", "warn", "bad", "neutral"]
SIGNS: dict[Tone, str] = {"good": "check", "warn": "clock", "bad": "circle-alert", "neutral": "minus"}


class Chip(QFrame):
    """One state of one thing, such as a paper that runs out in twelve days."""

    def __init__(
        self, theme: Theme, words: str, tone: Tone = "neutral", *, sign: bool = True, tip: str = ""
    ) -> None:
        super().__init__()
        self._theme = theme
        self._mark, self._label = QLabel() if sign else None, label(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        inside = row(gap=tokens.SPACE_XS)
        inside.setContentsMargins(tokens.SPACE_S, 3, tokens.SPACE_S, 3)
        if self._mark is not None:
            inside.addWidget(self._mark)
        inside.addWidget(self._label)
        self.setLayout(inside)
        self._dress(words, tone)
        if tip:
            self.setToolTip(tip)
            self.setAccessibleDescription(tip)

    @property
    def words(self) -> str:
        """What it says."""
        return self._label.text()

    def say(self, words: str, tone: Tone) -> None:
        """Say something else."""
        if words == self.words and tone == self.property("tone"):
            return
        self._label.setText(words)
        self._dress(words, tone)
        for each in (self, self._label):
            refresh(each)

    def _dress(self, words: str, tone: Tone) -> None:
        self.setProperty("tone", tone)
        self.setAccessibleName(words)
        if self._mark is not None:
            self._theme.dress(self._mark, SIGNS[tone], tone, 13)
