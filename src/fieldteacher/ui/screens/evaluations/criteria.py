"""The parts of a scheme that are laid out by hand: its bands, and the criteria of each rater."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import clean, show_tenths
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.screens.evaluations.arrangement import CRITERION_FIELDS, RATER_WORDS
from fieldteacher.ui.widgets.basics import button, clear, column, icon_button, label, refresh, row

CRITERION = RECORD_TYPES["criterion"]
_BAND = Text("等级 {n} 的名称", "Name of band {n}")
_LOWEST = Text("等级 {n} 的最低分", "Lowest mark of band {n}")
_ADD_BAND = Text("添加等级", "Add a band")
_REMOVE_BAND = Text("删除等级 {n}", "Remove band {n}")
_UP_FROM = Text("分起", "and up")
_CRITERIA = Text("{rater}评分指标", "Criteria of the {rater}")
_SUM = Text("{n} 项，满分合计 {full}", "{n} criteria, {full} full marks")
_ADD = Text("添加指标", "Add a criterion")
_REMOVE = Text("删除{rater}指标 {n}", "Remove criterion {n} of the {rater}")
_MOVE_UP = Text("{rater}指标 {n} 上移", "Move criterion {n} of the {rater} up")
_FIELD = Text("{rater}指标 {n}：{field}", "Criterion {n} of the {rater}: {field}")
_WHOLE = RECORD_TYPES["criterion"].spec("full_marks")


class BandsEditor(Editor):
    """Grades and the marks they begin at, best first."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self._lines: list[tuple[QLineEdit, QLineEdit]] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._removers: list[QWidget] = []
        self._adder = button(around.theme, around.t(_ADD_BAND), self._add, icon="plus", role="quiet")
        inside = column(self._grid, gap=6)
        inside.addWidget(self._adder, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(inside)

    def value(self) -> Any:
        return {
            name.text().strip(): _tenths(low.text()) for name, low in self._lines if name.text().strip()
        } or None

    def set_value(self, value: Any) -> None:
        self._draw([(name, _shown(low)) for name, low in (value or {}).items()])

    def inputs(self) -> Sequence[QWidget]:
        lines = [
            each for line, away in zip(self._lines, self._removers, strict=True) for each in (*line, away)
        ]
        return [*lines, self._adder]

    def name_inputs(self, name: str, description: str) -> None:
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def _draw(self, lines: Sequence[tuple[str, str]]) -> None:
        clear(self._grid)
        self._lines, self._removers = [], []
        for place, (name, lowest) in enumerate(lines):
            number = place + 1
            grade, low = QLineEdit(name), QLineEdit(lowest)
            grade.setAccessibleName(self.around.t(_BAND.fill(n=number)))
            low.setAccessibleName(self.around.t(_LOWEST.fill(n=number)))
            low.setAlignment(Qt.AlignmentFlag.AlignRight)
            low.setMaximumWidth(72)
            for each in (grade, low):
                each.textEdited.connect(lambda _: self.changed.emit())
            words = self.around.t(_REMOVE_BAND.fill(n=number))
            away = icon_button(self.around.theme, words, partial(self._remove, place), icon="x")
            for at, part in enumerate((grade, low, label(self.around.t(_UP_FROM), "muted"), away)):
                self._grid.addWidget(part, place, at)
            self._lines.append((grade, low))
            self._removers.append(away)
        self.updateGeometry()

    def _written(self) -> list[tuple[str, str]]:
        return [(grade.text(), low.text()) for grade, low in self._lines]

    def _add(self) -> None:
        self._draw([*self._written(), ("", "")])
        self._lines[-1][0].setFocus()
        self.changed.emit()

    def _remove(self, place: int) -> None:
        lines = self._written()
        del lines[place]
        self._draw(lines)
        self.changed.emit()


@dataclass(slots=True)
class _Line:
    """One criterion's fields."""

    id: str | None
    inputs: dict[str, QLineEdit]
    buttons: tuple[QWidget, ...]
    problem: QLabel

    def written(self) -> dict[str, Any]:
        values: dict[str, Any] = {name: each.text().strip() for name, each in self.inputs.items()}
        return values | ({"id": self.id} if self.id else {})


class CriteriaEditor(QWidget):
    """The criteria of one rater, one line each. ``changed`` after the person has changed something."""

    changed = Signal()

    def __init__(self, ui: Ui, rater: str) -> None:
        super().__init__()
        self._ui, self.rater = ui, rater
        self._lines: list[_Line] = []
        self._sum = label("", "muted")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 5)
        title = ui.t(_CRITERIA.fill(rater=RATER_WORDS[rater]))
        self.add_button = button(ui.theme, ui.t(_ADD), self._add, icon="plus", role="quiet")
        self.add_button.setAccessibleName(f"{ui.t(_ADD)} · {ui.t(RATER_WORDS[rater])}")
        inside = column(
            row(label(title, "title"), self._sum, -1, gap=tokens.SPACE_M), self._grid, gap=tokens.SPACE_S
        )
        inside.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(inside)

    def load(self, criteria: Sequence[Mapping[str, Any]]) -> None:
        """Show criteria: values of the record type, with ``id`` where one is kept."""
        self._draw([{**each, "full_marks": _shown(each.get("full_marks"))} for each in criteria])

    def inputs(self) -> list[QWidget]:
        """What takes the keyboard, in order."""
        return [each for line in self._lines for each in (*line.inputs.values(), *line.buttons)] + [
            self.add_button
        ]

    def value(self) -> list[dict[str, Any]]:
        """The criteria, checked; says each problem at its line and raises the first."""
        first: UserError | None = None
        result: list[dict[str, Any]] = []
        for line in self._lines:
            words = line.written()
            if not any(words.get(name) for name in CRITERION_FIELDS):
                continue
            values: dict[str, Any] = {"rater": self.rater} | ({"id": line.id} if line.id else {})
            problem = self._check(line, words, values)
            first = first or problem
            result.append(values)
        if first is not None:
            raise first
        return result

    def _check(self, line: _Line, words: Mapping[str, Any], values: dict[str, Any]) -> UserError | None:
        found: UserError | None = None
        for name, each in line.inputs.items():
            spec = CRITERION.spec(name)
            try:
                values[name] = clean(spec, words[name])
                if spec.required and values[name] is None:
                    text = Text("请填写{label}。", "{label} is needed.").fill(label=spec.label)
                    raise UserError("required", text, field=name)
                wrong = False
            except UserError as error:
                found, wrong = found or error, True
            each.setProperty("problem", wrong)
            refresh(each)
        line.problem.setText(self._ui.t(found.text) if found else "")
        line.problem.setVisible(found is not None)
        return found

    def _draw(self, criteria: Sequence[Mapping[str, Any]]) -> None:
        clear(self._grid)
        self._lines = []
        for place, values in enumerate(criteria):
            self._line(place, values)
        self._say_sum()

    def _line(self, place: int, values: Mapping[str, Any]) -> None:
        number, rater, theme = place + 1, RATER_WORDS[self.rater], self._ui.theme
        inputs: dict[str, QLineEdit] = {}
        self._grid.addWidget(label(str(number), "muted"), 2 * place, 0)
        for at, name in enumerate(CRITERION_FIELDS, start=1):
            spec = CRITERION.spec(name)
            each = QLineEdit(str(values.get(name) or ""))
            each.setCursorPosition(0)
            each.setPlaceholderText(self._ui.t(spec.label))
            each.setAccessibleName(self._ui.t(_FIELD.fill(rater=rater, n=number, field=spec.label)))
            each.textEdited.connect(lambda _: self._edited())
            if name == "full_marks":
                each.setAlignment(Qt.AlignmentFlag.AlignRight)
                each.setFixedWidth(64)
            inputs[name] = each
            self._grid.addWidget(each, 2 * place, at)
        up = icon_button(
            theme,
            self._ui.t(_MOVE_UP.fill(rater=rater, n=number)),
            lambda: self._up(place),
            icon="chevron-up",
        )
        up.setEnabled(place > 0)
        away = icon_button(
            theme, self._ui.t(_REMOVE.fill(rater=rater, n=number)), lambda: self._remove(place), icon="x"
        )
        self._grid.addWidget(up, 2 * place, 4)
        self._grid.addWidget(away, 2 * place, 5)
        problem = label("", "problem", wrap=True)
        problem.hide()
        self._grid.addWidget(problem, 2 * place + 1, 1, 1, 3)
        self._lines.append(_Line(values.get("id"), inputs, (up, away), problem))

    def _edited(self) -> None:
        self._say_sum()
        self.changed.emit()

    def _say_sum(self) -> None:
        full = [_tenths(line.inputs["full_marks"].text()) for line in self._lines]
        total = sum(each for each in full if isinstance(each, int))
        self._sum.setText(self._ui.t(_SUM.fill(n=len(self._lines), full=show_tenths(total))))

    def _add(self) -> None:
        self._draw([*(line.written() for line in self._lines), {}])
        self._lines[-1].inputs["name"].setFocus()
        self.changed.emit()

    def _remove(self, place: int) -> None:
        written = [line.written() for line in self._lines]
        del written[place]
        self._draw(written)
        self.changed.emit()

    def _up(self, place: int) -> None:
        written = [line.written() for line in self._lines]
        written.insert(place - 1, written.pop(place))
        self._draw(written)
        self._lines[place - 1].inputs["name"].setFocus()
        self.changed.emit()


def _shown(tenths: Any) -> str:
    return show_tenths(tenths) if isinstance(tenths, int) else str(tenths or "")


def _tenths(words: str) -> Any:
    """The tenths that ``words`` say; the words themselves where they are no number, for the check to refuse."""
    try:
        return clean(_WHOLE, words) if words.strip() not in ("0", "0.0") else 0
    except UserError:
        return words
