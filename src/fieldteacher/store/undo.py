"""Taking a save back: what stands of it is followed by what was there before."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.store.columns import Scalar
from fieldteacher.store.fold import DELETED, Name, effective
from fieldteacher.store.transaction import Transaction


def take_back(txn: Transaction, save: int) -> int:
    """Undo a save within another; returns how many of its cells and new records stay as they are.

    What was changed again since then stays, and so does a record it made that something else needs by
    now. Undoing the last saves one after the other brings every value back exactly, conflicts included.
    """
    written = txn.log.written_by(save)
    kinds = {record: kind for kind, record, *_ in written}
    born = {record for record in kinds if not txn.log.made_before(record, save)}
    cells: dict[tuple[str, str, str], set[Name]] = {}
    # Last cell first: a deletion is taken back before the edits made ahead of it in the same save.
    for kind, record, field, name in reversed(written):
        if record not in born:
            cells.setdefault((kind, record, field), set()).add(name)
    kept = sum(not _take_back_cell(txn, *cell, frozenset(names)) for cell, names in cells.items())
    needed = _needed(txn, born, born & txn.log.changed_since(save))
    for record in born - needed:
        if not txn.need_any(kinds[record], record)["deleted"]:
            txn.delete(kinds[record], record)
    return kept + len(needed)


def _take_back_cell(txn: Transaction, kind: str, record: str, field: str, mine: frozenset[Name]) -> bool:
    """Bring back what a cell held before the changes ``mine``; whether any of them still stood."""
    deleted = bool(txn.need_any(kind, record)["deleted"])
    if deleted and field != DELETED:
        return False
    cell = txn.log.cell(record, field)
    through = txn.log.undoings(record, field, cell)
    if effective(cell, through).isdisjoint(mine):
        return False
    before = effective(cell, through | {name: cell[name].replaces for name in mine})
    values: list[Scalar] = [cell[name].value for name in sorted(before, key=lambda name: cell[name].order)]
    if field == DELETED:
        if not (values and values[-1]):
            txn.restore(kind, record)
        elif not deleted:
            txn.delete(kind, record)
        return True
    # Several values come back as several changes that do not know of each other: the conflict is there again.
    distinct = list(dict.fromkeys(reversed(values)))[::-1]
    txn.rewrite(kind, record, field, distinct or [None])
    return True


def _needed(txn: Transaction, born: set[str], changed: set[str]) -> set[str]:
    """Those of ``born`` that were ``changed`` since, or that a record which stays refers to."""
    needed = set(changed)
    if not born:
        return needed
    pairs = [(owner, target) for owner, target in _references(txn) if target in born]
    grown = True
    while grown:
        more = {target for owner, target in pairs if owner not in born or owner in needed} - needed
        needed |= more
        grown = bool(more)
    return needed


def _references(txn: Transaction) -> Iterable[tuple[str, str]]:
    """Which living record refers to which record."""
    for kind in RECORD_TYPES.values():
        for name, spec in kind.fields.items():
            if spec.kind not in (Kind.REFERENCE, Kind.REFERENCES):
                continue
            for owner, value in txn.query(
                f"SELECT id, {name} FROM {kind.name} WHERE deleted = 0 AND {name} IS NOT NULL"
            ):
                for target in (value,) if spec.kind is Kind.REFERENCE else json.loads(value):
                    yield owner, target
