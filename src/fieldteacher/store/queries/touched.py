"""Which part of the records has to be judged anew after some saves."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from fieldteacher.store.fold import DELETED, ERASURE, EVICTION, PACKAGE, STANDS
from fieldteacher.store.queries.compliance import TYPES, Part
from fieldteacher.store.reader import Reader

_BELONGS: Mapping[str, tuple[str, ...]] = {
    "student": (DELETED, STANDS), "talk": ("student",), "journal": ("student",), "paper": ("placement",), "evaluation": ("placement",),
    "visit": ("enterprise",), "daily_check": ("enterprise",), "incident": ("students",), "notification": ("incident",),
    "attachment": ("owner",), "waiver": (),
}  # fmt: skip
"""The types of which a part can be found, and the fields that say to whom a record belongs (or whether a student
counts at all). A placement, an enterprise, a batch or education changes what holds for many."""
_MOST_CHANGES, _MOST_STUDENTS = 5_000, 1_000
"""From more on, judging everything is no slower."""


def part_since(reader: Reader, save: int) -> Part | None:
    """What was touched after a save, with all that has to be judged together; ``None``: everything.

    A part may be empty, where nothing was touched that the rules look at but what is let pass.
    """
    if took_in_since(reader, save):
        return None
    rows = reader.query(
        "SELECT DISTINCT c.type, c.record, c.field FROM save s JOIN change c ON c.device = s.device "
        "AND c.counter BETWEEN s.first AND s.last WHERE s.n > ? LIMIT ?",
        (save, _MOST_CHANGES),
    )
    if len(rows) == _MOST_CHANGES:
        return None
    records: defaultdict[str, set[str]] = defaultdict(set)
    moved: set[str] = set()
    for type_name, record, name in rows:
        if type_name not in TYPES:
            continue
        if type_name not in _BELONGS:
            return None
        records[type_name].add(record)
        if name in _BELONGS[type_name]:
            moved.add(record)
    if moved and _were_there(reader, moved, save):
        return None  # whom it belonged to before is not known here
    return _whole_of(reader, records)


def took_in_since(reader: Reader, save: int) -> bool:
    """Whether a package was taken in or set aside after a save, a dossier erased or removed: much changes then, and not by this
    device's changes."""
    return bool(reader.query(_FROM_OUTSIDE, (save, PACKAGE, ERASURE, EVICTION, PACKAGE)))


_FROM_OUTSIDE = (
    "SELECT 1 FROM save s LEFT JOIN save u ON u.n = s.undoes WHERE s.n > ? "
    "AND (s.purpose IN (?, ?, ?) OR u.purpose = ?) LIMIT 1"
)


def _were_there(reader: Reader, records: Iterable[str], save: int) -> bool:
    sql = "SELECT 1 FROM change WHERE record IN (SELECT value FROM json_each(?)) AND save <= ? LIMIT 1"
    return bool(reader.query(sql, (json.dumps(sorted(records)), save)))


def _whole_of(reader: Reader, records: Mapping[str, set[str]]) -> Part | None:
    """The students, enterprises and incidents of these records."""

    def ids(sql: str, *wanted: Iterable[str]) -> set[str]:
        found = {row[0] for row in reader.query(sql, [json.dumps(sorted(each)) for each in wanted])}
        return found - {None}

    placements = ids(f"SELECT placement FROM paper WHERE id IN {_GIVEN}", records["paper"])
    placements |= ids(f"SELECT placement FROM evaluation WHERE id IN {_GIVEN}", records["evaluation"])
    owners = ids(f"SELECT owner FROM attachment WHERE id IN {_GIVEN}", records["attachment"])
    incidents = records["incident"] | ids(
        f"SELECT incident FROM notification WHERE id IN {_GIVEN}", records["notification"]
    )
    students = records["student"] | ids(
        f"SELECT student FROM placement WHERE id IN {_GIVEN}", placements | owners
    )
    students |= ids(f"SELECT id FROM student WHERE id IN {_GIVEN}", owners)
    for type_name in ("talk", "journal"):
        students |= ids(f"SELECT student FROM {type_name} WHERE id IN {_GIVEN}", records[type_name])
    enterprises = ids(f"SELECT enterprise FROM visit WHERE id IN {_GIVEN}", records["visit"] | owners)
    enterprises |= ids(f"SELECT enterprise FROM daily_check WHERE id IN {_GIVEN}", records["daily_check"])
    incidents |= ids(
        f"SELECT i.id FROM incident i, json_each(i.students) e WHERE e.value IN {_GIVEN}", students
    )
    students |= ids(
        f"SELECT e.value FROM incident i, json_each(i.students) e WHERE i.id IN {_GIVEN}", incidents
    )
    students |= ids(f"SELECT student FROM placement WHERE enterprise IN {_GIVEN}", enterprises)
    if len(students) > _MOST_STUDENTS:
        return None
    return Part(frozenset(students), frozenset(enterprises), frozenset(incidents))


_GIVEN = "(SELECT value FROM json_each(?))"
