"""What was said in the last packages; and up to which save another station's digest is known to hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.store.exchanging import all_digests, take_in
from tests.store.making import SAVE, change, made, student

from fieldteacher.store import claims
from fieldteacher.store.database import Store
from fieldteacher.store.sharing import changes_of, saves_held


@pytest.fixture
def other_store(tmp_path: Path, clock: HeldClock) -> Iterator[Store]:
    """Another station's store."""
    one = made(tmp_path / "other", clock)
    yield one
    one.close()


def _sent(store: Store, serial: int, peer: int = 1) -> None:
    with store.write(SAVE) as txn:
        txn.run("INSERT INTO sent (id, peer, serial, created_ms, bytes, counts) VALUES (?, ?, ?, 0, 0, '{}')", (f"{peer}-{serial}", peer, serial))  # fmt: skip
        claims.keep(txn, f"{peer}-{serial}", {"student:x": f"{serial:016x}"}, ["0" * 16])


def test_the_last_few_are_kept_of_each_peer(store: Store) -> None:
    for serial in range(1, 8):
        _sent(store, serial)
    _sent(store, 1, peer=2)
    kept = {serial for serial in range(1, 8) if claims.kept(store.read(), 1, serial)}
    assert kept == {3, 4, 5, 6, 7}
    assert claims.kept(store.read(), 1, 7) == ({"student:x": f"{7:016x}"}, ["0" * 16])
    assert claims.kept(store.read(), 2, 1) is not None
    assert claims.kept(store.read(), 3, 1) is None
    with store.write(SAVE) as txn:
        txn.run(claims.FORGET)
    assert claims.kept(store.read(), 1, 7) is None


def _digest(store: Store, record: str) -> str:
    return all_digests(store)[f"student:{record}"]


def test_what_came_since_is_told_from_what_another_holds(store: Store) -> None:
    record = student(store)
    dossier = f"student:{record}"
    digests = [_digest(store, record)]
    for number in range(3):
        change(store, "student", record, phone=f"1380013800{number}", note=f"{number}")
        digests.append(_digest(store, record))
    reader = store.read()
    for held, rest in zip(digests, (6, 4, 2, 0), strict=True):
        after = saves_held(reader, {dossier: held})
        if rest:
            assert len(list(changes_of(reader, [dossier], after))) == rest
        else:
            assert after == {}, "who holds everything is not asked about"
    assert saves_held(reader, {dossier: "0" * 15 + "1", "student:nobody": digests[0]}) == {}
    assert len(list(changes_of(reader, [dossier]))) == 8


def test_of_what_both_wrote_in_all_is_sent(store: Store, other_store: Store) -> None:
    record = student(store)
    take_in(other_store, store, "p1")
    change(store, "student", record, phone="13800138000")
    change(other_store, "student", record, note="他处")
    assert saves_held(store.read(), {f"student:{record}": _digest(other_store, record)}) == {}
    take_in(store, other_store, "p2")
    change(store, "student", record, major="电气")
    # The other still lacks the phone, which was written here before its own change came.
    assert saves_held(store.read(), {f"student:{record}": _digest(other_store, record)}) == {}


def test_what_was_taken_back_is_not_what_is_held(store: Store, other_store: Store) -> None:
    record = student(store)
    change(store, "student", record, phone="13800138000")
    take_in(other_store, store, "p1")
    change(store, "student", record, note="后来")
    take_in(other_store, store, "p2")
    other_store.undo()
    held = _digest(other_store, record)
    dossier = f"student:{record}"
    after = saves_held(store.read(), {dossier: held})
    assert [change.value for change in changes_of(store.read(), [dossier], after)] == ["后来"]
