"""Filling a workbook that somebody else laid out: its title lines and headings are kept, the lines below are ours."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from fieldteacher.tabular.headings import Header
from fieldteacher.tabular.words import shown
from fieldteacher.tabular.writer import Scalar, clean, new_workbook, put, save, sheet_name, width_of


def write_filled(path: Path, header: Header, rows: Sequence[Sequence[Scalar]]) -> int:
    """Write a workbook with the lines down to ``header`` as they stand in its sheet, and ``rows`` below.

    The words are kept, not the colours and widths of the original. Returns the number of rows. Raises
    ``UserError`` where the file cannot be written.
    """
    content = io.BytesIO()
    book = new_workbook(content)
    sheet = book.add_worksheet(sheet_name(header.sheet.name))
    head = book.add_format(
        {"bold": True, "num_format": "@", "bottom": 1, "bg_color": "#EEF2F7", "text_wrap": True}
    )
    title = book.add_format({"bold": True, "num_format": "@"})
    formats = {"text": book.add_format({"num_format": "@"}), "plain": book.add_format()}
    source = header.sheet
    for index in range(header.index + 1):
        last = index == header.index
        for column, cell in enumerate(source.rows[index]):
            words = clean(shown(cell))
            if words or last:
                sheet.write_string(source.numbers[index] - 1, column, words, head if last else title)
    for offset, row in enumerate(rows):
        for column, value in enumerate(row):
            put(sheet, header.number + offset, column, value, formats)
    for column, heading in enumerate(header.headings):
        texts = [heading, *(row[column] for row in rows[:200] if column < len(row))]
        sheet.set_column(column, column, width_of(texts), formats["text"])
    sheet.freeze_panes(header.number, 0)
    book.close()
    save(Path(path), content.getvalue())
    return len(rows)
