"""The tables of the summary: groups, and students with their marks."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import Language, Text, begun
from fieldteacher.services.score_book import RATER_LABELS, Group, Line, Summary
from fieldteacher.ui.tables.column import Column
from fieldteacher.ui.tables.kinds import word_key

_RATERS = 3
"""So many raters a scheme can have."""


class GroupRow(NamedTuple):
    """A class, an enterprise or a batch; marks in tenths, the pass rate in tenths of a per cent."""

    key: str
    title: str
    done: tuple[int, int]
    mean: int | None
    pass_rate: int | None


class LineRow(NamedTuple):
    """A student's marks in tenths; ``first`` to ``third`` are the raters' totals in the scheme's order."""

    placement: str
    student_number: str
    name: str
    class_name: str
    enterprise: str
    first: int | None
    second: int | None
    third: int | None
    overall: int | None
    grade: str | None
    place: int | None
    remarks: str


def group_row(group: Group, language: Language) -> GroupRow:
    """How a group stands in the list."""
    spread = group.spread
    return GroupRow(
        group.key, group.title.to(language), (spread.count, group.students), spread.mean, spread.pass_rate
    )


def line_row(line: Line, summary: Summary, language: Language) -> LineRow:
    """How a student stands in the table."""
    totals = dict(enumerate(line.result.totals.get(rater) for rater in summary.scheme.rating))
    first, second, third = (totals.get(place) for place in range(_RATERS))
    who = line.who
    return LineRow(
        who.placement, who.student_number, who.name, who.class_name or "", who.enterprise_name, first, second, third,
        line.result.overall, line.result.grade, line.place, line.remarks(language),
    )  # fmt: skip


def mark(tenths: int, _language: Language) -> str:
    """A mark with its decimal, so that points stand below each other."""
    return f"{tenths // 10}.{tenths % 10}"


def _done(done: tuple[int, int], _language: Language) -> str:
    return f"{done[0]}/{done[1]}"


def _rate(rate: int, _language: Language) -> str:
    return f"{rate // 10}.{rate % 10}%"


GROUPS = (
    Column(name="title", heading=Text("名称", "Name"), width=104, stretch=True, key=word_key),
    Column(name="done", heading=Text("已评", "Done"), width=92, right=True, show=_done),
    Column(name="mean", heading=Text("平均", "Mean"), width=56, right=True, show=mark),
    Column(name="pass_rate", heading=Text("及格率", "Passed"), width=70, right=True, show=_rate),
)


def line_columns(scheme: SchemeSpec) -> tuple[Column, ...]:
    """The columns of the students' table: a total for each rater of the scheme."""
    totals = [
        Column(
            name=name, heading=Text(f"{RATER_LABELS[rater].zh} {scheme.raters[rater]}%", f"{begun(RATER_LABELS[rater].en)} {scheme.raters[rater]}%"),
            width=78, right=True, show=mark,
        )
        for name, rater in zip(("first", "second", "third"), scheme.rating, strict=False)
    ]  # fmt: skip
    return (
        Column(name="student_number", heading=Text("学号", "Number"), width=104),
        Column(name="name", heading=Text("姓名", "Name"), width=76, key=word_key),
        Column(name="class_name", heading=Text("班级", "Class"), width=92, key=word_key),
        Column(name="enterprise", heading=Text("企业", "Enterprise"), width=196, key=word_key),
        *totals,
        Column(name="overall", heading=Text("总评", "Overall"), width=62, right=True, show=mark),
        Column(name="grade", heading=Text("等级", "Grade"), width=62),
        Column(name="place", heading=Text("名次", "Place"), width=60, right=True),
        Column(name="remarks", heading=Text("备注", "Remarks"), width=100),
    )
