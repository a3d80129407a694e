"""Checks of the papers a placement needs before it begins, and of what they say.

A paper that nobody has noted counts as missing. Before the first day there is still time for it, so that a missing
one is a reminder until then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache

from fieldteacher.domain.records.papers import AGREEMENT_ITEMS, PAPER_KINDS
from fieldteacher.domain.rules.facts import PaperFacts
from fieldteacher.domain.rules.finding import NONE, Kind, Problem, Problems
from fieldteacher.domain.rules.post import due
from fieldteacher.domain.rules.terms import Check, Level, Terms
from fieldteacher.domain.rules.world import Placed, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text

_KINDS = {choice.value: choice.label for choice in PAPER_KINDS}
_ITEMS = {choice.value: choice.label for choice in AGREEMENT_ITEMS}
_HOME = frozenset(("", "中国", "中华人民共和国", "中国大陆", "cn", "china"))
_ENDINGS = ("壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市")

Said = tuple[Text, Kind] | None


def _step(case: Placed, kind: str) -> Step:
    return Step(Action.PAPER, case.placement.id, kind)


def _missing(case: Placed, kind: str, world: World) -> Problems:
    words = Text("没有{k}", "no {k}").fill(k=_KINDS[kind])
    weight = due(case.placement.start, world)
    return (Problem("placement", case.placement.id, words, _step(case, kind), weight),)


def _held(case: Placed, kind: str, world: World, fault: Callable[[PaperFacts], Said]) -> Problems:
    """The paper is there without ``fault``; where there are several, one of them."""
    papers = case.papers.get(kind)
    if not papers:
        return _missing(case, kind, world)
    said: Said = None
    for paper in papers:
        said = fault(paper)
        if said is None:
            return NONE
    if said is None:
        return NONE
    words, weight = said
    about = Text("{k}：{w}", "{k}: {w}").fill(k=_KINDS[kind], w=words)
    return (Problem("paper", papers[-1].id, about, _step(case, kind), weight),)


def _late(day: str, start: str) -> Said:
    words = Text("{d} 签订，晚于实习开始 {s}", "signed on {d}, after the start on {s}").fill(d=day, s=start)
    return words, Kind.BREACH


_UNDATED = Text("签订日期未登记", "day of signing not recorded"), Kind.UNRECORDED


def agreement(case: Placed, terms: Terms, world: World) -> Problems:
    """The tri-party agreement is signed by everybody before the start (Art. 16).

    The latest of the days that are noted counts; one day noted for all is enough.
    """

    def fault(paper: PaperFacts) -> Said:
        given = (
            paper.signed_on, paper.guardian_signed_on, paper.enterprise_signed_on, paper.college_signed_on,
        )  # fmt: skip
        days = [day for day in given if day]
        if not days:
            return _UNDATED
        return _late(max(days), case.placement.start) if max(days) > case.placement.start else None

    return _held(case, "tri_party_agreement", world, fault)


def agreement_items(case: Placed, terms: Terms, world: World) -> Problems:
    """The agreement covers all ``items`` (Art. 15)."""
    papers = case.papers.get("tri_party_agreement")
    if not papers:
        return NONE
    paper = papers[-1]
    if paper.items is None:
        words = Text("三方协议的条款未核对", "clauses of the agreement not looked at")
        return (Problem("paper", paper.id, words, _step(case, "tri_party_agreement"), Kind.UNRECORDED),)
    lacking = [_ITEMS[item] for item in terms.words("items") if item not in paper.items and item in _ITEMS]
    if not lacking:
        return NONE
    words = Text(
        "三方协议缺少条款：" + "、".join(label.zh for label in lacking),
        "the agreement lacks: " + ", ".join(label.en for label in lacking),
    )
    return (Problem("paper", paper.id, words, _step(case, "tri_party_agreement")),)


def consent(case: Placed, terms: Terms, world: World) -> Problems:
    """The student's and the guardian's consent is signed before the start (Art. 9)."""

    def fault(paper: PaperFacts) -> Said:
        days = paper.signed_on, paper.guardian_signed_on
        if not any(days):
            return _UNDATED
        if not paper.guardian_signed_on:
            return Text("监护人未签字", "not signed by the guardian"), Kind.BREACH
        if not paper.signed_on:
            return Text("学生未签字", "not signed by the student"), Kind.BREACH
        last = max(paper.signed_on, paper.guardian_signed_on)
        return _late(last, case.placement.start) if last > case.placement.start else None

    return _held(case, "consent", world, fault)


def self_chosen(case: Placed, terms: Terms, world: World) -> Problems:
    """A self-chosen unit was applied for by student and guardian, and approved before the start (Art. 9, 10)."""
    if case.placement.kind != "self_chosen":
        return NONE

    def fault(paper: PaperFacts) -> Said:
        lacking = [
            words
            for day, words in (
                (paper.signed_on, Text("学生未签字", "not signed by the student")),
                (paper.guardian_signed_on, Text("监护人未签字", "not signed by the guardian")),
                (paper.college_signed_on, Text("学校未批准", "not approved by the college")),
            )
            if not day
        ]
        if lacking:
            zh, en = "、".join(each.zh for each in lacking), ", ".join(each.en for each in lacking)
            return Text(zh, en), Kind.BREACH
        approved = paper.college_signed_on or ""
        return _late(approved, case.placement.start) if approved > case.placement.start else None

    return _held(case, "self_chosen_application", world, fault)


def insurance(case: Placed, terms: Terms, world: World) -> Problems:
    """Liability insurance covers the whole placement without a gap, and not at the student's cost (Art. 35).

    Several policies may follow one another. Without an end of the placement, today must be covered.
    """
    papers = case.papers.get("liability_insurance")
    if not papers:
        return _missing(case, "liability_insurance", world)
    last, step = papers[-1], _step(case, "liability_insurance")
    found = []
    paid = next((paper for paper in papers if paper.payer == "student"), None)
    if paid is not None:
        words = Text("责任保险由学生付费", "the liability insurance is paid by the student")
        found.append(Problem("paper", paid.id, words, step))
    elif any(paper.payer is None for paper in papers):
        words = Text("责任保险付费方未登记", "payer of the liability insurance not recorded")
        found.append(Problem("paper", last.id, words, step, Kind.UNRECORDED))
    if any(not paper.valid_from or not paper.valid_to for paper in papers):
        words = Text("责任保险起止日期未登记", "dates of the liability insurance not recorded")
        found.append(Problem("paper", last.id, words, step, Kind.UNRECORDED))
    else:
        end = case.placement.end or max(world.today, case.placement.start)
        gap = _uncovered(papers, case.placement.start, end)
        if gap is not None:
            words = Text(
                "责任保险未覆盖 {a} 至 {b}", "the liability insurance does not cover {a} to {b}"
            ).fill(a=gap[0], b=gap[1])
            found.append(Problem("paper", last.id, words, step))
    return tuple(found)


def _uncovered(papers: Sequence[PaperFacts], start: str, end: str) -> tuple[str, str] | None:
    """The first stretch of days from ``start`` to ``end`` that no paper covers."""
    spans = sorted((p.valid_from or "", p.valid_to or "") for p in papers)
    day = start
    for first, last in spans:
        if first > day:
            return day, min(end, _beside(first, -1))
        if last >= day:
            day = _beside(last, 1)
        if day > end:
            return None
    return day, end


def _beside(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def training(case: Placed, terms: Terms, world: World) -> Problems:
    """Safety training is passed before the start (Art. 31)."""

    def fault(paper: PaperFacts) -> Said:
        if paper.passed is not None and not paper.passed:
            return Text("考核未通过", "the test was not passed"), Kind.BREACH
        if not paper.signed_on:
            return Text("培训日期未登记", "day of the training not recorded"), Kind.UNRECORDED
        if paper.signed_on > case.placement.start:
            words = Text("{d} 才培训，晚于实习开始 {s}", "held on {d}, after the start on {s}")
            return words.fill(d=paper.signed_on, s=case.placement.start), Kind.BREACH
        if paper.passed is None:
            return Text("考核结果未登记", "result of the test not recorded"), Kind.UNRECORDED
        return None

    return _held(case, "safety_training", world, fault)


def own_lodging(case: Placed, terms: Terms, world: World) -> Problems:
    """Own lodging has the guardian's signature and is filed with the college (Art. 24)."""
    lodging = case.placement.lodging_kind
    if lodging is None:
        id = case.placement.id
        step = Step(Action.PLACEMENT, id, "lodging_kind")
        words = Text("住宿方式未登记", "lodging not recorded")
        return (Problem("placement", id, words, step, Kind.UNRECORDED),)
    if lodging != "own":
        return NONE

    def fault(paper: PaperFacts) -> Said:
        if not paper.guardian_signed_on:
            return Text("监护人未签字", "not signed by the guardian"), Kind.BREACH
        if not paper.college_signed_on:
            return Text("未在学校备案", "not filed with the college"), Kind.BREACH
        return None

    return _held(case, "lodging_consent", world, fault)


