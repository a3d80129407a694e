"""Choices above a table that narrow it to one enterprise, one class, one batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.basics import row

_ALL = Text("全部{what}", "All {what}")
_SHORTEST = 7
_AROUND = 64
"""Pixels around the words of a choice: its edges and its arrow."""


class QuietPick(QComboBox):
    """Does not change its value when the page is scrolled over it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)
        self.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        event.ignore()


class Picks(QWidget):
    """One choice for each of some attributes of the rows; ``changed`` when the person chose another."""

    changed = Signal()

    def __init__(self, ui: Ui, *which: tuple[str, Text]) -> None:
        """``which``: the rows' attribute (a word, or a tuple of words) and what it is called, such as
        ``("class_name", 班级)``."""
        super().__init__()
        self._ui = ui
        self._combos: dict[str, QuietPick] = {}
        for name, words in which:
            combo = QuietPick(ui.t(words))
            every = ui.t(_ALL.fill(what=words))
            combo.addItem(every, None)
            combo.setMinimumWidth(combo.fontMetrics().horizontalAdvance(every) + _AROUND)
            combo.activated.connect(lambda _: self.changed.emit())
            self._combos[name] = combo
        self.setLayout(row(*self._combos.values()))

    def fill(self, rows: Sequence[Any]) -> None:
        """Offer what is found in ``rows``; what was chosen stays chosen while it is there."""
        for name, combo in self._combos.items():
            chosen = combo.currentData()
            found = sorted({value for each in rows for value in _values(each, name)}, key=word_key)
            if found == [combo.itemData(n) for n in range(1, combo.count())]:
                continue
            while combo.count() > 1:
                combo.removeItem(1)
            for value in found:
                combo.addItem(value, value)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def choose(self, name: str, value: str | None) -> None:
        """Choose as the person would; nothing where there is no such value."""
        self._combos[name].setCurrentIndex(max(0, self._combos[name].findData(value)))
        self.changed.emit()

    def clear(self) -> None:
        """Choose nothing."""
        for combo in self._combos.values():
            combo.setCurrentIndex(0)
        self.changed.emit()

    @property
    def accept(self) -> Callable[[Any], bool] | None:
        """Whether a row is one of the chosen; ``None`` where nothing is chosen."""
        wanted = [
            (name, value)
            for name, combo in self._combos.items()
            if (value := combo.currentData()) is not None
        ]
        if not wanted:
            return None
        return lambda each: all(value in _values(each, name) for name, value in wanted)

    def chosen(self, name: str) -> str | None:
        """What is chosen for an attribute."""
        value: str | None = self._combos[name].currentData()
        return value


def _values(row: Any, name: str) -> tuple[str, ...]:
    value = getattr(row, name)
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
