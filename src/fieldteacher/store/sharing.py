"""The log as others get it: the shared changes of dossiers, and the digests by which two stations compare what they hold."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from fieldteacher.domain.exchange import SharedChange
from fieldteacher.store.columns import Scalar, local_cells
from fieldteacher.store.digest import digest_of
from fieldteacher.store.fold import ASIDE, Name, Names, read_names, with_below, write_names
from fieldteacher.store.parts import in_parts, marks
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

_AT_ONCE = 200


def change_hash(device: str, counter: int, record: str, field: str, value: Scalar, *, erased: bool) -> int:
    """A change's part of its dossier's digest: of an erased dossier, whoever still has the value has another digest."""
    mark = "-" if erased else "n" if value is None else f"{type(value).__name__[0]}{value}"
    text = f"{device}\0{counter}\0{record}\0{field}\0{mark}"
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def shared_hash(change: SharedChange) -> int:
    """The same of a change that came, of somebody who was not erased."""
    c = change
    return change_hash(c.device, c.counter, c.record, c.field, c.value, erased=False)


def digests(txn: Transaction, dossiers: Collection[str] | None = None) -> dict[str, str]:
    """The digest of each of these dossiers that has shared changes here (of all where ``None``); keeps them for the next time."""
    txn.log.finish()  # what this save has changed so far counts too
    if dossiers is None:
        known = txn.query("SELECT n, id, digest FROM dossier")
    else:
        known = [
            row
            for part in in_parts(dossiers, _AT_ONCE)
            for row in txn.query(_KNOWN.format(marks(part)), part)
        ]
    stale = {n: id for n, id, digest in known if digest is None}
    found = {id: digest for _, id, digest in known if digest}
    for part in in_parts(stale, _AT_ONCE):
        fresh = _computed(txn, part)
        txn.run_many("UPDATE dossier SET digest = ? WHERE n = ?", [(fresh.get(n, ""), n) for n in part])
        found |= {stale[n]: digest for n, digest in fresh.items()}
    return found


def _computed(reader: Reader, dossiers: Collection[int]) -> dict[int, str]:
    local = local_cells()
    hashes: defaultdict[int, list[int]] = defaultdict(list)
    for n, erased, device, counter, kind, record, field, value in reader.query(
        _HASHED.format(marks(dossiers)), list(dossiers)
    ):
        if (kind, field) not in local:
            hashes[n].append(change_hash(device, counter, record, field, value, erased=bool(erased)))
    return {n: digest_of(found) for n, found in hashes.items()}


def saves_held(reader: Reader, claims: Mapping[str, str]) -> dict[str, int]:
    """Of dossiers whose digest somebody has told: the save up to which what is here is just what that one holds.

    A digest is a sum, so each save's changes only add to it. A dossier is left out where none of its saves fits: the
    other has changes that are not here, or lacks some in between; so is one of somebody erased.
    """
    local = local_cells()
    found: dict[str, int] = {}
    for part in in_parts(sorted(claims), _AT_ONCE):
        sums: dict[str, tuple[int, int]] = {}
        for id, save, device, counter, kind, record, field, value in reader.query(
            _HASHED_BY_SAVE.format(marks(part)), part
        ):
            last, total = sums.get(id, (0, 0))
            if save != last and last and digest_of((total,)) == claims[id]:
                found[id] = last
            if (kind, field) not in local:
                total += change_hash(device, counter, record, field, value, erased=False)
            sums[id] = save, total
    return found


def changes_of(
    reader: Reader, dossiers: Collection[str], after: Mapping[str, int] = MappingProxyType({})
) -> Iterator[SharedChange]:
    """Every shared change of these dossiers, dossier by dossier and device by device in the order they were made.

    Of a dossier in ``after`` only those that came after that save.
    A change that replaced one which was set aside here names what that one had replaced too: whoever gets it without
    the one set aside would else take what is long replaced for a value of today.
    """
    local = local_cells()
    aside = _aside(reader)
    devices: dict[int, str] = dict(reader.query("SELECT n, id FROM device"))
    for part in in_parts(sorted(dossiers), _AT_ONCE):
        for row in reader.query(_SHARED.format(marks(part)), part):
            device, counter, wall, plausible, kind, record, field, value, replaces, dossier, author, save = (
                row
            )
            if (kind, field) in local or save <= after.get(dossier, -1):
                continue
            if aside and replaces:
                replaces = write_names(with_below(read_names(replaces), aside))
            yield SharedChange(
                devices[device], counter, wall, bool(plausible), kind, record, field, value,
                _world_names(replaces, devices), dossier, author,
            )  # fmt: skip


def _aside(reader: Reader) -> dict[Name, Names]:
    """The changes that are set aside, with what each replaced."""
    rows = reader.query(f"SELECT device, counter, replaces FROM change WHERE live > 1 AND live = {ASIDE}")
    return {(device, counter): read_names(replaces) for device, counter, replaces in rows}


def _world_names(replaces: str, devices: dict[int, str]) -> tuple[tuple[str, int], ...]:
    if not replaces:
        return ()
    pairs = (part.partition(".") for part in replaces.split(" "))
    return tuple((devices[int(n)], int(counter)) for n, _, counter in pairs)


_KNOWN = "SELECT n, id, digest FROM dossier WHERE id IN ({})"
_HASHED = f"""
SELECT c.dossier, o.erased, d.id, c.counter, c.type, c.record, c.field, c.value
  FROM change c JOIN dossier o ON o.n = c.dossier JOIN device d ON d.n = c.device
 WHERE c.dossier IN ({{}}) AND c.live <> {ASIDE}
"""
_HASHED_BY_SAVE = f"""
SELECT o.id, c.save, d.id, c.counter, c.type, c.record, c.field, c.value
  FROM change c JOIN dossier o ON o.n = c.dossier JOIN device d ON d.n = c.device
 WHERE o.id IN ({{}}) AND c.live <> {ASIDE} AND o.erased = 0 ORDER BY o.id, c.save
"""
_SHARED = f"""
SELECT c.device, c.counter, c.wall, c.plausible, c.type, c.record, c.field, c.value, c.replaces, o.id,
       coalesce(c.author, s.author, ''), c.save
  FROM dossier o JOIN change c ON c.dossier = o.n LEFT JOIN save s ON s.n = c.save
 WHERE o.id IN ({{}}) AND c.live <> {ASIDE} ORDER BY o.id, c.device, c.counter
"""
