"""The tables of the second-person check: progress by enterprise, and marks that differ."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.score_book import RATER_LABELS
from fieldteacher.services.second_entry import Checked, Difference
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.tables.kinds import word_key

_SIGNED = Text("已签字", "signed")


class ProgressRow(NamedTuple):
    """How far an enterprise is, in sheets."""

    id: str
    name: str
    typed: tuple[int, int]
    differing: int


class DifferenceRow(NamedTuple):
    """A mark typed twice and differently."""

    id: str
    name: str
    number: str
    enterprise: str
    rater: str
    criterion: str
    first: int | None
    second: int
    entered_by: str
    note: str
    difference: Difference


def progress_row(each: Checked) -> ProgressRow:
    """How an enterprise stands in the list."""
    return ProgressRow(each.enterprise, each.name, (each.typed, each.sheets), each.typed - each.agreed)


def difference_row(each: Difference, language: Language) -> DifferenceRow:
    """How a difference stands in the list."""
    who, criterion = each.who, each.criterion
    return DifferenceRow(
        f"{who.placement}/{criterion.id}", who.name, who.student_number, who.enterprise_name,
        RATER_LABELS[criterion.rater].to(language), criterion.name, each.first, each.second, each.entered_by,
        _SIGNED.to(language) if each.signed else "", each,
    )  # fmt: skip


def _mark(tenths: int, _language: Language) -> str:
    return show_tenths(tenths)


def _of(typed: tuple[int, int], _language: Language) -> str:
    return f"{typed[0]}/{typed[1]}"


def _some(count: int, _language: Language) -> str:
    return str(count) if count else ""


PROGRESS = (
    Column(name="name", heading=Text("企业", "Enterprise"), width=150, stretch=True, key=word_key),
    Column(name="typed", heading=Text("已录", "Typed"), width=62, right=True, show=_of),
    Column(name="differing", heading=Text("差异", "Differ"), width=58, right=True, show=_some),
)
DIFFERENCES = (
    Column(name="name", heading=Text("姓名", "Name"), width=90, key=word_key),
    Column(name="number", heading=Text("学号", "Number"), width=110),
    Column(name="enterprise", heading=Text("企业", "Enterprise"), width=190, key=word_key),
    Column(name="rater", heading=Text("评分人", "Rater"), width=76),
    Column(name="criterion", heading=Text("指标", "Criterion"), width=120),
    Column(name="first", heading=Text("第一遍", "First"), width=76, right=True, show=_mark),
    Column(name="second", heading=Text("第二遍", "Second"), width=76, right=True, show=_mark),
    Column(name="entered_by", heading=Text("复核人", "Checked by"), width=90),
    Column(name="note", heading=Text("状态", "State"), width=80),
)
