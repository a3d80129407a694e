"""The rows of a table as Qt sees them: dumb, without input or output.

Sorting and filtering are done here on lists instead of in a ``QSortFilterProxyModel``: a proxy with a
Python key calls back for every comparison, which at 10,000 rows takes seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldteacher.domain.text import Language
from fieldteacher.ui.tables.column import Column

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Hands back the row itself, through any proxy."""
SORT_ROLE = ROW_ROLE + 1
"""The native value, for sorting and for tests."""
TONE_ROLE = ROW_ROLE + 2
"""The tone of a cell that is shown as a chip."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_WORDS = frozenset({_DISPLAY, int(Qt.ItemDataRole.ToolTipRole)})
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Rows with attributes, shown through ``columns``."""

    def __init__(self, columns: Sequence[Column], language: Language) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()
        self._align: list[int] = []
        self._dress(columns)
        self._language: Language = language
        self._ordered: list[Any] = []
        self._shown: list[Any] = []
        self._written: dict[int, str] = {}
        self._accept: Callable[[Any], bool] | None = None
        self._sorted_by: tuple[int, bool] | None = None

    def _dress(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        self._align = [_RIGHT if column.right else _LEFT for column in columns]

    @property
    def columns(self) -> Sequence[Column]:
        """The columns, in the model's order."""
        return self._columns

    @property
    def language(self) -> Language:
        """The language of its words."""
        return self._language

    @property
    def rows(self) -> Sequence[Any]:
        """The rows on show, from top to bottom."""
        return self._shown

    @property
    def total(self) -> int:
        """How many rows there are without the filter."""
        return len(self._ordered)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show the rows through other columns, in the order they came in."""
        self.beginResetModel()
        self._dress(columns)
        self._sorted_by = None
        self._written = {}
        self.endResetModel()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, in the order and through the filter that are in force."""
        self.beginResetModel()
        self._written = {}
        self._ordered = self._in_order(rows)
        self._shown = self._accepted()
        self.endResetModel()

    def set_accept(self, accept: Callable[[Any], bool] | None) -> None:
        """Show only the rows that ``accept`` takes."""
        self.beginResetModel()
        self._accept = accept
        self._shown = self._accepted()
        self.endResetModel()

    def cell(self, row: int, column: int) -> str:
        """The words of a cell."""
        return self._words(self._shown[row], self._columns[column])

    def words(self, row: Any) -> str:
        """All that is written in a row, in small letters, for finding it by what is seen; kept until other rows come."""
        return self._write_down(row, self._written)

    def words_ahead(self) -> Callable[[], None]:
        """A function for another thread, which makes ready what ``words`` will say of every row."""
        rows, written = list(self._ordered), self._written

        def write() -> None:
            for row in rows:
                self._write_down(row, written)

        return write

    def _write_down(self, row: Any, written: dict[int, str]) -> str:
        found = written.get(id(row))
        if found is None:
            found = "\n".join([self._words(row, column) for column in self._columns]).casefold()
            written[id(row)] = found
        return found

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder, /) -> None:
        if not 0 <= column < len(self._columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(index, self._shown[index.row()]) for index in before]
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder)
        self._ordered = self._in_order(self._ordered)
        self._shown = self._accepted()
        if held:
            places = {id(row): number for number, row in enumerate(self._shown)}
            after = [self.createIndex(places[id(row)], index.column()) for index, row in held]
            self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self, rows: Sequence[Any]) -> list[Any]:
        if self._sorted_by is None:
            return list(rows)
        number, backwards = self._sorted_by
        column = self._columns[number]
        find, key = column.value, column.key
        filled: list[tuple[Any, Any]] = []
        empty: list[Any] = []
        for row in rows:
            value = find(row)
            if value is None:
                empty.append(row)
            else:
                filled.append((key(value), row))
        filled.sort(key=lambda pair: pair[0], reverse=backwards)
        return [row for _, row in filled] + empty

    def _accepted(self) -> list[Any]:
        accept = self._accept
        return self._ordered if accept is None else [row for row in self._ordered if accept(row)]

    def _words(self, row: Any, column: Column) -> str:
        value = column.value(row)
        return "" if value is None else column.show(value, self._language)

    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _DISPLAY, /) -> Any:
        number = index.column()
        if role in _WORDS:
            return self._words(self._shown[index.row()], self._columns[number]) if index.isValid() else None
        if role == _ALIGN:
            return self._align[number]
        if role < ROW_ROLE or not index.isValid():
            return None
        row, column = self._shown[index.row()], self._columns[number]
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return column.value(row)
        if role == TONE_ROLE and column.tone is not None:
            return column.tone(column.value(row))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY, /) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == _DISPLAY:
            return self._columns[section].heading.to(self._language)
        return self._align[section] if role == _ALIGN else None
