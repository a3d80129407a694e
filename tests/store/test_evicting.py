"""Dossiers handed over: removed once the office has all of them and a while after, and nothing before."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sized
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.conftest import HeldClock
from tests.store.exchanging import all_digests, packed, state, take_in
from tests.store.making import SAVE, add, change, made, student
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.clock import RandomIds
from fieldteacher.domain.errors import UserError
from fieldteacher.store import holdings
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.compacting import compact
from fieldteacher.store.database import Store
from fieldteacher.store.evicting import evict, evictable
from fieldteacher.store.fold import EVICTION
from fieldteacher.store.search import find
from fieldteacher.store.verifying import verify


@pytest.fixture
def clock() -> HeldClock:
    """The held clock, to be put forward."""
    return HeldClock()


@pytest.fixture
def taken(store: Store) -> tuple[str, str]:
    """A student whose dossier the office took, with a talk; and one who stays."""
    one, other = student(store, "欧阳芷若", "1"), student(store, "王芳", "2")
    for pupil in (one, other):
        add(store, "talk", student=pupil, talked_on="2026-03-16", work="欧阳芷若" if pupil == one else "在")
    add(store, "incident", kind="illness", occurred_at="2026-03-02T08:00", students=[one, other])
    release(store, one, serial=7)
    return one, other


def release(store: Store, record: str, serial: int) -> None:
    """The office's package of this number took a student away."""
    with store.write(SAVE) as txn:
        holdings.release(txn, [f"student:{record}"], serial, txn.log.wall)


def would_go(store: Store, have: dict[str, str] | None = None) -> list[str]:
    """What may be removed where the office has what is here, or ``have``."""
    confirmed = all_digests(store) if have is None else have
    with store.write(SAVE) as txn:
        return evictable(txn, confirmed)


def remove(store: Store, *records: str) -> None:
    """Remove the dossiers of students."""
    with store.write(SAVE, purpose=EVICTION) as txn:
        evict(txn, [f"student:{record}" for record in records])


def sound(store: Store) -> None:
    """Nothing is wrong with a store, by the program's own check and by the other one."""
    assert verify(store) == []
    assert_tables_follow_from_the_log(store)


def test_it_waits_for_the_days_and_for_the_office(
    store: Store, clock: HeldClock, taken: tuple[str, str]
) -> None:
    one, _ = taken
    assert would_go(store) == []
    clock.advance(days=13, hours=23)
    assert would_go(store) == []
    clock.advance(hours=1)
    assert would_go(store) == [f"student:{one}"]
    assert would_go(store, {}) == []
    confirmed = all_digests(store)
    change(store, "student", one, phone="1")
    assert would_go(store, confirmed) == []
    assert would_go(store) == [f"student:{one}"]
    with store.write(SAVE) as txn:
        holdings.give_back(txn, [f"student:{one}"])
    assert would_go(store) == []


def test_a_clock_that_cannot_be_right_lets_no_time_pass(
    store: Store, clock: HeldClock, taken: tuple[str, str]
) -> None:
    one, other = taken
    clock.advance(days=365 * 40)
    assert would_go(store) == []
    release(store, other, serial=8)
    clock.advance(days=-365 * 40)
    assert would_go(store) == []  # from now on time passes for the other one too
    clock.advance(days=14)
    assert would_go(store) == sorted([f"student:{one}", f"student:{other}"])


def test_nothing_is_left_and_nothing_is_a_deletion(
    store: Store, clock: HeldClock, taken: tuple[str, str]
) -> None:
    one, other = taken
    blobs = Blobs(store, clock)
    own = blobs.put(b"own")
    add(store, "attachment", owner=one, name="欧阳芷若.jpg", media_type="image/jpeg", size=3, sha256=own)
    base = store.read().heads("student", one)
    change(store, "student", one, phone="1")
    change(store, "student", one, base, phone="2")
    store.keep_draft("talk-page", one, json.dumps({"work": "欧阳芷若"}))
    before = store.read().query("SELECT count(*) FROM change")[0][0]
    remove(store, one)
    compact(store, blobs)
    sound(store)
    reader = store.read()
    assert reader.query("SELECT count(*) FROM change WHERE field = '_deleted'") == [(0,)]
    assert reader.query("SELECT count(*) FROM change")[0][0] < before
    assert reader.get("student", one) is None
    assert reader.conflicts() == []
    assert store.draft("talk-page", one) is None
    assert find(reader, "欧阳", 20, "zh_CN") == []
    assert blobs.hashes() == {}
    assert "欧阳芷若".encode() not in b"".join(file.read_bytes() for file in store.folder.iterdir())
    assert reader.records("incident")[0]["students"] == (one, other)
    assert [row["student"] for row in reader.records("talk")] == [other]
    incident = reader.records("incident")[0]["id"]
    assert change(store, "incident", incident, course="结案", students=(one, other))


