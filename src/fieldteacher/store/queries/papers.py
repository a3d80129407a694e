"""The read model of the matrix of papers."""

from __future__ import annotations

from typing import Any, NamedTuple

from fieldteacher.store.reader import Reader


class PaperHolder(NamedTuple):
    """A current placement with whose it is and what decides which papers it needs."""

    id: str
    student: str
    name: str
    student_number: str
    class_name: str | None
    enterprise_name: str | None
    batch_name: str | None
    start: str
    end: str | None
    kind: str | None
    lodging_kind: str | None


def holders(reader: Reader) -> list[PaperHolder]:
    """The placements of today and those to come, by student number."""
    found = reader.bulk(
        "p.id, s.id, s.name, s.student_number, s.class_name, coalesce(e.short_name, e.name), b.name, p.start, "
        'p."end", p.kind, p.lodging_kind',
        "FROM placement p JOIN student s ON s.id = p.student LEFT JOIN enterprise e ON e.id = p.enterprise "
        "LEFT JOIN batch b ON b.id = p.batch WHERE p.deleted = 0 AND s.deleted = 0 "
        "AND coalesce(p.status, 'active') IN ('active', 'planned') ORDER BY s.student_number, p.start",
    )
    return list(map(PaperHolder._make, found))


_SEEN = (
    "id", "placement", "kind", "signed_on", "guardian_signed_on", "enterprise_signed_on", "college_signed_on", "valid_from",
    "valid_to", "passed", "items",
)  # fmt: skip


def papers(reader: Reader) -> list[dict[str, Any]]:
    """The papers of those placements, with the fields that decide how they stand; ``items`` only as there or not."""
    found = reader.bulk(
        ", ".join(f"w.{name}" for name in _SEEN),
        "FROM paper w JOIN placement p ON p.id = w.placement WHERE w.deleted = 0 AND p.deleted = 0 "
        "AND coalesce(p.status, 'active') IN ('active', 'planned')",
    )
    seen = [dict(zip(_SEEN, row, strict=True)) for row in found]
    for paper in seen:
        paper["passed"] = None if paper["passed"] is None else bool(paper["passed"])
    return seen
