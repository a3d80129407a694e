"""What an import would do to each line of a roster, as the preview shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from fieldteacher.domain.record import Value
from fieldteacher.domain.sheet_columns import letter
from fieldteacher.domain.text import Text
from fieldteacher.tabular.layouts.roster import KEY
from fieldteacher.tabular.problems import Problem
from fieldteacher.tabular.roster import RosterRow
from fieldteacher.tabular.words import Severity, shown

State = Literal["new", "changed", "unchanged", "refused"]


class FieldChange(NamedTuple):
    """One change that a line makes: the roster field, what is there now and what would be.

    References (enterprise, mentor, teacher) are given by name; ``None`` means empty.
    """

    field: str
    old: Value
    new: Value


@dataclass(slots=True)
class RosterLine:
    """One line of the file and what becomes of it."""

    row: RosterRow
    state: State
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def number(self) -> int:
        """As the spreadsheet counts, from 1."""
        return self.row.number

    @property
    def values(self) -> Mapping[str, Value]:
        """The values of the roster fields; ``None`` where empty or left out."""
        return self.row.values


@dataclass(slots=True)
class Write:
    """One record to make or change. Ids that begin with ``NEW`` stand for records made by earlier writes."""

    type: str
    id: str
    values: dict[str, Any]
    is_new: bool
    line: RosterLine | None = None
    """The line it belongs to; ``None`` for what several lines share."""


NEW = "new:"


class Remarks:
    """The remarks that come up while a roster is compared with the store, each at its cell."""

    def __init__(self, columns: Sequence[tuple[str, str | None]], rows: Iterable[RosterRow]) -> None:
        self.by_row: dict[int, list[Problem]] = {}
        self._columns = columns
        self._rows = {row.number: row for row in rows}

    def say(self, number: int, field: str, code: str, severity: Severity, message: Text) -> None:
        """Add a remark at the column that feeds ``field`` in the row ``number``, or on a whole row or file."""
        column, value, student = "", "", ""
        row = self._rows.get(number)
        if row is not None:
            column, value = place_of(self._columns, row, field)
            student = str(row.values.get(KEY) or "")
        problem = Problem(number, column, field, student, value, code, severity, message)
        self.by_row.setdefault(number, []).append(problem)

    @property
    def all(self) -> list[Problem]:
        """Every remark."""
        return [problem for group in self.by_row.values() for problem in group]


def place_of(columns: Sequence[tuple[str, str | None]], row: RosterRow, field: str) -> tuple[str, str]:
    """The column (letter and heading) that feeds a field, and what stands there in a row."""
    for index, (heading, fed) in enumerate(columns):
        if fed == field:
            cell = row.cells[index] if index < len(row.cells) else ""
            return f"{letter(index)} {heading}".rstrip(), shown(cell)
    return "", ""


@dataclass(slots=True)
class Plan:
    """All that an import would write, and what it means for each line."""

    lines: list[RosterLine] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Remarks that came up in comparing with the store."""
