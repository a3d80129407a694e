"""Dragging, dropping and pasting as a person does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget

from fieldteacher.ui.photos.strip import PhotoStrip

Wait = Callable[[], None]


def offer(*files: Path, picture: QImage | None = None) -> QMimeData:
    data = QMimeData()
    if files:
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    if picture is not None:
        data.setImageData(picture)
    return data


def drop(target: QWidget, data: QMimeData) -> bool:
    """Drag onto ``target`` and let go, as Qt does it: whoever does not accept passes it on to the parent."""
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    asked: QWidget | None = target
    while asked is not None:
        if asked.acceptDrops():
            enter = QDragEnterEvent(QPoint(5, 5), *how)
            enter.ignore()
            QApplication.sendEvent(asked, enter)
            if enter.isAccepted():
                QApplication.sendEvent(asked, QDropEvent(QPointF(5, 5), *how))
                return True
        asked = asked.parentWidget()
    return False


def red_picture() -> QImage:
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    return picture


def names(strip: PhotoStrip) -> list[str]:
    return [str(item["name"]) for item in strip.album.items]
