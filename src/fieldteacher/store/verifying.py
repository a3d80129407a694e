"""Checking a store: that its file is sound, and that its tables are what the change log says."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, same
from fieldteacher.store import blobs
from fieldteacher.store.aliases import canonical, followed
from fieldteacher.store.columns import binding_heads
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE, Store
from fieldteacher.store.driver import Connection
from fieldteacher.store.fold import (
    ABOUT_RECORDS,
    BEHIND,
    DEAD,
    DELETED,
    ERASED,
    LIVING,
    NONE,
    STANDING,
    STANDS,
    Change,
    Folded,
    alive,
    fold,
    read_names,
    unseen,
)
from fieldteacher.store.reader import Reader

_TOLD = 50
"""How many attachments are told one by one."""
_ERASED_RECORDS = """
SELECT DISTINCT c.record FROM dossier o JOIN change c ON c.dossier = o.n WHERE o.erased = 1
"""
_CHANGES = """
SELECT c.record, c.field, c.type, c.device, c.counter, d.id, c.wall, c.plausible, c.value, c.replaces, c.live
  FROM change c JOIN device d ON d.n = c.device ORDER BY c.record, c.field
"""


def verify(store: Store) -> list[Text]:
    """What is wrong with a store; empty where nothing is.

    The file is checked first (``integrity_check``, and every page's authentication code where it is
    encrypted); then every record is folded from its changes and compared with its row. A connection of
    its own does it: on one that has read the text index before another wrote to it, ``integrity_check``
    takes what it remembers of the index for damage. Last, the bytes of photos and files are compared with
    their hashes.
    """
    with contextlib.closing(connect(store.folder / FILE, store.key, read_only=store.read_only)) as connection:
        problems = _problems(connection, encrypted=store.key is not None)
    return problems + _bytes(store)


def _bytes(store: Store) -> list[Text]:
    """What is wrong with the bytes of photos and files, told by record: a name may be somebody's."""
    try:
        standing = blobs.standing(store)
    except StoreUnavailable as error:
        return [error.text]
    problems = [
        Text("附件 {id}：内容缺失", "attachment {id}: its content is missing").fill(id=id)
        for id in standing.missing
        if not _from_elsewhere(store, id)
    ]
    problems += [
        Text("附件 {id}：内容已损坏", "attachment {id}: its content is damaged").fill(id=id)
        for id in standing.damaged
    ]
    more = len(problems) - _TOLD
    if more > 0:
        problems[_TOLD:] = [Text("另有 {n} 个附件内容缺失或损坏", "and {n} more attachments").fill(n=more)]
    return problems


def _from_elsewhere(store: Store, attachment: str) -> bool:
    """Whether an attachment came in a package: its content may not have come with it."""
    sql = "SELECT 1 FROM change WHERE record = ? AND field = 'sha256' AND package IS NULL LIMIT 1"
    return not store.read().query(sql, (attachment,))


def _problems(connection: Connection, *, encrypted: bool) -> list[Text]:
    reader = Reader(connection)
    problems = [str(row[0]) for row in reader.query("PRAGMA integrity_check") if row[0] != "ok"]
    if encrypted:
        problems += [str(row[0]) for row in reader.query("PRAGMA cipher_integrity_check")]
    if problems:
        return [same(problem) for problem in problems]
    return [
        _told(kind, field, count) for (kind, field), count in sorted(_differences(reader, connection).items())
    ]


def _told(kind: str, field: str, count: int) -> Text:
    if field == "id":
        return Text("{t}：{n} 条记录有缺或有多", "{t}: {n} records are missing or too many").fill(
            t=kind, n=count
        )
    return Text("{t}.{f}：{n} 处与变更记录不符", "{t}.{f}: {n} values differ from the change log").fill(
        t=kind, f=field, n=count
    )


