"""One line at the foot of a list that asks for words: Enter takes them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, label, row


class AskBar(QFrame):
    """Hidden until ``ask``. ``answered`` carries the words; ``closed`` comes after it, or alone where they were given up."""

    answered = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, done: str, give_up: str, *more: QWidget, longest: int = 2000) -> None:
        """``more`` stands between the line and the buttons."""
        super().__init__()
        self.setProperty("role", "panel")
        self._words = label("", wrap=True)
        self.line = QLineEdit()
        self.line.setMaxLength(longest)
        self.line.returnPressed.connect(self.finish)
        take = button(theme, done, self.finish, icon="check", role="primary")
        away = button(theme, give_up, self.give_up, role="quiet")
        inside = row(self._words, self.line, *more, away, take)
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        inside.setStretch(0, 2)
        inside.setStretch(1, 4)
        self.setLayout(inside)
        self.hide()

    @property
    def asking(self) -> bool:
        """Whether it is on show."""
        return not self.isHidden()

    def ask(self, words: str, field: str, value: str = "", hint: str = "") -> None:
        """Ask for ``field`` of what ``words`` name; ``value`` stands there already."""
        self._words.setText(words)
        self.line.setAccessibleName(f"{words} · {field}")
        self.line.setPlaceholderText(hint or field)
        self.line.setText(value)
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def finish(self) -> None:
        """Take what stands there."""
        if self.asking:
            self.hide()
            self.answered.emit(self.line.text().strip())
            self.closed.emit()

    def give_up(self) -> None:
        """Take nothing."""
        self.hide()
        self.closed.emit()

    def settle(self) -> bool:
        """The person goes elsewhere: take what stands there, or give up an empty line; whether it was on show."""
        if not self.asking:
            return False
        if self.line.text().strip():
            self.finish()
        else:
            self.give_up()
        return True
