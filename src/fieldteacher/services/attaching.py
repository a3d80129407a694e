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
    return new
