"""Fields whose changes did not know of each other: what there is to choose from, and choosing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text
from fieldteacher.store import peers
from fieldteacher.store.database import Store
from fieldteacher.store.fold import DELETED, STANDS
from fieldteacher.store.merging import read_unknown
from fieldteacher.store.merging import waiting as rejected_changes
from fieldteacher.store.queries.conflicts import count, count_changes, unseen_by
from fieldteacher.store.reader import Conflict, HistoryEntry, Reader

__all__ = ["DELETED", "STANDS", "Choice", "Conflict", "ConflictService", "HistoryEntry", "Kept", "Waiting"]

_ONE, _MANY = Text("解决冲突", "settle a conflict"), Text("解决 {n} 处冲突", "settle {n} conflicts")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conflict with the name of its record. ``meanwhile`` are the edits that whoever deleted a record, or put it together
    with another, had not seen."""

    conflict: Conflict
    title: str
    meanwhile: tuple[HistoryEntry, ...] = ()

    @property
    def names(self) -> set[str]:
        """The names of the changes among which somebody has to choose."""
        return {entry.name for entry in (*self.conflict.values, *self.meanwhile)}

    @property
    def mark(self) -> str:
        """Eight digits that are others as soon as another change stands beside these."""
        return hashlib.sha256("\n".join(sorted(self.names)).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Choice:
    """The value that is to stand, in the place of all that the person saw of a conflict."""

    seen: Waiting
    value: Value


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that came and is kept although it cannot be shown. ``changes`` counts those of a field that a newer version knows."""

    type: str
    record: str
    """Empty where it is about a field of many records."""
    title: str
    field: str
    reason: Text | None
    """Why a value cannot be shown; ``None`` where a newer version of the program shows it."""
    changes: int = 1
    differs_from: str = ""
    """The station that says it holds something else in this record and what belongs to it."""


class ConflictService:
    """The verbs on conflicts; settling one is a save like any other and can be taken back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self) -> int:
        """How many fields wait for a person."""
        return count(self._store.read())

    def waiting(self, language: Language = "zh_CN", record: str | None = None) -> list[Waiting]:
        """All fields that wait for a person (of one ``record``, where given), record by record."""
        reader = self._store.read()
        found = sorted(reader.conflicts(record=record), key=lambda each: (each.type, each.record, each.field))
        titles: dict[str, str] = {}
        for kind in {each.type for each in found}:
            titles |= reader.titles(kind, [each.record for each in found if each.type == kind], language)
        return [Waiting(each, titles.get(each.record, ""), _meanwhile(reader, each)) for each in found]

    def kept(self, language: Language = "zh_CN") -> list[Kept]:
        """What came in packages and cannot be shown: values that do not fit, and what only a newer version knows."""
        reader = self._store.read()
        rejected = list(rejected_changes(reader))
        titles: dict[str, str] = {}
        for kind in {each.type for each in rejected} & RECORD_TYPES.keys():
            titles |= reader.titles(kind, [each.record for each in rejected if each.type == kind], language)
        found = [
            Kept(each.type, each.record, titles.get(each.record, ""), each.field, each.reason)
            for each in rejected
        ]
        for label, dossier in peers.differing(reader):
            kind, _, record = dossier.partition(":")
            title = (
                reader.titles(kind, [record], language).get(record, "") if kind in RECORD_TYPES else dossier
            )
            found.append(Kept(kind, record, title, "", None, differs_from=label or "?"))
        unknown = count_changes(reader, read_unknown(reader))
        return found + [
            Kept(kind, "", "", field, None, n) for (kind, field), n in sorted(unknown.items()) if n
        ]

    def count_kept(self) -> int:
        """How many entries ``kept`` has."""
        reader = self._store.read()
        several = len(peers.differing(reader))
        return (
            several
            + sum(1 for _ in rejected_changes(reader))
            + sum(map(bool, count_changes(reader, read_unknown(reader)).values()))
        )

    def settle(self, choices: Sequence[Choice]) -> ChangeSet:
        """Let the chosen values stand, in one save.

        Raises ``FieldProblem`` where a value does not fit, and ``UserError`` (``overtaken``) where other values than those
        in a choice's conflict stand by now: nobody replaces what he has not seen. Then nothing is changed.
        """
        label = _ONE if len(choices) == 1 else _MANY.fill(n=len(choices))
        with self._store.write(label) as txn:
            if any(_as_it_stands(txn, each.seen.conflict) != each.seen.names for each in choices):
                raise overtaken()
            for each in choices:
                conflict = each.seen.conflict
                txn.resolve(conflict.type, conflict.record, conflict.field, each.value)
        return txn.changes


def overtaken() -> UserError:
    """What to raise where other values wait by now than somebody saw."""
    return UserError(
        "overtaken",
        Text(
            "这里刚才又有改动，已重新列出，请再看一次。",
            "This was changed again just now; it is listed anew, please look at it once more.",
        ),
    )


def _as_it_stands(reader: Reader, seen: Conflict) -> set[str]:
    """The names of the changes that wait for a person in this field now; none where it is settled."""
    now = next((each for each in reader.conflicts(seen.type, seen.record) if each.field == seen.field), None)
    return Waiting(now, "", _meanwhile(reader, now)).names if now else set()


def _meanwhile(reader: Reader, conflict: Conflict) -> tuple[HistoryEntry, ...]:
    if conflict.field not in (DELETED, STANDS):
        return ()
    unseen = unseen_by(reader, conflict.type, conflict.record, conflict.field)
    history = reader.history(conflict.type, conflict.record)
    return tuple(entry for entry in history if entry.name in unseen)
