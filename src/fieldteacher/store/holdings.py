"""Which dossiers are this station's to hold, and in which of them something was taken back."""

from __future__ import annotations

import json
from collections.abc import Collection

from fieldteacher.store.fold import ASIDE
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction


def release(txn: Transaction, dossiers: Collection[str], serial: int, now_ms: int) -> None:
    """Note that the office took these dossiers from this station, in its package of that serial number.

    Since when is noted by a clock that can be right (``evicting`` does so later where this one cannot).
    """
    since = now_ms if txn.log.plausible else None
    txn.run_many(
        "UPDATE dossier SET released_serial = ?, released_ms = coalesce(released_ms, ?) WHERE id = ?",
        [(serial, since, id) for id in dossiers],
    )


def give_back(txn: Transaction, dossiers: Collection[str]) -> None:
    """Note that these dossiers are this station's to hold, where they had been taken from it."""
    txn.run(
        "UPDATE dossier SET released_serial = NULL, released_ms = NULL, evicted_ms = NULL "
        "WHERE (released_serial IS NOT NULL OR evicted_ms IS NOT NULL) AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(dossiers)),),
    )


def taken_away(reader: Reader) -> set[str]:
    """The dossiers that the office took from this station, removed here already or not."""
    rows = reader.query("SELECT id FROM dossier WHERE released_serial IS NOT NULL OR evicted_ms IS NOT NULL")
    return {id for (id,) in rows}


def with_set_aside(reader: Reader) -> set[str]:
    """The dossiers of which some changes are set aside, because an import was taken back."""
    rows = reader.query(
        f"SELECT DISTINCT d.id FROM change c JOIN dossier d ON d.n = c.dossier WHERE c.live = {ASIDE}"
    )
    return {id for (id,) in rows}


def kept_digests(reader: Reader) -> dict[str, str | None]:
    """The digest of each dossier with shared changes here as last computed, ``None`` where it changed since."""
    rows = reader.query("SELECT id, digest FROM dossier WHERE evicted_ms IS NULL AND digest IS NOT ''")
    return dict(rows)
