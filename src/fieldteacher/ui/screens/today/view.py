"""The day's list: arrows, Enter takes the action, Right opens, digits go to the parts."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from fieldteacher.domain.schedule import Urgency
from fieldteacher.ui import tokens
from fieldteacher.ui.screens.today.arrangement import ICONS, PART_KEYS, TONES
from fieldteacher.ui.screens.today.model import ROW, AgendaModel, Row
from fieldteacher.ui.theme import Theme

_HEIGHT = 36
_NAME = 216
_INDENT = 24
_BUTTON = 92
_Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class AgendaView(QListView):
    """``taken`` carries a row whose button was pressed, ``put_off`` one that is to wait."""

    taken = Signal(object)
    put_off = Signal(object)

    def __init__(self, model: AgendaModel, theme: Theme, name: str) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(RowDelegate(theme, self))

    @property
    def row(self) -> Row | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def go_to(self, number: int) -> None:
        """Put the keyboard on a row; on the first line after it where it is a heading."""
        rows = self._model.rows
        while number < len(rows) - 1 and rows[number].heading:
            number += 1
        if 0 <= number < len(rows):
            self.setCurrentIndex(self._model.index(number, 0))

    def go_to_part(self, part: Urgency) -> None:
        """Put the keyboard on the first line of a part, and its heading to the top."""
        for number, row in enumerate(self._model.rows):
            if row.heading and row.part is part:
                self.go_to(number)
                self.scrollTo(self._model.index(number, 0), QAbstractItemView.ScrollHint.PositionAtTop)
                return

    def keep_place(self, key: str, number: int) -> None:
        """After another reading: go to the row of that key, or to what stands where it was."""
        for place, row in enumerate(self._model.rows):
            if row.key == key:
                self.go_to(place)
                return
        self.go_to(max(0, min(number, len(self._model.rows) - 1)))

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        row, key = self.row, event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.text() in PART_KEYS:
            self.go_to_part(PART_KEYS[event.text()])
        elif row is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take(row)
        elif key == Qt.Key.Key_Z:
            self.put_off.emit(row)
        elif key == Qt.Key.Key_Space or (key == Qt.Key.Key_Right and not row.opened):
            self.toggle(row)
        elif key == Qt.Key.Key_Left:
            self._close(row)
        else:
            super().keyPressEvent(event)
            self._off_headings(key)

    def keyboardSearch(self, search: str, /) -> None:
        """Letters are commands here, not a search."""

    def take(self, row: Row) -> None:
        """Press the row's button: what has none of its own is opened."""
        if row.line is not None and (row.line.step is not None or row.snoozed is not None):
            self.taken.emit(row)
        else:
            self.toggle(row)

    def toggle(self, row: Row) -> None:
        """Open or close a line."""
        number = self._model.rows.index(row)
        self._model.toggle(row)
        self.go_to(number)

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        row, place = self._model.rows[index.row()], self.visualRect(index)
        if row.line is None:
            return
        if button_place(place).contains(event.position().toPoint()):
            self.take(row)
        elif sign_place(place, row.depth).contains(event.position().toPoint()):
            self.toggle(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent, /) -> None:
        """Two clicks on a line press its button; on the button or the sign, each click counts by itself."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if not index.isValid():
            return
        row, room = self._model.rows[index.row()], self.visualRect(index)
        if not row.heading and not (
            button_place(room).contains(place) or sign_place(room, row.depth).contains(place)
        ):
            self.take(row)

    def _close(self, row: Row) -> None:
        """Close an open line, or go to the one it belongs to."""
        if row.opened:
            self.toggle(row)
            return
        number = self._model.rows.index(row)
        while row.depth and number > 0:
            number -= 1
            if self._model.rows[number].depth < row.depth:
                self.go_to(number)
                return

    def _off_headings(self, key: int) -> None:
        """The keyboard does not rest on headings."""
        row, number = self.row, self.currentIndex().row()
        if row is None or not row.heading:
            return
        up = key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) and number > 0
        self.go_to(number - 1 if up else number)


class RowDelegate(QStyledItemDelegate):
    """Paints the sign, the name, the reason and the button of a row."""

    def __init__(self, theme: Theme, view: AgendaView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index, /) -> QSize:
        return QSize(0, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        row: Row = index.data(ROW)
        model = index.model()
        assert isinstance(model, AgendaModel)
        name, reason, button = model.words(row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._heading(painter, option, row, name, reason)
        else:
            self._line(painter, option, row, (name, reason, button))
        painter.restore()

    def _heading(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, name: str, count: str
    ) -> None:
        room = option.rect.adjusted(tokens.SPACE_L, 4, -tokens.SPACE_L, 0)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        tone = TONES[row.part] if row.part is not None else "neutral"
        painter.setPen(self._theme.colour(tone if tone != "neutral" else "text"))
        painter.drawText(room, _LEFT, name)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(name) + tokens.SPACE_S)
        painter.setFont(option.font)
        painter.setPen(self._theme.colour("muted"))
        painter.drawText(room, _LEFT, count)
        self._rule(painter, option.rect)

    def _line(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, words: tuple[str, str, str]
    ) -> None:
        line = row.line
        assert line is not None
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if here or over:
            painter.fillRect(option.rect, self._theme.colour("accent_soft" if here else "hover"))
        place = sign_place(option.rect, row.depth)
        if line.children:
            self._theme.icon("chevron-down" if row.opened else "chevron-right", "muted", 14).paint(
                painter, place
            )
        icon = place.translated(20, 0)
        tone = "neutral" if row.snoozed or row.part is None else TONES[row.part]
        self._theme.icon(ICONS[line.first.duty], tone, tokens.ICON).paint(painter, icon)
        button = button_place(option.rect)
        left = icon.right() + tokens.SPACE_S
        room = QRect(left, option.rect.top(), option.rect.left() + _NAME - left + 52, option.rect.height())
        self._text(painter, option, room, words[0], "text")
        room = QRect(
            room.right() + tokens.SPACE_M,
            room.top(),
            button.left() - room.right() - 2 * tokens.SPACE_M,
            room.height(),
        )
        self._text(painter, option, room, words[1], "muted")
        self._button(painter, option, button, words[2], here or over, row)
        self._rule(painter, option.rect)

    def _button(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: QRect,
        words: str,
        strong: bool,
        row: Row,
    ) -> None:
        line = row.line
        quiet = line is None or (line.step is None and row.snoozed is None)
        if strong:
            painter.setPen(self._theme.colour("edge" if quiet else "accent"))
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRoundedRect(place, tokens.RADIUS_S, tokens.RADIUS_S)
        painter.setPen(self._theme.colour("muted" if quiet else "accent_text"))
        shown = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width() - 8)
        painter.drawText(place, _MIDDLE, shown)

    def _text(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, words: str, colour: str
    ) -> None:
        painter.setPen(self._theme.colour(colour))
        painter.drawText(
            room, _LEFT, option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        )

    def _rule(self, painter: QPainter, place: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._theme.colour("line"))
        painter.drawLine(
            place.left() + tokens.SPACE_L, place.bottom(), place.right() - tokens.SPACE_L, place.bottom()
        )


def button_place(row: QRect) -> QRect:
    """Where a row's button is."""
    return QRect(row.right() - _BUTTON - tokens.SPACE_M, row.top() + 4, _BUTTON, row.height() - 9)


def sign_place(row: QRect, depth: int) -> QRect:
    """Where the sign is that opens a line."""
    return QRect(row.left() + tokens.SPACE_M + depth * _INDENT, row.top() + (row.height() - 16) // 2, 16, 16)
