"""Reading web pages and XML Spreadsheet 2003 that carry the name of an Excel file.

No entity is ever expanded but the five of XML and the named characters of HTML, which cannot nest.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from xml.parsers import expat

from fieldteacher.apart.frames import Refusal
from fieldteacher.tabular.frames import Cell, Merge, Sink
from fieldteacher.tabular.merging import FillDown
from fieldteacher.tabular.text_sheets import decode

_META = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "cp936", "ms936", "x-gbk"}
_COLUMNS = 16_384
_ROWS = 1_048_576


def _text(path: Path) -> tuple[str, str]:
    data = path.read_bytes()
    named = _META.search(data[:4096])
    if named and named[1].decode("ascii").lower() in _CHINESE:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass  # the page says so and is something else
    return decode(data)


# -- HTML ------------------------------------------------------------------------------------------

_DROP = re.compile(
    r"<!--.*?-->|<(script|style|head|xml)\b.*?</\1\s*>|<!\[.*?\]>|<!doctype[^>\[]*>", re.I | re.S
)
_TAG = re.compile(r"<(/?)(table|tr|td|th|br|p|div)\b([^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*)>", re.I)
_ANY_TAG = re.compile(r"<[^>]*>")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,7})", re.I)
_NUMBER_CELL = re.compile(r"\bx:num\b", re.I)
_LONG_NUMBER = re.compile(r"\d{16,}")
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Table:
    """One table of a page: its rows, and the merges that spans make."""

    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.merges: list[Merge] = []
        self._covered: dict[int, int] = {}
        """Column -> number of the last row that a span from above covers."""

    def begin_row(self) -> None:
        self.rows.append([])

    def add(self, value: Cell, columns: int, rows: int) -> None:
        if not self.rows:
            self.begin_row()
        row, number = self.rows[-1], len(self.rows)
        while self._covered.get(len(row), 0) >= number:
            row.append("")
        first, width = len(row), min(columns, _COLUMNS - len(row))
        row.append(value)
        row.extend([""] * (width - 1))
        if rows > 1 or width > 1:
            self.merges.append((number, first, number + rows - 1, first + max(width, 1) - 1))
        if rows > 1:
            self._covered.update(dict.fromkeys(range(first, first + width), number + rows - 1))


def read_html(path: Path, sink: Sink) -> None:
    """Send each table of a page as a sheet. Raises ``Refusal``."""
    text, encoding = _text(path)
    if "<!ENTITY" in text:
        raise Refusal("unsafe_xml")
    tables = _tables(_DROP.sub("", text))
    if not tables:
        raise Refusal("not_a_table", kind="text")
    sink.book("html", encoding)
    for index, table in enumerate(tables, 1):
        sink.sheet(f"Table {index}", False, [m for m in table.merges if m[0] <= 64])
        fill = FillDown(table.merges)
        for number, row in enumerate(table.rows, 1):
            if any(cell != "" for cell in row):
                if fill:
                    fill.apply(number, row)
                sink.row(number, row)
        sink.flush()


class _Page:
    """Follows the tags of a page and keeps the tables; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._words: list[str] = []
        self._cell: str | None = None
        """The attributes of the open cell."""

    def tag(self, closing: bool, name: str, attributes: str) -> None:
        if name in ("br", "p", "div"):
            if self._cell is not None and (name == "br" or closing):
                self._words.append("\n")
            return
        self._close_cell()
        if name == "table":
            if closing:
                self._open = self._open[:-1]
            else:
                self._open.append(_Table())
                self.tables.append(self._open[-1])
        elif not self._open or closing:
            return
        elif name == "tr":
            self._open[-1].begin_row()
        else:
            self._cell = attributes

    def words(self, text: str) -> None:
        if self._cell is not None and text:
            self._words.append(_SPACE.sub(" ", _ANY_TAG.sub("", text) if "<" in text else text))

    def _close_cell(self) -> None:
        if self._cell is None:
            return
        attributes, self._cell = self._cell, None
        text = html.unescape("".join(self._words)).strip(" \n")
        self._words = []
        spans = dict.fromkeys(("col", "row"), 1)
        if "span" in attributes.lower():
            for which, count in _SPAN.findall(attributes):
                spans[which.lower()] = max(1, min(int(count), _ROWS))
        is_number = _NUMBER_CELL.search(attributes) and _LONG_NUMBER.fullmatch(text)
        value: Cell = float(text) if is_number else text
        if self._open:
            self._open[-1].add(value, spans["col"], spans["row"])


