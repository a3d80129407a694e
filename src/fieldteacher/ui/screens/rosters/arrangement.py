"""What the preview of a roster shows: states, filters and columns. No input or output here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.screens.rosters.lines import CellView, Line
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.widgets.chip import Tone

State = Literal["new", "changed", "unchanged", "refused"]

STATES: dict[State, tuple[Text, Tone]] = {
    "new": (Text("新增", "New"), "good"),
    "changed": (Text("有变化", "Changed"), "warn"),
    "unchanged": (Text("无变化", "Unchanged"), "neutral"),
    "refused": (Text("不导入", "Left out"), "bad"),
}
"""Words and tone of each state, in the order of the chips."""


def _state(value: State, language: Language) -> str:
    return STATES[value][0].to(language)


def _cell(value: CellView, language: Language) -> str:
    if value.old is None:
        return value.text
    return f"{value.old or '—'} → {value.text}"


def _place(state: Any) -> int:
    return list(STATES).index(state)


FIXED = (
    Column(name="number", heading=Text("行", "Row"), width=56, right=True),
    Column(
        name="state", heading=Text("状态", "State"), width=104, show=_state, key=_place,
        tone=lambda state: STATES[state][1],
    ),
)  # fmt: skip

SUMMARY = Column(name="summary", heading=Text("变化与问题", "Changes and remarks"), width=300)
"""Shown where there is anything to say."""


def field_columns(fields: Sequence[tuple[str, Text]]) -> list[Column]:
    """A column for each roster field that the file feeds, changed cells as “old → new”."""
    return [
        Column(name=name, heading=label, width=132, show=_cell, key=lambda cell: cell.text)
        for name, label in fields
    ]


def _of_state(state: State) -> Filter:
    return Filter(
        name=state, label=STATES[state][0], accept=lambda line: bool(line.state == state), group="state"
    )


def _warned(line: Line) -> bool:
    return bool(line.source.problems)


FILTERS = (
    *map(_of_state, STATES),
    Filter(name="warned", label=Text("有提醒", "With remarks"), accept=_warned),
)

FORMATS = {
    "xlsx": Text("Excel 工作簿", "Excel workbook"),
    "xls": Text("Excel 97-2003 工作簿", "Excel 97-2003 workbook"),
    "xlsb": Text("Excel 二进制工作簿", "Excel binary workbook"),
    "ods": Text("ODS 表格", "ODS spreadsheet"),
    "html": Text("网页表格", "Web page table"),
    "xml": Text("XML 表格", "XML spreadsheet"),
    "text": Text("文本表格", "Separated text"),
}
