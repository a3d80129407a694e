"""The read model of the matrix of papers."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


_CURRENT = "p.deleted = 0 AND coalesce(p.status, 'active') IN ('active', 'planned')"
_ONLY = f"{_CURRENT} AND p.id IN (SELECT value FROM json_each(?))"


def holders(reader: Reader, placements: Sequence[str] | None = None) -> list[PaperHolder]:
    """The placements of today and those to come (those of ``placements`` only), by student number."""
    found = reader.bulk(
        "p.id, s.id, s.name, s.student_number, s.class_name, coalesce(e.short_name, e.name), b.name, p.start, "
        'p."end", p.kind, p.lodging_kind',
        "FROM placement p JOIN student s ON s.id = p.student LEFT JOIN enterprise e ON e.id = p.enterprise "
        f"LEFT JOIN batch b ON b.id = p.batch WHERE s.deleted = 0 AND {_CURRENT if placements is None else _ONLY} "
        "ORDER BY s.student_number, p.start",
        () if placements is None else (json.dumps(placements),),
    )
    return list(map(PaperHolder._make, found))


def placements_of(reader: Reader, papers: Sequence[str]) -> list[str]:
    """The placements that these papers, deleted or not, belong to."""
    return [
        row[0]
        for row in reader.query(
            "SELECT DISTINCT placement FROM paper WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(papers),),
        )
    ]


_SEEN = (
    "id", "placement", "kind", "signed_on", "guardian_signed_on", "enterprise_signed_on", "college_signed_on", "valid_from",
    "valid_to", "passed", "items",
)  # fmt: skip


def papers(reader: Reader, placements: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The papers of those placements, with the fields that decide how they stand; ``items`` only as there or not."""
    found = reader.bulk(
        ", ".join(f"w.{name}" for name in _SEEN),
        "FROM paper w JOIN placement p ON p.id = w.placement "
        f"WHERE w.deleted = 0 AND {_CURRENT if placements is None else _ONLY}",
        () if placements is None else (json.dumps(placements),),
    )
    return [dict(zip(_SEEN, row, strict=True)) for row in found]
