"""Whose store this is: the owner, the role, the college, and what the status line says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Text
from fieldteacher.store import peers
from fieldteacher.store.database import Store
from fieldteacher.store.own_clock import last_change_ms, plausible
from fieldteacher.store.places import doubt
from fieldteacher.store.queries import conflicts
from fieldteacher.store.reader import Row


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What the status line says. ``counts``: students, enterprises, open promises, conflicts."""

    owner: str
    role: str
    college: str
    last_backup: str | None
    counts: Mapping[str, int]
    read_only: bool
    doubt: Text | None
    """Why the store had better lie in another folder."""
    wrong_clock: datetime | None
    """What this computer's clock says, where that cannot be."""
    last_exchange_ms: int | None
    """When a package was last written or taken in, ms since 1970 (UTC)."""
    awaiting: int | None
    """How many changes made here the college's office is not known to have; ``None`` where none is known."""


class SettingsService:
    """Settings that belong to the store, not to the user's machine."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def get(self, name: str) -> str | None:
        """A local setting."""
        return self._store.read().setting(name)

    def set(self, name: str, value: str | None) -> None:
        """Keep or remove a local setting."""
        self._store.keep_settings({name: value})

    def status(self) -> StoreStatus:
        """What the status line says."""
        reader = self._store.read()
        college, now = reader.records("college", limit=1), self._clock.now()
        return StoreStatus(
            owner=reader.setting("author") or "",
            role=reader.setting("role") or "teacher",
            college=college[0]["name"] if college else "",
            last_backup=reader.setting("last_backup_at"),
            counts={
                "students": reader.count("student"),
                "enterprises": reader.count("enterprise"),
                "promises": reader.count("promise", {"status": "open"})
                + reader.count("promise", {"status": None}),
                "conflicts": conflicts.count(reader),
            },
            read_only=self._store.read_only,
            doubt=doubt(self._store.folder),
            last_exchange_ms=peers.last_exchange_ms(reader),
            awaiting=peers.own_changes_unconfirmed(reader),
            wrong_clock=None if plausible(now, last_change_ms(reader)) else now,
        )

    def set_owner(self, name: str) -> ChangeSet | None:
        """Say whose store this is; a teacher of that name is added where there is none."""
        self._store.keep_settings({"author": name})
        if not name or self._store.read().records("teacher", {"name": name}, limit=1):
            return None
        with self._store.write(Text("设置姓名", "set the owner")) as txn:
            txn.create("teacher", {"name": name})
        return txn.changes

    def teacher(self) -> Row | None:
        """The record of the teacher whose store it is."""
        reader = self._store.read()
        found = reader.records("teacher", {"name": reader.setting("author") or ""}, limit=1)
        return found[0] if found else None

    def set_teacher(self, values: Mapping[str, Any]) -> ChangeSet:
        """Amend what is kept of the teacher whose store it is; one is added where there is none of that name."""
        existing = self.teacher()
        with self._store.write(Text("设置教师", "set the teacher")) as txn:
            if existing is None:
                txn.create("teacher", {"name": txn.setting("author"), **values})
            else:
                txn.update("teacher", existing["id"], values)
        return txn.changes

    def college(self) -> Row | None:
        """The college's record."""
        found = self._store.read().records("college", limit=1)
        return found[0] if found else None

    def set_college(self, values: Mapping[str, Any]) -> ChangeSet:
        """Set the college's name and other data."""
        existing = self.college()
        with self._store.write(Text("设置学校", "set the college")) as txn:
            if existing is None:
                txn.create("college", values)
            else:
                txn.update("college", existing["id"], values)
        return txn.changes
