"""Who must be told of an incident, by when, and how each of these clocks stands.

The Regulation itself says only that important matters are reported at once and never late, hidden or left out
(Art. 23) and that insurance comes first after an injury (Art. 36). The hours below are those that schools'
own rules name (field.md 2.5): a serious injury to the principal within 1 to 3 hours; a serious incident
reported within 2 hours and written up within 8; any other written up within 24; guardians told of any injury.
Where such rules name no hours for somebody, those of the college are taken; 48 hours to report a claim is what
liability policies usually ask. A batch's rule set has the last word (``limits``). Moments are local ISO text without a zone, as the records hold them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

WRITTEN = "written"
"""Told to the college in writing."""
_INSURER = 2880
_LEVELS = {"minor": (1440, 1440), "serious": (120, 480), "major": (60, 480)}


def limits(values: Mapping[str, int] | None = None) -> Mapping[str, Mapping[str, int]]:
    """Minutes from when an incident was known, by level and who is told.

    ``values`` are those of the rule set's rule on reporting (``serious_told``, ``serious_written``, …); what it does
    not say is as usual.
    """
    given = values or {}
    result: dict[str, Mapping[str, int]] = {}
    for level, (usual, usual_written) in _LEVELS.items():
        told, written = given.get(f"{level}_told", usual), given.get(f"{level}_written", usual_written)
        people = dict.fromkeys(("school", "guardian", "enterprise", "police"), told)
        result[level] = {**people, "insurer": _INSURER, WRITTEN: written}
    return result


LIMITS = limits()
"""The usual limits; an incident without a level is minor."""
INJURING = frozenset(
    {"traffic", "food", "drowning", "illness", "explosion", "machine", "work_injury", "psychological"}
)
"""Kinds that hurt somebody, as long as nothing else is known."""
UNINSURED = frozenset({"illness", "psychological", "missing", "theft", "vice"})
"""Kinds that the liability insurance of internships does not cover."""
FOR_THE_POLICE = frozenset({"traffic", "drowning", "missing", "fire", "explosion", "theft", "vice"})
"""Kinds that are reported to the police at any level; a fight is from serious on."""


class Standing(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Somebody who must be told by ``due``; ``told_at`` is when they first were, ``None`` while they were not."""

    told: str
    due: str
    told_at: str | None = None


def injured(incident: Mapping[str, Any]) -> bool:
    """Whether somebody was hurt, or must be thought to be."""
    return bool(incident["injury"] or incident["hospital"] or incident["kind"] in INJURING)


def _concerned(incident: Mapping[str, Any]) -> frozenset[str]:
    """Who must be told."""
    grave, hurt = incident["level"] in ("serious", "major"), injured(incident)
    found = {"school", WRITTEN}
    if hurt or grave:
        found.add("guardian")
    if incident["enterprise"]:
        found.add("enterprise")
    if hurt and incident["kind"] not in UNINSURED:
        found.add("insurer")
    if incident["kind"] in FOR_THE_POLICE or (grave and incident["kind"] == "fight"):
        found.add("police")
    return frozenset(found)


def deadlines(
    incident: Mapping[str, Any],
    told: Iterable[tuple[str, str]],
    within: Mapping[str, Mapping[str, int]] = LIMITS,
) -> list[Deadline]:
    """The clocks of an incident, the earliest first; ``told`` are pairs of who was told and when.

    They run from when it was known, or from when it happened where that is not said.
    """
    first: dict[str, str] = {}
    for who, moment in told:
        first[who] = min(first.get(who, moment), moment)
    concerned, known = _concerned(incident), incident["known_at"] or incident["occurred_at"]
    hours = within.get(incident["level"] or "minor", {})
    return sorted(
        (Deadline(who, later(known, minutes), first.get(who)) for who, minutes in hours.items() if who in concerned),
        key=lambda each: each.due,
    )  # fmt: skip


def standing(deadline: Deadline, now: str) -> Standing:
    """How a clock stands at ``now``: whoever is told in the last minute is still told in time."""
    if deadline.told_at is not None:
        return Standing.IN_TIME if deadline.told_at <= deadline.due else Standing.LATE
    return Standing.RUNNING if now <= deadline.due else Standing.OVERDUE


def next_deadline(clocks: Iterable[Deadline]) -> Deadline | None:
    """The clock that runs out first, or ran out first, of those still running."""
    return next((each for each in clocks if each.told_at is None), None)


def minutes_over(deadline: Deadline, now: str) -> int:
    """How far past its limit a clock was when it stopped, or is at ``now``, in minutes; negative before it."""
    return minutes_between(deadline.due, deadline.told_at or now)


def minutes_between(one: str, other: str) -> int:
    """Whole minutes from one moment to another."""
    return int((datetime.fromisoformat(other) - datetime.fromisoformat(one)) / timedelta(minutes=1))


def later(moment: str, minutes: int) -> str:
    """The moment so many minutes later."""
    return (datetime.fromisoformat(moment) + timedelta(minutes=minutes)).isoformat("T", "minutes")
