"""One of a few: all of them in sight as chips, chosen by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.ui.forms.editor import Editor, Surroundings
from fieldteacher.ui.widgets.basics import row
from fieldteacher.ui.widgets.flow import Flow

_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ChipChoice(Editor):
    """Arrows move, a key of ``keys`` chooses at once, Delete takes the choice back (where ``optional``)."""

    def __init__(
        self,
        spec: FieldSpec,
        around: Surroundings,
        entries: Sequence[tuple[Any, str]],
        *,
        keys: Mapping[str, Any] | None = None,
        optional: bool = True,
        wraps: bool = False,
    ) -> None:
        """``keys`` maps characters to values; without it the entries have the digits from 1 on.

        With ``wraps`` chips that find no room go to the next line.
        """
        super().__init__(spec, around)
        self._keys = (
            keys if keys is not None else {str(n): value for n, (value, _) in enumerate(entries, start=1)}
        )
        self._optional = optional
        self._group = QButtonGroup(self)
        self._chips: list[tuple[Any, QPushButton]] = []
        for value, words in entries:
            chip = QPushButton(words)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.installEventFilter(self)
            chip.clicked.connect(lambda: self.changed.emit())
            self._group.addButton(chip)
            self._chips.append((value, chip))
        if wraps:
            lines = Flow(gap=4)
            for _, chip in self._chips:
                lines.addWidget(chip)
            self.setLayout(lines)
        else:
            self.setLayout(row(*(chip for _, chip in self._chips), -1, gap=4))

    def value(self) -> Any:
        return next((value for value, chip in self._chips if chip.isChecked()), None)

    def set_value(self, value: Any) -> None:
        self._group.setExclusive(False)
        for each, chip in self._chips:
            chip.setChecked(each == value)
        self._group.setExclusive(True)

    def choose(self, value: Any) -> None:
        """Choose as the person would."""
        self.set_value(value)
        self.changed.emit()

    def inputs(self) -> Sequence[QWidget]:
        return [chip for _, chip in self._chips]

    def name_inputs(self, name: str, description: str) -> None:
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for _, chip in self._chips:
            chip.setAccessibleName(f"{name}: {chip.text()}")

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if event.text() and event.text().lower() in self._keys:
            self.choose(self._keys[event.text().lower()])
        elif event.key() in _CLEAR and self._optional:
            self.choose(None)
        else:
            return False
        return True
