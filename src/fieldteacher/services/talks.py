"""Talks, and what was promised in them or at visits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.queries import visits as queries
from fieldteacher.store.queries.visits import PromiseRow, TalkRow

__all__ = ["PromiseRow", "TalkRow", "TalkService"]


class TalkService:
    """The verbs on talks and promises."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> list[TalkRow]:
        """The talks' list, latest first."""
        return queries.talks(self._store.read())

    def promises(self) -> list[PromiseRow]:
        """The list of promises, open ones first."""
        return queries.promises(self._store.read())

    def follow_ups_due(self) -> int:
        """How many talks wait for their follow-up today or earlier."""
        return queries.follow_ups_due(self._store.read(), self._clock.today().isoformat())

    def promises_due(self) -> int:
        """How many open promises are due today or earlier."""
        return queries.promises_due(self._store.read(), self._clock.today().isoformat())

    def start(self) -> dict[str, Any]:
        """What a new talk starts with: today, and the way, length and place of the last one."""
        last = queries.last_talk(self._store.read())
        return {
            "talked_on": self._clock.today().isoformat(), "way": last.way or "face", "minutes": last.minutes,
            "place": last.place,
        }  # fmt: skip

    def record(self, students: Sequence[str], values: Mapping[str, Any]) -> tuple[Sequence[str], ChangeSet]:
        """Save a talk with each of ``students`` (one save); returns the talks' ids."""
        way = {"way": "group"} if len(students) > 1 else {}
        with self._store.write(Text("记录谈话", "record a talk")) as txn:
            start = self.start()
            ids = [
                txn.create("talk", {**start, **values, **way, "student": student})
                for student in dict.fromkeys(students)
            ]
        return ids, txn.changes

    def follow_up(
        self, talk: str, *, words: str = "", next_on: str | None = None
    ) -> tuple[str | None, ChangeSet]:
        """A talk was followed up today; raises ``NotFound``.

        What came of it is never written into the talk: where there are ``words``, or a day to follow up again,
        they become a new talk with the student, whose id is returned.
        """
        today = self._clock.today().isoformat()
        with self._store.write(Text("跟进谈话", "follow up a talk")) as txn:
            student = txn.need("talk", talk)["student"]
            txn.update("talk", talk, {"followed_up_on": today})
            made = None
            if words or next_on:
                values = {"student": student, "talked_on": today, "measures": words or None}
                made = txn.create("talk", {**values, "follow_up_on": next_on})
        return made, txn.changes

    def settle(self, promise: str, status: str, result: str = "") -> ChangeSet:
        """Close a promise as ``done`` or ``dropped``, or open it again."""
        done = {"done_on": self._clock.today().isoformat()} if status == "done" else {"done_on": None}
        with self._store.write(Text("跟进事项", "settle a promise")) as txn:
            txn.update(
                "promise", promise, {"status": status, **done, **({"result": result} if result else {})}
            )
        return txn.changes
