"""A day some time from now: typed, picked, or set a week or two ahead by one key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.forms.editors import DayEditor
from fieldteacher.ui.widgets.basics import button, row

WEEK, FORTNIGHT = 7, 14
_AHEAD = Text("{field}：{n} 天后", "{field}: in {n} days")


class DueEditor(Editor):
    """A day with buttons for a week and a fortnight ahead (``F7``, ``Shift+F7`` in the forms that say so)."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.day = DayEditor(spec, around)
        self.day.changed.connect(self.changed)
        self.buttons = [self._button(days) for days in (WEEK, FORTNIGHT)]
        inside = row(self.day, *self.buttons, gap=4)
        inside.setStretch(0, 1)
        self.setLayout(inside)

    def value(self) -> Any:
        return self.day.value()

    def set_value(self, value: Any) -> None:
        self.day.set_value(value)

    def inputs(self) -> Sequence[QWidget]:
        return self.day.inputs()

    def name_inputs(self, name: str, description: str) -> None:
        self.day.name_inputs(name, description)

    def ahead(self, days: int) -> None:
        """Set the day this many days from today."""
        self.day.set_value((self.around.today + timedelta(days=days)).isoformat())
        self.changed.emit()

    def _button(self, days: int) -> QPushButton:
        keys = "F7" if days == WEEK else "Shift+F7"
        made = button(self.around.theme, f"+{days}", lambda: self.ahead(days), role="chip")
        words = self.around.t(_AHEAD.fill(field=self.spec.label, n=days))
        made.setAccessibleName(words)
        made.setToolTip(f"{words} ({keys})")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made
