"""One save: every write to records goes through here and into the change log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.checks import check_whole, clean_record
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.record import SELF, SHARED_DOSSIER, RecordType, Value
from fieldteacher.domain.records import record_type
from fieldteacher.domain.text import Text
from fieldteacher.store.aliases import Aliases
from fieldteacher.store.columns import Scalar, binding_heads, special_encoders
from fieldteacher.store.driver import Connection
from fieldteacher.store.fold import (
    DEAD,
    DELETED,
    NONE,
    STANDS,
    Names,
    alive,
    fold,
    read_names,
    uncounted,
)
from fieldteacher.store.log import Log, Stamp
from fieldteacher.store.references import check_named, refuse_behind
from fieldteacher.store.search import Stale, stale
from fieldteacher.store.writing import Writing

Index = Callable[["Transaction", Stale, Stale], None]
"""Brings the search index up to date for records whose keys, or texts, have changed (``store.indexing.index``).

Handed in, because it needs the pinyin tables, which reading and starting must not load.
"""


class Transaction(Writing):
    """The writing side of a save. Made by ``Store.write``."""

    def __init__(self, connection: Connection, stamp: Stamp, new_id: Callable[[], str], index: Index) -> None:
        super().__init__(connection, stamp)
        self._index = index
        self.aliases = Aliases(self, any=stamp.put_together)
        """Which record stands for which; for the store's own modules."""
        self._new_id = new_id
        self._known: set[str] = set()
        self.changes = ChangeSet()
        self.entered = False
        """Set where the save is to be entered in the list of saves although this device made no change in it."""
        self.final = False
        """Set where the save cannot be taken back."""

    # -- verbs ---------------------------------------------------------------------------------

    def create(self, type_name: str, values: Mapping[str, object], *, id: str | None = None) -> str:
        """Make a record and return its id. An id that exists already is changed instead.

        Raises ``FieldProblem`` where a value does not fit or a needed one is missing.
        """
        kind = record_type(type_name)
        known = None if id is None else self.get(type_name, id)
        if known is not None:
            if known["deleted"]:
                self.restore(type_name, known["id"])
            self.update(type_name, known["id"], values)
            return str(known["id"])
        record: str = id or self._new_id()
        given = {name: value for name, value in clean_record(kind, values).items() if value is not None}
        check_whole(kind, given, frozenset(kind.required).union(given))
        self._known |= check_named(self, kind, given, self._known)
        encoded = _encode(type_name, given)
        names = ", ".join(encoded)
        marks = ", ?" * len(encoded)
        shown = self.aliases.through(type_name, encoded)
        self._connection.execute(
            f"INSERT INTO {type_name} (id, {names}) VALUES (?{marks})", (record, *shown.values())
        )
        self.log.add(type_name, record, self._dossier(kind, record, given), encoded)
        self.touched.created.add((type_name, record))
        self.touched.fields.update((type_name, name) for name in encoded)
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

        ``base`` is what ``heads`` returned when the form was opened. A field given as it was then is
        left alone; one that was changed here and also by somebody else since becomes a conflict with
        both values kept, never an overwrite; and a record deleted since comes back with the conflict
        listed. Without ``base`` the change is made against what is there now. Raises ``NotFound`` and
        ``FieldProblem``.
        """
        kind = record_type(type_name)
        current = self.need_any(type_name, record)
        refuse_behind(self, type_name, record, self.aliases.of(record))
        heads = self.log.heads(record)
        seen = None if base is None else _names_in(base)
        back = bool(current["deleted"])
        if back and (seen is None or seen.get(DELETED, NONE) == heads.get(DELETED, NONE)):
            self.need(type_name, record)
        cleaned = clean_record(kind, values)
        wanted = _encode(type_name, cleaned)
        shown = _encode(type_name, {name: current[name] for name in cleaned})
        overtaken = {n for n in cleaned if seen is not None and seen.get(n, NONE) != heads.get(n, NONE)}
        for name in overtaken:
            value = _value_at(self.log, kind, record, name, (seen or {}).get(name, NONE))
            shown[name] = self.aliases.shown(type_name, name, value)
        through = self.aliases.through(type_name, wanted)
        changed = {name: value for name, value in wanted.items() if through[name] != shown[name]}
        if not changed:
            return False
        amended = {name: cleaned[name] for name in changed}
        check_whole(kind, current | amended, frozenset(changed))
        self._known |= check_named(self, kind, amended, self._known, current)
        stands = {name: heads.get(name, NONE) for name in changed}
        replaces = stands | {n: (seen or {}).get(n, NONE) for n in overtaken if n in changed}
        self.log.add(type_name, record, self.log.dossier_of(record), changed, replaces)
        plain = {n: v for n, v in changed.items() if n not in overtaken and len(stands[n]) < 2}
        self.log.retire(name for n in plain for name in stands[n])
        self._show(type_name, record, plain)
        for name in changed.keys() - plain.keys():
            self._settle_field(type_name, record, name)
        self._mark(type_name, record, changed)
        if back:
            self._settle_life(type_name, record)
        return True

    def delete(self, type_name: str, record: str) -> None:
        """Delete a record, and those put together with it; it can be restored. Raises ``NotFound``."""
        record_type(type_name)
        self.need(type_name, record)
        for one in (*self.aliases.behind(record), record):
            if not self.dead(type_name, one):
                self.bury(type_name, one)

    def restore(self, type_name: str, record: str) -> None:
        """Bring a deleted record back with those put together with it; have one shown again for which another stands;
        or keep one that somebody else deleted while it was edited here.

        Raises ``NotFound`` where there never was one.
        """
        record_type(type_name)
        self.need_any(type_name, record)
        if self.aliases.of(record) != record:
            self.stand(type_name, record, None)
        contested = any(conflict.field == DELETED for conflict in self.conflicts(None, record))
        if self.dead(type_name, record) or contested:
            self.rewrite(type_name, record, DELETED, [0])
            for one in self.aliases.behind(record):
                if self.dead(type_name, one):
                    self.rewrite(type_name, one, DELETED, [0])

    def stand(self, type_name: str, record: str, into: str | None) -> None:
        """Have another record stand for this one (``None``: none does any more)."""
        # As a deletion does, it names the fields' changes it knew: an edit made meanwhile elsewhere is not hidden unseen.
        known = NONE.union(*self.log.heads(record).values())
        self.log.add(type_name, record, self.log.dossier_of(record), {STANDS: into}, {STANDS: known})
        self.aliases.settle(said={record: type_name})

    def resolve(self, type_name: str, record: str, name: str, value: object) -> None:
        """Settle a conflict: ``value`` takes the place of everything that stands in a field.

        The field ``_deleted`` settles whether the record lives, ``_stands`` which record stands for it. Raises
        ``NotFound`` and ``FieldProblem``.
        """
        kind = record_type(type_name)
        if name == STANDS:
            self.need_any(type_name, record)
            into = None if value is None else self.aliases.of(str(self.need_any(type_name, str(value))["id"]))
            self.stand(type_name, record, None if into == record else into)
            return
        if name == DELETED:
            (self.delete if value else self.restore)(type_name, record)
            return
        current = self.need(type_name, record)
        cleaned = clean_record(kind, {name: value})
        check_whole(kind, current | cleaned, frozenset(cleaned))
        self._known |= check_named(self, kind, cleaned, self._known)
        self.rewrite(type_name, record, name, [_encode(type_name, cleaned)[name]])

    def set_setting(self, name: str, value: str | None) -> None:
        """Keep or remove a local setting; not part of the change log."""
        if value is None:
            self.run("DELETE FROM setting WHERE name = ?", (name,))
        else:
            self.run("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    # -- for the store's own modules -----------------------------------------------------------

    def rewrite(self, type_name: str, record: str, name: str, values: Sequence[Scalar]) -> None:
        """Put ``values`` in the place of all that stands in a field; several become a conflict, the last shown.

        A deletion written so knows none of the fields, so it is contested.
        """
        stands = {name: self.log.heads(record).get(name, NONE)}
        dossier = self.log.dossier_of(record)
        for value in values:
            self.log.add(type_name, record, dossier, {name: value}, stands)
        if name == DELETED:
            self._settle_life(type_name, record)
        elif name == STANDS:
            self.aliases.settle(said={record: type_name})
        else:
            self._settle_field(type_name, record, name)
            self._mark(type_name, record, (name,))

    def dead(self, type_name: str, record: str) -> bool:
        """Whether a record itself is deleted; one for which another stands need not be."""
        return self.query(f"SELECT deleted FROM {type_name} WHERE id = ?", (record,)) == [(DEAD,)]

    def bury(self, type_name: str, record: str) -> None:
        """Delete this one record."""
        heads = self.log.heads(record)
        # The deletion names the fields' changes it knew; they stand nevertheless, for a restoration to show.
        known = {DELETED: NONE.union(*heads.values())}
        self.log.add(type_name, record, self.log.dossier_of(record), {DELETED: 1}, known)
        if DELETED in heads:
            self.log.retire(heads[DELETED])
            self.run("DELETE FROM conflict WHERE record = ? AND field = ?", (record, DELETED))
        self.run(f"UPDATE {type_name} SET deleted = {DEAD} WHERE id = ?", (record,))
        self.touched.deleted.add((type_name, record))
        self.touched.fields.add((type_name, DELETED))
        self.aliases.settle([record])

    def finish(self, number: int, label: Text) -> None:
        """Write what is still pending and bring the search index up to date; called once by the store."""
        self.log.finish()
        t = self.touched
        keys, texts = stale(t.created | t.changed | t.deleted, t.fields)
        if keys or texts:
            self._index(self, keys, texts)
        first, last = self.log.counters
        self.changes = ChangeSet(
            frozenset(t.created),
            frozenset(t.changed - t.created),
            frozenset(t.deleted),
            save=number if first <= last or self.entered else 0,
            label=Text("", "") if self.final else label,  # nobody is offered to take it back
        )

    def renew_index(self, keys: Stale, texts: Stale) -> None:
        """Write these keys and texts of the search index anew."""
        self._index(self, keys, texts)

    # -- inside --------------------------------------------------------------------------------

    def _dossier(self, kind: RecordType, record: str, values: Mapping[str, Value]) -> int:
        if kind.dossier == SHARED_DOSSIER:
            return self.log.dossier(SHARED_DOSSIER)
        owner = values.get(kind.dossier) if kind.dossier != SELF else None
        if isinstance(owner, str):
            return self.log.dossier_of(owner)
        return self.log.dossier(f"{kind.name}:{record}")

    def _show(self, type_name: str, record: str, values: Mapping[str, Scalar]) -> None:
        if values:
            places = ", ".join(f"{name} = ?" for name in values)
            shown = self.aliases.through(type_name, values)
            self.run(f"UPDATE {type_name} SET {places} WHERE id = ?", (*shown.values(), record))

    def _settle_field(self, type_name: str, record: str, name: str) -> None:
        """Settle what a field shows and whether it is in conflict, from all its changes."""
        folded = fold(self.log.cell(record, name).values())
        self._show(type_name, record, {name: folded.shown})
        self.log.settle(type_name, record, name, folded.names, folded.conflict)

    def _settle_life(self, type_name: str, record: str) -> None:
        """Settle whether a record is deleted, from its deletion's changes and the heads of its fields."""
        cells = self.log.cells(record)
        folded = fold(cells.get(DELETED, {}).values())
        heads = self.log.heads(record)
        lives, conflict = alive(folded, binding_heads(type_name, heads), uncounted(cells))
        self.log.settle(type_name, record, DELETED, folded.names, conflict)
        life = self.aliases.life(record, lives)
        self.run(f"UPDATE {type_name} SET deleted = ? WHERE id = ?", (life, record))
        (self.touched.changed if lives else self.touched.deleted).add((type_name, record))
        self.touched.fields.add((type_name, DELETED))
        self.aliases.settle([record])

    def _mark(self, type_name: str, record: str, names: Iterable[str]) -> None:
        self.touched.changed.add((type_name, record))
        self.touched.fields.update((type_name, name) for name in names)
        self.aliases.settle([record])


def _value_at(log: Log, kind: RecordType, record: str, name: str, names: Names) -> Scalar:
    try:
        return log.value_at(record, name, names)
    except KeyError as error:
        raise _bad_base(kind.fields[name].label) from error


def _encode(type_name: str, values: Mapping[str, Any]) -> dict[str, Scalar]:
    encoders = special_encoders(type_name)
    return {n: encoders[n](v) if n in encoders else v for n, v in values.items()}


def _names_in(base: Mapping[str, str]) -> dict[str, Names]:
    try:
        return {field: read_names(names) for field, names in base.items()}
    except (ValueError, AttributeError) as error:
        raise _bad_base(Text("记录", "the record")) from error


def _bad_base(label: Text) -> InputRefused:
    return InputRefused(
        "bad_base",
        Text(
            "{label}：给出的原版本不属于这条记录，请重新打开再改。",
            "{label}: the version the change starts from is not one of this record; open it anew and change it then.",
        ).fill(label=label),
    )
