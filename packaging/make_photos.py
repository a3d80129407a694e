"""Draws the pictures that the demo's visits and papers carry: `python packaging/make_photos.py`.

They are flat drawings of nobody and nowhere, small enough to lie in the repository.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "resources" / "templates" / "photos"
WIDTH, HEIGHT = 800, 600
Pen = ImageDraw.ImageDraw


def workshop(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDTH, 380), fill="#d9dfe4")
    pen.rectangle((0, 380, WIDTH, HEIGHT), fill="#8f9a94")
    for x in range(40, WIDTH, 190):
        pen.rectangle((x, 60, x + 130, 170), fill="#b9d7ea", outline="#7d8a92", width=4)
        pen.rectangle((x, 300, x + 150, 440), fill="#3f6f8f")
        pen.rectangle((x + 20, 250, x + 90, 300), fill="#567f9b")
        pen.ellipse((x + 105, 320, x + 135, 350), fill="#e0a030")
    pen.line((0, 520, WIDTH, 520), fill="#f0c75e", width=14)


def meeting(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill="#ece5da")
    pen.rectangle((240, 60, 560, 230), fill="#ffffff", outline="#8a8a8a", width=6)
    for n, height in enumerate((50, 90, 70, 120)):
        pen.rectangle((290 + 60 * n, 210 - height, 325 + 60 * n, 210), fill="#4f86c0")
    pen.polygon(((120, 560), (680, 560), (590, 350), (210, 350)), fill="#a9754a")
    for x, y in ((170, 300), (320, 270), (470, 270), (620, 300)):
        pen.ellipse((x - 34, y - 34, x + 34, y + 34), fill="#d8b594")
        pen.pieslice((x - 60, y + 30, x + 60, y + 150), 180, 360, fill="#5b6f87")


def dormitory(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill="#e8eee6")
    pen.rectangle((0, 470, WIDTH, HEIGHT), fill="#c3ac8d")
    pen.rectangle((330, 80, 480, 260), fill="#bfe0f2", outline="#8a9ba3", width=8)
    for x in (50, 540):
        for y in (180, 360):
            pen.rectangle((x, y, x + 210, y + 34), fill="#7a9cc6")
            pen.rectangle((x + 6, y - 20, x + 60, y), fill="#ffffff")
        pen.line((x, 130, x, 500), fill="#5a646b", width=10)
        pen.line((x + 210, 130, x + 210, 500), fill="#5a646b", width=10)


def canteen(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill="#f4ecd8")
    for row in range(3):
        for place in range(4):
            x, y = 70 + 180 * place, 170 + 130 * row
            pen.rounded_rectangle((x, y, x + 130, y + 70), 12, fill="#c9863f")
            pen.ellipse((x + 20, y + 12, x + 66, y + 58), fill="#ffffff")
            pen.ellipse((x + 78, y + 18, x + 112, y + 52), fill="#7fae5c")
    pen.rectangle((0, 0, WIDTH, 90), fill="#a84b3c")


def paper(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill="#6d5a4a")
    pen.rectangle((190, 20, 610, 580), fill="#fbfaf5")
    pen.rectangle((290, 55, 510, 80), fill="#333333")
    for line in range(13):
        pen.rectangle((230, 115 + 28 * line, 570 - 70 * (line % 4 == 3), 121 + 28 * line), fill="#9a9a9a")
    pen.ellipse((440, 440, 560, 560), outline="#c8352f", width=8)
    pen.regular_polygon((500, 500, 26), 5, fill="#c8352f")


PICTURES: tuple[Callable[[Pen], None], ...] = (workshop, meeting, dormitory, canteen, paper)


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for draw in PICTURES:
        picture = Image.new("RGB", (WIDTH, HEIGHT))
        draw(ImageDraw.Draw(picture))
        picture.save(FOLDER / f"{draw.__name__}.jpg", quality=60, optimize=True)


if __name__ == "__main__":
    main()
