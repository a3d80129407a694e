"""The words in which the geometry of a printed form is written down.

All lengths are millimetres; x runs right and y runs down from the top left corner of the A4 page.
"""

from __future__ import annotations

from dataclasses import dataclass

PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle by its top left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def contains(self, other: Rect) -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and self.right >= other.right
            and self.bottom >= other.bottom
        )

    def touches(self, other: Rect) -> bool:
        """Whether the two share any area."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def grown(self, margin: float) -> Rect:
        """The rectangle with ``margin`` added on every side."""
        return Rect(self.x - margin, self.y - margin, self.width + 2 * margin, self.height + 2 * margin)


def square(x: float, y: float, size: float) -> Rect:
    """A square by its centre."""
    return Rect(x - size / 2, y - size / 2, size, size)


@dataclass(frozen=True, slots=True)
class Fiducial:
    """One ArUco marker (dictionary 4X4_50): its number, its centre and its size with the black border."""

    number: int
    x: float
    y: float
    size: float

    @property
    def rect(self) -> Rect:
        return square(self.x, self.y, self.size)


@dataclass(frozen=True, slots=True)
class Strip:
    """The coarse code at the foot: ``rows`` x ``columns`` square cells, read line by line."""

    x: float
    y: float
    cell: float
    columns: int
    rows: int
    reference: tuple[Rect, ...]
    """Cells that are always black, to find the strip's height and its darkness by."""

    def cell_rect(self, index: int) -> Rect:
        """Where cell ``index`` (0 = top left, most significant bit) stands."""
        row, column = divmod(index, self.columns)
        return Rect(self.x + column * self.cell, self.y + row * self.cell, self.cell, self.cell)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One question: boxes of which one is to be ticked. ``name`` is ``c1``…, ``tens`` or ``units``."""

    name: str
    centres: tuple[tuple[float, float], ...]
    box: float

    @property
    def boxes(self) -> tuple[Rect, ...]:
        """The printed frames, measured to the middle of their lines."""
        return tuple(square(x, y, self.box) for x, y in self.centres)


@dataclass(frozen=True, slots=True)
class FormLayout:
    """Everything a reader must know of a printed page, and a printer must keep to."""

    code: str
    """Names version and size, as kept with every issued form; ``registry.find`` turns it back."""
    fiducials: tuple[Fiducial, ...]
    qr: Rect
    strip: Strip
    landmark: tuple[Rect, ...]
    """Solid bars at spacings of which no two are alike (a Golomb ruler), along both axes: a grid of boxes
    that was matched one row or one column off cannot meet them, however the paper is bent."""
    mark_rows: tuple[MarkRow, ...]
    box_line: float
    """Width of the boxes' lines."""
    free_zone: float
    """Around every box nothing is printed within this distance."""
    title: Rect
    info: Rect
    heading: Rect
    """The line over the table that says who marks, and how."""
    header: Rect
    table: Rect
    digits: Rect
    lower: Rect
    """Where the other raters' marks, the totals, the comments, the signatures and the seals stand."""
    footer: Rect

    @property
    def criteria(self) -> tuple[MarkRow, ...]:
        """The rows of the table, without the two rows of digits."""
        return tuple(row for row in self.mark_rows if row.name.startswith("c"))

    def row(self, name: str) -> MarkRow:
        """The row called ``name``."""
        return next(row for row in self.mark_rows if row.name == name)
