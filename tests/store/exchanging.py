"""Stores that exchange their changes directly, without packages around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from fieldteacher.domain.exchange import Arrival, Merged, SharedChange
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.fold import PACKAGE
from fieldteacher.store.merging import merge
from fieldteacher.store.sharing import changes_of, digests

LABEL = Text("导入", "import")


def dossiers(store: Store) -> list[str]:
    """Every dossier a store has."""
    return [row[0] for row in store.read().query("SELECT id FROM dossier")]


def packed(store: Store, only: Collection[str] | None = None) -> list[SharedChange]:
    """The shared changes of a store."""
    return list(changes_of(store.read(), dossiers(store) if only is None else only))


def arrival(store: Store, package: str) -> Arrival:
    """A package of a store."""
    return Arrival(
        package=package, device=store.device, sign_key=store.device * 4, serial=1, created_ms=0, label=LABEL
    )


def take_in(to: Store, source: Store, package: str, changes: Iterable[SharedChange] | None = None) -> Merged:
    """Take a store's changes into another."""
    with to.write(LABEL, purpose=PACKAGE) as txn:
        return merge(txn, arrival(source, package), packed(source) if changes is None else changes)


def all_digests(store: Store) -> dict[str, str]:
    """The digests of all that a store has."""
    with store.write(Text("校验", "digests")) as txn:
        return digests(txn)


def state(store: Store) -> dict[str, Any]:
    """What people see: every record, and every conflict with its values."""
    reader = store.read()
    kinds = dict(reader.query("SELECT record, min(type) FROM change GROUP BY record"))
    found: dict[str, Any] = {}
    for record, kind in sorted(kinds.items()):
        row = reader.get(kind, record)
        if row is not None:
            conflicts = reader.conflicts(kind, record)
            found[record] = (row, {(c.field, frozenset(v.value for v in c.values)) for c in conflicts})
    return found
