"""Random histories on the real store: nothing is lost, the tables follow from the log, undo is exact."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.conftest import HeldClock
from tests.store.making import SAVE, add, made
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.clock import RandomIds
from fieldteacher.domain.errors import InputRefused, NotFound, UserError
from fieldteacher.store.fold import DELETED, STANDS

FIELDS = ("phone", "major", "class_name", "note")
VALUES = st.sampled_from(["甲", "乙", "丙", None])
CHANGES = st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=3)


class Histories(RuleBasedStateMachine):
    """Saves with fresh and stale bases, deletions, restorations and undoings, beside a plain model.

    The model keeps what the store showed before each save that can be undone; after an undo in turn the
    store must show just that again, conflicts included.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.clock = HeldClock()
        self.store = made(Path(self._folder.name) / "store", self.clock, RandomIds())
        self.students: list[str] = []
        self.talks: list[str] = []
        self.forms: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.before: list[tuple[int, dict[str, Any]]] = []

    def teardown(self) -> None:
        self.store.close()
        self._folder.cleanup()

    # -- what people do --------------------------------------------------------------------------

    @initialize()
    def three_students(self) -> None:
        for number in "123":
            self.add({"phone": number})
        for pupil in self.students:
            self.talks.append(add(self.store, "talk", student=pupil, talked_on="2026-03-16"))
        self.before.clear()

    @rule(values=CHANGES)
    def add(self, values: dict[str, Any]) -> None:
        before = self.view()
        with self.store.write(SAVE) as txn:
            self.students.append(txn.create("student", {"student_number": "1", "name": "李小明", **values}))
        self.keep(before, txn.changes.save)

    @rule(data=st.data(), values=CHANGES)
    def change(self, data: st.DataObject, values: dict[str, Any]) -> None:
        self.save(data.draw(st.sampled_from(self.students)), values, None)

    @rule(data=st.data())
    def open_form(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(self.students))
        shown = self.store.read().get("student", record)
        assert shown is not None
        self.forms.append((record, self.store.read().heads("student", record), shown))

    @precondition(lambda self: self.forms)
    @rule(data=st.data(), values=CHANGES)
    def save_form(self, data: st.DataObject, values: dict[str, Any]) -> None:
        """A form that may be out of date; it gives all its fields, as forms may."""
        record, base, shown = self.forms.pop(data.draw(st.integers(0, len(self.forms) - 1)))
        self.save(record, {field: shown[field] for field in FIELDS} | values, base)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(self.students))
        before = self.view()
        try:
            with self.store.write(SAVE) as txn:
                txn.delete("student", record)
        except NotFound:
            assert before[record][0]["deleted"]
        else:
            self.keep(before, txn.changes.save)

    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        record = data.draw(st.sampled_from(self.students))
        before = self.view()
        with self.store.write(SAVE) as txn:
            txn.restore("student", record)
        self.keep(before, txn.changes.save)
        assert not self.view()[record][0]["deleted"]

    @rule(data=st.data(), value=VALUES)
    def resolve(self, data: st.DataObject, value: str | None) -> None:
        conflicts = self.store.read().conflicts()
        if conflicts:
            conflict = data.draw(st.sampled_from(conflicts))
            before = self.view()
            chosen: object = {DELETED: bool(value), STANDS: None}.get(conflict.field, value)
            with self.store.write(SAVE) as txn:
                txn.resolve("student", conflict.record, conflict.field, chosen)
            self.keep(before, txn.changes.save)
            assert conflict.field not in {c.field for c in self.store.read().conflicts(None, conflict.record)}

    @rule(data=st.data())
    def put_together(self, data: st.DataObject) -> None:
        """Any two, so that chains and circles come about, as they do where two laptops meet."""
        record, into = (data.draw(st.sampled_from(self.students)) for _ in range(2))
        before = self.view()
        if record == into or before[record][0]["deleted"]:
            return
        with self.store.write(SAVE) as txn:
            txn.stand("student", record, into)
        self.keep(before, txn.changes.save)

    @rule(data=st.data())
    def several_at_once(self, data: st.DataObject) -> None:
        """One save that touches the same cells more than once."""
        record = data.draw(st.sampled_from(self.students))
        before = self.view()
        if before[record][0]["deleted"]:
            return
        with self.store.write(SAVE) as txn:
            txn.update("student", record, {"phone": "一"})
            txn.update("student", record, {"phone": "二", "major": "三"})
            if data.draw(st.booleans()):
                txn.delete("student", record)
        self.keep(before, txn.changes.save)

    @rule(minutes=st.sampled_from([0, 1, -90, 60 * 24 * 365 * 30, -60 * 24 * 365 * 30]))
    def the_clock_moves(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @precondition(lambda self: self.before)
    @rule()
    def undo(self) -> None:
        number, before = self.before.pop()
        changes = self.store.undo()
        assert changes.save > number
        now = self.view()
        for record, (row, conflicts) in before.items():
            listed = now[record][1]
            if self.says_another(record):
                listed = {each for each in listed if each[0] != STANDS or each in conflicts}
            assert (now[record][0], listed) == (row, conflicts)
        assert all(now[record][0]["deleted"] for record in now.keys() - before.keys())

    @precondition(lambda self: len(self.before) > 1)
    @rule(data=st.data())
    def undo_an_older_save(self, data: st.DataObject) -> None:
        """Out of turn: later changes stay, so there is no state to compare with; the invariants must hold."""
        number, _ = data.draw(st.sampled_from(self.before[:-1]))
        self.store.undo(number)
        self.before.clear()

    # -- what must hold --------------------------------------------------------------------------

    @invariant()
    def the_tables_follow_from_the_log(self) -> None:
        assert_tables_follow_from_the_log(self.store)

    @invariant()
    def no_transaction_stays_open(self) -> None:
        assert not any(connection.in_transaction for connection in self.store._connections)

    @invariant()
    def nothing_is_lost_in_silence(self) -> None:
        """Every edit stands, or a later change says that its author had seen it."""
        changes = {
            f"{device}.{counter}": (value, set(replaces.split()))
            for device, counter, value, replaces in self.store.read().query(
                "SELECT device, counter, value, replaces FROM change"
            )
        }
        replaced = set().union(*(over for _, over in changes.values())) if changes else set()
        for name, (value, _) in changes.items():
            row = self.store.read().query(
                "SELECT record, field, live FROM change WHERE device || '.' || counter = ?", (name,)
            )[0]
            if name not in replaced:
                assert row[2] == 1
                if row[1] in FIELDS:
                    shown = self.store.read().query(f"SELECT {row[1]} FROM student WHERE id = ?", (row[0],))[
                        0
                    ][0]
                    listed = self.store.read().query(
                        "SELECT 1 FROM conflict WHERE record = ? AND field = ?", row[:2]
                    )
                    assert value == shown or listed

    # -- inside ----------------------------------------------------------------------------------

    def save(self, record: str, values: dict[str, Any], base: dict[str, str] | None) -> None:
        before = self.view()
        try:
            with self.store.write(SAVE) as txn:
                txn.update("student", record, values, base=base)
        except InputRefused:
            return
        except NotFound:
            assert before[record][0]["deleted"]
            assert base is None or base.get(DELETED) == self.store.read().heads("student", record)[DELETED]
            return
        self.keep(before, txn.changes.save)

    def says_another(self, record: str) -> bool:
        """Whether somebody was put together with another. He may be shown all the same, as the other was deleted or the
        two make a circle; that he was changed then is listed, and stays listed when the change is taken back (0070)."""
        said = self.store.read().query("SELECT 1 FROM alias WHERE record = ? AND says <> record", (record,))
        return bool(said)

    def keep(self, before: dict[str, Any], number: int) -> None:
        if number:
            self.before.append((number, before))

    def view(self) -> dict[str, Any]:
        """What people see of each student, conflicts with all their values included."""
        reader = self.store.read()
        conflicts: dict[str, set[tuple[str, frozenset[object]]]] = {record: set() for record in self.students}
        for conflict in reader.conflicts():
            conflicts[conflict.record].add((conflict.field, frozenset(v.value for v in conflict.values)))
        shown = {record: (reader.get("student", record), conflicts[record]) for record in self.students}
        return shown | {talk: (reader.get("talk", talk), set()) for talk in self.talks}


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=60, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.campaign
def test_many_histories(count: int) -> None:
    """``pytest -m campaign --count 5000 tests/store/test_histories.py``."""
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=count, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_nothing_to_undo_is_said(tmp_path: Path) -> None:
    store = made(tmp_path / "store")
    with pytest.raises(UserError) as error:
        store.undo()
    assert error.value.code == "nothing_to_undo"
    store.close()
