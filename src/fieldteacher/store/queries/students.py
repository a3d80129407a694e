"""The read models of the students' list and card."""

from __future__ import annotations

from typing import NamedTuple

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
    return list(map(StudentRow._make, reader.bulk(_COLUMNS, _ROWS)))


_COLUMNS = """
       s.id, s.name, s.student_number, s.sex, s.class_name, s.major, s.phone, s.attention_level,
       p.id, p.enterprise, coalesce(e.short_name, e.name), p.post, p.start, p."end",
       CASE WHEN p.id IS NULL THEN NULL ELSE coalesce(p.status, 'active') END,
       (SELECT max(talked_on) FROM talk t WHERE t.student = s.id AND t.deleted = 0),
       (SELECT count(*) FROM promise w WHERE w.about = s.id AND w.deleted = 0 AND coalesce(w.status, 'open') = 'open')
"""
_ROWS = """
  FROM student s
  LEFT JOIN placement p ON p.rowid = (
       SELECT c.rowid FROM placement c WHERE c.student = s.id AND c.deleted = 0
        ORDER BY coalesce(c.status, 'active') IN ('active', 'planned') DESC, c.start DESC LIMIT 1)
  LEFT JOIN enterprise e ON e.id = p.enterprise
 WHERE s.deleted = 0 ORDER BY s.student_number
"""


def placements(reader: Reader, student: str) -> list[Row]:
    """A student's placements, latest first, each with ``enterprise_name``, ``mentor_name``, ``teacher_name``."""
    found = reader.rows(
        "SELECT p.*, e.name AS enterprise_name, c.name AS mentor_name, c.phone AS mentor_phone, t.name AS teacher_name "
        "FROM placement p LEFT JOIN enterprise e ON e.id = p.enterprise LEFT JOIN contact c ON c.id = p.mentor "
        "LEFT JOIN teacher t ON t.id = p.teacher WHERE p.student = ? AND p.deleted = 0 ORDER BY p.start DESC",
        (student,),
    )
    return [decode_row("placement", row) for row in found]
