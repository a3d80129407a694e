"""Everything the rules look at, read in bulk: one statement a table, each made into one text inside SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the records that can be judged by itself: students with all that is theirs, enterprises with all
    students there among them, and incidents with all students in them among them."""

    students: frozenset[str]
    enterprises: frozenset[str]
    incidents: frozenset[str]


def read(reader: Reader, part: Part | None = None) -> Records:
    """All of it, or what belongs to a part. Records that are deleted are left out.

    Education and what a person confirmed are about whole batches, and not in a part.
    """
    of = _Reading(reader, part)
    colleges = of.all("college", CollegeFacts)
    return Records(
        college=colleges[0] if colleges else None,
        batches=of.all("batch", BatchFacts),
        students=of.all("student", StudentFacts, f"id IN {_STUDENTS}"),
        enterprises=of.all("enterprise", EnterpriseFacts, f"id IN {_WHERE_PLACED}"),
        placements=of.all("placement", PlacementFacts, f"student IN {_STUDENTS}"),
        papers=of.all("paper", PaperFacts, f"placement IN {_PLACEMENTS}"),
        visits=of.all("visit", VisitFacts, f"enterprise IN {_WHERE_PLACED}", order="visited_on, rowid"),
        incidents=of.all("incident", IncidentFacts, f"id IN {_INCIDENTS}"),
        notifications=of.all("notification", NotificationFacts, f"incident IN {_INCIDENTS}"),
        educations=of.all("education", EducationFacts, "0"),
        evaluations=of.all("evaluation", EvaluationFacts, f"placement IN {_PLACEMENTS}"),
        attestations=of.all("attestation", AttestationFacts, "0", order="stated_on, rowid"),
        journals=[JournalFacts._make(row) for row in of.rows(_JOURNALS, f"student IN {_STUDENTS}")],
        waivers=waivers(reader),
        checked={
            enterprise: frozenset(days.split(","))
            for enterprise, days in of.rows(_CHECKED, f"enterprise IN {_ENTERPRISES}")
        },
        last_talks=dict(of.rows(_LAST_TALKS, f"student IN {_STUDENTS}")),
        illustrated=frozenset(row[0] for row in of.rows(_ILLUSTRATED, "1")),
    )


def waivers(reader: Reader) -> list[WaiverFacts]:
    """What was let pass."""
    return _Reading(reader, None).all("waiver", WaiverFacts)


_STUDENTS = "(SELECT value FROM json_each(:students))"
_ENTERPRISES = "(SELECT value FROM json_each(:enterprises))"
_INCIDENTS = "(SELECT value FROM json_each(:incidents))"
_PLACEMENTS = f"(SELECT id FROM placement WHERE student IN {_STUDENTS})"
_WHERE_PLACED = f"(SELECT enterprise FROM placement WHERE student IN {_STUDENTS})"


class _Reading:
    """Reads tables into facts; of a part only what a condition lets through."""

    def __init__(self, reader: Reader, part: Part | None) -> None:
        self._reader = reader
        self._whole = part is None
        self._named = {} if part is None else {
            name: json.dumps(sorted(getattr(part, name))) for name in ("students", "enterprises", "incidents")
        }  # fmt: skip

    def all(self, type_name: str, facts: type[F], where: str = "1", *, order: str = "rowid") -> list[F]:
        """The records of a type, as the facts named after its fields; lists and mappings opened."""
        names: tuple[str, ...] = facts._fields  # type: ignore[attr-defined]
        columns = ", ".join(f'"{name}"' for name in names)
        condition = "1" if self._whole else where
        tail = f"FROM {type_name} WHERE deleted = 0 AND {condition} ORDER BY {order}"
        rows = self._reader.bulk(columns, tail, self._named)
        fields = RECORD_TYPES[type_name].fields
        for number, name in enumerate(names):
            if name != "id" and fields[name].kind in _JSON:
                _open(rows, number)
        make = facts._make  # type: ignore[attr-defined]
        return list(map(make, rows))

    def rows(self, sql: str, where: str) -> list[tuple[Any, ...]]:
        """The rows of a statement that has a place for the condition."""
        return self._reader.query(sql.format("1" if self._whole else where), self._named)


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
          FROM placement WHERE deleted = 0 AND {} GROUP BY student) p ON p.student = j.student
 WHERE j.deleted = 0 AND coalesce(j.handed_in_on, p.first) >= p.first
 GROUP BY j.student
"""


_CHECKED = """
SELECT enterprise, group_concat(checked_on) FROM daily_check WHERE deleted = 0 AND {} GROUP BY enterprise
"""
_LAST_TALKS = "SELECT student, max(talked_on) FROM talk WHERE deleted = 0 AND {} GROUP BY student"
_ILLUSTRATED = "SELECT DISTINCT owner FROM attachment WHERE deleted = 0 AND {}"


def last_save(reader: Reader) -> int:
    """The number of the last save; 0 where there is none."""
    return int(reader.query("SELECT coalesce(max(n), 0) FROM save")[0][0])
