"""The merge rule once more, written apart from the program's: what the tables must hold by the log alone."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

from fieldteacher.domain.fields import Sync
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.database import Store

Cell = list[dict[str, Any]]


def refolded(store: Store) -> tuple[dict[str, dict[str, Any]], set[tuple[str, str]], set[tuple[int, int]]]:
    """By record id its raw values and whether it is dead; the cells in conflict; the changes that stand."""
    reader = store.read()
    cells: dict[tuple[str, str], Cell] = defaultdict(list)
    erased = {row[0] for row in reader.query("SELECT n FROM dossier WHERE erased = 1")}
    cleared: dict[str, dict[str, Any]] = {}
    for row in reader.rows("SELECT c.*, d.id AS device_id FROM change c JOIN device d ON d.n = c.device"):
        if row["dossier"] in erased:
            assert row["value"] is None or row["field"] == "_erased"
            if row["live"] <= 1 and not row["field"].startswith("_") and row["type"] in RECORD_TYPES:
                cleared[row["record"]] = {"_deleted": True}
            continue
        if row["field"] not in ("_deleted", "_stands") and row["field"] not in getattr(
            RECORD_TYPES.get(row["type"]), "fields", ()
        ):
            continue  # of a newer version: kept, and not shown
        row["name"] = (row["device"], row["counter"])
        row["over"] = {tuple(map(int, part.split("."))) for part in row["replaces"].split()}
        cells[row["record"], row["field"]].append(row)
    standing = {cell: _heads(changes) for cell, changes in cells.items()}
    records: dict[str, dict[str, Any]] = defaultdict(dict)
    conflicts = set()
    aside: dict[str, dict[tuple[int, int], set[tuple[int, int]]]] = defaultdict(dict)
    of_fields: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for (record, field), made in cells.items():
        aside[record] |= {c["name"]: c["over"] for c in made if c["live"] > 1}
        if not field.startswith("_") and field not in _stays_here(made[0]["type"]):
            of_fields[record] |= {head["name"] for head in standing[record, field]}
    says: dict[str, str] = {}
    for (record, field), heads in standing.items():
        values = [head["value"] for head in heads]
        if field == "_stands" and heads:
            known = _below(set().union(*(head["over"] for head in heads if head["value"])), aside[record])
            if len(set(values)) > 1 or (any(values) and of_fields[record] - known):
                conflicts.add((record, field))
            if values[-1]:
                says[record] = values[-1]
        if field.startswith("_") or not heads:
            continue
        records[record][field] = values[-1]
        if len(set(values)) > 1:
            conflicts.add((record, field))
    for record, values_of in records.items():
        deletion = standing.get((record, "_deleted"), [])
        deleters = [head for head in deletion if head["value"]]
        known = _below(set().union(*(head["over"] for head in deleters)), aside[record])
        contested = bool(of_fields[record] - known) or len(deleters) < len(deletion)
        values_of["_deleted"] = bool(deleters) and not contested
        if deleters and contested:
            conflicts.add((record, "_deleted"))
    _show_those_that_stand(records, says)
    return records | cleared, conflicts, {head["name"] for heads in standing.values() for head in heads}


def _assert_digests_are_of_the_log(store: Store) -> None:
    """A digest that is kept is the sum of the hashes of the changes that count (docs/package-format.md)."""
    sums: dict[int, int] = defaultdict(int)
    for row in store.read().rows(
        "SELECT c.*, d.id AS device_id, o.erased FROM change c JOIN device d ON d.n = c.device "
        "JOIN dossier o ON o.n = c.dossier WHERE c.live <> 2"
    ):
        if row["type"] not in RECORD_TYPES or row["field"] not in _stays_here(row["type"]):
            value = row["value"]
            mark = "n" if value is None else f"s{value}" if isinstance(value, str) else f"i{value}"
            named = (row["device_id"], str(row["counter"]), row["record"], row["field"])
            hashed = hashlib.sha256("\0".join((*named, "-" if row["erased"] else mark)).encode()).digest()
            sums[row["dossier"]] += int.from_bytes(hashed[:8], "big")
    for n, digest in store.read().query("SELECT n, digest FROM dossier WHERE digest IS NOT NULL"):
        assert digest == (f"{sums[n] % 2**64:016x}" if n in sums else ""), "a kept digest is not of the log"


def _stays_here(kind: str) -> set[str]:
    """The fields that never leave this machine: nobody elsewhere can know them."""
    return {name for name, spec in RECORD_TYPES[kind].fields.items() if spec.sync is not Sync.SHARED}


def _below(
    names: set[tuple[int, int]], aside: dict[tuple[int, int], set[tuple[int, int]]]
) -> set[tuple[int, int]]:
    """Who knew a change that counts as never made knew what that had replaced."""
    more = set().union(*(aside[name] for name in names if name in aside)) - names
    return _below(names | more, aside) if more else names


def _show_those_that_stand(records: dict[str, dict[str, Any]], says: dict[str, str]) -> None:
    """Hide those for whom another stands, and show him where they are named."""

    def end(record: str, seen: tuple[str, ...] = ()) -> str:
        into = says.get(record)
        if into is None or into not in records or records[into]["_deleted"]:
            return record
        return min(seen[seen.index(record) :]) if record in seen else end(into, (*seen, record))

    ends = {record: end(record) for record in says}
    for values in records.values():
        for field, value in values.items():
            if value in ends:
                values[field] = ends[value]
            elif isinstance(value, str) and value.startswith("["):
                ids = list(dict.fromkeys(ends.get(one, one) for one in json.loads(value)))
                values[field] = json.dumps(ids, ensure_ascii=False, separators=(",", ":"))
    for record, into in ends.items():
        if into != record:
            records[record]["_deleted"] = True


def _heads(changes: Cell) -> Cell:
    aside = {change["name"]: change["over"] for change in changes if change["live"] > 1}
    counted = [change for change in changes if change["live"] <= 1]
    replaced = _below(set().union(*(change["over"] for change in counted)), aside)
    heads = [change for change in counted if change["name"] not in replaced]
    return sorted(heads, key=lambda h: (h["plausible"], h["wall"], h["device_id"], h["counter"]))


def assert_tables_follow_from_the_log(store: Store) -> None:
    """The tables, the list of conflicts, the marks of what stands and the digests are what the log says."""
    records, conflicts, live = refolded(store)
    _assert_digests_are_of_the_log(store)
    reader = store.read()
    shown: dict[str, dict[str, Any]] = {}
    for name, kind in RECORD_TYPES.items():
        for row in reader.rows(f"SELECT * FROM {name}"):
            values = {field: row[field] for field in kind.fields if row[field] is not None}
            shown[row["id"]] = {**values, "_deleted": bool(row["deleted"])}
    expected = {
        record: {field: value for field, value in values.items() if value is not None}
        for record, values in records.items()
    }
    assert shown == expected
    assert {(r, f) for r, f in reader.query("SELECT record, field FROM conflict")} == conflicts
    assert {
        (d, c)
        for d, c, kind, field in reader.query(
            "SELECT device, counter, type, field FROM change WHERE live = 1 "
            "AND dossier NOT IN (SELECT n FROM dossier WHERE erased = 1)"
        )
        if kind in RECORD_TYPES and (field in ("_deleted", "_stands") or field in RECORD_TYPES[kind].fields)
    } == live
