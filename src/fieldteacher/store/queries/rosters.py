"""What a roster is compared with: everything it could change, read at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fieldteacher.store.reader import Reader

_PART = 1000
"""Rows made into one text by ``Reader.bulk``: taking that apart holds the interpreter for a few milliseconds."""


def records(reader: Reader, type_name: str, fields: Sequence[str]) -> Iterator[list[Any]]:
    """The id and the given plain fields of every record of a type that is not deleted, oldest first.

    The fields must be stored as they are (text, choices, days, whole numbers, references).
    """
    columns = ", ".join(f'"{name}"' for name in ("id", *fields))
    return _in_parts(reader, columns, type_name, "deleted = 0")


def insurances(reader: Reader) -> Iterator[list[Any]]:
    """The liability insurance papers: id, placement, number, issuer, valid from, valid to."""
    return _in_parts(
        reader,
        "id, placement, number, issuer, valid_from, valid_to",
        "paper",
        "deleted = 0 AND kind = 'liability_insurance'",
    )


def _in_parts(reader: Reader, columns: str, table: str, condition: str) -> Iterator[list[Any]]:
    last = 0
    while True:
        part = reader.bulk(
            f"rowid, {columns}",
            f"FROM (SELECT rowid, {columns} FROM {table} WHERE {condition} AND rowid > ? ORDER BY rowid LIMIT {_PART})",
            (last,),
        )
        for row in part:
            yield row[1:]
        if len(part) < _PART:
            return
        last = part[-1][0]
