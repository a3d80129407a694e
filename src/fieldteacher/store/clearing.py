"""Taking what is known of some records out of a store for good: their rows, what is found by them, drafts, files.

For a person erased on request and for a dossier handed over; what becomes of their changes differs.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.fold import ABOUT_RECORDS, DEAD, DELETED, STANDING
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

TO_COMPACT = "to_compact"
"""The setting that lists the hashes of files to look at when the store is made smaller; there is none where it need not be."""


def records_of(reader: Reader, dossiers: Iterable[int]) -> dict[str, str]:
    """The records of known types in some dossiers (local numbers), with their types.

    As in the tables, a record is there once a change of one of its fields is.
    """
    found: dict[str, str] = {}
    about = ", ".join(f"'{name}'" for name in sorted(ABOUT_RECORDS))
    for number in dossiers:
        found |= dict(
            reader.query(
                f"SELECT record, min(type) FROM change WHERE dossier = ? AND live <= {STANDING} "
                f"AND field NOT IN ({about}) GROUP BY record",
                (number,),
            )
        )
    return {record: kind for record, kind in found.items() if kind in RECORD_TYPES}


def changes_in(reader: Reader, dossiers: Iterable[int]) -> int:
    """How many changes the log has of some dossiers."""
    sql = "SELECT count(*) FROM change WHERE dossier = ?"
    return sum(int(reader.query(sql, (number,))[0][0]) for number in dossiers)


def clear(txn: Transaction, records: Mapping[str, str], *, keep_rows: bool) -> set[tuple[str, str]]:
    """Take records out of the tables, the list of conflicts, the drafts and what is found; returns those that lived.

    Where ``keep_rows``, a row without any value stays, deleted. What stands for what has to be settled afterwards.
    """
    lived: set[tuple[str, str]] = set()
    by_kind: dict[str, list[str]] = {}
    for record, kind in records.items():
        by_kind.setdefault(kind, []).append(record)
    _note_files(txn, by_kind.get("attachment", ()))
    for kind, ids in by_kind.items():
        given = (json.dumps(ids),)
        rows = txn.query(f"SELECT id FROM {kind} WHERE deleted <> {DEAD} AND id IN {_GIVEN}", given)
        lived |= {(kind, row[0]) for row in rows}
        txn.touch([(kind, DELETED)], deleted=[(kind, row[0]) for row in rows])
        if keep_rows:
            nothing = ", ".join(f"{name} = NULL" for name in RECORD_TYPES[kind].fields)
            txn.run(f"UPDATE {kind} SET deleted = {DEAD}, {nothing} WHERE id IN {_GIVEN}", given)
            txn.run_many(
                f"INSERT OR IGNORE INTO {kind} (id, deleted) VALUES (?, {DEAD})", [(id,) for id in ids]
            )
        else:
            txn.run(f"DELETE FROM {kind} WHERE id IN {_GIVEN}", given)
    every = (json.dumps(list(records)),)
    txn.run(f"DELETE FROM conflict WHERE record IN {_GIVEN}", every)
    txn.run(f"DELETE FROM not_same WHERE record IN {_GIVEN} OR other IN {_GIVEN}", every * 2)
    _clear_drafts(txn, set(records))
    return lived


def close_saves(txn: Transaction, dossiers: Collection[int]) -> None:
    """Note of the saves that wrote in these dossiers alone (gone or erased by now) that they cannot be taken back.

    To be called while their changes are still there.
    """
    marks = ",".join("?" * len(dossiers))
    saves = txn.query(
        f"SELECT DISTINCT s.n, s.device, s.first, s.last FROM change c JOIN save s ON s.n = c.save "
        f"WHERE c.dossier IN ({marks}) AND s.device = c.device AND s.undone_by IS NULL AND s.undoes IS NULL",
        list(dossiers),
    )
    for number, device, first, last in saves:
        other = txn.query(
            "SELECT 1 FROM change c JOIN dossier o ON o.n = c.dossier WHERE c.device = ? AND c.counter BETWEEN ? AND ? "
            f"AND o.erased = 0 AND c.dossier NOT IN ({marks}) LIMIT 1",
            (device, first, last, *dossiers),
        )
        if not other:
            txn.run("UPDATE save SET undone_by = n WHERE n = ?", (number,))


def _clear_drafts(txn: Transaction, gone: set[str]) -> None:
    for form, subject, content in txn.query("SELECT form, subject, content FROM draft"):
        if any(record in subject for record in gone):
            left = None
        elif not any(record in content for record in gone):
            continue
        else:
            left = _without(json.loads(content), gone)
        where = (form, subject)
        if left is None:
            txn.run("DELETE FROM draft WHERE form = ? AND subject = ?", where)
        else:
            kept = json.dumps(left, ensure_ascii=False)
            txn.run("UPDATE draft SET content = ? WHERE form = ? AND subject = ?", (kept, *where))


def _without(content: Any, gone: Collection[str]) -> Any:
    """What is left of a draft without what is about some records; ``None`` where all of it is.

    A part that names one of them as its own (a talk of a visit) goes as a whole; others in a list stay.
    """
    if isinstance(content, dict):
        if any(isinstance(value, str) and value in gone for value in content.values()):
            return None
        return {name: _without(value, gone) for name, value in content.items() if name not in gone}
    if isinstance(content, list):
        parts = [_without(part, gone) for part in content if not (isinstance(part, str) and part in gone)]
        return [part for part, was in zip(parts, content, strict=False) if part is not None or was is None]
    return content


def _note_files(txn: Transaction, attachments: Iterable[str]) -> None:
    """Note that the store has to be made smaller, and which files may be named by nobody any more."""
    rows = txn.query(
        f"SELECT sha256 FROM attachment WHERE sha256 IS NOT NULL AND id IN {_GIVEN}",
        (json.dumps(list(attachments)),),
    )
    noted = set(json.loads(txn.setting(TO_COMPACT) or "[]"))
    txn.set_setting(TO_COMPACT, json.dumps(sorted(noted.union(row[0] for row in rows))))


_GIVEN = "(SELECT value FROM json_each(?))"
