"""Taking a save back: what stands of it is followed by what was there before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.store.columns import Scalar, binding_heads
from fieldteacher.store.fold import (
    ABOUT_RECORDS,
    DELETED,
    NONE,
    STANDS,
    Change,
    Name,
    Names,
    alive,
    fold,
    standing,
    uncounted,
    unseen,
)
from fieldteacher.store.transaction import Transaction

Cells = Mapping[str, Mapping[Name, Change]]


def take_back(txn: Transaction, save: int) -> int:
    """Undo a save within another; returns how many of its cells and new records stay as they are.

    What was changed again since then stays, and so does a record it made that something else needs by
    now. Undoing the last saves one after the other brings every value back exactly, conflicts included.
    """
    every = txn.log.written_by(save)
    written = [each for each in every if txn.log.dossier_of(each[1]) not in txn.log.erased]
    removed = txn.log.removed_of(save)
    if (every or removed) and not written:
        raise left_for_good()
    kinds = {record: kind for kind, record, *_ in written}
    born = {record for record in kinds if not txn.log.made_before(record, save)}
    mine: dict[str, dict[str, set[Name]]] = {record: {} for record in kinds if record not in born}
    for _, record, field, name in written:
        if record not in born:
            mine[record].setdefault(field, set()).add(name)
    kept = sum(
        _take_back_record(txn, save, kinds[record], record, {f: frozenset(n) for f, n in fields.items()})
        for record, fields in mine.items()
    )
    made = {kinds[record] for record in born}
    staying = needed(txn, born, made, txn.log.changed_since(save, born))
    for record in born - staying:
        if not txn.need_any(kinds[record], record)["deleted"]:
            txn.delete(kinds[record], record)
    return (
        kept + len(staying) + removed + len({each[1:3] for each in every} - {each[1:3] for each in written})
    )


def left_for_good() -> UserError:
    """What a save is about is not here any more."""
    return UserError(
        "left_for_good",
        Text(
            "这次操作涉及的资料已移交或已按要求清除，不能再撤销。",
            "What this was about was handed over or erased on request; it cannot be taken back any more.",
        ),
    )


def _take_back_record(txn: Transaction, save: int, kind: str, record: str, mine: Mapping[str, Names]) -> int:
    """Bring back what a record's fields held before the changes ``mine`` of a save; how many of those cells stay."""
    cells = txn.log.cells(record)
    gone = _undone_since(cells, txn.log.origins(record), save)
    stands = {
        field: not standing(cells[field], gone[field]).isdisjoint(names) for field, names in mine.items()
    }
    gone_since = txn.dead(kind, record) or txn.aliases.of(record) != record
    if gone_since and not (stands.get(DELETED) or stands.get(STANDS)):
        return len(mine)  # somebody deleted it since, or put it together with another
    before = {field: standing(cell, gone[field] | mine.get(field, NONE)) for field, cell in cells.items()}
    for field in mine:
        if field not in ABOUT_RECORDS and stands[field]:
            txn.rewrite(kind, record, field, _values(cells[field], before[field]) or [None])
    if stands.get(STANDS):
        _take_back_standing(txn, kind, record, cells, before)
    if DELETED in cells and stands.get(DELETED, True):
        _take_back_life(txn, kind, record, cells, before)
    return sum(not stood for stood in stands.values())


def _undone_since(
    cells: Cells, origins: Mapping[Name, tuple[int, int | None]], save: int
) -> dict[str, Names]:
    """The changes of each cell that count as never made: those of undoings after ``save``, and what they undid."""
    gone: dict[str, Names] = {}
    for field, cell in cells.items():
        undoings = {
            (by, undid) for by, undid in map(origins.__getitem__, cell) if undid is not None and by > save
        }
        saves = {number for pair in undoings for number in pair}
        gone[field] = frozenset(
            name for name, change in cell.items() if not change.counts or origins[name][0] in saves
        )
    return gone


def _take_back_life(
    txn: Transaction, kind: str, record: str, cells: Cells, before: Mapping[str, Names]
) -> None:
    """Have the record live, lie deleted, or be contested, as it was when ``before`` stood in its cells."""
    deletion = fold(cells[DELETED][name] for name in before[DELETED])
    fields = binding_heads(kind, before)
    lived, contested = alive(deletion, fields, uncounted(cells))
    if not lived:
        if not txn.dead(kind, record):
            txn.bury(kind, record)
    elif contested:
        txn.rewrite(kind, record, DELETED, _values(cells[DELETED], before[DELETED]))
    elif txn.dead(kind, record) or _is_contested(txn, record, DELETED):
        txn.rewrite(kind, record, DELETED, [0])


def _take_back_standing(
    txn: Transaction, kind: str, record: str, cells: Cells, before: Mapping[str, Names]
) -> None:
    """Have the record that stood for this one do so again, contested where that was."""
    standing_then = fold(cells[STANDS][name] for name in before[STANDS])
    if standing_then.conflict or unseen(standing_then, binding_heads(kind, before), uncounted(cells)):
        txn.rewrite(kind, record, STANDS, _values(cells[STANDS], before[STANDS]))
    else:
        into = standing_then.shown
        txn.stand(kind, record, None if into is None else str(into))


def _is_contested(txn: Transaction, record: str, field: str) -> bool:
    return bool(txn.query("SELECT 1 FROM conflict WHERE record = ? AND field = ?", (record, field)))


def _values(cell: Mapping[Name, Change], names: Names) -> list[Scalar]:
    """The distinct values of changes, the one to be shown last."""
    ordered = sorted((cell[name] for name in names), key=lambda change: change.order, reverse=True)
    return list(dict.fromkeys(change.value for change in ordered))[::-1]


def needed(txn: Transaction, born: set[str], made: set[str], changed: set[str]) -> set[str]:
    """Those of ``born`` (of the types ``made``) that were ``changed`` since, or that a record which stays refers to."""
    staying = set(changed)
    pairs = [(owner, target) for owner, target in references(txn, made) if target in born]
    grown = True
    while grown:
        more = {target for owner, target in pairs if owner not in born or owner in staying} - staying
        staying |= more
        grown = bool(more)
    return staying


def references(txn: Transaction, types: set[str]) -> Iterable[tuple[str, str]]:
    """Which living record refers to which record of these types."""
    for kind in RECORD_TYPES.values():
        for name, spec in kind.fields.items():
            if types.isdisjoint(spec.targets):
                continue
            for owner, value in txn.query(
                f"SELECT id, {name} FROM {kind.name} WHERE deleted = 0 AND {name} IS NOT NULL"
            ):
                for target in (value,) if spec.kind is Kind.REFERENCE else json.loads(value):
                    yield owner, target
