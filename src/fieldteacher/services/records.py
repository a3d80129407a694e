"""The verbs that every record type has: list, show, put, delete, restore, undo."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.checks import check_mark, check_told
from fieldteacher.domain.clock import derived_id
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.fields import Kind
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.records import RECORD_TYPES, record_type
from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import clean
from fieldteacher.store.database import Store
from fieldteacher.store.fold import DELETED, ERASED, STANDS
from fieldteacher.store.reader import HistoryEntry, Reader, Row

__all__ = [
    "DELETED",
    "ERASED",
    "STANDS",
    "Duplicate",
    "HistoryEntry",
    "RecordService",
    "Row",
    "Shown",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """A record with all there is to know about it; ``heads`` is the base for a later change."""

    record: Row
    title: str
    heads: Mapping[str, str]
    history: list[HistoryEntry]


class Duplicate(UserError):
    """A record with the same key is there already; ``existing`` is its id."""

    def __init__(self, text: Text, field: str, existing: str) -> None:
        super().__init__("duplicate", text, field=field)
        self.existing = existing


class RecordService:
    """Generic access to the records of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @staticmethod
    def types() -> Mapping[str, RecordType]:
        """The data dictionary."""
        return RECORD_TYPES

    def get(self, type_name: str, record: str) -> Row | None:
        """One record, or ``None``; ``deleted`` says whether it is deleted."""
        return self._store.read().get(type_name, record)

    def need(self, type_name: str, record: str) -> Row:
        """One record that is not deleted; raises ``NotFound``."""
        return self._store.read().need(type_name, record)

    def list(
        self,
        type_name: str,
        where: Mapping[str, object] | None = None,
        *,
        search: str | None = None,
        limit: int | None = None,
        order: Sequence[str] = (),
    ) -> tuple[int, list[Row]]:
        """``(how many there are, the first of them)``; values in ``where`` may be text as typed."""
        reader = self._store.read()
        kind = RECORD_TYPES.get(type_name)
        exact = {
            name: clean(kind.fields[name], value) if kind and name in kind.fields else value
            for name, value in (where or {}).items()
        }
        found = reader.records(type_name, exact, search=search, limit=limit, order=order)
        total = len(found) if limit is None else reader.count(type_name, exact, search=search)
        return total, found

    def count(self, type_name: str) -> int:
        """How many records of a type there are."""
        return self._store.read().count(type_name)

    def show(self, type_name: str, record: str, language: Language = "zh_CN") -> Shown:
        """A record, deleted or not, with its history; raises ``NotFound``."""
        reader = self._store.read()
        found = reader.get(type_name, record) or reader.need(type_name, record)
        title = reader.titles(type_name, [record], language).get(record, "")
        return Shown(
            found,
            title,
            reader.heads(type_name, record),
            reader.history(type_name, record),
        )

    def heads(self, type_name: str, record: str) -> dict[str, str]:
        """What stands in a record now; a form keeps it and gives it back as ``base`` when it saves."""
        return self._store.read().heads(type_name, record)

    def titles(self, type_name: str, records: Sequence[str], language: Language = "zh_CN") -> dict[str, str]:
        """What to call these records."""
        return self._store.read().titles(type_name, records, language)

    def reference_titles(
        self, type_name: str, rows: Sequence[Row], language: Language = "zh_CN"
    ) -> dict[str, str]:
        """Titles of every record that ``rows`` refer to, by id."""
        reader = self._store.read()
        titles: dict[str, str] = {}
        for name, spec in RECORD_TYPES[type_name].fields.items():
            if spec.kind not in (Kind.REFERENCE, Kind.REFERENCES):
                continue
            ids: set[str] = set()
            for row in rows:
                value = row.get(name)
                ids.update((value,) if isinstance(value, str) else value or ())
            for target in spec.targets:
                titles |= reader.titles(target, ids - titles.keys(), language)
        return titles

    def seen_with(self, type_name: str, record: str, types: Container[str]) -> tuple[str, str] | None:
        """The record of one of ``types`` with which this one can be seen: itself, or whom it belongs to.

        ``None`` where it belongs to none of them.
        """
        reader = self._store.read()
        while type_name not in types:
            owner = RECORD_TYPES[type_name].dossier
            if owner not in RECORD_TYPES[type_name].fields:
                return None
            record = reader.need(type_name, record)[owner]
            type_name = reader.type_of(record) or ""
            if not type_name:
                return None
        return type_name, record

    def put(
        self,
        type_name: str,
        values: Mapping[str, Any],
        *,
        record: str | None = None,
        base: Mapping[str, str] | None = None,
        allow_duplicate: bool = False,
    ) -> tuple[str, ChangeSet]:
        """Make a record, or change the given fields of ``record``; returns its id and what changed.

        Raises ``FieldProblem`` (a value does not fit), ``Duplicate`` (the key is taken) and ``NotFound``.
        """
        ids, changes = self.put_many(
            type_name,
            [(record, values)],
            bases={record: base} if record and base else {},
            allow_duplicate=allow_duplicate,
        )
        return ids[0], changes

    def put_many(
        self,
        type_name: str,
        entries: Sequence[tuple[str | None, Mapping[str, Any]]],
        *,
        bases: Mapping[str, Mapping[str, str]] | None = None,
        allow_duplicate: bool = False,
    ) -> tuple[Sequence[str], ChangeSet]:
        """``put`` for many records in one save: all of them, or none.

        The ``entry`` of an error says which of ``entries`` it was, from 0.
        """
        kind = record_type(type_name)
        verb = (
            Text("保存{type}", "save {type}")
            if any(r for r, _ in entries)
            else Text("新增{type}", "add {type}")
        )
        ids: list[str] = []
        with self._store.write(verb.fill(type=kind.label)) as txn:
            for number, (record, values) in enumerate(entries):
                try:
                    if not allow_duplicate:
                        self._refuse_duplicate(txn.records, kind, values, record)
                    if record is None:
                        ids.append(txn.create(type_name, values, id=_only_id(kind, values)))
                    else:
                        txn.update(type_name, record, values, base=(bases or {}).get(record))
                        ids.append(record)
                    check_beside_others(txn, type_name, ids[-1], values)
                except UserError as error:
                    error.entry = number
                    raise
        return ids, txn.changes

    @staticmethod
    def _refuse_duplicate(
        records: Any, kind: RecordType, values: Mapping[str, Any], record: str | None
    ) -> None:
        for name in kind.key:
            value = clean(kind.fields[name], values.get(name))
            if value is None:
                continue
            other = next(
                (row for row in records(kind.name, {name: value}, limit=2) if row["id"] != record), None
            )
            if other is not None:
                text = Text("{label} {value} 已有：{name}。", "{label} {value} is taken by {name}.")
                raise Duplicate(
                    text.fill(
                        label=kind.fields[name].label, value=value, name=other.get("name") or other["id"]
                    ),
                    name,
                    other["id"],
                )

    def delete(self, type_name: str, record: str) -> ChangeSet:
        """Delete a record; it can be restored. Raises ``NotFound``."""
        kind = record_type(type_name)
        with self._store.write(Text("删除{type}", "delete {type}").fill(type=kind.label)) as txn:
            txn.delete(type_name, record)
        return txn.changes

    def restore(self, type_name: str, record: str) -> ChangeSet:
        """Bring a deleted record back. Raises ``NotFound``."""
        kind = record_type(type_name)
        with self._store.write(Text("恢复{type}", "restore {type}").fill(type=kind.label)) as txn:
            txn.restore(type_name, record)
        return txn.changes

    def undo(self, save: int | None = None) -> ChangeSet:
        """Take back a save: the one numbered, else the last that still stands.

        What was changed again since then stays. Raises ``UserError`` where nothing can be undone.
        """
        return self._store.undo(save)

    def last_saves(self, limit: int = 50) -> Sequence[tuple[int, int, Text]]:
        """The last saves that can be taken back, newest first: number, when (ms since 1970, UTC), label."""
        return self._store.last_saves(limit)

    def keep_draft(self, form: str, subject: str, content: str | None) -> None:
        """Keep (or forget) what is typed and not saved."""
        self._store.keep_draft(form, subject, content)

    def draft(self, form: str, subject: str) -> str | None:
        """What was typed in a form and not saved."""
        return self._store.draft(form, subject)

    def drafts(self, form: str) -> Sequence[tuple[str, str]]:
        """All drafts of a form: subject and content."""
        return self._store.drafts(form)

    def store_version(self) -> int:
        """A number that changes when another program has written to the store."""
        return self._store.version()


