"""This store's own place in the exchange: its keys, the exchange group, and the packages it has written.

It lies in the local settings, which leave the store in its backups alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from fieldteacher.domain.exchange import OFFICE, Station
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

_STATION = "exchange_station"
_KEYS = "exchange_keys"
_SERIAL = "exchange_serial"
UNASSIGNED_TO = "exchange_unassigned"
"""The office's setting: who holds the students for whom no teacher is named, ``everyone`` or ``nobody``."""


@dataclass(frozen=True, slots=True)
class OwnStation:
    """This station, the id of its exchange group (``college``), and both secret keys in one line."""

    station: Station
    college: str
    keys: str = field(repr=False)
    invite: str | None = None
    """The invitation it joined by, until the office is known to know."""
    secret: str | None = field(default=None, repr=False)
    """What that invitation is proven with."""
    joined_ms: int | None = None
    """When the office was first known to know, ms since 1970 (UTC)."""
    shown: tuple[str, str] | None = field(default=None, repr=False)
    """The invitation and its secret after that: an office set back by a backup may have to be shown them again."""


def own_station(reader: Reader) -> OwnStation | None:
    """This store's place in an exchange; ``None`` where it takes part in none."""
    text, keys = reader.setting(_STATION), reader.setting(_KEYS)
    if text is None or keys is None:
        return None
    kept = json.loads(text)
    name = reader.setting("author") if kept["role"] == OFFICE else None
    station = Station(
        sign_key=kept["sign_key"], age_key=kept["age_key"], device=reader.setting("device") or "",
        label=name or kept["label"], role=kept["role"], teacher=kept["teacher"], covers=tuple(kept["covers"]),
        revoked_ms=kept["revoked_ms"],
    )  # fmt: skip
    shown = kept.get("shown")
    return OwnStation(
        station, kept["college"], keys, kept["invite"], kept["secret"], kept.get("joined_ms"),
        tuple(shown) if shown else None,
    )  # fmt: skip


def keep_own_station(txn: Transaction, own: OwnStation) -> None:
    """Keep this store's place in an exchange."""
    station = own.station
    kept = {
        "sign_key": station.sign_key, "age_key": station.age_key, "label": station.label, "role": station.role,
        "teacher": station.teacher, "covers": list(station.covers), "revoked_ms": station.revoked_ms,
        "college": own.college, "invite": own.invite, "secret": own.secret,
        "joined_ms": own.joined_ms, "shown": own.shown,
    }  # fmt: skip
    txn.set_setting(_STATION, json.dumps(kept, ensure_ascii=False))
    txn.set_setting(_KEYS, own.keys)


def next_serial(txn: Transaction) -> int:
    """The serial number of the package this device writes next; a new device id counts from 1."""
    device, last = json.loads(txn.setting(_SERIAL) or '["", 0]')
    serial = last + 1 if device == txn.setting("device") else 1
    txn.set_setting(_SERIAL, json.dumps([txn.setting("device"), serial]))
    return int(serial)
