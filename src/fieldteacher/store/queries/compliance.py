"""Everything the rules look at, read in bulk: one statement a table, each made into one text inside SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.rules.facts import (
    AttestationFacts,
    BatchFacts,
    CollegeFacts,
    EducationFacts,
    EnterpriseFacts,
    EvaluationFacts,
    IncidentFacts,
    JournalFacts,
    NotificationFacts,
    PaperFacts,
    PlacementFacts,
    Records,
    StudentFacts,
    VisitFacts,
    WaiverFacts,
)
from fieldteacher.store.reader import Reader

F = TypeVar("F", bound=tuple[Any, ...])
_JSON = (Kind.CHOICES, Kind.REFERENCES, Kind.MAPPING)

READS: Mapping[str, Any] = {
    "college": CollegeFacts, "batch": BatchFacts, "student": StudentFacts, "enterprise": EnterpriseFacts,
    "placement": PlacementFacts, "paper": PaperFacts, "visit": VisitFacts, "incident": IncidentFacts,
    "notification": NotificationFacts, "education": EducationFacts, "evaluation": EvaluationFacts,
    "attestation": AttestationFacts, "waiver": WaiverFacts,
}  # fmt: skip
TYPES = frozenset((*READS, "journal", "talk", "daily_check", "attachment"))
"""The record types the rules look at; a save of another one changes no finding."""


def read(reader: Reader) -> Records:
    """All of it. Records that are deleted are left out."""
    of = _Reading(reader)
    colleges = of.all("college", CollegeFacts)
    return Records(
        college=colleges[0] if colleges else None,
        batches=of.all("batch", BatchFacts),
        students=of.all("student", StudentFacts),
        enterprises=of.all("enterprise", EnterpriseFacts),
        placements=of.all("placement", PlacementFacts),
        papers=of.all("paper", PaperFacts),
        visits=of.all("visit", VisitFacts, order="visited_on, rowid"),
        incidents=of.all("incident", IncidentFacts),
        notifications=of.all("notification", NotificationFacts),
        educations=of.all("education", EducationFacts),
        evaluations=of.all("evaluation", EvaluationFacts),
        attestations=of.all("attestation", AttestationFacts, order="stated_on, rowid"),
        journals=of.journals(),
        waivers=of.all("waiver", WaiverFacts),
        checked=of.checked(),
        last_talks=dict(
            reader.query("SELECT student, max(talked_on) FROM talk WHERE deleted = 0 GROUP BY student")
        ),
        illustrated=frozenset(
            row[0] for row in reader.query("SELECT DISTINCT owner FROM attachment WHERE deleted = 0")
        ),
    )


class _Reading:
    """Reads tables into facts."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def all(self, type_name: str, facts: type[F], *, order: str = "rowid") -> list[F]:
        """The records of a type, as the facts named after its fields; lists and mappings opened."""
        names: tuple[str, ...] = facts._fields  # type: ignore[attr-defined]
        columns = ", ".join(f'"{name}"' for name in names)
        rows = self._reader.bulk(columns, f"FROM {type_name} WHERE deleted = 0 ORDER BY {order}")
        fields = RECORD_TYPES[type_name].fields
        for number, name in enumerate(names):
            if name != "id" and fields[name].kind in _JSON:
                _open(rows, number)
        make = facts._make  # type: ignore[attr-defined]
        return list(map(make, rows))

    def journals(self) -> list[JournalFacts]:
        """What each student handed in since the first day of a placement that goes on, or of the last one."""
        rows = self._reader.query(_JOURNALS)
        return list(map(JournalFacts._make, rows))

    def checked(self) -> dict[str, frozenset[str]]:
        """The days on which each enterprise was checked."""
        rows = self._reader.query(
            "SELECT enterprise, group_concat(checked_on) FROM daily_check WHERE deleted = 0 GROUP BY enterprise"
        )
        return {enterprise: frozenset(days.split(",")) for enterprise, days in rows}


def _open(rows: Iterable[list[Any]], column: int) -> None:
    """Turn the JSON text of a column into what it says; equal texts, which are many, become one object."""
    known: dict[str, Any] = {}
    for row in rows:
        text = row[column]
        if text is not None:
            if text not in known:
                found = json.loads(text)
                known[text] = tuple(found) if isinstance(found, list) else found
            row[column] = known[text]


_JOURNALS = """
SELECT j.student, sum(coalesce(j.kind, 'weekly') = 'weekly'), sum(j.kind = 'monthly'), sum(j.kind = 'summary')
  FROM journal j
  JOIN (SELECT student,
               coalesce(min(CASE WHEN coalesce(status, 'active') IN ('active', 'planned', 'transferred') THEN start END),
                        max(start)) AS first
          FROM placement WHERE deleted = 0 GROUP BY student) p ON p.student = j.student
 WHERE j.deleted = 0 AND coalesce(j.handed_in_on, p.first) >= p.first
 GROUP BY j.student
"""


def last_save(reader: Reader) -> int:
    """The number of the last save; 0 where there is none."""
    return int(reader.query("SELECT coalesce(max(n), 0) FROM save")[0][0])


def types_since(reader: Reader, save: int) -> frozenset[str]:
    """The record types that were touched after a save."""
    rows = reader.query(
        "SELECT DISTINCT c.type FROM save s JOIN change c ON c.device = s.device AND c.counter BETWEEN s.first AND s.last "
        "WHERE s.n > ?",
        (save,),
    )
    return frozenset(row[0] for row in rows)
