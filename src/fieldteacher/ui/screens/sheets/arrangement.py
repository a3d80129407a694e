"""What the screen of filled forms shows: names, words and how a sheet stands in lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.sheet_checks import CheckedRow, CheckedSheet, State
from fieldteacher.services.sheet_reading import MissingForm
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.widgets.chip import Tone

STATES: Mapping[State, tuple[Text, Tone]] = {
    "ready": (Text("可保存", "ready"), "neutral"),
    "doubtful": (Text("待核对", "to check"), "warn"),
    "refused": (Text("不能用", "refused"), "bad"),
    "saved": (Text("已保存", "saved"), "good"),
    "double": (Text("重复", "double"), "neutral"),
    "left": (Text("略过", "left out"), "neutral"),
}
"""How a sheet is called, and in what colour."""

STAGES: Mapping[str, Text] = {"mid": Text("中期", "mid-term"), "final": Text("期末", "final")}
DIGITS: Mapping[str, Text] = {
    "tens": Text("总评分：十位", "Total: tens"),
    "units": Text("总评分：个位", "Total: units"),
}
_UNKNOWN = Text("（未认出）", "(not known)")
_MARKED, _UNMARKED = Text("已录", "typed"), Text("未录", "no marks")


class PileRow(NamedTuple):
    """A sheet in the list of the pile."""

    number: int
    who: str
    state: State


class MarkRow(NamedTuple):
    """A row of the form: its wording, what is ticked, the mark, and the one that is saved; ``open`` while it waits for a
    person."""

    name: str
    wording: str
    ticked: str
    mark: str
    saved: str
    open: bool
    row: CheckedRow


class MissingRow(NamedTuple):
    """A form that did not come."""

    id: str
    name: str
    number: str
    marked: bool


def pile_row(sheet: CheckedSheet, language: Language) -> PileRow:
    """How a sheet stands in the pile."""
    who = sheet.form.who.name if sheet.form else _UNKNOWN.to(language)
    return PileRow(sheet.number, who, sheet.state)


def mark_rows(sheet: CheckedSheet, language: Language) -> list[MarkRow]:
    """The rows of a sheet, criteria first, then the digits of the total."""
    rows = []
    for each in sheet.rows:
        assert each.criterion is not None
        worked = sheet.worked.marks if sheet.worked else {}
        mark, saved = worked.get(each.criterion.id), sheet.saved.get(each.criterion.id)
        rows.append(
            MarkRow(
                each.reading.name, each.criterion.name, option_of(sheet, each, each.value, language),
                "" if mark is None else show_tenths(mark), "" if saved is None else show_tenths(saved), each.open, each,
            )
        )  # fmt: skip
    for each in sheet.digits:
        name = each.reading.name
        ticked = "" if each.value is None else str(each.value)
        rows.append(MarkRow(name, DIGITS[name].to(language), ticked, "", "", each.open, each))
    return rows


def option_of(sheet: CheckedSheet, row: CheckedRow, value: int | None, language: Language) -> str:
    """What one box of a row says."""
    if value is None:
        return ""
    if row.criterion is None:
        return str(value)
    bands = sheet.scheme.bands if sheet.scheme else ()
    return bands[value][0] if value < len(bands) else str(value + 1)


def missing_row(each: MissingForm) -> MissingRow:
    """How a form that did not come stands in its list."""
    who = each.form.who
    return MissingRow(each.form.number, who.name, who.student_number, each.marked)


def _state(state: State, language: Language) -> str:
    return STATES[state][0].to(language)


def _tone(state: State) -> Tone:
    return STATES[state][1]


def _marked(marked: bool, language: Language) -> str:
    return (_MARKED if marked else _UNMARKED).to(language)


PILE = (
    Column(name="number", heading=Text("序", "No."), width=44, right=True),
    Column(name="who", heading=Text("学生", "Student"), width=90, stretch=True),
    Column(
        name="state", heading=Text("状态", "State"), width=96, show=_state, tone=_tone,
        samples=tuple(words for words, _ in STATES.values()),
    ),
)  # fmt: skip
MARKS = (
    Column(name="wording", heading=Text("项目", "Criterion"), width=120, stretch=True),
    Column(
        name="ticked", heading=Text("勾选", "Ticked"), width=84, of=lambda row: row,
        show=lambda row, language: ("?" if row.open else row.ticked) or "–",
        tone=lambda row: "warn" if row.open else None,
    ),
    Column(name="mark", heading=Text("得分", "Mark"), width=56, right=True),
    Column(name="saved", heading=Text("已录", "Saved"), width=56, right=True),
)  # fmt: skip
MISSING = (
    Column(name="name", heading=Text("学生", "Student"), width=80, stretch=True),
    Column(name="marked", heading=Text("分数", "Marks"), width=72, show=_marked),
)
