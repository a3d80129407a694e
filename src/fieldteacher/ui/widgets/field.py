"""A named input with room for what is wrong with it, for settings and dialogs that edit no record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import button, column, label, refresh, row


class Field(QWidget):
    """The name above, the input with what belongs beside it, help and problem below."""

    def __init__(self, name: str, entry: QWidget, *beside: QWidget | int, help: str = "") -> None:
        super().__init__()
        self._entry = entry
        head = label(name, "small")
        head.setBuddy(entry)
        entry.setAccessibleName(name)
        entry.setAccessibleDescription(help)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        inside = column(head, row(entry, *beside), gap=tokens.SPACE_XS)
        if help:
            inside.addWidget(label(help, "small", wrap=True))
        inside.addWidget(self._problem)
        self.setLayout(inside)
        if isinstance(entry, QLineEdit):
            entry.textEdited.connect(lambda _: self.clear())

    @property
    def problem(self) -> str:
        """What is said to be wrong; empty where nothing is."""
        return self._problem.text()

    def say(self, words: str) -> None:
        """Say what is wrong and go there."""
        self._problem.setText(words)
        self._problem.show()
        self._entry.setAccessibleDescription(words)
        self._mark(True)
        self._entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing is wrong any more."""
        if self._problem.text():
            self._problem.clear()
            self._problem.hide()
            self._mark(False)

    def _mark(self, wrong: bool) -> None:
        self._entry.setProperty("problem", wrong)
        refresh(self._entry)


def password_line(theme: Theme, show: str) -> QLineEdit:
    """A line for a password, with an eye at its end (named ``show``) that makes it readable."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setMaxLength(200)
    eye = QAction(theme.icon("eye"), show, line)
    eye.setCheckable(True)

    def toggle(on: bool) -> None:
        line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        eye.setIcon(theme.icon("eye-off" if on else "eye"))

    eye.toggled.connect(toggle)
    line.addAction(eye, QLineEdit.ActionPosition.TrailingPosition)
    return line


class PathLine(QWidget):
    """A file or folder the person picks; ``chosen`` carries its path. ``ask`` opens the picker."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, name: str, choose: str, ask: Callable[[], Path | None], *, hint: str = ""
    ) -> None:
        super().__init__()
        self._ask = ask
        self._path: Path | None = None
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(name)
        self.button = button(theme, choose, self._choose)
        self.button.setAccessibleName(f"{name}: {choose}")
        self.setLayout(row(self.line, self.button))
        self.setFocusProxy(self.button)

    @property
    def path(self) -> Path | None:
        """What was picked."""
        return self._path

    def set_path(self, path: Path | None) -> None:
        """Show ``path``."""
        self._path = path
        self.line.setText("" if path is None else str(path))
        self.line.setCursorPosition(0)
        self.line.setToolTip(self.line.text())

    def _choose(self) -> None:
        path = self._ask()
        if path is not None:
            self.set_path(path)
            self.chosen.emit(path)
