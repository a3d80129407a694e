"""People put together on several devices that exchange their changes: all come to show the same, and nobody vanishes."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import HeldClock
from tests.store.exchanging import packed, state, take_in
from tests.store.making import SAVE, add, change, made, student
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.clock import RandomIds
from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.store.database import Store
from fieldteacher.store.fold import STANDS
from fieldteacher.store.verifying import verify

_packages = itertools.count()


@contextlib.contextmanager
def laptops(number: int) -> Iterator[list[Store]]:
    """Several stores that know the same three students with a talk each."""
    with tempfile.TemporaryDirectory() as folder:
        stores = [made(Path(folder) / str(n), HeldClock(), RandomIds()) for n in range(number)]
        for name in "甲乙丙":
            add(stores[0], "talk", student=student(stores[0], name, name), talked_on="2026-03-16")
        for other in stores[1:]:
            exchange(stores[0], other)
        try:
            yield stores
        finally:
            for store in stores:
                store.close()


def exchange(source: Store, to: Store) -> None:
    """Take one store's changes into another."""
    take_in(to, source, f"package {next(_packages)}")


def pupils(store: Store) -> list[str]:
    """The ids of all students, hidden ones too."""
    return sorted(row["id"] for row in store.read().records("student", deleted=True))


def agree(stores: list[Store]) -> None:
    """After everybody has everything: all show the same, and each table is what its log says."""
    for _ in stores:
        for one, other in itertools.permutations(stores, 2):
            exchange(one, other)
    assert all(state(store) == state(stores[0]) for store in stores)
    for store in stores:
        assert verify(store) == []
        assert_tables_follow_from_the_log(store)


def stand(store: Store, record: str, into: str | None) -> None:
    """Put two together, or take them apart."""
    with store.write(SAVE) as txn:
        txn.stand("student", record, into)


def test_each_puts_the_other_one_away() -> None:
    with laptops(2) as (one, other):
        a, b, _ = pupils(one)
        stand(one, a, b)
        stand(other, b, a)
        agree([one, other])
        assert a in {row["id"] for row in one.read().records("student")}
        assert b not in {row["id"] for row in one.read().records("student")}
        assert len(one.read().records("talk", {"student": a})) == 2


def test_the_one_that_stands_is_deleted_elsewhere_meanwhile() -> None:
    with laptops(2) as (one, other):
        a, b, _ = pupils(one)
        stand(one, a, b)
        with other.write(SAVE) as txn:
            txn.delete("student", b)
        agree([one, other])
        assert a in {row["id"] for row in other.read().records("student")}


def test_an_edit_of_the_hidden_one_made_meanwhile_is_listed() -> None:
    with laptops(2) as (one, other):
        a, b, _ = pupils(one)
        stand(one, a, b)
        change(other, "student", a, phone="139")
        agree([one, other])
        for store in (one, other):
            (conflict,) = store.read().conflicts()
            assert (conflict.record, conflict.field) == (a, STANDS)
        with other.write(SAVE) as txn:
            txn.resolve("student", a, STANDS, b)
        agree([one, other])
        assert one.read().conflicts() == []


def test_whoever_has_only_the_hidden_one_goes_on_showing_it() -> None:
    """The dossier of the one that stands may be somebody else's, and can come later."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = (made(Path(folder) / name, HeldClock(), RandomIds()) for name in ("one", "other"))
        a, b = student(one, "甲", "1"), student(one, "乙", "2")
        stand(one, a, b)
        only = [change for change in packed(one) if change.dossier == f"student:{a}"]
        take_in(other, one, "first", only)
        assert [row["id"] for row in other.read().records("student")] == [a]
        agree([one, other])
        assert [row["id"] for row in other.read().records("student")] == [b]
        one.close()
        other.close()


def test_taking_an_import_back_takes_what_it_put_together_apart() -> None:
    with laptops(2) as (one, other):
        a, b, _ = pupils(one)
        before = state(other)
        stand(one, a, b)
        exchange(one, other)
        assert state(other) != before
        other.undo()
        assert state(other) == before
        assert verify(other) == []
        agree([one, other])


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["stand", "apart", "change", "delete", "restore", "undo", "exchange"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    min_size=3,
    max_size=18,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_all_come_to_show_the_same(steps: list[tuple[int, str, int, int]]) -> None:
    with laptops(3) as stores:
        everybody = pupils(stores[0])
        for device, what, first, second in steps:
            store, record, into = stores[device], everybody[first], everybody[second]
            with contextlib.suppress(NotFound, InputRefused):
                if what == "exchange":
                    if first != device:
                        exchange(stores[first], store)
                elif what == "undo":
                    if store.last_saves():
                        store.undo()
                elif what == "change":
                    change(store, "student", record, phone=str(second))
                elif what == "stand" and record != into:
                    stand(store, record, into)
                elif what == "apart":
                    stand(store, record, None)
                elif what in ("delete", "restore"):
                    with store.write(SAVE) as txn:
                        getattr(txn, what)("student", record)
            assert verify(store) == []
        agree(stores)
