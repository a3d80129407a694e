"""People and firms entered twice: which record stands for which.

A cell ``_stands`` of a record names the record that stands for it; it is logged, exchanged and settled like any
other. The table ``alias`` keeps what these cells come to, so that the tables can show a child of the one as a child
of the other; the log keeps what was written, so taking it back brings everything back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.columns import Scalar, binding_heads
from fieldteacher.store.fold import (
    BEHIND,
    DEAD,
    DELETED,
    LIVING,
    STANDS,
    fold,
    uncounted,
    unseen,
)
from fieldteacher.store.writing import Writing

_NOBODY: Mapping[str, str] = {}


def followed(says: Mapping[str, str], here: Collection[str]) -> dict[str, str]:
    """For each record that says who stands for it, the one that does.

    Chains are followed to their end; from a circle the smallest id stands for all of it. One who is not
    ``here``, or is deleted, stands for nobody: whoever was put together with it is shown again.
    """
    step = {record: into for record, into in says.items() if into in here and into != record}
    return {record: _end(step, record) for record in says}


def _end(step: Mapping[str, str], record: str) -> str:
    way: list[str] = []
    while record in step and record not in way:
        way.append(record)
        record = step[record]
    return min(way[way.index(record) :]) if record in way else record


def canonical(stands: Mapping[str, str], type_name: str, field: str, value: Scalar) -> Scalar:
    """A stored value as the tables show it: of records put together, the one that stands for them."""
    if not stands or value is None:
        return value
    spec = RECORD_TYPES[type_name].fields.get(field)
    if spec is None or not spec.targets:
        return value
    if spec.kind is Kind.REFERENCE:
        return stands.get(str(value), value)
    ids = json.loads(str(value))
    through = list(dict.fromkeys(stands.get(one, one) for one in ids))
    return value if through == ids else json.dumps(through, ensure_ascii=False, separators=(",", ":"))


class Aliases:
    """The records put together, within one transaction."""

    def __init__(self, txn: Writing, *, any: bool) -> None:
        """``any``: whether anybody was put together so far; nearly always nobody was, and every save asks."""
        self._txn = txn
        self._stands: Mapping[str, str] | None = None if any else _NOBODY
        self._concerned: frozenset[str] | None = None if any else frozenset()
        """The records that say who stands for them, and those they name."""

    @property
    def stands(self) -> Mapping[str, str]:
        """The records that are not shown, and the one that stands for each."""
        if self._stands is None:
            self._stands = dict(self._txn.query("SELECT record, stands FROM alias WHERE stands <> record"))
        return self._stands

    def of(self, record: str) -> str:
        """The record that stands for this one; itself, where none does."""
        return self.stands.get(record, record)

    def shown(self, type_name: str, field: str, value: Scalar) -> Scalar:
        """A stored value of a field as its table shows it."""
        return canonical(self.stands, type_name, field, value)

    def through(self, type_name: str, values: Mapping[str, Scalar]) -> Mapping[str, Scalar]:
        """Stored values as the table shows them."""
        if not self.stands:
            return values
        return {name: canonical(self.stands, type_name, name, value) for name, value in values.items()}

    def life(self, record: str, lives: bool) -> int:
        """What a record's row says in ``deleted``."""
        return DEAD if not lives else BEHIND if self.of(record) != record else LIVING

    def behind(self, record: str) -> list[str]:
        """The records that were put together with this one, living or not."""
        if record not in self._those_concerned():
            return []
        found = [record]
        for one in found:
            rows = self._txn.query("SELECT record FROM alias WHERE says = ?", (one,))
            found += [row[0] for row in rows if row[0] not in found]
        return found[1:]

    def settle(self, touched: Iterable[str] = (), said: Mapping[str, str] = _NOBODY) -> None:
        """Bring everything up to what the log says.

        ``said`` are the records (with their types) whose cell ``_stands`` was written, ``touched`` all that were
        written to, came into being, or whose life changed. Their rows, and what stands in the log, must be settled
        before.
        """
        concerned = self._those_concerned().intersection(touched)
        if not concerned and not said:
            return
        kinds = dict(self._txn.query("SELECT record, type FROM alias"))
        again = {record: kinds[record] for record in concerned if record in kinds}
        for record, kind in (again | dict(said)).items():
            if kind in RECORD_TYPES:
                self._hear(record, kind)
        self._follow()
        self._stands = self._concerned = None

    # -- inside ----------------------------------------------------------------------------------

    def _those_concerned(self) -> frozenset[str]:
        if self._concerned is None:
            rows = self._txn.query("SELECT record, says FROM alias")
            self._concerned = frozenset(record for row in rows for record in row)
        return self._concerned

    def _hear(self, record: str, kind: str) -> None:
        """Note whom a record names, and list it where that is contested."""
        log = self._txn.log
        cells = log.cells(record)
        folded = fold(cells.get(STANDS, {}).values())
        overlooked = unseen(folded, binding_heads(kind, log.heads(record)), uncounted(cells))
        log.settle(kind, record, STANDS, folded.names, folded.conflict or overlooked)
        into = folded.shown
        if isinstance(into, str):
            self._txn.run_many(
                "INSERT INTO alias (record, type, says, stands) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (record) DO UPDATE SET says = excluded.says",
                [(record, kind, into, record)],
            )
        else:
            self._txn.run_many("UPDATE alias SET says = record WHERE record = ?", [(record,)])

    def _follow(self) -> None:
        """Find anew who stands for whom, and show it."""
        rows = self._txn.query("SELECT record, type, says, stands FROM alias")
        here: set[str] = set()
        for kind in {row[1] for row in rows}:
            wanted = json.dumps([row[2] for row in rows if row[1] == kind])
            found = self._txn.query(
                f"SELECT id FROM {kind} WHERE deleted <> {DEAD} AND id IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
            here |= {row[0] for row in found}
        now = followed({row[0]: row[2] for row in rows}, here)
        moved = [(kind, record, old, now[record]) for record, kind, _, old in rows if now[record] != old]
        self._txn.run_many("UPDATE alias SET stands = ? WHERE record = ?", [(m[3], m[1]) for m in moved])
        self._txn.run_many(
            "DELETE FROM alias WHERE says = record AND record = ?", [(row[0],) for row in rows]
        )
        self._stands = None
        if moved:
            self._show_people(moved)
            self._show_children({m[0] for m in moved}, {m[2] for m in moved})

    def _show_people(self, moved: Sequence[tuple[str, str, str, str]]) -> None:
        for kind, record, old, new in moved:
            self._txn.run_many(
                f"UPDATE {kind} SET deleted = ? WHERE id = ? AND deleted <> {DEAD}",
                [(self.life(record, lives=True), record)],
            )
            beside = [(kind, one) for one in {old, new} - {record}]
            gone = [(kind, record)] if new != record else []
            back = [(kind, record)] if new == record else []
            self._txn.touch([(kind, DELETED)], changed=beside + back, deleted=gone)

    def _show_children(self, kinds: Collection[str], shown: Collection[str]) -> None:
        """Show anew the references that showed one of ``shown``."""
        wanted = json.dumps(sorted(shown))
        for kind in RECORD_TYPES.values():
            for name, spec in kind.fields.items():
                if not set(kinds).isdisjoint(spec.targets):
                    condition = _ONE if spec.kind is Kind.REFERENCE else _SEVERAL
                    rows = self._txn.query(
                        f"SELECT id, {name} FROM {kind.name} WHERE {condition.format(name)}", (wanted,)
                    )
                    if rows:
                        self._show_cells(kind.name, name, dict(rows))

    def _show_cells(self, kind: str, name: str, rows: Mapping[str, Scalar]) -> None:
        written = self._txn.query(_WRITTEN, (json.dumps(list(rows)), name))
        value = {record: self.shown(kind, name, raw) for record, raw in written}  # the last one stands
        other = [(new, record) for record, new in value.items() if new != rows[record]]
        self._txn.run_many(f"UPDATE {kind} SET {name} = ? WHERE id = ?", other)
        self._txn.touch([(kind, name)], changed=[(kind, record) for _, record in other])


_ONE = "{} IN (SELECT value FROM json_each(?))"
_SEVERAL = (
    "{0} IS NOT NULL AND EXISTS (SELECT 1 FROM json_each({0}) e JOIN json_each(?) w ON w.value = e.value)"
)
_WRITTEN = """
SELECT c.record, c.value FROM change c JOIN device d ON d.n = c.device
 WHERE c.record IN (SELECT value FROM json_each(?)) AND c.field = ? AND c.live = 1
 ORDER BY c.plausible, c.wall, d.id, c.counter
"""