@cache
def province(name: str) -> str:
    """A province without the ending that some write and some do not."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


@cache
def is_abroad(country: str | None) -> bool:
    """Whether a country or region is outside the mainland (境外: 港澳台 too)."""
    return (country or "").strip().lower() not in _HOME


def other_province(case: Placed, terms: Terms, world: World) -> Problems:
    """A placement in another province was agreed to and filed before the start (Art. 24)."""
    theirs, college = case.enterprise.province, world.college
    if is_abroad(case.enterprise.country) or college is None or not college.province or not theirs:
        return NONE  # what is not recorded is said once, of the batch or the enterprise
    if province(theirs) == province(college.province):
        return NONE
    return _filed(case, "cross_province_filing", world)


def abroad(case: Placed, terms: Terms, world: World) -> Problems:
    """A placement abroad was filed before the start, and a teacher goes along (Art. 25)."""
    if not is_abroad(case.enterprise.country):
        return NONE
    found = _filed(case, "abroad_filing", world)
    if case.placement.teacher:
        return found
    id = case.placement.id
    words = Text("境外实习没有随行教师", "no teacher goes along abroad")
    return (*found, Problem("placement", id, words, Step(Action.PLACEMENT, id, "teacher")))


def _filed(case: Placed, kind: str, world: World) -> Problems:
    def fault(paper: PaperFacts) -> Said:
        if not paper.signed_on:
            return Text("备案日期未登记", "day of filing not recorded"), Kind.UNRECORDED
        return (
            _late(paper.signed_on, case.placement.start) if paper.signed_on > case.placement.start else None
        )

    return _held(case, kind, world, fault)


CHECKS = (
    Check("agreement", Level.PLACEMENT, agreement, at_start=True),
    Check("agreement_items", Level.PLACEMENT, agreement_items, (), ("items",), at_start=True),
    Check("consent", Level.PLACEMENT, consent, at_start=True),
    Check("self_chosen", Level.PLACEMENT, self_chosen, at_start=True),
    Check("insurance", Level.PLACEMENT, insurance),
    Check("training", Level.PLACEMENT, training, at_start=True),
    Check("own_lodging", Level.PLACEMENT, own_lodging),
    Check("other_province", Level.PLACEMENT, other_province, at_start=True),
    Check("abroad", Level.PLACEMENT, abroad, at_start=True),
)
