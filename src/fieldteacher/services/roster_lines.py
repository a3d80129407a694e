"""What an import would do to each line of a roster, as the preview shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from fieldteacher.domain.record import Value
from fieldteacher.tabular.problems import Problem
from fieldteacher.tabular.roster import RosterRow

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


@dataclass(slots=True)
class Plan:
    """All that an import would write, and what it means for each line."""

    lines: list[RosterLine] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Remarks that came up in comparing with the store."""
