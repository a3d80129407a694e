"""Which migrations this version of the program knows, and which a store has had."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.store.driver import Connection

SET = "fieldteacher"
KNOWN: tuple[str, ...] = ("m0001_first", "m0002_day", "m0003_exchange")
"""The names of all migrations, oldest first; a test compares them with ``MIGRATIONS``."""


def applied(connection: Connection) -> Sequence[str]:
    """The migrations a store has had, as sqlite-utils records them; none where it is no store of ours."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return ()
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", (SET,)
    )
    return tuple(str(row[0]) for row in rows)
