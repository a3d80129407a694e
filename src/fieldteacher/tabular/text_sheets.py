"""Reading separated text: comma, semicolon, tab or bar, in the encodings that Chinese offices use."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from fieldteacher.apart.frames import Refusal
from fieldteacher.tabular.frames import Cell, Sink
from fieldteacher.tabular.sniff import utf16_order

SEPARATORS = ("\t", ",", ";", "|")
_SAMPLE_LINES = 60
_MOST_BREAKS = 50
_EXCEL_TEXT = re.compile(r'="(.*)"', re.S)


def read(path: Path, sink: Sink) -> None:
    """Send the one sheet of a text file. Raises ``Refusal``."""
    text, encoding = decode(path.read_bytes())
    separator, text = _directive(text)
    separator = separator or guess_separator(text)
    sink.book("tsv" if separator == "\t" else "csv", encoding)
    sink.sheet(path.stem, False, [])
    rows = _split(text, separator, csv.QUOTE_MINIMAL)
    if any(cell.count("\n") > _MOST_BREAKS for row in rows for cell in row):
        rows = _split(text, separator, csv.QUOTE_NONE)  # a stray quotation mark swallowed the rest
    for number, row in enumerate(rows, 1):
        if any(row):
            cells: list[Cell] = list(row)
            if any(cell.startswith('="') for cell in row):
                cells = [_unwrap(cell) for cell in row]
            sink.row(number, cells)
    sink.flush()


def _unwrap(cell: str) -> str:
    """Excel's own way to keep digits as text in a text file: ``="0012"``."""
    match = _EXCEL_TEXT.fullmatch(cell)
    return match[1].replace('""', '"') if match else cell


def decode(data: bytes) -> tuple[str, str]:
    """The words in ``data`` and the encoding's name. Raises ``Refusal``."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _utf8(data[3:], "utf-8-sig")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = "le" if data[0] == 0xFF else "be"
        return _decode(data[2:], f"utf-16-{order}"), f"utf-16-{order}"
    order16 = utf16_order(data)
    if order16:
        return _decode(data, f"utf-16-{order16}"), f"utf-16-{order16}"
    return _utf8(data, "utf-8")


def _decode(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _utf8(data: bytes, name: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), name
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError:
        pass
    # Neither is flawless: a few broken bytes (a name cut by another program) should not cost the file.
    # The replacement character in a cell is reported there.
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") * 200 <= len(text):
            return text, name if encoding == "utf-8" else encoding
    raise Refusal("unknown_encoding")


def _directive(text: str) -> tuple[str | None, str]:
    """The separator named by a first line ``sep=;``; the line stays, empty, so that row numbers hold."""
    match = re.match(r'"?sep=(.)"?\r?(?=\n)', text)
    return (match[1], text[match.end() :]) if match else (None, text)


def guess_separator(text: str) -> str:
    """The separator under which the first lines fall most evenly into the most columns."""
    sample = "\n".join(text[:200_000].splitlines()[:_SAMPLE_LINES])
    best, best_score = ",", 0
    for separator in SEPARATORS:
        widths = [len(row) for row in _split(sample, separator, csv.QUOTE_MINIMAL) if any(row)]
        columns = [width for width in widths if width > 1]
        if not columns:
            continue
        usual = max(set(columns), key=lambda width: (columns.count(width), width))
        score = columns.count(usual) * (usual - 1)
        if score > best_score:
            best, best_score = separator, score
    return best


def _split(text: str, separator: str, quoting: int) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    lines: Iterable[str] = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    with_ends = (line + "\n" for line in lines)
    try:
        rows = list(csv.reader(with_ends, delimiter=separator, quoting=quoting))  # type: ignore[arg-type]
    except csv.Error as error:
        raise Refusal("damaged_file") from error
    return [[cell.rstrip("\n") for cell in row] if row and row[-1].endswith("\n") else row for row in rows]
