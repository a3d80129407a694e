"""Readings held against what was really ticked: how a college measures reading with its own pens, paper and phones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, factorial

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.sheet_readings import SheetReading
from fieldteacher.domain.text import Text

NUMBER = "form_number"
ROWS = (*(f"c{row}" for row in range(1, 11)), "tens", "units")
"""The columns of a truth file after the form's number; ``c1`` is the first criterion of the form."""
NOTHING = "-"
"""Typed for a row in which not exactly one box was meant."""
_FIRST = {"tens": 0, "units": 0}
"""Digits are typed as they are; bands are counted from 1 at the left."""

Truth = Mapping[str, Mapping[str, int | None]]
"""By form number, by row: the box that was meant (0 at the left), or ``None``. Rows that nobody typed are absent."""


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that was read plainly and wrongly."""

    file: str
    page: int
    form_number: str
    row: str
    read: int | None
    meant: int | None
    noticed: bool
    """Whether the sheet would have been looked at all the same, because its total did not agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a set of pictures came to."""

    pictures: int
    refused: int
    not_typed: int
    """Sheets read whose truth nobody typed."""
    rows: int
    """Rows of sheets read whose truth was typed."""
    asked: int
    wrong: tuple[WrongRow, ...]

    @property
    def silent(self) -> int:
        """Wrong rows that would have been saved unseen."""
        return sum(not row.noticed for row in self.wrong)

    @property
    def bound(self) -> float:
        """The rate of such rows, per million, that with 95 % certainty is not exceeded."""
        return upper_bound(self.silent, self.rows)


def upper_bound(errors: int, of: int) -> float:
    """The rate per million that ``errors`` among ``of`` show not to be exceeded, with 95 % certainty.

    Exact for a Poisson number, one-sided: none among n gives 3.0 / n.
    """
    low, high = 0.0, 20.0 + 5.0 * errors
    for _ in range(60):
        middle = (low + high) / 2
        chance = exp(-middle) * sum(middle**k / factorial(k) for k in range(errors + 1))
        low, high = (middle, high) if chance > 0.05 else (low, middle)
    return 1e6 * high / max(1, of)


def empty_truth(numbers: Iterable[str]) -> str:
    """A truth file to be typed into: one line a form."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((NUMBER, *ROWS))
    writer.writerows((number, *[""] * len(ROWS)) for number in numbers)
    return out.getvalue()


def parse_truth(content: str) -> dict[str, dict[str, int | None]]:
    """A truth file as typed. Raises ``InputRefused`` (``truth.no_head``, ``truth.bad_value``) with the line."""
    lines = csv.DictReader(io.StringIO(content.lstrip("\ufeff")))
    if NUMBER not in (lines.fieldnames or ()):
        raise InputRefused(
            "truth.no_head",
            Text(
                "文件第一行应有 {head} 一列。", "The first line of the file must have a column {head}."
            ).fill(head=NUMBER),
        )
    truth: dict[str, dict[str, int | None]] = {}
    for line, cells in enumerate(lines, 2):
        number = (cells.get(NUMBER) or "").replace("-", "").strip().upper()
        if not number:
            continue
        typed = {row: (cells.get(row) or "").strip() for row in ROWS}
        truth[number] = {row: _box(row, value, line) for row, value in typed.items() if value}
    return truth


def _box(row: str, typed: str, line: int) -> int | None:
    if typed == NOTHING:
        return None
    try:
        box = int(typed) - _FIRST.get(row, 1)
    except ValueError:
        box = -1
    if not 0 <= box <= 10:
        raise InputRefused(
            "truth.bad_value",
            Text(
                "第 {line} 行 {row} 列“{typed}”不合适：写第几格（从左数，1 起）、数字，或“-”。",
                "Line {line}, column {row}: “{typed}” is neither the number of a box (1 at the left), a digit, nor “-”.",
            ).fill(line=line, row=row, typed=typed),
        )
    return box


def compare(readings: Sequence[SheetReading], truth: Truth) -> Measure:
    """Hold ``readings`` against what was meant."""
    rows = asked = refused = not_typed = 0
    wrong: list[WrongRow] = []
    for reading in readings:
        if reading.status == "refused":
            refused += 1
            continue
        meant = truth.get(reading.form_number, {})
        not_typed += not meant
        for row in (*reading.rows, *reading.digits):
            if row.name not in meant:
                continue
            rows += 1
            if row.state != "clear":
                asked += 1
            elif row.value != meant[row.name]:
                wrong.append(
                    WrongRow(
                        reading.file, reading.page, reading.form_number, row.name, row.value, meant[row.name],
                        noticed=reading.reason is not None,
                    )
                )  # fmt: skip
    return Measure(
        pictures=len(readings),
        refused=refused,
        not_typed=not_typed,
        rows=rows,
        asked=asked,
        wrong=tuple(wrong),
    )
