"""The search box: a line, and below it what it finds. Knows nothing of records: the window asks and answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import box as around
from fieldteacher.ui.widgets.basics import column, label, row

_ROWS = 9
_ROW = 36


@dataclass(frozen=True, slots=True)
class Answer:
    """Something found: what it is called, and what choosing it does."""

    title: str
    subtitle: str
    icon: str
    chosen: Callable[[], object]


class SearchBox(QLineEdit):
    """``asked`` carries what is typed, at every key; ``show_answers`` shows what was found for it."""

    asked = Signal(str)

    def __init__(self, theme: Theme, name: str, nothing: str) -> None:
        super().__init__()
        self._theme, self._nothing = theme, nothing
        self._answers: Sequence[Answer] = ()
        self.setProperty("role", "search")
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.textChanged.connect(self._typed)
        self.list = QListWidget()
        self.list.setProperty("role", "popup")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
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
        """Show what was found; the first is ready to be taken with Enter."""
        self._answers = answers
        self.list.clear()
        for each in answers:
            item = QListWidgetItem()
            item.setSizeHint(QSize(0, _ROW))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.title} {each.subtitle}".strip())
            item.setIcon(self._theme.icon(each.icon))
            self.list.addItem(item)
            words, more = label(each.title), label(each.subtitle, "small")
            line = row(words, -1, more, gap=tokens.SPACE_M)
            line.setContentsMargins(tokens.SPACE_XL + tokens.SPACE_S, 0, tokens.SPACE_S, 0)
            holder = around(line)
            holder.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.list.setItemWidget(item, holder)
        if answers:
            self.list.setCurrentRow(0)
        else:
            item = QListWidgetItem(self._nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self._show_popup()

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
            self._choose(self.list.currentRow())
        elif key == Qt.Key.Key_Escape and (self.open or self.text()):
            self.clear()
            self.close_answers()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        self.close_answers()
        super().focusOutEvent(event)

    def _typed(self, words: str) -> None:
        if not words.strip():
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
        height = _ROW * min(_ROWS, self.list.count()) + 20
        corner = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        self._popup.setGeometry(corner.x(), corner.y(), max(self.width(), 420), height)
        self._popup.show()
        self._popup.raise_()
