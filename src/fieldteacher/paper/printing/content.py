"""Write PDF page content: one block of lines and areas, one block of text, both as compact operators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reportlab.pdfgen.canvas import Canvas

from fieldteacher.paper.layout.geometry import PAGE_HEIGHT, PAGE_WIDTH, Rect
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM, Place, Typesetter

PAGE_SIZE = (PAGE_WIDTH * POINTS_PER_MM, PAGE_HEIGHT * POINTS_PER_MM)
_MOST_REMEMBERED = 20_000
_BLACK = re.compile("#+")
_CHUNK = 7
"""Cells of a bitmap whose operators are remembered together: few enough to come back often."""
_PLAIN = "0 Tr 0 g"

_Piece = tuple[str, str, str]
"""Font with size, rendering, and the operators that show one piece of a line."""


class DocumentText:
    """The text of one PDF document, encoded in the font subsets of that document and remembered.

    Names of a class or an enterprise come back on many pages: what was set once is written again as it is.
    """

    def __init__(self, fonts: FontStack, canvas: Canvas) -> None:
        self.fonts = fonts
        self.setter = Typesetter(fonts, PAGE_HEIGHT)
        self._document = canvas._doc
        self._names: dict[tuple[str, int], str] = {}
        self._remembered: dict[tuple[Place, str], list[_Piece]] = {}
        self._shown: dict[str, list[tuple[str, str]]] = {}

    def pieces(self, text: str, place: Place) -> list[_Piece]:
        """The operators that show ``text`` at ``place``; raises ``DoesNotFit``."""
        key = (place, text)
        known = self._remembered.get(key)
        if known is None:
            known = self._set(text, place)
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[key] = known
        return known

    def shown(self, line: str) -> list[tuple[str, str]]:
        """The font's name and the operator for each piece of one line of cleaned text."""
        known = self._shown.get(line)
        if known is None:
            known = []
            for font, run in self.fonts.runs(line):
                for subset, codes in font.splitString(run, self._document):
                    name = self._names.get((font.fontName, subset))
                    if name is None:
                        name = font.getSubsetInternalName(subset, self._document)
                        self._names[font.fontName, subset] = name
                    known.append((name, f"<{codes.hex()}>Tj"))
            if len(self._shown) < _MOST_REMEMBERED:
                self._shown[line] = known
        return known

    def _set(self, text: str, place: Place) -> list[_Piece]:
        size, lines = self.setter.set(text, place)
        style = _style(size, bold=place.bold, grey=place.grey)
        pieces: list[_Piece] = []
        for line in lines:
            position = f"1 0 0 1 {line.x:.2f} {line.y:.2f} Tm "
            for name, show in self.shown(line.text):
                pieces.append((f"{name} {size:g} Tf", style, f"{position}{show}"))
                position = ""
        return pieces


