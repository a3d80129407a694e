"""Which fields each kind of paper has, and the columns of the matrix: names only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.domain.paper_states import PaperState
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.papers import PaperCell, PaperRow
from fieldteacher.ui.forms.arrangement import Arrangement, Line, Section
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

PAPER = RECORD_TYPES["paper"]
_UNTITLED = Text("", "")

_SIGNED_BY_THREE: tuple[Line, ...] = (("signed_on", "guardian_signed_on"), "college_signed_on")
_INSURANCE: tuple[Line, ...] = (("issuer", "number"), ("valid_from", "valid_to"), ("payer", "signed_on"))
_FILING: tuple[Line, ...] = (("signed_on", "number"), "issuer", ("valid_from", "valid_to"))
_LINES: Mapping[str, tuple[Line, ...]] = {
    "tri_party_agreement": (
        ("signed_on", "guardian_signed_on"), ("enterprise_signed_on", "college_signed_on"), "number", "items",
    ),
    "consent": (("signed_on", "guardian_signed_on"),),
    "liability_insurance": _INSURANCE,
    "work_injury_insurance": _INSURANCE,
    "safety_training": (("signed_on", "hours"), ("passed", "issuer")),
    "lodging_consent": _SIGNED_BY_THREE,
    "self_chosen_application": _SIGNED_BY_THREE,
    "cross_province_filing": _FILING,
    "abroad_filing": _FILING,
    "special_filing": _FILING,
    "plan": (("signed_on", "number"), "issuer"),
}  # fmt: skip
_ANY: tuple[Line, ...] = (("signed_on", "number"), "issuer", ("valid_from", "valid_to"))
SEVERAL: Arrangement = (Section(_UNTITLED, ("signed_on", "note")),)
"""For papers of several kinds at once."""


def tick_form(kind: str) -> Arrangement:
    """What is noted of a kind of paper for many."""
    return (Section(_UNTITLED, (*_LINES.get(kind, _ANY), "note")),)


def edit_form(kind: str) -> Arrangement:
    """All there is to a paper of a kind."""
    return (Section(_UNTITLED, (*_LINES.get(kind, _ANY), "note")),)


REMEMBERED: Mapping[str, tuple[str, ...]] = {
    "tri_party_agreement": ("signed_on", "guardian_signed_on", "enterprise_signed_on", "college_signed_on", "items"),
    "consent": ("signed_on", "guardian_signed_on"),
    "liability_insurance": ("issuer", "number", "valid_from", "valid_to", "payer", "signed_on"),
    "work_injury_insurance": ("issuer", "number", "valid_from", "valid_to", "payer", "signed_on"),
    "safety_training": ("signed_on", "hours", "passed", "issuer"),
    "cross_province_filing": ("signed_on", "number", "issuer", "valid_from", "valid_to"),
    "special_filing": ("signed_on", "number", "issuer"),
}  # fmt: skip
"""What the next paper of a kind begins with: never what is each student's own, such as an agreement's number."""
COVERING = ("liability_insurance", "work_injury_insurance")
"""Kinds that last from the start to the end of each placement where nothing else is said."""
SIGNATURES = ("guardian_signed_on", "enterprise_signed_on", "college_signed_on")

_HEADINGS: Mapping[str, Text] = {
    "tri_party_agreement": Text("三方协议", "Agreement"),
    "consent": Text("同意书", "Consent"),
    "liability_insurance": Text("责任险", "Insurance"),
    "safety_training": Text("安全培训", "Training"),
    "lodging_consent": Text("住宿", "Lodging"),
    "self_chosen_application": Text("自主申请", "Own choice"),
    "cross_province_filing": Text("跨省备案", "Filing"),
    "special_filing": Text("特岗备案", "Special"),
    "work_injury_insurance": Text("工伤险", "Work injury"),
    "abroad_filing": Text("境外备案", "Abroad"),
    "plan": Text("方案", "Plan"),
    "other": Text("其他", "Other"),
}
ALWAYS = ("tri_party_agreement", "consent", "liability_insurance", "safety_training", "cross_province_filing")
"""Kinds that have a column even where nobody has one yet."""

_MISSING, _OUT, _OK = Text("缺", "none"), Text("过期", "out"), Text("齐", "ok")
_FAILED, _LACKS = Text("未过", "failed"), Text("不全", "gaps")
_LEFT = Text("{n}天", "{n} d")
_STATES = (PaperState.MISSING, PaperState.EXPIRING, PaperState.OK)


def words_of(cell: PaperCell) -> Text:
    """How a paper stands, in a word."""
    if cell.state is PaperState.MISSING:
        if cell.paper is None:
            return _MISSING
        return _OUT if cell.days_left is not None else _FAILED
    if cell.state is PaperState.EXPIRING:
        return _LEFT.fill(n=cell.days_left)
    return _LACKS if cell.lacks else _OK


def tone_of(cell: PaperCell | None) -> Tone | None:
    """Its tone."""
    if cell is None:
        return None
    if cell.state is PaperState.MISSING:
        return "bad"
    return "warn" if cell.state is PaperState.EXPIRING or cell.lacks else "good"


def _order(cell: PaperCell) -> tuple[int, int]:
    return _STATES.index(cell.state), len(cell.lacks)


def columns(kinds: Sequence[str]) -> list[Column]:
    """Who, and the kinds of paper."""
    return [
        Column(name="name", heading=Text("学生", "Student"), key=word_key, width=84, stretch=True),
        Column(name="class_name", heading=Text("班级", "Class"), key=word_key, width=92, spare=2),
        Column(name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, width=104, spare=1),
        *(_kind(kind) for kind in kinds),
    ]


def _kind(kind: str) -> Column:
    def find(row: PaperRow) -> Any:
        return row.papers.get(kind)

    return Column(
        name=kind, heading=_HEADINGS[kind], width=76, of=find, show=lambda cell, language: words_of(cell).to(language),
        key=_order, tone=tone_of, samples=(_FAILED, _LEFT.fill(n=30)),
    )  # fmt: skip


def shown_kinds(rows: Sequence[PaperRow]) -> list[str]:
    """The kinds that have a column: the usual ones, and whatever somebody needs or has."""
    there = {kind for row in rows for kind in row.papers}
    return [kind for kind in _HEADINGS if kind in ALWAYS or kind in there]


FILTERS: Sequence[Filter] = (
    Filter(name="missing", label=Text("缺材料", "Something missing"), accept=lambda r: r.worst == "missing", group="state"),
    Filter(name="expiring", label=Text("将到期", "Running out"), accept=lambda r: r.worst == "expiring", group="state"),
    Filter(
        name="gaps", label=Text("不全", "With gaps"), accept=lambda r: any(c.lacks for c in r.papers.values()), group="state"
    ),
    Filter(name="ok", label=Text("齐全", "Complete"), accept=lambda r: r.worst == "ok", group="state"),
)  # fmt: skip
