"""A block copied from a spreadsheet becomes marks: all of them, or a list of what does not fit."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.screens.evaluations.entering import read_mark
from fieldteacher.ui.screens.evaluations.model import Cell, GridModel

_TOO_MANY_ROWS = Text(
    "粘贴了 {n} 行，从这里往下只有 {room} 名学生。",
    "{n} rows were pasted; there are only {room} students from here on.",
)
_TOO_MANY_COLUMNS = Text(
    "粘贴了 {n} 列，从这里往右只有 {room} 项指标。",
    "{n} columns were pasted; there are only {room} criteria from here on.",
)
_AT = Text("{name}：{what}", "{name}: {what}")
_LOCKED = Text("“{criterion}”已签字，不能修改", "“{criterion}” is signed and cannot be changed")
_NOTHING = Text("剪贴板里没有文字。", "There is no text on the clipboard.")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste would set; where there are ``problems``, nothing may be set."""

    cells: Sequence[Cell]
    problems: Sequence[Text]


def read_block(text: str) -> list[list[str]]:
    """The cells of copied text: tabs between columns, quotes around cells with line breaks."""
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [row or [""] for row in rows]


def plan_paste(
    model: GridModel, text: str, places: Sequence[tuple[int, int]], *, point_left_out: bool = False
) -> Pasted:
    """Check a block against the grid; empty cells leave what stands there.

    ``places`` are the selected cells: a block starts at the first of them, and a single value fills
    them all.
    """
    block = read_block(text)
    if not block or not places:
        return Pasted((), (_NOTHING,))
    if len(block) == 1 and len(block[0]) == 1 and len(places) > 1:
        targets = [(row, column, block[0][0]) for row, column in places if column < len(model.criteria)]
        return _check(model, targets, point_left_out)
    top, left = min(row for row, _ in places), min(column for _, column in places)
    problems = _room(model, block, top, left)
    if problems:
        return Pasted((), problems)
    targets = [
        (top + down, left + right, words)
        for down, line in enumerate(block)
        for right, words in enumerate(line)
        if left + right < len(model.criteria)
    ]
    return _check(model, targets, point_left_out)


def _room(model: GridModel, block: list[list[str]], top: int, left: int) -> list[Text]:
    problems: list[Text] = []
    room = len(model.rows) - top
    if len(block) > room:
        problems.append(_TOO_MANY_ROWS.fill(n=len(block), room=room))
    # What falls on the totals is left out: they are worked out here.
    width, across = max(map(len, block)), model.columnCount() - left
    if width > across or left >= len(model.criteria):
        problems.append(_TOO_MANY_COLUMNS.fill(n=width, room=max(0, len(model.criteria) - left)))
    return problems


def _check(model: GridModel, targets: Sequence[tuple[int, int, str]], point_left_out: bool) -> Pasted:
    cells: list[Cell] = []
    problems: list[Text] = []
    for row, column, words in targets:
        if not words.strip():
            continue
        criterion, name = model.criteria[column], model.rows[row].who.name
        try:
            tenths = read_mark(words, criterion, point_left_out=point_left_out)
        except UserError as error:
            problems.append(_AT.fill(name=name, what=error.text))
            continue
        if model.locked(row, column):
            if model.mark(row, column) != tenths:
                problems.append(_AT.fill(name=name, what=_LOCKED.fill(criterion=criterion.name)))
            continue
        cells.append((row, column, tenths))
    return Pasted(cells, problems)
