"""What was promised: what is still open from before, and what is promised now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import clean
from fieldteacher.services.visits import VisitPlan
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.due import WEEK, DueEditor
from fieldteacher.ui.forms.editor import Surroundings, UndoGate
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.screens.visits.arrangement import PROMISE
from fieldteacher.ui.widgets.basics import button, clear, column, label, row
from fieldteacher.ui.widgets.chip import Chip

_OPEN = Text("上次未了事项", "Still open from before")
_NONE_OPEN = Text("没有未了事项", "Nothing is open")
_RESULT = Text("结果", "Result")
_RESULT_OF = Text("结果：{what}", "Result: {what}")
_SETTLED = Text("勾选表示已办结", "Tick what is settled")
_OVERDUE = Text("{due} 已过期", "{due}, overdue")
_DUE = Text("{due} 前", "by {due}")
_NEW = Text("新的承诺与整改", "New promises")
_WHAT = Text("事项 {n}", "What {n}")
_WHO = Text("负责人 {n}", "Who {n}")
_ABOUT = Text("对象 {n}", "About {n}")
_DUE_N = Text("期限 {n}", "Due {n}")
_ENTERPRISE = Text("企业", "enterprise")
_ADD = Text("添加一项", "Add a promise")
_WHAT_HINT = Text("答应了什么、要整改什么", "what was promised or has to be put right")


class OpenPromises(QWidget):
    """Ticked lines are settled, with a result."""

    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._lines: dict[str, tuple[QCheckBox, QLineEdit]] = {}
        self._list = column(gap=tokens.SPACE_XS)
        self._words = label(ui.t(_NONE_OPEN), "muted")
        head = row(label(ui.t(_OPEN), "title"), self._words, -1, gap=tokens.SPACE_M)
        self.setLayout(column(head, self._list, gap=tokens.SPACE_S))

    def show_plan(self, plan: VisitPlan) -> None:
        """Show what is open with the enterprise and its students."""
        clear(self._list)
        self._lines = {}
        for each in plan.open_promises:
            self._list.addLayout(self._line(each))
        self._words.setText(self._ui.t(_SETTLED if self._lines else _NONE_OPEN))

    def _line(self, promise: Mapping[str, Any]) -> QVBoxLayout:
        words = " · ".join(filter(None, (promise["student_name"], promise["what"], promise["who"])))
        tick = QCheckBox(words)
        tick.setToolTip(words)
        result = QLineEdit()
        result.setPlaceholderText(self._ui.t(_RESULT))
        result.setAccessibleName(self._ui.t(_RESULT_OF.fill(what=promise["what"])))
        result.hide()
        tick.toggled.connect(lambda on: self._ticked(tick, result, on))
        result.textEdited.connect(lambda _: self.changed.emit())
        line = row(tick, -1)
        if due := promise["due_on"]:
            late = due < self._ui.clock.today().isoformat()
            shown = self._ui.t((_OVERDUE if late else _DUE).fill(due=due))
            line.addWidget(Chip(self._ui.theme, shown, "bad" if late else "neutral"))
        self._lines[promise["id"]] = (tick, result)
        return column(line, result, gap=2)

    def _ticked(self, tick: QCheckBox, result: QLineEdit, on: bool) -> None:
        result.setVisible(on)
        if on and tick.hasFocus():
            result.setFocus()
        self.changed.emit()

    @property
    def settled(self) -> dict[str, str]:
        """The settled promises with their results."""
        return {key: result.text().strip() for key, (tick, result) in self._lines.items() if tick.isChecked()}

    def settle(self, settled: Mapping[str, str]) -> None:
        """Tick these (a draft)."""
        for key, words in settled.items():
            if key in self._lines:
                tick, result = self._lines[key]
                tick.setChecked(True)
                result.setText(words)

    def inputs(self) -> list[QWidget]:
        """What takes the keyboard, in order."""
        return [each for pair in self._lines.values() for each in pair]

    def start(self) -> bool:
        """Put the keyboard on the first line, if there is one."""
        for tick, _ in self._lines.values():
            tick.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False


class PromiseLine(QFrame):
    """One promise: what, about whom, who, by when (a week from now, unless said otherwise)."""

    changed = Signal()
    entered = Signal()

    def __init__(
        self, ui: Ui, around: Surroundings, number: int, about: Sequence[tuple[str | None, str]]
    ) -> None:
        super().__init__()
        self._ui = ui
        self.what, self.who = QLineEdit(), QLineEdit()
        self.about: QComboBox = QuietCombo()
        self.due = DueEditor(PROMISE.spec("due_on"), around)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.what.setMaxLength(PROMISE.spec("what").max_length)
        for each, name in ((self.what, _WHAT), (self.who, _WHO), (self.about, _ABOUT)):
            each.setAccessibleName(ui.t(name.fill(n=number)))
        self.due.name_inputs(ui.t(_DUE_N.fill(n=number)), "")
        self.what.setPlaceholderText(ui.t(_WHAT_HINT))
        self.who.setPlaceholderText(ui.t(PROMISE.spec("who").label))
        for value, words in about:
            self.about.addItem(words, value)
        for line in (self.what, self.who):
            line.installEventFilter(UndoGate(line))
            line.textEdited.connect(lambda _: self.changed.emit())
        self.what.textEdited.connect(self._suggest_due)
        self.what.returnPressed.connect(self.entered)
        self.about.activated.connect(lambda _: self.changed.emit())
        self.due.changed.connect(self.changed)
        self.about.setFixedWidth(124)
        self.who.setFixedWidth(110)
        self.due.setFixedWidth(250)
        first = row(self.what, self.about, self.who, self.due, gap=6)
        first.setStretch(0, 1)
        self.setLayout(column(first, self.problem, gap=2))

    def _suggest_due(self, words: str) -> None:
        if words.strip() and self.due.value() is None:
            self.due.set_value((self.due.around.today + timedelta(days=WEEK)).isoformat())

    def written(self) -> dict[str, Any] | None:
        """What is written, unchecked; ``None`` for an empty line."""
        if not self.what.text().strip() and not self.who.text().strip():
            return None
        values: dict[str, Any] = {
            "what": self.what.text().strip(), "who": self.who.text().strip(), "due_on": self.due.value(),
        }  # fmt: skip
        about = self.about.currentData()
        return values | ({"about": about} if about else {})

    def load(self, values: Mapping[str, Any]) -> None:
        """Show a promise (a draft)."""
        self.what.setText(values.get("what") or "")
        self.who.setText(values.get("who") or "")
        self.due.set_value(values.get("due_on"))
        self.about.setCurrentIndex(max(0, self.about.findData(values.get("about"))))

    def value(self) -> dict[str, Any] | None:
        """The promise, checked; says what is wrong below the line and raises ``UserError``."""
        values = self.written()
        self.problem.hide()
        if values is None:
            return None
        try:
            checked = {name: clean(PROMISE.spec(name), value) for name, value in values.items()}
            if checked["what"] is None:
                text = Text("请填写{label}。", "{label} is needed.").fill(label=PROMISE.spec("what").label)
                raise UserError("required", text, field="what")
        except UserError as error:
            self.problem.setText(self._ui.t(error.text))
            self.problem.show()
            (self.what if error.field == "what" else self.due.inputs()[0]).setFocus()
            raise
        return checked


class NewPromises(QWidget):
    """Lines to fill in; Enter in the last one begins another. ``lines_changed`` after lines came or went."""

    changed = Signal()
    lines_changed = Signal()

    def __init__(self, ui: Ui, around: Surroundings) -> None:
        super().__init__()
        self._ui, self._around = ui, around
        self._about: Sequence[tuple[str | None, str]] = ((None, ui.t(_ENTERPRISE)),)
        self.lines: list[PromiseLine] = []
        self._list = column(gap=tokens.SPACE_XS)
        self._more = button(ui.theme, ui.t(_ADD), self._add_and_go, icon="plus", role="quiet")
        inside = column(label(ui.t(_NEW), "title"), self._list, gap=tokens.SPACE_S)
        inside.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(inside)
        self.clear()

    def show_plan(self, plan: VisitPlan) -> None:
        """Offer the enterprise and its students as whom a promise is about."""
        students = [(each.student, each.name) for each in plan.students]
        self._about = ((None, self._ui.t(_ENTERPRISE)), *students)
        written = self.written()
        self.clear()
        self.load(written)

    def clear(self) -> None:
        """One empty line."""
        clear(self._list)
        self.lines = []
        self._add()

    def load(self, promises: Sequence[Mapping[str, Any]]) -> None:
        """Show these (a draft), and an empty line."""
        for each in promises:
            self.lines[-1].load(each)
            self._add()

    def written(self) -> list[dict[str, Any]]:
        """What is written, unchecked."""
        return [values for line in self.lines if (values := line.written()) is not None]

    def value(self) -> list[dict[str, Any]]:
        """The promises, checked; raises ``UserError`` after saying what is wrong at its line."""
        return [values for line in self.lines if (values := line.value()) is not None]

    def start(self) -> None:
        """Put the keyboard into the last line."""
        self.lines[-1].what.setFocus(Qt.FocusReason.OtherFocusReason)

    def inputs(self) -> list[QWidget]:
        """What takes the keyboard, in order."""
        return [
            each for line in self.lines for each in (line.what, line.about, line.who, *line.due.inputs())
        ] + [self._more]

    def line_of(self, widget: QWidget | None) -> PromiseLine | None:
        """The line that holds a widget."""
        return next((line for line in self.lines if widget is not None and line.isAncestorOf(widget)), None)

    def _add(self) -> PromiseLine:
        line = PromiseLine(self._ui, self._around, len(self.lines) + 1, self._about)
        line.changed.connect(self.changed)
        line.entered.connect(self._add_and_go)
        self.lines.append(line)
        self._list.addWidget(line)
        self.lines_changed.emit()
        return line

    def _add_and_go(self) -> None:
        if self.lines[-1].what.text().strip():
            self._add()
        self.start()
