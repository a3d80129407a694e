"""The icons: one family of line drawings (Lucide, ISC licence), tinted to the theme and kept once made.

An icon is named as its file in ``resources/icons`` without ``.svg``.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """Makes icons out of the drawings in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._drawings: dict[str, str] = {}
        self._made: dict[tuple[str, str, int], QIcon] = {}

    @property
    def folder(self) -> Path:
        """Where the drawings are."""
        return self._folder

    def icon(self, name: str, colour: str, size: int) -> QIcon:
        """The icon ``name`` in ``colour`` (``#rrggbb``), ``size`` logical pixels square.

        Raises ``FileNotFoundError`` where there is no such drawing.
        """
        key = (name, colour, size)
        if key not in self._made:
            icon = QIcon()
            for scale in sorted({1.0, QGuiApplication.primaryScreen().devicePixelRatio()}):
                icon.addPixmap(self._draw(name, colour, size, scale))
            self._made[key] = icon
        return self._made[key]

    def _draw(self, name: str, colour: str, size: int, scale: float) -> QPixmap:
        if name not in self._drawings:
            self._drawings[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        drawing = self._drawings[name].replace("currentColor", colour).encode()
        pixels = round(size * scale)
        pixmap = QPixmap(pixels, pixels)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(drawing)).render(painter)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap
