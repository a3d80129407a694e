"""A few lines over the window, to pick one of by its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import column
from fieldteacher.ui.widgets.tick_list import KEYS, KeyedLine, Tickable, line_item

_ID = int(Qt.ItemDataRole.UserRole)
_ROWS, _ROW = 10, 30
_LEAST, _MOST = 320, 560


class PickPopup(QFrame):
    """``picked`` carries the id of a line: taken by the key at its end, Enter or a click.

    Esc, or going elsewhere, closes it; the keyboard then returns to where it was.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._place: QWidget | None = None
        self.setProperty("role", "popup")
        self.list = _Lines(theme, name)
        self.list.taken.connect(self._take)
        self.list.left.connect(self.close_lines)
        self.setLayout(column(self.list, margin=tokens.SPACE_XS, gap=0))
        self.hide()

    def offer(self, lines: Sequence[Tickable], place: QWidget) -> None:
        """Show ``lines`` below ``place``, or above it where there is more room, and take the keyboard."""
        self._place = place
        self.setParent(place.window())
        self.list.clear()
        for number, each in enumerate(lines):
            self.list.addItem(line_item(each, number))
        self.list.setCurrentRow(0)
        height = _ROW * min(_ROWS, max(1, len(lines))) + 20
        area = place.window().rect()
        width = min(max(place.width(), _LEAST), _MOST, area.width() - 2 * tokens.SPACE_S)
        below = place.mapTo(place.window(), QPoint(0, place.height() + tokens.SPACE_XS))
        above = place.mapTo(place.window(), QPoint(0, -height - tokens.SPACE_XS))
        corner = below if below.y() + height <= area.height() or above.y() < 0 else above
        x = min(corner.x(), area.width() - width - tokens.SPACE_S)
        y = max(tokens.SPACE_S, min(corner.y(), area.height() - height - tokens.SPACE_S))
        self.setGeometry(x, y, width, height)
        self.show()
        self.raise_()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_lines(self) -> None:
        """Close without picking; the keyboard goes back if it is still here."""
        had = self.list.hasFocus()
        self.hide()
        if had and self._place is not None:
            self._place.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, identity: str) -> None:
        self.close_lines()
        self.picked.emit(identity)


class _Lines(QListWidget):
    """``taken`` carries a line's id, ``left`` comes when nothing is taken."""

    taken = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setProperty("role", "popup")
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setItemDelegate(KeyedLine(theme, self))
        self.itemClicked.connect(self._take)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        command = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        number = KEYS.find(event.text().lower()) if event.text() and not command else -1
        if 0 <= number < self.count():
            self._take(self.item(number))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self._take(self.currentItem())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F4, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def keyboardSearch(self, _search: str, /) -> None:
        """Letters pick; they do not search."""

    def _take(self, item: QListWidgetItem) -> None:
        self.taken.emit(str(item.data(_ID)))
