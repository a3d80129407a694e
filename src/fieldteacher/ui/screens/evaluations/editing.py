"""The field in a cell of the grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from fieldteacher.ui.screens.evaluations.painting import CellPainter
from fieldteacher.ui.theme import Theme

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class MarkEditor(QLineEdit):
    """The field in a cell. ``done`` carries how far to move on: ``(rows, columns)``, or a direction to choose."""

    done = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(16)
        self.row = self.column = -1
        self.moves_cursor = False
        """Left and Right stay inside (after F2); else they move to the next cell, as in a spreadsheet."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in ENTER:
            self.done.emit("back" if shift else "on")
        elif key == Qt.Key.Key_Tab:
            self.done.emit("right")
        elif key == Qt.Key.Key_Backtab:
            self.done.emit("left")
        elif key in _ARROWS and not (sideways and self.moves_cursor) and not shift:
            self.done.emit(_ARROWS[key])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent, /) -> bool:
        # Tab is the focus chain's before it is a key.
        if event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event)
            if key.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.keyPressEvent(key)
                return True
        return super().event(event)


class CellDelegate(CellPainter):
    """Makes the field of a cell by ``make(parent, row, column)`` and tells ``left`` when the keyboard leaves it."""

    def __init__(
        self,
        theme: Theme,
        view: QWidget,
        make: Callable[[QWidget, int, int], MarkEditor],
        left: Callable[[MarkEditor], None],
    ) -> None:
        super().__init__(theme, view)
        self._make, self._left = make, left

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index, /) -> QWidget:
        return self._make(parent, index.row(), index.column())

    def setEditorData(self, editor: QWidget, index: Index, /) -> None:
        cast(MarkEditor, editor).setText(str(index.data() or ""))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index, /) -> None:
        editor.setGeometry(option.rect)

    def setModelData(self, _editor: QWidget, _model: object, _index: Index, /) -> None:
        """The view sets marks itself, after checking them."""

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, MarkEditor):
            self._left(watched)
        return False
