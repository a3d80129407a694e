"""Break text into lines and find the size at which it fits its place; nothing is ever cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.fonts import FontStack, clean

POINTS_PER_MM = 72 / 25.4

Align = Literal["left", "centre", "right"]

_TOKENS = re.compile(r"[A-Za-z0-9.,:/%+\-@_]+|[^\S\n]|[^\n]")
_NOT_FIRST = frozenset("，。、；：？！）》」』”’】〉〕…—·％%,.;:?!)]}")
_NOT_LAST = frozenset("（《「『“‘【〈〔([{")
_STEP = 0.25


class DoesNotFit(Exception):
    """The text is too long for its place even at the smallest size allowed there."""

    def __init__(self, text: str) -> None:
        super().__init__("text does not fit its place")
        self.text = text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text goes and how: sizes in points, the rectangle in mm from the top left of the page."""

    rect: Rect
    size: float = 9.0
    smallest: float = 4.5
    align: Align = "left"
    top: bool = False
    """Start at the top of the rectangle, else the lines stand in its middle."""
    bold: bool = False
    grey: bool = False
    padding: float = 1.2
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

    def width(self, text: str, size: float) -> float:
        """The length of ``text`` in points."""
        return sum(map(self.fonts.widths.__getitem__, text)) * size / 1000

    def set(self, text: str, place: Place) -> tuple[float, list[Line]]:
        """The size in points and the lines in which ``text`` stands at ``place``.

        Raises:
            DoesNotFit: if it is too long for the place.
        """
        text = clean(text).strip()
        rect = place.rect
        width = (rect.width - 2 * place.padding) * POINTS_PER_MM
        height = rect.height * POINTS_PER_MM
        size = place.size
        lines = self._one_line(text, size, width) or self.wrap(text, size, width)
        while not self._holds(lines, size, width, height, place):
            size -= _STEP
            if size < place.smallest:
                raise DoesNotFit(text)
            lines = self.wrap(text, size, width)
        return size, self._placed(lines, size, width, place)

    def wrap(self, text: str, size: float, width: float) -> list[str]:
        """``text`` in lines of at most ``width`` points: words and numbers stay whole where they can, closing
        punctuation never starts a line, opening punctuation never ends one."""
        widths = self.fonts.widths
        limit = width * 1000 / size
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line: list[str] = []
            used = 0.0
            for token in self._tokens(paragraph, limit):
                extent = sum(map(widths.__getitem__, token))
                if line and used + extent > limit:
                    carried = _carried(line, token)
                    lines.append("".join(line[: len(line) - len(carried)]).rstrip(" "))
                    line = carried
                    used = sum(widths[c] for part in line for c in part)
                    if not line and token == " ":
                        continue
                line.append(token)
                used += extent
            lines.append("".join(line))
        return lines

    def _tokens(self, paragraph: str, limit: float) -> list[str]:
        tokens: list[str] = []
        for token in _TOKENS.findall(paragraph):
            if len(token) > 1 and self.width(token, 1000) > limit:
                tokens += token
            else:
                tokens.append(token)
        return tokens

    def _one_line(self, text: str, size: float, width: float) -> list[str] | None:
        return [text] if "\n" not in text and self.width(text, size) <= width else None

    def _holds(self, lines: list[str], size: float, width: float, height: float, place: Place) -> bool:
        needed = size * (1 + (len(lines) - 1) * place.leading)
        return needed <= height and all(self.width(line, size) <= width + 0.01 for line in lines)

    def _placed(self, lines: list[str], size: float, width: float, place: Place) -> list[Line]:
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
        placed = []
        for number, line in enumerate(lines):
            x = left
            if place.align != "left":
                free = width - self.width(line, size)
                x += free / 2 if place.align == "centre" else free
            placed.append(Line(x, baseline - number * leading, line))
        return placed


def _carried(line: list[str], token: str) -> list[str]:
    """What must go to the next line together with ``token``, so that no line starts or ends badly."""
    count = 0
    while count < min(3, len(line) - 1):
        following = token if count == 0 else line[len(line) - count]
        if following[0] in _NOT_FIRST or line[len(line) - count - 1][-1] in _NOT_LAST:
            count += 1
        else:
            break
    return line[len(line) - count :]