def test_saves_about_it_cannot_be_taken_back_and_counters_go_on(store: Store, taken: tuple[str, str]) -> None:
    one, other = taken
    change(store, "student", other, phone="1")
    with store.write(SAVE) as txn:
        txn.update("student", one, {"phone": "2"})
        txn.update("student", other, {"phone": "2"})
    both = store.last_saves()[0][0]
    change(store, "student", one, phone="3")
    last = store.last_saves()[0][0]
    highest = store.read().query("SELECT max(counter) FROM change")[0][0]
    remove(store, one)
    assert both in {number for number, *_ in store.last_saves()}
    assert last not in {number for number, *_ in store.last_saves()}
    with pytest.raises(UserError) as error:
        store.undo(last)
    assert error.value.code == "left_for_good"
    changes = store.undo(both)
    assert "1 处" in changes.label.zh
    assert store.read().need("student", other)["phone"] == "1"
    add(store, "talk", student=other, talked_on="2026-03-20")
    assert store.read().query("SELECT min(counter) FROM change WHERE save > ?", (last,))[0][0] > highest
    sound(store)


def test_one_put_together_with_another_dossier(store: Store) -> None:
    """Whoever was put away comes back where the one that stood for him is removed; and the other way round."""
    one, other = student(store, "甲", "1"), student(store, "乙", "2")
    talk = add(store, "talk", student=one, talked_on="2026-03-16")
    with store.write(SAVE) as txn:
        txn.stand("student", one, other)
    remove(store, other)
    sound(store)
    assert [row["id"] for row in store.read().records("student")] == [one]
    assert store.read().need("talk", talk)["student"] == one
    remove(store, one)
    sound(store)
    assert store.read().query("SELECT * FROM alias") == []


def test_it_comes_back_whole_when_the_office_gives_it_back() -> None:
    with stores("office", "laptop") as (office, laptop):
        one = student(laptop, "甲", "1", phone="1")
        add(laptop, "talk", student=one, talked_on="2026-03-16")
        take_in(office, laptop, "up")
        remove(laptop, one)
        assert state(laptop) == {}
        take_in(laptop, office, "down")
        assert state(laptop) == state(office)
        assert all_digests(laptop) == all_digests(office)
        change(laptop, "student", one, phone="2")
        sound(laptop)
        take_in(office, laptop, "up again")
        assert state(laptop) == state(office)


