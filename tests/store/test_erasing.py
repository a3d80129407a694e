"""A person erased on request: here, on every other device, whatever comes later, and in no page of the file."""

from __future__ import annotations

import itertools
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import HeldClock
from tests.store.exchanging import all_digests, state, take_in
from tests.store.making import SAVE, add, change, delete, made, student, value
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.clock import Clock, RandomIds
from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.store import erasing
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.compacting import compact
from fieldteacher.store.database import FILE, Store
from fieldteacher.store.fold import ERASURE
from fieldteacher.store.search import find
from fieldteacher.store.verifying import verify

_packages = itertools.count()


def erase(store: Store, record: str) -> None:
    """One save that erases a student."""
    with store.write(SAVE, purpose=ERASURE) as txn:
        erasing.erase(txn, record)


def exchange(source: Store, to: Store) -> None:
    """Take one store's changes into another."""
    take_in(to, source, f"package {next(_packages)}")


def sound(store: Store) -> None:
    """Nothing is wrong with a store, by the program's own check and by the other one."""
    assert verify(store) == []
    assert_tables_follow_from_the_log(store)


def left(store: Store, word: str) -> list[str]:
    """Where a word still is, in the tables and files of a store."""
    reader = store.read()
    tables = [
        row[0]
        for row in reader.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_text%'"
        )
    ]
    found = [
        name
        for name in tables
        if word in json.dumps(reader.query(f"SELECT * FROM {name}"), ensure_ascii=False, default=str)
    ]
    files = [file.name for file in sorted(store.folder.iterdir()) if word.encode() in file.read_bytes()]
    return found + files


def full(store: Store, name: str = "欧阳芷若") -> tuple[str, str]:
    """A student with records of many kinds, and another one who was in the same incident."""
    firm = add(store, "enterprise", name="苏州甲厂")
    one, other = student(store, name, "1", phone="13912345678"), student(store, "王芳", "2")
    place = add(
        store, "placement", student=one, enterprise=firm, start="2026-03-01", lodging_address="欧阳芷若的宿舍"
    )
    add(store, "paper", placement=place, kind="consent", number="欧阳芷若-1")
    for pupil in (one, other):
        add(
            store,
            "talk",
            student=pupil,
            talked_on="2026-03-16",
            work="欧阳芷若说学会了" if pupil == one else "学会了",
        )
    add(
        store,
        "incident",
        kind="illness",
        occurred_at="2026-03-02T08:00",
        students=[one, other],
        course="与欧阳芷若有关",
    )
    base = store.read().heads("student", one)
    change(store, "student", one, phone="1")
    change(store, "student", one, base, phone="2")
    return one, other


def test_nothing_of_the_person_is_left(store: Store) -> None:
    one, other = full(store)
    store.keep_draft("talk-page", one, json.dumps({"work": "欧阳芷若"}))
    visit = {"talks": [{"student": one, "work": "欧阳芷若"}, {"student": other, "work": "在"}]}
    store.keep_draft("visit-page", "f", json.dumps(visit))
    for record in store.read().records("incident"):
        change(store, "incident", record["id"], course="已处理")
    assert left(store, "欧阳芷若")
    erase(store, one)
    sound(store)
    assert set(left(store, "欧阳芷若")) <= {"change", FILE, f"{FILE}-wal"}  # the incident's history had it
    assert find(store.read(), "欧阳", 20, "zh_CN") == []
    assert store.read().conflicts() == []
    assert store.draft("talk-page", one) is None
    assert json.loads(store.draft("visit-page", "f") or "") == {"talks": [{"student": other, "work": "在"}]}
    assert [row["id"] for row in store.read().records("student")] == [other]
    assert len(store.read().records("talk")) == 1
    assert value(store, one, "name") is None


def test_no_page_of_the_file_holds_what_was_erased(store: Store, clock: Clock) -> None:
    """The words of the text index too, and what SQLite had freed."""
    record = student(store, "欧阳芷若", "1", note="zanzibar 欧阳芷若")
    blobs = Blobs(store, clock)
    shared, own = blobs.put(b"shared"), blobs.put(b"own")
    student(store, "王芳", "2")
    firm = add(store, "enterprise", name="苏州甲厂")
    for owner, sha256 in ((record, own), (record, shared), (firm, shared)):
        add(store, "attachment", owner=owner, name="照片.jpg", media_type="image/jpeg", size=3, sha256=sha256)
    erase(store, record)
    assert compact(store, blobs)
    assert left(store, "欧阳芷若") == left(store, "zanzibar") == []
    assert blobs.hashes().keys() == {shared}
    assert not compact(store, blobs)
    sound(store)


def test_nothing_can_be_recorded_or_taken_back_afterwards(store: Store) -> None:
    one, other = full(store)
    base = store.read().heads("student", one)
    change(store, "student", one, phone="3")
    number = store.last_saves()[0][0]
    with store.write(SAVE) as txn:
        txn.update("student", one, {"phone": "4"})
        txn.update("student", other, {"phone": "4"})
    both = store.last_saves()[0][0]
    erase(store, one)
    assert all(save != number for save, *_ in store.last_saves())
    with pytest.raises(UserError) as error:
        store.undo(number)
    assert error.value.code == "left_for_good"
    store.undo(both)
    assert value(store, other, "phone") is None
    assert value(store, one, "phone") is None
    for step in (
        lambda: change(store, "student", one, base, phone="9"),
        lambda: add(store, "talk", student=one, talked_on="2026-03-20"),
    ):
        with pytest.raises(UserError) as error:
            step()
        assert error.value.code in ("erased", "not_found")
    with pytest.raises(NotFound):
        erase(store, "nobody")
    sound(store)


