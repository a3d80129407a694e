"""What there is to know about fields in conflict, beside their values."""

from __future__ import annotations

from collections.abc import Iterable

from fieldteacher.store.fold import ASIDE, DELETED, read_names
from fieldteacher.store.reader import Reader


def count(reader: Reader) -> int:
    """How many fields of records that are not deleted wait for a person."""
    kinds = [str(kind) for (kind,) in reader.query("SELECT DISTINCT type FROM conflict")]
    return sum(
        int(
            reader.query(
                f"SELECT count(*) FROM conflict c JOIN {kind} r ON r.id = c.record WHERE c.type = ? AND r.deleted = 0",
                (kind,),
            )[0][0]
        )
        for kind in kinds
    )


def unseen_by_the_deleter(reader: Reader, record: str) -> frozenset[str]:
    """The names of the standing changes of a record's fields that none of its standing deletions knew."""
    rows = reader.query(
        "SELECT field, device, counter, value, replaces FROM change WHERE record = ? AND live = 1", (record,)
    )
    known = {
        name
        for field, *_, value, replaces in rows
        if field == DELETED and value
        for name in read_names(replaces)
    }
    return frozenset(
        f"{device}.{counter}"
        for field, device, counter, *_ in rows
        if field != DELETED and (device, counter) not in known
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
