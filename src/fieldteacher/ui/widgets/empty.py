"""What stands where there is nothing yet: the next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, column, label, row


@dataclass(frozen=True, slots=True)
class Step:
    """A next step: its words and what it does."""

    words: str
    taken: Callable[[], object]
    icon: str = ""


class EmptyState(QWidget):
    """An icon, a sentence and the buttons of the next steps, in the middle of an empty area."""

    def __init__(self, theme: Theme, words: str, *steps: Step, icon: str = "inbox", detail: str = "") -> None:
        super().__init__()
        picture = QLabel()
        theme.dress(picture, icon, "edge", 40)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = label(words, "title", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(words)
        middle = column(-1, picture, self.sentence, margin=tokens.SPACE_XL, gap=tokens.SPACE_M)
        if detail:
            more = label(detail, "muted", wrap=True)
            more.setAlignment(Qt.AlignmentFlag.AlignCenter)
            middle.addWidget(more)
        self.buttons = [
            button(theme, step.words, step.taken, icon=step.icon, role="" if number else "primary")
            for number, step in enumerate(steps)
        ]
        middle.addLayout(row(-1, *self.buttons, -1))
        middle.addStretch(2)
        self.setLayout(middle)