class _Stores:
    def __init__(self, *names: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.clock = HeldClock()
        self.all = [made(Path(self._folder.name) / name, self.clock, RandomIds()) for name in names]

    def __enter__(self) -> list[Store]:
        return self.all

    def __exit__(self, *_: object) -> None:
        for store in self.all:
            store.close()
        self._folder.cleanup()


stores = _Stores
OFFICE, ANNA, BERT = range(3)


class _Last:
    """Draws the newest package."""

    def __init__(self, packages: Sized) -> None:
        self._packages = packages

    def draw(self, strategy: object) -> int:
        return len(self._packages) - 1


class Handovers(RuleBasedStateMachine):
    """An office and two teachers whose students change hands, beside a model: who is charged, and every change ever made.

    Packages are lost, come late and come twice. What a teacher removes must be at the office, to the last change.
    """

    def __init__(self) -> None:
        super().__init__()
        self.held = _Stores("office", "anna", "bert")
        self.clock = self.held.clock
        self.stores = self.held.all
        self.charged: dict[str, int] = {}
        self.serial = 0
        self.heard = {ANNA: 0, BERT: 0}
        self.office_has: dict[int, dict[str, str]] = {ANNA: {}, BERT: {}}
        self.has: dict[int, dict[str, str]] = {ANNA: {}, BERT: {}}
        """What each teacher said last to the office."""
        self.down: list[tuple[int, int, list[Any], dict[str, str], list[str]]] = []
        self.up: list[tuple[int, list[Any], dict[str, str]]] = []
        self.made = 0
        self.removed = 0

    def teardown(self) -> None:
        self.held.__exit__()

    @initialize()
    def two_students(self) -> None:
        for teacher in (ANNA, BERT):
            self.charged[student(self.stores[teacher], "学生", str(teacher))] = teacher
            self.send_up(teacher)
            self.the_office_takes_in(_Last(self.up), again=False)

    @rule(teacher=st.sampled_from([ANNA, BERT]), data=st.data())
    def write(self, teacher: int, data: st.DataObject) -> None:
        store = self.stores[teacher]
        here = [row["id"] for row in store.read().records("student")]
        if here:
            record = data.draw(st.sampled_from(here))
            self.made += 1
            change(store, "student", record, phone=str(self.made))

    @rule(pupil=st.integers(0, 1), up=st.booleans(), told=st.booleans())
    def hand_over(self, pupil: int, up: bool, told: bool) -> None:
        record = sorted(self.charged)[pupil]
        former = self.charged[record]
        self.charged[record] = BERT if former == ANNA else ANNA
        if up:
            self.send_up(former)
            self.the_office_takes_in(_Last(self.up), again=False)
        if told:
            self.send_down(former)
            self.a_teacher_takes_in(_Last(self.down), again=False)

    @rule(teacher=st.sampled_from([ANNA, BERT]))
    def send_up(self, teacher: int) -> None:
        store = self.stores[teacher]
        self.up.append((teacher, packed(store), all_digests(store)))

    @rule(teacher=st.sampled_from([ANNA, BERT]))
    def send_down(self, teacher: int) -> None:
        """As the office writes its package: what the teacher may hold, and what he has and may not."""
        office, self.serial = self.stores[OFFICE], self.serial + 1
        scope = [f"student:{record}" for record, whose in self.charged.items() if whose == teacher]
        here = all_digests(office)
        gone = sorted(id for id in self.has[teacher] if id not in scope and id in here)
        have = {id: here[id] for id in (*scope, *gone) if id in here}
        self.down.append((teacher, self.serial, packed(office, scope), have, gone))

    @precondition(lambda self: self.up)
    @rule(data=st.data(), again=st.booleans())
    def the_office_takes_in(self, data: st.DataObject | _Last, again: bool) -> None:
        number = data.draw(st.integers(0, len(self.up) - 1))
        teacher, changes, have = self.up[number] if again else self.up.pop(number)
        take_in(self.stores[OFFICE], self.stores[teacher], f"up {number} {self.made}", changes)
        self.has[teacher] = have

    @precondition(lambda self: self.down)
    @rule(data=st.data(), again=st.booleans())
    def a_teacher_takes_in(self, data: st.DataObject | _Last, again: bool) -> None:
        number = data.draw(st.integers(0, len(self.down) - 1))
        teacher, serial, changes, have, gone = self.down[number] if again else self.down.pop(number)
        store = self.stores[teacher]
        with store.write(SAVE) as txn:
            if serial > self.heard[teacher]:
                self.heard[teacher], self.office_has[teacher] = serial, have
                holdings.give_back(txn, have.keys() - set(gone))
                holdings.release(txn, gone, serial, txn.log.wall)
            without = holdings.taken_away(txn)
        left = [each for each in changes if each.dossier not in without]
        take_in(store, self.stores[OFFICE], f"down {serial} {self.made}", left)

    @rule(teacher=st.sampled_from([ANNA, BERT]), lost=st.booleans(), meanwhile=st.booleans(), data=st.data())
    def exchange(self, teacher: int, lost: bool, meanwhile: bool, data: st.DataObject) -> None:
        """Up and down again, as at every end of a week."""
        self.send_up(teacher)
        if not lost:
            self.the_office_takes_in(_Last(self.up), again=False)
        if meanwhile:
            self.write(teacher, data)
        self.send_down(teacher)
        self.a_teacher_takes_in(_Last(self.down), again=False)

    @rule(days=st.sampled_from([1, 8, 15, 15, 15]))
    def time_passes(self, days: int) -> None:
        self.clock.advance(days=days)
        for teacher in (ANNA, BERT):
            self.remove_what_is_due(teacher)

    @rule(teacher=st.sampled_from([ANNA, BERT]), years=st.sampled_from([-50, 50]), data=st.data())
    def a_clock_is_wrong_for_a_while(self, teacher: int, years: int, data: st.DataObject) -> None:
        self.clock.advance(days=365 * years)
        self.write(teacher, data)
        self.remove_what_is_due(teacher)
        self.clock.advance(days=-365 * years)

    def remove_what_is_due(self, teacher: int) -> None:
        store, office = self.stores[teacher], self.stores[OFFICE]
        there = {change.name: change.value for change in packed(office)}
        here = {change.name: change for change in packed(store)}
        with store.write(SAVE, purpose=EVICTION) as txn:
            going = evictable(txn, self.office_has[teacher])
            evict(txn, going) if going else None
        for name, one in here.items():
            if one.dossier in going:
                self.removed += 1
                assert there[name] == one.value  # nothing is removed that the office lacks
        left = {change.name for change in packed(store)}
        assert left == {name for name, one in here.items() if one.dossier not in going}

    @invariant()
    def every_store_is_sound(self) -> None:
        for store in self.stores:
            assert verify(store) == []


TestHandovers = Handovers.TestCase
TestHandovers.settings = settings(
    max_examples=25, stateful_step_count=30, suppress_health_check=list(HealthCheck)
)


def test_a_handover_from_end_to_end() -> None:
    """The model does remove: the steps that lead there, one by one."""
    play = Handovers()
    play.two_students()
    anna = play.stores[ANNA]
    (record,) = [row["id"] for row in anna.read().records("student")]
    play.hand_over(sorted(play.charged).index(record), up=False, told=False)
    play.send_down(ANNA)
    play.a_teacher_takes_in(_Last(play.down), again=False)
    play.time_passes(13)
    assert anna.read().get("student", record)
    play.time_passes(1)
    assert play.removed
    assert anna.read().get("student", record) is None
    play.teardown()
