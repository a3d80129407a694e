"""A table of cells: rows of people or places against days, periods or kinds, each cell marked by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from fieldteacher.ui import tokens
from fieldteacher.ui.tables.choice import ColumnChoice
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.tables.model import RowsModel
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.tables.view import ChipDelegate, RowsView
from fieldteacher.ui.theme import Theme

_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate

Cell = tuple[Any, Column]
"""A row and a column."""


class CellsView(RowsView):
    """Cells are selected one by one, in blocks, or as whole rows or columns by Shift and the arrows."""

    def __init__(self, model: RowsModel, theme: Theme, name: str) -> None:
        super().__init__(model, theme, name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.chips = CellDelegate(theme, self)
        self.dress()

    @property
    def current_column(self) -> Column | None:
        """The column the keyboard is on."""
        index = self.currentIndex()
        return self._model.columns[index.column()] if index.isValid() else None

    def selected_cells(self) -> list[Cell]:
        """The selected cells, row by row."""
        rows, columns = self._model.rows, self._model.columns
        chosen: set[tuple[int, int]] = set()
        selection = self.selectionModel().selection()
        for place in range(selection.size()):
            part = selection.at(place)
            across = [n for n in range(part.left(), part.right() + 1) if not self.isColumnHidden(n)]
            chosen.update((n, m) for n in range(part.top(), part.bottom() + 1) for m in across)
        return [(rows[n], columns[m]) for n, m in sorted(chosen)]

    def go_to_cell(self, number: int, column: int) -> None:
        """Make a cell the current and only selected one, and show it."""
        index = self._model.index(number, column)
        self.selectionModel().setCurrentIndex(index, _ONLY)
        self.scrollTo(index)

    def go_to(self, number: int) -> None:
        self.go_to_cell(number, max(self.currentIndex().column(), 0))

    def chosen_row(self) -> Any | None:
        return self.current_row()

    def count_selected(self) -> int:
        selection = self.selectionModel().selection()
        parts = (selection.at(place) for place in range(selection.size()))
        return sum(part.width() * part.height() for part in parts)

    def hold(self) -> Any:
        index = self.currentIndex()
        current = (self._model.rows[index.row()][0], index.column()) if index.isValid() else None
        return {(row[0], column.name) for row, column in self.selected_cells()}, current

    def restore(self, held: Any) -> None:
        chosen, current = held
        if not chosen and current is None:
            return
        wanted: dict[Any, list[str]] = {}
        for identity, name in chosen:
            wanted.setdefault(identity, []).append(name)
        places = {column.name: n for n, column in enumerate(self._model.columns)}
        selection, here = QItemSelection(), None
        for number, row in enumerate(self._model.rows):
            for name in wanted.get(row[0], ()):
                if name in places:
                    index = self._model.index(number, places[name])
                    selection.select(index, index)
            if current is not None and row[0] == current[0]:
                here = self._model.index(number, current[1])
        self.selectionModel().select(selection, _ONLY)
        if here is not None:
            self.selectionModel().setCurrentIndex(here, _KEEP)

    def copy(self) -> None:
        """The selected cells for a spreadsheet, as the block that holds them all; what is not selected stays empty."""
        chosen = {(index.row(), index.column()) for index in self.selectedIndexes()}
        if not chosen:
            return
        lines, across = sorted({n for n, _ in chosen}), sorted({m for _, m in chosen})
        words = (
            "\t".join(" ".join(self._model.cell(n, m).split()) if (n, m) in chosen else "" for m in across)
            for n in lines
        )
        QGuiApplication.clipboard().setText("\n".join(words))


class CellDelegate(ChipDelegate):
    """A chip as ever; the cell the keyboard is on has a frame around it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(self._theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                option.rect.adjusted(1, 1, -2, -2), tokens.RADIUS_S - 2, tokens.RADIUS_S - 2
            )
            painter.restore()


class CellTable(TableView):
    """A table of cells; its columns may change while it is shown, and are not the person's to choose.

    ``moved`` when the person, or the screen for them, goes to another cell; not when rows or columns come and go.
    """

    rows: CellsView
    moved = Signal()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.chooser.hide()
        self.rows.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.rows.horizontalHeader().setSectionsMovable(False)
        self.rows.selectionModel().currentChanged.connect(lambda *_: self._tell_moved())

    def make_rows(self, name: str) -> CellsView:
        return CellsView(self.model, self._ui.theme, name)

    def _tell_moved(self) -> None:
        if not self._restoring:
            self.moved.emit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the cells that were selected stay so where their columns are still there."""
        held = self.rows.hold()
        self.model.set_columns(columns)
        self.rows.dress()
        self.columns = ColumnChoice(self._ui, self._name, self.rows, self.model)
        self._fit()
        self.rows.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._restore(held)
