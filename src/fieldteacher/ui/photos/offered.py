"""What is dropped or pasted: files, or a picture without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_TABLES = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".csv", ".tsv"}


def files_in(data: QMimeData) -> list[Path]:
    """The files and folders that are offered."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def picture_in(data: QMimeData) -> QImage | None:
    """The picture that is offered, where it comes without a file: a screenshot, one copied out of a chat."""
    picture = data.imageData() if data.hasImage() else None
    return picture if isinstance(picture, QImage) and not picture.isNull() else None


def is_roster(files: list[Path]) -> bool:
    """Whether it is one spreadsheet: dropped beside the strip it is meant as a roster."""
    return len(files) == 1 and files[0].suffix.lower() in _TABLES


class Offers(QObject):
    """Hands what is dropped on ``page`` or pasted in it to ``take``; in text boxes words stay words."""

    def __init__(self, page: QWidget, take: Callable[[QMimeData], bool]) -> None:
        """``take`` says whether it wants it."""
        super().__init__(page)
        self._page, self._take = page, take
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self.watch_inputs()

    def watch_inputs(self) -> None:
        """Keep text boxes from taking a dropped file as its name; call it again where new ones were made."""
        for kind in (QPlainTextEdit, QLineEdit):
            for box in self._page.findChildren(kind):
                inner = box.viewport() if isinstance(box, QPlainTextEdit) else box
                for each in {box, inner}:
                    each.removeEventFilter(self)
                    each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            assert isinstance(event, QDropEvent)
            return self._dropped(watched, event)
        if (
            kind == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
        ):
            data = QGuiApplication.clipboard().mimeData()
            wordless = picture_in(data) is not None and not data.hasText()
            return (wordless or bool(files_in(data))) and self._take(data)
        return False

    def _dropped(self, watched: QObject, event: QDropEvent) -> bool:
        data = event.mimeData()
        files = files_in(data)
        wanted = (bool(files) and not is_roster(files)) or (not files and picture_in(data) is not None)
        if watched is not self._page:
            # A text box lets go of files; they reach the page, which is asked next.
            if files:
                event.ignore()
            return bool(files)
        if not wanted:
            event.ignore()
            return True
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take(data)
        return True
