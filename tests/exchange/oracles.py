"""What must hold of every history: said by what people see and what really happened, not by the program's rules."""

from __future__ import annotations

import shutil
from collections import defaultdict
from random import Random
from typing import Any

from tests.exchange.laptop import FIELDS, Laptop, name_device
from tests.exchange.truth import DELETED, LOCAL, Edit, Name, Shown, Truth
from tests.exchange.world import World
from tests.store.making import opened
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.exchange import Arrival, SharedChange
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import same
from fieldteacher.store import merging, sharing
from fieldteacher.store.database import Store
from fieldteacher.store.verifying import verify


def live_and_check(world: World) -> None:
    """Live through a history and hold it to every oracle."""
    world.run()
    for laptop in world.laptops:
        check_laptop(laptop)
    kept = set().union(*(laptop.visible for laptop in world.laptops))
    world.everybody_meets()
    check_agreement(world, kept)
    first = world.laptops[0]
    edits = {name: world.truth.edits[name] for name in kept if world.truth.edits[name].travels}
    check_nothing_lost_in(world.truth, first.store, edits)
    check_no_false_conflict_in(world.truth, first.store, edits)
    check_replay(world, first)
    assert_tables_follow_from_the_log(first.store)
    for laptop in world.random.sample(world.laptops, 2):
        assert verify(laptop.store) == []


LOOKED_AT = (*FIELDS, "placement", "enterprise", "teacher")


def look(store: Store) -> Shown:
    """What the tables and the list of conflicts hold."""
    reader = store.read()
    records: dict[str, tuple[dict[str, Any], bool]] = {}
    for kind in LOOKED_AT:
        for row in reader.rows(f"SELECT * FROM {kind}"):
            values = {name: row[name] for name in RECORD_TYPES[kind].fields if row[name] is not None}
            records[row["id"]] = (values, bool(row["deleted"]))
    return Shown(records, set(reader.query("SELECT record, field FROM conflict")))


def look_together(store: Store) -> Shown:
    """What must be the same everywhere: without the fields that stay on one laptop."""
    records, contested = look(store)
    return Shown(
        {
            r: ({n: v for n, v in values.items() if n not in _LOCAL}, dead)
            for r, (values, dead) in records.items()
        },
        {cell for cell in contested if cell[1] not in _LOCAL},
    )


_LOCAL = {name for _, name in LOCAL}


def check_laptop(laptop: Laptop) -> None:
    """A laptop has the changes it should have, shows what follows from them, and goes no further."""
    logged, known = laptop.logged(), laptop.memory.known
    assert logged == known, f"too many: {logged - known}, too few: {known - logged}"
    aside = laptop.set_aside() ^ laptop.memory.aside
    assert not aside, f"set aside, or not: {aside}"
    lacking = laptop.lacking()
    expected, found = _without(laptop.shown(), lacking), _without(look(laptop.store), lacking)
    assert found.records == expected.records
    assert found.contested == expected.contested


def _without(shown: Shown, records: set[str]) -> Shown:
    return Shown(
        {record: each for record, each in shown.records.items() if record not in records},
        {cell for cell in shown.contested if cell[0] not in records},
    )


def check_agreement(world: World, kept: set[Name]) -> None:
    """Everybody shows the same, nobody lacks an edit that anybody had, and digests say so."""
    travelling = {name for name in kept if world.truth.edits[name].travels}
    seen: list[Shown] = []
    digests: list[dict[str, str]] = []
    for laptop in world.laptops:
        check_laptop(laptop)
        mine = {name for name in laptop.visible if world.truth.edits[name].travels}
        assert mine == travelling, "an edit did not arrive"
        seen.append(look_together(laptop.store))
        with laptop.store.write(same("digests")) as txn:
            digests.append(dict(sharing.digests(txn)))
    assert all(other == seen[0] for other in seen)
    assert all(other == digests[0] for other in digests)


