"""A telephone number to read across a desk and to copy with one key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import column, icon_button, label, row


class PhoneRow(QWidget):
    """Whose number, the number in large figures, a copy button. ``copied`` is told what was copied."""

    def __init__(
        self,
        theme: Theme,
        whose: str,
        number: str,
        copy_name: str,
        copied: Callable[[str], object],
        key: str = "",
        *beside: QWidget,
    ) -> None:
        """``key`` is shown beside the button: the one that copies this number from anywhere on the screen.

        ``beside`` stands behind it. Without a number there is nothing to copy.
        """
        super().__init__()
        self.number = number
        self._copied = copied
        if not number:
            self.setLayout(row(label(whose), -1, *beside, gap=tokens.SPACE_S))
            return
        shown = label(spaced(number), "phone", selectable=True)
        shown.setAccessibleName(f"{whose} {number}")
        name = f"{copy_name} ({key})" if key else copy_name
        self.copy_button = icon_button(theme, name, self.copy, icon="copy")
        words = column(label(whose, "small"), shown, gap=0)
        self.setLayout(row(words, -1, label(key, "small"), self.copy_button, *beside, gap=tokens.SPACE_S))

    def copy(self) -> None:
        """Put the number on the clipboard."""
        QGuiApplication.clipboard().setText(self.number)
        self._copied(self.number)


def spaced(number: str) -> str:
    """A mobile number in groups of 3-4-4; anything else as it is."""
    if len(number) == 11 and number.isdigit() and number.startswith("1"):
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number
