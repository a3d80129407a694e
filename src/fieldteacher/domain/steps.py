"""The one thing to do about a line of the day's list or a finding of a rule: what settles it, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What there is to do. After each: the type of record that ``Step.id`` names, and what ``Step.detail`` holds."""

    VISIT = "visit"
    """enterprise: visit it."""
    TALK = "talk"
    """student: talk."""
    FOLLOW_UP = "follow_up"
    """talk: follow it up."""
    PROMISE = "promise"
    """promise: settle it."""
    PAPER = "paper"
    """placement; the kind of paper: note it, or what it lacks."""
    PLACEMENT = "placement"
    """placement; a field: amend it."""
    STUDENT = "student"
    """student; a field: amend it."""
    ENTERPRISE = "enterprise"
    """enterprise; a field: amend it."""
    BATCH = "batch"
    """batch; a field: amend it."""
    COLLEGE = "college"
    """college (may be empty: none noted yet); a field: amend it."""
    CHECK = "check"
    """enterprise; a day: note the daily check."""
    INCIDENT = "incident"
    """incident; a field: amend it."""
    NOTIFY = "notify"
    """incident; who is to be told: note that they were."""
    EVALUATE = "evaluate"
    """placement; ``stage/rater``: enter the marks."""
    JOURNAL = "journal"
    """student; a kind of journal: note one handed in."""
    EDUCATION = "education"
    """batch; a kind of education: note one held."""
    ATTEST = "attest"
    """batch; a rule: confirm it."""
    SEE_VISIT = "see_visit"
    """visit: read it again, and amend or follow it up."""
    ABSENCE = "absence"
    """absence: note the return."""
    INTENTION = "intention"
    """student: ask both sides."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action on one record."""

    action: Action
    id: str
    detail: str = ""
