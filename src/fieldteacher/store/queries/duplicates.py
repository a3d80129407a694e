"""People and firms that may have been entered twice, and what would move if two were put together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction
from fieldteacher.store.words import normal

SAME: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "student": (("student_number",), ("id_number", "name")),
    "enterprise": (("uscc",), ("name",)),
    "teacher": (("staff_number",),),
}
"""By type, the fields that, being the same in two records, make them possible duplicates. Names may be written
differently."""

_MOST_ALIKE = 20
"""More records of one name are a list of something else; their pairs would be hundreds."""
_LEFT_OUT = {ord(mark): None for mark in " \t\u3000()·•.-"}


class Pair(NamedTuple):
    """Two records that may be one: the earlier made first, and the fields in which they are the same."""

    type: str
    one: str
    other: str
    same: tuple[str, ...]


def pairs(reader: Reader) -> list[Pair]:
    """All pairs that nobody has said are two, type by type."""
    apart = set(reader.query("SELECT record, other FROM not_same"))
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for kind, ways in SAME.items():
        for names in ways:
            for alike in _alike(reader, kind, names):
                for one, other in combinations(sorted(alike)[:_MOST_ALIKE], 2):
                    if (one, other) not in apart:
                        found[kind, one, other].update(names)
    return [
        Pair(kind, one, other, tuple(name for name in RECORD_TYPES[kind].fields if name in names))
        for (kind, one, other), names in found.items()
    ]


def _alike(reader: Reader, kind: str, names: tuple[str, ...]) -> Iterable[list[str]]:
    """Groups of living records that have all of these fields, and the same in them."""
    given = "deleted = 0 AND " + " AND ".join(f"{name} <> ''" for name in names)
    if names[0] != "name":  # a number is compared as it is, which SQLite does by itself
        several = f"SELECT {names[0]} FROM {kind} WHERE {given} GROUP BY {names[0]} HAVING count(*) > 1"
        given += f" AND {names[0]} IN ({several})"
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for record, *values in reader.query(f"SELECT id, {', '.join(names)} FROM {kind} WHERE {given}"):
        groups[tuple(normal(value).translate(_LEFT_OUT) for value in values)].append(record)
    return [records for records in groups.values() if len(records) > 1]


def dismiss(txn: Transaction, one: str, other: str) -> None:
    """Note that two records are not the same person or firm."""
    txn.run("INSERT OR IGNORE INTO not_same VALUES (?, ?)", sorted((one, other)))


def recall(txn: Transaction, one: str, other: str) -> None:
    """Forget that it was said so."""
    txn.run("DELETE FROM not_same WHERE record = ? AND other = ?", sorted((one, other)))


def dismissed(reader: Reader) -> list[tuple[str, str]]:
    """The pairs of which it was said."""
    return reader.query("SELECT record, other FROM not_same")


def together(reader: Reader) -> list[tuple[str, str, str]]:
    """The records that are not shown, as type, id, and the id of the one that stands for each."""
    return reader.query("SELECT type, record, stands FROM alias WHERE stands <> record ORDER BY record")


def naming(reader: Reader, kind: str, record: str) -> dict[str, int]:
    """How many living records of each type name this one."""
    found: dict[str, int] = {}
    for owner in RECORD_TYPES.values():
        for name, spec in owner.fields.items():
            if kind in spec.targets:
                one = spec.kind is Kind.REFERENCE
                sql = f"SELECT count(*) FROM {owner.name} WHERE deleted = 0 AND " + (
                    f"{name} = ?" if one else f"instr({name}, ?)"
                )
                count = int(reader.query(sql, (record if one else json.dumps(record),))[0][0])
                if count:
                    found[owner.name] = found.get(owner.name, 0) + count
    return found
