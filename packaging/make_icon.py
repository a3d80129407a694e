"""Draws resources/icon.svg as the icon file a system wants: ``python packaging/make_icon.py build/icon.ico`` (or .icns, .png)."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parents[1] / "resources" / "icon.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(size: int) -> Image.Image:
    """The icon, ``size`` pixels square."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data()))


def make(target: Path) -> Path:
    """Write the icon to ``target``; its suffix says the format."""
    app = QGuiApplication.instance() or QGuiApplication([])
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".ico":
        images = [draw(size) for size in SIZES]
        images[-1].save(target, sizes=[(size, size) for size in SIZES], append_images=images[:-1])
    else:
        draw(1024 if target.suffix == ".icns" else 256).save(target)
    del app
    return target


if __name__ == "__main__":
    make(Path(sys.argv[1]))
