"""Merged cells: a value that stands once for several rows is written into each of them."""

from __future__ import annotations

from collections.abc import Iterable

from fieldteacher.tabular.frames import Cell, Merge


class FillDown:
    """Fills vertical merges while rows go by from top to bottom.

    Only rows with content of their own are filled: a merge over a million rows makes no row.
    """

    def __init__(self, merges: Iterable[Merge]) -> None:
        self._waiting = sorted((m for m in merges if m[2] > m[0]), reverse=True)
        self._open: list[tuple[int, int, Cell]] = []

    def __bool__(self) -> bool:
        return bool(self._waiting or self._open)

    def apply(self, number: int, cells: list[Cell]) -> None:
        """Fill the row ``number`` in place, and remember what begins in it."""
        if self._open:
            self._open = [item for item in self._open if item[0] >= number]
            for _, column, value in self._open:
                if column < len(cells) and cells[column] == "":
                    cells[column] = value
                elif column >= len(cells):
                    cells.extend([""] * (column - len(cells)))
                    cells.append(value)
        while self._waiting and self._waiting[-1][0] <= number:
            first, column, last, _ = self._waiting.pop()
            if first == number and column < len(cells) and cells[column] != "":
                self._open.append((last, column, cells[column]))
