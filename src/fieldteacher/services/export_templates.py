"""Filling sheets that somebody else laid out: the college's lists, and what the academic affairs system gives out.

Such a sheet has headings alone, and gets a line for every record; or it names its students already, and then what
is empty there is filled, line by line, and nobody is added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.text import Text
from fieldteacher.services.export_columns import Cells, Columns
from fieldteacher.store.reader import Row
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.headings import Header, find_header, normal
from fieldteacher.tabular.layouts.roster import IGNORED_HEADINGS
from fieldteacher.tabular.template import write_filled
from fieldteacher.tabular.words import shown, squeeze
from fieldteacher.tabular.workbook import read_workbook
from fieldteacher.tabular.writer import Scalar

_SEARCHED_ROWS = 30
_NUMBERING = {normal(heading) for heading in IGNORED_HEADINGS}
_KEY = "student_number"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written, and how many lines of records are in it."""

    file: Path
    rows: int
    unknown: tuple[str, ...] = ()
    """Headings of the template that nothing fills."""
    unmatched: tuple[str, ...] = ()
    """Student numbers in the template of which there is nobody here."""
    left_out: int = 0
    """How many records are not in a template that names its students."""


def filled(template: Path, file: Path, columns: Columns) -> Exported:
    """Fill a template into ``file``. Raises ``InputRefused``, and ``UserError`` where the file cannot be written."""
    if file.suffix.lower() != ".xlsx":
        raise InputRefused(
            "unknown_format", Text("按模板导出只能存为 .xlsx。", "A filled template is saved as .xlsx only.")
        )
    header = _header(template, columns.kind)
    fields = (*header.fields, *[None] * (len(header.headings) - len(header.fields)))
    cells = [_cells(columns, heading, field) for heading, field in zip(header.headings, fields, strict=False)]
    unknown = tuple(h for h, cell in zip(header.headings, cells, strict=True) if h and cell is None)
    if len(unknown) == len([heading for heading in header.headings if heading]):
        raise _no_header(template)
    key = _key_column(header, fields, columns.kind)
    below = header.sheet.rows[header.index + 1 :]
    if key is not None and any(_at(row, key) for row in below):
        return _named(file, header, columns, cells, key, below, unknown)
    lines = [[cell(row) if cell else None for cell in cells] for row in columns.rows]
    return Exported(file, write_filled(file, header, lines), unknown)


def _cells(columns: Columns, heading: str, field: str | None) -> Cells | None:
    if not heading:
        return None
    if normal(heading) in _NUMBERING:
        numbers = count(1)
        return lambda _: next(numbers)
    return columns.of_heading(heading, field)


def _named(
    file: Path, header: Header, columns: Columns, cells: Sequence[Cells | None], key: int,
    below: Sequence[Sequence[Cell]], unknown: tuple[str, ...],
) -> Exported:  # fmt: skip
    """Fill the lines of a template that names its students."""
    records: Mapping[str, Row] = {_same(str(row[_KEY])): row for row in columns.rows}
    anew = [columns.is_marks(heading) for heading in header.headings]
    numbers = [_same(_at(row, key)) for row in below]
    lines = [
        _line(given, records.get(number), cells, anew, key)
        for given, number in zip(below, numbers, strict=True)
    ]
    write_filled(file, header, lines)
    named = {number for number in numbers if number}
    missing = tuple(
        _at(row, key) for row, number in zip(below, numbers, strict=True) if number not in records
    )
    unmatched = tuple(number for number in missing if any(c.isdigit() for c in number))
    return Exported(file, len(named & records.keys()), unknown, unmatched, len(records.keys() - named))


def _line(
    given: Sequence[Cell], record: Row | None, cells: Sequence[Cells | None], anew: Sequence[bool], key: int
) -> list[Scalar]:
    """A line of the template: what stands there stays, marks alone are written over."""
    line: list[Scalar] = []
    for column in range(max(len(given), len(cells))):
        there = given[column] if column < len(given) else None
        cell = cells[column] if column < len(cells) else None
        empty = there is None or not shown(there).strip()
        if record is not None and cell is not None and column != key and (empty or anew[column]):
            value = cell(record)
            line.append(_kept(there) if value is None else value)
        else:
            line.append(shown(there) if there is not None and column == key else _kept(there))
    return line


def _kept(cell: Cell | None) -> Scalar:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return cell if cell is None or isinstance(cell, bool | int) else shown(cell)


def _same(number: str) -> str:
    return squeeze(number).upper()


def _at(row: Sequence[Cell], column: int) -> str:
    return squeeze(shown(row[column])) if column < len(row) and row[column] is not None else ""


def _key_column(header: Header, fields: Sequence[str | None], kind: RecordType) -> int | None:
    """The column with the students' numbers."""
    if kind.name != "student":
        return None
    if _KEY in fields:
        return fields.index(_KEY)
    names = [normal(heading) for heading in header.headings]
    label = normal(kind.fields[_KEY].label.zh)
    return names.index(label) if label in names else None


def _header(template: Path, kind: RecordType) -> Header:
    """The row of headings in a template: the roster's for students, else the row that names most fields."""
    book = read_workbook(template)
    if kind.name == "student":
        found = find_header(book.visible)
        if found is not None:
            return found
    labels = {normal(t) for n, s in kind.fields.items() for t in (s.label.zh, s.label.en, n)}
    best: Header | None = None
    for sheet in book.visible:
        for index, number in enumerate(sheet.numbers[:_SEARCHED_ROWS]):
            headings = tuple("" if cell is None else str(cell).strip() for cell in sheet.rows[index])
            score = sum(normal(heading) in labels for heading in headings if heading)
            if score and (best is None or score > best.score):
                best = Header(sheet, index, number, headings, (None,) * len(headings), score)
    if best is None:
        raise _no_header(template)
    return best


def _no_header(template: Path) -> InputRefused:
    return InputRefused(
        "no_header",
        Text("“{f}”里没有认得出的表头。", "“{f}” has no header that is understood.").fill(f=template.name),
    )
