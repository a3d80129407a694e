"""What the rules look at: the records they need, in plain tuples named after the fields they come from.

Each name and meaning is that of the field in ``domain.records``; what nobody has noted is ``None``. The store reads
them by these names (``store.queries.compliance``), and a test can write one down with the few fields it is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

CURRENT = ("active", "planned")
"""The statuses of a placement that goes on or is to come; none given counts as active."""


class CollegeFacts(NamedTuple):
    """The college."""

    id: str
    province: str | None = None


class BatchFacts(NamedTuple):
    """A batch."""

    id: str
    name: str = ""
    start: str | None = None
    end: str | None = None
    visits_required: int | None = None
    talks_required: int | None = None
    daily_check_required: bool | None = None
    rule_set: str | None = None
    rule_parameters: Mapping[str, int] | None = None
    plan_on: str | None = None
    filing_number: str | None = None
    filed_on: str | None = None


class StudentFacts(NamedTuple):
    """A student."""

    id: str
    name: str = ""
    sex: str | None = None
    id_kind: str | None = None
    id_number: str | None = None
    birth_date: str | None = None
    grade_year: int | None = None
    enrolled_on: str | None = None
    phone: str | None = None
    wechat: str | None = None
    guardian_phone: str | None = None


class EnterpriseFacts(NamedTuple):
    """An enterprise."""

    id: str
    name: str = ""
    short_name: str | None = None
    kind: str | None = None
    industry: str | None = None
    country: str | None = None
    province: str | None = None
    staff_count: int | None = None
    other_interns: int | None = None
    survey_report_on: str | None = None
    survey_items: Sequence[str] | None = None
    credit_checked_on: str | None = None
    credit_clean: bool | None = None
    safety_clean: bool | None = None
    party_meeting_on: str | None = None


class PlacementFacts(NamedTuple):
    """A placement."""

    id: str
    student: str = ""
    enterprise: str = ""
    batch: str | None = None
    post: str | None = None
    post_staff_count: int | None = None
    mentor: str | None = None
    teacher: str | None = None
    kind: str | None = None
    start: str = ""
    end: str | None = None
    status: str | None = None
    signed_with: str | None = None
    major_match: str | None = None
    monthly_pay: int | None = None
    post_wage: int | None = None
    lowest_wage: int | None = None
    pay_method: str | None = None
    pay_period_days: int | None = None
    works_independently: bool | None = None
    hours_per_day: int | None = None
    days_per_week: int | None = None
    shift_start: str | None = None
    shift_end: str | None = None
    hazard_tags: Sequence[str] | None = None
    labour_grade: str | None = None
    lodging_kind: str | None = None


class PaperFacts(NamedTuple):
    """A paper of a placement."""

    id: str
    placement: str = ""
    kind: str = ""
    signed_on: str | None = None
    guardian_signed_on: str | None = None
    enterprise_signed_on: str | None = None
    college_signed_on: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    payer: str | None = None
    passed: bool | None = None
    items: Sequence[str] | None = None


class VisitFacts(NamedTuple):
    """A visit."""

    id: str
    enterprise: str = ""
    visited_on: str = ""
    rule_answers: Mapping[str, str] | None = None


class IncidentFacts(NamedTuple):
    """An incident."""

    id: str
    level: str | None = None
    kind: str = ""
    occurred_at: str = ""
    known_at: str | None = None
    enterprise: str | None = None
    students: Sequence[str] | None = None
    injury: str | None = None
    insurance_claim: str | None = None
    discipline: str | None = None
    discipline_on: str | None = None
    aftercare: str | None = None
    closed_on: str | None = None


class NotificationFacts(NamedTuple):
    """Who was told of an incident, and when."""

    incident: str
    told: str = ""
    told_at: str = ""


class EducationFacts(NamedTuple):
    """Education held."""

    kind: str
    held_on: str = ""
    batch: str | None = None
    enterprise: str | None = None
    students: Sequence[str] | None = None


class EvaluationFacts(NamedTuple):
    """One rater's evaluation of a placement."""

    placement: str
    stage: str | None = None
    rater: str = ""
    rated_on: str | None = None
    status: str | None = None


class AttestationFacts(NamedTuple):
    """A person's word on whether a batch meets a rule."""

    rule: str
    batch: str = ""
    answer: str = ""
    stated_on: str = ""


class JournalFacts(NamedTuple):
    """What a student handed in since the first day of the placement: weekly and monthly journals, final reports."""

    student: str
    weekly: int = 0
    monthly: int = 0
    summaries: int = 0


class WaiverFacts(NamedTuple):
    """A finding let pass."""

    id: str
    rule: str = ""
    about: str = ""
    until: str | None = None


@dataclass(slots=True, kw_only=True)
class Records:
    """Everything the rules look at, none of it deleted. Lists by time where order matters (visits, attestations)."""

    college: CollegeFacts | None = None
    batches: Sequence[BatchFacts] = ()
    students: Sequence[StudentFacts] = ()
    enterprises: Sequence[EnterpriseFacts] = ()
    placements: Sequence[PlacementFacts] = ()
    papers: Sequence[PaperFacts] = ()
    visits: Sequence[VisitFacts] = ()
    incidents: Sequence[IncidentFacts] = ()
    notifications: Sequence[NotificationFacts] = ()
    educations: Sequence[EducationFacts] = ()
    evaluations: Sequence[EvaluationFacts] = ()
    attestations: Sequence[AttestationFacts] = ()
    journals: Sequence[JournalFacts] = ()
    waivers: Sequence[WaiverFacts] = ()
    checked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Enterprise to the days on which a daily check was noted."""
    last_talks: Mapping[str, str] = field(default_factory=dict)
    """Student to the day of the last talk."""
    illustrated: frozenset[str] = frozenset()
    """The ids of students, placements and visits that a file is attached to."""
