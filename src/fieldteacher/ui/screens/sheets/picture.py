"""The straightened sheet, as wide as there is room, with the row that is being looked at; and a row cut out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldteacher.domain.sheet_readings import Area, RowReading
from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme

_AROUND = 3.0
"""Millimetres of paper above and below a row that is cut out."""
_LEAST_CUT, _MOST_CUT = 56, 112


class SheetPicture(QWidget):
    """Scrolls by itself to the row on show; the wheel scrolls too."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._pixmap = QPixmap()
        self._scale = 0.0
        self._open: Sequence[Area] = ()
        self._row: Area | None = None
        self._top = 0.0
        self._words = ""
        self.setAccessibleName(name)
        self.setMinimumSize(240, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_picture(self, image: QImage, scale: float, words: str = "") -> None:
        """Show a picture of ``scale`` pixels to a millimetre, or ``words`` where there is none.

        One that is as wide as this widget in the screen's own pixels is painted as it is, which is quick.
        """
        self._pixmap, self._scale, self._words = QPixmap.fromImage(image), scale, words
        self._follow()

    @property
    def wanted_width(self) -> int:
        """The width in the screen's own pixels at which a sheet is painted as it is."""
        return round(self.width() * self.devicePixelRatioF())

    def show_rows(self, row: RowReading | None, open: Sequence[RowReading]) -> None:
        """Mark the row that is looked at, and those that wait."""
        self._row = row.area if row is not None else None
        self._open = [each.area for each in open]
        self._follow()

    @property
    def _zoom(self) -> float:
        """Pixels of the screen to a pixel of the picture; what is no sheet is shown whole."""
        if self._pixmap.isNull():
            return 1.0
        wide = self.width() / self._pixmap.width()
        return wide if self._scale else min(wide, self.height() / self._pixmap.height())

    def _follow(self) -> None:
        if self._row is not None and self._scale:
            middle = (self._row.y + self._row.height / 2) * self._scale * self._zoom
            self._top = middle - self.height() / 2
        self._stay()

    def _stay(self) -> None:
        most = self._pixmap.height() * self._zoom - self.height()
        self._top = max(0.0, min(self._top, most))
        self.update()

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        self._top -= event.angleDelta().y() / 2
        self._stay()

    def resizeEvent(self, _event: object, /) -> None:
        self._follow()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("sunken"))
        if self._pixmap.isNull():
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(
                self.rect(), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._words
            )
            return
        zoom = self._zoom
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        wide = self._pixmap.width() * zoom
        left = (self.width() - wide) / 2
        place = QRectF(left, -self._top, wide, self._pixmap.height() * zoom)
        painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))
        if not self._scale:
            return
        for areas, colour, line in (
            (self._open, "warn", 1.5),
            ([self._row] if self._row else [], "accent", 2.5),
        ):
            painter.setPen(QPen(self._theme.colour(colour), line))
            for area in areas:
                painter.drawRect(_on_screen(area, self._scale * zoom, left, -self._top))


class CutOut(QWidget):
    """One row's boxes, enlarged: from half a pitch before the first box to half a pitch behind the last, so that what
    stands below in as many equal parts stands under its box."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._pixmap = QPixmap()
        self._from = QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LEAST_CUT)
        self.setAccessibleName(name)

    def show_row(self, pixmap_of: QImage, scale: float, row: RowReading, words: str) -> None:
        """Cut a row out of the straightened sheet; ``words`` say what is seen."""
        self.setAccessibleDescription(words)
        if pixmap_of.isNull() or not scale or len(row.boxes) < 2:
            self.hide()
            return
        boxes = row.boxes
        middles = [box.x + box.width / 2 for box in boxes]
        pitch = (middles[-1] - middles[0]) / (len(boxes) - 1)
        tops = [box.y for box in boxes]
        top = min(tops) - _AROUND
        bottom = max(box.y + box.height for box in boxes) + _AROUND
        cut = QRectF(middles[0] - pitch / 2, top, pitch * len(boxes), bottom - top)
        pixels = QRectF(cut.x() * scale, cut.y() * scale, cut.width() * scale, cut.height() * scale)
        self._pixmap = QPixmap.fromImage(pixmap_of.copy(pixels.toAlignedRect()))
        self._from = cut
        self._fit()
        self.show()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._pixmap = QPixmap()
        self.hide()

    def _fit(self) -> None:
        if self._from.width():
            wanted = self.width() * self._from.height() / self._from.width()
            self.setFixedHeight(int(max(_LEAST_CUT, min(_MOST_CUT, wanted))))

    def resizeEvent(self, _event: object, /) -> None:
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(320, _LEAST_CUT)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        if self._pixmap.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self._pixmap.rect())
        # As wide as there is room, so that the boxes stand above their buttons; what is too high is cut off evenly.
        high = whole.width() * self.height() / self.width()
        if high < whole.height():
            whole = QRectF(0, (whole.height() - high) / 2, whole.width(), high)
        painter.drawPixmap(QRectF(self.rect()), self._pixmap, whole)
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _on_screen(area: Area, scale: float, left: float, top: float) -> QRectF:
    at = QPointF(left + area.x * scale, top + area.y * scale)
    return QRectF(at.x(), at.y(), area.width * scale, area.height * scale).adjusted(
        -tokens.SPACE_XS / 2, 0, tokens.SPACE_XS / 2, 0
    )
