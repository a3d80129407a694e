"""Writing tables that are safe to open in a spreadsheet program.

Text that begins like a formula stays text (the advice of OWASP on CSV injection): in .xlsx every text is
typed as text, in .csv such a cell gets an apostrophe before it. Identifiers are text cells of the format
``@``, so that no program shortens them to 15 digits or drops their zeros.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text

Scalar = str | int | float | bool | None

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that some spreadsheet program takes for a formula or passes on to another."""

_LONGEST_CELL = 32_767
_WIDEST, _NARROWEST = 48, 6
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def write_xlsx(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[Scalar]], *, sheet: str = "Sheet1"
) -> int:
    """Write a workbook of one sheet and return the number of rows below the header.

    Text is written as text, numbers as numbers; there is no formula and no link in it. Raises
    ``UserError`` where the file cannot be written; an earlier file then stays as it was.
    """

    def fill(target: io.BytesIO) -> int:
        book = new_workbook(target)
        try:
            return _fill_sheet(book, sheet, headers, rows)
        finally:
            book.close()

    return _written(path, fill)


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Scalar]]) -> int:
    """Write separated text and return the number of rows below the header.

    UTF-8 with a byte order mark, without which spreadsheet programs show Chinese wrongly. Raises
    ``UserError`` as ``write_xlsx`` does.
    """

    def fill(target: io.BytesIO) -> int:
        text = io.StringIO(newline="")
        out = csv.writer(text, lineterminator="\r\n")
        out.writerow([guarded(header) for header in headers])
        count = 0
        for count, row in enumerate(rows, 1):  # noqa: B007
            out.writerow([guarded(cell) for cell in row])
        target.write(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace"))
        return count

    return _written(path, fill)


def guarded(cell: Scalar) -> str:
    """A cell of separated text, with an apostrophe before what could be taken for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if not isinstance(cell, str):
        return str(cell)
    text = clean(cell)
    return "'" + text if text.startswith((*RISKY, "'")) or text.lstrip().startswith(RISKY) else text


def clean(text: str) -> str:
    """Text without the characters that no spreadsheet file can carry, and of a length it can."""
    kept = text.translate(_ILLEGAL).encode("utf-8", "replace").decode("utf-8")
    return kept[:_LONGEST_CELL]


# -- the parts, also for sheets with colours --------------------------------------------------------


def new_workbook(target: io.BytesIO) -> Any:
    """A workbook in memory that never turns text into formulas, links or numbers."""
    return xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    )


def put(sheet: Any, row: int, column: int, cell: Scalar, formats: Mapping[str, Any]) -> None:
    """Write one cell; ``formats`` holds ``text`` and ``plain``. Long whole numbers become text."""
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, formats["plain"])
    elif isinstance(cell, int | float) and abs(cell) < 10**15:
        sheet.write_number(row, column, cell, formats["plain"])
    else:
        sheet.write_string(row, column, clean(str(cell)), formats["text"])


def width_of(texts: Iterable[Scalar]) -> float:
    """A column width that shows the texts; a Chinese character is two wide."""
    widest = _NARROWEST
    for cell in texts:
        lines = ("" if cell is None else str(cell)).split("\n")
        widest = max(widest, *(sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in lines))
    return min(widest + 2, _WIDEST)


def _fill_sheet(book: Any, name: str, headers: Sequence[str], rows: Iterable[Sequence[Scalar]]) -> int:
    sheet = book.add_worksheet(sheet_name(name))
    head = book.add_format({"bold": True, "num_format": "@", "bottom": 1, "bg_color": "#EEF2F7"})
    formats = {"text": book.add_format({"num_format": "@"}), "plain": book.add_format()}
    for column, header in enumerate(headers):
        sheet.write_string(0, column, clean(header), head)
    sample: list[Sequence[Scalar]] = []
    count = 0
    for count, row in enumerate(rows, 1):
        if count <= 200:
            sample.append(row)
        for column, cell in enumerate(row):
            put(sheet, count, column, cell, formats)
    for column, header in enumerate(headers):
        texts = [header, *(row[column] for row in sample if column < len(row))]
        # The whole column is text, so that what a person adds below keeps its zeros too.
        sheet.set_column(column, column, width_of(texts), formats["text"])
    sheet.freeze_panes(1, 0)
    if count and headers:
        sheet.autofilter(0, 0, count, len(headers) - 1)
    return count


def sheet_name(name: str) -> str:
    """A name that a spreadsheet program accepts: 31 characters, none of ``[]:*?/\\``."""
    kept = "".join(" " if c in "[]:*?/\\" else c for c in clean(name)).strip(" '")
    return kept[:31] or "Sheet1"


# -- to disk ---------------------------------------------------------------------------------------


def _written(path: Path, fill: Callable[[io.BytesIO], int]) -> int:
    content = io.BytesIO()
    count = fill(content)
    save(Path(path), content.getvalue())
    return count


def save(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all. Raises ``UserError``: no folder, read-only, disk full, in use."""
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix":
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)  # mkstemp makes it private
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _not_written(path: Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC, errno.EFBIG):
        code, text = (
            "disk_full",
            Text("磁盘已满，未能写入“{f}”。", "The disk is full; “{f}” was not written."),
        )
    elif error.errno == errno.ENOENT:
        code, text = "no_folder", Text("文件夹不存在，未能写入“{f}”。", "The folder of “{f}” does not exist.")
    elif path.is_dir():
        code, text = "is_directory", Text("“{f}”是文件夹。", "“{f}” is a folder.")
    else:
        code, text = (
            "not_writable",
            Text(
                "无法写入“{f}”：文件夹只读，或文件正被其他程序打开。",
                "“{f}” cannot be written: the folder is read-only, or another program holds the file.",
            ),
        )
    return UserError(code, text.fill(f=path.name))
