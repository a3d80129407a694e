"""The stations that this one exchanges with, and the packages that went and came.

A station is known by its signing key; the device id that its changes carry is another after a restored backup.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.exchange import OFFICE, Manifest, Station
from fieldteacher.store.columns import local_cells
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another station, and what is known of it here. Times in ms since 1970, UTC."""

    n: int
    station: Station
    joined_ms: int
    heard_serial: int
    """The serial number of its device's last package that was taken in."""
    heard_ms: int | None
    """When it wrote that package; ``None`` where nothing was ever heard of it."""
    have: Mapping[str, str]
    """The digest of each dossier it said it holds."""
    have_files: frozenset[str]
    """The first 16 digits of the hash of each file it said it holds."""
    wanted_files: tuple[str, ...]
    past_devices: Mapping[str, int]
    """The device ids it had before, with the serial number of the last package of each."""
    confirmed_save: int
    """Everything up to that save, in the dossiers it holds and may hold, is known to be there."""
    covered: frozenset[str]
    """The dossiers of which everything it said it holds is here as well."""
    released: frozenset[str]
    """The dossiers that the office told it not to hold any more, when it wrote to it last."""

    @property
    def devices(self) -> tuple[str, ...]:
        """Every device id it ever had."""
        return (*self.past_devices, self.station.device)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A package that went to a peer or came from one; ``counts`` by name, ``size`` in bytes of one that went."""

    id: str
    peer: int | None
    device: str = ""
    """The device that wrote one that came."""
    serial: int
    created_ms: int
    counts: Mapping[str, int]
    size: int = 0
    received_ms: int | None = None
    save: int = 0
    aside: bool = False
    """Whether it was taken back."""


_COLUMNS = (
    "n, sign_key, age_key, device, coalesce((SELECT t.name FROM teacher t WHERE t.id = peer.teacher), label) AS label, role, teacher, covers, joined_ms, revoked_ms, heard_serial, heard_ms, "
    "have, have_files, wanted_files, past_devices, confirmed_save, covered, released"
)


def peers(reader: Reader) -> list[Peer]:
    """Every other station, the office first, then by label."""
    rows = reader.query(f"SELECT {_COLUMNS} FROM peer ORDER BY role <> 'office', label, n")
    return [_peer(row) for row in rows]


def peer_of(reader: Reader, sign_key: str) -> Peer | None:
    """The peer with a signing key."""
    rows = reader.query(f"SELECT {_COLUMNS} FROM peer WHERE sign_key = ?", (sign_key,))
    return _peer(rows[0]) if rows else None


def enter(txn: Transaction, station: Station, now_ms: int) -> int:
    """Note a station, or what is new of one that is known; returns its number.

    Its device id is left alone where the peer is known: only its own packages say it (``heard``).
    """
    txn.run(
        "INSERT INTO peer (sign_key, age_key, device, label, role, teacher, covers, joined_ms, revoked_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sign_key) DO UPDATE SET label = excluded.label, "
        "role = excluded.role, teacher = excluded.teacher, covers = excluded.covers, revoked_ms = excluded.revoked_ms",
        (
            station.sign_key, station.age_key, station.device, station.label, station.role, station.teacher,
            json.dumps(station.covers), now_ms, station.revoked_ms,
        ),
    )  # fmt: skip
    return int(txn.query("SELECT n FROM peer WHERE sign_key = ?", (station.sign_key,))[0][0])


def heard(txn: Transaction, peer: Peer, manifest: Manifest) -> bool:
    """Note what a peer's package says it holds; returns whether that is news.

    What an older package than the last of its device says of that is out of date and not noted, nor is one that was
    written before the last of the device that came after. (A package of a device that was given up twice over may
    come late and be taken for the newest; the next one of the real device is written later and sets it right.)
    """
    device, current = manifest.sender.device, peer.station.device
    past = dict(peer.past_devices)
    if manifest.serial <= (peer.heard_serial if device == current else past.get(device, -1)):
        return False
    if device in past and manifest.created_ms <= (peer.heard_ms or 0):
        return False
    if device != current:
        past.pop(device, None)
        past[current] = peer.heard_serial
    txn.run(
        "UPDATE peer SET device = ?, past_devices = ?, heard_serial = ?, heard_ms = ?, have = ?, have_files = ?, "
        "wanted_files = ? WHERE n = ?",
        (
            device, json.dumps(past), manifest.serial, manifest.created_ms, json.dumps(dict(manifest.have)),
            json.dumps(manifest.have_files), json.dumps(manifest.want_files), peer.n,
        ),
    )  # fmt: skip
    return True


def cover(txn: Transaction, peer: Peer, taken: Collection[str], own: Mapping[str, str]) -> None:
    """Note of which dossiers all that a peer just said it holds is here as well.

    Of those ``taken`` in whole from its package, of those whose digest is the same here (``own``), and of those
    for which that was noted before and that have not changed there. ``peer`` is as it was before the package.
    """
    have = json.loads(txn.query("SELECT have FROM peer WHERE n = ?", (peer.n,))[0][0])
    covered = sorted(
        id for id, digest in have.items()
        if id in taken or own.get(id) == digest or (id in peer.covered and peer.have.get(id) == digest)
    )  # fmt: skip
    txn.run("UPDATE peer SET covered = ? WHERE n = ?", (json.dumps(covered), peer.n))


def confirm(txn: Transaction, peer: int, waiting: Collection[str]) -> None:
    """Note up to which save everything is known to be at a peer that lacks something of the dossiers ``waiting``.

    Among those it holds; of one that it never had nothing was confirmed.
    """
    (before,) = txn.query("SELECT confirmed_save FROM peer WHERE n = ?", (peer,))[0]
    first = txn.query(
        "SELECT min(c.save) FROM dossier d JOIN change c ON c.dossier = d.n "
        "WHERE c.save > ? AND d.id IN (SELECT value FROM json_each(?))",
        (before, json.dumps(sorted(waiting))),
    )[0][0]
    if first is None:
        first = int(txn.query("SELECT coalesce(max(n), 0) FROM save")[0][0]) + 1
    txn.run("UPDATE peer SET confirmed_save = ? WHERE n = ?", (max(before, first - 1), peer))


def changes_since(reader: Reader, save: int, dossiers: Collection[str]) -> int:
    """How many changes in these dossiers were made or taken in here after a save."""
    if not dossiers:
        return 0
    return int(
        reader.query(
            "SELECT count(*) FROM dossier d JOIN change c ON c.dossier = d.n "
            "WHERE c.save > ? AND d.id IN (SELECT value FROM json_each(?))",
            (save, json.dumps(sorted(dossiers))),
        )[0][0]
    )


def conflicts_by_dossier(reader: Reader) -> dict[str, int]:
    """How many fields of each dossier wait for a person."""
    rows = reader.query(
        "SELECT d.id, count(*) FROM conflict k JOIN dossier d ON d.n = "
        "(SELECT c.dossier FROM change c WHERE c.record = k.record LIMIT 1) GROUP BY d.id"
    )
    return dict(rows)


def save_time(reader: Reader, save: int) -> int | None:
    """When the last save up to ``save`` was made, ms since 1970 (UTC)."""
    found = reader.query("SELECT at_ms FROM save WHERE n <= ? ORDER BY n DESC LIMIT 1", (save,))
    return int(found[0][0]) if found else None


def note_released(txn: Transaction, peer: int, released: Collection[str]) -> None:
    """Note which dossiers a peer was told not to hold any more."""
    txn.run("UPDATE peer SET released = ? WHERE n = ?", (json.dumps(sorted(released)), peer))


def revoke(txn: Transaction, peer: int, now_ms: int | None) -> None:
    """Switch a station off, or on again (``None``)."""
    txn.run("UPDATE peer SET revoked_ms = ? WHERE n = ?", (now_ms, peer))


def set_covers(txn: Transaction, peer: int, covers: Collection[str]) -> None:
    """Say whose students a station holds besides its owner's."""
    txn.run("UPDATE peer SET covers = ? WHERE n = ?", (json.dumps(sorted(covers)), peer))


