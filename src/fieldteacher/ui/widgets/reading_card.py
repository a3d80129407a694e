"""What was recorded, for reading: a name, words below it, and a body of headings and paragraphs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fieldteacher.domain.text import Text, begun
from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import (
    Scroll,
    box,
    button,
    clear,
    column,
    headline,
    icon_button,
    label,
    row,
)
from fieldteacher.ui.widgets.flow import Flow

DELETE = Text("删除（Del）", "Delete (Del)")


class ReadingCard(QWidget):
    """``asked`` carries what a button or key wants. A screen fills ``body`` after ``start``."""

    asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._name = label("", "heading", wrap=True, selectable=True)
        self._under = label("", "muted", wrap=True)
        self._buttons, self._delete = Flow(tokens.SPACE_S), row()
        self.body = self._upper = column(gap=tokens.SPACE_M)
        self.files = column()
        """What stays when another record is shown."""
        self._lower = column(gap=tokens.SPACE_M)
        inside = column(
            column(headline(self._name, self._delete), self._under, gap=2),
            self._buttons,
            self._upper,
            self.files,
            self._lower,
            -1,
            gap=tokens.SPACE_M,
        )
        inside.setContentsMargins(tokens.SPACE_XL, tokens.SPACE_L, tokens.SPACE_L, tokens.SPACE_XL)
        self._scroll = Scroll(box(inside, "surface"))
        self.setLayout(column(self._scroll, gap=0))

    def start(self, name: str, *under: str | None) -> None:
        """Begin a new card."""
        if begun(name) != self._name.text():
            self._scroll.verticalScrollBar().setValue(0)
        self._name.setText(begun(name))
        self._under.setText(" · ".join(filter(None, under)))
        self._under.setVisible(bool(self._under.text()))
        self.setAccessibleName(name)
        clear(self._buttons)
        clear(self._delete)
        self.body = self._upper
        for part in (self._upper, self._lower):
            clear(part)

    def add_button(
        self, words: str, wanted: str, *, icon: str = "", tip: str = "", role: str = ""
    ) -> QPushButton:
        """A button below the name that asks for ``wanted``; ``tip`` names its key."""
        ask: Callable[[], None] = lambda: self.asked.emit(wanted)  # noqa: E731
        made = button(self.theme, words, ask, icon=icon, tip=tip, role=role)
        self._buttons.addWidget(made)
        return made

    def end_buttons(self, delete: str) -> None:
        """No more buttons but the one at the end of the name that asks for ``delete``, and is named so."""
        self._delete.addWidget(
            icon_button(self.theme, delete, lambda: self.asked.emit("delete"), icon="trash-2")
        )

    def below_files(self) -> None:
        """What is added from here on stands below the photos and files."""
        self.body = self._lower

    def heading(self, words: str) -> None:
        """A heading in the body."""
        self.body.addSpacing(tokens.SPACE_S)
        self.body.addWidget(label(begun(words), "title"))

    def paragraph(self, head: str, words: str | None) -> None:
        """Words under a small heading; left out where there are none."""
        if not words:
            return
        body = label(words, wrap=True, selectable=True)
        body.setAccessibleName(f"{head}: {words}")
        self.body.addLayout(column(label(head, "small"), body, gap=2))

    def copy_phone(self, key: str = "F8") -> None:
        """There is no number on this card."""
