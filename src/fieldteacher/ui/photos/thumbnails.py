"""Small pictures of photos, made on another thread, one at a time, and kept for as long as there is room."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap, QPixmapCache

from fieldteacher.domain.errors import UserError
from fieldteacher.ui.context import Ui

PHOTO = "image/jpeg"


def decoded(content: bytes, within: QSize, *, fill: bool = False) -> QImage:
    """A photo at about the size ``within``, in pixels: inside it, or (``fill``) cut so that it fills it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    how = Qt.AspectRatioMode.KeepAspectRatioByExpanding if fill else Qt.AspectRatioMode.KeepAspectRatio
    size = reader.size()
    if size.isValid() and (fill or size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, how))
    image = reader.read()
    if fill and not image.isNull():
        left, top = (image.width() - within.width()) // 2, (image.height() - within.height()) // 2
        image = image.copy(QRect(max(left, 0), max(top, 0), within.width(), within.height()))
    return image


class Thumbnails(QObject):
    """``made`` when one more can be shown."""

    made = Signal()

    def __init__(self, ui: Ui, size: QSize, parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._size = ui, size
        self._wanted: deque[tuple[str, float]] = deque()
        self._asked: set[str] = set()
        self._lost: set[str] = set()
        self._busy = False

    def get(self, sha256: str, scale: float) -> QPixmap | None:
        """The small picture where it is there; else it is made, and ``made`` tells."""
        found = QPixmap()
        if QPixmapCache.find(self._key(sha256, scale), found):
            return found
        if sha256 not in self._asked and sha256 not in self._lost:
            self._asked.add(sha256)
            self._wanted.append((sha256, scale))
            self._next()
        return None

    def lost(self, sha256: str) -> bool:
        """Whether the content is not here, or cannot be shown."""
        return sha256 in self._lost

    def again(self) -> None:
        """What was lost may be here by now."""
        self._lost.clear()

    def _key(self, sha256: str, scale: float) -> str:
        return f"photo {sha256} {self._size.width()} {scale}"

    def _next(self) -> None:
        if self._busy or not self._wanted:
            return
        self._busy = True
        (sha256, scale), service, size = self._wanted.popleft(), self._ui.services, self._size * 1

        def make() -> QImage:
            return decoded(service.attachments.content(sha256), size * scale, fill=True)

        def there(image: QImage) -> None:
            self._busy = False
            self._asked.discard(sha256)
            if image.isNull():
                self._lost.add(sha256)
            else:
                image.setDevicePixelRatio(scale)
                QPixmapCache.insert(self._key(sha256, scale), QPixmap.fromImage(image))
            self.made.emit()
            self._next()

        def failed(_error: UserError) -> None:
            there(QImage())

        self._ui.runner.read(make, there, failed, owner=self)
