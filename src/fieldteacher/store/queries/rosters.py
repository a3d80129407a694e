"""What a roster is compared with: everything it could change, read at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fieldteacher.store.reader import Reader


def records(reader: Reader, type_name: str, fields: Sequence[str]) -> list[list[Any]]:
    """The id and the given plain fields of every record of a type that is not deleted, oldest first.

    The fields must be stored as they are (text, choices, days, whole numbers, references).
    """
    columns = ", ".join(f'"{name}"' for name in ("id", *fields))
    return reader.bulk(columns, f"FROM {type_name} WHERE deleted = 0 ORDER BY rowid")


def insurances(reader: Reader) -> list[list[Any]]:
    """The liability insurance papers: id, placement, number, issuer, valid from, valid to."""
    return reader.bulk(
        "id, placement, number, issuer, valid_from, valid_to",
        "FROM paper WHERE deleted = 0 AND kind = 'liability_insurance' ORDER BY rowid",
    )
