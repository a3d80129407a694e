"""Weekly journals, monthly and final reports: who handed in what, who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock, derived_id
from fieldteacher.domain.periods import Period, months, weeks
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.queries import journals as queries
from fieldteacher.store.queries.journals import Writer
from fieldteacher.store.queries.students import CURRENT
from fieldteacher.store.transaction import Transaction

__all__ = ["HandedIn", "JournalGrid", "JournalRow", "JournalService"]

Cell = tuple[str, str]
"""A student and a period."""


class HandedIn(NamedTuple):
    """A journal that was handed in, or at least noted."""

    id: str
    handed_in_on: str | None
    stars: int | None
    commented: bool


class JournalRow(NamedTuple):
    """A student: what came in by period, and which expected ones are missing though their period is over."""

    id: str
    name: str
    student_number: str
    class_name: str | None
    enterprise_name: str | None
    expected: frozenset[str]
    handed_in: Mapping[str, HandedIn]
    missing: frozenset[str]
    began: str
    """The month in which the placement began: the period of a final report."""

    def period(self, kind: str, column: str) -> str:
        """The period that a column of the grid stands for with this student."""
        return self.began if kind == "summary" else column


@dataclass(frozen=True, slots=True)
class JournalGrid:
    """Students × periods, of one kind. ``earlier`` and ``later`` tell whether there are more periods."""

    kind: str
    periods: Sequence[Period]
    rows: Sequence[JournalRow]
    earlier: bool
    later: bool


class JournalService:
    """The verbs on journals. There is one of a student, kind and period, however many note it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def grid(self, kind: str, batch: str | None = None, *, most: int = 12, back: int = 0) -> JournalGrid:
        """The grid of a batch, or of all who are placed now: ``most`` periods, ``back`` before the last ones."""
        reader, today = self._store.read(), self._clock.today()
        people = queries.writers(reader, batch)
        every = self._periods(kind, people, today)
        end = max(len(every) - back, min(len(every), most))
        periods = every[max(0, end - most) : end]
        found = self._handed_in(kind, periods, people)
        expectations = _Expectations(periods, kind, today)
        rows = [
            JournalRow(
                *each[:5], *expectations.of(each.start, each.end, found.get(each.id, {})), each.start[:7]
            )
            for each in people
        ]
        return JournalGrid(kind, periods, rows, end > most, end < len(every))

    def receive(self, cells: Sequence[Cell], kind: str, day: str | None = None) -> ChangeSet:
        """Note that these came in on ``day`` (today); what came in before keeps its day."""
        on = day or self._clock.today().isoformat()
        return self._change(Text("收{kind}", "take in {kind}"), cells, kind, {}, on)

    def rate(self, cells: Sequence[Cell], kind: str, stars: int | None) -> ChangeSet:
        """Give these 1 to 5 stars (``None`` takes them away); those not yet taken in are taken in today."""
        return self._change(Text("评星", "give stars"), cells, kind, {"stars": stars})

    def comment(self, cells: Sequence[Cell], kind: str, words: str) -> ChangeSet:
        """Write the same comment on these; those not yet taken in are taken in today."""
        return self._change(Text("写批语", "comment"), cells, kind, {"comment": words or None})

    def take_away(self, cells: Sequence[Cell], kind: str) -> ChangeSet:
        """Delete what was noted of these."""
        with self._store.write(Text("清除{n}份", "take {n} away").fill(n=len(cells))) as txn:
            for student, period in cells:
                there = queries.journal_of(txn, student, kind, period)
                if there is not None:
                    txn.delete("journal", there)
        return txn.changes

    def where(self, student: str) -> tuple[bool, str | None]:
        """Whether a student is placed now, and the batch of their latest placement."""
        found = self._store.read().records("placement", {"student": student}, order=("start",))
        current = [p for p in found if (p["status"] or "active") in CURRENT]
        last = (current or found)[-1] if found else None
        return bool(current), last["batch"] if last is not None else None

    def of_student(self, student: str) -> list[dict[str, Any]]:
        """All that a student handed in, the latest first."""
        found = self._store.read().records("journal", {"student": student}, order=("period",))
        return found[::-1]

    def _change(
        self, label: Text, cells: Sequence[Cell], kind: str, values: Mapping[str, Any], day: str | None = None
    ) -> ChangeSet:
        from_ = day or self._clock.today().isoformat()
        with self._store.write(label.fill(kind=_WORDS[kind])) as txn:
            for student, period in cells:
                _set(txn, student, kind, period, values, from_)
        return txn.changes

    def _periods(self, kind: str, people: Sequence[Writer], today: date) -> list[Period]:
        """All periods of these students' placements until today; the whole as one for the final report."""
        if not people:
            return []
        first = date.fromisoformat(min(each.start for each in people))
        ends = [each.end for each in people]
        last = today if None in ends else min(today, date.fromisoformat(max(filter(None, ends))))
        if kind == "summary":
            final = last if None in ends else date.fromisoformat(max(filter(None, ends)))
            return [Period(f"{first:%Y-%m}", first, max(first, final))]
        if last < first:
            return []
        return weeks(first, last) if kind == "weekly" else months(first, last)

    def _handed_in(
        self, kind: str, periods: Sequence[Period], people: Sequence[Writer]
    ) -> dict[str, dict[str, HandedIn]]:
        found: dict[str, dict[str, HandedIn]] = {}
        if not periods:
            return found
        final = kind == "summary"
        began = {each.id: each.start[:7] for each in people}
        span = ("", "\U0010ffff") if final else (periods[0].name, periods[-1].name)
        for student, period, record, day, stars, commented in queries.handed_in(
            self._store.read(), kind, *span
        ):
            # A final report counts under whatever period it was noted since the placement began.
            if not final or period >= began.get(student, ""):
                name = periods[0].name if final else period
                found.setdefault(student, {})[name] = HandedIn(record, day, stars, bool(commented))
        return found


