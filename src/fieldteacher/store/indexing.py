"""Writing the search index, inside the save that makes it necessary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.pinyin import spelled
from fieldteacher.store.reader import Reader
from fieldteacher.store.search import Stale
from fieldteacher.store.transaction import Transaction
from fieldteacher.store.words import index_words, normal


def index(txn: Transaction, keys: Stale, texts: Stale) -> None:
    """Renew the keys of the people and enterprises in ``keys`` and the words of the records in ``texts``."""
    students = set(keys.get("student", ()))
    if "placement" in keys:
        # From the log, because a placement moved to another student leaves the former one's keys to renew.
        students |= {
            row[0]
            for row in _parts(
                txn, "SELECT value FROM change WHERE field = 'student' AND record", keys["placement"]
            )
        }
    if "enterprise" in keys:
        students |= {
            row[0]
            for row in _parts(txn, "SELECT student FROM placement WHERE enterprise", keys["enterprise"])
        }
    contacts = set(keys.get("contact", ()))
    if "enterprise" in keys:
        contacts |= {
            row[0] for row in _parts(txn, "SELECT id FROM contact WHERE enterprise", keys["enterprise"])
        }
    _renew(txn, students, _students(txn, students))
    _renew(txn, keys.get("enterprise", ()), _enterprises(txn, keys.get("enterprise", ())))
    _renew(txn, contacts, _contacts(txn, contacts))
    for kind, ids in texts.items():
        _renew_texts(txn, kind, ids)


_Entry = tuple[str, str, str, str, str]
"""record, type, title, subtitle, keys"""


def _renew(txn: Transaction, ids: Iterable[str], entries: Iterable[_Entry]) -> None:
    found = list(entries)
    txn.run_many("INSERT OR REPLACE INTO search_key VALUES (?, ?, ?, ?, ?)", found)
    gone = set(ids) - {entry[0] for entry in found}
    txn.run_many("DELETE FROM search_key WHERE record = ?", [(record,) for record in gone])


def _students(reader: Reader, ids: Iterable[str]) -> Iterator[_Entry]:
    every = list(ids)
    places: dict[str, tuple[str, str, str]] = {
        student: (name, short or "", bed or "")
        for student, name, short, bed in _parts(
            reader,
            "SELECT p.student, e.name, e.short_name, p.lodging_address FROM placement p JOIN enterprise e ON "
            "e.id = p.enterprise WHERE p.deleted = 0 AND coalesce(p.status, 'active') IN ('active', 'planned') "
            "AND p.student",
            every,
        )
    }
    for row in _parts(
        reader,
        "SELECT id, name, student_number, class_name, phone, guardian_phone, emergency_phone, wechat "
        "FROM student WHERE deleted = 0 AND id",
        every,
    ):
        record, name, number, class_name, *rest = row
        enterprise, short, bed = places.get(record, ("", "", ""))
        subtitle = " · ".join(filter(None, (number, class_name, short or enterprise)))
        keys = [name, *spelled(name), number, class_name, *rest, enterprise, short, *_spelled(short), bed]
        yield record, "student", name, subtitle, _joined(keys)


def _enterprises(reader: Reader, ids: Iterable[str]) -> Iterator[_Entry]:
    for record, name, short, uscc, phone, city, district in _parts(
        reader,
        "SELECT id, name, short_name, uscc, phone, city, district FROM enterprise WHERE deleted = 0 AND id",
        ids,
    ):
        place = "".join(filter(None, (city, district)))
        yield (
            record,
            "enterprise",
            name,
            place,
            _joined([name, short, *spelled(name), *_spelled(short), uscc, phone, place]),
        )


def _contacts(reader: Reader, ids: Iterable[str]) -> Iterator[_Entry]:
    for record, name, phone, wechat, enterprise, short in _parts(
        reader,
        "SELECT c.id, c.name, c.phone, c.wechat, e.name, e.short_name FROM contact c LEFT JOIN enterprise e "
        "ON e.id = c.enterprise WHERE c.deleted = 0 AND c.id",
        ids,
    ):
        yield (
            record,
            "contact",
            name,
            short or enterprise or "",
            _joined([name, *spelled(name), phone, wechat, enterprise]),
        )


def _spelled(name: str | None) -> tuple[str, ...]:
    return spelled(name) if name else ()


def _joined(keys: Iterable[str | None]) -> str:
    return "|" + "|".join(dict.fromkeys(normal(key).replace(" ", "|") for key in keys if key)) + "|"


def _renew_texts(txn: Transaction, kind: str, ids: Iterable[str]) -> None:
    """Write the words of these records anew; a record keeps its number in the index."""
    every = list(ids)
    numbers = {
        record: n for n, record in _parts(txn, "SELECT n, record FROM search_document WHERE record", every)
    }
    names = ", ".join(RECORD_TYPES[kind].searched)
    words = {
        record: index_words(filter(None, texts))
        for record, *texts in _parts(txn, f"SELECT id, {names} FROM {kind} WHERE deleted = 0 AND id", every)
        if any(texts)
    }
    txn.run_many("DELETE FROM search_text WHERE rowid = ?", [(n,) for n in numbers.values()])
    txn.run_many(
        "DELETE FROM search_document WHERE n = ?",
        [(n,) for record, n in numbers.items() if record not in words],
    )
    fresh = [record for record in words if record not in numbers]
    if fresh:
        last = int(txn.query("SELECT coalesce(max(n), 0) FROM search_document")[0][0])
        numbers |= {record: n for n, record in enumerate(fresh, last + 1)}
    txn.run_many("INSERT INTO search_document VALUES (?, ?, ?)", [(numbers[r], r, kind) for r in fresh])
    txn.run_many(
        "INSERT INTO search_text (rowid, words) VALUES (?, ?)", [(numbers[r], words[r]) for r in words]
    )


def _parts(reader: Reader, head: str, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of ``head IN (ids)``, asked in parts that SQLite can take."""
    every = list(ids)
    for start in range(0, len(every), 900):
        part = every[start : start + 900]
        yield from reader.query(f"{head} IN ({','.join('?' * len(part))})", part)
