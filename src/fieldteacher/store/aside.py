"""Taking back what a package brought, and taking it up again.

Its changes stay in the log, set aside: they count as never made and go to nobody, until the same changes come again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.text import Text
from fieldteacher.store.fitting import misfit
from fieldteacher.store.fold import ASIDE, PACKAGE, REJECTED, REPLACED, Name
from fieldteacher.store.parts import in_parts, marks
from fieldteacher.store.refolding import Settled, refold
from fieldteacher.store.transaction import Transaction
from fieldteacher.store.undo import needed

__all__ = ["PACKAGE", "read_runs", "set_aside", "take_up", "write_runs"]

Runs = list[tuple[int, int, int]]
"""Changes as runs of counters: device, first, last."""


def write_runs(names: Iterable[Name]) -> str:
    """The names of changes as runs of counters: ``[[device, first, last], …]``."""
    runs: list[list[int]] = []
    for device, counter in sorted(names):
        if runs and runs[-1][0] == device and runs[-1][2] == counter - 1:
            runs[-1][2] = counter
        else:
            runs.append([device, counter, counter])
    return json.dumps(runs, separators=(",", ":"))


def read_runs(text: str) -> Runs:
    """The runs in such a text."""
    return [(device, first, last) for device, first, last in json.loads(text)]


def set_aside(txn: Transaction, save: int) -> int:
    """Set aside what the package taken in by ``save`` brought; returns how many of its records stay.

    A record it brought stays where somebody changed it since, a record that stays refers to it, or it is of a person
    who was erased on request. Raises
    ``NotFound`` where no such package was taken in.
    """
    package, runs = _package(txn, save, aside=False)
    kinds = _records(txn, package, runs)
    born = {record for record in kinds if not txn.log.made_before(record, save)}
    stay = needed(txn, born, {kinds[r] for r in born}, txn.log.changed_since(save, born)) if born else set()
    for device, first, last in runs:
        txn.run(
            "UPDATE change SET live = ? WHERE device = ? AND counter BETWEEN ? AND ? AND package = ?",
            (ASIDE, device, first, last, package),
        )
    stay |= {record for record in kinds if txn.log.dossier_of(record) in txn.log.erased}
    _count_again(txn, package, stay)
    txn.run("UPDATE package SET aside = 1 WHERE n = ?", (package,))
    _refolded(txn, kinds)
    return len(stay)


def take_up(txn: Transaction, save: int) -> Settled:
    """Take up again what the package taken in by ``save`` brought; raises ``NotFound`` where it is not set aside."""
    package, runs = _package(txn, save, aside=True)
    kinds = _records(txn, package, runs)
    _count_again(txn, package, kinds)
    txn.run("UPDATE package SET aside = 0 WHERE n = ?", (package,))
    return _refolded(txn, kinds)


def _refolded(txn: Transaction, kinds: Mapping[str, str]) -> Settled:
    for part in in_parts(kinds):
        sql = f"SELECT DISTINCT dossier FROM change WHERE record IN ({marks(part)})"
        txn.log.touch(row[0] for row in txn.query(sql, part))
    txn.entered = True
    return refold(txn, kinds)


def _package(txn: Transaction, save: int, *, aside: bool) -> tuple[int, Runs]:
    found = txn.query("SELECT n, names FROM package WHERE save = ? AND aside = ?", (save, int(aside)))
    if not found:
        raise NotFound(
            "no_such_package", Text("没有这次导入可以撤销。", "There is no such import to take back.")
        )
    return int(found[0][0]), read_runs(found[0][1])


def _records(txn: Transaction, package: int, runs: Runs) -> dict[str, str]:
    """The records that a package's changes are about, and their types."""
    kinds: dict[str, str] = {}
    for device, first, last in runs:
        kinds |= dict(
            txn.query(
                "SELECT DISTINCT record, type FROM change WHERE device = ? AND counter BETWEEN ? AND ? AND package = ?",
                (device, first, last, package),
            )
        )
    return kinds


def _count_again(txn: Transaction, package: int, records: Iterable[str]) -> None:
    """Count the changes of these records again that a package brought; what cannot be shown is rejected again."""
    for record in records:
        for device, counter, kind, name, value in txn.query(
            "SELECT device, counter, type, field, value FROM change WHERE record = ? AND package = ? AND live = ?",
            (record, package, ASIDE),
        ):
            live = REJECTED if misfit(kind, name, value) else REPLACED
            txn.run("UPDATE change SET live = ? WHERE device = ? AND counter = ?", (live, device, counter))
