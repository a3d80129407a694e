"""What every writing part of a save has: the log, the statements, and the note of what was written to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldteacher.store.driver import Connection
from fieldteacher.store.log import Log, Stamp
from fieldteacher.store.reader import Reader, Row


@dataclass(slots=True)
class Touched:
    """The records (``(type, id)``) and fields (``(type, field)``) that a save has written to."""

    created: set[tuple[str, str]] = field(default_factory=set)
    changed: set[tuple[str, str]] = field(default_factory=set)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)
    """So that the search index is refreshed only where it must be."""


class Writing(Reader):
    """Reading and writing within one transaction; reading sees what was written so far."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        super().__init__(connection)
        self.log = Log(connection, stamp)
        """The change log; for the store's own modules."""
        self.touched = Touched()
        """What was written to; for the store's own modules."""

    def touch(
        self,
        fields: Iterable[tuple[str, str]],
        *,
        created: Iterable[tuple[str, str]] = (),
        changed: Iterable[tuple[str, str]] = (),
        deleted: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Note records and ``(type, field)`` pairs that the store's own modules have written to."""
        t = self.touched
        t.fields.update(fields)
        t.created.update(created)
        t.changed.update(changed)
        t.deleted.update(deleted)

    def run(self, sql: str, parameters: Iterable[object] = ()) -> None:
        """Execute a statement that writes."""
        self._connection.execute(sql, tuple(parameters))

    def run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Execute a statement that writes for many rows."""
        every = list(rows)
        if every:
            self._connection.executemany(sql, every)

    def query(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[Any, ...]]:
        self.log.flush()
        return super().query(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[Row]:
        self.log.flush()
        return super().rows(sql, parameters)
