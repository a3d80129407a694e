"""The read models of issued forms: what a form number stands for, and which forms were not handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from fieldteacher.store.parts import in_parts, marks
from fieldteacher.store.queries.evaluations import RatedPlacement
from fieldteacher.store.reader import Reader


class IssuedForm(NamedTuple):
    """A form that was printed, and whose it is."""

    number: str
    layout: str
    scheme: str
    stage: str
    rater: str
    printed_on: str
    who: RatedPlacement
    living: bool
    """Whether form, placement and student are still there."""

    @property
    def sheet(self) -> tuple[str, str, str, str]:
        """What names the evaluation it is for: placement, scheme, stage and rater."""
        return self.who.placement, self.scheme, self.stage, self.rater


# The columns of ``RatedPlacement`` stand last.
_FORMS = """
SELECT f.form_number, f.layout, f.scheme, coalesce(f.stage, 'final'), coalesce(f.rater, 'enterprise'),
       coalesce(f.printed_on, ''), f.deleted = 0 AND p.deleted = 0 AND s.deleted = 0,
       p.id, s.id, s.name, s.student_number, s.sex, s.class_name, s.major, e.id, e.name, p.department, p.post,
       c.name, t.name, p.start, p."end", p.batch, b.scheme
  FROM issued_form f JOIN placement p ON p.id = f.placement JOIN student s ON s.id = p.student
  JOIN enterprise e ON e.id = p.enterprise
  LEFT JOIN contact c ON c.id = p.mentor LEFT JOIN teacher t ON t.id = p.teacher LEFT JOIN batch b ON b.id = p.batch
 WHERE f.scheme IS NOT NULL"""


def issued_forms(reader: Reader, numbers: Iterable[str]) -> dict[str, IssuedForm]:
    """The forms of these numbers that were printed here."""
    found: dict[str, IssuedForm] = {}
    for part in in_parts(sorted(set(numbers))):
        for row in reader.query(f"{_FORMS} AND f.form_number IN ({marks(part)})", part):
            form = _form(row)
            found[form.number] = form
    return found


def forms_of(reader: Reader, scheme: str, stage: str, enterprises: Iterable[str]) -> list[IssuedForm]:
    """The living forms of a scheme and stage at some enterprises, by enterprise and student number, the latest last."""
    wanted = sorted(set(enterprises))
    if not wanted:
        return []
    rows = reader.query(
        f"{_FORMS} AND f.deleted = 0 AND p.deleted = 0 AND s.deleted = 0 AND f.scheme = ? "
        f"AND coalesce(f.stage, 'final') = ? AND p.enterprise IN ({', '.join('?' * len(wanted))}) "
        "ORDER BY e.name, e.id, s.student_number, f.printed_on, f.id",
        (scheme, stage, *wanted),
    )
    return [_form(row) for row in rows]


def layouts(reader: Reader) -> list[tuple[str, str, str | None, str | None]]:
    """Number, layout, scheme and rater of every form that was printed here."""
    return [
        (number, layout, scheme, rater)
        for number, layout, scheme, rater in reader.bulk(
            "form_number, layout, scheme, rater", "FROM issued_form WHERE deleted = 0"
        )
    ]


class EvaluationRow(NamedTuple):
    """An evaluation as a sheet meets it; ``sheet`` is the signed sheet that hangs on it, if any does."""

    placement: str
    scheme: str
    stage: str
    rater: str
    status: str
    missing_as: str | None
    sheet: str | None


def evaluations_of(reader: Reader, placements: Iterable[str]) -> list[EvaluationRow]:
    """The evaluations of some placements, of every scheme and stage."""
    return [
        EvaluationRow(*row)
        for row in _of_placements(
            reader,
            placements,
            "SELECT v.placement, v.scheme, v.stage, v.rater, coalesce(v.status, 'draft'), v.missing_as, a.id "
            "FROM evaluation v LEFT JOIN attachment a ON a.id = v.sheet AND a.deleted = 0 "
            "WHERE v.deleted = 0 AND v.placement IN ({})",
        )
    ]


def marks_of_placements(
    reader: Reader, placements: Iterable[str]
) -> list[tuple[str, str, str, str, str, int]]:
    """All marks of some placements: placement, scheme, stage, rater, criterion and tenths."""
    return _of_placements(
        reader,
        placements,
        "SELECT v.placement, v.scheme, v.stage, v.rater, s.criterion, s.tenths FROM score s "
        "JOIN evaluation v ON v.id = s.evaluation WHERE s.deleted = 0 AND v.deleted = 0 AND s.tenths IS NOT NULL "
        "AND v.placement IN ({})",
    )


def _of_placements(reader: Reader, placements: Iterable[str], sql: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for part in in_parts(sorted(set(placements))):
        found += reader.query(sql.format(marks(part)), part)
    return found


def _form(row: tuple[Any, ...]) -> IssuedForm:
    number, layout, scheme, stage, rater, printed_on, living, *who = row
    return IssuedForm._make(
        (number, layout, scheme, stage, rater, printed_on, RatedPlacement._make(who), bool(living))
    )
