"""Hanging photos and files on a record, within the save that makes or changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fieldteacher.store.transaction import Transaction

Kept = Mapping[str, Any]
"""A file whose bytes are in the store: the values of its ``attachment`` record but for the owner. JSON can carry it."""


def attach(txn: Transaction, owner: str, kept: Sequence[Kept]) -> list[str]:
    """Hang files on a record; returns the ids of the new attachments. One that hangs there already is left out."""
    there = {row["sha256"] for row in txn.records("attachment", {"owner": owner})}
    new = []
    for each in kept:
        if each["sha256"] not in there:
            there.add(each["sha256"])
            new.append(txn.create("attachment", {**each, "owner": owner}))
    if new:
        _name_the_first(txn, owner, new[0])
    return new


_NAMED = {"paper": "attachment", "evaluation": "sheet"}
"""Type → the field that says which of its files is the scan itself."""


def _name_the_first(txn: Transaction, owner: str, attachment: str) -> None:
    """The first file of a paper is its scan, and of an evaluation its signed sheet, as long as there is no other."""
    for kind, field in _NAMED.items():
        row = txn.get(kind, owner)
        if row is None:
            continue
        named = txn.get("attachment", row[field]) if row[field] else None
        if named is None or named["deleted"]:
            txn.update(kind, owner, {field: attachment})
