"""What the reading process hands back of a table, in frames (``apart.frames``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from fieldteacher.apart.frames import OWN, Refusal, write_frame

Cell = str | int | float | bool | tuple[int, ...]
"""One cell as the file keeps it: text, a number, yes/no, or a date as the tuple (year, month, day) with
(hour, minute, second) after it where the cell has a time. The empty cell is the empty text."""

Merge = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column; rows from 1, columns from 0."""

DAMAGED_AT = 10**15
"""Numbers from here on have more digits than a spreadsheet keeps; what stands in the cell is not what was typed."""

BATCH = 4000
"""Cells in one frame: unpacking that many holds the interpreter for well under a millisecond."""

BOOK, SHEET, ROWS = range(OWN, OWN + 3)


class Sink:
    """Where the readers put what they find; sends it in batches."""

    def __init__(self, file: IO[bytes], *, rows: int, cells: int) -> None:
        self._file = file
        self._rows_left = rows
        self._cells_left = cells
        self._limit = rows
        self._numbers: list[int] = []
        self._rows: list[list[Cell]] = []
        self._cells = 0

    def book(self, format: str, encoding: str | None) -> None:
        """What the file turned out to be."""
        write_frame(self._file, BOOK, format, encoding)

    def sheet(self, name: str, hidden: bool, merges: Sequence[Merge]) -> None:
        """A new sheet begins."""
        self.flush()
        write_frame(self._file, SHEET, name, hidden, list(merges))

    def row(self, number: int, cells: list[Cell]) -> None:
        """One row with content. Raises ``Refusal`` beyond the limits."""
        self._numbers.append(number)
        self._rows.append(cells)
        self._cells += len(cells)
        if self._cells >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Send what is pending."""
        if not self._rows:
            return
        self._rows_left -= len(self._rows)
        self._cells_left -= self._cells
        if self._rows_left < 0:
            raise Refusal("too_many_rows", limit=self._limit)
        if self._cells_left < 0:
            raise Refusal("too_large")
        write_frame(self._file, ROWS, self._numbers, self._rows)
        self._numbers, self._rows, self._cells = [], [], 0
