"""The editors, one for each kind of value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
    QWidgetAction,
)

from fieldteacher.domain.fields import FieldSpec, Kind, Privacy
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.ui.forms.editor import Editor, Surroundings, UndoGate
from fieldteacher.ui.forms.mapping import MappingEditor
from fieldteacher.ui.forms.masked import MaskedEditor
from fieldteacher.ui.forms.references import ReferenceEditor, ReferencesEditor
from fieldteacher.ui.forms.typing_days import typed_day, typed_time
from fieldteacher.ui.widgets.basics import icon_button, label, row
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.words import NO, YES

_NOTE_LINES = (4, 14)
_SHORTEST = 6
_CALENDAR = Text("日历", "Calendar")
_UNSAID = Text("未填", "not said")
_DAY_HINT = Text("0305、今天", "0305, today")


def make_editor(spec: FieldSpec, around: Surroundings) -> Editor:
    """The editor for a field, by its kind; a sensitive value is masked until the person asks to see it."""
    editor = EDITORS[spec.kind](spec, around)
    return MaskedEditor(spec, around, editor) if spec.privacy is Privacy.SENSITIVE else editor


class LineEditor(Editor):
    """One line. Nothing is changed while the person types, so that an input method is never disturbed."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.line = QLineEdit()
        self.line.setMaxLength(max(spec.max_length, 64))
        self.line.textEdited.connect(lambda _: self.changed.emit())
        self.line.installEventFilter(UndoGate(self.line))
        self._inside = row(self.line, gap=4)
        self.setLayout(self._inside)

    def value(self) -> Any:
        return self.line.text().strip() or None

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def inputs(self) -> Sequence[QWidget]:
        return [self.line]


class NoteEditor(Editor):
    """Several lines; Tab goes on to the next field."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.installEventFilter(UndoGate(self.text))
        self.text.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._setting = False
        self.text.textChanged.connect(self._typed)
        self.setLayout(row(self.text))
        self._grow()

    def value(self) -> Any:
        return self.text.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        self._setting = True
        self.text.setPlainText("" if value is None else str(value))
        self._setting = False

    def inputs(self) -> Sequence[QWidget]:
        return [self.text]

    def _typed(self) -> None:
        if not self._setting:
            self.changed.emit()

    def _grow(self) -> None:
        """As high as what is written, within bounds. The layout of plain text counts its height in lines."""
        least, most = _NOTE_LINES
        lines = max(least, min(most, round(self.text.document().size().height())))
        self.text.setFixedHeight(lines * self.text.fontMetrics().lineSpacing() + 20)


class NumberEditor(LineEditor):
    """A whole number, right-aligned, with its unit behind it."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setMaxLength(16)
        self.line.setMaximumWidth(140)
        if around.t(spec.unit):
            self._inside.addWidget(label(around.t(spec.unit), "muted"))
        self._inside.addStretch(1)


class TenthsEditor(NumberEditor):
    """A number with one decimal, typed as people write it and kept as tenths."""

    def set_value(self, value: Any) -> None:
        super().set_value(show_tenths(value) if isinstance(value, int) else value)


class DayEditor(LineEditor):
    """A day: typed in any usual form and shown as ISO when the field is left, or picked from a calendar."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.line.setPlaceholderText(around.t(_DAY_HINT))
        self.line.setMaximumWidth(160)
        self.line.editingFinished.connect(self._settle)
        name = f"{around.t(spec.label)}: {around.t(_CALENDAR)}"
        self._calendar_button = icon_button(around.theme, name, self.open_calendar, icon="calendar")
        self._calendar_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside.addWidget(self._calendar_button)
        self._inside.addStretch(1)

    def value(self) -> Any:
        words = self.line.text().strip()
        return typed_day(words, self.around.today) or words or None

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """A calendar below the field; Enter or a click takes a day."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setMinimumSize(QSize(300, 240))
        day = QDate.fromString(str(self.value() or ""), Qt.DateFormat.ISODate)
        calendar.setSelectedDate(day if day.isValid() else _qdate(self.around.today.isoformat()))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def take(chosen: QDate) -> None:
            self.line.setText(chosen.toString(Qt.DateFormat.ISODate))
            menu.close()
            self.changed.emit()

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))
        calendar.setFocus()

    def _settle(self) -> None:
        day = typed_day(self.line.text(), self.around.today)
        if day is not None and day != self.line.text():
            self.line.setText(day)


def _qdate(iso: str) -> QDate:
    return QDate.fromString(iso, Qt.DateFormat.ISODate)


