"""Labels with their values, for reading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.widgets.basics import clear, label

_LABEL_WIDTH = 116


class Facts(QWidget):
    """Pairs below each other; pairs without a value are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.SPACE_M)
        self._grid.setVerticalSpacing(tokens.SPACE_S - 2)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.setLayout(self._grid)

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show these labels and values."""
        clear(self._grid)
        for number, (name, value) in enumerate((n, v) for n, v in pairs if v):
            head = label(name, "muted")
            body = label(value, wrap=True, selectable=True)
            body.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(head, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(body, number, 1)
