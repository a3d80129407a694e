"""How long the recurring duties may be waited for, and since when one is late. Pure functions of days.

The 2021 Regulation (教职成〔2021〕4号) sets no number of visits or talks; those are the batch's own:
``visits_required`` for each student over the whole placement, ``talks_required`` a month. It asks for a check
every day (Art. 23) and for papers that cover the whole placement (Art. 35). Days are ISO text as in the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from fieldteacher.domain.paper_states import PaperStanding, PaperState, standings

MONTH = 30
"""Days that count as a month."""
AHEAD = 6
"""What falls due within so many days after today belongs to the week."""
EVALUATION_AHEAD = 14
"""Days before a stage's end from which unfinished evaluations are called to mind."""
CHECKS_BACK = 5
"""So many working days back a missing daily check can still be made good."""
INCIDENT_OPEN = 7
"""Days after which an incident should be closed or its state noted; a habit, not a rule of law."""


class Urgency(StrEnum):
    """The parts of the day's list, in their order."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    WANTING = "wanting"
    """Not a matter of one day: something is missing, or will run out too early."""


def urgency(due: str, today: str, week: str) -> Urgency | None:
    """Where what is due on a day (or at a moment of it) belongs; ``week`` is the last day of the week ahead.

    ``None`` where there is time yet.
    """
    day = due[:10]
    if day < today:
        return Urgency.OVERDUE
    if day == today:
        return Urgency.TODAY
    return Urgency.WEEK if day <= week else None


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait for the next visit or talk: since when, and how many days it may last."""

    since: date
    allowed: int

    @property
    def due(self) -> date:
        """The last day on which it is in time."""
        return self.since + timedelta(days=self.allowed)

    def lasted(self, today: date) -> int:
        """How many days it has lasted."""
        return (today - self.since).days

    def late(self, today: date) -> int:
        """By how many days it has lasted too long; 0 or less while it is in time."""
        return (today - self.due).days


def talk_rhythm(required: int | None) -> int | None:
    """The days that may lie between two talks where ``required`` a month are asked for; ``None``: any number."""
    return max(1, MONTH // required) if required else None


def visit_rhythm(required: int | None, start: str | None, end: str | None) -> int | None:
    """The days that may lie between two visits where ``required`` are asked for from ``start`` to ``end``.

    These are the batch's days, or the placement's own where the batch has none.
    """
    if not required or not start or not end:
        return None
    return max(1, (date.fromisoformat(end) - date.fromisoformat(start)).days // required)


def wait(last: str | None, start: str, rhythm: int | None) -> Wait | None:
    """The wait since the ``last`` time, but not before the placement's ``start``; ``None`` without a rhythm."""
    if rhythm is None:
        return None
    return Wait(date.fromisoformat(max(last or start, start)), rhythm)


def talk_overdue(last: str | None, start: str, rhythm: int | None, today: date) -> Wait | None:
    """The wait for a talk with a student placed since ``start`` where it has lasted too long, else ``None``.

    ``rhythm`` is ``talk_rhythm`` of the placement's batch.
    """
    return _too_long(wait(last, start, rhythm), today)


def visit_overdue(last: str | None, start: str, rhythm: int | None, today: date) -> Wait | None:
    """The wait for a visit to an enterprise where it has lasted too long, else ``None``.

    ``start`` is the first day of the students who are there now, ``rhythm`` the shortest ``visit_rhythm`` of
    their batches.
    """
    return _too_long(wait(last, start, rhythm), today)


def _too_long(waited: Wait | None, today: date) -> Wait | None:
    return waited if waited is not None and waited.late(today) > 0 else None


def paper_expiring(
    placement: Mapping[str, Any], papers: Iterable[Mapping[str, Any]], today: date
) -> tuple[PaperStanding, ...]:
    """The papers of a placement that have run out, or will before it ends (where the end is not known: soon)."""
    end = placement.get("end")
    return tuple(
        each
        for each in standings(placement, papers, today)
        if each.days_left is not None
        and (each.days_left < 0 or not end or (today + timedelta(days=each.days_left)).isoformat() < end)
    )


def paper_missing(
    placement: Mapping[str, Any], papers: Iterable[Mapping[str, Any]], today: date
) -> tuple[PaperStanding, ...]:
    """The papers a placement needs that are not there, or a training that was not passed."""
    return tuple(
        each
        for each in standings(placement, papers, today)
        if each.state is PaperState.MISSING and each.days_left is None
    )


def workdays_before(today: date, count: int, is_workday: Callable[[date], bool]) -> Sequence[date]:
    """The last ``count`` working days before ``today``, oldest first."""
    found: list[date] = []
    day = today
    # No holiday is a month long, so the search ends.
    for _ in range(count + 31):
        day -= timedelta(days=1)
        if is_workday(day):
            found.append(day)
            if len(found) == count:
                break
    return found[::-1]


def stage_end(stage: str, start: str, end: str) -> str:
    """The day by which a stage's evaluations are to be there: the middle of the placement, or its end."""
    if stage != "mid":
        return end
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return (first + (last - first) // 2).isoformat()
