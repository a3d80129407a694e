"""Placements: placing a student, transferring to another enterprise, ending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem, clean
from fieldteacher.store.database import Store
from fieldteacher.store.queries import placements as queries
from fieldteacher.store.queries.placements import BatchRow, TeacherRow
from fieldteacher.store.queries.students import CURRENT

__all__ = ["BatchRow", "PlacementService", "TeacherRow"]

# What belongs to the place, and so does not go along when a student is transferred.
_CARRIED = ("batch", "teacher", "end", "works_independently")


class PlacementService:
    """The verbs on placements."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def place(self, values: Mapping[str, Any]) -> tuple[str, ChangeSet]:
        """Place a student; the status follows from the start where it is not given.

        Raises ``UserError`` ("already_placed") where the student has a current placement.
        """
        with self._store.write(Text("安排实习", "place a student")) as txn:
            current = [
                p
                for p in txn.records("placement", {"student": values.get("student")})
                if (p["status"] or "active") in CURRENT
            ]
            if current:
                raise UserError(
                    "already_placed",
                    Text(
                        "该生已有在岗安排，请用“转岗”。",
                        "The student is placed already; please use “transfer”.",
                    ),
                    field="student",
                )
            record = txn.create("placement", {"status": self._status(values.get("start")), **values})
        return record, txn.changes

    def transfer(
        self, placement: str, values: Mapping[str, Any], *, reason: str = ""
    ) -> tuple[str, ChangeSet]:
        """End a placement the day before ``values["start"]`` and start the next at ``values["enterprise"]``.

        Batch, teacher and end date go along unless given. Returns the new placement's id. Raises
        ``FieldProblem`` where the new start is not after the old one, and ``UserError`` ("not_current")
        where the placement has ended already.
        """
        given = clean(RECORD_TYPES["placement"].spec("start"), values.get("start"))
        start = str(given or self._clock.today().isoformat())
        with self._store.write(Text("转岗", "transfer a student")) as txn:
            old = txn.need("placement", placement)
            if (old["status"] or "active") not in CURRENT:
                raise UserError(
                    "not_current",
                    Text(
                        "这段实习已经结束，不能转岗。", "This placement has ended; it cannot be transferred."
                    ),
                )
            if start <= old["start"]:
                raise FieldProblem(
                    "start_not_after",
                    Text("新岗位的开始日期应晚于 {d}。", "The new placement must start after {d}.").fill(
                        d=old["start"]
                    ),
                    field="start",
                )
            carried = {name: old[name] for name in _CARRIED if old[name] is not None}
            if carried.get("end", start) < start:
                del carried["end"]
            ended = (date.fromisoformat(start) - timedelta(days=1)).isoformat()
            txn.update(
                "placement",
                placement,
                {"end": ended, "status": "transferred", "end_reason": reason or old["end_reason"]},
            )
            new = {
                **carried,
                "student": old["student"],
                "status": self._status(start),
                **values,
                "start": start,
            }
            record = txn.create("placement", new)
        return record, txn.changes

    def end(self, placement: str, on: str, *, status: str = "ended", reason: str = "") -> ChangeSet:
        """End a placement on a day: ``ended``, or ``returned`` (the student goes back to the college)."""
        with self._store.write(Text("结束实习", "end a placement")) as txn:
            txn.update("placement", placement, {"end": on, "status": status, "end_reason": reason or None})
        return txn.changes

    def batches(self) -> list[BatchRow]:
        """The list of batches."""
        return queries.batches(self._store.read())

    def teachers(self) -> list[TeacherRow]:
        """The list of teachers."""
        return queries.teachers(self._store.read())

    def delete_teacher(self, teacher: str) -> ChangeSet:
        """Delete a teacher; the placements they guided have none then. Raises ``NotFound``."""
        with self._store.write(Text("删除教师", "delete a teacher")) as txn:
            for placement in txn.records("placement", {"teacher": teacher}):
                txn.update("placement", placement["id"], {"teacher": None})
            txn.delete("teacher", teacher)
        return txn.changes

    def delete_batch(self, batch: str) -> ChangeSet:
        """Delete a batch; its placements belong to none then. Raises ``NotFound``."""
        with self._store.write(Text("删除批次", "delete a batch")) as txn:
            for placement in txn.records("placement", {"batch": batch}):
                txn.update("placement", placement["id"], {"batch": None})
            txn.delete("batch", batch)
        return txn.changes

    def _status(self, start: object) -> str:
        return "planned" if isinstance(start, str) and start > self._clock.today().isoformat() else "active"
