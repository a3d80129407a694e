"""Reading .xlsx, .xlsb, .xls and .ods with calamine. Runs in the reading process only."""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from fieldteacher.apart.frames import Refusal
from fieldteacher.tabular.frames import DAMAGED_AT, Cell, Merge, Sink
from fieldteacher.tabular.merging import FillDown
from fieldteacher.tabular.zero_formats import Widths, zero_widths

_PLAIN = frozenset((str, float, int, bool))
_SENT = _PLAIN | {tuple}
_WIDE = 64
_MOST_MERGES = 100_000


def read(path: Path, format: str, sink: Sink) -> None:
    """Send every worksheet of a binary workbook. Raises ``Refusal``."""
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        sink.book(format, None)
        spans = _ods_merges(path) if format == "ods" else {}
        zeros = zero_widths(path) if format == "xlsx" else {}
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ == SheetTypeEnum.WorkSheet:
                hidden = meta.visible != SheetVisibleEnum.Visible
                _send(book, index, meta.name, hidden, spans.get(meta.name), zeros.get(index), sink)
    except PasswordError as error:
        raise Refusal("password_protected") from error
    except (CalamineError, OSError) as error:
        raise Refusal("damaged_file") from error


def _send(
    book: CalamineWorkbook,
    index: int,
    name: str,
    hidden: bool,
    spans: list[Merge] | None,
    zeros: Widths | None,
    sink: Sink,
) -> None:
    sheet = book.get_sheet_by_index(index)
    merges = spans or [
        (first[0] + 1, first[1], last[0] + 1, last[1])
        for first, last in (sheet.merged_cell_ranges or ())[:_MOST_MERGES]
    ]
    sink.sheet(name, hidden, [m for m in merges if m[0] <= _WIDE])
    fill = FillDown(merges)
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in _rows(sheet, left):
        if zeros and number in zeros:
            _show_zeros(row, zeros[number])
        if fill:
            fill.apply(number, row)
        sink.row(number, row)
    sink.flush()


def _show_zeros(row: list[Cell], widths: list[tuple[int, int]]) -> None:
    """Write numbers as their format shows them, with leading zeros, in place."""
    for column, width in widths:
        cell = row[column] if column < len(row) else ""
        if (
            isinstance(cell, int | float)
            and not isinstance(cell, bool)
            and 0 <= cell < DAMAGED_AT
            and cell == int(cell)
        ):
            row[column] = f"{int(cell):0{width}d}"


def _rows(sheet: Any, left: list[str]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows with content and their numbers, as far as the last cell with content."""
    width = sheet.width
    blank = [""] * width
    days = _Days()
    for number, row in enumerate(sheet.iter_rows(), 1):
        if row == blank:
            continue
        if width > _WIDE:
            while row[-1] == "":
                row.pop()
        if not _PLAIN.issuperset(map(type, row)):
            days.replace(row)
        yield number, left + row if left else row


class _Days:
    """Replaces days and times by what a frame can carry. They stand in the same few columns and repeat."""

    def __init__(self) -> None:
        self._columns: list[int] = []
        self._known: dict[object, Cell] = {}

    def replace(self, row: list[Any]) -> None:
        """Replace them in place."""
        known = self._known
        for column in self._columns:
            if column < len(row) and type(row[column]) not in _SENT:
                cell = row[column]
                row[column] = known[cell] if cell in known else known.setdefault(cell, _plain(cell))
        if not _SENT.issuperset(map(type, row)):
            self._columns += [i for i, cell in enumerate(row) if type(cell) not in _SENT]
            self.replace(row)


def _plain(value: object) -> Cell:
    if isinstance(value, datetime.datetime):
        return (value.year, value.month, value.day, value.hour, value.minute, value.second)
    if isinstance(value, datetime.date):
        return (value.year, value.month, value.day)
    if isinstance(value, datetime.time):
        return value.isoformat()
    return str(value)


# -- merges of OpenDocument sheets, which calamine does not tell ------------------------------------

_SPAN = re.compile(rb"number-rows-spanned=\"(?!1\")")
_REPEAT_LIMIT = 1_048_576


class _OdsSpans:
    """Follows rows and cells of content.xml and notes the cells that span several rows."""

    def __init__(self) -> None:
        self.found: dict[str, list[Merge]] = {}
        self._merges: list[Merge] = []
        self._row = 0
        self._column = 0
        self._repeat = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self._merges = self.found.setdefault(attributes.get("table:name", ""), [])
            self._row = 0
        elif tag == "table:table-row":
            self._row += 1
            self._column = 0
            self._repeat = _count(attributes, "table:number-rows-repeated")
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            rows = _count(attributes, "table:number-rows-spanned")
            columns = _count(attributes, "table:number-columns-spanned")
            if (rows > 1 or columns > 1) and len(self._merges) < _MOST_MERGES:
                self._merges.append(
                    (self._row, self._column, self._row + rows - 1, self._column + columns - 1)
                )
            self._column += _count(attributes, "table:number-columns-repeated")

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self._row += self._repeat - 1


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return min(int(text), _REPEAT_LIMIT) if text.isdecimal() and text.isascii() else 1


def _ods_merges(path: Path) -> dict[str, list[Merge]]:
    try:
        with zipfile.ZipFile(path) as archive:
            content = archive.read("content.xml")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError) as error:
        raise Refusal("damaged_file") from error
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise Refusal("unsafe_xml")
    if not _SPAN.search(content):
        return {}
    spans = _OdsSpans()
    parser = expat.ParserCreate()
    parser.StartElementHandler = spans.start
    parser.EndElementHandler = spans.end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refusal("damaged_file") from error
    return spans.found
