"""The read models of the teachers' own enterprise practice."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.store.reader import Reader


class Entry(NamedTuple):
    """One entry of the practice, with names."""

    id: str
    teacher: str
    teacher_name: str
    enterprise: str | None
    enterprise_name: str | None
    starts_on: str
    ends_on: str | None
    days: int | None
    post: str | None
    content: str | None
    outcome: str | None


def entries(reader: Reader, teacher: str | None = None) -> list[Entry]:
    """All entries, or those of one teacher, latest first."""
    return [
        Entry(*row)
        for row in reader.query(
            "SELECT r.id, r.teacher, coalesce(t.name, ''), r.enterprise, coalesce(e.short_name, e.name), r.starts_on, "
            "r.ends_on, r.days, r.post, r.content, r.outcome FROM practice_entry r LEFT JOIN teacher t ON t.id = r.teacher "
            "LEFT JOIN enterprise e ON e.id = r.enterprise WHERE r.deleted = 0 AND (?1 IS NULL OR r.teacher = ?1) "
            "ORDER BY r.starts_on DESC, r.id",
            (teacher,),
        )
    ]


class Visited(NamedTuple):
    """A visit as the teacher's presence at an enterprise; ``talks`` counts the students talked with there."""

    id: str
    enterprise: str
    enterprise_name: str
    visited_on: str
    arrived_at: str | None
    left_at: str | None
    kind: str | None
    talks: int


def visits_of(reader: Reader, name: str, *, owner: bool) -> list[Visited]:
    """The visits a teacher of this name made; with ``owner`` also those where nobody is named as visitor."""
    return [
        Visited(*row)
        for row in reader.query(
            "SELECT v.id, v.enterprise, coalesce(e.short_name, e.name, ''), v.visited_on, v.arrived_at, v.left_at, v.kind, "
            "(SELECT count(*) FROM talk t WHERE t.visit = v.id AND t.deleted = 0) FROM visit v "
            "LEFT JOIN enterprise e ON e.id = v.enterprise WHERE v.deleted = 0 "
            "AND (instr(coalesce(v.visitors, ''), ?1) OR (?2 AND coalesce(v.visitors, '') = ''))",
            (name, owner),
        )
    ]
