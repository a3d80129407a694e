"""What a rule finds, and what a check says about one record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NamedTuple

from fieldteacher.domain.steps import Step
from fieldteacher.domain.text import Text


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """Something is done that must not be, or is missing that must be there (不得, 必须)."""
    WARNING = "warning"
    """Against what is to be kept as a rule (一般, 原则上)."""
    REMINDER = "reminder"
    """Evidence is missing, or a datum that the rule needs; nothing is said to be wrong."""


GRAVEST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.REMINDER: 2}
"""The order of severities."""

SEVERITIES = {
    Severity.ERROR: Text("违规", "breach"),
    Severity.WARNING: Text("提醒", "warning"),
    Severity.REMINDER: Text("待补", "to do"),
}
"""The words for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One record that does not meet one rule; there is only one of a rule and a record."""

    rule: str
    article: str
    """Where the rule stands, such as ``16(2)``; empty for a check of the college's own."""
    severity: Severity
    type: str
    id: str
    """The record it is about."""
    title: Text
    """What to call that record: the student, the enterprise, or both."""
    student: str | None
    enterprise: str | None
    batch: str | None
    """Whose rules were applied."""
    message: Text
    """What is wrong or missing, with the figures."""
    step: Step
    """What mends it."""
    waived: str | None = None
    """The waiver that lets it pass."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it: rule, type and id."""
        return self.rule, self.type, self.id


class Kind(Enum):
    """What a check says."""

    BREACH = "breach"
    """The rule is broken: the finding is as grave as the rule."""
    REMINDER = "reminder"
    """Evidence is missing."""
    UNRECORDED = "unrecorded"
    """A datum is missing without which the rule cannot be judged. A reminder where the rule is an error, else counted
    only (docs/decisions/0041-what-is-not-recorded.md)."""


class Problem(NamedTuple):
    """What a check says about one record."""

    type: str
    id: str
    message: Text
    step: Step
    kind: Kind = Kind.BREACH
    title: Text | None = None
    """What to call the record, where it is not what the check was given."""


Problems = tuple[Problem, ...]
NONE: Problems = ()
