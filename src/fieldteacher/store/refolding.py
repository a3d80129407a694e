"""Bringing records up to what the log says of them, many at once: after a package, after one was set aside, after an update."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store import erasing
from fieldteacher.store.columns import Scalar, binding_heads
from fieldteacher.store.fold import (
    ABOUT_RECORDS,
    DEAD,
    DELETED,
    REPLACED,
    STANDING,
    STANDS,
    Change,
    Folded,
    Name,
    alive,
    fold,
    read_names,
    uncounted,
)
from fieldteacher.store.parts import in_parts, marks
from fieldteacher.store.transaction import Transaction

Cells = Mapping[str, Mapping[Name, Change]]
Row = dict[str, Any]

_AT_ONCE = 400
_NO_CHANGES: Mapping[Name, Change] = {}


@dataclass(slots=True)
class Settled:
    """What became of records: as ``(type, id)``, and their cells as ``(type, id, field)``."""

    created: set[tuple[str, str]] = field(default_factory=set)
    changed: set[tuple[str, str]] = field(default_factory=set)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    cells: list[tuple[str, str, str]] = field(default_factory=list)
    conflicts: list[tuple[str, str, str]] = field(default_factory=list)
    """The cells contested now that were not before."""

    def add(self, more: Settled) -> None:
        """Add what became of other records."""
        self.created |= more.created
        self.changed |= more.changed
        self.deleted |= more.deleted
        self.cells += more.cells
        self.conflicts += more.conflicts

    def leave_out(self, erased: set[tuple[str, str]]) -> None:
        """Tell of records that were erased, of which those ``erased`` lived, nothing but that these are gone."""
        self.deleted |= erased - self.created
        self.created -= erased
        self.changed -= erased
        self.cells[:] = [cell for cell in self.cells if cell[:2] not in erased]
        self.conflicts[:] = [cell for cell in self.conflicts if cell[:2] not in erased]


@dataclass(slots=True)
class _Writes:
    """What is still to be written to the tables."""

    rows: dict[tuple[str, tuple[str, ...]], list[tuple[Scalar, ...]]] = field(default_factory=dict)
    """New rows, by type and columns."""
    updates: dict[tuple[str, tuple[str, ...]], list[tuple[Scalar, ...]]] = field(default_factory=dict)
    gone: dict[str, list[tuple[str]]] = field(default_factory=dict)
    flags: list[tuple[int, int, int]] = field(default_factory=list)
    contested: list[tuple[str, str, str]] = field(default_factory=list)
    settled: list[tuple[str, str]] = field(default_factory=list)


class Settling:
    """Settles records from their changes: what each field shows, whether it is contested, whether the record lives.

    ``done`` says what became of them; ``write`` puts it into the tables.
    """

    def __init__(self, txn: Transaction) -> None:
        self._txn = txn
        self._writes = _Writes()
        self.done = Settled()

    def fresh(self, kind: str, record: str, values: Mapping[str, Scalar]) -> None:
        """A new record of which every cell has one change, and none is about the record itself."""
        fields = RECORD_TYPES[kind].fields
        known = {name: value for name, value in values.items() if value is not None and name in fields}
        self._insert(kind, record, known, lives=True)

    def settle(
        self, kind: str, record: str, cells: Cells, row: Row | None, listed: Collection[str] = ()
    ) -> set[Name]:
        """Settle a record of a known type; returns the names of its changes that stand.

        ``row`` is the record as its table has it, ``listed`` the fields in the list of conflicts.
        """
        fields = RECORD_TYPES[kind].fields
        folded = {name: _fold(cell) for name, cell in cells.items()}
        standing = {name for one in folded.values() for name in one.names}
        heads = [n for name, one in folded.items() if name not in ABOUT_RECORDS for n in one.names]
        if not heads:  # all of it was set aside, or only its deletion has come so far
            self._vanish(kind, record, row, listed)
            return standing
        binding = binding_heads(kind, {name: one.names for name, one in folded.items()})
        lives, contested = alive(folded.get(DELETED, Folded(())), binding, uncounted(cells))
        shown = {name: one.shown for name, one in folded.items() if name in fields}
        self._list(kind, record, DELETED, contested, listed)
        for name in shown:
            self._list(kind, record, name, folded[name].conflict, listed)
        if row is None:
            self._insert(kind, record, {n: v for n, v in shown.items() if v is not None}, lives)
        else:
            # A field whose every change was set aside shows nothing.
            blank = {name: None for name in fields if row[name] is not None and name not in shown}
            self._update(kind, record, row, shown | blank, lives)
        return standing

    def flag(self, changes: Iterable[tuple[Name, int]], standing: Collection[Name]) -> None:
        """Note which of these changes (with their flags) stand now and which no longer do."""
        for name, live in changes:
            wanted = STANDING if name in standing else REPLACED
            if live <= STANDING and live != wanted:
                self._writes.flags.append((wanted, *name))

    def write(self) -> None:
        """Put what was settled into the tables."""
        w, run = self._writes, self._txn.run_many
        for (kind, names), rows in w.rows.items():
            columns = ", ".join(("id", "deleted", *names))
            run(f"INSERT INTO {kind} ({columns}) VALUES (?, ?{', ?' * len(names)})", rows)
        for (kind, names), rows in w.updates.items():
            run(f"UPDATE {kind} SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?", rows)
        for kind, ids in w.gone.items():
            run(f"DELETE FROM {kind} WHERE id = ?", ids)
        run("UPDATE change SET live = ? WHERE device = ? AND counter = ?", w.flags)
        run("DELETE FROM conflict WHERE record = ? AND field = ?", w.settled)
        run("INSERT OR IGNORE INTO conflict VALUES (?, ?, ?)", w.contested)
        self._writes = _Writes()

    # -- inside ----------------------------------------------------------------------------------

    def _insert(self, kind: str, record: str, values: Mapping[str, Scalar], lives: bool) -> None:
        key = (kind, tuple(values))
        aliases = self._txn.aliases
        shown = aliases.through(kind, values)
        self._writes.rows.setdefault(key, []).append((record, aliases.life(record, lives), *shown.values()))
        if lives:
            self.done.created.add((kind, record))
            self._touch(kind, values, created=[(kind, record)])

    def _update(self, kind: str, record: str, row: Row, shown: Mapping[str, Scalar], lives: bool) -> None:
        aliases = self._txn.aliases
        through = aliases.through(kind, shown)
        other: dict[str, Scalar] = {name: value for name, value in through.items() if row[name] != value}
        self.done.cells += [(kind, record, name) for name in other]
        pair = (kind, record)
        if (row["deleted"] == DEAD) == lives:
            other["deleted"] = aliases.life(record, lives)
            (self.done.created if lives else self.done.deleted).add(pair)
            self._txn.touch([(kind, DELETED)], **{"changed" if lives else "deleted": [pair]})
        elif other and lives:
            self.done.changed.add(pair)
        if other:
            key = (kind, tuple(other))
            self._writes.updates.setdefault(key, []).append((*other.values(), record))
            self._touch(kind, other.keys() - {"deleted"}, changed=[pair])

    def _vanish(self, kind: str, record: str, row: Row | None, listed: Collection[str]) -> None:
        self._writes.settled += [(record, name) for name in listed]
        if row is None:
            return
        self._writes.gone.setdefault(kind, []).append((record,))
        if not row["deleted"]:
            self.done.deleted.add((kind, record))
        names = [name for name in RECORD_TYPES[kind].fields if row[name] is not None]
        self._touch(kind, (*names, DELETED), deleted=[(kind, record)])

    def _list(self, kind: str, record: str, name: str, contested: bool, listed: Collection[str]) -> None:
        if contested == (name in listed):
            return
        if contested:
            self._writes.contested.append((kind, record, name))
            self.done.conflicts.append((kind, record, name))
        else:
            self._writes.settled.append((record, name))

    def _touch(self, kind: str, names: Iterable[str], **records: list[tuple[str, str]]) -> None:
        self._txn.touch([(kind, name) for name in names], **records)


def refold(txn: Transaction, records: Iterable[str]) -> Settled:
    """Settle these records from all their changes in the log."""
    settling = Settling(txn)
    every = list(dict.fromkeys(records))
    said: dict[str, str] = {}
    for part in in_parts(every, _AT_ONCE):
        said |= _refold_part(txn, settling, part)
        settling.write()
    txn.aliases.settle(every, said)
    if txn.log.erased:
        erasing.settle(txn, {txn.log.dossier_of(record) for record in every} & txn.log.erased)
    return settling.done


def _refold_part(txn: Transaction, settling: Settling, records: list[str]) -> dict[str, str]:
    """Settle some records; returns those (with their types) that ever said who stands for them."""
    given = marks(records)
    found = txn.query(_CHANGES.format(given), records)
    by_record = [(record, list(rows)) for record, rows in groupby(found, itemgetter(0))]
    kinds = {record: _kind(rows) for record, rows in by_record}
    rows = rows_of(txn, kinds)
    listed: dict[str, set[str]] = {}
    for record, name in txn.query(f"SELECT record, field FROM conflict WHERE record IN ({given})", records):
        listed.setdefault(record, set()).add(name)
    said = {}
    for record, changes in by_record:
        cells: dict[str, dict[Name, Change]] = {}
        for _, name, _, device, counter, id, wall, plausible, value, replaces, live in changes:
            change = Change(
                (device, counter), id, wall, bool(plausible), value, read_names(replaces), live <= STANDING
            )
            cells.setdefault(name, {})[device, counter] = change
        kind = kinds[record]
        if kind in RECORD_TYPES:
            standing = settling.settle(kind, record, cells, rows.get(record), listed.get(record, ()))
        else:
            standing = {n for cell in cells.values() for n in fold(cell.values()).names}
        settling.flag((((row[3], row[4]), row[10]) for row in changes), standing)
        if STANDS in cells:
            said[record] = kind
    return said


def rows_of(txn: Transaction, kinds: Mapping[str, str]) -> dict[str, Row]:
    """The rows of records as their tables have them, by id; ``kinds`` says each one's type."""
    found: dict[str, Row] = {}
    for kind in {kind for kind in kinds.values() if kind in RECORD_TYPES}:
        for part in in_parts((record for record, its in kinds.items() if its == kind), _AT_ONCE):
            sql = f"SELECT * FROM {kind} WHERE id IN ({marks(part)})"
            found |= {row["id"]: row for row in txn.rows(sql, part)}
    return found


def _kind(rows: list[tuple[Any, ...]]) -> str:
    """The type of a record, by its changes that count where there are any."""
    return str(next((row[2] for row in rows if row[10] <= STANDING), rows[0][2]))


def _fold(cell: Mapping[Name, Change]) -> Folded:
    if len(cell) == 1:
        (only,) = cell.values()
        return Folded((only,) if only.counts else ())
    return fold(cell.values())


_CHANGES = """
SELECT c.record, c.field, c.type, c.device, c.counter, d.id, c.wall, c.plausible, c.value, c.replaces, c.live
  FROM change c JOIN device d ON d.n = c.device WHERE c.record IN ({}) ORDER BY c.record, c.field
"""