class _Expectations:
    """What is expected of a placement; worked out once for all placements of the same days."""

    def __init__(self, periods: Sequence[Period], kind: str, today: date) -> None:
        self._periods, self._kind, self._today = periods, kind, today
        self._over = frozenset(p.name for p in periods if p.last < today)
        self._known: dict[tuple[str, str | None], tuple[frozenset[str], frozenset[str]]] = {}

    def of(
        self, start: str, end: str | None, found: Mapping[str, HandedIn]
    ) -> tuple[frozenset[str], Mapping[str, HandedIn], frozenset[str]]:
        """The periods for which something is expected, what was found, and what is missing of it."""
        span = (start, end)
        if span not in self._known:
            self._known[span] = self._work_out(start, end)
        expected, over = self._known[span]
        return expected, found, over - found.keys()

    def _work_out(self, start: str, end: str | None) -> tuple[frozenset[str], frozenset[str]]:
        if self._kind == "summary":
            expected = frozenset(period.name for period in self._periods)
            ended = end is not None and date.fromisoformat(end) < self._today
            return expected, expected if ended else frozenset()
        expected = frozenset(p.name for p in self._periods if p.expected(start, end))
        return expected, expected & self._over


def _set(txn: Transaction, student: str, kind: str, period: str, values: Mapping[str, Any], day: str) -> None:
    there = queries.journal_of(txn, student, kind, period)
    if there is None:
        names = {"student": student, "kind": kind, "period": period, "handed_in_on": day}
        txn.create("journal", {**names, **values}, id=derived_id(student, kind, period))
        return
    if txn.need("journal", there)["handed_in_on"] is None:
        values = {**values, "handed_in_on": day}
    if values:
        txn.update("journal", there, values)


_WORDS: Mapping[str, Text] = {
    "weekly": Text("周志", "weekly journals"),
    "monthly": Text("月报", "monthly reports"),
    "summary": Text("实习总结", "final reports"),
}
