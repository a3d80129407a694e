"""What the screen of the rules shows, by name."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.rules.finding import GRAVEST, SEVERITIES, Severity
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

WAIVER, ATTESTATION = RECORD_TYPES["waiver"], RECORD_TYPES["attestation"]

TONES: dict[Severity, Tone] = {
    Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.REMINDER: "neutral",
}  # fmt: skip
_WAIVED = Text("已豁免", "waived")

WAIVER_FORM: Arrangement = (Section(Text("", ""), ("reason", ("waived_by", "until"))),)
ATTESTATION_FORM: Arrangement = (Section(Text("", ""), ("answer", "stated_by", "note")),)


class FindingLine(NamedTuple):
    """One line of the findings; ``standing`` is the severity, or ``waived``. Words in the window's language."""

    id: str
    standing: str
    rule: str
    title: str
    message: str
    enterprise: str | None
    student: str | None


def _standing(value: str) -> Text:
    return _WAIVED if value == "waived" else SEVERITIES[Severity(value)]


def standing_tone(value: str | None) -> Tone | None:
    """The tone of a finding's chip."""
    return None if value is None else "neutral" if value == "waived" else TONES[Severity(value)]


FINDINGS: tuple[Column, ...] = (
    Column(
        name="standing", heading=Text("程度", "Severity"), width=96, tone=standing_tone,
        show=lambda value, language: _standing(value).to(language),
        key=lambda value: 9 if value == "waived" else GRAVEST[Severity(value)],
        samples=(*SEVERITIES.values(), _WAIVED),
    ),
    Column(name="rule", heading=Text("规则", "Rule"), width=64),
    Column(name="title", heading=Text("对象", "About"), key=word_key, width=156),
    Column(name="message", heading=Text("发现", "What was found"), width=130, stretch=True),
)  # fmt: skip

FINDING_FILTERS: tuple[Filter, ...] = (
    *(
        Filter(name=each.value, label=words, accept=lambda r, s=each.value: r.standing == s, group="standing")  # type: ignore[misc]
        for each, words in SEVERITIES.items()
    ),
    Filter(name="waived", label=_WAIVED, accept=lambda r: r.standing == "waived", group="standing"),
)


class RatioLine(NamedTuple):
    """One line of the shares; ``share`` in tenths of a per cent."""

    id: str
    enterprise: str
    post: str | None
    students: int
    others: int
    staff: int | None
    share: int | None
    limit: int
    room: int | None
    state: str


_STATES: dict[str, tuple[Text, Tone]] = {
    "over": (Text("超出", "over"), "bad"),
    "near": (Text("接近", "near"), "warn"),
    "fine": (Text("符合", "within"), "good"),
    "unknown": (Text("人数未填", "staff not noted"), "neutral"),
}
STATES = list(_STATES)
"""The states of a share, the worst first."""

RATIOS: tuple[Column, ...] = (
    Column(
        name="state", heading=Text("状态", "State"), width=110,
        tone=lambda value: None if value is None else _STATES[value][1],
        show=lambda value, language: _STATES[value][0].to(language), key=STATES.index,
        samples=tuple(words for words, _ in _STATES.values()),
    ),
    Column(name="enterprise", heading=Text("企业", "Enterprise"), key=word_key, width=180, stretch=True),
    Column(name="post", heading=Text("岗位", "Post"), key=word_key, width=160,
           show=lambda value, _: value or ""),
    Column(name="students", heading=Text("本校学生", "Our students"), right=True, width=96),
    Column(name="others", heading=Text("他校实习生", "Others'"), right=True, width=96),
    Column(name="staff", heading=Text("职工", "Staff"), right=True, width=84),
    Column(name="share", heading=Text("占比", "Share"), right=True, width=84,
           show=lambda value, _: "" if value is None else f"{value / 10:.1f}%"),
    Column(name="limit", heading=Text("上限", "Limit"), right=True, width=72, show=lambda value, _: f"{value}%"),
    Column(name="room", heading=Text("还可接收", "Room for"), right=True, width=88),
)  # fmt: skip

RATIO_FILTERS: tuple[Filter, ...] = (
    *(
        Filter(name=state, label=words, accept=lambda r, s=state: r.state == s, group="state")  # type: ignore[misc]
        for state, (words, _) in _STATES.items()
    ),
    Filter(name="enterprise", label=Text("按企业 10%", "Enterprises, 10 %"), accept=lambda r: r.post is None,
           group="level"),
    Filter(name="post", label=Text("按岗位 20%", "Posts, 20 %"), accept=lambda r: r.post is not None, group="level"),
)  # fmt: skip


class RuleRow(NamedTuple):
    """One line of the rules."""

    id: str
    article: str
    words: str
    severity: str
    open: int
    waived: int
    unrecorded: int
    confirmed: bool


RULES: tuple[Column, ...] = (
    Column(name="id", heading=Text("规则", "Rule"), width=64),
    Column(name="article", heading=Text("条款", "Article"), width=76, spare=1),
    Column(name="words", heading=Text("内容", "Text"), width=260, stretch=True),
    Column(name="severity", heading=Text("程度", "Severity"), width=92,
           show=lambda value, language: SEVERITIES[Severity(value)].to(language),
           key=lambda value: GRAVEST[Severity(value)], tone=standing_tone, samples=tuple(SEVERITIES.values())),
    Column(name="open", heading=Text("发现", "Found"), right=True, width=60, show=lambda n, _: str(n or "")),
    Column(name="waived", heading=Text("豁免", "Waived"), right=True, width=60, show=lambda n, _: str(n or "")),
    Column(name="unrecorded", heading=Text("未登记", "Not noted"), right=True, width=72,
           show=lambda n, _: str(n or "")),
)  # fmt: skip

RULE_FILTERS: tuple[Filter, ...] = (
    Filter(name="open", label=Text("有发现", "With findings"), accept=lambda r: r.open > 0),
    Filter(name="confirmed", label=Text("需人工确认", "To be confirmed"), accept=lambda r: r.confirmed),
    Filter(name="unrecorded", label=Text("数据未登记", "Data not noted"), accept=lambda r: r.unrecorded > 0),
)
