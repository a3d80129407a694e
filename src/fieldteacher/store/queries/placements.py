"""The read models of batches and of who belongs to them."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.store.reader import Reader


class BatchRow(NamedTuple):
    """One line of the batches' list; ``students`` counts those placed in it, now or ever."""

    id: str
    name: str
    start: str | None
    end: str | None
    students: int


def batches(reader: Reader) -> list[BatchRow]:
    """All batches, the latest first."""
    return [
        BatchRow(*row)
        for row in reader.query(
            'SELECT b.id, b.name, b.start, b."end", count(DISTINCT p.student) FROM batch b '
            "LEFT JOIN placement p ON p.batch = b.id AND p.deleted = 0 WHERE b.deleted = 0 "
            "GROUP BY b.id ORDER BY b.start DESC, b.name"
        )
    ]


class TeacherRow(NamedTuple):
    """One line of the teachers' list; ``students`` counts those placed now whom the teacher guides."""

    id: str
    name: str
    staff_number: str | None
    title: str | None
    department: str | None
    phone: str | None
    students: int


def teachers(reader: Reader) -> list[TeacherRow]:
    """All teachers, by name."""
    return [
        TeacherRow(*row)
        for row in reader.query(
            "SELECT t.id, t.name, t.staff_number, t.title, t.department, t.phone, count(DISTINCT p.student) FROM teacher t "
            "LEFT JOIN placement p ON p.teacher = t.id AND p.deleted = 0 "
            "AND coalesce(p.status, 'active') IN ('active', 'planned') WHERE t.deleted = 0 GROUP BY t.id ORDER BY t.name"
        )
    ]
