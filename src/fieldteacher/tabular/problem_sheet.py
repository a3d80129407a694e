"""The sheet of problems to send back to the college: the original lines, what is wrong beside them, in colour."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

from fieldteacher.domain.sheet_columns import letter
from fieldteacher.domain.text import Language, Text
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.problems import Problem
from fieldteacher.tabular.roster import Roster
from fieldteacher.tabular.words import shown
from fieldteacher.tabular.writer import clean, new_workbook, save, sheet_name, width_of

_SHEET = Text("需核对", "To check")
_ROW = Text("原行号", "Row")
_WHAT = Text("问题", "What is wrong")
_TAKEN = Text("是否导入", "Taken")
_YES = Text("已导入，个别项留空", "taken, some cells left out")
_WARNED = Text("已导入，请核对", "taken, please check")
_NO = Text("未导入", "not taken")


def write_problem_sheet(
    path: Path,
    roster: Roster,
    *,
    problems: Sequence[Problem] | None = None,
    refused: Container[int] | None = None,
    language: Language = "zh_CN",
) -> int:
    """Write the lines that have problems and return how many there are.

    The original cells stand as they are in the file, errors red and warnings yellow, with the remarks in
    the columns before them. ``problems`` and ``refused`` (numbers of rows) overrule what the file alone
    tells. Raises ``UserError`` where the file cannot be written.
    """
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in roster.problems if problems is None else problems:
        by_row[problem.row].append(problem)
    content = io.BytesIO()
    book = new_workbook(content)
    sheet = book.add_worksheet(sheet_name(_SHEET.to(language)))
    formats = _formats(book)
    headings = [heading or letter(i) for i, (heading, _) in enumerate(roster.columns)]
    header = [_ROW.to(language), _TAKEN.to(language), _WHAT.to(language), *headings]
    for column, words in enumerate(header):
        sheet.write_string(0, column, clean(words), formats["head"])
    lines: list[list[str]] = [header]
    cells = {row.number: row.cells for row in roster.rows}
    left_out = {row.number for row in roster.rows if row.refused} if refused is None else refused
    for place, number in enumerate(sorted(by_row), 1):
        line, out = cells.get(number, ()), number in left_out
        lines.append(_write_line(sheet, place, number, by_row[number], line, out, formats, language))
    for column in range(len(header)):
        sheet.set_column(column, column, width_of(line[column] for line in lines[:200] if column < len(line)))
    sheet.freeze_panes(1, 3)
    book.close()
    save(Path(path), content.getvalue())
    return len(lines) - 1


def _formats(book: Any) -> dict[str, Any]:
    base = {"num_format": "@", "valign": "top"}
    return {
        "head": book.add_format({**base, "bold": True, "bottom": 1, "bg_color": "#EEF2F7"}),
        "text": book.add_format(base),
        "words": book.add_format({**base, "text_wrap": True}),
        "error": book.add_format({**base, "bg_color": "#F8CBCB"}),
        "warning": book.add_format({**base, "bg_color": "#FFF2C2"}),
    }


def _write_line(
    sheet: Any,
    place: int,
    number: int,
    problems: Sequence[Problem],
    line: Sequence[Cell],
    refused: bool,
    formats: dict[str, Any],
    language: Language,
) -> list[str]:
    worst = "error" if any(problem.severity == "error" for problem in problems) else "warning"
    taken = _NO if refused else _YES if worst == "error" else _WARNED
    remarks = "\n".join(_remark(problem, language) for problem in problems)
    words = [str(number), taken.to(language), remarks, *(shown(cell) for cell in line)]
    marked = {problem.column.partition(" ")[0]: problem.severity for problem in reversed(problems)}
    marked |= {p.column.partition(" ")[0]: "error" for p in problems if p.severity == "error"}
    sheet.write_number(place, 0, number, formats["text"])
    sheet.write_string(place, 1, words[1], formats["text"])
    sheet.write_string(place, 2, clean(remarks), formats["words"])
    for index, text in enumerate(words[3:]):
        style = formats[marked.get(letter(index), "text")]
        if text:
            sheet.write_string(place, index + 3, clean(text), style)
        else:
            sheet.write_blank(place, index + 3, None, style)
    return words


def _remark(problem: Problem, language: Language) -> str:
    where = problem.column.partition(" ")[2]
    message = problem.message.to(language)
    return (
        f"{where}：{message}"
        if where and language == "zh_CN"
        else f"{where}: {message}"
        if where
        else message
    )
