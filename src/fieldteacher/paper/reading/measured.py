"""What the pixels of one sheet say before any rule is applied: plain values that two processes hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fieldteacher.apart.frames import OWN

PAGES, MEASURED, SEEN = range(OWN, OWN + 3)
"""Frames: how many pages; a page measured, with its picture; the picture of a page that is refused next."""

SCALE = 6.0
"""Pixels a millimetre of the straightened page: a box has 30 of them."""


class Reach(NamedTuple):
    """How far the stroke that inks a box reaches from the box's centre, in mm."""

    left: float
    right: float
    up: float
    down: float


class BoxInk(NamedTuple):
    """One box. Darkness is 0 for the paper around it and 1 for black ink."""

    x: float
    y: float
    """The centre where the frame was found, in mm on the straightened page."""
    inside: float
    """Mean darkness of the inside, clear of the frame."""
    peak: float
    """Mean of the darkest twelfth of the inside: how dark the stroke is, however short."""
    least: float
    """The darkness that all but an eighth of the inside has: a box blacked out has some, a tick or cross none."""
    ring: float
    """Mean darkness of the free zone around the frame."""
    around: float
    """Share of sixteen directions in which ink lies around the frame."""
    red: float
    """Share of red ink (a seal) inside."""
    paper: float
    """Brightness of the paper at the box, 0 to 255."""
    frame: float
    """How well the printed frame is seen, -1 to 1."""
    reach: Reach | None
    """``None`` where no connected stroke inks the box."""


class RowInk(NamedTuple):
    """The boxes of one row, from the left."""

    name: str
    boxes: tuple[BoxInk, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One sheet, straightened and measured."""

    form_number: str
    layout: str
    rows: tuple[RowInk, ...]
    brightness: float
    """Of the paper where it is well lit, 0 to 255."""

    def plain(self) -> tuple[Any, ...]:
        """Nothing but tuples, strings and numbers."""
        rows = tuple(
            (row.name, tuple((*box[:-1], tuple(box.reach) if box.reach else None) for box in row.boxes))
            for row in self.rows
        )
        return self.form_number, self.layout, rows, self.brightness

    @classmethod
    def of(cls, values: Sequence[Any]) -> Measured:
        """The reverse of ``plain``."""
        number, layout, rows, brightness = values
        return cls(number, layout, tuple(_row(*row) for row in rows), brightness)


def _row(name: str, boxes: Sequence[Any]) -> RowInk:
    return RowInk(name, tuple(_box(*box) for box in boxes))


def _box(*values: Any) -> BoxInk:
    *measures, reach = values
    return BoxInk(*(*measures, Reach(*reach) if reach else None))