def _differences(reader: Reader, connection: Connection) -> Counter[tuple[str, str]]:
    """How many rows differ from the log, by type and field; ``id`` stands for whole records."""
    wrong: Counter[tuple[str, str]] = Counter()
    conflicts = set(reader.query("SELECT record, field FROM conflict"))
    stands = _stands(reader, wrong)
    erased = {row[0] for row in reader.query(_ERASED_RECORDS)}
    records: Counter[str] = Counter()
    changes = connection.execute(_CHANGES)  # one by one: a large store has millions
    for record, rows in groupby(changes, itemgetter(0)):
        cells = {field: list(changes) for field, changes in groupby(rows, itemgetter(1))}
        kind = _kind(cells)
        if kind is None or kind not in RECORD_TYPES:
            continue  # from a newer version, and shown after an update; or all of it was set aside
        records[kind] += 1
        found = reader.rows(f"SELECT * FROM {kind} WHERE id = ?", (record,))
        if not found:
            wrong[kind, "id"] += 1
            continue
        if record in erased:
            wrong.update((kind, field) for field in _left_of_erased(record, cells, found[0], conflicts))
            continue
        for field in _wrong_fields(kind, record, cells, found[0], conflicts, stands):
            wrong[kind, field] += 1
    for kind in RECORD_TYPES:
        rows_there = int(reader.query(f"SELECT count(*) FROM {kind}")[0][0])
        if rows_there > records[kind]:
            wrong[kind, "id"] += rows_there - records[kind]
    return wrong


def _kind(cells: dict[str, list[Any]]) -> str | None:
    """The type of a record, by its fields' changes that count; none where none does."""
    counted = (row for rows in cells.values() for row in rows if row[10] <= STANDING)
    return next((row[2] for row in counted if row[1] not in ABOUT_RECORDS), None)


def _stands(reader: Reader, wrong: Counter[tuple[str, str]]) -> Mapping[str, str]:
    """The records for which another stands, by the log alone; where the table says otherwise, it is ``wrong``."""
    says: dict[str, str] = {}
    kinds: dict[str, str] = {}
    rows = reader.query(_CHANGES.replace("ORDER", "WHERE c.field = ? ORDER"), (STANDS,))
    for record, changes in groupby(rows, itemgetter(0)):
        every = list(changes)
        shown = fold(_change(row) for row in every).shown
        kind = next((str(row[2]) for row in every if row[10] <= STANDING), "")
        if kind in RECORD_TYPES and isinstance(shown, str) and shown != record:
            says[record], kinds[record] = shown, kind
    here = {
        into
        for record, into in says.items()
        if reader.query(f"SELECT 1 FROM {kinds[record]} WHERE id = ? AND deleted <> ?", (into, DEAD))
    }
    now = followed(says, here)
    there = {row[0]: row[1:] for row in reader.query("SELECT record, type, says, stands FROM alias")}
    for record in there.keys() | now.keys():
        if there.get(record) != (kinds.get(record), says.get(record), now.get(record)):
            wrong["alias", "stands"] += 1
    return {record: into for record, into in now.items() if into != record}


def _wrong_fields(
    kind: str,
    record: str,
    cells: dict[str, list[Any]],
    row: dict[str, Any],
    conflicts: set[tuple[Any, ...]],
    stands: Mapping[str, str],
) -> Iterator[str]:
    folded = {field: fold(_change(row) for row in rows) for field, rows in cells.items()}
    heads = binding_heads(kind, {field: one.names for field, one in folded.items()})
    aside = {(r[3], r[4]): read_names(r[9]) for rows in cells.values() for r in rows if r[10] > STANDING}
    for field, rows in cells.items():
        live = {(r[3], r[4]) for r in rows if r[10] == STANDING}
        contested = folded[field].conflict and (field in row or field == STANDS)
        if field == STANDS:
            contested |= unseen(folded[field], heads, aside)
        if field != DELETED and (live != folded[field].names or ((record, field) in conflicts) != contested):
            yield field
    for field in row.keys() - {"id", "deleted"}:
        shown = folded[field].shown if field in folded else None
        if row[field] != canonical(stands, kind, field, shown):
            yield field
    deletion = folded.get(DELETED, Folded(()))
    lives, contested = alive(deletion, heads, aside)
    life = DEAD if not lives else BEHIND if record in stands else LIVING
    if row["deleted"] != life or ((record, DELETED) in conflicts) != contested:
        yield "deleted"


def _left_of_erased(
    record: str, cells: dict[str, list[Any]], row: dict[str, Any], conflicts: set[tuple[Any, ...]]
) -> Iterator[str]:
    """The fields of a record of an erased dossier that hold anything yet."""
    for field, rows in cells.items():
        if (field != ERASED and any(change[8] is not None for change in rows)) or (
            record,
            field,
        ) in conflicts:
            yield field
    for field in row.keys() - {"id", "deleted"}:
        if row[field] is not None:
            yield field
    if row["deleted"] != DEAD:
        yield "deleted"


def _change(row: tuple[Any, ...]) -> Change:
    _, _, _, device, counter, device_id, wall, plausible, value, replaces, live = row
    names = read_names(replaces) if replaces else NONE
    return Change((device, counter), device_id, wall, bool(plausible), value, names, live <= STANDING)