_ONLY_ONE = {
    "evaluation": ("placement", "scheme", "stage", "rater"), "score": ("evaluation", "criterion"),
    "daily_check": ("enterprise", "checked_on"), "journal": ("student", "kind", "period"),
    "second_score": ("evaluation", "criterion"), "rule_file": ("name",),
}  # fmt: skip
"""Records of which there can be only one for these fields together; their id follows from them."""
_APART = {"second_score": ("second",)}
"""What keeps the ids of two types apart that would follow from the same fields."""


def _only_id(kind: RecordType, values: Mapping[str, Any]) -> str | None:
    """The id of a record of which there can be only one: entered twice, it is changed instead."""
    parts = [clean(kind.fields[name], values.get(name)) for name in _ONLY_ONE.get(kind.name, ())]
    whole = [part for part in parts if isinstance(part, str) and part]
    return derived_id(*whole, *_APART.get(kind.name, ())) if parts and len(whole) == len(parts) else None


def _mark_within_full_marks(reader: Reader, record: str) -> None:
    """Raise where a mark is above what its criterion allows."""
    score = reader.get("score", record) or reader.need("second_score", record)
    criterion = reader.need("criterion", score["criterion"])
    check_mark(criterion["name"], criterion["full_marks"], score["tenths"], "tenths")


def _told_after_it_happened(reader: Reader, record: str) -> None:
    """Raise where a notification is older than its incident."""
    told = reader.need("notification", record)
    incident = reader.need_any("incident", told["incident"])
    check_told(incident["occurred_at"], told["told_at"], "told_at")


def _happened_before_it_was_told(reader: Reader, record: str) -> None:
    """Raise where an incident is later than one of its notifications."""
    occurred = reader.need("incident", record)["occurred_at"]
    for told in reader.records("notification", {"incident": record}):
        check_told(occurred, told["told_at"], "occurred_at")


_BESIDE_OTHERS: Mapping[str, tuple[frozenset[str], Callable[[Reader, str], None]]] = {
    "score": (frozenset({"criterion", "tenths"}), _mark_within_full_marks),
    "second_score": (frozenset({"criterion", "tenths"}), _mark_within_full_marks),
    "notification": (frozenset({"incident", "told_at"}), _told_after_it_happened),
    "incident": (frozenset({"occurred_at"}), _happened_before_it_was_told),
}


def check_beside_others(reader: Reader, type_name: str, record: str, changed: Iterable[str]) -> None:
    """Check a saved record beside other records; to be called inside the save, which it can refuse.

    Only what this save touches can be refused, as in ``domain.checks``. Raises ``FieldProblem``.
    """
    fields, check = _BESIDE_OTHERS.get(type_name, (frozenset(), None))
    if check is not None and not fields.isdisjoint(changed):
        check(reader, record)
