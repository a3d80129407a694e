"""The lines of a roster as a table: changed cells say old and new, doubtful ones say what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.rosters.arrangement import FILTERS, FIXED, SUMMARY, field_columns
from fieldteacher.ui.screens.rosters.lines import CellView, Line
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.tables.filters import FilterBar
from fieldteacher.ui.tables.model import ROW_ROLE, RowsModel
from fieldteacher.ui.tables.view import RowsView
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import box, column, row, rule

_TITLE = Text("名单预览", "Preview of the list")
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
_SIGN = 13
_MEASURED, _WIDEST = 30, 240
Index = QModelIndex | QPersistentModelIndex


class LinesModel(RowsModel):
    """Says at a cell what is wrong with it."""

    def text_of(self, line: Line, shown: Column) -> str:
        """The words of a cell."""
        return self._words(line, shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole), /) -> Any:
        if role in (_TOOLTIP, _DESCRIPTION) and index.isValid():
            value = getattr(self.rows[index.row()], self.columns[index.column()].name)
            if isinstance(value, CellView) and value.remarks:
                return "\n".join(each.words for each in value.remarks)
        return super().data(index, role)


class CellDelegate(QStyledItemDelegate):
    """Tints a changed or doubtful cell and puts a sign at its end."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        line = index.data(ROW_ROLE)
        model = index.model()
        assert isinstance(model, RowsModel)
        value = getattr(line, model.columns[index.column()].name)
        tone = {"error": "bad", "warning": "warn"}.get(
            value.severity or "", "accent" if value.old is not None else ""
        )
        if not tone:
            super().paint(painter, option, index)
            return
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        own.text = ""
        if own.widget is not None:
            own.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        area = QRect(option.rect).adjusted(2, 3, -2, -4)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{tone}_soft"))
        painter.drawRoundedRect(area, tokens.RADIUS_S, tokens.RADIUS_S)
        inside = area.adjusted(tokens.SPACE_S - 2, 0, -tokens.SPACE_XS, 0)
        if value.severity:
            mark = QRect(inside.right() - _SIGN, area.center().y() - _SIGN // 2, _SIGN, _SIGN)
            name = "circle-alert" if value.severity == "error" else "triangle-alert"
            self._theme.icon(name, tone, _SIGN).paint(painter, mark)
            inside.setRight(mark.left() - tokens.SPACE_XS)
        painter.setPen(self._theme.colour("accent_text" if tone == "accent" else tone))
        words = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.restore()


class LinesTable(QWidget):
    """``selected`` carries the line the keyboard is on, or ``None``."""

    selected = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.filters = FilterBar(FILTERS, ui.language)
        self.filters.changed.connect(lambda: self.model.set_accept(self.filters.accept))
        self.model: LinesModel = LinesModel(FIXED, ui.language)
        self.view: RowsView = self._make_view()
        top = row(self.filters)
        top.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        self._place: QHBoxLayout = row(self.view)
        self.setLayout(column(box(top), rule(), self._place, gap=0))

    def show_lines(self, fields: Sequence[tuple[str, Text]], lines: Sequence[Line]) -> None:
        """Show the lines of a file under the fields that it feeds."""
        self.filters.clear()
        self.filters.count(lines)
        before, old = self.view, self.model
        said = [SUMMARY] if any(line.source.changes or line.source.problems for line in lines) else []
        self.model = LinesModel([*FIXED, *said, *field_columns(fields)], self._ui.language)
        self.model.set_rows(lines)
        self.view = self._make_view()
        self._measure(lines)
        self._place.replaceWidget(before, self.view)
        before.hide()
        before.deleteLater()
        old.deleteLater()
        if lines:
            self.view.go_to(0)

    def _make_view(self) -> RowsView:
        view = RowsView(self.model, self._ui.theme, self._ui.t(_TITLE))
        cells = CellDelegate(self._ui.theme, view)
        for number, each in enumerate(self.model.columns):
            if each not in (*FIXED, SUMMARY):
                view.setItemDelegateForColumn(number, cells)
        head = view.horizontalHeader()
        head.sectionClicked.connect(self._sort)
        view.selectionModel().currentRowChanged.connect(lambda *_: self.selected.emit(view.current_row()))
        return view

    def _measure(self, lines: Sequence[Line]) -> None:
        """Give each field the room that its heading and the first lines need."""
        metrics = self.view.fontMetrics()
        some = [*lines[:_MEASURED], *[line for line in lines if line.source.changes][:_MEASURED]]
        for number, each in enumerate(self.model.columns):
            if each in (*FIXED, SUMMARY):
                continue
            words = {self.model.text_of(line, each) for line in some} | {each.heading.to(self._ui.language)}
            widest = max(map(metrics.horizontalAdvance, words))
            self.view.setColumnWidth(number, min(_WIDEST, widest + 2 * tokens.SPACE_M + _SIGN))

    def _sort(self, number: int) -> None:
        head = self.view.horizontalHeader()
        self.model.sort(number, head.sortIndicatorOrder())
