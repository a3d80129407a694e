"""Bars in the colours of the theme: a line for each group, its words before it and its number behind it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldteacher.domain.plots import Bars
from fieldteacher.domain.text import Language
from fieldteacher.ui import tokens
from fieldteacher.ui.theme import Theme

_LINE, _BAR, _LEGEND = 22, 12, 24
_WIDEST_WORDS = 0.38
_TONES = {
    1: ("accent",), 2: ("accent", "warn"), 3: ("accent", "neutral", "warn"), 4: ("good", "accent", "bad", "neutral"),
    5: ("good", "accent", "neutral", "warn", "bad"),
}  # fmt: skip
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class BarsView(QWidget):
    """Draws ``Bars`` of up to five series; told in words to those who cannot see it."""

    def __init__(self, theme: Theme, plot: Bars, language: Language) -> None:
        super().__init__()
        self._theme, self._plot, self._language = theme, plot, language
        self.setAccessibleName(plot.title.to(language))
        self.setAccessibleDescription(plot.told(language))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        lines = len(self._plot.groups) * (1 if self._plot.stacked else len(self._plot.series))
        gaps = 0 if self._plot.stacked or len(self._plot.series) == 1 else 6 * len(self._plot.groups)
        return QSize(320, lines * _LINE + gaps + (_LEGEND if len(self._plot.series) > 1 else 0))

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot, metrics = self._plot, QFontMetricsF(self.font())
        words = [each.to(self._language) for each in plot.groups]
        left = min(max(map(metrics.horizontalAdvance, words), default=0.0), self.width() * _WIDEST_WORDS)
        left += tokens.SPACE_S
        values = [
            sum(each.values[n] for each in plot.series) if plot.stacked else max(each.values[n] for each in plot.series)
            for n in range(len(plot.groups))
        ]  # fmt: skip
        most = max(values, default=0) or 1
        room = self.width() - left - metrics.horizontalAdvance(plot.shown(most)) - tokens.SPACE_M
        top = 0.0
        if len(plot.series) > 1:
            self._legend(painter, metrics)
            top = _LEGEND
        for number, name in enumerate(words):
            height = _LINE * (1 if plot.stacked else len(plot.series))
            painter.setPen(self._theme.colour("text"))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - tokens.SPACE_S)
            painter.drawText(QRectF(0, top, left - tokens.SPACE_S, height), _RIGHT, shown)
            self._bars(painter, metrics, number, QPointF(left, top), room / most)
            top += height + (0 if plot.stacked or len(plot.series) == 1 else 6)

    def _bars(
        self, painter: QPainter, metrics: QFontMetricsF, number: int, at: QPointF, scale: float
    ) -> None:
        plot, x, y = self._plot, at.x(), at.y()
        for each, tone in zip(plot.series, _TONES[len(plot.series)], strict=True):
            value = each.values[number]
            bar = QRectF(x, y + (_LINE - _BAR) / 2, value * scale, _BAR)
            painter.fillRect(bar, self._theme.colour(tone))
            if plot.stacked:
                words = plot.shown(value)
                if value and bar.width() > metrics.horizontalAdvance(words) + 4:
                    painter.setPen(self._theme.colour("surface"))
                    painter.drawText(bar.adjusted(0, -4, 0, 4), _CENTRE, words)
                x = bar.right()
            else:
                painter.setPen(self._theme.colour("muted"))
                painter.drawText(QRectF(bar.right() + 6, y, 80, _LINE), _LEFT, plot.shown(value))
                y += _LINE
        if plot.stacked:
            total = sum(each.values[number] for each in plot.series)
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(QRectF(x + 6, y, 80, _LINE), _LEFT, plot.shown(total))

    def _legend(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        x = 0.0
        for each, tone in zip(self._plot.series, _TONES[len(self._plot.series)], strict=True):
            words = each.label.to(self._language)
            painter.fillRect(QRectF(x, 7, 10, 10), self._theme.colour(tone))
            painter.setPen(self._theme.colour("muted"))
            wide = metrics.horizontalAdvance(words)
            painter.drawText(QRectF(x + 14, 0, wide + 2, _LEGEND), _LEFT, words)
            x += wide + 14 + tokens.SPACE_L
