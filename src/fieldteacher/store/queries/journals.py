"""The read models of journals and of education held."""

from __future__ import annotations

from typing import Any, NamedTuple

from fieldteacher.store.reader import Reader

_CURRENT = "coalesce(p.status, 'active') IN ('active', 'planned')"


class Writer(NamedTuple):
    """A student who hands journals in, with the span of the placements in question and where they work (last)."""

    id: str
    name: str
    student_number: str
    class_name: str | None
    enterprise_name: str | None
    start: str
    end: str | None


def writers(reader: Reader, batch: str | None) -> list[Writer]:
    """The students of a batch, or (``None``) all who are placed now, by student number.

    The span of the latter is that of the placement they have now and of those it followed on in the same batch.
    """
    chosen = (
        "p.batch = ?1"
        if batch is not None
        else f"(p.student IN (SELECT p.student FROM placement p WHERE p.deleted = 0 AND {_CURRENT}) AND p.batch IS "
        f"(SELECT c.batch FROM placement c WHERE c.student = p.student AND c.deleted = 0 "
        "AND coalesce(c.status, 'active') IN ('active', 'planned') LIMIT 1))"
    )
    found = reader.bulk(
        "x.student, x.name, x.student_number, x.class_name, coalesce(e.short_name, e.name), x.start, "
        "CASE WHEN x.open THEN NULL ELSE x.ending END",
        'FROM (SELECT s.id AS student, s.name, s.student_number, s.class_name, min(p.start) AS start, max(p."end") AS ending, '
        'max(p."end" IS NULL) AS open, max(p.start || p.id) AS latest '
        "FROM placement p JOIN student s ON s.id = p.student "
        f"WHERE p.deleted = 0 AND s.deleted = 0 AND {chosen} GROUP BY s.id) x "
        "JOIN placement l ON l.id = substr(x.latest, 11) LEFT JOIN enterprise e ON e.id = l.enterprise "
        "ORDER BY x.student_number",
        () if batch is None else (batch,),
    )
    return list(map(Writer._make, found))


def handed_in(reader: Reader, kind: str, first: str, last: str) -> list[list[Any]]:
    """The journals of a kind for periods from ``first`` to ``last``: student, period, id, day, stars, has a comment."""
    return reader.bulk(
        "student, period, id, handed_in_on, stars, comment IS NOT NULL",
        "FROM journal WHERE deleted = 0 AND kind = ? AND period BETWEEN ? AND ?",
        (kind, first, last),
    )


def journal_of(reader: Reader, student: str, kind: str, period: str) -> str | None:
    """The journal of a student for a period, made by whomever.

    A final report is that of the placement that began in ``period``, under whatever period it was noted since.
    """
    same = "period >= ?" if kind == "summary" else "period = ?"
    found = reader.query(
        f"SELECT id FROM journal WHERE deleted = 0 AND student = ? AND kind = ? AND {same} ORDER BY period LIMIT 1",
        (student, kind, period),
    )
    return str(found[0][0]) if found else None


class EducationRow(NamedTuple):
    """One line of the list of education held; ``students`` counts those named, none where it was for all there."""

    id: str
    held_on: str
    kind: str
    batch: str | None
    batch_name: str | None
    enterprise_name: str | None
    students: int
    topic: str | None
    minutes: int | None
    held_by: str | None


def education(reader: Reader) -> list[EducationRow]:
    """All education held, the latest first."""
    return [
        EducationRow(*row)
        for row in reader.query(
            "SELECT d.id, d.held_on, d.kind, d.batch, b.name, coalesce(e.short_name, e.name), "
            "CASE WHEN d.students IS NULL THEN 0 ELSE json_array_length(d.students) END, d.topic, d.minutes, d.held_by "
            "FROM education d LEFT JOIN batch b ON b.id = d.batch LEFT JOIN enterprise e ON e.id = d.enterprise "
            "WHERE d.deleted = 0 ORDER BY d.held_on DESC, d.id DESC"
        )
    ]


def current_batches(reader: Reader, day: str) -> list[tuple[Any, ...]]:
    """The batches with students placed now: id, name, first day of one of them; those that begin first come first."""
    return reader.query(
        "SELECT b.id, b.name, min(p.start) FROM batch b JOIN placement p ON p.batch = b.id "
        f"WHERE b.deleted = 0 AND p.deleted = 0 AND {_CURRENT} AND p.start <= ? GROUP BY b.id ORDER BY min(p.start), b.name",
        (day,),
    )


def held_for_batches(reader: Reader) -> list[tuple[Any, ...]]:
    """When education of each kind was last held for all of a batch: batch, kind, day."""
    return reader.query(
        "SELECT batch, kind, max(held_on) FROM education WHERE deleted = 0 AND batch IS NOT NULL AND enterprise IS NULL "
        "AND students IS NULL GROUP BY batch, kind"
    )
