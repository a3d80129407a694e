"""Names with a value each: one line per name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.widgets.basics import button, clear, column, icon_button, label

_ADD = Text("添加一行", "Add a line")
_NAME = Text("{field}：名称 {n}", "{field}: name {n}")
_VALUE = Text("{field}：值 {n}", "{field}: value {n}")
_REMOVE = Text("删除第 {n} 行", "Remove line {n}")


class MappingEditor(Editor):
    """Declared names stand fixed, with a value to enter for each; without declared names, lines can be added."""

    def __init__(self, spec: FieldSpec, around: Surroundings) -> None:
        super().__init__(spec, around)
        self._fixed = [(key.value, around.t(key.label)) for key in spec.keys]
        self._names: list[QLineEdit] = []
        self._values: list[QLineEdit | QComboBox] = []
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        inside = column(self._grid, gap=6)
        self._add: list[QWidget] = []
        if not self._fixed:
            add = button(
                around.theme,
                around.t(_ADD),
                lambda: self._draw([*self._pairs(), ("", None)]),
                icon="plus",
                role="quiet",
            )
            self._add = [add]
            inside.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(inside)
        self._draw([])

    def value(self) -> Any:
        return {name: value for name, value in self._pairs() if name and value not in (None, "")} or None

    def set_value(self, value: Any) -> None:
        given = dict(value or {})
        self._draw([(key, given.get(key)) for key, _ in self._fixed] if self._fixed else list(given.items()))

    def inputs(self) -> Sequence[QWidget]:
        pairs = (
            zip(self._names, self._values, strict=True) if self._names else ((each,) for each in self._values)
        )
        return [each for pair in pairs for each in pair] or self._add

    def name_inputs(self, name: str, description: str) -> None:
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def _pairs(self) -> list[tuple[str, Any]]:
        names = [key for key, _ in self._fixed] or [line.text().strip() for line in self._names]
        return list(zip(names, map(_entered, self._values), strict=True))

    def _draw(self, pairs: Sequence[tuple[str, Any]]) -> None:
        clear(self._grid)
        self._names, self._values = [], []
        for place, (name, value) in enumerate(pairs or [(key, None) for key, _ in self._fixed]):
            self._line(place, name, value)

    def _line(self, place: int, name: str, value: Any) -> None:
        field = self.spec.label
        if self._fixed:
            words = self._fixed[place][1]
            self._grid.addWidget(label(words, wrap=True), place, 0)
        else:
            line = QLineEdit(name)
            words = self.around.t(_NAME.fill(field=field, n=place + 1))
            line.setAccessibleName(words)
            line.textEdited.connect(lambda _: self.changed.emit())
            self._names.append(line)
            self._grid.addWidget(line, place, 0)
            take = icon_button(
                self.around.theme,
                self.around.t(_REMOVE.fill(n=place + 1)),
                lambda: self._remove(place),
                icon="x",
            )
            self._grid.addWidget(take, place, 2)
        entry = self._entry(value)
        entry.setAccessibleName(
            words if self._fixed else self.around.t(_VALUE.fill(field=field, n=place + 1))
        )
        self._values.append(entry)
        self._grid.addWidget(entry, place, 1)

    def _entry(self, value: Any) -> QLineEdit | QComboBox:
        if not self.spec.choices:
            line = QLineEdit("" if value is None else str(value))
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setMaximumWidth(120)
            line.textEdited.connect(lambda _: self.changed.emit())
            return line
        combo = QComboBox()
        combo.addItem("", None)
        for each in self.spec.choices:
            combo.addItem(self.around.t(each.label), each.value)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        combo.activated.connect(lambda _: self.changed.emit())
        return combo

    def _remove(self, place: int) -> None:
        pairs = self._pairs()
        del pairs[place]
        self._draw(pairs)
        self.changed.emit()


def _entered(entry: QLineEdit | QComboBox) -> Any:
    return entry.text().strip() if isinstance(entry, QLineEdit) else entry.currentData()
