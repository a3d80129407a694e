"""Lay blocks out: how high each becomes on a page of a given width, and how it draws itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Code,
    Cover,
    Fields,
    Figure,
    Grid,
    Heading,
    Lines,
    Mark,
    NewPage,
    Passage,
    Pictures,
    Prose,
    Rated,
    Signatures,
    Space,
    Table,
    Value,
)
from fieldteacher.paper.printing.flow.pictures import pictures_group
from fieldteacher.paper.printing.flow.plot_drawing import draw_plot, needed_height
from fieldteacher.paper.printing.flow.signing import signatures_group
from fieldteacher.paper.printing.flow.strips import SIDE, Cell, Group, Line, Setter, Strip, Type, row_strips
from fieldteacher.paper.printing.flow.surface import INNER, Surface
from fieldteacher.paper.printing.qr import qr_symbol
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM

LABEL = Type(10, "centre")
VALUE = Type(10)
_HEAD = Type(9.5, "centre", bold=True)
_CELL = 9.5
_TITLE = Type(10.5, bold=True)
_PASSAGE, _SMALL_PASSAGE = Type(10.5), Type(8.5, grey=True)
_LABEL_SHARE = 0.4
_LABEL_WIDTH = 28.0
_ROW = 8.0
_GAP = 3.0
_WRITING = 9.0
_SMALL = 66.0
"""A table or grid up to this height is not torn."""
_INDENT = "　　"


class Layout:
    """Lays out the blocks of forms within a page's ``left`` edge and ``width``."""

    def __init__(self, setter: Setter, left: float, width: float) -> None:
        self.setter, self.left, self.width = setter, left, width

    def group(self, block: Block) -> Group:
        """The strips of a block."""
        match block:
            case Grid():
                return self._grid(block)
            case Table():
                return self._table(block)
            case Heading(text, level):
                return self._heading(text, level)
            case Passage(text, small=small):
                return self._passage(text, _SMALL_PASSAGE if small else _PASSAGE)
            case Lines(count):
                lines = [Strip(_WRITING, self._ruled, glue=number < count) for number in range(1, count + 1)]
                return Group(lines, fill=Strip(_WRITING, self._ruled) if block.fill else None)
            case Figure():
                return self._figure(block)
            case Cover():
                return self._cover(block)
            case Code():
                return self._code(block)
            case Mark(name, title):
                return Group([Strip(0.0, _nothing, glue=True)], glue=True, mark=(name, title))
            case Space(height):
                return Group([Strip(height, _nothing)])
            case NewPage():
                return Group([], new_page=True)
            case Rated(page, blank):
                return Group([], new_page=True, whole=page, blank=blank)
            case Pictures():
                return pictures_group(block, self.setter, self.left, self.width)
            case Signatures():
                return signatures_group(block, self.setter, self.left, self.width)

    def lines(self, text: str, type_: Type) -> list[Strip]:
        """Unframed lines over the full width."""
        return [self._line_strip(line, type_) for line in self.setter.lines(text, self.width, type_)]

    def _line_strip(self, line: Line, type_: Type) -> Strip:
        return Strip(type_.leading, lambda surface, top: line(surface, self.left, top, self.width))

    def _grid(self, block: Grid) -> Group:
        strips: list[Strip] = []
        # Labels of all rows of details end at the same places, or the form looks ragged.
        for row in block.rows:
            strips += self._fields(row) if isinstance(row, Fields) else self._prose(row)
        if sum(strip.height for strip in strips) <= _SMALL:
            _keep_together(strips)
        # No row alone on either page.
        for strip in (*strips[:1], *strips[-2:-1]):
            strip.glue = True
        return Group(strips, gap=_GAP, frame=(self.left, self.width))

    def _prose(self, row: Prose) -> list[Strip]:
        cells = [
            self.setter.cell(row.label, self.left, _LABEL_WIDTH, LABEL),
            self.setter.cell(row.text, self.left + _LABEL_WIDTH, self.width - _LABEL_WIDTH, VALUE),
        ]
        return row_strips(cells, VALUE.leading, least=max(row.least, _ROW))

    def _fields(self, row: Fields) -> list[Strip]:
        pitch = self.width / row.columns
        label = _LABEL_WIDTH if row.columns <= 3 else pitch * _LABEL_SHARE
        strips: list[Strip] = []
        cells: list[Cell] = []
        used = 0
        for number, field in enumerate(row.fields):
            x = self.left + used * pitch
            last = number == len(row.fields) - 1
            span = row.columns - used if last else min(field.span, row.columns - used)
            cells.append(self.setter.cell(field.label, x, label, LABEL))
            cells.append(self.setter.cell(field.value, x + label, span * pitch - label, VALUE))
            used += span
            if used >= row.columns:
                strips += row_strips(cells, VALUE.leading, least=_ROW)
                cells, used = [], 0
        return strips

    def _table(self, block: Table) -> Group:
        shares = sum(column.share for column in block.columns)
        edges = [self.left]
        for column in block.columns:
            edges.append(edges[-1] + self.width * column.share / shares)
        types = [Type(_CELL, column.align) for column in block.columns]

        def row(values: Sequence[Value], styles: Sequence[Type], least: float) -> list[Strip]:
            cells = [
                self.setter.cell(value, x, end - x, style)
                for value, x, end, style in zip(values, edges, edges[1:], styles, strict=False)
            ]
            return row_strips(cells, styles[0].leading, least=least, padding=1.0)

        headings = [column.heading for column in block.columns]
        head = row_strips(self._heads(headings, edges), _HEAD.leading, least=block.row_height, padding=1.0)
        if block.title:
            title = [self.setter.cell(block.title, self.left, self.width, replace(_TITLE, align="left"))]
            head = row_strips(title, _TITLE.leading, padding=1.1) + head
        rows = [row(values, types, block.row_height) for values in block.rows]
        rows += (row([""] * len(types), types, max(block.row_height, _WRITING)) for _ in range(block.empty))
        # No row alone below the heads, and none alone on the next page.
        for each in (*rows[:1], *rows[-2:-1]):
            each[-1].glue = True
        strips = [strip for each in rows for strip in each]
        if block.total:
            bold = [replace(style, bold=True) for style in types]
            if strips:
                strips[-1].glue = True
            strips += row(block.total, bold, block.row_height)
        for strip in head:
            strip.glue = True
        if sum(strip.height for strip in (*head, *strips)) <= _SMALL:
            _keep_together(strips)
        return Group([*head, *strips], gap=_GAP, head=head, frame=(self.left, self.width))

    def _heads(self, headings: Sequence[str], edges: Sequence[float]) -> list[Cell]:
        """The heads of columns; where one takes two lines anyway, none is made smaller to stay in one."""
        places = list(zip(headings, edges, edges[1:], strict=False))
        cells = [self.setter.cell(text, x, end - x, _HEAD) for text, x, end in places]
        if max((len(cell.lines) for cell in cells), default=0) < 2:
            return cells
        return [
            Cell(x, end - x, self.setter.lines(text, end - x - 2 * SIDE, _HEAD)) for text, x, end in places
        ]

    def _heading(self, text: str, level: int) -> Group:
        strips = self.lines(text, Type(12 if level == 1 else 10.5, bold=True))
        strips.append(Strip(0.8, _nothing))
        for strip in strips:
            strip.glue = True
        return Group(strips, gap=4.5 if level == 1 else 4.0, glue=True)

    def _passage(self, text: str, type_: Type) -> Group:
        strips: list[Strip] = []
        for paragraph in filter(str.strip, text.split("\n")):
            indented = paragraph if type_.grey else _INDENT + paragraph.lstrip("　 ")
            lines = self.lines(indented, type_)
            if len(lines) > 1:
                lines[0].glue = lines[-2].glue = True
            strips += lines
        return Group(strips, gap=1.0)

    def _ruled(self, surface: Surface, top: float) -> None:
        y = top + _WRITING - 0.5
        surface.content.rule(self.left, y, self.left + self.width, y, INNER)

    def _figure(self, block: Figure) -> Group:
        height = needed_height(block.plot, block.height)
        place = Rect(self.left, 0, self.width, height)

        def draw(surface: Surface, top: float) -> None:
            draw_plot(block.plot, surface, self.setter, replace(place, y=top))

        strips = [Strip(height, draw, glue=bool(block.caption))]
        strips += self.lines(block.caption, Type(9.5, "centre")) if block.caption else []
        return Group(strips, gap=_GAP)

    def _cover(self, block: Cover) -> Group:
        large, row = Type(26, "centre", bold=True), Type(13)
        longest = max((self.setter.length(name, row.size) for name, _ in block.lines), default=0)
        label = longest / POINTS_PER_MM + 2 * SIDE + 2
        strips = [Strip(42.0, _nothing), *self.lines(block.title, large), Strip(34.0, _nothing)]
        left, width = self.left + 24, self.width - 48
        for name, value in block.lines:
            cells = [
                self.setter.cell(name, left, label - 2, replace(row, align="right")),
                self.setter.cell(value or "　", left + label, width - label, replace(row, align="centre")),
            ]
            strips.append(self._cover_line(cells, row.leading))
        return Group(strips)

    def _code(self, block: Code) -> Group:
        lines, left = qr_symbol(block.text), self.left + (self.width - block.side) / 2

        def draw(surface: Surface, top: float) -> None:
            surface.content.bitmap(lines, Rect(left, top, block.side, block.side))

        strips = [Strip(block.side + 2.0, draw, glue=True), *self.lines(block.words, Type(13, "centre"))]
        return Group(strips, gap=_GAP)

    def _cover_line(self, cells: list[Cell], leading: float) -> Strip:
        count = max(len(cell.lines) for cell in cells)

        def draw(surface: Surface, top: float) -> None:
            for cell in cells:
                for number, line in enumerate(cell.lines):
                    line(surface, cell.x, top + 2 + number * leading, cell.width)
            value = cells[-1]
            y = top + 2.4 + count * leading
            surface.content.rule(value.x, y, value.x + value.width, y, INNER)

        return Strip(count * leading + 6.5, draw)


def _keep_together(strips: Sequence[Strip]) -> None:
    for strip in strips[:-1]:
        strip.glue = True


def _nothing(surface: Surface, top: float) -> None:
    """Draws nothing: room left free."""
