"""One save: every write to records goes through here and into the change log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.checks import check_whole, clean_record
from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.fields import Kind
from fieldteacher.domain.record import SELF, SHARED_DOSSIER, RecordType, Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.store.columns import Scalar, special_encoders
from fieldteacher.store.driver import Connection
from fieldteacher.store.fold import DELETED, Name, alive, effective, fold, read_names
from fieldteacher.store.log import Log, Stamp
from fieldteacher.store.reader import Reader, Row
from fieldteacher.store.search import Stale, stale

_REFERENCES = (Kind.REFERENCE, Kind.REFERENCES)


@dataclass(slots=True)
class _Touched:
    created: set[tuple[str, str]] = field(default_factory=set)
    changed: set[tuple[str, str]] = field(default_factory=set)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    fields: set[tuple[str, str]] = field(default_factory=set)
    """``(type, field)`` pairs written, so that the search index is refreshed only where it must be."""


Index = Callable[["Transaction", Stale, Stale], None]
"""Brings the search index up to date for records whose keys, or texts, have changed (``store.indexing.index``).

Handed in, because it needs the pinyin tables, which reading and starting must not load.
"""


class Transaction(Reader):
    """The writing side of a save. Made by ``Store.write``; reading through it sees what was written so far."""

    def __init__(self, connection: Connection, stamp: Stamp, new_id: Callable[[], str], index: Index) -> None:
        super().__init__(connection)
        self._index = index
        self._log = Log(connection, stamp)
        self._stamp = stamp
        self._new_id = new_id
        self._touched = _Touched()
        self._known: set[str] = set()
        self.changes = ChangeSet()

    # -- verbs ---------------------------------------------------------------------------------

    def create(self, type_name: str, values: Mapping[str, object], *, id: str | None = None) -> str:
        """Make a record and return its id. An id that exists already is changed instead.

        Raises ``FieldProblem`` where a value does not fit or a needed one is missing.
        """
        kind = _kind(type_name)
        record: str = id or self._new_id()
        if id is not None and self.get(type_name, id) is not None:
            if self.need_any(type_name, id)["deleted"]:
                self.restore(type_name, id)
            self.update(type_name, id, values)
            return id
        given = {name: value for name, value in clean_record(kind, values).items() if value is not None}
        check_whole(kind, given, frozenset(kind.fields))
        self._check_references(kind, given)
        encoded = self._encode(type_name, given)
        names = ", ".join(encoded)
        marks = ", ".join("?" * len(encoded))
        self._connection.execute(
            f"INSERT INTO {type_name} (id, {names}) VALUES (?, {marks})", (record, *encoded.values())
        )
        self._log.add(type_name, record, self._dossier(kind, record, given), encoded)
        self._touched.created.add((type_name, record))
        self._touched.fields.update((type_name, name) for name in encoded)
        self._known.add(record)
        return record

    def update(
        self,
        type_name: str,
        record: str,
        values: Mapping[str, object],
        *,
        base: Mapping[str, str] | None = None,
    ) -> bool:
        """Change the given fields of a record; returns whether anything was written.

        ``base`` is what ``heads`` returned when the form was opened: a field that has changed since
        then becomes a conflict with both values kept, never an overwrite. Without it the change is
        made against what is there now. Raises ``NotFound`` and ``FieldProblem``.
        """
        kind = _kind(type_name)
        current = self.need(type_name, record)
        cleaned = clean_record(kind, values)
        heads = self._heads(record)
        stale = {
            name for name in cleaned if base is not None and read_names(base.get(name, "")) != heads.get(name, frozenset())
        }  # fmt: skip
        changed = {n: v for n, v in cleaned.items() if n in stale or current[n] != v}
        if not changed:
            return False
        check_whole(kind, current | changed, frozenset(changed))
        self._check_references(kind, changed)
        encoded = self._encode(type_name, changed)
        dossier = self._log.dossier_of(record)
        for name, value in encoded.items():
            replaces = (
                read_names((base or {}).get(name, "")) if name in stale else heads.get(name, frozenset())
            )
            self._log.replace(type_name, record, name, value, replaces, dossier)
        self._show(type_name, record, {n: v for n, v in encoded.items() if n not in stale})
        for name in encoded:
            if name in stale or len(heads.get(name, ())) > 1:
                self._refold(type_name, record, name)
        self._mark(type_name, record, encoded)
        return True

    def delete(self, type_name: str, record: str) -> None:
        """Delete a record; it can be restored. Raises ``NotFound``."""
        self.need(type_name, record)
        heads = self._heads(record)
        every = frozenset[Name]().union(*heads.values())
        self._log.replace(
            type_name,
            record,
            DELETED,
            1,
            every,
            self._log.dossier_of(record),
            keep=every - heads.get(DELETED, frozenset()),
        )
        self._settle_life(type_name, record)

    def restore(self, type_name: str, record: str) -> None:
        """Bring a deleted record back. Raises ``NotFound`` where there never was one."""
        if not self.need_any(type_name, record)["deleted"]:
            return
        heads = self._heads(record).get(DELETED, frozenset())
        self._log.replace(type_name, record, DELETED, 0, heads, self._log.dossier_of(record))
        self._settle_life(type_name, record)

    def need_any(self, type_name: str, record: str) -> Row:
        """A record, deleted or not; raises ``NotFound``."""
        found = self.get(type_name, record)
        if found is None:
            raise NotFound("not_found", Text("没有这条记录：{id}", "there is no record {id}").fill(id=record))
        return found

    def set_setting(self, name: str, value: str | None) -> None:
        """Keep or remove a local setting; not part of the change log."""
        if value is None:
            self._connection.execute("DELETE FROM setting WHERE name = ?", (name,))
        else:
            self._connection.execute(
                "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    # -- undo ----------------------------------------------------------------------------------

    def take_back(self, save: int) -> int:
        """Undo a save: each of its changes that still stands is followed by what was there before.

        What was changed again since then stays as it is. Returns how many of the save's changes could
        not be taken back for that reason.
        """
        kept = 0
        created, edits = self._log.written_by(save)
        for type_name, record in created:
            if self._log.changed_since(record, save):
                kept += 1
            elif not self.need_any(type_name, record)["deleted"]:
                self.delete(type_name, record)
        born = {record for _, record in created}
        for type_name, record, name, change in edits:
            if record in born:
                continue
            if name == DELETED:
                (self.restore if self.need_any(type_name, record)["deleted"] else self.delete)(
                    type_name, record
                )
            elif not self._take_back_change(type_name, record, name, change):
                kept += 1
        return kept

    def _take_back_change(self, type_name: str, record: str, name: str, change: Name) -> bool:
        cell = {c.name: c for c in self._log.changes_of(record, name)}
        undone = self._log.undone_by(record, name)
        standing = effective(cell, undone)
        if change not in standing:
            return False
        heads = frozenset(c.name for c in fold(cell.values()).heads)
        before = standing - {change} or cell[change].replaces
        values = [cell[n].value for n in sorted(before, key=lambda n: cell[n].order)]
        dossier = self._log.dossier_of(record)
        # Several values come back as several changes that do not know of each other: the conflict is there again.
        for value in list(dict.fromkeys(values)) or [None]:
            self._log.replace(type_name, record, name, value, heads, dossier)
        self._refold(type_name, record, name)
        self._mark(type_name, record, (name,))
        return True

    # -- inside --------------------------------------------------------------------------------

    def finish(self, number: int, label: Text) -> None:
        """Write what is still pending and bring the search index up to date; called once by the store."""
        self._log.flush()
        t = self._touched
        keys, texts = stale(t.created | t.changed | t.deleted, t.fields)
        if keys or texts:
            self._index(self, keys, texts)
        self.changes = ChangeSet(
            frozenset(t.created),
            frozenset(t.changed - t.created),
            frozenset(t.deleted),
            save=number,
            label=label,
        )

    @property
    def counters(self) -> tuple[int, int]:
        """First and last counter of the changes written."""
        return self._log.counters

    def run(self, sql: str, parameters: Iterable[object] = ()) -> None:
        """Execute a statement that writes; for the store's own modules."""
        self._connection.execute(sql, tuple(parameters))

    def run_many(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Execute a statement that writes for many rows; for the store's own modules."""
        self._connection.executemany(sql, rows)

    def _heads(self, record: str) -> dict[str, frozenset[Name]]:
        self._log.flush()
        return {name: read_names(names) for name, names in self.heads("", record).items()}

    def _encode(self, type_name: str, values: Mapping[str, Value]) -> dict[str, Scalar]:
        encoders = special_encoders(type_name)
        return {n: encoders[n](v) if n in encoders else v for n, v in values.items()}  # type: ignore[misc]

    def _dossier(self, kind: RecordType, record: str, values: Mapping[str, Value]) -> int:
        if kind.dossier == SHARED_DOSSIER:
            return self._log.dossier(SHARED_DOSSIER)
        owner = values.get(kind.dossier) if kind.dossier != SELF else None
        if isinstance(owner, str):
            return self._log.dossier_of(owner)
        return self._log.dossier(f"{kind.name}:{record}")

    def _check_references(self, kind: RecordType, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            spec = kind.fields[name]
            if spec.kind not in _REFERENCES or value is None:
                continue
            for target in (value,) if isinstance(value, str) else tuple(value):  # type: ignore[arg-type]
                if target in self._known:
                    continue
                if not any(self.query(f"SELECT 1 FROM {t} WHERE id = ?", (target,)) for t in spec.targets):
                    raise FieldProblem(
                        "no_such_record",
                        Text(
                            "{label}：没有这条记录（{id}）。", "{label}: there is no such record ({id})."
                        ).fill(label=spec.label, id=target),
                        field=name,
                    )
                self._known.add(target)

    def _show(self, type_name: str, record: str, values: Mapping[str, Scalar]) -> None:
        known = {n: v for n, v in values.items() if n in RECORD_TYPES[type_name].fields}
        if known:
            places = ", ".join(f"{name} = ?" for name in known)
            self._connection.execute(
                f"UPDATE {type_name} SET {places} WHERE id = ?", (*known.values(), record)
            )

    def _refold(self, type_name: str, record: str, name: str) -> None:
        """Settle what a field shows and whether it is in conflict, from all its changes."""
        folded = fold(self._log.changes_of(record, name))
        self._show(type_name, record, {name: folded.shown.value})
        self._log.settle(type_name, record, name, {c.name for c in folded.heads}, folded.conflict)

    def _settle_life(self, type_name: str, record: str) -> None:
        """Settle whether a record is deleted."""
        self._log.flush()
        folded = fold(self._log.changes_of(record, DELETED))
        self._log.settle(type_name, record, DELETED, {c.name for c in folded.heads}, False)
        others = [n for name, names in self._heads(record).items() if name != DELETED for n in names]
        lives, conflict = alive(folded.heads, others)
        self._log.settle(
            type_name, record, DELETED, {c.name for c in folded.heads}, conflict and bool(folded.shown.value)
        )
        self._connection.execute(f"UPDATE {type_name} SET deleted = ? WHERE id = ?", (int(not lives), record))
        (self._touched.changed if lives else self._touched.deleted).add((type_name, record))
        self._touched.fields.add((type_name, DELETED))

    def _mark(self, type_name: str, record: str, names: Iterable[str]) -> None:
        self._touched.changed.add((type_name, record))
        self._touched.fields.update((type_name, name) for name in names)


def _kind(type_name: str) -> RecordType:
    kind = RECORD_TYPES.get(type_name)
    if kind is None:
        raise UserError(
            "unknown_type",
            Text("没有记录类型 {name}。", "there is no record type {name}.").fill(name=type_name),
        )
    return kind
