"""When an absence ends: typed, or so many days from its start by one button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.forms.editors import MomentEditor
from fieldteacher.ui.widgets.basics import button, column, row

_DAYS = (1, 2, 3, 7)
_LONG = Text("共 {n} 天", "{n} d")
_NAME = Text("{field}：从开始日起共 {n} 天", "{field}: {n} days from the start")


class EndEditor(Editor):
    """A day and a time, with buttons for absences of one, two, three and seven days."""

    def __init__(
        self, spec: FieldSpec, around: Surroundings, start: Callable[[], str | None], day_ends: str
    ) -> None:
        """``start`` tells what is entered as the beginning; ``day_ends`` is the time at which a whole day ends."""
        super().__init__(spec, around)
        self.moment = MomentEditor(spec, around)
        self.moment.changed.connect(self.changed)
        self._start, self._ends = start, day_ends
        lengths = row(-1, gap=4)
        for place, days in enumerate(_DAYS):
            made = button(around.theme, around.t(_LONG.fill(n=days)), partial(self.last, days), role="chip")
            made.setAccessibleName(around.t(_NAME.fill(field=spec.label, n=days)))
            lengths.insertWidget(place, made)
        self.setLayout(column(self.moment, lengths, gap=4))

    def value(self) -> Any:
        return self.moment.value()

    def set_value(self, value: Any) -> None:
        self.moment.set_value(value)

    def inputs(self) -> Sequence[QWidget]:
        return self.moment.inputs()

    def last(self, days: int) -> None:
        """End so many days after the start, the first day counted."""
        try:
            first = date.fromisoformat((self._start() or self.around.today.isoformat())[:10])
        except ValueError:
            return
        self.moment.set_value(f"{first + timedelta(days=days - 1)}T{self._ends}")
        self.changed.emit()
