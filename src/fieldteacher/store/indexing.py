"""Writing the search index, inside the save that makes it necessary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.parts import in_parts, marks
from fieldteacher.store.pinyin import person, spelled
from fieldteacher.store.reader import Reader
from fieldteacher.store.search import ABOUT, NEAR, OWN, Stale
from fieldteacher.store.transaction import Transaction
from fieldteacher.store.words import index_words, normal


def index(txn: Transaction, keys: Stale, texts: Stale) -> None:
    """Renew the keys of the people and enterprises in ``keys`` and the words of the records in ``texts``."""
    students = set(keys.get("student", ()))
    if "placement" in keys:
        # From the log too, because a placement moved to another student leaves the former one's keys to renew.
        for sql in (
            "SELECT value FROM change WHERE field = 'student' AND record",
            "SELECT student FROM placement WHERE id",
        ):
            students |= {row[0] for row in _parts(txn, sql, keys["placement"])}
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
    for ids, entries in (
        (students, _students),
        (keys.get("enterprise", ()), _enterprises),
        (contacts, _contacts),
        (keys.get("teacher", ()), _teachers),
    ):
        if ids:
            _renew(txn, ids, entries(txn, ids))
    for kind, ids in texts.items():
        _renew_texts(txn, kind, ids)


_Entry = tuple[str, str, str, str, str, int]
"""record, type, title, subtitle, keys, standing"""
_HERE, _BESIDE, _LEFT = 0, 1, 2
"""Where an entry stands among equals: students and enterprises, other people, students who have left."""
_CURRENT = ("active", "planned")


def _renew(txn: Transaction, ids: Iterable[str], entries: Iterable[_Entry]) -> None:
    found = list(entries)
    txn.run_many("INSERT OR REPLACE INTO search_key VALUES (?, ?, ?, ?, ?, ?)", found)
    gone = set(ids) - {entry[0] for entry in found}
    txn.run_many("DELETE FROM search_key WHERE record = ?", [(record,) for record in gone])


# A name is needed where people type, but a package may bring the other fields of a record first or alone.
_Place = tuple[str, str, str, str, str]
"""status, enterprise, its short name, lodging, post"""


def _places(reader: Reader, students: Iterable[str]) -> dict[str, list[_Place]]:
    """Where each student is now; where they were last, of those who are nowhere."""
    every: dict[str, list[_Place]] = {}
    for student, *place in sorted(
        _parts(
            reader,
            "SELECT p.student, coalesce(p.status, 'active'), coalesce(e.name, ''), coalesce(e.short_name, ''), "
            "coalesce(p.lodging_address, ''), coalesce(p.post, ''), p.start FROM placement p "
            "LEFT JOIN enterprise e ON e.id = p.enterprise WHERE p.deleted = 0 AND p.student",
            students,
        ),
        key=lambda row: str(row[-1]),
        reverse=True,
    ):
        status, name, short, bed, post, _ = place
        every.setdefault(student, []).append((status, name, short, bed, post))
    return {
        student: [place for place in places if place[0] in _CURRENT] or places[:1]
        for student, places in every.items()
    }


def _students(reader: Reader, ids: Iterable[str]) -> Iterator[_Entry]:
    every = list(ids)
    places = _places(reader, every)
    for record, name, class_name, major, guardian, emergency, *numbers in _parts(
        reader,
        "SELECT id, coalesce(name, ''), class_name, major, guardian_name, emergency_contact, student_number, phone, guardian_phone, "
        "emergency_phone, wechat FROM student WHERE deleted = 0 AND id",
        every,
    ):
        where = places.get(record, [])
        near = [class_name, *_spelled(class_name), major, guardian, emergency]
        for _, firm, short, bed, post in where:
            near += [firm, short, *_spelled(short or firm), bed, post]
        firm = (where[0][2] or where[0][1]) if where else ""
        subtitle = " · ".join(filter(None, (numbers[0], class_name, firm)))
        left = bool(where) and where[0][0] not in _CURRENT
        keys = _joined([name, *person(name or ""), *numbers], near)
        yield record, "student", name or "", subtitle, keys, _LEFT if left else _HERE


def _enterprises(reader: Reader, ids: Iterable[str]) -> Iterator[_Entry]:
    for record, name, short, uscc, phone, city, district in _parts(
        reader,
        "SELECT id, coalesce(name, ''), short_name, uscc, phone, city, district FROM enterprise WHERE deleted = 0 AND id",
        ids,
    ):
        place = "".join(filter(None, (city, district)))
        keys = _joined(
            [short, *_spelled(short), name, *spelled(name or ""), uscc, phone], [place, *_spelled(place)]
        )
        yield record, "enterprise", name or "", place, keys, _HERE


def _contacts(reader: Reader, ids: Iterable[str]) -> Iterator[_Entry]:
    for record, name, phone, wechat, firm, short in _parts(
        reader,
        "SELECT c.id, coalesce(c.name, ''), c.phone, c.wechat, e.name, e.short_name FROM contact c LEFT JOIN enterprise e "
        "ON e.id = c.enterprise WHERE c.deleted = 0 AND c.id",
        ids,
    ):
        keys = _joined([name, *person(name or ""), phone, wechat], [firm, short, *_spelled(short or firm)])
        yield record, "contact", name or "", short or firm or "", keys, _BESIDE


def _teachers(reader: Reader, ids: Iterable[str]) -> Iterator[_Entry]:
    for record, name, number, phone in _parts(
        reader,
        "SELECT id, coalesce(name, ''), staff_number, phone FROM teacher WHERE deleted = 0 AND id",
        ids,
    ):
        yield (
            record,
            "teacher",
            name or "",
            number or "",
            _joined([name, *person(name or ""), number, phone], []),
            _BESIDE,
        )


def _spelled(name: str | None) -> tuple[str, ...]:
    return spelled(name) if name else ()


def _joined(own: Iterable[str | None], near: Iterable[str | None]) -> str:
    """The line of keys: the thing's own, then those of what is near it."""
    line = OWN + OWN.join(dict.fromkeys(_cut(own))) + OWN
    beside = list(dict.fromkeys(_cut(near)))
    return line + NEAR + NEAR.join(beside) + NEAR if beside else line


