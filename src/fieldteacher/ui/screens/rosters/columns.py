"""Which column of the file feeds which field; each can be corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldteacher.domain.sheet_columns import letter
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.widgets.basics import Scroll, box, clear, column, label

_HELP = Text(
    "改正后立即重新预览；同样格式的表下次自动照此对应。",
    "A correction shows at once, and is remembered for sheets of the same shape.",
)
_IGNORE = Text("不导入", "Not imported")
_UNNAMED = Text("（{letter} 列，无标题）", "(column {letter}, no heading)")
_VALUE = int(Qt.ItemDataRole.UserRole)


class ColumnMapping(Scroll):
    """``changed`` carries the number of a column and the name of its new field (empty: not imported)."""

    changed = Signal(int, str)

    def __init__(self, ui: Ui) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.SPACE_M)
        self._grid.setVerticalSpacing(tokens.SPACE_S)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        help_words = label(ui.t(_HELP), "small", wrap=True)
        super().__init__(
            box(column(help_words, self._grid, -1, margin=tokens.SPACE_L, gap=tokens.SPACE_M)), "plain"
        )
        self._ui = ui
        self._fields: dict[str, Text] = {}
        self._model = QStandardItemModel(self)
        self.combos: list[QuietCombo] = []

    def offer(self, fields: Mapping[str, Text]) -> None:
        """The fields to choose from; one list for all columns."""
        if dict(fields) == self._fields:
            return
        self._fields = dict(fields)
        self._model.clear()
        for value, words in [("", self._ui.t(_IGNORE)), *((n, self._ui.t(w)) for n, w in fields.items())]:
            item = QStandardItem(words)
            item.setData(value, _VALUE)
            self._model.appendRow(item)

    def show_columns(self, columns: Sequence[tuple[str, str | None]]) -> None:
        """Show each column's heading and the field it feeds."""
        clear(self._grid)
        self.combos = []
        names = ["", *self._fields]
        before: QWidget | None = None
        for number, (heading, field) in enumerate(columns):
            words = heading or self._ui.t(_UNNAMED.fill(letter=letter(number)))
            head = label(words, "" if field else "muted", wrap=True)
            combo = QuietCombo()
            combo.setModel(self._model)
            combo.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
            combo.setCurrentIndex(names.index(field) if field in names else 0)
            combo.setAccessibleName(words)
            combo.activated.connect(lambda place, n=number: self.changed.emit(n, names[place]))
            self._grid.addWidget(head, number, 0)
            self._grid.addWidget(combo, number, 1)
            if before is not None:
                QWidget.setTabOrder(before, combo)
            before = combo
            self.combos.append(combo)
