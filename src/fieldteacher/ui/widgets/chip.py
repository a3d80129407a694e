"""A short word on a tinted ground, with a sign: colour is never the only one to say it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import label, row

Tone = Literal["good", "warn", "bad", "neutral"]
SIGNS: dict[Tone, str] = {"good": "check", "warn": "clock", "bad": "circle-alert", "neutral": "minus"}


class Chip(QFrame):
    """One state of one thing, such as a paper that runs out in twelve days."""

    def __init__(
        self, theme: Theme, words: str, tone: Tone = "neutral", *, sign: bool = True, tip: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        inside = row(gap=tokens.SPACE_XS)
        inside.setContentsMargins(tokens.SPACE_S, 3, tokens.SPACE_S, 3)
        if sign:
            mark = QLabel()
            theme.dress(mark, SIGNS[tone], tone, 13)
            inside.addWidget(mark)
        inside.addWidget(label(words))
        self.setLayout(inside)
        self.setAccessibleName(words)
        if tip:
            self.setToolTip(tip)
            self.setAccessibleDescription(tip)
