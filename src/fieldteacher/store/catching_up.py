"""After an update: what an older version of the program kept without being able to show it is shown now."""

from __future__ import annotations

import json

from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.fitting import known, misfit
from fieldteacher.store.fold import REJECTED, REPLACED
from fieldteacher.store.merging import UNKNOWN_KEPT, read_unknown
from fieldteacher.store.opening import JUDGED_BY, VERSION, behind
from fieldteacher.store.refolding import refold
from fieldteacher.store.transaction import Transaction


def catch_up(store: Store) -> None:
    """Show what an older version kept: fields and types it did not know, and values it could not show."""
    if not behind(store):
        return
    with store.write(Text("更新后补充显示", "show what came before the update")) as txn:
        records = _newly_known(txn) | _newly_fitting(txn)
        if records:
            refold(txn, sorted(records))
        txn.set_setting(JUDGED_BY, VERSION)


def _newly_known(txn: Transaction) -> set[str]:
    kept = read_unknown(txn)
    now = {cell for cell in kept if known(*cell)}
    left = sorted(kept - now)
    txn.set_setting(UNKNOWN_KEPT, json.dumps(left) if left else None)
    found: set[str] = set()
    for kind, field in now:
        for device, counter, record, value, live in txn.query(
            "SELECT device, counter, record, value, live FROM change WHERE type = ? AND field = ?",
            (kind, field),
        ):
            found.add(record)
            if live < REJECTED and misfit(kind, field, value):
                txn.run(
                    "UPDATE change SET live = ? WHERE device = ? AND counter = ?", (REJECTED, device, counter)
                )
    return found


def _newly_fitting(txn: Transaction) -> set[str]:
    found: set[str] = set()
    for device, counter, record, kind, field, value in txn.query(
        "SELECT device, counter, record, type, field, value FROM change WHERE live = ?", (REJECTED,)
    ):
        other = txn.query(
            "SELECT 1 FROM change WHERE record = ? AND type <> ? AND live < ? LIMIT 1",
            (record, kind, REJECTED),
        )
        if not other and not misfit(kind, field, value):
            found.add(record)
            txn.run(
                "UPDATE change SET live = ? WHERE device = ? AND counter = ?", (REPLACED, device, counter)
            )
    return found
