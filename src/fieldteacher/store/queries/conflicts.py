"""What there is to know about fields in conflict, beside their values."""

from __future__ import annotations

from collections.abc import Iterable

from fieldteacher.store.columns import binding_heads
from fieldteacher.store.fold import ASIDE, BEHIND, LIVING, STANDS, Name, read_names
from fieldteacher.store.reader import Reader


def count(reader: Reader) -> int:
    """How many fields wait for a person (as ``Reader.conflicts`` lists them)."""
    kinds = [str(kind) for (kind,) in reader.query("SELECT DISTINCT type FROM conflict")]
    return sum(int(reader.query(_WAITING.format(kind=kind), (kind, STANDS))[0][0]) for kind in kinds)


def unseen_by(reader: Reader, kind: str, record: str, field: str) -> frozenset[str]:
    """The names of the standing changes of a record's fields that none of those who wrote its cell ``field`` knew.

    The cell says that the record is deleted, or that another stands for it.
    """
    rows = reader.query(
        "SELECT field, device, counter, value, replaces FROM change WHERE record = ? AND live = 1", (record,)
    )
    known = {
        name for cell, *_, value, replaces in rows if cell == field and value for name in read_names(replaces)
    }
    heads: dict[str, list[Name]] = {}
    for cell, device, counter, *_ in rows:
        heads.setdefault(cell, []).append((device, counter))
    return frozenset(
        f"{device}.{counter}"
        for device, counter in binding_heads(kind, heads)
        if (device, counter) not in known
    )


def count_changes(reader: Reader, cells: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """How many changes there are of each of these types and fields, in whatever records."""
    return {
        (kind, field): int(
            reader.query(
                "SELECT count(*) FROM change WHERE type = ? AND field = ? AND live <> ?", (kind, field, ASIDE)
            )[0][0]
        )
        for kind, field in cells
    }


_WAITING = f"""
SELECT count(*) FROM conflict c JOIN {{kind}} r ON r.id = c.record
 WHERE c.type = ? AND (r.deleted = {LIVING} OR (c.field = ? AND r.deleted = {BEHIND}))
"""
