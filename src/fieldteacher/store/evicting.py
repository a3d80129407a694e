"""Dossiers that the office took from this station: removed here once the office holds all of them, and a while after.

Removing is no deletion and travels to nobody. It waits until the office's last package said that it has exactly what
is here, and 14 days for the office to make a backup of its own. Changes of such a dossier that come late are passed
over until the office gives the dossier back (``holdings.taken_away``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import timedelta

from fieldteacher.domain.exchange import OFFICE
from fieldteacher.store import peers
from fieldteacher.store.clearing import clear, close_saves, records_of
from fieldteacher.store.fold import ASIDE
from fieldteacher.store.reader import Reader
from fieldteacher.store.sharing import digests
from fieldteacher.store.transaction import Transaction

WAITS = timedelta(days=14)
"""How long a dossier stays after it was taken away; the office's own backup is made within that time."""


def evict_due(txn: Transaction) -> set[tuple[str, str]]:
    """Remove the dossiers whose time has come; returns their records, with their types, that lived."""
    due = evictable(txn, _confirmed(txn)) + _taken_back(txn)
    return evict(txn, due) if due else set()


def is_due(reader: Reader, now_ms: int) -> bool:
    """Whether there may be something to remove: a first look, without writing."""
    return bool(
        reader.query(
            f"SELECT 1 FROM dossier {_WAITING} AND coalesce(released_ms, 0) <= ? LIMIT 1",
            (now_ms - _WAITS_MS,),
        )
    )


def evictable(txn: Transaction, confirmed: Mapping[str, str]) -> list[str]:
    """The dossiers that may be removed, where the office holds those with the digests ``confirmed``.

    Where this computer's clock cannot be right no time has passed; a time noted under such a clock, or under one that
    was ahead, begins now.
    """
    now = txn.log.wall
    if not txn.log.plausible:
        return []
    txn.run(
        f"UPDATE dossier SET released_ms = ? {_WAITING} AND coalesce(released_ms, ?) > ?", (now, now + 1, now)
    )
    rows = txn.query(
        f"SELECT id FROM dossier {_WAITING} AND released_ms <= ? ORDER BY id", (now - _WAITS_MS,)
    )
    due = [row[0] for row in rows]
    own = digests(txn, due) if due else {}
    return [id for id in due if id in own and confirmed.get(id) == own[id]]


def evict(txn: Transaction, dossiers: Collection[str]) -> set[tuple[str, str]]:
    """Remove dossiers for good: their changes, rows, drafts, what is found of them. Saves about them cannot be taken back.

    Returns their records that lived. The caller has made sure that the office has all of it; what frees the room and
    removes the files is ``compacting.compact``, after the save.
    """
    rows = txn.query(f"SELECT n FROM dossier WHERE id IN {_GIVEN}", (json.dumps(sorted(dossiers)),))
    numbers = [row[0] for row in rows]
    records = records_of(txn, numbers)
    lived = clear(txn, records, keep_rows=False)
    close_saves(txn, numbers)
    stood = {
        record: kind
        for record, kind in txn.query("SELECT record, type FROM alias")
        if txn.log.dossier_of(record) in numbers
    }
    txn.log.touch(numbers)
    for number in numbers:
        txn.run("DELETE FROM change WHERE dossier = ?", (number,))
        txn.run("UPDATE dossier SET evicted_ms = ? WHERE n = ?", (txn.log.wall, number))
    txn.aliases.settle(records, stood)
    if not txn.entered:  # nothing else was done that could be taken back
        txn.entered = txn.final = True
    return lived


def _taken_back(txn: Transaction) -> list[str]:
    """The dossiers of others of which every change was set aside with its package, and that a fortnight ago.

    The office does not know of them, so it cannot take them away; where they are this station's to hold it sends them
    again with each package, and they are taken up. The office itself keeps what it set aside.
    """
    if not txn.log.plausible or txn.setting("role") == OFFICE:
        return []
    return [id for (id,) in txn.query(_ALL_ASIDE, (txn.log.wall - _WAITS_MS,))]


def _confirmed(reader: Reader) -> Mapping[str, str]:
    """What the office holds, by its last package."""
    offices = [peer for peer in peers.peers(reader) if peer.station.role == OFFICE]
    return offices[0].have if offices else {}


_WAITS_MS = int(WAITS.total_seconds() * 1000)
_WAITING = "WHERE released_serial IS NOT NULL AND evicted_ms IS NULL"
_GIVEN = "(SELECT value FROM json_each(?))"
_ALL_ASIDE = f"""
SELECT d.id FROM change c JOIN dossier d ON d.n = c.dossier JOIN save s ON s.n = c.save JOIN save u ON u.n = s.undone_by
 WHERE c.live > 1 AND c.live = {ASIDE} AND d.evicted_ms IS NULL
   AND NOT EXISTS (SELECT 1 FROM change o WHERE o.dossier = d.n AND o.live <> {ASIDE})
 GROUP BY d.id HAVING max(u.at_ms) <= ? ORDER BY d.id
"""