class TimeEditor(LineEditor):
    """A time of day: ``830`` becomes ``08:30`` when the field is left."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self.line.setPlaceholderText("08:30")
        self.line.setMaximumWidth(90)
        self.line.editingFinished.connect(self._settle)
        self._inside.addStretch(1)

    def value(self) -> Any:
        words = self.line.text().strip()
        return typed_time(words) or words or None

    def _settle(self) -> None:
        self.line.setText(typed_time(self.line.text()) or self.line.text())


class MomentEditor(Editor):
    """A day and a time."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self._day, self._time = DayEditor(spec, around), TimeEditor(spec, around)
        for part in (self._day, self._time):
            part.changed.connect(self.changed)
        self.setLayout(row(self._day, self._time, -1))

    def value(self) -> Any:
        day, time = self._day.value(), self._time.value()
        if not day and not time:
            return None
        return f"{day or self.around.today.isoformat()}T{time or '00:00'}"

    def set_value(self, value: Any) -> None:
        day, _, time = str(value or "").partition("T")
        self._day.set_value(day or None)
        self._time.set_value(time or None)

    def inputs(self) -> Sequence[QWidget]:
        return [*self._day.inputs(), *self._time.inputs()]


class OneOf(Editor):
    """One of a fixed list, or nothing; the first letter of an entry chooses it."""

    def __init__(self, spec: FieldSpec, around: Surroundings, entries: Sequence[tuple[Any, str]]) -> None:
        super().__init__(spec, around)
        self.combo = QuietCombo()
        self.combo.addItem(around.t(_UNSAID), None)
        for value, words in entries:
            self.combo.addItem(words, value)
        self.combo.activated.connect(lambda _: self.changed.emit())
        self.setLayout(row(self.combo))

    def offer(self, entries: Sequence[tuple[Any, str]]) -> None:
        """Offer other entries; what is chosen stays chosen."""
        chosen = self.value()
        while self.combo.count() > 1:
            self.combo.removeItem(1)
        for value, words in entries:
            self.combo.addItem(words, value)
        self.set_value(chosen)

    def value(self) -> Any:
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        place = next((n for n in range(self.combo.count()) if self.combo.itemData(n) == value), -1)
        if place < 0:
            self.combo.addItem(str(value), value)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def inputs(self) -> Sequence[QWidget]:
        return [self.combo]

    def name_inputs(self, name: str, description: str) -> None:
        super().name_inputs(name, description)
        self.combo.view().setAccessibleName(name)


class QuietCombo(QComboBox):
    """Does not change its value when the page is scrolled over it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_SHORTEST)
        self.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """As Qt paints it, but words that are too long end in dots instead of being cut through a letter."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText or self.placeholderText(), Qt.TextElideMode.ElideRight, room.width() - 2
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def _choice(spec: FieldSpec, around: Surroundings) -> Editor:
    return OneOf(spec, around, [(each.value, around.t(each.label)) for each in spec.choices])


def _flag(spec: FieldSpec, around: Surroundings) -> Editor:
    return OneOf(spec, around, [(True, around.t(YES)), (False, around.t(NO))])


class SeveralOf(Editor):
    """Any number of a fixed list, as ticks."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        lines = Flow(gap=12)
        self._ticks: list[tuple[str, QCheckBox]] = []
        for each in spec.choices:
            tick = QCheckBox(around.t(each.label))
            tick.clicked.connect(lambda: self.changed.emit())
            lines.addWidget(tick)
            self._ticks.append((each.value, tick))
        self.setLayout(lines)

    def value(self) -> Any:
        return tuple(value for value, tick in self._ticks if tick.isChecked()) or None

    def set_value(self, value: Any) -> None:
        for each, tick in self._ticks:
            tick.setChecked(each in (value or ()))

    def inputs(self) -> Sequence[QWidget]:
        return [tick for _, tick in self._ticks]

    def name_inputs(self, name: str, description: str) -> None:
        self.setAccessibleName(name)
        for _, tick in self._ticks:
            tick.setAccessibleName(f"{name}: {tick.text()}")


EDITORS: Mapping[Kind, Callable[[FieldSpec, Surroundings], Editor]] = {
    Kind.TEXT: LineEditor,
    Kind.NOTE: NoteEditor,
    Kind.CODE: LineEditor,
    Kind.PHONE: LineEditor,
    Kind.ID_NUMBER: LineEditor,
    Kind.USCC: LineEditor,
    Kind.DATE: DayEditor,
    Kind.TIME: TimeEditor,
    Kind.MOMENT: MomentEditor,
    Kind.INTEGER: NumberEditor,
    Kind.TENTHS: TenthsEditor,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: SeveralOf,
    Kind.MAPPING: MappingEditor,
    Kind.REFERENCE: ReferenceEditor,
    Kind.REFERENCES: ReferencesEditor,
}
