"""Stores for the tests: real files, the real index, the real migrations."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fieldteacher.domain.clock import Clock, Ids, RandomIds, SystemClock
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.driver import Connection, sqlite
from fieldteacher.store.indexing import index
from fieldteacher.store.migrating import migrate
from fieldteacher.store.opening import create_store, open_store

SAVE = Text("保存", "save")


def made(
    folder: Path,
    clock: Clock | None = None,
    ids: Ids | None = None,
    *,
    key: bytes | None = None,
    label: str = "张老师",
) -> Store:
    """A new store in ``folder``; without a key its tables are copied from those the migrations made once."""
    return create_store(
        folder, key=key, clock=clock or SystemClock(), ids=ids or RandomIds(), index=index,
        migrate=migrate if key else _copied, label=label,
    )  # fmt: skip


@cache
def _migrated() -> Connection:
    """An empty store as the migrations make it: a hundred changes of tables take longer than most tests."""
    connection = sqlite.connect(":memory:", check_same_thread=False, isolation_level=None)
    migrate(connection)
    return connection


def _copied(connection: Connection) -> None:
    _migrated().backup(connection)


def opened(
    folder: Path, clock: Clock | None = None, ids: Ids | None = None, *, key: bytes | None = None
) -> Store:
    """The store in ``folder``."""
    return open_store(
        folder, key=key, clock=clock or SystemClock(), ids=ids or RandomIds(), index=index, migrate=migrate
    )


def add(store: Store, type_name: str, **values: Any) -> str:
    """Save one new record; returns its id."""
    with store.write(SAVE) as txn:
        return txn.create(type_name, values)


def change(
    store: Store, type_name: str, record: str, base: dict[str, str] | None = None, **values: Any
) -> bool:
    """Save a change of one record."""
    with store.write(SAVE) as txn:
        return txn.update(type_name, record, values, base=base)


def delete(store: Store, type_name: str, record: str) -> None:
    """Save a deletion."""
    with store.write(SAVE) as txn:
        txn.delete(type_name, record)


def student(store: Store, name: str = "李小明", number: str = "230101", **values: Any) -> str:
    """Save one new student; returns the id."""
    return add(store, "student", student_number=number, name=name, **values)


def value(store: Store, record: str, name: str, type_name: str = "student") -> Any:
    """A field's value, deleted record or not."""
    found = store.read().get(type_name, record)
    assert found is not None
    return found[name]


def shape(
    store: Store, type_name: str, record: str
) -> tuple[dict[str, Any], set[tuple[str, frozenset[object]]]]:
    """A record as people see it: its values, and its conflicts with the values in each."""
    found = store.read().get(type_name, record)
    assert found is not None
    conflicts = {
        (conflict.field, frozenset(entry.value for entry in conflict.values))
        for conflict in store.read().conflicts(type_name, record)
    }
    return found, conflicts
