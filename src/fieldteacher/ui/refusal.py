"""What keeps the window from opening, said in a box of its own: there is no window yet to say it in."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.application import application

_TITLE = Text("驻企带队教师工作台", "Field teacher's desk")


def tell(text: Text, language: Language) -> None:
    """Show one sentence until the person closes it."""
    application()
    box = QMessageBox(QMessageBox.Icon.Warning, _TITLE.to(language), text.to(language))
    box.exec()