def test_the_incident_that_names_him_too_can_still_be_changed(store: Store) -> None:
    one, other = full(store)
    incident = store.read().records("incident")[0]
    erase(store, one)
    assert change(store, "incident", incident["id"], students=incident["students"], course="结案")
    assert change(store, "incident", incident["id"], students=(other,))


def test_he_was_entered_twice(store: Store) -> None:
    one, other = full(store)
    with store.write(SAVE) as txn:
        txn.stand("student", one, other)
    erase(store, other)
    assert store.read().records("student") == store.read().records("talk") == []
    sound(store)


def test_every_device_erases_also_what_comes_later() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office, laptop, late = (
            made(Path(folder) / name, HeldClock(), RandomIds()) for name in ("office", "laptop", "late")
        )
        one, _ = full(office)
        exchange(office, laptop)
        exchange(office, late)
        talk = laptop.read().records("talk", {"student": one})[0]["id"]
        erase(office, one)
        change(laptop, "talk", talk, work="欧阳芷若后来说")
        add(laptop, "talk", student=one, talked_on="2026-03-20", work="欧阳芷若又说")
        exchange(laptop, office)
        sound(office)
        assert value(office, talk, "work", "talk") is None
        merged_before = state(laptop)
        exchange(office, laptop)
        assert state(laptop) != merged_before
        exchange(laptop, late)
        for store in (office, laptop, late):
            sound(store)
            assert value(store, talk, "work", "talk") is None
            assert one not in {row["id"] for row in store.read().records("student")}
        exchange(laptop, office)
        assert all_digests(office) == all_digests(laptop) == all_digests(late)
        assert state(office) == state(laptop) == state(late)
        for store in (office, laptop, late):
            store.close()


def test_taking_the_package_back_brings_nothing_back() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office, laptop = (
            made(Path(folder) / name, HeldClock(), RandomIds()) for name in ("office", "laptop")
        )
        one, other = full(office)
        exchange(office, laptop)
        erase(office, one)
        change(office, "student", other, phone="7")
        exchange(office, laptop)
        laptop.undo()
        sound(laptop)
        assert value(laptop, one, "name") is None
        assert value(laptop, other, "phone") is None
        exchange(office, laptop)
        assert all_digests(office) == all_digests(laptop)
        office.close()
        laptop.close()


def test_nobody_erases_what_all_share() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office, laptop = (
            made(Path(folder) / name, HeldClock(), RandomIds()) for name in ("office", "laptop")
        )
        teacher = add(office, "teacher", name="赵老师")
        pupil = student(office)
        with office.write(SAVE) as txn:
            txn.log.add("teacher", teacher, txn.log.dossier("shared"), {"_erased": 1})
            txn.log.add("student", pupil, txn.log.dossier("shared"), {"_erased": 1})
        exchange(office, laptop)
        assert value(laptop, teacher, "name", "teacher") == "赵老师"
        assert value(laptop, pupil, "name") == "李小明"
        office.close()
        laptop.close()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["erase", "change", "talk", "delete", "stand", "undo", "exchange", "exchange"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=16,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_all_come_to_hold_nothing(steps: list[tuple[int, str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [made(Path(folder) / str(n), HeldClock(), RandomIds()) for n in range(3)]
        pupils = sorted(student(stores[0], f"张{n}", str(n)) for n in range(3))
        for other in stores[1:]:
            exchange(stores[0], other)
        erased = set()
        for device, what, first, second in steps:
            store, record = stores[device], pupils[first]
            try:
                if what == "exchange" and first != device:
                    exchange(stores[first], store)
                elif what == "erase":
                    if store.read().get("student", record) and not value(store, record, "deleted"):
                        with store.write(SAVE, purpose=ERASURE) as txn:
                            erased.update(erasing.together(txn, record))
                            erasing.erase(txn, record)
                elif what == "change":
                    change(store, "student", record, note=f"张{first}改")
                elif what == "talk":
                    add(store, "talk", student=record, talked_on="2026-03-16", work=f"张{first}说")
                elif what == "delete":
                    delete(store, "student", record)
                elif what == "stand" and first != second:
                    with store.write(SAVE) as txn:
                        txn.stand("student", record, pupils[second])
                elif what == "undo":
                    store.undo()
            except UserError:
                pass
            assert verify(store) == []
        for _ in stores:
            for source, to in itertools.permutations(stores, 2):
                exchange(source, to)
        for store in stores:
            sound(store)
            assert state(store) == state(stores[0])
            assert all_digests(store) == all_digests(stores[0])
            for record in erased:
                assert set(left(store, f"张{pupils.index(record)}")) <= {FILE, f"{FILE}-wal"}
            store.close()
