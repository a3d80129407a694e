"""A list of people to tick, each with one key of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme

KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The keys of the first 35 lines."""
_ID = int(Qt.ItemDataRole.UserRole)
_DETAIL, _KEY, _MARKED = _ID + 1, _ID + 2, _ID + 3
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_KEY_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Tickable:
    """One line: its identity, the words to read first, and more words."""

    id: str
    title: str
    detail: str = ""


def line_item(line: Tickable, number: int) -> QListWidgetItem:
    """The list's item for a line; ``number`` from 0 decides its key."""
    item = QListWidgetItem(line.title)
    item.setData(_ID, line.id)
    item.setData(_DETAIL, line.detail)
    item.setData(_KEY, KEYS[number] if number < len(KEYS) else "")
    item.setToolTip(f"{line.title} {line.detail}".strip())
    return item


class TickList(QListWidget):
    """``changed`` after the person has ticked or unticked; ``opened`` carries the id of the line Enter was pressed on."""

    changed = Signal()
    opened = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._setting = False
        self.setAccessibleName(name)
        self.setItemDelegate(KeyedLine(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._item_changed)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(_ID)))

    def set_lines(self, lines: Sequence[Tickable], ticked: Sequence[str]) -> None:
        """Show these lines, with those in ``ticked`` ticked."""
        chosen = set(ticked)
        self._setting = True
        self.clear()
        for number, each in enumerate(lines):
            item = line_item(each, number)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if each.id in chosen else Qt.CheckState.Unchecked)
            self.addItem(item)
        self._setting = False
        if lines:
            self.setCurrentRow(0)

    @property
    def ticked(self) -> list[str]:
        """The identities that are ticked, from top to bottom."""
        return [str(item.data(_ID)) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    @property
    def current(self) -> str | None:
        """The identity of the line the keyboard is on."""
        item = self.currentItem()
        return str(item.data(_ID)) if item is not None else None

    def title(self, identity: str) -> str:
        """The words of a line; empty where there is none."""
        return next((item.text() for item in self._items() if item.data(_ID) == identity), "")

    def mark(self, identities: Sequence[str]) -> None:
        """Show a sign on these lines, and on no others."""
        self._setting = True
        for item in self._items():
            item.setData(_MARKED, item.data(_ID) in identities)
        self._setting = False

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        number = KEYS.find(event.text().lower()) if event.text() and not command else -1
        if 0 <= number < self.count():
            self._toggle(self.item(number))
            self.setCurrentRow(number)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str, /) -> None:
        """Letters tick; they do not search."""

    def _toggle(self, item: QListWidgetItem) -> None:
        ticked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(number) for number in range(self.count())]

    def _item_changed(self, _item: QListWidgetItem) -> None:
        if not self._setting:
            self.changed.emit()


class KeyedLine(QStyledItemDelegate):
    """Draws an item of ``line_item``. Tick and words as ever; behind them the detail, the sign and the key."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        return QSize(super().sizeHint(option, index).width(), 30)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        own = QStyleOptionViewItem(option)
        own.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, own, index)
        colour, area = self._theme.colour, option.rect
        painter.save()
        key = area.adjusted(area.width() - _KEY_WIDTH - tokens.SPACE_XS, 6, -tokens.SPACE_XS, -6)
        if letter := index.data(_KEY):
            painter.setPen(colour("line"))
            painter.drawRoundedRect(key, 3, 3)
            painter.setPen(colour("muted"))
            painter.drawText(key, _CENTRE, letter)
        used = option.fontMetrics.horizontalAdvance(str(index.data())) + 40
        room = area.adjusted(used, 0, -_KEY_WIDTH - tokens.SPACE_M, 0)
        if index.data(_MARKED):
            sign = 14
            mark = room.adjusted(
                room.width() - sign, (room.height() - sign) // 2, 0, -(room.height() - sign) // 2
            )
            self._theme.icon("pencil", "accent_text", sign).paint(painter, mark)
            room.adjust(0, 0, -sign - tokens.SPACE_S, 0)
        painter.setPen(colour("muted"))
        words = option.fontMetrics.elidedText(
            str(index.data(_DETAIL) or ""), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, _RIGHT, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colour("accent"))
            painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), 4, 4)
        painter.restore()
