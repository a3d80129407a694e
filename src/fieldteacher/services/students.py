"""Students: the list, and the card that answers who, where, since when, whom to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.paper_states import PaperStanding, standings
from fieldteacher.services.timelines import NextDue, TimelineEntry, entries, next_due
from fieldteacher.store.database import Store
from fieldteacher.store.queries import students as queries
from fieldteacher.store.queries import timelines
from fieldteacher.store.queries.students import StudentRow
from fieldteacher.store.reader import Row

__all__ = ["StudentCard", "StudentRow", "StudentService"]


@dataclass(frozen=True, slots=True)
class StudentCard:
    """All that a student's card shows. ``placements`` latest first; ``placement`` the current one, else the last."""

    student: Row
    heads: Mapping[str, str]
    placement: Row | None
    placements: Sequence[Row]
    papers: Sequence[PaperStanding]
    timeline: Sequence[TimelineEntry]
    open_promises: Sequence[Row]
    next_due: NextDue | None


class StudentService:
    """Reading students; changes go through ``RecordService`` and ``PlacementService``."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def any(self) -> bool:
        """Whether there is a student at all."""
        return bool(self._store.read().records("student", limit=1))

    def rows(self) -> list[StudentRow]:
        """The students' list."""
        return queries.rows(self._store.read())

    def card(self, student: str) -> StudentCard:
        """A student's card; raises ``NotFound``."""
        reader = self._store.read()
        record = reader.need("student", student)
        places = queries.placements(reader, student)
        current = next(
            (p for p in places if (p["status"] or "active") in queries.CURRENT), places[0] if places else None
        )
        papers: tuple[PaperStanding, ...] = ()
        if current is not None:
            papers = standings(
                current, reader.records("paper", {"placement": current["id"]}), self._clock.today()
            )
        promises = [
            row
            for row in reader.records("promise", {"about": student}, order=("due_on",))
            if (row["status"] or "open") == "open"
        ]
        return StudentCard(
            record, reader.heads("student", student), current, places, papers,
            entries(timelines.of_student(reader, student)), promises,
            next_due(timelines.due_with_student(reader, student)),
        )  # fmt: skip
