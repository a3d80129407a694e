"""Photos and files as tiles, as high as they need; worked by arrows, Enter, Delete and F2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.album import Item
from fieldteacher.ui.photos.thumbnails import PHOTO, Thumbnails

PICTURE = QSize(112, 84)
TILE = QSize(PICTURE.width() + 12, PICTURE.height() + 34)
_NAMED = Text("{n}/{all}：{what}{when}", "{n} of {all}: {what}{when}")
_OURS = (Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ITEM = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex


def words_of(item: Item) -> str:
    """What to call a photo or file."""
    return str(item.get("caption") or item.get("name") or "")


class Items(QAbstractListModel):
    """The items as a list for Qt."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._items: Sequence[Item] = ()

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these."""
        self.beginResetModel()
        self._items = items
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(item)
        if role == _ITEM:
            return item
        if role == Qt.ItemDataRole.ToolTipRole:
            parts = (item.get("caption"), item.get("name"), _moment(item))
            return "\n".join(filter(None, parts))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            when = f" {_moment(item)}" if _moment(item) else ""
            filled = _NAMED.fill(n=index.row() + 1, all=len(self._items), what=words_of(item), when=when)
            return self._ui.t(filled)
        return None


def _moment(item: Item) -> str:
    return str(item.get("taken_at") or item.get("taken_on") or "").replace("T", " ")


class Tiles(QStyledItemDelegate):
    """Draws a tile: the picture or the sign of a document, and one line of words."""

    def __init__(self, ui: Ui, thumbnails: Thumbnails, parent: QListView) -> None:
        super().__init__(parent)
        self._ui, self._thumbnails = ui, thumbnails

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index, /) -> QSize:
        return TILE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, /) -> None:
        colour = self._ui.theme.colour
        item: Item = index.data(_ITEM)
        frame = QRect(option.rect.topLeft() + QPoint(2, 4), PICTURE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(frame, tokens.RADIUS_S, tokens.RADIUS_S)
        painter.fillPath(path, colour("neutral_soft"))
        self._picture(painter, frame, path, item)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected or focused:
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawPath(path)
        else:
            painter.setPen(QPen(colour("line"), 1))
            painter.drawPath(path)
        line = QRect(frame.left(), frame.bottom() + 4, frame.width(), 20)
        painter.setPen(colour("accent_text" if selected else "text" if item.get("caption") else "muted"))
        font = option.font
        font.setPixelSize(tokens.TYPE_SMALL)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(words_of(item), Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), shown)
        painter.restore()

    def _picture(self, painter: QPainter, frame: QRect, path: QPainterPath, item: Item) -> None:
        sign = "file-text"
        if item.get("media_type") == PHOTO:
            scale = painter.device().devicePixelRatio()
            found = self._thumbnails.get(item["sha256"], scale)
            if found is not None:
                painter.setClipPath(path)
                painter.drawPixmap(frame, found)
                painter.setClipping(False)
                return
            sign = "image-off" if self._thumbnails.lost(item["sha256"]) else "image"
        icon = self._ui.theme.icon(sign, "muted", 28)
        icon.paint(painter, frame)


class Grid(QListView):
    """``opened`` carries the number of the item to look at, ``unwanted`` of the one to take away, ``to_describe`` of the
    one whose caption is to be written."""

    opened = Signal(int)
    unwanted = Signal(int)
    to_describe = Signal(int)

    def __init__(self, ui: Ui, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._items = Items(ui)
        self._thumbnails = Thumbnails(ui, PICTURE, self)
        self._thumbnails.made.connect(self.viewport().update)
        self.setModel(self._items)
        self.setItemDelegate(Tiles(ui, self._thumbnails, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(TILE)
        self.setSpacing(0)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        for bars in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.hide()

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these; the keyboard stays where it was."""
        here = self.current
        self._thumbnails.again()
        self._items.show_items(items)
        self.setVisible(bool(items))
        if items and here is not None:
            self.choose(min(here, len(items) - 1))
        self._fit()

    @property
    def current(self) -> int | None:
        """The number of the item the keyboard is on."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def choose(self, number: int) -> None:
        """Put the keyboard's place on an item."""
        self.setCurrentIndex(self._items.index(number))

    def event(self, event: QEvent, /) -> bool:
        # Delete and F2 are for the photo here, whatever they mean to the screen around it.
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() in _OURS:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        wanted = {
            Qt.Key.Key_Return: self.opened, Qt.Key.Key_Enter: self.opened, Qt.Key.Key_Space: self.opened,
            Qt.Key.Key_Delete: self.unwanted, Qt.Key.Key_F2: self.to_describe,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if wanted is not None and self.current is not None and not event.modifiers():
            wanted.emit(self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any, /) -> None:
        super().focusInEvent(event)
        if self.current is None and self._items.rowCount():
            self.choose(0)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        event.ignore()  # the page scrolls, not the tiles

    def _fit(self) -> None:
        columns = max(1, self.viewport().width() // TILE.width())
        lines = -(-self._items.rowCount() // columns)
        self.setFixedHeight(max(1, lines) * TILE.height() + 2 * self.frameWidth())
