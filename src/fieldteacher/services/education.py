"""Education held during the placement, and when each kind was last held (Art. 22 of the 2021 Regulation)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.records.fieldwork import EDUCATION_KINDS
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.store.database import Store
from fieldteacher.store.queries import journals as queries
from fieldteacher.store.queries.journals import EducationRow

__all__ = ["Coverage", "EducationRow", "EducationService"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One kind of education in one batch: when it was last held for the whole batch (``None``: never yet).

    ``weeks`` counts the whole weeks since, or since the batch's first student began.
    """

    batch: str
    batch_name: str
    kind: str
    held_on: str | None
    weeks: int


class EducationService:
    """The verbs on education held."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def rows(self) -> list[EducationRow]:
        """The list, latest first."""
        return queries.education(self._store.read())

    def coverage(self) -> list[Coverage]:
        """Every kind for every batch with students placed now."""
        reader, today = self._store.read(), self._clock.today()
        held = {(batch, kind): day for batch, kind, day in queries.held_for_batches(reader)}
        return [
            Coverage(batch, name, kind.value, day, (today - date.fromisoformat(day or began)).days // 7)
            for batch, name, began in queries.current_batches(reader, today.isoformat())
            for kind in EDUCATION_KINDS
            for day in (held.get((batch, kind.value)),)
        ]

    def start(self) -> dict[str, Any]:
        """What a new one starts with: today, the batch that is under way, held by the owner, as long as the last."""
        reader, today = self._store.read(), self._clock.today().isoformat()
        batches, last = queries.current_batches(reader, today), self.rows()
        known = [row[0] for row in batches]
        batch = last[0].batch if last and last[0].batch in known else (known or [None])[-1]
        return {
            "held_on": today, "batch": batch, "held_by": reader.setting("author") or None,
            "minutes": last[0].minutes if last else None,
        }  # fmt: skip

    def record(
        self, values: Mapping[str, Any], record: str | None = None, base: Mapping[str, str] | None = None
    ) -> tuple[str, ChangeSet]:
        """Save one, or what changed of ``record``. Raises ``FieldProblem`` ("for_nobody") where nobody is named."""
        with self._store.write(Text("记录教育活动", "record education")) as txn:
            if record is None:
                record = txn.create("education", values)
            else:
                txn.update("education", record, values, base=base)
            whole = txn.need("education", record)
            if not (whole["batch"] or whole["enterprise"] or whole["students"]):
                raise FieldProblem(
                    "for_nobody",
                    Text("请选择批次、企业或学生。", "Please choose a batch, an enterprise or students."),
                    field="batch",
                )
        return record, txn.changes