class Content:
    """The content of one page or one form, in mm from the top left."""

    def __init__(self, text: DocumentText) -> None:
        self._text = text
        self._drawing: list[str] = []
        self._words: list[str] = []
        self._font = ""
        self._style = _PLAIN
        self._line_width = -1.0

    def write(self, text: str, place: Place) -> None:
        """Text at a place; raises ``DoesNotFit``."""
        for font, style, show in self._text.pieces(text, place):
            self._add(font, style, show)

    def line(
        self, text: str, x: float, y: float, size: float, *, bold: bool = False, grey: bool = False
    ) -> None:
        """One line of cleaned text that starts at ``x`` on the baseline ``y``."""
        self._show(text, x, y, size, _style(size, bold=bold, grey=grey))

    def unseen(self, text: str, x: float, y: float, size: float) -> None:
        """Text that is found and copied but not seen: what a drawn sign stands for."""
        self._show(text, x, y, size, "3 Tr")

    def _show(self, text: str, x: float, y: float, size: float, style: str) -> None:
        position = f"1 0 0 1 {x * POINTS_PER_MM:.2f} {(PAGE_HEIGHT - y) * POINTS_PER_MM:.2f} Tm "
        for name, show in self._text.shown(text):
            self._add(f"{name} {size:g} Tf", style, f"{position}{show}")
            position = ""

    def _add(self, font: str, style: str, show: str) -> None:
        words = self._words
        if font != self._font:
            self._font = font
            words.append(font)
        if style != self._style:
            self._style = style
            words.append(style)
        words.append(show)

    def frame(self, rect: Rect, line: float) -> None:
        """The outline of ``rect``, ``line`` mm wide, its middle on the rectangle."""
        self._pen(line)
        self._drawing.append(f"{_rect(rect)} re S")

    def rule(self, x1: float, y1: float, x2: float, y2: float, line: float) -> None:
        """A straight line."""
        self.path(((x1, y1), (x2, y2)), line)

    def path(self, points: Sequence[tuple[float, float]], line: float) -> None:
        """A line through ``points``."""
        self._pen(line)
        self._drawing.append(_steps(tuple(points)))

    def fill(self, rects: Sequence[Rect]) -> None:
        """Solid black areas, painted in one go so that neighbours leave no seam."""
        self._drawing.append(" ".join(f"{_rect(rect)} re" for rect in rects) + " f")

    def shade(self, rect: Rect, grey: float) -> None:
        """An area of one grey: 0 is black, 1 white."""
        self._drawing.append(f"q {_number(grey)} g {_rect(rect)} re f Q")

    def polygon(self, points: Sequence[tuple[float, float]], grey: float) -> None:
        """A closed area of one grey through ``points``."""
        steps = _steps(tuple(points)).removesuffix(" S")
        self._drawing.append(f"q {_number(grey)} g {steps} f Q")

    def bitmap(self, lines: Sequence[str], rect: Rect) -> None:
        """A black-and-white picture, scaled to ``rect``; ``#`` is black.

        Drawn as one path of horizontal runs in whole numbers: short, and sharp at every resolution
        (viewers smooth small images when they enlarge them).
        """
        columns = range(0, len(lines[0]), _CHUNK)
        runs = "".join(_runs(line[x : x + _CHUNK], x, y) for y, line in enumerate(lines) for x in columns)
        wide, high = rect.width / len(lines[0]), rect.height / len(lines)
        matrix = f"{_pt(wide)} 0 0 -{_pt(high)} {_pt(rect.x)} {_up(rect.y)} cm"
        self._drawing.append(f"q {matrix} {runs}f Q")

    def watermark(
        self, text: str, size: float, middle: tuple[float, float] = (PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    ) -> None:
        """Large pale text across the page; to be written before everything else."""
        place = Place(Rect(-60.0, -30.0, 120.0, 60.0), size=size, align="centre")
        shown = " ".join(f"{font} {show}" for font, _, show in self._text.pieces(text, place))
        # Turn by 45 degrees around the page's middle; the text was set around the top left corner.
        turn = f"0.7071 0.7071 -0.7071 0.7071 {_pt(middle[0])} {_up(middle[1])} cm"
        self._drawing.append(f"q 0.88 g {turn} 1 0 0 1 0 -{PAGE_SIZE[1]:.2f} cm BT {shown} ET Q")

    def operators(self) -> str:
        """The finished content stream."""
        words = ["BT", *self._words, "ET"] if self._words else []
        return "\n".join([*self._drawing, *words])

    def _pen(self, line: float) -> None:
        if line != self._line_width:
            self._line_width = line
            self._drawing.append(f"{_pt(line)} w")


def _style(size: float, *, bold: bool, grey: bool) -> str:
    """Bold is the same font with its outline drawn too (text rendering mode 2)."""
    tone = "0.45" if grey else "0"
    return f"2 Tr {size * 0.034:.2f} w {tone} g {tone} G" if bold else f"0 Tr {tone} g"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _pt(mm: float) -> str:
    return _number(mm * POINTS_PER_MM)


def _up(y: float) -> str:
    return _number((PAGE_HEIGHT - y) * POINTS_PER_MM)


@lru_cache(maxsize=20_000)
def _runs(cells: str, x: int, y: int) -> str:
    return "".join(f"{x + run.start()} {y} {run.end() - run.start()} 1 re " for run in _BLACK.finditer(cells))


@lru_cache(maxsize=4096)
def _steps(points: tuple[tuple[float, float], ...]) -> str:
    steps = [f"{_pt(x)} {_up(y)} {'l' if number else 'm'}" for number, (x, y) in enumerate(points)]
    return " ".join(steps) + " S"


def _rect(rect: Rect) -> str:
    return f"{_pt(rect.x)} {_up(rect.bottom)} {_pt(rect.width)} {_pt(rect.height)}"