# -- packages --------------------------------------------------------------------------------------


def note_sent(txn: Transaction, sent: Passed) -> None:
    """Note a package that was written."""
    txn.run(
        "INSERT INTO sent (id, peer, serial, created_ms, bytes, counts) VALUES (?, ?, ?, ?, ?, ?)",
        (sent.id, sent.peer, sent.serial, sent.created_ms, sent.size, json.dumps(dict(sent.counts))),
    )


def sent(reader: Reader, limit: int = -1) -> list[Passed]:
    """Packages that were written, newest first."""
    return [
        Passed(id=id, peer=peer, serial=serial, created_ms=created, size=size, counts=json.loads(counts))
        for id, peer, serial, created, size, counts in reader.query(
            "SELECT id, peer, serial, created_ms, bytes, counts FROM sent ORDER BY n DESC LIMIT ?", (limit,)
        )
    ]


def received(reader: Reader, package: str | None = None, limit: int = -1) -> list[Passed]:
    """Packages that were taken in (all, or the one of an id), newest first."""
    return [
        Passed(
            id=id, peer=peer, device=device, serial=serial, created_ms=created, received_ms=at, save=save, aside=bool(aside),
            counts=json.loads(counts),
        )
        for id, peer, device, serial, created, at, save, aside, counts in reader.query(
            "SELECT id, peer, device, serial, created_ms, received_ms, save, aside, counts FROM package "
            "WHERE ?1 IS NULL OR id = ?1 ORDER BY n DESC LIMIT ?2",
            (package, limit),
        )
    ]  # fmt: skip


