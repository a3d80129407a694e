"""The chips above a table, each with the number of rows it stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from fieldteacher.domain.text import Language, begun
from fieldteacher.ui.tables.column import Filter
from fieldteacher.ui.widgets.flow import Flow


class FilterBar(QWidget):
    """``changed`` is emitted when another choice of chips is on; ``accept`` is that choice."""

    changed = Signal()

    def __init__(self, filters: Sequence[Filter], language: Language) -> None:
        super().__init__()
        self._filters = tuple(filters)
        self._language: Language = language
        self._chips: list[QPushButton] = []
        self._quiet = False
        lines = Flow()
        for each in self._filters:
            chip = QPushButton(begun(each.label.to(language)))
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.toggled.connect(self._toggled)
            lines.addWidget(chip)
            self._chips.append(chip)
        self.setLayout(lines)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def accept(self) -> Callable[[Any], bool] | None:
        """Whether a row passes the chips that are on; ``None`` where none is."""
        groups: dict[str, list[Callable[[Any], bool]]] = {}
        for each, chip in zip(self._filters, self._chips, strict=True):
            if chip.isChecked():
                groups.setdefault(each.group or each.name, []).append(each.accept)
        if not groups:
            return None
        wanted = list(groups.values())
        return lambda row: all(any(accept(row) for accept in group) for group in wanted)

    def count(self, rows: Sequence[Any]) -> None:
        """Say at each chip how many of ``rows`` it stands for."""
        for each, chip in zip(self._filters, self._chips, strict=True):
            chip.setText(f"{begun(each.label.to(self._language))} {sum(map(each.accept, rows))}")

    def set_on(self, *names: str) -> None:
        """Switch on exactly the chips of these names."""
        before = [chip.isChecked() for chip in self._chips]
        self._quiet = True
        for each, chip in zip(self._filters, self._chips, strict=True):
            chip.setChecked(each.name in names)
        self._quiet = False
        if before != [chip.isChecked() for chip in self._chips]:
            self.changed.emit()

    def clear(self) -> None:
        """Switch all chips off."""
        self.set_on()

    def _toggled(self) -> None:
        if not self._quiet:
            self.changed.emit()
