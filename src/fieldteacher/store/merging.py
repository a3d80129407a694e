"""Taking in a package's changes: the union of two sets of changes, and the records brought up to it.

What every value shows follows from the set (``fold``), so the same package may come twice, late, or in any order.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.exchange import Arrival, Merged, Rejected, SharedChange
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.store import erasing
from fieldteacher.store.aside import write_runs
from fieldteacher.store.columns import Scalar, local_cells
from fieldteacher.store.fitting import known as known_cell
from fieldteacher.store.fitting import misfit
from fieldteacher.store.fold import (
    ABOUT_RECORDS,
    ASIDE,
    ERASED,
    NONE,
    REJECTED,
    REPLACED,
    STANDING,
    STANDS,
    Change,
    Name,
    read_names,
    write_names,
)
from fieldteacher.store.parts import in_parts, marks
from fieldteacher.store.reader import Reader
from fieldteacher.store.refolding import Settled, Settling, refold
from fieldteacher.store.sharing import shared_hash
from fieldteacher.store.transaction import Transaction

_AT_ONCE = 20_000
"""How many changes are taken in together; a package may hold more than there is memory for."""
UNKNOWN_KEPT = "unknown_kept"
"""The setting that lists the types and fields of which the log holds changes that only a newer version can show."""


def nothing_told(done: int) -> None:
    """Where nobody asks how far it is."""


@dataclass(slots=True)
class _Tally:
    """What was found so far."""

    settled: Settled = field(default_factory=Settled)
    rejected: list[Rejected] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    """The changes that count for this package now: new ones, and those taken up again."""
    unknown: int = 0
    unknown_cells: set[tuple[str, str]] = field(default_factory=set)
    known: int = 0
    applied: int = 0


@dataclass(slots=True)
class _Incoming:
    """One change on its way in, with its local names."""

    change: SharedChange
    name: Name
    replaces: str
    dossier: int
    live: int

    def as_known(self) -> tuple[Any, ...]:
        """As ``_THERE`` would have it."""
        c = self.change
        return c.counter, c.type, c.record, c.field, c.value, c.wall, 0, self.live


def merge(
    txn: Transaction,
    arrival: Arrival,
    changes: Iterable[SharedChange],
    *,
    told: Callable[[int], None] = nothing_told,
) -> Merged:
    """Take in a package's changes within a save of purpose ``fold.PACKAGE``.

    ``told`` hears how many changes were taken in and may raise to stop; the save then comes to nothing. What is
    here already changes nothing. Raises ``InputRefused`` (``copied_device``) where a change has the name of
    another: then two copies of one store have gone on writing under one device id.
    """
    importing = _Importing(txn, arrival)
    source = iter(changes)
    while part := list(islice(source, _AT_ONCE)):
        importing.take(part)
        told(importing.tally.known + importing.tally.applied)
    return importing.finish()


class _Importing:
    def __init__(self, txn: Transaction, arrival: Arrival) -> None:
        self._txn = txn
        self._arrival = arrival
        self._save = txn.log.save
        self._package = self._entered()
        self._devices: dict[str, int] = dict(txn.query("SELECT id, n FROM device"))
        self._unnamed: set[str] = {row[0] for row in txn.query("SELECT id FROM device WHERE label = ''")}
        self._names: dict[tuple[tuple[str, int], ...], str] = {}
        self.tally = _Tally()

    # -- a part of the changes -------------------------------------------------------------------

    def take(self, changes: list[SharedChange]) -> None:
        """Take in some of the changes."""
        tally, txn = self.tally, self._txn
        named = [((self._device(c.device, c.author), c.counter), c) for c in changes]
        there = self._there([name for name, _ in named])
        fresh: dict[Name, _Incoming] = {}
        again: set[str] = set()
        for name, change in named:
            known = there.get(name)
            if known is None:
                if name in fresh:
                    self._refuse_other_content(change, fresh[name].as_known())
                else:
                    fresh[name] = self._incoming(name, change)
                continue
            self._refuse_other_content(change, known)
            if known[-1] == ASIDE:
                again.add(change.record)
                self._take_up(self._incoming(name, change))
                tally.applied += 1
            else:
                tally.known += 1
        tally.applied += len(fresh)
        tally.names += fresh
        self._grow(fresh.values())
        self._judge(fresh.values())
        refolded = self._store(fresh) | again
        if refolded:
            tally.settled.add(refold(txn, sorted(refolded)))
        said = {c.record: c.type for c in changes if c.field == STANDS}
        txn.aliases.settle({one.change.record for one in fresh.values()}, said)
        told = {
            one.dossier
            for one in fresh.values()
            if one.change.field == ERASED or one.dossier in txn.log.erased
        }
        if told:
            tally.settled.leave_out(erasing.settle(txn, told))

    def finish(self) -> Merged:
        """Enter the package in the list of those taken in, and say what it did."""
        tally, txn = self.tally, self._txn
        if tally.applied:
            self._enter()
        if tally.unknown_cells:
            txn.set_setting(UNKNOWN_KEPT, json.dumps(sorted(read_unknown(txn) | tally.unknown_cells)))
        done = tally.settled
        created = done.created
        return Merged(
            created=frozenset(created),
            changed=frozenset(done.changed - created - done.deleted),
            deleted=frozenset(done.deleted - created),
            cells=tuple(done.cells),
            conflicts=tuple(dict.fromkeys(done.conflicts)),
            rejected=tuple(tally.rejected),
            unknown=tally.unknown,
            known=tally.known,
            applied=tally.applied,
            save=self._save if tally.applied else 0,
        )

    # -- inside ----------------------------------------------------------------------------------

    def _incoming(self, name: Name, change: SharedChange) -> _Incoming:
        replaces = self._replaced(change.replaces) if change.replaces else ""
        return _Incoming(change, name, replaces, self._txn.log.dossier(change.dossier), REPLACED)

    def _device(self, id: str, author: str = "") -> int:
        """The local number of a device; one not heard of is called by its first author until somebody says better."""
        number = self._devices.get(id)
        if number is None:
            number = self._txn.log.new_device(id, author)
            self._devices[id] = number
            if not author:
                self._unnamed.add(id)
        elif author and id in self._unnamed:
            self._unnamed.discard(id)
            self._txn.run("UPDATE device SET label = ? WHERE n = ?", (author, number))
        return number

    def _replaced(self, names: tuple[tuple[str, int], ...]) -> str:
        if names not in self._names:
            self._names[names] = write_names((self._device(id), counter) for id, counter in names)
        return self._names[names]

    def _there(self, names: Collection[Name]) -> dict[Name, tuple[Any, ...]]:
        """Those of these changes that are in the log already."""
        by_device: dict[int, list[int]] = {}
        for device, counter in names:
            by_device.setdefault(device, []).append(counter)
        found: dict[Name, tuple[Any, ...]] = {}
        for device, counters in by_device.items():
            ((last,),) = self._txn.query(
                "SELECT coalesce(max(counter), 0) FROM change WHERE device = ?", (device,)
            )
            for part in in_parts(counter for counter in counters if counter <= last):
                sql = _THERE.format(marks(part))
                found |= {(device, row[0]): row for row in self._txn.query(sql, (device, *part))}
        return found

    def _refuse_other_content(self, c: SharedChange, known: tuple[Any, ...]) -> None:
        _, kind, record, name, value, wall, erased, _ = known
        same = kind == c.type and record == c.record and name == c.field and wall == c.wall
        if not same or not (erased or c.value is None or value is None or _equal(value, c.value)):
            raise InputRefused(
                "copied_device",
                Text(
                    "包里有与本机同名但内容不同的改动：某台电脑的数据是复制来的，两份都在用。请在那台电脑上重新导出。",
                    "The package holds changes of the same name as others here but with other content: a store was "
                    "copied and both copies are in use. Please export again from that computer.",
                ),
            )

    def _grow(self, incoming: Iterable[_Incoming]) -> None:
        """Have the dossiers' digests follow, so that the next package need not read all of them again."""
        log, local = self._txn.log, local_cells()
        for one in incoming:
            c = one.change
            if one.dossier in log.erased:
                log.touch([one.dossier])
            elif (c.type, c.field) not in local:
                log.grow(one.dossier, shared_hash(c))

    def _take_up(self, one: _Incoming) -> None:
        self._judge([one])
        self.tally.names.append(one.name)
        self._txn.log.touch([one.dossier])
        self._txn.run(
            "UPDATE change SET live = ?, package = ?, save = ? WHERE device = ? AND counter = ?",
            (one.live, self._package, self._save, *one.name),
        )

    def _judge(self, incoming: Iterable[_Incoming]) -> None:
        tally = self.tally
        for one in incoming:
            c = one.change
            if not known_cell(c.type, c.field):
                tally.unknown += 1
                tally.unknown_cells.add((c.type, c.field))
            elif (reason := misfit(c.type, c.field, c.value)) is not None:
                one.live = REJECTED
                tally.rejected.append(Rejected(c.type, c.record, c.field, reason))

    def _store(self, fresh: dict[Name, _Incoming]) -> set[str]:
        """Write new changes into the log; returns the records that have to be folded from it.

        A record that was not here is settled at once from what came.
        """
        by_record: dict[str, list[_Incoming]] = {}
        for one in fresh.values():
            by_record.setdefault(one.change.record, []).append(one)
        kinds = self._kinds(by_record)
        settling = Settling(self._txn)
        to_fold = set()
        for record, changes in by_record.items():
            kind = kinds.get(record)
            if kind is not None or not self._settle_new(settling, record, changes):
                to_fold.add(record)
                self._refuse_other_type(record, kind or changes[0].change.type, changes)
        self._txn.run_many(_INSERT, (self._row(one) for one in fresh.values()))
        settling.write()
        self.tally.settled.add(settling.done)
        return to_fold

    def _settle_new(self, settling: Settling, record: str, changes: list[_Incoming]) -> bool:
        """Settle a record that was not here; ``False`` where its changes are not plain enough for that."""
        kind = changes[0].change.type
        values: dict[str, Scalar] = {}
        cells: dict[str, dict[Name, Change]] = {}
        plain = kind in RECORD_TYPES
        for one in changes:
            c = one.change
            if c.type != kind:
                return False
            plain = plain and one.live != REJECTED and c.field not in values and c.field not in ABOUT_RECORDS
            values[c.field] = c.value
        if plain:
            settling.fresh(kind, record, values)
            for one in changes:
                one.live = STANDING
            return True
        if kind not in RECORD_TYPES:
            return False
        for one in changes:
            c = one.change
            over = read_names(one.replaces) if one.replaces else NONE
            made = Change(one.name, c.device, c.wall, c.plausible, c.value, over, one.live != REJECTED)
            cells.setdefault(c.field, {})[one.name] = made
        standing = settling.settle(kind, record, cells, None)
        for one in changes:
            if one.name in standing:
                one.live = STANDING
        return True

    def _refuse_other_type(self, record: str, kind: str, changes: list[_Incoming]) -> None:
        for one in changes:
            if one.change.type != kind and one.live != REJECTED:
                one.live = REJECTED
                reason = Text("记录的类型不同", "the record is of another type")
                self.tally.rejected.append(Rejected(one.change.type, record, one.change.field, reason))

    def _kinds(self, records: Iterable[str]) -> dict[str, str]:
        """The type of each of these records that has changes here."""
        found: dict[str, str] = {}
        for part in in_parts(records):
            sql = f"SELECT record, type FROM change WHERE record IN ({marks(part)}) GROUP BY record"
            found |= dict(self._txn.query(sql, part))
        return found

    def _row(self, one: _Incoming) -> tuple[object, ...]:
        c = one.change
        return (
            *one.name, c.wall, int(c.plausible), c.type, c.record, c.field, c.value, one.replaces, one.dossier,
            self._save, self._package, one.live, c.author,
        )  # fmt: skip

    # -- the list of packages --------------------------------------------------------------------

    def _entered(self) -> int:
        """The number of this package in the list: its own where it came before, else the next."""
        found = self._txn.query("SELECT n FROM package WHERE id = ?", (self._arrival.package,))
        if found:
            return int(found[0][0])
        return int(self._txn.query("SELECT coalesce(max(n), 0) + 1 FROM package")[0][0])

    def _enter(self) -> None:
        a, tally, txn = self._arrival, self.tally, self._txn
        txn.entered = True
        counts = f'{{"applied":{tally.applied},"known":{tally.known},"rejected":{len(tally.rejected)},"unknown":{tally.unknown}}}'
        peer = txn.query("SELECT n FROM peer WHERE sign_key = ?", (a.sign_key,))
        txn.run(
            _ENTER,
            (
                self._package, a.package, peer[0][0] if peer else None, a.device, a.serial, a.created_ms, txn.log.wall,
                self._save, write_runs(tally.names), counts,
            ),
        )  # fmt: skip


