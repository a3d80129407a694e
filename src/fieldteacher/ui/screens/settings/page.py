"""One page of the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QLayout, QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import Failed, Then
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Scroll, box, column, label, row

R = TypeVar("R")
_WIDTH = 720


class Page(QWidget):
    """A heading, a banner for what concerns the whole page, and its parts below each other."""

    def __init__(self, ui: Ui, title: Text) -> None:
        super().__init__()
        self.ui = ui
        self.banner = Banner(ui.theme)
        self._body = column(label(ui.t(title), "heading"), self.banner, gap=tokens.SPACE_L)
        self._body.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_XL, tokens.SPACE_XL)
        self.setAccessibleName(ui.t(title))

    def lay(self, *parts: QWidget | QLayout | int, wide: bool = False) -> None:
        """Put the parts in place; a ``wide`` page takes all the height and does not scroll."""
        for part in parts:
            if isinstance(part, QWidget):
                self._body.addWidget(part, 1 if wide and part is parts[-1] else 0)
            elif isinstance(part, QLayout):
                self._body.addLayout(part)
            else:
                self._body.addSpacing(part)
        if not wide:
            self._body.addStretch(1)
        inside = box(self._body)
        inside.setMaximumWidth(_WIDTH)
        whole = row(inside)
        whole.addStretch(1)
        whole.setStretchFactor(inside, 100)
        if wide:
            self.setLayout(whole)
        else:
            self.setLayout(column(Scroll(box(whole), "plain")))

    def load(self) -> None:
        """Read what the page shows; called whenever it is come to."""

    def show_record(self, record: str, field: str) -> None:
        """Show a record that belongs to this page, at ``field``."""

    def leave(self) -> None:
        """Save what was entered; the person goes elsewhere."""

    def back(self) -> bool:
        """Esc: close something of its own and return ``True``."""
        return False

    def t(self, text: Text) -> str:
        """``text`` in the window's language."""
        return self.ui.t(text)

    def read(self, fn: Callable[[], R], then: Then[R], failed: Failed | None = None) -> None:
        """Read on another thread, then show."""
        self.ui.runner.read(fn, then, failed, owner=self)

    def change(self, fn: Callable[[], R], then: Then[R] | None = None, failed: Failed | None = None) -> None:
        """Change something on the writer thread."""
        self.ui.runner.change(fn, then, failed, owner=self)

    def look_around(self) -> None:
        """Let the status line read again what is no record: the owner, the last backup."""
        self.ui.runner.changed.emit(ChangeSet())