def _cut(keys: Iterable[str | None]) -> Iterator[str]:
    """The keys as they are compared: word by word, names without their dots and numbers without their dashes too."""
    for key in keys:
        for word in normal(key or "").replace(OWN, " ").replace(NEAR, " ").split():
            yield word
            plain = word.translate(_WITHOUT)
            if plain != word:
                yield plain


_WITHOUT = {ord(mark): None for mark in "·•.-+"}


def _renew_texts(txn: Transaction, kind: str, ids: Iterable[str]) -> None:
    """Write the words of these records anew; a record keeps its number in the index."""
    every = list(ids)
    numbers = {
        record: n for n, record in _parts(txn, "SELECT n, record FROM search_document WHERE record", every)
    }
    names = ", ".join((ABOUT.get(kind, "NULL"), *RECORD_TYPES[kind].searched))
    words: dict[str, str] = {}
    about: dict[str, str | None] = {}
    for record, whom, *texts in _parts(
        txn, f"SELECT id, {names} FROM {kind} WHERE deleted = 0 AND id", every
    ):
        if any(texts):
            words[record], about[record] = index_words(filter(None, texts)), whom
    txn.run_many("DELETE FROM search_text WHERE rowid = ?", [(n,) for n in numbers.values()])
    txn.run_many(
        "DELETE FROM search_document WHERE n = ?",
        [(n,) for record, n in numbers.items() if record not in words],
    )
    fresh = [record for record in words if record not in numbers]
    if fresh:
        last = int(txn.query("SELECT coalesce(max(n), 0) FROM search_document")[0][0])
        numbers |= {record: n for n, record in enumerate(fresh, last + 1)}
    txn.run_many(
        "INSERT OR REPLACE INTO search_document (n, record, type, about) VALUES (?, ?, ?, ?)",
        [(numbers[r], r, kind, about[r]) for r in words],
    )
    txn.run_many(
        "INSERT INTO search_text (rowid, words) VALUES (?, ?)", [(numbers[r], words[r]) for r in words]
    )


def _parts(reader: Reader, head: str, ids: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of ``head IN (ids)``, asked in parts that SQLite can take."""
    for part in in_parts(ids):
        yield from reader.query(f"{head} IN ({marks(part)})", part)