def _equal(one: Scalar, other: Scalar) -> bool:
    return type(one) is type(other) and one == other


def read_unknown(reader: Reader) -> set[tuple[str, str]]:
    """The types and fields of which the log holds changes that only a newer version of the program can show."""
    return {(kind, name) for kind, name in json.loads(reader.setting(UNKNOWN_KEPT) or "[]")}


def waiting(reader: Reader) -> Iterator[Rejected]:
    """The changes kept in the log whose values cannot be shown."""
    for kind, record, name, value in reader.query(
        # The index holds the few that do not count as usual; SQLite must be told that these are among them.
        "SELECT type, record, field, value FROM change WHERE live > 1 AND live = ?",
        (REJECTED,),
    ):
        reason = misfit(kind, name, value) or Text("记录的类型不同", "the record is of another type")
        yield Rejected(kind, record, name, reason)


_THERE = """
SELECT c.counter, c.type, c.record, c.field, c.value, c.wall, o.erased, c.live
  FROM change c JOIN dossier o ON o.n = c.dossier WHERE c.device = ? AND c.counter IN ({})
"""
_INSERT = "INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ENTER = """
INSERT INTO package (n, id, peer, device, serial, created_ms, received_ms, save, aside, names, counts)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
ON CONFLICT (id) DO UPDATE SET save = excluded.save, aside = 0, names = excluded.names, counts = excluded.counts,
  received_ms = excluded.received_ms
"""