def check_nothing_lost_in(truth: Truth, store: Store, edits: dict[Name, Edit]) -> None:
    """Each edit is shown, or listed as one side of a conflict, or somebody who had it on the screen replaced it."""
    shown = look(store)
    listed: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for conflict in store.read().conflicts():
        listed[conflict.record, conflict.field] = {entry.value for entry in conflict.values}
    replaced: dict[Any, set[Name]] = defaultdict(set)
    deleters: dict[str, set[Name]] = defaultdict(set)
    for edit in edits.values():
        replaced[edit.cell] |= truth.behind(edit.name)
        if edit.cell[2] == DELETED and edit.value:
            deleters[edit.cell[1]] |= truth.known_to(edit.name)
    for edit in edits.values():
        _, record, name = edit.cell
        if record not in shown.records:  # of one that everybody has taken back only the deletion is left
            assert all(other.cell[2] == DELETED for other in edits.values() if other.cell[1] == record)
            continue
        values, dead = shown.records[record]
        if edit.name in replaced[edit.cell]:
            continue
        if name == DELETED:
            assert bool(edit.value) == dead or (record, DELETED) in listed, (
                "a deletion or restoration was lost"
            )
        elif dead:
            assert edit.name in deleters[record], "an edit that the deleter had not seen is gone"
        else:
            assert values.get(name) == edit.value or edit.value in listed[record, name], "an edit was lost"


def check_no_false_conflict_in(truth: Truth, store: Store, edits: dict[Name, Edit]) -> None:
    """What is listed as contested really was written by people who had not seen each other's."""
    cells = truth.cells(edits)
    kinds = {edit.cell[1]: edit.cell[0] for edit in edits.values()}
    behind, known_to = truth.behind, truth.known_to
    for record, name in look_together(store).contested:
        if name != DELETED:
            for edit in _heads(store, record, name, edits):
                others = {e.name for e in cells[kinds[record], record, name]}
                assert not any(edit.name in behind(other) for other in others), (
                    "a conflict with what was replaced"
                )
            continue
        words = cells[kinds[record], record, DELETED]
        deleters = [e for e in words if e.value and not any(e.name in behind(o.name) for o in words)]
        assert deleters, "nobody's deletion stands"
        unseen = [
            e for e in edits.values()
            if e.cell[1] == record and not (e.cell[2] == DELETED and e.value)
            and not any(e.name in known_to(d.name) for d in deleters)
        ]  # fmt: skip
        assert unseen, "a deletion contested by nobody"


def _heads(store: Store, record: str, name: str, edits: dict[Name, Edit]) -> list[Edit]:
    return [
        edits[device, counter]
        for device, counter in store.read().query(
            "SELECT d.id, c.counter FROM change c JOIN device d ON d.n = c.device "
            "WHERE c.record = ? AND c.field = ? AND c.live = 1",
            (record, name),
        )
    ]


def check_replay(world: World, laptop: Laptop) -> None:
    """A new laptop that gets everything in random order, in pieces and some of it twice, shows the same."""
    folder = world.new_store("replay")
    name_device(folder, "0" * 16)
    changes = list(sharing.changes_of(laptop.store.read(), laptop.held().keys()))
    store = opened(folder, laptop.clock)
    try:
        applied = 0
        for number, piece in enumerate(_pieces(changes, world.random)):
            arrival = Arrival(
                package=f"replay-{number}", device=laptop.device, sign_key="f" * 64, serial=number, created_ms=0,
                label=same("replay"),
            )  # fmt: skip
            with store.write(same("replay"), purpose="package") as txn:
                applied += merging.merge(txn, arrival, piece).applied
        assert applied == len(changes)
        assert look_together(store) == look_together(laptop.store)
        assert_tables_follow_from_the_log(store)
    finally:
        store.close()
        shutil.rmtree(folder)


def _pieces(changes: list[SharedChange], random: Random) -> list[list[SharedChange]]:
    shuffled = random.sample(changes, len(changes))
    pieces: list[list[SharedChange]] = []
    while shuffled:
        size = random.choice((1, 5, 40, 400))
        pieces.append(shuffled[:size])
        if random.random() < 0.2:
            pieces.append(random.sample(pieces[-1], len(pieces[-1])))
        shuffled = shuffled[size:]
    return pieces
