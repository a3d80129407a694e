"""The read model of the wishes after the placement."""

from __future__ import annotations

from typing import Any, NamedTuple

from fieldteacher.store.reader import Reader


class Placed(NamedTuple):
    """A student who is placed now, or was asked once; the placement is the current one, else the last."""

    id: str
    name: str
    student_number: str
    class_name: str | None
    enterprise: str | None
    enterprise_name: str | None
    post: str | None
    start: str | None
    status: str | None


def placed(reader: Reader) -> list[Placed]:
    """Those students, by enterprise and student number."""
    return list(map(Placed._make, reader.bulk(_COLUMNS, _ROWS)))


_COLUMNS = """
       s.id, s.name, s.student_number, s.class_name, p.enterprise, coalesce(e.short_name, e.name), p.post, p.start,
       CASE WHEN p.id IS NULL THEN NULL ELSE coalesce(p.status, 'active') END
"""
_ROWS = """
  FROM student s
  LEFT JOIN placement p ON p.rowid = (
       SELECT c.rowid FROM placement c WHERE c.student = s.id AND c.deleted = 0
        ORDER BY coalesce(c.status, 'active') IN ('active', 'planned') DESC, c.start DESC LIMIT 1)
  LEFT JOIN enterprise e ON e.id = p.enterprise
 WHERE s.deleted = 0 AND (coalesce(p.status, 'active') IN ('active', 'planned') AND p.id IS NOT NULL
       OR EXISTS (SELECT 1 FROM intention i WHERE i.student = s.id AND i.deleted = 0))
 ORDER BY e.name, s.student_number
"""


def askings(reader: Reader) -> dict[str, list[dict[str, Any]]]:
    """What every student and enterprise said, by student, earliest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for student, *values in reader.bulk(
        ", ".join(("student", *_SAID)), "FROM intention WHERE deleted = 0 ORDER BY asked_on"
    ):
        found.setdefault(student, []).append(dict(zip(_SAID, values, strict=True)))
    return found


_SAID = (
    "asked_on", "student_wish", "enterprise_wish", "wished_post", "wished_pay", "offered_post", "offered_pay",
)  # fmt: skip
