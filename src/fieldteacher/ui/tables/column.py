"""What a table shows, as data: columns and filters over plain rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.tables.kinds import RIGHT_ALIGNED, show_value, sort_key
from fieldteacher.ui.widgets.chip import Tone

Value = Any


def _itself(value: Value) -> Any:
    return value


def _plain(value: Value, language: Language) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``name`` is the rows' attribute that it shows, unless ``of`` finds the value in the row.

    ``show`` makes the words of a value and ``key`` its place in the order (never called with ``None``,
    which always comes last); ``tone`` makes the cell a chip. ``width`` is in logical pixels, and the least
    width of a column that stretches.
    """

    name: str
    heading: Text
    right: bool = False
    width: int = 120
    stretch: bool = False
    shown: bool = True
    """Whether it is on show before the person chooses columns."""
    spare: int = 0
    """Where the room is short and the person has not chosen, columns with the highest number give way first;
    0 always stays."""
    show: Callable[[Value, Language], str] = _plain
    key: Callable[[Value], Any] = _itself
    tone: Callable[[Value], Tone | None] | None = None
    of: Callable[[Any], Any] | None = None
    samples: tuple[Text, ...] = ()
    """Words that must fit, in either language: the column is made wide enough for them."""

    def value(self, row: Any) -> Any:
        """What the column shows of a row."""
        return getattr(row, self.name) if self.of is None else self.of(row)


def column_of(kind: RecordType, field: str, **changes: Any) -> Column:
    """The column of a declared field; ``changes`` replace what follows from the declaration."""
    return replace(field_column(kind.spec(field)), **changes)


def field_column(spec: FieldSpec) -> Column:
    """The column that follows from a field's declaration."""
    return Column(
        name=spec.name,
        heading=spec.label,
        right=spec.kind in RIGHT_ALIGNED,
        show=lambda value, language: show_value(spec, value, language),
        key=sort_key(spec),
        samples=tuple(choice.label for choice in spec.choices) if spec.kind is Kind.CHOICE else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A chip above the table. Chips of one ``group`` widen each other, those of different groups narrow."""

    name: str
    label: Text
    accept: Callable[[Any], bool]
    group: str = ""
