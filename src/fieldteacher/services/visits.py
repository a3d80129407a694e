"""Visits: one screen's worth of work becomes a visit, one talk a student, and promises, in one save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.records.fieldwork import RULE_QUESTIONS
from fieldteacher.domain.text import Text
from fieldteacher.services.attaching import Kept, attach
from fieldteacher.store.database import Store
from fieldteacher.store.queries import visits as queries
from fieldteacher.store.queries.enterprises import PlacedStudent, open_promises, placed_students
from fieldteacher.store.queries.visits import VisitRow
from fieldteacher.store.reader import Row

__all__ = ["VisitPlan", "VisitRow", "VisitService"]

TALK_HEADINGS = ("thoughts", "work", "living", "gains", "difficulties")
"""What is asked of the students at every visit."""


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """What a visit starts from: the students there now, what is still open, and the last visit."""

    enterprise: Row
    students: Sequence[PlacedStudent]
    open_promises: Sequence[Row]
    contacts: Sequence[Row]
    last_visit: Row | None


class VisitService:
    """The verbs on visits."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> list[VisitRow]:
        """The visits' list, latest first."""
        return queries.visits(self._store.read())

    def plan(self, enterprise: str) -> VisitPlan:
        """What to start a visit from; raises ``NotFound``."""
        reader = self._store.read()
        visits = reader.records("visit", {"enterprise": enterprise}, order=("visited_on",))
        return VisitPlan(
            reader.need("enterprise", enterprise),
            placed_students(reader, enterprise),
            open_promises(reader, enterprise),
            reader.records("contact", {"enterprise": enterprise}),
            visits[-1] if visits else None,
        )

    def record(
        self,
        visit: Mapping[str, Any],
        students: Sequence[str],
        *,
        common: Mapping[str, Any] | None = None,
        single: Mapping[str, Mapping[str, Any]] | None = None,
        promises: Sequence[Mapping[str, Any]] = (),
        settled: Mapping[str, str] | None = None,
        photos: Sequence[Kept] = (),
    ) -> tuple[str, ChangeSet]:
        """Save a visit with one talk for each of ``students``; returns the visit's id.

        ``common`` holds what was said by all (talk fields), ``single`` what one student said besides,
        by student: in a heading both have, the student's own words follow the common ones. ``promises``
        are new ones (about the enterprise unless they say so); ``settled`` maps open promises to how
        they ended; ``photos`` are taken in already. A rule question nobody asked is kept as ``not_asked``,
        never as a good answer.
        """
        answers = visit.get("rule_answers") or {}
        if isinstance(answers, Mapping):
            answers = {item.value: "not_asked" for item in RULE_QUESTIONS} | dict(answers)
        with self._store.write(Text("记录走访", "record a visit")) as txn:
            record = txn.create("visit", {**visit, "rule_answers": answers})
            attach(txn, record, photos)
            for student in dict.fromkeys(students):
                values = _merged(common or {}, (single or {}).get(student, {}))
                way = "group" if len(students) > 1 and student not in (single or {}) else "face"
                txn.create(
                    "talk",
                    {
                        "way": way,
                        **values,
                        "student": student,
                        "visit": record,
                        "talked_on": visit["visited_on"],
                    },
                )
            for promise in promises:
                txn.create(
                    "promise", {"about": visit["enterprise"], "status": "open", **promise, "visit": record}
                )
            for promise_id, result in (settled or {}).items():
                txn.update(
                    "promise",
                    promise_id,
                    {"status": "done", "done_on": visit["visited_on"], "result": result or None},
                )
        return record, txn.changes


def _merged(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    values = {**common, **own}
    for name in (*TALK_HEADINGS, "measures"):
        if common.get(name) and own.get(name):
            values[name] = f"{common[name]}\n{own[name]}"
    return values
