"""The read models of the evaluation grid and the printed forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fieldteacher.store.reader import Reader


class RatedPlacement(NamedTuple):
    """A placement as the evaluation grid and the forms need it."""

    placement: str
    student: str
    name: str
    student_number: str
    sex: str | None
    class_name: str | None
    major: str | None
    enterprise: str
    enterprise_name: str
    department: str | None
    post: str | None
    mentor_name: str | None
    teacher_name: str | None
    start: str
    end: str | None
    batch: str | None
    scheme: str | None


def rated_placements(
    reader: Reader,
    *,
    students: Sequence[str] = (),
    enterprise: str | None = None,
    batch: str | None = None,
    class_name: str | None = None,
) -> list[RatedPlacement]:
    """Each student's placement that is evaluated (the current one, else the last), sorted by enterprise and number."""
    found = reader.query(f"{_RATED} ORDER BY coalesce(p.status, 'active') IN ('active', 'planned'), p.start")
    last = {row[1]: RatedPlacement(*row) for row in found}
    wanted = set(students)
    return sorted(
        (
            row
            for row in last.values()
            if (not wanted or row.student in wanted)
            and (enterprise is None or row.enterprise == enterprise)
            and (batch is None or row.batch == batch)
            and (class_name is None or row.class_name == class_name)
        ),
        key=lambda row: (row.enterprise_name, row.enterprise, row.student_number),
    )


def placements_of(reader: Reader, student: str) -> list[RatedPlacement]:
    """All placements of a student, the first one first."""
    return [
        RatedPlacement(*row) for row in reader.query(f"{_RATED} AND s.id = ? ORDER BY p.start", (student,))
    ]


def every_placement(reader: Reader) -> list[RatedPlacement]:
    """All placements of all students."""
    return [RatedPlacement(*row) for row in reader.query(_RATED)]


_RATED = """
SELECT p.id, s.id, s.name, s.student_number, s.sex, s.class_name, s.major, e.id, e.name, p.department, p.post,
       c.name, t.name, p.start, p."end", p.batch, b.scheme
  FROM placement p JOIN student s ON s.id = p.student JOIN enterprise e ON e.id = p.enterprise
  LEFT JOIN contact c ON c.id = p.mentor LEFT JOIN teacher t ON t.id = p.teacher LEFT JOIN batch b ON b.id = p.batch
 WHERE p.deleted = 0 AND s.deleted = 0"""


def marks(reader: Reader, scheme: str, stage: str, table: str = "score") -> dict[str, dict[str, int]]:
    """All marks under a scheme at a stage: placement to criterion to tenths; ``table`` may be ``second_score``."""
    found: dict[str, dict[str, int]] = {}
    for placement, criterion, tenths in reader.bulk(
        "v.placement, s.criterion, s.tenths",
        f"FROM {table} s JOIN evaluation v ON v.id = s.evaluation "
        "WHERE s.deleted = 0 AND v.deleted = 0 AND v.scheme = ? AND v.stage = ? AND s.tenths IS NOT NULL",
        (scheme, stage),
    ):
        found.setdefault(placement, {})[criterion] = tenths
    return found


def marks_of(reader: Reader, evaluation: str, table: str) -> list[tuple[str, int, str | None]]:
    """One evaluation's marks: criterion, tenths, and for ``second_score`` who typed it."""
    by = "entered_by" if table == "second_score" else "NULL"
    return [
        (criterion, tenths, name)
        for criterion, tenths, name in reader.query(
            f"SELECT criterion, tenths, {by} FROM {table} WHERE evaluation = ? AND deleted = 0", (evaluation,)
        )
    ]


def typists(reader: Reader, scheme: str, stage: str) -> dict[str, str]:
    """By placement: who typed its marks a second time."""
    found = reader.query(
        "SELECT DISTINCT v.placement, s.entered_by FROM second_score s JOIN evaluation v ON v.id = s.evaluation "
        "WHERE s.deleted = 0 AND v.scheme = ? AND v.stage = ? AND s.entered_by IS NOT NULL",
        (scheme, stage),
    )
    return dict(found)


class SheetRow(NamedTuple):
    """What one rater handed in for one placement, without the marks."""

    id: str
    placement: str
    rater: str
    status: str
    comment: str | None
    rated_by: str | None
    rated_on: str | None
    signed_by: str | None
    signed_on: str | None
    unlock_reason: str | None
    checked_by: str | None
    checked_on: str | None
    missing_as: str | None
    missing_by: str | None
    missing_on: str | None
    missing_reason: str | None
    hints_seen: str | None


def sheets(reader: Reader, scheme: str, stage: str) -> list[SheetRow]:
    """The evaluations under a scheme at a stage."""
    return [
        SheetRow(*row)
        for row in reader.bulk(
            "id, placement, rater, coalesce(status, 'draft'), comment, rated_by, rated_on, signed_by, signed_on, "
            "unlock_reason, checked_by, checked_on, missing_as, missing_by, missing_on, missing_reason, hints_seen",
            "FROM evaluation WHERE deleted = 0 AND scheme = ? AND stage = ?",
            (scheme, stage),
        )
    ]


def criterion_used(reader: Reader, scheme: str) -> bool:
    """Whether any evaluation was made under a scheme, or any form of it was printed."""
    return bool(
        reader.query(
            "SELECT 1 FROM evaluation WHERE scheme = ?1 AND deleted = 0 UNION ALL "
            "SELECT 1 FROM issued_form WHERE scheme = ?1 AND deleted = 0 LIMIT 1",
            (scheme,),
        )
    )


class IssuedRow(NamedTuple):
    """One line of the list of forms that were printed."""

    id: str
    printed_on: str | None
    name: str
    student_number: str
    student: str
    enterprise_name: str
    stage: str | None
    blank: bool
    form_number: str


def issued(reader: Reader) -> list[IssuedRow]:
    """Every form that was printed, the latest first, then by enterprise and student number."""
    return [
        IssuedRow._make((*row[:7], bool(row[7]), row[8]))
        for row in reader.query(
            "SELECT f.id, f.printed_on, s.name, s.student_number, s.id, e.name, f.stage, f.blank, f.form_number "
            "FROM issued_form f JOIN placement p ON p.id = f.placement JOIN student s ON s.id = p.student "
            "JOIN enterprise e ON e.id = p.enterprise WHERE f.deleted = 0 "
            "ORDER BY f.printed_on DESC, e.name, s.student_number"
        )
    ]
