"""Where everything on an evaluation form stands that the layout leaves open: pure geometry, no drawing.

It depends on the sheet alone, so all pages of one sheet share their printed part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.paper.layout.geometry import FormLayout, Rect
from fieldteacher.paper.printing import words
from fieldteacher.paper.printing.evaluation import EvaluationSheet, Rater

INFO_COLUMNS = (0.0, 18.0, 52.0, 64.0, 94.0, 105.0, 116.0, 128.0, 170.0)

_INFO = (
    (words.NAME, 0, 0, 1, 2),
    (words.NUMBER, 0, 2, 3, 4),
    (words.SEX, 0, 4, 5, 6),
    (words.CLASS, 0, 6, 7, 8),
    (words.MAJOR, 1, 4, 6, 8),
    (words.ENTERPRISE, 1, 0, 1, 4),
    (words.POST, 2, 4, 6, 8),
    (words.PERIOD, 2, 0, 1, 4),
    (words.ENTERPRISE_MENTOR, 3, 0, 1, 4),
    (words.SCHOOL_MENTOR, 3, 4, 6, 8),
)
"""Label, line, and the columns at which the label starts, the value starts and the value ends."""
INFO_LABELS = tuple(label for label, *_ in _INFO)
"""In the order of ``Student``'s fields."""

_GAP = 1.5
_BAND = 5.2
_TALLEST_ROW, _LOWEST_ROW = 8.0, 4.2
_TOTALS = 9.0
_LEAST_OPINION, _BEST_OPINION = 27.0, 43.0
_MARK, _FULL = 11.0, 8.5


@dataclass(frozen=True, slots=True)
class Field:
    """A label cell and the cell beside it."""

    label: Text
    label_rect: Rect
    value_rect: Rect


@dataclass(frozen=True, slots=True)
class CriterionCells:
    """A line of a compact table."""

    text: Rect
    full: Rect
    mark: Rect


@dataclass(frozen=True, slots=True)
class CompactTable:
    """The criteria of a rater other than the first, in one or more columns."""

    rater: int
    frame: Rect
    heading: Rect
    cells: tuple[CriterionCells, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A comment with its signature; ``rater`` is None for the college's own place."""

    rater: int | None
    rect: Rect


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The lower half of the form."""

    tables: tuple[CompactTable, ...]
    totals: Rect
    totals_cells: tuple[Field, ...]
    """One a rater, then the overall mark, then the grade."""
    opinions: tuple[Opinion, ...]


def info_fields(layout: FormLayout) -> tuple[Field, ...]:
    """The ten places at the head, in the order of ``Student``'s fields."""
    rect = layout.info
    row = rect.height / 4
    c = INFO_COLUMNS

    def field(label: Text, line: int, start: int, split: int, end: int) -> Field:
        y = rect.y + line * row
        return Field(
            label,
            Rect(rect.x + c[start], y, c[split] - c[start], row),
            Rect(rect.x + c[split], y, c[end] - c[split], row),
        )

    return tuple(field(label, *cells) for label, *cells in _INFO)


def arrange(sheet: EvaluationSheet, layout: FormLayout) -> Arrangement:
    """Divide the lower half among compact tables, totals, comments and seals.

    Raises:
        UserError: ``print.too_many_criteria`` if the other raters' criteria leave no room to sign in.
    """
    lower = layout.lower
    others = [(number, rater) for number, rater in enumerate(sheet.raters) if number and rater.criteria]
    tables: tuple[CompactTable, ...] = ()
    y = lower.y
    if others:
        room = lower.height - _TOTALS - 2 * _GAP
        tables = _compact_tables(others, lower, room)
        y = max(table.frame.bottom for table in tables) + _GAP
    totals = Rect(lower.x, y, lower.width, _TOTALS)
    y = totals.bottom + _GAP
    opinions = _opinions(sheet.raters, Rect(lower.x, y, lower.width, lower.bottom - y))
    return Arrangement(tables, totals, _totals_cells(sheet.raters, totals), opinions)


def _compact_tables(
    others: Sequence[tuple[int, Rater]], lower: Rect, room: float
) -> tuple[CompactTable, ...]:
    width = (lower.width - _GAP * (len(others) - 1)) / len(others)
    most = max(len(rater.criteria) for _, rater in others)
    for opinion in (_BEST_OPINION, (_BEST_OPINION + _LEAST_OPINION) / 2, _LEAST_OPINION):
        for columns in range(1, 3 if len(others) > 1 else 4):
            rows = -(-most // columns)
            row = min(_TALLEST_ROW, (room - opinion - _BAND) / rows)
            if row >= _LOWEST_ROW:
                return tuple(
                    _compact_table(
                        number,
                        rater,
                        Rect(lower.x + place * (width + _GAP), lower.y, width, _BAND + rows * row),
                        columns,
                        row,
                    )
                    for place, (number, rater) in enumerate(others)
                )
    raise UserError(
        "print.too_many_criteria",
        Text(
            "考核表一页排不下学校评价或学生自评的 {count} 项指标，请减少指标。",
            "One page cannot hold the {count} criteria of the college or the student; please use fewer.",
        ).fill(count=most),
    )


def _compact_table(number: int, rater: Rater, frame: Rect, columns: int, row: float) -> CompactTable:
    rows = round((frame.height - _BAND) / row)
    columns = max(1, -(-len(rater.criteria) // rows)) if columns > 1 else 1
    width = frame.width / columns
    cells = []
    for index in range(len(rater.criteria)):
        column, line = divmod(index, rows)
        x, y = frame.x + column * width, frame.y + _BAND + line * row
        right = x + width
        cells.append(
            CriterionCells(
                Rect(x, y, width - _MARK - _FULL, row),
                Rect(right - _MARK - _FULL, y, _FULL, row),
                Rect(right - _MARK, y, _MARK, row),
            )
        )
    return CompactTable(number, frame, Rect(frame.x, frame.y, frame.width, _BAND), tuple(cells))


def _totals_cells(raters: Sequence[Rater], rect: Rect) -> tuple[Field, ...]:
    labels = [_rater_total(rater) for rater in raters] + [words.OVERALL_MARK, words.GRADE]
    shares = [1.0] * len(raters) + [1.15, 1.0]
    label_share = 0.6
    unit = rect.width / sum(shares)
    cells, x = [], rect.x
    for label, share in zip(labels, shares, strict=True):
        width = share * unit
        split = width * label_share if label is not words.GRADE else width * 0.42
        cells.append(
            Field(
                label,
                Rect(x, rect.y, split, rect.height),
                Rect(x + split, rect.y, width - split, rect.height),
            )
        )
        x += width
    return tuple(cells)


def _rater_total(rater: Rater) -> Text:
    heading = words.RATERS[rater.key].heading
    weight = words.WEIGHT.fill(weight=rater.weight)
    return Text(f"{heading.zh}\n{weight.zh}", f"{heading.en}\n{weight.en.strip()}")


def _opinions(raters: Sequence[Rater], rect: Rect) -> tuple[Opinion, ...]:
    shares: list[tuple[int | None, float]] = [
        (number, 1.25 if number == 0 else 1.0) for number in range(len(raters))
    ]
    shares.append((None, 0.95))
    unit = rect.width / sum(share for _, share in shares)
    opinions, x = [], rect.x
    for rater, share in shares:
        opinions.append(Opinion(rater, Rect(x, rect.y, share * unit, rect.height)))
        x += share * unit
    return tuple(opinions)
