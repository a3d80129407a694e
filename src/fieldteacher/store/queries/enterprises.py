"""The read models of the enterprises' list and card."""

from __future__ import annotations

from typing import NamedTuple

from fieldteacher.store.reader import Reader, Row


class EnterpriseRow(NamedTuple):
    """One line of the enterprises' list; ``students`` counts those placed there now."""

    id: str
    name: str
    short_name: str | None
    uscc: str | None
    industry: str | None
    city: str | None
    district: str | None
    address: str | None
    phone: str | None
    students: int
    last_visit: str | None
    next_visit: str | None
    open_promises: int


def rows(reader: Reader) -> list[EnterpriseRow]:
    """All enterprises that are not deleted, by name."""
    students = dict(
        reader.query(
            "SELECT enterprise, count(DISTINCT student) FROM placement WHERE deleted = 0 "
            "AND coalesce(status, 'active') IN ('active', 'planned') GROUP BY enterprise"
        )
    )
    visits = {
        row[0]: row[1:]
        for row in reader.query(
            "SELECT enterprise, max(visited_on), max(next_visit_on) FROM visit WHERE deleted = 0 GROUP BY enterprise"
        )
    }
    promises = dict(
        reader.query(
            "SELECT about, count(*) FROM promise WHERE deleted = 0 AND coalesce(status, 'open') = 'open' GROUP BY about"
        )
    )
    return [
        EnterpriseRow._make(
            (*row, students.get(row[0], 0), *visits.get(row[0], (None, None)), promises.get(row[0], 0))
        )
        for row in reader.query(
            "SELECT id, name, short_name, uscc, industry, city, district, address, phone "
            "FROM enterprise WHERE deleted = 0 ORDER BY name"
        )
    ]


class PlacedStudent(NamedTuple):
    """A student at an enterprise."""

    placement: str
    student: str
    name: str
    student_number: str
    sex: str | None
    class_name: str | None
    phone: str | None
    post: str | None
    start: str
    end: str | None
    status: str
    last_talk: str | None


def placed_students(reader: Reader, enterprise: str, *, current: bool = True) -> list[PlacedStudent]:
    """The students placed at an enterprise, now or ever, by student number."""
    tail = "AND coalesce(p.status, 'active') IN ('active', 'planned') " if current else ""
    return [
        PlacedStudent(*row)
        for row in reader.query(
            'SELECT p.id, s.id, s.name, s.student_number, s.sex, s.class_name, s.phone, p.post, p.start, p."end", '
            "coalesce(p.status, 'active'), (SELECT max(talked_on) FROM talk t WHERE t.student = s.id AND t.deleted = 0) "
            "FROM placement p JOIN student s ON s.id = p.student "
            f"WHERE p.enterprise = ? AND p.deleted = 0 AND s.deleted = 0 {tail}ORDER BY s.student_number",
            (enterprise,),
        )
    ]


def open_promises(reader: Reader, enterprise: str) -> list[Row]:
    """What is still open with an enterprise or with a student there now, by due date."""
    return reader.rows(
        "SELECT w.id, w.about, w.what, w.who, w.due_on, coalesce(s.name, '') AS student_name FROM promise w "
        "LEFT JOIN student s ON s.id = w.about WHERE w.deleted = 0 AND coalesce(w.status, 'open') = 'open' AND "
        "(w.about = ?1 OR w.about IN (SELECT student FROM placement WHERE enterprise = ?1 AND deleted = 0 "
        "AND coalesce(status, 'active') IN ('active', 'planned'))) ORDER BY w.due_on",
        (enterprise,),
    )
