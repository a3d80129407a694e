"""Absences of students: leave and absence, who is away, who should be back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem, clean
from fieldteacher.store.database import Store
from fieldteacher.store.queries import daily as queries
from fieldteacher.store.queries.daily import AbsenceRow

__all__ = ["ON_LEAVE", "AbsenceRow", "AbsenceService"]

ON_LEAVE = ("sick", "personal", "official")
"""Kinds of absence from which a student reports back."""
DAY_STARTS, DAY_ENDS = "08:00", "18:00"
"""The times of an absence of whole days."""


class AbsenceService:
    """The verbs on absences."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> list[AbsenceRow]:
        """The list, latest first."""
        return queries.absences(self._store.read())

    def overdue(self) -> int:
        """How many should have reported back."""
        now = self.now()
        return sum(each.ends_at < now for each in queries.absences(self._store.read()) if on_leave(each))

    def now(self) -> str:
        """This minute on the machine's clock, as a moment's value; the day is the one the program was told."""
        local = self._clock.now().astimezone()
        return f"{self._clock.today().isoformat()}T{local:%H:%M}"

    def overlapping(self, student: str, values: Mapping[str, Any], record: str = "") -> Sequence[Text]:
        """What a student's other absences are that an absence with ``values`` would overlap, in words."""
        kind = RECORD_TYPES["absence"]
        try:
            starts, ends = (clean(kind.spec(name), values.get(name)) for name in ("starts_at", "ends_at"))
        except FieldProblem:
            return ()
        if not isinstance(starts, str) or not isinstance(ends, str):
            return ()
        span = Text("{kind} {first} 至 {last}", "{kind} {first} to {last}")
        return [
            span.fill(
                kind=kind.spec("kind").choice_label(what) if what else kind.label,
                first=first.replace("T", " "), last=last.replace("T", " "),
            )
            for what, first, last in queries.overlapping(self._store.read(), student, starts, ends, record)
        ]  # fmt: skip

    def returned(self, absences: Sequence[str]) -> ChangeSet:
        """Note that the students of these absences reported back now; those who have stay as they are."""
        with self._store.write(Text("销假", "note the return")) as txn:
            for absence in absences:
                if txn.need("absence", absence)["returned_at"] is None:
                    txn.update("absence", absence, {"returned_at": self.now()})
        return txn.changes


def on_leave(absence: AbsenceRow) -> bool:
    """Whether the student has leave and has not reported back."""
    return absence.returned_at is None and absence.kind in ON_LEAVE
