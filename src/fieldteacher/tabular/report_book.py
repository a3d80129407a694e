"""A report as a workbook: its words, its figures, and each plot as a table with a chart of the spreadsheet program's own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldteacher.tabular.writer import clean, new_workbook, put, save, sheet_name

_COLUMNS_UNDER_CHART = 18
"""Lines that a chart covers."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers over groups; ``stacked`` series stand on top of each other."""

    title: str
    groups: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class ReportBook:
    """The sheets: words by heading, figures (section, words, number, unit), quotations (section, words, whose), plots."""

    title: str
    words: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, int | float | None, str], ...]
    quotations: tuple[tuple[str, str, str], ...]
    charts: tuple[Chart, ...]
    sheets: tuple[str, str, str, str]
    """The names of the four sheets."""
    heads: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    """The headings of the first three."""


def write_report_book(path: Path, report: ReportBook) -> None:
    """Write the workbook. Raises ``UserError`` where the file cannot be written; an earlier one then stays."""
    content = io.BytesIO()
    book = new_workbook(content)
    kinds = {
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "plain": book.add_format({"valign": "top"}),
        "head": book.add_format({"bold": True, "num_format": "@", "bottom": 1, "bg_color": "#EEF2F7"}),
        "title": book.add_format({"bold": True, "num_format": "@", "font_size": 16}),
    }
    tables: Sequence[Sequence[Sequence[Any]]] = (report.words, report.figures, report.quotations)
    widths = ((26, 100), (26, 34, 12, 12), (26, 80, 26))
    for name, head, rows, wide in zip(report.sheets, report.heads, tables, widths, strict=False):
        _table(book, name, report.title, head, rows, wide, kinds)
    if report.charts:
        _charts(book, report, kinds)
    book.close()
    save(path, content.getvalue())


def _table(
    book: Any, name: str, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[int], kinds: Any
) -> None:  # fmt: skip
    sheet = book.add_worksheet(sheet_name(name))
    sheet.write_string(0, 0, clean(title), kinds["title"])
    for column, words in enumerate(head):
        sheet.write_string(2, column, clean(words), kinds["head"])
        sheet.set_column(column, column, widths[column])
    for line, row in enumerate(rows, 3):
        for column, cell in enumerate(row):
            put(sheet, line, column, cell, kinds)
    sheet.freeze_panes(3, 0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _charts(book: Any, report: ReportBook, kinds: Any) -> None:
    name = sheet_name(report.sheets[3])
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 26)
    line = 0
    for each in report.charts:
        sheet.write_string(line, 0, clean(each.title), kinds["head"])
        for column, (words, _) in enumerate(each.series, 1):
            sheet.write_string(line, column, clean(words), kinds["head"])
        for row, group in enumerate(each.groups, line + 1):
            sheet.write_string(row, 0, clean(group), kinds["text"])
            for column, (_, values) in enumerate(each.series, 1):
                put(sheet, row, column, values[row - line - 1], kinds)
        last = line + len(each.groups)
        chart = book.add_chart({"type": "column", **({"subtype": "stacked"} if each.stacked else {})})
        for column in range(1, len(each.series) + 1):
            chart.add_series(
                {
                    "name": [name, line, column],
                    "categories": [name, line + 1, 0, last, 0],
                    "values": [name, line + 1, column, last, column],
                }
            )
        chart.set_title({"name": clean(each.title), "name_font": {"size": 12}})
        if len(each.series) == 1:
            chart.set_legend({"none": True})
        sheet.insert_chart(line, len(each.series) + 2, chart)
        line = max(last + 2, line + _COLUMNS_UNDER_CHART)
