"""A few steps one after the other, each of which can be skipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, column, label, refresh, row


@dataclass(frozen=True, slots=True)
class Part:
    """One step: its title, what it shows, and ``done``, which returns ``False`` to stay."""

    title: str
    page: QWidget
    done: Callable[[], bool]


class Stepper(QWidget):
    """``finished`` is emitted after the last step was done or skipped."""

    finished = Signal()

    def __init__(
        self, theme: Theme, parts: Sequence[Part], *, go_on: str, skip: str, back: str, finish: str
    ) -> None:
        super().__init__()
        self._parts = parts
        self._words = (go_on, finish)
        self._pages = QStackedWidget()
        self._marks: list[QLabel] = []
        marks = row(gap=tokens.SPACE_L)
        for number, part in enumerate(parts, start=1):
            self._pages.addWidget(part.page)
            mark = label(f"{number}  {part.title}", "muted")
            self._marks.append(mark)
            marks.addWidget(mark)
        marks.addStretch(1)
        self.back_button = button(theme, back, self._back, role="quiet")
        self.skip_button = button(theme, skip, self._forward, role="quiet")
        self.next_button = button(theme, go_on, self._done, role="primary")
        foot = row(self.back_button, -1, self.skip_button, self.next_button)
        self.setLayout(column(marks, self._pages, foot, margin=tokens.SPACE_XL, gap=tokens.SPACE_L))
        self.go(0)

    @property
    def step(self) -> int:
        """The step on show, from 0."""
        return self._pages.currentIndex()

    def go(self, step: int) -> None:
        """Show a step."""
        self._pages.setCurrentIndex(step)
        self.back_button.setEnabled(step > 0)
        self.next_button.setText(self._words[step == len(self._parts) - 1])
        for number, mark in enumerate(self._marks):
            mark.setProperty("role", "title" if number == step else "muted")
            refresh(mark)

    def _back(self) -> None:
        self.go(self.step - 1)

    def _done(self) -> None:
        if self._parts[self.step].done():
            self._forward()

    def _forward(self) -> None:
        if self.step == len(self._parts) - 1:
            self.finished.emit()
        else:
            self.go(self.step + 1)
