"""Bugs planted in the merge, one at a time, to see that the histories find them (``searching``)."""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldteacher.store import (
    aside,
    backups,
    columns,
    digest,
    fold,
    log,
    merging,
    refolding,
    sharing,
    transaction,
)
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE

Plant = Callable[[pytest.MonkeyPatch], None]
PLANTS: dict[str, Plant] = {}


def planted(plant: Plant) -> Plant:
    """Enter a bug in the list under its function's name."""
    PLANTS[plant.__name__] = plant
    return plant


def everywhere(patch: pytest.MonkeyPatch, old: object, new: object) -> None:
    """Put ``new`` in the place of ``old`` in every module of the store that has imported it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("fieldteacher.store"):
            for attribute, value in list(vars(module).items()):
                if value is old:
                    patch.setattr(module, attribute, new)


# -- the merge rule ----------------------------------------------------------------------------------


@planted
def the_clock_decides(patch: pytest.MonkeyPatch) -> None:
    """The last writer wins."""
    real = fold.fold

    def last_one(changes: Any) -> Any:
        return fold.Folded(real(changes).heads[:1])

    everywhere(patch, real, last_one)


@planted
def what_was_replaced_is_ignored(patch: pytest.MonkeyPatch) -> None:
    """Every change ever made stands."""
    everywhere(patch, fold.standing, lambda cell, without: frozenset(cell.keys() - without))


@planted
def equal_values_are_a_conflict(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(fold.Folded, "conflict", property(lambda self: len(self.heads) > 1))


@planted
def only_known_conflicts_are_listed(patch: pytest.MonkeyPatch) -> None:
    """What a package contests is not put into the list."""
    patch.setattr(refolding.Settling, "_list", lambda *_: None)


@planted
def wrong_clocks_count_like_others(patch: pytest.MonkeyPatch) -> None:
    def order(self: Any) -> Any:
        return (self.wall, self.device_id, self.name[1])

    patch.setattr(fold.Change, "order", property(order))


@planted
def equal_times_are_ordered_by_local_numbers(patch: pytest.MonkeyPatch) -> None:
    def order(self: Any) -> Any:
        return (self.plausible, self.wall, *self.name)

    patch.setattr(fold.Change, "order", property(order))


@planted
def a_deletion_always_wins(patch: pytest.MonkeyPatch) -> None:
    def dead(deletion: Any, *_: object) -> tuple[bool, bool]:
        return not any(head.value for head in deletion.heads), False

    everywhere(patch, fold.alive, dead)


@planted
def an_edit_always_wins(patch: pytest.MonkeyPatch) -> None:
    """A deletion contested by an edit is forgotten without a word."""
    real = fold.alive

    def alive(*given: Any) -> tuple[bool, bool]:
        return real(*given)[0], False

    everywhere(patch, real, alive)


@planted
def a_private_field_contests_deletions(patch: pytest.MonkeyPatch) -> None:
    def every(_: str, heads: Any) -> list[Any]:
        return [name for field, names in heads.items() if not field.startswith("_") for name in names]

    everywhere(patch, columns.binding_heads, every)


# -- saving ------------------------------------------------------------------------------------------


@planted
def a_save_replaces_what_is_there_now(patch: pytest.MonkeyPatch) -> None:
    """Not what was on the screen when the form was opened."""
    real = transaction.Transaction.update

    def update(self: Any, kind: str, record: str, values: Any, *, base: Any = None) -> bool:
        return real(self, kind, record, values)

    patch.setattr(transaction.Transaction, "update", update)


@planted
def a_deletion_does_not_say_what_it_knew(patch: pytest.MonkeyPatch) -> None:
    real = transaction.Transaction.delete

    def delete(self: Any, kind: str, record: str) -> None:
        heads = self.log.heads

        def only_words(of: str) -> Any:
            return {name: names for name, names in heads(of).items() if name == fold.DELETED}

        self.log.heads = only_words
        try:
            real(self, kind, record)
        finally:
            del self.log.heads

    patch.setattr(transaction.Transaction, "delete", delete)


@planted
def resolving_replaces_only_what_is_shown(patch: pytest.MonkeyPatch) -> None:
    real = log.Log.heads

    def heads(self: Any, record: str) -> Any:
        found = real(self, record)
        return {name: frozenset(sorted(names)[:1]) for name, names in found.items()}

    patch.setattr(log.Log, "heads", heads)


@planted
def a_restored_backup_keeps_its_device_id(patch: pytest.MonkeyPatch) -> None:
    def unchanged(folder: Path, key: bytes | None) -> str:
        with _connected(folder) as connection:
            return str(connection.execute("SELECT value FROM setting WHERE name = 'device'").fetchone()[0])

    patch.setattr(backups, "renew_device", unchanged)


def _connected(folder: Path) -> Any:
    """A connection to a store's file, closed at the block's end."""
    return contextlib.closing(connect(folder / FILE, None))


# -- taking in ---------------------------------------------------------------------------------------


def _with_changes(patch: pytest.MonkeyPatch, alter: Callable[[Any, Any], Any]) -> None:
    """Alter each change on its way in."""
    real = merging.merge

    def merge(txn: Any, arrival: Any, changes: Any, **more: Any) -> Any:
        return real(txn, arrival, [alter(txn, change) for change in changes], **more)

    patch.setattr(merging, "merge", merge)


@planted
def what_comes_replaces_what_is_here(patch: pytest.MonkeyPatch) -> None:
    """An edit that the sender had not seen is overwritten by an import."""

    def over_all(txn: Any, change: Any) -> Any:
        here = txn.query(
            "SELECT d.id, c.counter FROM change c JOIN device d ON d.n = c.device "
            "WHERE c.record = ? AND c.field = ? AND c.live = 1",
            (change.record, change.field),
        )
        more = set(here) - {change.name}
        return change._replace(replaces=tuple(sorted({*change.replaces, *more})))

    _with_changes(patch, over_all)


@planted
def what_changes_replaced_is_lost_on_the_way(patch: pytest.MonkeyPatch) -> None:
    _with_changes(patch, lambda _, change: change._replace(replaces=change.replaces[:1]))


@planted
def the_time_of_arrival_is_taken_for_the_time_of_the_edit(patch: pytest.MonkeyPatch) -> None:
    arrived = itertools.count(1_800_000_000_000)
    _with_changes(patch, lambda _, change: change._replace(wall=next(arrived)))


@planted
def known_records_are_not_settled_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "refold", lambda txn, records: refolding.Settled())


@planted
def what_was_taken_back_is_never_taken_up_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "ASIDE", -1)


# -- giving out --------------------------------------------------------------------------------------


@planted
def digests_are_not_computed_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log.Log, "finish", log.Log.flush)


@planted
def digests_count_only_how_many(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, digest.digest_of, lambda hashes: f"{len(list(hashes)):016x}")


@planted
def digests_do_not_follow_what_is_taken_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging._Importing, "_grow", lambda self, incoming: None)


@planted
def private_fields_travel(patch: pytest.MonkeyPatch) -> None:
    everywhere(patch, columns.local_cells, frozenset)


@planted
def what_was_taken_back_is_passed_on(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sharing, "_SHARED", sharing._SHARED.replace("c.live <> 2", "1"))


@planted
def deletions_do_not_travel(patch: pytest.MonkeyPatch) -> None:
    real = sharing.changes_of

    def without(*given: Any) -> Any:
        return (change for change in real(*given) if change.field != fold.DELETED)

    patch.setattr(sharing, "changes_of", without)


# -- taking back -------------------------------------------------------------------------------------


@planted
def taking_back_an_import_forgets_what_it_had_replaced(patch: pytest.MonkeyPatch) -> None:
    """What an import replaced stays replaced when it is taken back."""

    def standing(cell: Any, without: Any) -> Any:
        covered = frozenset().union(*(change.replaces for change in cell.values()))
        return frozenset(cell.keys() - without - covered)

    everywhere(patch, fold.standing, standing)


@planted
def taking_back_an_import_brings_back_what_was_replaced_twice(patch: pytest.MonkeyPatch) -> None:
    """Who saw the import's value had seen what that replaced; forgotten, that comes back as a conflict."""
    everywhere(patch, fold.with_below, lambda names, below: frozenset(names))


@planted
def taking_back_an_import_leaves_the_tables(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(aside, "refold", lambda txn, records: refolding.Settled())
