"""Places to sign and stamp, with the room that a pen and a seal of 42 mm need."""

from __future__ import annotations

from fieldteacher.paper.layout.geometry import Rect
from fieldteacher.paper.printing.flow.blocks import Signature, Signatures
from fieldteacher.paper.printing.flow.strips import (
    PADDING,
    SIDE,
    Cell,
    Group,
    Line,
    Setter,
    Strip,
    Type,
    row_strips,
)
from fieldteacher.paper.printing.flow.surface import INNER, Surface

_TYPE = Type(10)
_GREY = Type(8.5, "centre", grey=True)
_HIGHEST = 90.0


def signatures_group(block: Signatures, setter: Setter, left: float, width: float) -> Group:
    """The places side by side in one frame; an opinion printed there makes them all higher."""
    each = width / len(block.places)
    inner = each - 2 * SIDE
    sets = [_Place(place, setter, inner) for place in block.places]
    above: list[Strip] = []
    if max(place.height for place in sets) > _HIGHEST:
        # Opinions longer than that run over pages above the places to sign.
        cells = [Cell(left + n * each, each, place.take_above()) for n, place in enumerate(sets)]
        above = row_strips(cells, _TYPE.leading)
        above[-1].glue = True
    height = max([block.height, *(place.height for place in sets)])

    def draw(surface: Surface, top: float) -> None:
        for number, place in enumerate(sets):
            x = left + number * each
            if number:
                surface.content.rule(x, top, x, top + height, INNER)
            place.draw(surface, Rect(x, top, each, height))

    return Group([*above, Strip(height, draw)], gap=3.0, frame=(left, width))


class _Place:
    """One place to sign."""

    def __init__(self, place: Signature, setter: Setter, width: float) -> None:
        self._place = place
        self._above: list[Line] = [
            *setter.lines(place.label, width, _TYPE), *setter.lines(place.opinion, width, _TYPE)
        ]  # fmt: skip
        self._sign = setter.lines(place.sign, width, _TYPE)
        self._date = setter.lines(place.date, width, Type(10, "right"))
        self._seal = setter.lines(place.seal, width, _GREY)

    @property
    def height(self) -> float:
        """How high it must be for its lines and a seal."""
        lines = len(self._above) + len(self._sign) + len(self._date)
        return 2 * PADDING + lines * _TYPE.leading + 12.0

    def take_above(self) -> list[Line]:
        """The lines that stand above the place to sign, which are then written elsewhere."""
        taken, self._above = self._above, []
        return taken

    def draw(self, surface: Surface, rect: Rect) -> None:
        """Label and opinion above; the lines to sign at the foot, the seal's words between."""
        x, width = rect.x + SIDE, rect.width - 2 * SIDE
        y = rect.y + PADDING
        for line in self._above:
            line(surface, x, y, width)
            y += _TYPE.leading
        foot = rect.bottom - PADDING - len(self._date) * _TYPE.leading
        for number, line in enumerate(self._date):
            line(surface, x, foot + number * _TYPE.leading, width)
        top = foot - len(self._sign) * (_TYPE.leading + 1.2) - 0.6
        for number, line in enumerate(self._sign):
            line(surface, x, top + number * (_TYPE.leading + 1.2), width)
        middle = (y + top) / 2 - _GREY.leading / 2
        for number, line in enumerate(self._seal):
            line(surface, x, middle + number * _GREY.leading, width)
