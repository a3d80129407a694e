"""Enterprises: the list, and the card with people, students and what happened there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.services.timelines import NextDue, TimelineEntry, entries, next_due
from fieldteacher.store.database import Store
from fieldteacher.store.queries import enterprises as queries
from fieldteacher.store.queries import timelines
from fieldteacher.store.queries.enterprises import EnterpriseRow, PlacedStudent
from fieldteacher.store.reader import Row

__all__ = ["EnterpriseCard", "EnterpriseRow", "EnterpriseService", "PlacedStudent"]


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """All that an enterprise's card shows."""

    enterprise: Row
    heads: Mapping[str, str]
    contacts: Sequence[Row]
    students: Sequence[PlacedStudent]
    open_promises: Sequence[Row]
    timeline: Sequence[TimelineEntry]
    next_due: NextDue | None


class EnterpriseService:
    """Reading enterprises; changes go through ``RecordService``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self) -> list[EnterpriseRow]:
        """The enterprises' list."""
        return queries.rows(self._store.read())

    def card(self, enterprise: str) -> EnterpriseCard:
        """An enterprise's card; raises ``NotFound``."""
        reader = self._store.read()
        return EnterpriseCard(
            reader.need("enterprise", enterprise),
            reader.heads("enterprise", enterprise),
            reader.records("contact", {"enterprise": enterprise}),
            queries.placed_students(reader, enterprise),
            queries.open_promises(reader, enterprise),
            entries(timelines.of_enterprise(reader, enterprise)),
            next_due(timelines.due_with_enterprise(reader, enterprise)),
        )

    def students(self, enterprise: str) -> list[PlacedStudent]:
        """The students placed at an enterprise now."""
        return queries.placed_students(self._store.read(), enterprise)

    def delete_contact(self, contact: str) -> ChangeSet:
        """Delete a contact; placements with this mentor have none then. Raises ``NotFound``."""
        with self._store.write(Text("删除联系人", "delete a contact")) as txn:
            for placement in txn.records("placement", {"mentor": contact}):
                txn.update("placement", placement["id"], {"mentor": None})
            txn.delete("contact", contact)
        return txn.changes
