"""Applying migrations; loads sqlite-utils."""

from __future__ import annotations

from fieldteacher.store.driver import Connection
from fieldteacher.store.migrations import MIGRATIONS
from fieldteacher.store.tables import Database


def migrate(connection: Connection) -> None:
    """Apply what a store has not had yet; each migration in a transaction of its own."""
    MIGRATIONS.apply(Database(connection, execute_plugins=False))
