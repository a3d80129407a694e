"""Write PDF page content: one block of lines and areas, one block of text, both as compact operators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from fieldteacher.paper.layout.geometry import PAGE_HEIGHT, PAGE_WIDTH, Rect
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.paper.printing.pdf_file import PAGE_SIZE, PdfFile
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM, Place, Typesetter

_MOST_REMEMBERED = 20_000
_BLACK = re.compile("#+")
_CHUNK = 7
"""Cells of a bitmap whose operators are remembered together: few enough to come back often."""
_PLAIN = "0 Tr 0 g"

_Set = tuple[str, str, str, str]
"""A text at its place: the font with size it begins with, the rendering, the operators, the font it ends with."""
_EMPTY = ("", "", "", "")


class DocumentText:
    """The text of one PDF document, encoded in the font subsets of that document and remembered.

    Names of a class or an enterprise come back on many pages: what was set once is written again as it is.
    """

    def __init__(self, fonts: FontStack, file: PdfFile) -> None:
        self.fonts = fonts
        self.setter = Typesetter(fonts, PAGE_HEIGHT)
        self._file = file
        self._remembered: dict[tuple[Place, str], _Set] = {}
        self._shown: dict[str, list[tuple[str, str]]] = {}

    def set(self, text: str, place: Place) -> _Set:
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
            known = self._encoded(line)
            if len(self._shown) < _MOST_REMEMBERED:
                self._shown[line] = known
        return known

    def _encoded(self, line: str) -> list[tuple[str, str]]:
        pieces = []
        for font, run in self.fonts.runs(line):
            codes = self._file.font(font)
            pieces.append((codes.name, f"<{''.join(map(codes.__getitem__, run))}>Tj"))
        return pieces

    def _set(self, text: str, place: Place) -> _Set:
        size, lines = self.setter.set(text, place)
        if len(lines) == 1 and len(pieces := self.shown(lines[0].text)) == 1:
            ((font, show),), line = pieces, lines[0]
            shown = f"1 0 0 1 {line.x:.2f} {line.y:.2f} Tm {show}"
            font = f"{font} {size:g} Tf"
            return font, _style(size, bold=place.bold, grey=place.grey), shown, font
        first = last = ""
        parts: list[str] = []
        for line in lines:
            position = f"1 0 0 1 {line.x:.2f} {line.y:.2f} Tm "
            for name, show in self.shown(line.text):
                if name != last:
                    if last:
                        parts.append(f"{name} {size:g} Tf")
                    else:
                        first = name
                    last = name
                parts.append(f"{position}{show}")
                position = ""
        if not parts:
            return _EMPTY
        style = _style(size, bold=place.bold, grey=place.grey)
        return f"{first} {size:g} Tf", style, "\n".join(parts), f"{last} {size:g} Tf"


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
        font, style, show, last = self._text.set(text, place)
        if show:
            self._add(font, style, show)
            self._font = last

    def size(self, text: str, place: Place) -> float:
        """The size at which ``text`` stands at ``place``; raises ``DoesNotFit``."""
        return self._text.setter.set(text, place)[0]

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
        self.stroke(stroked(points), line)

    def stroke(self, operators: str, line: float) -> None:
        """A line that ``stroked`` has made ready."""
        self._pen(line)
        self._drawing.append(operators)

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
        cells, columns = "".join(lines), len(lines[0])
        chunks = _chunks(columns, len(lines))
        size = len(cells) // len(chunks)
        runs = "".join([known[cells[start : start + size]] for start, known in chunks])
        wide, high = rect.width / len(lines[0]), rect.height / len(lines)
        matrix = f"{_pt(wide)} 0 0 -{_pt(high)} {_pt(rect.x)} {_up(rect.y)} cm"
        self._drawing.append(f"q {matrix} {runs}f Q")

    def watermark(
        self, text: str, size: float, middle: tuple[float, float] = (PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    ) -> None:
        """Large pale text across the page; to be written before everything else."""
        place = Place(Rect(-60.0, -30.0, 120.0, 60.0), size=size, align="centre")
        font, _, show, _ = self._text.set(text, place)
        # Turn by 45 degrees around the page's middle; the text was set around the top left corner.
        turn = f"0.7071 0.7071 -0.7071 0.7071 {_pt(middle[0])} {_up(middle[1])} cm"
        self._drawing.append(f"q 0.88 g {turn} 1 0 0 1 0 -{PAGE_SIZE[1]:.2f} cm BT {font} {show} ET Q")

    def operators(self) -> str:
        """The finished content stream."""
        words = ["BT", *self._words, "ET"] if self._words else []
        return "\n".join([*self._drawing, *words])

    def _pen(self, line: float) -> None:
        if line != self._line_width:
            self._line_width = line
            self._drawing.append(f"{_pt(line)} w")


@lru_cache(maxsize=512)
def _style(size: float, *, bold: bool, grey: bool) -> str:
    """Bold is the same font with its outline drawn too (text rendering mode 2)."""
    tone = "0.38" if grey else "0"
    return f"2 Tr {size * 0.034:.2f} w {tone} g {tone} G" if bold else f"0 Tr {tone} g"


def stroked(points: Sequence[tuple[float, float]]) -> str:
    """The operators of a line through ``points``, for those that are drawn again and again."""
    return _steps(tuple(points))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _pt(mm: float) -> str:
    return _number(mm * POINTS_PER_MM)


def _up(y: float) -> str:
    return _number((PAGE_HEIGHT - y) * POINTS_PER_MM)


class _Runs(dict[str, str]):
    """The operators of the black cells of a chunk that begins at ``x`` in line ``y``."""

    def __init__(self, x: int, y: int) -> None:
        super().__init__()
        self._x, self._y = x, y

    def __missing__(self, cells: str) -> str:
        found = _BLACK.finditer(cells)
        runs = "".join(f"{self._x + r.start()} {self._y} {r.end() - r.start()} 1 re " for r in found)
        self[cells] = runs
        return runs


@cache
def _chunks(columns: int, rows: int) -> list[tuple[int, _Runs]]:
    """Where each chunk of a bitmap begins, and what draws it; a line that does not divide is one chunk."""
    size = columns if columns % _CHUNK else _CHUNK
    return [(y * columns + x, _Runs(x, y)) for y in range(rows) for x in range(0, columns, size)]


@lru_cache(maxsize=4096)
def _steps(points: tuple[tuple[float, float], ...]) -> str:
    steps = [f"{_pt(x)} {_up(y)} {'l' if number else 'm'}" for number, (x, y) in enumerate(points)]
    return " ".join(steps) + " S"


def _rect(rect: Rect) -> str:
    return f"{_pt(rect.x)} {_up(rect.bottom)} {_pt(rect.width)} {_pt(rect.height)}"
