"""Reading whole columns: what repeats is read once, and what is plain is not read at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fieldteacher.domain.record import Value
from fieldteacher.tabular.cells import Reader
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.words import Doubt


def read_column(
    cells: Sequence[Cell], read: Reader, plain: Callable[[str], object]
) -> tuple[list[Value], dict[int, Doubt]]:
    """The values of a column's cells, and the doubts by the place of the cell.

    ``plain`` is the quick test of ``cells.plain``: text it accepts is its own value.
    """
    if set(map(type, cells)) <= {str, tuple}:
        memo: dict[Cell, Value] = {"": None}
        doubts: dict[Cell, Doubt] = {}
        for cell in set(cells):
            if cell == "":
                continue
            if isinstance(cell, str) and plain(cell):
                memo[cell] = cell
                continue
            memo[cell], doubt = read(cell)
            if doubt:
                doubts[cell] = doubt
        places = {i: doubts[cell] for i, cell in enumerate(cells) if cell in doubts} if doubts else {}
        return list(map(memo.__getitem__, cells)), places
    return _read_mixed(cells, read)


def _read_mixed(cells: Sequence[Cell], read: Reader) -> tuple[list[Value], dict[int, Doubt]]:
    """A column with numbers: 1, 1.0 and yes are equal to Python, so the type is part of the memory."""
    memo: dict[tuple[type, Cell], tuple[Value, Doubt | None]] = {}
    values: list[Value] = []
    places: dict[int, Doubt] = {}
    for i, cell in enumerate(cells):
        key = (type(cell), cell)
        known = memo.get(key)
        if known is None:
            known = memo[key] = read(cell) if cell != "" else (None, None)
        values.append(known[0])
        if known[1]:
            places[i] = known[1]
    return values, places
