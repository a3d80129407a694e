"""Long work in the status line: what, how far, how long still, and a button to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import icon_button, label, row


class ProgressStrip(QWidget):
    """Hidden while nothing runs."""

    def __init__(self, theme: Theme, cancel_name: str, cancelled: Callable[[], object]) -> None:
        super().__init__()
        self._words = label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self.cancel = icon_button(theme, cancel_name, cancelled, icon="x")
        self.setLayout(row(self._words, self._bar, self.cancel, gap=tokens.SPACE_S))
        self.hide()

    @property
    def words(self) -> str:
        """What is said beside the bar."""
        return self._words.text()

    def show_work(self, words: str, done: int, total: int) -> None:
        """Show progress; ``total`` 0 means that it is not known."""
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.show()
