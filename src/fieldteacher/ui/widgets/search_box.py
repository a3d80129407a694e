"""The search box: a line, and below it what it finds. Knows nothing of records: the window asks and answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import column

_ROWS = 12
_ROW = 36
_LEAST_WIDTH = 640
_SUBTITLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Answer:
    """Something found: what it is called, and what choosing it does."""

    title: str
    subtitle: str
    icon: str
    chosen: Callable[[], object]


class _AnswerLine(QStyledItemDelegate):
    """The title as usual, and the subtitle muted at the right end."""

    def __init__(self, theme: Theme, parent: QListWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        super().paint(painter, option, index)
        subtitle = index.data(_SUBTITLE)
        if not subtitle:
            return
        taken = option.fontMetrics.horizontalAdvance(str(index.data())) + 2 * _ROW
        room = option.rect.adjusted(taken, 0, -tokens.SPACE_M, 0)
        painter.save()
        painter.setPen(self._theme.colour("muted"))
        words = option.fontMetrics.elidedText(subtitle, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words)
        painter.restore()


class SearchBox(QLineEdit):
    """``asked`` carries what is typed, at every key; ``show_answers`` shows what was found for it."""

    asked = Signal(str)
    entered = Signal()
    """The keyboard has come: something may be typed soon."""

    def __init__(self, theme: Theme, name: str, nothing: str) -> None:
        super().__init__()
        self._theme, self._nothing = theme, nothing
        self._answers: Sequence[Answer] = ()
        self._asking = self._entered = False
        self.setProperty("role", "search")
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._typed)
        self.list = QListWidget(
            self
        )  # until there is a frame for it; owned by nobody it would outlive the window
        self.list.hide()
        self.list.setProperty("role", "popup")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_AnswerLine(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self._choose(self.list.row(item)))
        self._popup: QFrame | None = None

    @property
    def open(self) -> bool:
        """Whether answers are on show."""
        return self._popup is not None and self._popup.isVisible()

    def start(self) -> None:
        """Take the keyboard, ready for something new."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show what was found; the first is ready to be taken with Enter, or taken where Enter was quicker."""
        self._answers, self._asking = answers, False
        if not self.hasFocus():
            return
        self.list.clear()
        for each in answers:
            item = QListWidgetItem(self._theme.icon(each.icon), each.title)
            item.setSizeHint(QSize(0, _ROW))
            item.setData(_SUBTITLE, each.subtitle)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.title} {each.subtitle}".strip())
            self.list.addItem(item)
        if answers:
            self.list.setCurrentRow(0)
        else:
            item = QListWidgetItem(self._nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self._show_popup()
        if self._entered:
            self._entered = False
            self._choose(0)

    def close_answers(self) -> None:
        """Hide the answers."""
        if self._popup is not None:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.open:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % max(1, len(self._answers)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # What stands there answers an earlier key: the person means the answer that is still to come.
            self._entered = self._asking
            if not self._asking:
                self._choose(self.list.currentRow())
        elif key == Qt.Key.Key_Escape and (self.open or self.text()):
            self.clear()
            self.close_answers()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        self.close_answers()
        self._entered = False
        super().focusOutEvent(event)

    def _typed(self, words: str) -> None:
        self._asking, self._entered = bool(words.strip()), False
        if not self._asking:
            self._answers = ()
            self.close_answers()
        self.asked.emit(words.strip())

    def _choose(self, place: int) -> None:
        if self.open and 0 <= place < len(self._answers):
            chosen = self._answers[place].chosen
            self.clear()
            self.close_answers()
            chosen()

    def _show_popup(self) -> None:
        if self._popup is None:
            self._popup = QFrame(self.window())
            self._popup.setProperty("role", "popup")
            self._popup.setLayout(column(self.list, margin=tokens.SPACE_XS, gap=0))
            self.list.show()
        height = _ROW * min(_ROWS, self.list.count()) + 20
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        self._popup.setGeometry(corner.x(), corner.y(), max(self.width(), _LEAST_WIDTH), height)
        self._popup.show()
        self._popup.raise_()
