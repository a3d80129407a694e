"""A laid-out block: strips of known height, one below the other, between which a page may break."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from fieldteacher.paper.printing.evaluation import EvaluationPage
from fieldteacher.paper.printing.flow.blocks import Align, Boxes, PageOf, Tick, Value
from fieldteacher.paper.printing.flow.surface import INNER, Surface, box_side
from fieldteacher.paper.printing.fonts import FontStack, clean
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM, wrapped

LEADING = 1.42
PADDING = 1.35
"""Free above and below the lines of a row."""
SIDE = 1.4
"""Free left and right of the text in a cell."""
_WHOLE = 8
"""A row of up to so many lines is never torn."""
_AT_LEAST = 2
"""So many lines stay together at either side of a page break."""
_BOX_GAP, _WORD_GAP = 0.9, 3.2

Draw = Callable[[Surface, float], None]
"""Draws a strip whose top is at the height given."""


@dataclass(slots=True)
class Strip:
    """A part of a block that no page break cuts; with ``glue`` it stays with the next one."""

    height: float
    draw: Draw
    glue: bool = False


@dataclass(slots=True)
class Group:
    """The strips of one block. ``head`` comes again on every further page; ``frame`` is its left edge and width."""

    strips: list[Strip]
    gap: float = 0.0
    head: list[Strip] = field(default_factory=list)
    frame: tuple[float, float] | None = None
    glue: bool = False
    """The last strip stays with the next group."""
    fill: Strip | None = None
    """Repeated after the last strip as often as the page has room."""
    mark: tuple[str, str] | None = None
    new_page: bool = False
    whole: EvaluationPage | None = None
    """An evaluation form that takes a page of its own."""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is set."""

    size: float
    align: Align = "left"
    bold: bool = False
    grey: bool = False

    @property
    def leading(self) -> float:
        return self.size / POINTS_PER_MM * LEADING


Line = Callable[[Surface, float, float, float], None]
"""Draws one line into a line box: left edge, top, width."""


@dataclass(slots=True)
class Cell:
    """One cell of a row: where it stands, and its lines."""

    x: float
    width: float
    lines: Sequence[Line]


