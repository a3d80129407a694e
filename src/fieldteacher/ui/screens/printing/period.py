"""From which day to which."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import DayEditor
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.widgets.basics import column, label, row
from fieldteacher.ui.widgets.field import Field

_SINCE, _UNTIL = Text("从", "From"), Text("到", "To")
_NO_DAY = Text("“{words}”不是日期，未按它筛选。", "“{words}” is no day, and narrows nothing.")


class Period(QWidget):
    """Two days; what is typed and is none narrows nothing, and is said to. ``changed`` is emitted for other days."""

    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        days, spec = surroundings(ui), RECORD_TYPES["briefing"].spec
        self.since, self.until = DayEditor(spec("period_from"), days), DayEditor(spec("period_to"), days)
        for editor in (self.since, self.until):
            editor.line.editingFinished.connect(self._left)
            editor.changed.connect(self._picked)
        self._no_day = label("", "problem", wrap=True)
        self._no_day.hide()
        fields = row(Field(ui.t(_SINCE), self.since), Field(ui.t(_UNTIL), self.until))
        self.setLayout(column(fields, self._no_day, gap=tokens.SPACE_XS))
        # The lines inside the editors of days carry the names, not the editors around them.
        for editor, words in ((self.since, _SINCE), (self.until, _UNTIL)):
            editor.line.setAccessibleName(ui.t(words))

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The days in ISO form, where they are days."""
        return _day(self.since.value()), _day(self.until.value())

    @property
    def problem(self) -> str:
        """What is wrong with the days typed; empty where nothing is."""
        return "" if self._no_day.isHidden() else self._no_day.text()

    def set_days(self, since: Any, until: Any) -> None:
        """Fill in from outside."""
        self.since.set_value(since)
        self.until.set_value(until)

    def _left(self) -> None:
        typed = [str(editor.value() or "") for editor in (self.since, self.until)]
        wrong = next((words for words in typed if words and _day(words) is None), "")
        self._no_day.setText(self._ui.t(_NO_DAY.fill(words=wrong)))
        self._no_day.setVisible(bool(wrong))
        self.changed.emit()

    def _picked(self) -> None:
        """A day was taken from the calendar; one that is being typed is looked at when the field is left."""
        if not (self.since.line.hasFocus() or self.until.line.hasFocus()):
            self.changed.emit()


def _day(value: Any) -> str | None:
    """A typed day in ISO form where it is one."""
    try:
        return date.fromisoformat(str(value or "")).isoformat()
    except ValueError:
        return None