def device_labels(reader: Reader) -> dict[str, str]:
    """What each device is called, by its id."""
    return dict(reader.query("SELECT id, label FROM device"))


def last_exchange_ms(reader: Reader) -> int | None:
    """When a package was last written or taken in, ms since 1970 (UTC)."""
    found = reader.query(
        "SELECT max((SELECT coalesce(max(created_ms), 0) FROM sent), (SELECT coalesce(max(received_ms), 0) FROM package))"
    )
    return int(found[0][0]) or None


def own_changes_unconfirmed(reader: Reader) -> int | None:
    """How many changes made on this device the office is not known to have; ``None`` where there is no office."""
    office = reader.query("SELECT confirmed_save FROM peer WHERE role = ? AND revoked_ms IS NULL", (OFFICE,))
    if not office:
        return None
    (first,) = reader.query(_FIRST_UNCONFIRMED, (int(office[0][0]),))[0]
    if first is None:
        return 0
    local = local_cells()
    made = reader.query(_MADE_SINCE, (first,))
    return sum(int(count) for kind, field, count in made if (kind, field) not in local)


def note_differing(
    txn: Transaction, sign_key: str, arrived: Collection[str], differing: Collection[str]
) -> None:
    """Note which of the dossiers that ``arrived`` in a peer's package are not here as that peer says they are."""
    kept = json.loads(txn.setting(_DIFFERING) or "{}")
    mine = sorted((set(kept.get(sign_key, ())) - set(arrived)) | set(differing))
    if mine != kept.get(sign_key, []):
        others = {key: found for key, found in kept.items() if key != sign_key}
        txn.set_setting(_DIFFERING, json.dumps(others | ({sign_key: mine} if mine else {})))


def differing(reader: Reader) -> list[tuple[str, str]]:
    """The dossiers that are not here as a peer said they are: the peer's label and the dossier."""
    kept = json.loads(reader.setting(_DIFFERING) or "{}")
    labels = {peer.station.sign_key: peer.station.label for peer in peers(reader)}
    return [(labels.get(key, ""), dossier) for key, found in kept.items() for dossier in found]


_DIFFERING = "exchange_differing"
_FIRST_UNCONFIRMED = """
SELECT min(s.first) FROM save s JOIN device d ON d.n = s.device JOIN setting t ON t.value = d.id AND t.name = 'device'
 WHERE s.n > ? AND s.first <= s.last
"""
_MADE_SINCE = """
SELECT c.type, c.field, count(*) FROM change c JOIN device d ON d.n = c.device JOIN setting t ON t.value = d.id AND t.name = 'device'
 WHERE c.counter >= ? GROUP BY c.type, c.field
"""


def _peer(row: tuple[Any, ...]) -> Peer:
    (
        n, sign_key, age_key, device, label, role, teacher, covers, joined, revoked, serial, heard_ms,
        have, have_files, wanted, past, confirmed, covered, released,
    ) = row  # fmt: skip
    return Peer(
        n=n, joined_ms=joined, heard_serial=serial, heard_ms=heard_ms, have=json.loads(have or "{}"),
        have_files=frozenset(json.loads(have_files or "[]")), wanted_files=tuple(json.loads(wanted or "[]")),
        past_devices=json.loads(past), confirmed_save=confirmed,
        covered=frozenset(json.loads(covered or "[]")), released=frozenset(json.loads(released or "[]")),
        station=Station(
            sign_key=sign_key, age_key=age_key, device=device, label=label, role=role, teacher=teacher,
            covers=tuple(json.loads(covers)), revoked_ms=revoked,
        ),
    )  # fmt: skip
