"""Two-way choice: what the student and the enterprise want after the placement, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Text
from fieldteacher.domain.two_way_choice import Match, Standing, standing
from fieldteacher.store.database import Store
from fieldteacher.store.queries import employment as queries
from fieldteacher.store.queries import students
from fieldteacher.store.reader import Row

__all__ = ["EmploymentCard", "EmploymentRow", "EmploymentService"]


class EmploymentRow(NamedTuple):
    """One line of the list: a student, and what stands on both sides."""

    id: str
    name: str
    student_number: str
    class_name: str | None
    enterprise: str | None
    enterprise_name: str | None
    here: bool
    """Whether the student is placed now."""
    wish: str | None
    wished_post: str | None
    wished_pay: int | None
    offer: str | None
    offered_post: str | None
    offered_pay: int | None
    match: Match
    asked_on: str | None


@dataclass(frozen=True, slots=True)
class EmploymentCard:
    """A student's wishes: what stands, and every asking, latest first."""

    student: Row
    placement: Row | None
    standing: Standing
    askings: Sequence[Row]


class EmploymentService:
    """The verbs on wishes after the placement."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> list[EmploymentRow]:
        """All students who are placed, and those who were asked and have left, by enterprise."""
        reader = self._store.read()
        said = queries.askings(reader)
        return [_row(each, standing(said.get(each.id, ()), each.start)) for each in queries.placed(reader)]

    def card(self, student: str) -> EmploymentCard:
        """What one student and the enterprise said; raises ``NotFound``."""
        reader = self._store.read()
        record = reader.need("student", student)
        places = students.placements(reader, student)
        current = [p for p in places if (p["status"] or "active") in students.CURRENT] or places
        place = current[0] if current else None
        askings = reader.records("intention", {"student": student}, order=("asked_on",))
        found = standing(askings, place["start"] if place else None)
        return EmploymentCard(record, place, found, askings[::-1])

    def ask(
        self, asked: Sequence[str], values: Mapping[str, Any], on: str | None = None
    ) -> tuple[Sequence[str], ChangeSet]:
        """Note what each of the students ``asked``, or the enterprise about them, said on a day (today), in one save.

        A day has one asking a student: what is said again on that day amends it, earlier days stay as they are.
        Returns the askings' ids. Raises ``FieldProblem``.
        """
        day = on or self._clock.today().isoformat()
        ids = []
        with self._store.write(Text("登记就业意向", "note wishes")) as txn:
            for student in dict.fromkeys(asked):
                there = txn.records("intention", {"student": student, "asked_on": day}, limit=1)
                if there:
                    txn.update("intention", there[0]["id"], values)
                    ids.append(str(there[0]["id"]))
                else:
                    ids.append(txn.create("intention", {**values, "student": student, "asked_on": day}))
        return ids, txn.changes

    def student_of(self, intention: str) -> str:
        """Whose asking it is; raises ``NotFound``."""
        return str(self._store.read().need("intention", intention)["student"])


def _row(each: queries.Placed, found: Standing) -> EmploymentRow:
    return EmploymentRow(
        each.id, each.name, each.student_number, each.class_name, each.enterprise, each.enterprise_name,
        each.status in students.CURRENT, found.wish, found.wished_post, found.wished_pay, found.offer, found.offered_post,
        found.offered_pay, found.match, found.asked_on,
    )  # fmt: skip
