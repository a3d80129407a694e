"""Connections to a store's file."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.store import faults
from fieldteacher.store.driver import Connection, Error, sqlite


def connect(path: Path, key: bytes | None, *, read_only: bool = False) -> Connection:
    """A connection to a store's file with everything set as this program needs it.

    Only explicit statements begin a transaction. Raises ``StoreUnavailable``: wrong password, damaged.
    """
    uri = f"file:{quote(path.as_posix())}?mode={'ro' if read_only else 'rw'}"
    # A WAL store on read-only media or a full disk can be read only as a file that nobody changes.
    alone = read_only and not any(
        _has_content(path.with_name(path.name + end)) for end in ("-wal", "-journal")
    )
    if alone and not os.access(path.parent, os.W_OK):
        return _connected(uri + _UNCHANGING, key)
    try:
        return _connected(uri, key)
    except StoreUnavailable as error:
        if not alone or error.code != "store_not_readable":
            raise
        return _connected(uri + _UNCHANGING, key)


def connect_to_read_at_least(path: Path, key: bytes | None, *, read_only: bool) -> tuple[Connection, bool]:
    """A connection, and whether it is for reading only: where the disk is full, what is there can still be read."""
    try:
        return connect(path, key, read_only=read_only), read_only
    except StoreUnavailable as error:
        if read_only or error.code != "store_not_readable":
            raise
        return connect(path, key, read_only=True), True


# Many programs that save at once take turns in no order; ten of them kept one waiting for ten seconds.
_PATIENCE = 30.0
_UNCHANGING = "&immutable=1"
_LOG_FILE = 16 * 2**20
"""What is left of the log file after a large import has made it larger, in bytes."""


def _connected(uri: str, key: bytes | None) -> Connection:
    connection: Connection | None = None
    try:
        connection = sqlite.connect(
            uri, uri=True, timeout=_PATIENCE, check_same_thread=False, isolation_level=None
        )
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "synchronous = FULL",
            f"journal_size_limit = {_LOG_FILE}",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Error as error:
        if connection is not None:
            connection.close()
        raise faults.told(error, opening=True) from error
    return connection


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
