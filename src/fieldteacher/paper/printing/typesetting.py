"""Break text into lines and find the size at which it fits its place; nothing is ever cut off."""

from __future__ import annotations

import math
import string
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.fonts import FontStack, clean

POINTS_PER_MM = 72 / 25.4

Align = Literal["left", "centre", "right"]

_WORD = frozenset(string.ascii_letters + string.digits + ".,:/%+-@_")
_NOT_FIRST = frozenset("，。、；：？！）》」』”’】〉〕…—·％%,.;:?!)]}")
_NOT_LAST = frozenset("（《「『“‘【〈〔([{")
_SPACES = " \u3000"
_STEP = 0.25
_WIDOW = 4


class DoesNotFit(Exception):
    """The text is too long for its place even at the smallest size allowed there."""

    def __init__(self, text: str) -> None:
        super().__init__("text does not fit its place")
        self.text = text


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a text goes and how: sizes in points, the rectangle in mm from the top left of the page.

    Compared by identity: the places of a form are made once and looked up for every page.
    """

    rect: Rect
    size: float = 9.0
    smallest: float = 4.5
    align: Align = "left"
    top: bool = False
    """Start at the top of the rectangle, else the lines stand in its middle."""
    one_line: bool = False
    """Become smaller rather than break the line."""
    bold: bool = False
    grey: bool = False
    padding: float = 1.2
    """Left free at both sides; above and below it is ``margin``."""
    margin: float = 0.45
    leading: float = 1.3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of set text: its left end and baseline in PDF points from the bottom left of the page."""

    x: float
    y: float
    text: str


class Typesetter:
    """Sets text in the fonts of one stack."""

    def __init__(self, fonts: FontStack, page_height: float) -> None:
        self.fonts = fonts
        self._height = page_height
        self._rooms: dict[Place, tuple[float, float]] = {}
        """Width and height in points that a place has for text."""

    def width(self, text: str, size: float) -> float:
        """The length of ``text`` in points."""
        return sum(map(self.fonts.widths.__getitem__, text)) * size / 1000

    def set(self, text: str, place: Place) -> tuple[float, list[Line]]:
        """The size in points and the lines in which ``text`` stands at ``place``.

        Raises:
            DoesNotFit: if it is too long for the place.
        """
        text = clean(text).strip()
        room = self._rooms.get(place)
        if room is None:
            room = self._rooms[place] = (
                (place.rect.width - 2 * place.padding) * POINTS_PER_MM,
                (place.rect.height - 2 * place.margin) * POINTS_PER_MM,
            )
        (width, height), size = room, place.size
        if "\n" not in text and place.smallest <= size <= height:  # most values: one short line
            length = sum(map(self.fonts.widths.__getitem__, text))
            if length * size <= width * 1000:
                return size, self._placed([(text, length * size / 1000)], size, width, place)
        paragraphs = [_Paragraph(part, self.fonts.widths) for part in text.split("\n")]
        ems = sum(paragraph.length for paragraph in paragraphs) / 1000
        while size >= place.smallest:
            # As many lines as an unbroken text would need: saves breaking it at sizes that cannot do.
            least = 1 if place.one_line else max(len(paragraphs), math.ceil(ems * size / width - 0.001))
            if size * (1 + (least - 1) * place.leading) <= height:
                lines = _broken(paragraphs, size, width, place)
                if lines is not None and size * (1 + (len(lines) - 1) * place.leading) <= height:
                    size, lines = _without_widow(paragraphs, lines, size, width, place)
                    return size, self._placed(lines, size, width, place)
            size -= _STEP
        raise DoesNotFit(text)

    def _placed(self, lines: list[tuple[str, float]], size: float, width: float, place: Place) -> list[Line]:
        rect = place.rect
        leading = size * place.leading
        left = (rect.x + place.padding) * POINTS_PER_MM
        top = (self._height - rect.y) * POINTS_PER_MM
        if place.top:
            baseline = top - size * 0.88
        else:
            # The middle of a hanzi lies 0.38 em above its baseline.
            middle = top - rect.height * POINTS_PER_MM / 2
            baseline = middle + (len(lines) - 1) * leading / 2 - size * 0.38
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[place.align]
        return [
            Line(left + share * (width - length), baseline - number * leading, line)
            for number, (line, length) in enumerate(lines)
        ]