def _tables(text: str) -> list[_Table]:
    page = _Page()
    at = 0
    for match in _TAG.finditer(text):
        page.words(text[at : match.start()])
        page.tag(bool(match[1]), match[2].lower(), match[3])
        at = match.end()
    page.tag(True, "table", "")
    return [table for table in page.tables if any(any(c != "" for c in row) for row in table.rows)]


# -- XML Spreadsheet 2003 --------------------------------------------------------------------------

_SS = "urn:schemas-microsoft-com:office:spreadsheet"
_X = "urn:schemas-microsoft-com:office:excel"
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)")
_INTEGER = re.compile(r"-?\d{1,15}")


class _SpreadsheetXml:
    """Takes the events of the parser; keeps one sheet at a time, and tells whether it was hidden at its end."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._name = ""
        self._hidden = False
        self._rows: list[tuple[int, list[Cell]]] = []
        self._merges: list[Merge] = []
        self._number = 0
        self._repeat = 0
        self._row: list[Cell] | None = None
        self._span = (0, 0)
        self._type: str | None = None
        self._words: list[str] = []
        self._visible = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if space == _SS:
            if name == "Cell" and self._row is not None:
                index = _whole(attributes.get(f"{_SS} Index"), len(self._row) + 1)
                if len(self._row) < index - 1 < _COLUMNS:
                    self._row.extend([""] * (index - 1 - len(self._row)))
                self._row.append("")
                self._span = (
                    _whole(attributes.get(f"{_SS} MergeAcross"), 0), _whole(attributes.get(f"{_SS} MergeDown"), 0)
                )  # fmt: skip
            elif name == "Data":
                self._type, self._words = attributes.get(f"{_SS} Type", "String"), []
            elif name == "Row":
                self._number = max(self._number + 1, _whole(attributes.get(f"{_SS} Index"), 0))
                self._repeat = _whole(attributes.get(f"{_SS} Span"), 0)
                self._row = []
            elif name == "Worksheet":
                self._name, self._hidden = attributes.get(f"{_SS} Name", ""), False
                self._rows, self._merges, self._number = [], [], 0
        elif space == _X and name == "Visible":
            self._visible, self._words = True, []

    def words(self, text: str) -> None:
        if self._type is not None or self._visible:
            self._words.append(text)

    def end(self, tag: str) -> None:
        space, _, name = tag.rpartition(" ")
        if space == _X and name == "Visible":
            self._hidden, self._visible = "Hidden" in "".join(self._words), False
        elif space != _SS:
            return
        elif name == "Data" and self._type is not None:
            if self._row:
                self._row[-1] = _value(self._type, "".join(self._words))
            self._type = None
        elif name == "Cell" and self._row is not None:
            self._end_cell(self._row)
        elif name == "Row" and self._row is not None:
            if any(cell != "" for cell in self._row):
                self._rows.append((self._number, self._row))
            self._number += self._repeat
            self._row = None
        elif name == "Worksheet":
            self._send()

    def _end_cell(self, row: list[Cell]) -> None:
        across, down = self._span
        if across or down:
            at = len(row) - 1
            self._merges.append((self._number, at, self._number + down, at + across))
            row.extend([""] * min(across, _COLUMNS - len(row)))

    def _send(self) -> None:
        self._sink.sheet(self._name, self._hidden, [m for m in self._merges if m[0] <= 64])
        fill = FillDown(self._merges)
        for number, row in self._rows:
            if fill:
                fill.apply(number, row)
            self._sink.row(number, row)
        self._sink.flush()


def _whole(text: str | None, otherwise: int) -> int:
    if text is None or not text.isascii() or not text.isdecimal():
        return otherwise
    return min(int(text), _ROWS)


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        try:
            return int(text) if _INTEGER.fullmatch(text) else float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        match = _MOMENT.match(text)
        if match:
            parts = tuple(int(part) for part in match.groups())
            return parts if any(parts[3:]) else parts[:3]
        return text
    return text == "1" if kind == "Boolean" else text


def _refuse_dtd(*_: object) -> None:
    raise Refusal("unsafe_xml")


def read_xml(path: Path, sink: Sink) -> None:
    """Send the sheets of an XML Spreadsheet 2003 file. Raises ``Refusal``."""
    text, encoding = _text(path)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"), count=1)
    sink.book("xml", encoding)
    events = _SpreadsheetXml(sink)
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.EntityDeclHandler = _refuse_dtd
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.words
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise Refusal("damaged_file") from error