class Setter:
    """Sets values into lines with the fonts of one run."""

    def __init__(self, fonts: FontStack) -> None:
        self._widths = fonts.widths

    def length(self, text: str, size: float) -> float:
        """The length of a line of text in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def cell(self, value: Value, x: float, width: float, type_: Type) -> Cell:
        """A cell with ``value`` in as many lines as it takes; a little smaller where that spares a line of a word."""
        lines = self.lines(value, width - 2 * SIDE, type_)
        if isinstance(value, str) and len(lines) > 1:
            parts = clean(value.strip("\n")).split("\n")
            # A paragraph of two lines may become one; longer ones would become too small.
            if len(parts) < len(lines) <= 2 * len(parts):
                room = (width - 2 * SIDE) * POINTS_PER_MM
                for size in (type_.size - 0.5, type_.size - 1.0):
                    if max(self.length(part, size) for part in parts) <= room:
                        return Cell(x, width, self.lines(value, width - 2 * SIDE, replace(type_, size=size)))
        return Cell(x, width, lines)

    def lines(self, value: Value, width: float, type_: Type) -> list[Line]:
        """``value`` in lines of ``width``."""
        if isinstance(value, Boxes):
            return self._boxes(value, width, type_)
        if isinstance(value, Tick):
            return [_tick(value.ticked, type_)]
        if isinstance(value, PageOf):
            return [self._page_of(value, type_)]
        if not value:
            return []
        return [
            _text_line(text, length, type_)
            for text, length in wrapped(value.strip("\n"), self._widths, type_.size, width * POINTS_PER_MM)
        ]

    def _page_of(self, value: PageOf, type_: Type) -> Line:
        def draw(surface: Surface, x: float, top: float, width: float) -> None:
            page = str(surface.marks.get(value.mark, ""))
            _text_line(page, self.length(page, type_.size), type_)(surface, x, top, width)

        return draw

    def _boxes(self, boxes: Boxes, width: float, type_: Type) -> list[Line]:
        side = box_side(type_.size)
        rows: list[list[tuple[float, str, bool]]] = [[]]
        x = 0.0
        for number, word in enumerate(boxes.words):
            pieces = wrapped(
                word, self._widths, type_.size, max(4.0, width - side - _BOX_GAP) * POINTS_PER_MM
            )
            wide = side + _BOX_GAP + max(length for _, length in pieces) / POINTS_PER_MM
            if rows[-1] and x + wide > width:
                rows.append([])
                x = 0.0
            rows[-1].append((x, pieces[0][0], number in boxes.chosen))
            for text, _ in pieces[1:]:
                rows.append([(-1.0, text, False)])
            x = width if len(pieces) > 1 else x + wide + _WORD_GAP
        return [self._box_line(row, type_) for row in rows if row]

    def _box_line(self, row: list[tuple[float, str, bool]], type_: Type) -> Line:
        side = box_side(type_.size)

        def draw(surface: Surface, x: float, top: float, width: float) -> None:
            for offset, word, ticked in row:
                place = x + max(offset, 0.0)
                if offset >= 0:
                    surface.box(place, top, type_.leading, type_.size, ticked)
                surface.text(
                    word,
                    0,
                    place + side + _BOX_GAP,
                    top,
                    0,
                    type_.leading,
                    type_.size,
                    "left",
                    bold=type_.bold,
                )

        return draw


def _tick(ticked: bool, type_: Type) -> Line:
    def draw(surface: Surface, x: float, top: float, width: float) -> None:
        surface.box(x + (width - box_side(type_.size)) / 2, top, type_.leading, type_.size, ticked)

    return draw


def _text_line(text: str, length: float, type_: Type) -> Line:
    def draw(surface: Surface, x: float, top: float, width: float) -> None:
        if text:
            surface.text(
                text, length, x, top, width, type_.leading, type_.size, type_.align, bold=type_.bold, grey=type_.grey
            )  # fmt: skip

    return draw


def row_strips(
    cells: Sequence[Cell], leading: float, *, least: float = 0.0, padding: float = PADDING
) -> list[Strip]:
    """A row of cells with lines between them, ``least`` high; a row of many lines may be torn between two of them."""
    count = max([1, *(len(cell.lines) for cell in cells)])
    height = max(least, count * leading + 2 * padding)
    if count <= _WHOLE:
        return [Strip(height, _drawn(cells, leading, height, 0, count, None))]
    cuts = [0, _AT_LEAST, *range(_AT_LEAST + 1, count - _AT_LEAST + 1), count]
    strips = []
    for first, last in itertools.pairwise(cuts):
        above = padding if first == 0 else 0.0
        below = height - padding - count * leading if last == count else 0.0
        part = above + (last - first) * leading + below
        strips.append(Strip(part, _drawn(cells, leading, part, first, last, above)))
    return strips


def _drawn(
    cells: Sequence[Cell], leading: float, height: float, first: int, last: int, above: float | None
) -> Draw:
    """Draws lines ``first`` to ``last`` of each cell; in the middle of the height where ``above`` is None."""

    def draw(surface: Surface, top: float) -> None:
        content = surface.content
        left, right = cells[0].x, cells[-1].x + cells[-1].width
        if first == 0:
            content.rule(left, top, right, top, INNER)
        for number, cell in enumerate(cells):
            if number:
                content.rule(cell.x, top, cell.x, top + height, INNER)
            lines = cell.lines[first:last]
            y = top + ((height - len(lines) * leading) / 2 if above is None else above)
            for line in lines:
                line(surface, cell.x + SIDE, y, cell.width - 2 * SIDE)
                y += leading

    return draw
