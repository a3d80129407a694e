"""A placement that meets every rule, to be changed in one point; and what the national rules say of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from fieldteacher.config.paths import resources
from fieldteacher.domain.calendar import WorkCalendar
from fieldteacher.domain.rules.engine import in_order, judge
from fieldteacher.domain.rules.facts import (
    AttestationFacts,
    BatchFacts,
    CollegeFacts,
    EducationFacts,
    EnterpriseFacts,
    EvaluationFacts,
    JournalFacts,
    PaperFacts,
    PlacementFacts,
    Records,
    StudentFacts,
    VisitFacts,
)
from fieldteacher.domain.rules.finding import Finding
from fieldteacher.domain.rules.national import NATIONAL
from fieldteacher.domain.rules.terms import Rule, with_values
from fieldteacher.domain.rules.world import join
from fieldteacher.services.holiday_files import HolidayFiles
from fieldteacher.services.rule_files import HOUSE, Library, load

TODAY, START, END = "2026-05-29", "2026-03-02", "2026-08-28"
"""A Friday; the placement lasts 180 days, 88 of which are gone."""
_DAYS = frozenset(f"2026-{month:02d}-{day:02d}" for month in (3, 4, 5) for day in range(1, 32))

COLLEGE = CollegeFacts("college", province="四川省")
BATCH = BatchFacts(
    "batch", name="2023级", start=START, end=END, visits_required=6, talks_required=2, daily_check_required=True,
    plan_on="2026-02-01", filing_number="备3",
)  # fmt: skip
STUDENT = StudentFacts(
    "student", name="李晓明", sex="男", id_kind="resident", id_number="510502200510030012", birth_date="2005-10-03",
    grade_year=2023, phone="13800138000", guardian_phone="13900139000",
)  # fmt: skip
ENTERPRISE = EnterpriseFacts(
    "enterprise", name="苏州甲精密有限公司", short_name="甲精密", kind="private", industry="制造", province="江苏省",
    staff_count=100, other_interns=0, survey_report_on="2026-01-10", credit_checked_on="2026-01-10", credit_clean=True,
    safety_clean=True, party_meeting_on="2026-01-12",
    survey_items=(
        "qualification", "integrity", "management", "posts", "working_time", "workplace", "living", "health", "safety",
    ),
)  # fmt: skip
PLACEMENT = PlacementFacts(
    "placement", student="student", enterprise="enterprise", batch="batch", post="检验员", post_staff_count=20,
    mentor="mentor", teacher="teacher", kind="assigned", start=START, end=END, status="active", major_match="same",
    monthly_pay=4000, post_wage=4800, lowest_wage=3200, pay_method="transfer", pay_period_days=30,
    works_independently=True, hours_per_day=80, days_per_week=50, shift_start="08:30", shift_end="17:00",
    labour_grade="II", lodging_kind="dormitory",
)  # fmt: skip
_SIGNED = "2026-02-20"
PAPERS = (
    PaperFacts(
        "agreement", "placement", "tri_party_agreement", _SIGNED, _SIGNED, _SIGNED, _SIGNED,
        items=("parties", "content", "board", "pay", "protection", "insurance", "assessment", "breach", "other"),
    ),
    PaperFacts("consent", "placement", "consent", _SIGNED, _SIGNED),
    PaperFacts(
        "insurance", "placement", "liability_insurance", valid_from=START, valid_to=END, payer="college"
    ),
    PaperFacts("training", "placement", "safety_training", _SIGNED, passed=True),
    PaperFacts("filing", "placement", "cross_province_filing", _SIGNED),
)  # fmt: skip
GOOD = Records(
    college=COLLEGE, batches=(BATCH,), students=(STUDENT,), enterprises=(ENTERPRISE,), placements=(PLACEMENT,), papers=PAPERS,
    visits=(VisitFacts("visit", "enterprise", "2026-05-20", {}),),
    educations=tuple(EducationFacts(kind, "2026-05-13", "batch") for kind in ("ideology", "safety", "law", "mental")),
    attestations=tuple(AttestationFacts(rule, "batch", "met", START) for rule in ("R35", "R41", "R42")),
    journals=(JournalFacts("student", weekly=11),), checked={"enterprise": _DAYS}, last_talks={"student": "2026-05-20"},
    evaluations=(
        EvaluationFacts("placement", "mid", "enterprise", "2026-05-01"),
        EvaluationFacts("placement", "mid", "school", "2026-05-02"),
    ),
)  # fmt: skip
"""Records that meet every rule."""


@cache
def library() -> Library:
    """The rule files the program brings along."""
    return load((resources() / "rules",))


@cache
def holidays() -> WorkCalendar:
    """The holidays the program brings along."""
    return HolidayFiles((resources() / "rules",)).calendar


def national() -> tuple[Rule, ...]:
    """The national rules, and the checks of the college's own."""
    sets = library().sets
    return (*sets[NATIONAL].rules, *sets[HOUSE].rules)


def findings(
    records: Records, *, today: str = TODAY, moment: str = "", rules: Iterable[Rule] = (), own: dict[str, int] | None = None
) -> list[Finding]:  # fmt: skip
    """What the rules (the national ones) find."""
    world = join(records, today=today, moment=moment or f"{today}T12:00", calendar=holidays())
    used = with_values(tuple(rules) or national(), own or {})
    return in_order(judge(world, lambda batch: used).found.values(), records.waivers, today)


def broken(records: Records, **more: Any) -> set[tuple[str, str]]:
    """Rule and severity of all findings."""
    return {(each.rule, each.severity.value) for each in findings(records, **more)}


def placed(**values: Any) -> Records:
    """The good records with another placement."""
    return replace(GOOD, placements=(PLACEMENT._replace(**values),))


def enrolled(**values: Any) -> Records:
    """The good records with another student."""
    return replace(GOOD, students=(STUDENT._replace(**values),))


def taken_in(**values: Any) -> Records:
    """The good records with another enterprise."""
    return replace(GOOD, enterprises=(ENTERPRISE._replace(**values),))


def sent(**values: Any) -> Records:
    """The good records with another batch."""
    return replace(GOOD, batches=(BATCH._replace(**values),))


def papered(id: str, **values: Any) -> Records:
    """The good records with another paper; without it where no values are given."""
    kept = tuple(paper for paper in PAPERS if paper.id != id)
    changed = tuple(paper._replace(**values) for paper in PAPERS if paper.id == id and values)
    return replace(GOOD, papers=(*kept, *changed))
