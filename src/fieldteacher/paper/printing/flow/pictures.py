"""Photos on a form: two in a row with captions, made as small as print needs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.flow.blocks import Picture, Pictures
from fieldteacher.paper.printing.flow.strips import (
    PADDING,
    SIDE,
    Group,
    Line,
    Setter,
    Strip,
    Type,
    row_strips,
)
from fieldteacher.paper.printing.flow.surface import INNER, Surface

_HEIGHT = 58.0
_CAPTION = Type(9, "centre")
_TITLE = Type(10.5, bold=True)
_ABSENT = Type(9, "centre", grey=True)
_DOTS = 180 / 25.4
"""Dots a millimetre: more is not seen on paper."""
LOGO_DOTS = 400 / 25.4
"""Of a logo, which has letters and edges."""
_QUALITY = 82
_LYING = (5, 6, 7, 8)
"""Orientations of a camera that was held upright: width and height change places."""


def pictures_group(block: Pictures, setter: Setter, left: float, width: float) -> Group:
    """Rows of two pictures in one frame, its title again on every page."""
    head: list[Strip] = []
    if block.title:
        head = row_strips([setter.cell(block.title, left, width, _TITLE)], _TITLE.leading, padding=1.1)
        head[-1].glue = True
    strips = list(head)
    each = width / 2
    for start in range(0, len(block.pictures), 2):
        strips.append(_row(block.pictures[start : start + 2], setter, left, each, block.absent))
    return Group(strips, gap=3.0, head=head, frame=(left, width))


def _row(pair: Sequence[Picture], setter: Setter, left: float, each: float, absent: str) -> Strip:
    captions = [setter.lines(picture.caption, each - 2 * SIDE, _CAPTION) for picture in pair]
    below = max(len(lines) for lines in captions) * _CAPTION.leading
    height = _HEIGHT + below + 2 * PADDING + 1.0

    def draw(surface: Surface, top: float) -> None:
        surface.content.rule(left, top, left + 2 * each, top, INNER)
        if len(pair) > 1:
            surface.content.rule(left + each, top, left + each, top + height, INNER)
        for number, (picture, lines) in enumerate(zip(pair, captions, strict=True)):
            place = Rect(left + number * each + SIDE, top + PADDING, each - 2 * SIDE, _HEIGHT)
            _show(surface, picture.load, place, setter.lines(absent, place.width, _ABSENT))
            for line_number, line in enumerate(lines):
                line(surface, place.x, place.bottom + 1.0 + line_number * _CAPTION.leading, place.width)

    return Strip(height, draw)


def _show(surface: Surface, load: Callable[[], bytes | None], place: Rect, absent: Sequence[Line]) -> None:
    fitted = fitting(load(), place)
    if fitted:
        surface.images.append(fitted)
        return
    for number, line in enumerate(absent):
        line(surface, place.x, place.y + place.height / 2 - 2 + number * _ABSENT.leading, place.width)


def fitting(data: bytes | None, place: Rect, fine: float = _DOTS) -> tuple[bytes, Rect] | None:
    """A picture as JPEG of the dots that print needs, and where it stands within ``place``; None if unreadable.

    It is turned as the camera says, and nothing else that the camera wrote, such as the position, goes along.
    """
    if not data:
        return None
    try:
        image = Image.open(io.BytesIO(data))
        noted = "exif" in image.info
        lying = noted and image.getexif().get(ExifTags.Base.Orientation, 1) in _LYING
        wide, high = image.size[::-1] if lying else image.size
        scale = min(place.width / wide, place.height / high)
        width, height = wide * scale, high * scale
        dots = (max(1, round(width * fine)), max(1, round(height * fine)))
        if noted or image.format != "JPEG" or image.mode not in ("RGB", "L") or wide > dots[0] * 1.5:
            # JPEG is read at a half, a quarter or an eighth of its size, which is many times faster.
            image.draft("RGB", (max(dots) * 2, max(dots) * 2))
            data = _made_small(image, dots)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    rect = Rect(place.x + (place.width - width) / 2, place.y + (place.height - height) / 2, width, height)
    return data, rect


def _made_small(image: Image.Image, dots: tuple[int, int]) -> bytes:
    small = ImageOps.exif_transpose(image)
    if small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info:
        # Paper is white where a picture lets it be seen.
        over = small.convert("RGBA")
        small = Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
    small = small.convert("RGB")
    small.thumbnail(dots)
    kept = io.BytesIO()
    small.save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()
