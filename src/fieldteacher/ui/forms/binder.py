"""Ties editors to the fields of one record: what changed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.record import RecordType, Value, Values
from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import FieldProblem, clean
from fieldteacher.ui.forms.editor import Editor

_NEEDED = Text("请填写{label}。", "{label} is needed.")


class Binder(QObject):
    """Holds the editors of a form by field name; it lays nothing out. ``changed`` carries a field's name."""

    changed = Signal(str)

    def __init__(self, kind: RecordType, language: Language) -> None:
        super().__init__()
        self._kind, self._language = kind, language
        self._editors: dict[str, Editor] = {}
        self._problems: dict[str, QLabel] = {}
        self._loaded: dict[str, Value] = {}

    def bind(self, name: str, editor: Editor, problem: QLabel) -> None:
        """Let ``editor`` stand for the field ``name``; ``problem`` is where its errors are said."""
        self._editors[name], self._problems[name] = editor, problem
        problem.hide()
        spec = self._kind.spec(name)
        editor.name_inputs(spec.label.to(self._language), spec.help.to(self._language))
        editor.changed.connect(lambda: self._changed(name))

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, in reading order."""
        return tuple(self._editors)

    def editor(self, name: str) -> Editor:
        """The editor of a field."""
        return self._editors[name]

    def load(self, values: Values) -> None:
        """Show a record's values; from now on, what differs from them counts as changed."""
        self._loaded = {name: values.get(name) for name in self._editors}
        for name, editor in self._editors.items():
            editor.set_value(self._loaded[name])
        self.clear_problems()

    def enter(self, values: Mapping[str, Any]) -> None:
        """Show values as if the person had entered them (a draft, a proposal)."""
        for name, value in values.items():
            if name in self._editors:
                self._editors[name].set_value(tuple(value) if isinstance(value, list) else value)

    def entered(self) -> dict[str, Any]:
        """What is entered and differs from what was loaded, unchecked; JSON can carry it."""
        return {
            name: raw for name, editor in self._editors.items() if not self._same(name, raw := editor.value())
        }

    def value(self) -> dict[str, Value]:
        """The changed fields, checked. Says each problem at its field and raises the first."""
        self.clear_problems()
        first: UserError | None = None
        result: dict[str, Value] = {}
        for name, raw in self.entered().items():
            try:
                result[name] = clean(self._kind.spec(name), raw)
            except FieldProblem as error:
                self.say(error)
                first = first or error
        for name in self._kind.required:
            if name in self._editors and result.get(name, self._loaded.get(name)) is None:
                text = _NEEDED.fill(label=self._kind.spec(name).label)
                missing = FieldProblem("required", text, field=name)
                if not self._problems[name].text():
                    self.say(missing)
                first = first or missing
        if first is not None:
            raise first
        return result

    def say(self, error: UserError) -> bool:
        """Say ``error`` at the field it names and go there; ``False`` where the form does not show that field."""
        if error.field not in self._editors:
            return False
        name = error.field
        label, editor = self._problems[name], self._editors[name]
        if not any(each.text() for each in self._problems.values()):
            editor.inputs()[0].setFocus()
        label.setText(error.text.to(self._language))
        label.show()
        editor.mark(True)
        return True

    def clear_problems(self) -> None:
        """Take all problems back."""
        for name in self._editors:
            self._clear(name)

    def problem(self, name: str) -> str:
        """What is said at a field now."""
        return self._problems[name].text()

    def _clear(self, name: str) -> None:
        if self._problems[name].text():
            self._problems[name].clear()
            self._problems[name].hide()
            self._editors[name].mark(False)

    def _same(self, name: str, raw: Any) -> bool:
        loaded = self._loaded.get(name)
        if raw == loaded:
            return True
        try:
            return bool(clean(self._kind.spec(name), raw) == loaded)
        except FieldProblem:
            return False

    def _changed(self, name: str) -> None:
        self._clear(name)
        self.changed.emit(name)
