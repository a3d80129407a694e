"""A preview is what taking in gives; taking back leaves nothing; taking in again is as if nothing had been; ten times is once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.laptop import IMPORT, Laptop
from tests.exchange.oracles import check_laptop
from tests.exchange.parcels import Parcel
from tests.exchange.world import Plan, World

from fieldteacher.domain.exchange import Arrival, Merged
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import same
from fieldteacher.store.database import Store
from fieldteacher.store.merging import merge
from fieldteacher.store.sharing import digests


class Careful(World):
    """A world in which people look before they take in, take back what they took in, and take it in again."""

    compared = 0

    def _receive(self, laptop: Laptop) -> None:
        mine = [parcel for parcel in self.post if parcel.to == laptop.station]
        if mine:
            parcel = self.random.choice(mine)
            self.post.remove(parcel)
            self.compared += there_and_back(laptop, parcel)


def there_and_back(laptop: Laptop, parcel: Parcel) -> bool:
    """Preview a package, take it in, take it back, and take it in for good; returns whether it brought anything."""
    before, words = dump(laptop.store), found(laptop.store)
    preview = previewed(laptop, parcel)
    assert dump(laptop.store) == before
    merged = laptop.take(parcel)
    assert told(merged) == told(preview)
    after, words_after = dump(laptop.store), found(laptop.store)
    if merged.applied == 0:
        assert after == before
        return False
    born_before = laptop.memory.aside.copy()
    laptop.undo_import(merged.save)
    assert dump(laptop.store) == before
    assert found(laptop.store) == words
    assert laptop.memory.aside >= born_before
    again = laptop.take(parcel)
    assert again.applied == merged.applied
    assert dump(laptop.store) == after
    assert found(laptop.store) == words_after
    check_laptop(laptop)
    return True


def previewed(laptop: Laptop, parcel: Parcel) -> Merged:
    """What taking in would do."""
    arrival = Arrival(
        package=parcel.id, device=parcel.device, sign_key=f"{parcel.sender:064x}", serial=parcel.serial, created_ms=0,
        label=IMPORT,
    )  # fmt: skip
    with laptop.store.rehearse(IMPORT) as txn:
        merged = merge(txn, arrival, parcel.changes)
    return merged


def told(merged: Merged) -> tuple[Any, ...]:
    """What a person is told of it."""
    return (
        merged.created, merged.changed, merged.deleted, set(merged.cells), set(merged.conflicts), merged.rejected,
        merged.unknown, merged.known, merged.applied,
    )  # fmt: skip


def dump(store: Store) -> dict[str, Any]:
    """Every record, every conflict, what stands of the log, and the digests that others are told."""
    reader = store.read()
    tables: dict[str, Any] = {
        kind: sorted(map(repr, reader.query(f"SELECT * FROM {kind}"))) for kind in RECORD_TYPES
    }
    tables["conflict"] = sorted(reader.query("SELECT type, record, field FROM conflict"))
    tables["standing"] = sorted(reader.query("SELECT device, counter FROM change WHERE live = 1"))
    with store.write(same("digests")) as txn:
        tables["digests"] = digests(txn)
    return tables


def found(store: Store) -> list[Any]:
    """What the search box finds."""
    return sorted(store.read().query("SELECT record, title, subtitle, keys FROM search_key"))


@pytest.mark.parametrize("part", range(4))
def test_there_and_back(part: int, empty_store: Path) -> None:
    """Some 80 packages of random histories that brought something."""
    assert sum(walked(seed, empty_store) for seed in range(part * 8, part * 8 + 8)) > 10


@pytest.mark.campaign
def test_there_and_back_often(empty_store: Path, count: int) -> None:
    """``pytest -m campaign --count 500 tests/exchange/test_there_and_back.py``: so many packages."""
    done = seed = 0
    while done < count:
        done += walked(seed, empty_store)
        seed += 1


def walked(seed: int, empty: Path) -> int:
    """Live through a careful history; returns how many packages were compared."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(laptops=3, steps=60, loss=0.1, trouble=0.5, ticking=1)
        world = Careful(Path(folder), empty, seed, plan)
        try:
            world.run()
        except Exception as error:
            error.add_note(f"careful history {seed}")
            raise
        finally:
            world.close()
        return world.compared


def test_ten_times_is_once(tmp_path: Path, empty_store: Path) -> None:
    world = World(tmp_path, empty_store, 3, Plan(laptops=2, steps=0, loss=0, trouble=0, ticking=1))
    giver, taker = world.laptops
    student = giver.create("student", {"student_number": "1", "name": "李小明", "phone": "1"})
    giver.save_form(giver.open_form("student", student), {"phone": "2"}, stale=False)
    parcel = giver.export(taker.station)
    assert taker.take(parcel).applied > 0
    before, saves = dump(taker.store), taker.store.last_saves(20)
    for _ in range(10):
        assert taker.take(parcel).applied == 0
    assert dump(taker.store) == before
    assert taker.store.last_saves(20) == saves
    world.close()
