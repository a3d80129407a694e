"""Making and opening stores."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fieldteacher import __version__
from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.domain.errors import InputRefused, StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.store import faults, places, search, versions
from fieldteacher.store.connection import connect, connect_to_read_at_least
from fieldteacher.store.database import FILE, Store
from fieldteacher.store.driver import Connection, Error
from fieldteacher.store.own_clock import BUILT
from fieldteacher.store.transaction import Index

Migrate = Callable[[Connection], None]
"""Applies the migrations a store lacks (``store.migrating.migrate``); handed in, because few starts need it."""


JUDGED_BY = "judged_by"
"""The setting that says which version of the program last looked at changes that it cannot show."""
VERSION = f"{__version__} {versions.KNOWN[-1]}"
MARK = "lease"
"""The setting with the mark that says whose the device id is (``services.lease``)."""


def behind(store: Store) -> bool:
    """Whether a store was last written to by another version of the program (``store.catching_up``)."""
    return not store.read_only and store.read().setting(JUDGED_BY) != VERSION


def unmarked(store: Store) -> bool:
    """Whether a store could be copied without the copy being known as one (``services.lease``)."""
    return not store.read_only and store.read().setting(MARK) is None


def create_store(
    folder: Path,
    *,
    key: bytes | None,
    clock: Clock,
    ids: Ids,
    index: Index,
    migrate: Migrate,
    label: str = "",
    role: str = "teacher",
    built: datetime = BUILT,
) -> Store:
    """Make a store in ``folder`` and open it.

    Raises ``InputRefused`` where there is one already, and ``StoreUnavailable`` where none can be made.
    """
    refuse_taken(folder)
    # It stands under its name only when it is whole: a program that is ended before leaves no store, not a part of one.
    part = folder / f"{FILE}.{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # of an earlier program with the same number
        part.touch(exist_ok=False)
    except OSError as error:
        raise faults.not_writable(folder, error) from error
    try:
        _make(part, key, migrate, label, role)
        _put_in_place(part, folder)
    except Error as error:
        raise faults.told(error) from error
    finally:
        for leftover in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            leftover.unlink(missing_ok=True)
    return open_store(folder, key=key, clock=clock, ids=ids, index=index, migrate=migrate, built=built)


def refuse_taken(folder: Path) -> None:
    """Raise ``InputRefused`` where ``folder`` holds a store, ``StoreUnavailable`` where it is on the network."""
    places.refuse_network(folder.absolute())
    if os.path.lexists(folder / FILE):
        raise InputRefused(
            "store_exists", Text("{f} 里已经有数据。", "{f} already holds a store.").fill(f=folder)
        )


def _put_in_place(part: Path, folder: Path) -> None:
    """Give a finished store its name; one that another program has put there meanwhile stays."""
    try:
        os.link(part, folder / FILE)
    except OSError:  # there is one, or the file system has no second names, as on many sticks
        refuse_taken(folder)
        try:
            part.replace(folder / FILE)
        except OSError as error:
            raise faults.not_writable(folder, error) from error


def _make(path: Path, key: bytes | None, migrate: Migrate, label: str, role: str) -> None:
    device = os.urandom(8).hex()
    with contextlib.closing(connect(path, key)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        # Nobody can lose anything yet: only the last transaction waits for the disk, for all before it too.
        connection.execute("PRAGMA synchronous = OFF")
        migrate(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO device (id, label, role) VALUES (?, ?, ?)", (device, label, role))
        connection.executemany(
            "INSERT INTO setting VALUES (?, ?)",
            [
                ("device", device),
                ("role", role),
                ("author", label),
                (search.SETTING, search.VERSION),
                (JUDGED_BY, VERSION),
            ],
        )
        connection.execute("COMMIT")


def open_store(
    folder: Path,
    *,
    key: bytes | None,
    clock: Clock,
    ids: Ids,
    index: Index,
    migrate: Migrate,
    built: datetime = BUILT,
) -> Store:
    """Open the store in ``folder``; a store from an older version is copied, then brought up to date.

    A store from a newer version, or one that cannot be written, is opened for reading only; one from an
    older version that cannot be written is not opened. Raises ``StoreUnavailable``; then the file is as it was.
    """
    places.refuse_network(folder.absolute())
    path = folder / FILE
    if not os.path.isfile(path):  # noqa: PTH113 - a name that the system cannot take is no file either
        raise StoreUnavailable(
            "no_store", Text("{f} 里没有数据。", "There is no store in {f}.").fill(f=folder)
        )
    read_only = not os.access(path, os.W_OK) or not os.access(folder, os.W_OK)
    connection, read_only = connect_to_read_at_least(path, key, read_only=read_only)
    with contextlib.closing(connection):
        try:
            applied = versions.applied(connection)
            if not applied:
                raise StoreUnavailable(
                    "not_a_store",
                    Text("{f} 不是本程序的数据。", "{f} is not a store of this program.").fill(f=path),
                )
            pending = [name for name in versions.KNOWN if name not in applied]
            newer = not set(applied).issubset(versions.KNOWN)
            if pending and read_only and not newer:
                raise faults.older_version()
            read_only = read_only or newer
            if pending and not read_only:
                _copy_before(connection, path.with_name(f"before-{pending[0]}.db"))
                migrate(connection)
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
        except Error as error:
            raise faults.told(error, opening=True) from error
    return Store(folder, key, clock, ids, index, read_only=read_only, newer=newer, built=built)


def _copy_before(connection: Connection, copy: Path) -> None:
    """Copy the store before it is migrated; a part of a copy is not left behind."""
    copy.unlink(missing_ok=True)
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    except Error:
        copy.unlink(missing_ok=True)
        raise
