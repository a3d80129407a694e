"""What this station said it holds in the packages it wrote lately; the answers build upon that (``exchange.claims``)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping

from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

_KEPT = 5
"""Of how many packages to each peer. An answer to an older one is taken in too; the next package is a whole one then."""


def keep(txn: Transaction, package: str, have: Mapping[str, str], files: Collection[str]) -> None:
    """Keep what the package just written says."""
    packed = zlib.compress(json.dumps([dict(have), sorted(files)]).encode())
    txn.run("UPDATE sent SET claims = ? WHERE id = ?", (packed, package))
    txn.run(
        "UPDATE sent SET claims = NULL WHERE claims IS NOT NULL AND peer = (SELECT peer FROM sent WHERE id = ?1) AND n NOT IN "
        "(SELECT n FROM sent WHERE peer = (SELECT peer FROM sent WHERE id = ?1) ORDER BY n DESC LIMIT ?2)",
        (package, _KEPT),
    )


def kept(reader: Reader, peer: int, serial: int) -> tuple[dict[str, str], list[str]] | None:
    """What this device said to a peer in its package of that serial number; ``None`` where that is not kept."""
    found = reader.query(
        "SELECT claims FROM sent WHERE peer = ? AND serial = ? AND claims IS NOT NULL", (peer, serial)
    )
    if not found:
        return None
    have, files = json.loads(zlib.decompress(found[0][0]))
    return have, files


FORGET = "UPDATE sent SET claims = NULL WHERE claims IS NOT NULL"
"""A store that takes another device id counts its packages anew."""
