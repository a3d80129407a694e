"""Standing columns in the colours of the theme: how many fall into each class of marks, and where the limit lies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme

_HEIGHT, _FOOT, _HEAD, _GAP = 168, 22, 26, 3
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


class HistogramView(QWidget):
    """Draws counts of classes that follow each other; those below ``limit`` in another colour, behind a dashed line."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Sequence[int] = ()
        self._edges: Sequence[int] = ()
        self._limit, self._limit_words = 0, ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_counts(self, counts: Sequence[int], edges: Sequence[int], limit: int, limit_words: str) -> None:
        """Show ``counts`` between ``edges`` (one more than counts, rising); ``limit`` lies among these."""
        self._counts, self._edges = counts, edges
        self._limit, self._limit_words = limit, limit_words
        told = (f"{low}–{high}: {n}" for low, high, n in zip(edges, edges[1:], counts, strict=False) if n)
        self.setAccessibleDescription("; ".join((limit_words, *told)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _HEIGHT)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter, metrics = QPainter(self), QFontMetricsF(self.font())
        most = max(self._counts, default=0)
        if not most:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, ground = self._theme.colour, self.height() - _FOOT
        margin = metrics.horizontalAdvance(str(self._edges[-1])) / 2 + 2
        wide = (self.width() - 2 * margin) / len(self._counts)
        for place, count in enumerate(self._counts):
            high = (ground - _HEAD) * count / most
            column = QRectF(margin + place * wide + _GAP / 2, ground - high, wide - _GAP, high)
            painter.fillRect(column, colour("accent" if self._edges[place] >= self._limit else "bad"))
            if count:
                painter.setPen(colour("muted"))
                above = QRectF(column.left() - _GAP, column.top() - 18, wide + _GAP, 18)
                painter.drawText(above, _CENTRE, str(count))
        self._axis(painter, metrics, margin, wide)
        painter.end()

    def _axis(self, painter: QPainter, metrics: QFontMetricsF, margin: float, wide: float) -> None:
        colour, ground = self._theme.colour, self.height() - _FOOT
        painter.setPen(colour("edge"))
        painter.drawLine(QPointF(margin, ground + 0.5), QPointF(self.width() - margin, ground + 0.5))
        painter.setPen(colour("muted"))
        step = max(1, -(-int(metrics.horizontalAdvance("000") + tokens.SPACE_S) // max(1, int(wide))))
        for place, edge in enumerate(self._edges):
            if place % step == 0:
                room = QRectF(margin + place * wide - 24, ground + 2, 48, _FOOT - 2)
                painter.drawText(room, _CENTRE, str(edge))
        inside = [n for n, edge in enumerate(self._edges) if edge <= self._limit]
        if not inside or self._limit > self._edges[-1]:
            return
        low, high = self._edges[inside[-1]], self._edges[min(inside[-1] + 1, len(self._edges) - 1)]
        share = (self._limit - low) / (high - low) if high > low else 0
        x = margin + (inside[-1] + share) * wide
        painter.setPen(QPen(colour("warn"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 4), QPointF(x, ground))
        painter.setPen(colour("warn"))
        left = x + 6 + metrics.horizontalAdvance(self._limit_words) > self.width()
        at = x - 6 - metrics.horizontalAdvance(self._limit_words) if left else x + 6
        painter.drawText(QPointF(at, 12), self._limit_words)
