"""One page to draw on: its content, the pictures laid over it, and what is known about the whole form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.content import Content
from fieldteacher.paper.printing.flow.blocks import Align
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM

OUTER, INNER = 0.4, 0.18
"""Widths of frames and of the lines within."""
_ASCENT = 0.88
_BOX_LINE = 0.22
_TICK_LINE = 0.5


@dataclass(slots=True)
class Surface:
    """What a strip draws itself on. Positions are millimetres from the top left of the page."""

    content: Content
    marks: Mapping[str, int]
    """The page on which each mark stands, from 1."""
    images: list[tuple[bytes, Rect]] = field(default_factory=list)

    def text(
        self, line: str, length: float, x: float, top: float, width: float, leading: float, size: float, align: Align,
        *, bold: bool = False, grey: bool = False,
    ) -> None:  # fmt: skip
        """One line, ``length`` points long, in a line box of ``leading`` that begins at ``top``."""
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        left = x + share * (width - length / POINTS_PER_MM)
        self.content.line(line, left, baseline(top, leading, size), size, bold=bold, grey=grey)

    def box(self, x: float, top: float, leading: float, size: float, ticked: bool) -> None:
        """A box to tick, as high as the type; a tick is drawn, and found as “√” by a search."""
        side = box_side(size)
        y = top + (leading - side) / 2
        self.content.frame(Rect(x, y, side, side), _BOX_LINE)
        if ticked:
            corners = ((0.18, 0.5), (0.42, 0.78), (0.9, 0.12))
            self.content.path([(x + side * a, y + side * b) for a, b in corners], _TICK_LINE)
            self.content.unseen("√", x, baseline(top, leading, size), size)


def baseline(top: float, leading: float, size: float) -> float:
    """The baseline of a line of ``size`` points in a line box: its hanzi stand in the middle of it."""
    height = size / POINTS_PER_MM
    return top + (leading - height) / 2 + height * _ASCENT


def box_side(size: float) -> float:
    """The side of a box to tick beside type of ``size`` points."""
    return size / POINTS_PER_MM * 0.86
