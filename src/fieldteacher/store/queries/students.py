"""The read models of the students' list and card."""

from __future__ import annotations

from typing import Any, NamedTuple

from fieldteacher.store.reader import Reader, Row, decode_row

CURRENT = ("active", "planned")


class StudentRow(NamedTuple):
    """One line of the students' list; the placement is the current one, else the last."""

    id: str
    name: str
    student_number: str
    sex: str | None
    class_name: str | None
    major: str | None
    phone: str | None
    attention_level: str | None
    placement: str | None
    enterprise: str | None
    enterprise_name: str | None
    post: str | None
    start: str | None
    end: str | None
    status: str | None
    last_talk: str | None
    open_promises: int


def rows(reader: Reader) -> list[StudentRow]:
    """All students that are not deleted, by student number."""
    places = {row[0]: row[1:] for row in reader.query(_PLACES)}
    talks = dict(reader.query("SELECT student, max(talked_on) FROM talk WHERE deleted = 0 GROUP BY student"))
    promises = dict(
        reader.query(
            "SELECT about, count(*) FROM promise WHERE deleted = 0 AND coalesce(status, 'open') = 'open' GROUP BY about"
        )
    )
    nowhere = (None,) * 7
    return [
        StudentRow._make((*row, *places.get(row[0], nowhere), talks.get(row[0]), promises.get(row[0], 0)))
        for row in reader.query(
            "SELECT id, name, student_number, sex, class_name, major, phone, attention_level "
            "FROM student WHERE deleted = 0 ORDER BY student_number"
        )
    ]


# Ordered so that the row that matters comes last and wins: current before ended, later before earlier.
_PLACES = (
    'SELECT p.student, p.id, p.enterprise, coalesce(e.short_name, e.name), p.post, p.start, p."end", '
    "coalesce(p.status, 'active') FROM placement p JOIN enterprise e ON e.id = p.enterprise WHERE p.deleted = 0 "
    "ORDER BY coalesce(p.status, 'active') IN ('active', 'planned'), p.start"
)


def placements(reader: Reader, student: str) -> list[Row]:
    """A student's placements, latest first, each with ``enterprise_name``, ``mentor_name``, ``teacher_name``."""
    found = reader.rows(
        "SELECT p.*, e.name AS enterprise_name, c.name AS mentor_name, c.phone AS mentor_phone, t.name AS teacher_name "
        "FROM placement p LEFT JOIN enterprise e ON e.id = p.enterprise LEFT JOIN contact c ON c.id = p.mentor "
        "LEFT JOIN teacher t ON t.id = p.teacher WHERE p.student = ? AND p.deleted = 0 ORDER BY p.start DESC",
        (student,),
    )
    return [decode_row("placement", row) for row in found]


def timeline(reader: Reader, student: str) -> list[tuple[Any, ...]]:
    """Everything that happened with a student, latest first: day, type, id, and the words to show (raw values)."""
    return reader.query(_TIMELINE, {"student": student, "inside": f'%"{student}"%'})


_TIMELINE = """
SELECT start AS day, 'placement' AS type, p.id, e.name AS a, p.post AS b, p.status AS c
  FROM placement p LEFT JOIN enterprise e ON e.id = p.enterprise WHERE p.student = :student AND p.deleted = 0
UNION ALL SELECT talked_on, 'talk', id, coalesce(thoughts, work, living, gains), difficulties, way
  FROM talk WHERE student = :student AND deleted = 0
UNION ALL SELECT due_on, 'promise', id, what, who, status FROM promise WHERE about = :student AND deleted = 0
UNION ALL SELECT substr(occurred_at, 1, 10), 'incident', id, course, place, kind
  FROM incident WHERE students LIKE :inside AND deleted = 0
UNION ALL SELECT substr(starts_at, 1, 10), 'absence', id, reason, ends_at, kind
  FROM absence WHERE student = :student AND deleted = 0
UNION ALL SELECT handed_in_on, 'journal', id, period, comment, kind
  FROM journal WHERE student = :student AND deleted = 0
UNION ALL SELECT asked_on, 'intention', id, reason, enterprise_wish, student_wish
  FROM intention WHERE student = :student AND deleted = 0
UNION ALL SELECT v.rated_on, 'evaluation', v.id, v.comment, v.stage, v.rater
  FROM evaluation v JOIN placement p ON p.id = v.placement WHERE p.student = :student AND v.deleted = 0
UNION ALL SELECT w.signed_on, 'paper', w.id, w.number, w.valid_to, w.kind
  FROM paper w JOIN placement p ON p.id = w.placement WHERE p.student = :student AND w.deleted = 0
ORDER BY day DESC
"""
