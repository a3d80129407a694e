"""The read models of the daily checks and of absences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from fieldteacher.store.reader import Reader

IN_POST = (
    'p.deleted = 0 AND p.start <= {day} AND {day} <= coalesce(p."end", '
    "CASE WHEN coalesce(p.status, 'active') IN ('active', 'planned') THEN '9999' ELSE p.start END)"
)
"""Whether placement ``p`` lasts on ``{day}``: one that has ended without saying when counts on its first day only."""


class Check(NamedTuple):
    """A check of an enterprise that was noted."""

    id: str
    enterprise: str
    checked_on: str
    normal: bool | None
    exception: str | None


class Place(NamedTuple):
    """An enterprise with how many students are in post there on each of some days."""

    id: str
    name: str
    required: bool
    """Whether a batch of students there wants a check every day."""
    teachers: tuple[str, ...]
    """Who looks after the students there."""
    students: tuple[int, ...]


class AbsenceRow(NamedTuple):
    """One line of the absences' list; the enterprise is that of the student's placement at its start."""

    id: str
    student: str
    student_name: str
    student_number: str
    class_name: str | None
    enterprise: str | None
    enterprise_name: str | None
    kind: str | None
    starts_at: str
    ends_at: str
    reason: str | None
    approved_by: str | None
    returned_at: str | None


def places(reader: Reader, days: Sequence[str]) -> list[Place]:
    """The enterprises with students in post on one of ``days`` at least."""
    each_day = [f"({IN_POST.format(day=f'?{n}')})" for n in range(1, len(days) + 1)]
    counts, any_day = ", ".join(f"sum{day}" for day in each_day), f"({' OR '.join(each_day)})"
    return [
        Place(row[0], row[1], bool(row[2]), tuple(json.loads(row[3])), tuple(row[4:]))
        for row in reader.query(
            f"SELECT e.id, coalesce(e.short_name, e.name), max(coalesce(b.daily_check_required, 1)), "
            f"json_group_array(DISTINCT t.name) FILTER (WHERE t.name IS NOT NULL AND {any_day}), {counts} "
            "FROM placement p JOIN enterprise e ON e.id = p.enterprise JOIN student s ON s.id = p.student "
            "LEFT JOIN batch b ON b.id = p.batch LEFT JOIN teacher t ON t.id = p.teacher "
            "WHERE p.deleted = 0 AND e.deleted = 0 AND s.deleted = 0 GROUP BY e.id",
            days,
        )
        if any(row[4:])
    ]


def checks(reader: Reader, first: str, last: str) -> list[Check]:
    """What was noted from ``first`` to ``last``."""
    return [
        Check(row[0], row[1], row[2], None if row[3] is None else bool(row[3]), row[4])
        for row in reader.query(
            "SELECT id, enterprise, checked_on, normal, exception FROM daily_check "
            "WHERE deleted = 0 AND checked_on BETWEEN ? AND ?",
            (first, last),
        )
    ]


def check_of(reader: Reader, enterprise: str, day: str) -> str | None:
    """The check of an enterprise on a day, made by whomever."""
    found = reader.query(
        "SELECT id FROM daily_check WHERE deleted = 0 AND enterprise = ? AND checked_on = ?",
        (enterprise, day),
    )
    return str(found[0][0]) if found else None


_ABSENCE = (
    "SELECT a.id, s.id, s.name, s.student_number, s.class_name, e.id, coalesce(e.short_name, e.name), a.kind, a.starts_at, "
    "a.ends_at, a.reason, a.approved_by, a.returned_at FROM absence a JOIN student s ON s.id = a.student "
    "LEFT JOIN placement p ON p.rowid = (SELECT p.rowid FROM placement p WHERE p.student = s.id AND "
    + IN_POST.format(day="substr(a.starts_at, 1, 10)")
    + " ORDER BY p.start DESC LIMIT 1) LEFT JOIN enterprise e ON e.id = p.enterprise WHERE s.deleted = 0 AND "
)


def absences(reader: Reader) -> list[AbsenceRow]:
    """All absences, the latest first."""
    return list(
        map(AbsenceRow._make, reader.query(_ABSENCE + "a.deleted = 0 ORDER BY a.starts_at DESC, a.id"))
    )


def away(reader: Reader, first: str, last: str) -> list[AbsenceRow]:
    """The absences that cover a day from ``first`` to ``last``."""
    covers = (
        "a.deleted = 0 AND substr(a.starts_at, 1, 10) <= ?2 "
        "AND substr(min(a.ends_at, coalesce(a.returned_at, a.ends_at)), 1, 10) >= ?1 "
    )
    return list(
        map(
            AbsenceRow._make,
            reader.query(_ABSENCE + covers + "ORDER BY s.student_number, a.id", (first, last)),
        )
    )


def overlapping(
    reader: Reader, student: str, starts_at: str, ends_at: str, leaving_out: str
) -> list[tuple[Any, ...]]:
    """The student's other absences that share a moment with this one: kind, start and end."""
    return reader.query(
        "SELECT kind, starts_at, ends_at FROM absence WHERE deleted = 0 AND student = ? AND id <> ? AND starts_at < ? "
        "AND min(ends_at, coalesce(returned_at, ends_at)) > ? ORDER BY starts_at",
        (student, leaving_out, ends_at, starts_at),
    )
