"""The pile in its order, and below it the forms that did not come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.services.sheet_checks import CheckedSheet
from fieldteacher.services.sheet_reading import MissingForm
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.sheets.arrangement import MISSING, PILE, PileRow, missing_row, pile_row
from fieldteacher.ui.tables.model import RowsModel
from fieldteacher.ui.tables.view import RowsView
from fieldteacher.ui.widgets.basics import box, column, label, row, rule
from fieldteacher.ui.widgets.keys import bind_keys

_PILE, _MISSING = Text("这一叠", "The pile"), Text("没有交来的表", "Forms that did not come")
_AWAY = Text("Del：移出这一叠（可撤销）", "Del takes a sheet out of the pile (can be taken back)")
_LACKING = Text("同企业还缺 {n} 份", "Missing from these enterprises: {n}")
_WIDTH, _MISSING_HEIGHT = 276, 190


class PileSide(QWidget):
    """``chosen`` carries the number of the sheet that a person went to, ``opened`` tells that it is to be worked on;
    ``away_asked`` carries the numbers of those selected when Del is pressed."""

    chosen = Signal(int)
    opened = Signal()
    away_asked = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.model, self.missing_model = RowsModel(PILE, ui.language), RowsModel(MISSING, ui.language)
        self.list = RowsView(self.model, ui.theme, ui.t(_PILE))
        self.missing = RowsView(self.missing_model, ui.theme, ui.t(_MISSING))
        for view, stretched in ((self.list, 1), (self.missing, 0)):
            view.horizontalHeader().setSectionsClickable(False)
            view.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self._lacking = label("", "small")
        words = row(self._lacking)
        words.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_XS)
        self._missing_box = box(column(rule(), words, self.missing, gap=0))
        self._missing_box.setFixedHeight(_MISSING_HEIGHT)
        self.setLayout(column(self.list, self._missing_box, gap=0))
        self.setFixedWidth(_WIDTH)
        self.list.selectionModel().currentRowChanged.connect(lambda *_: self._row_changed())
        self.list.opened.connect(lambda _: self.opened.emit())
        self.list.setToolTip(ui.t(_AWAY))
        bind_keys(
            self.list,
            {"Del": lambda: self.away_asked.emit([each.number for each in self.list.selected_rows()])},
        )

    def show_pile(self, checked: Sequence[CheckedSheet], missing: Sequence[MissingForm]) -> None:
        """Show how the sheets stand, and what is missing."""
        rows = [pile_row(each, self._ui.language) for each in checked]
        if rows != list(self.model.rows):
            self.list.selectionModel().blockSignals(True)
            self.model.set_rows(rows)
            self.list.selectionModel().blockSignals(False)
        lacking = [missing_row(each) for each in missing]
        if lacking != list(self.missing_model.rows):
            self.missing_model.set_rows(lacking)
        self._missing_box.setVisible(bool(missing))
        self._lacking.setText(self._ui.t(_LACKING.fill(n=len(missing))))

    def go_to(self, number: int) -> None:
        """Mark a sheet without telling of it."""
        place = next((n for n, each in enumerate(self.model.rows) if each.number == number), -1)
        if place >= 0:
            self.list.selectionModel().blockSignals(True)
            self.list.go_to(place)
            self.list.selectionModel().blockSignals(False)
            self.list.viewport().update()

    def _row_changed(self) -> None:
        found = self.list.current_row()
        if isinstance(found, PileRow):
            self.chosen.emit(found.number)
