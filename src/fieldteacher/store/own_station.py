"""This store's own place in the exchange: its keys, the exchange group, and the packages it has written.

It lies in the local settings, which never leave the store but in its backups.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from fieldteacher.domain.exchange import Station
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

_STATION = "exchange_station"
_SECRETS = "exchange_secrets"
_SERIAL = "exchange_serial"
UNASSIGNED_TO = "exchange_unassigned"
"""The office's setting: who holds the students for whom no teacher is named, ``everyone`` or ``nobody``."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret halves of a station's keys: Ed25519 (64 hexadecimal digits) and age (``AGE-SECRET-KEY-1…``)."""

    sign: str
    age: str

    def __repr__(self) -> str:
        return "Secrets(…)"


@dataclass(frozen=True, slots=True)
class OwnStation:
    """This station, the id of its exchange group (``college``), the invitation it joined by, and its secrets."""

    station: Station
    college: str
    secrets: Secrets
    invite: str | None = None
    proof: str | None = None
    """What shows the office that it was invited; sent until the office is known to know."""


def own_station(reader: Reader) -> OwnStation | None:
    """This store's place in an exchange; ``None`` where it takes part in none."""
    text, secrets = reader.setting(_STATION), reader.setting(_SECRETS)
    if text is None or secrets is None:
        return None
    kept = json.loads(text)
    return OwnStation(
        Station(
            sign_key=kept["sign_key"], age_key=kept["age_key"], device=reader.setting("device") or "",
            label=kept["label"], role=kept["role"], teacher=kept["teacher"], covers=tuple(kept["covers"]),
            revoked_ms=kept["revoked_ms"],
        ),
        kept["college"],
        Secrets(*json.loads(secrets)),
        kept["invite"],
        kept["proof"],
    )  # fmt: skip


def keep_own_station(txn: Transaction, own: OwnStation) -> None:
    """Keep this store's place in an exchange."""
    station = own.station
    kept = {
        "sign_key": station.sign_key, "age_key": station.age_key, "label": station.label, "role": station.role,
        "teacher": station.teacher, "covers": list(station.covers), "revoked_ms": station.revoked_ms,
        "college": own.college, "invite": own.invite, "proof": own.proof,
    }  # fmt: skip
    txn.set_setting(_STATION, json.dumps(kept, ensure_ascii=False))
    txn.set_setting(_SECRETS, json.dumps([own.secrets.sign, own.secrets.age]))


def next_serial(txn: Transaction) -> int:
    """The serial number of the package this device writes next; a device id that is new counts from 1."""
    device, last = json.loads(txn.setting(_SERIAL) or '["", 0]')
    serial = last + 1 if device == txn.setting("device") else 1
    txn.set_setting(_SERIAL, json.dumps([txn.setting("device"), serial]))
    return int(serial)
