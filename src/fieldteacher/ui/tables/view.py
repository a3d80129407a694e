"""The table itself: keys, copying, chips in cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from fieldteacher.ui import tokens
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.tables.model import TONE_ROLE, RowsModel
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.chip import SIGNS

_ROOM = 24
_SIGN = 13
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_SELECT_ROW = _SELECT | QItemSelectionModel.SelectionFlag.Rows
_CURRENT = QItemSelectionModel.SelectionFlag.NoUpdate


class RowsView(QTableView):
    """Rows of one height, selected as a whole. ``opened`` carries the row on Enter or a double click."""

    opened = Signal(object)

    def __init__(self, model: RowsModel, theme: Theme, name: str) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(tokens.ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setFixedHeight(tokens.ROW_HEIGHT)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setMinimumSectionSize(48)
        self.chips = ChipDelegate(theme, self)
        self.dress()
        self.doubleClicked.connect(lambda index: self.opened.emit(model.rows[index.row()]))

    def dress(self) -> None:
        """Give the model's columns their widths, and chips to those with a tone."""
        for number, column in enumerate(self._model.columns):
            self.setColumnWidth(number, self._wanted_width(column))
            self.setItemDelegateForColumn(number, self.itemDelegate() if column.tone is None else self.chips)

    def _wanted_width(self, column: Column) -> int:
        language, measure = self._model.language, self.fontMetrics().horizontalAdvance
        heading = measure(column.heading.to(language)) + _ROOM
        room = _ROOM if column.tone is None else _ROOM + _SIGN + tokens.SPACE_XS + 2 * tokens.SPACE_S
        return max(column.width, heading, *(measure(each.to(language)) + room for each in column.samples))

    def selected_rows(self) -> list[Any]:
        """The selected rows, from top to bottom."""
        rows = self._model.rows
        chosen: set[int] = set()
        selection = self.selectionModel().selection()
        for place in range(selection.size()):
            part = selection.at(place)
            chosen.update(range(part.top(), part.bottom() + 1))
        return [rows[number] for number in sorted(chosen)]

    def select_rows(self, numbers: Iterable[int]) -> None:
        """Select these rows, and no others."""
        selection = QItemSelection()
        last = self._model.columnCount() - 1
        for first, final in _runs(sorted(numbers)):
            selection.select(self._model.index(first, 0), self._model.index(final, last))
        self.selectionModel().select(selection, _SELECT)

    def go_to(self, number: int) -> None:
        """Make a row the current and only selected one, and show it."""
        index = self._model.index(number, self._first_visible_column())
        # Not by the view itself: it would look at the keys that are held (Ctrl of Ctrl+Enter, say) and toggle.
        self.selectionModel().setCurrentIndex(index, _SELECT_ROW)
        self.scrollTo(index)

    def current_row(self) -> Any | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def chosen_row(self) -> Any | None:
        """The row the keyboard is on, where it is selected."""
        index = self.currentIndex()
        return self.current_row() if self.selectionModel().isRowSelected(index.row()) else None

    def count_selected(self) -> int:
        """How much is selected."""
        return len(self.selected_rows())

    def hold(self) -> Any:
        """What is selected and current, for ``restore`` after rows have come and gone."""
        current = self.current_row()
        return {each[0] for each in self.selected_rows()}, current[0] if current is not None else None

    def restore(self, held: Any) -> None:
        """Select again what ``hold`` told, as far as it is still there."""
        chosen, current = held
        if not chosen and current is None:
            return
        rows = self._model.rows
        self.select_rows([number for number, each in enumerate(rows) if each[0] in chosen])
        place = next((n for n, each in enumerate(rows) if each[0] == current), None)
        if place is not None:
            self.set_current(place)

    def set_current(self, number: int) -> None:
        """Put the keyboard on a row without changing what is selected."""
        self.selectionModel().setCurrentIndex(
            self._model.index(number, self._first_visible_column()), _CURRENT
        )

    def copy(self) -> None:
        """The selected rows as cells for a spreadsheet: tab-separated, in the order of the columns on show."""
        chosen = [index.row() for index in self.selectionModel().selectedRows(self._first_visible_column())]
        head = self.horizontalHeader()
        columns = [
            number
            for number in map(head.logicalIndex, range(head.count()))
            if not self.isColumnHidden(number)
        ]
        lines = (
            "\t".join(" ".join(self._model.cell(row, number).split()) for number in columns)
            for row in sorted(chosen)
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        row = self.current_row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in _OPENING and row is not None:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def _first_visible_column(self) -> int:
        columns = range(self._model.columnCount())
        return next((number for number in columns if not self.isColumnHidden(number)), 0)


def _runs(numbers: list[int]) -> Iterable[tuple[int, int]]:
    """Runs of following numbers, as first and last."""
    start = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[start], numbers[place - 1]
            start = place


class ChipDelegate(QStyledItemDelegate):
    """Paints a cell that has a tone as a chip: its ground, its sign and its words."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(TONE_ROLE) is not None:
            option.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        tone = index.data(TONE_ROLE)
        words = str(index.data() or "")
        if tone is None or not words:
            super().paint(painter, option, index)
            return
        super().paint(painter, option, index)
        room = option.rect.adjusted(tokens.SPACE_S, 6, -tokens.SPACE_S, -7)
        around = _SIGN + tokens.SPACE_XS + 2 * tokens.SPACE_S
        width = min(room.width(), option.fontMetrics.horizontalAdvance(words) + around)
        chip = QRect(room.left(), room.top(), width, room.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{tone}_soft"))
        painter.drawRoundedRect(chip, tokens.RADIUS_S, tokens.RADIUS_S)
        mark = QRect(chip.left() + tokens.SPACE_S, chip.center().y() - _SIGN // 2, _SIGN, _SIGN)
        self._theme.icon(SIGNS[tone], tone, _SIGN).paint(painter, mark)
        painter.setPen(self._theme.colour(tone))
        inside = chip.adjusted(tokens.SPACE_S + _SIGN + tokens.SPACE_XS, 0, -tokens.SPACE_XS, 0)
        shown = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.restore()