def wrapped(text: str, widths: Mapping[str, float], size: float, width: float) -> list[tuple[str, float]]:
    """``text`` (cleaned) in lines of at most ``width`` points, with their lengths; nothing is left out.

    A single character that is wider than that gets a line of its own.
    """
    limit, scale = width * 1000 / size + 0.001, size / 1000
    text = clean(text)
    if "\n" not in text:  # most cells of most tables: one short line
        short = text.rstrip()
        length = sum(map(widths.__getitem__, short))
        if length <= limit:
            return [(short, length * scale)]
    return [
        (line, length * scale)
        for part in text.split("\n")
        for line, length in _Paragraph(part.rstrip(), widths).forced(limit)
    ]


class _Paragraph:
    """Text without line ends and the running sum of its advances, in thousandths of the type size."""

    def __init__(self, text: str, widths: Mapping[str, float]) -> None:
        self.text = text
        self.sums = list(accumulate(map(widths.__getitem__, text), initial=0.0))

    @property
    def length(self) -> float:
        return self.sums[-1]

    def broken(self, limit: float) -> list[tuple[str, float]] | None:
        """Lines of at most ``limit``, with their lengths: words and numbers stay whole where they can, closing
        punctuation never starts a line, opening punctuation never ends one. None if a character is wider."""
        lines = self.forced(limit)
        return None if any(length > limit + 0.001 for _, length in lines) else lines

    def forced(self, limit: float) -> list[tuple[str, float]]:
        """The same, but a character that is wider stands in a line of its own."""
        text, sums, start, size = self.text, self.sums, 0, len(self.text)
        lines = []
        while True:
            end = max(bisect_right(sums, sums[start] + limit, start) - 1, min(start + 1, size))
            if end >= size:
                lines.append((text[start:], sums[size] - sums[start]))
                return lines
            end = _break_before(text, start, end)
            stop = end
            while stop > start and text[stop - 1] in _SPACES:
                stop -= 1
            lines.append((text[start:stop], sums[stop] - sums[start]))
            start = end
            while start < size and text[start] in _SPACES:
                start += 1


def _broken(
    paragraphs: list[_Paragraph], size: float, width: float, place: Place
) -> list[tuple[str, float]] | None:
    """All lines with their lengths in points, or None where the size is too large."""
    limit = width * 1000 / size + 0.001
    scale = size / 1000
    lines: list[tuple[str, float]] = []
    for paragraph in paragraphs:
        part = paragraph.broken(limit)
        if part is None or (place.one_line and len(part) > 1):
            return None
        lines += [(text, length * scale) for text, length in part]
    return lines


def _without_widow(
    paragraphs: list[_Paragraph], lines: list[tuple[str, float]], size: float, width: float, place: Place
) -> tuple[float, list[tuple[str, float]]]:
    """A little smaller, where that spares a last line of a few characters."""
    if len(lines) < 2 or len(lines[-1][0]) > _WIDOW or len(paragraphs) > 1:
        return size, lines
    for smaller in (size - _STEP, size - 2 * _STEP, size - 3 * _STEP):
        fewer = _broken(paragraphs, smaller, width, place) if smaller >= place.smallest else None
        if fewer is not None and len(fewer) < len(lines):
            return smaller, fewer
    return size, lines


def _break_before(text: str, start: int, end: int) -> int:
    """The best place to break at or before ``end``."""
    place = end
    while place > start + 1 and _keeps_together(text[place - 1], text[place]):
        place -= 1
    if place == start + 1 and _keeps_together(text[start], text[start + 1]):
        return end
    return place


def _keeps_together(before: str, after: str) -> bool:
    return after in _NOT_FIRST or before in _NOT_LAST or (before in _WORD and after in _WORD)
