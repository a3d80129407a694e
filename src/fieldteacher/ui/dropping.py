"""Files dropped on a window, and files that the desktop wants the running program to open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Calls ``dropped`` with the file that is dropped on ``target``; anything but one file is not taken, nor a photo."""

    def __init__(self, target: QWidget, dropped: Callable[[Path], object]) -> None:
        super().__init__(target)
        self._dropped = dropped
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        assert isinstance(event, QDropEvent)
        file = _one_file(event.mimeData())
        if file is None:
            event.ignore()
        else:
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self._dropped(file)
        return True


class OpenedFiles(QObject):
    """Calls ``opened`` with each file that macOS wants the program to open: it sends an event instead of starting it anew.

    To be installed as the application's event filter.
    """

    def __init__(self, parent: QObject, opened: Callable[[Path], object]) -> None:
        super().__init__(parent)
        self._opened = opened

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._opened(Path(event.file()))
        return True


_PHOTOS = {".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".gif", ".bmp"}


def _one_file(data: QMimeData) -> Path | None:
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return None if file.suffix.lower() in _PHOTOS else file
