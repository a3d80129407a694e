"""A text box that is as high as what is written in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit


class GrowingText(QPlainTextEdit):
    """Two lines at first, up to ``most``; Tab goes on. ``edited`` after the person (not the program) wrote.

    ``entered`` is emitted when the keyboard comes to it.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, least: int = 2, most: int = 6) -> None:
        super().__init__()
        self._least, self._most = least, most
        self._setting = False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)
        self._fit()

    @property
    def words(self) -> str:
        """What is written, without spaces around it."""
        return self.toPlainText().strip()

    def set_words(self, words: str) -> None:
        """Show ``words`` without saying that the person wrote them."""
        if words != self.toPlainText():
            self._setting = True
            self.setPlainText(words)
            self._setting = False

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def _changed(self) -> None:
        self._fit()
        if not self._setting:
            self.edited.emit()

    def _fit(self) -> None:
        lines = round(self.document().size().height())
        shown = max(self._least, min(self._most, lines))
        height = shown * self.fontMetrics().lineSpacing() + 20
        if height != self.height():
            self.setFixedHeight(height)
