"""A sensitive value: dots until the person asks to see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.widgets.basics import icon_button, label, row

_REVEAL = Text("显示{field}", "Show {field}")
_DOTS = "••••••••"


class MaskedEditor(Editor):
    """Stands in for ``inner``: hidden while there is a value, open for a first entry at once."""

    def __init__(self, spec: FieldSpec, around: Surroundings, inner: Editor) -> None:
        super().__init__(spec, around)
        self._inner = inner
        self._dots = label(_DOTS, "muted")
        words = around.t(_REVEAL.fill(field=spec.label))
        self.reveal_button = icon_button(around.theme, words, self.reveal, icon="eye")
        inner.changed.connect(self.changed)
        self.setLayout(row(self._dots, self.reveal_button, inner))
        self._show(open_=True)

    def value(self) -> Any:
        return self._inner.value()

    def set_value(self, value: Any) -> None:
        self._inner.set_value(value)
        self._show(open_=value is None)

    def inputs(self) -> Sequence[QWidget]:
        return self._inner.inputs()

    def mark(self, wrong: bool) -> None:
        if wrong:
            self._show(open_=True)
        super().mark(wrong)

    def reveal(self) -> None:
        """Show the value and go to it."""
        self._show(open_=True)
        self._inner.inputs()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, *, open_: bool) -> None:
        self._inner.setVisible(open_)
        self._dots.setHidden(open_)
        self.reveal_button.setHidden(open_)
