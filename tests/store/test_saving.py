"""Saves: the log, bases and conflicts, deletions, refusals, settings, drafts, and what SQLite cannot take."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HeldClock
from tests.store.making import SAVE, add, change, delete, made, opened, student, value
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.errors import InputRefused, NotFound, StoreUnavailable, UserError
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.store.database import Store
from fieldteacher.store.driver import Error


def test_every_field_of_a_save_is_in_the_log_once(store: Store) -> None:
    record = student(store, phone="13800138000")
    change(store, "student", record, phone="13900139000", major=None)
    entries = [(e.field, e.value, e.author, e.device) for e in store.read().history("student", record)]
    assert entries == [
        ("phone", "13900139000", "张老师", "张老师"), ("phone", "13800138000", "张老师", "张老师"),
        ("name", "李小明", "张老师", "张老师"), ("student_number", "230101", "张老师", "张老师"),
    ]  # fmt: skip
    assert_tables_follow_from_the_log(store)


def test_a_save_says_what_it_did(store: Store) -> None:
    with store.write(Text("新增", "add")) as txn:
        one = txn.create("student", {"student_number": "1", "name": "甲"})
        two = txn.create("student", {"student_number": "2", "name": "乙"})
        txn.update("student", one, {"name": "丙"})
    assert txn.changes.created == {("student", one), ("student", two)}
    assert not txn.changes.changed
    assert txn.changes.label == Text("新增", "add")
    with store.write(SAVE) as txn:
        txn.update("student", one, {"name": "丁"})
        txn.delete("student", two)
    assert (txn.changes.changed, txn.changes.deleted) == ({("student", one)}, {("student", two)})
    assert txn.changes.save == store.last_saves()[0][0]


def test_a_save_that_changes_nothing_is_none(store: Store) -> None:
    record = student(store)
    before = store.last_saves()
    with store.write(SAVE) as txn:
        assert not txn.update("student", record, {"name": " 李小明 ", "phone": ""})
    assert not txn.changes
    assert txn.changes.save == 0
    assert store.last_saves() == before


def _change_and_add(store: Store, record: str) -> None:
    with store.write(SAVE) as txn:
        txn.update("student", record, {"phone": "13800138000"})
        txn.create("student", {"student_number": "2"})


def test_a_refusal_leaves_nothing_of_the_save(store: Store) -> None:
    record = student(store)
    with pytest.raises(FieldProblem) as error:
        _change_and_add(store, record)
    assert (error.value.code, error.value.field) == ("required", "name")
    assert value(store, record, "phone") is None
    assert store.read().count("student") == 1
    assert len(store.last_saves()) == 1
    assert_tables_follow_from_the_log(store)


def test_a_bug_inside_a_save_leaves_nothing_of_it_and_comes_through(store: Store) -> None:
    with pytest.raises(AttributeError), store.write(SAVE) as txn:
        txn.create("student", {"student_number": "1", "name": "甲"}).no_such_thing()  # type: ignore[attr-defined]
    assert store.read().count("student") == 0
    student(store)


def test_a_save_inside_a_save_is_a_bug(store: Store) -> None:
    with pytest.raises(RuntimeError), store.write(SAVE), store.write(SAVE):
        pass
    student(store)


@pytest.mark.parametrize(
    ("type_name", "values", "code"),
    [
        ("pupil", {}, "unknown_type"), ("student", {"shoe": 1}, "unknown_field"), ("student", {}, "required"),
        ("talk", {"student": "nobody", "talked_on": "2026-03-16"}, "no_such_record"),
        ("incident", {"kind": "fire", "occurred_at": "2026-03-16 08:00", "students": ["nobody"]}, "no_such_record"),
        ("student", {"student_number": "1", "name": "甲", "id_number": "510502200510030014"}, "id_checksum"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_code(
    store: Store, type_name: str, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(UserError) as error:
        add(store, type_name, **values)
    assert error.value.code == code


def test_a_reference_must_be_of_the_right_type(store: Store) -> None:
    record = student(store)
    with pytest.raises(FieldProblem):
        add(store, "talk", student=add(store, "enterprise", name="甲厂"), talked_on="2026-03-16")
    add(store, "promise", about=record, what="补交协议")


def test_a_record_that_is_not_there(store: Store) -> None:
    for attempt in (
        lambda: change(store, "student", "nobody", name="甲"), lambda: delete(store, "student", "nobody"),
        lambda: store.read().need("student", "nobody"),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            attempt()
    assert store.read().get("student", "nobody") is None
    assert store.read().type_of("nobody") is None


@pytest.mark.parametrize(
    "statement", ["SELECT nothing FROM student", "SELEC 1", "INSERT INTO student (id) VALUES (NULL)"]
)
def test_a_wrong_statement_is_a_bug_and_not_the_users_affair(store: Store, statement: str) -> None:
    with pytest.raises(Error):
        store.read().query(statement)
    with pytest.raises(Error), store.write(SAVE) as txn:
        txn.run(statement)
    student(store)


# -- clocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "plausible"),
    [
        (datetime(2026, 3, 16, 2, tzinfo=UTC), True), (datetime(2001, 1, 1, tzinfo=UTC), False),
        (datetime(2099, 1, 1, tzinfo=UTC), False), (datetime(2026, 3, 15, 2, tzinfo=UTC), True),
        (datetime(2026, 3, 14, 2, tzinfo=UTC), False),
    ],
)  # fmt: skip
def test_a_wrong_clock_never_stops_a_save_and_is_noted(
    store: Store, clock: HeldClock, at: datetime, plausible: bool
) -> None:
    record = student(store)
    clock.advance(seconds=(at - clock.now()).total_seconds())
    change(store, "student", record, phone="1")
    assert value(store, record, "phone") == "1"
    newest = next(entry for entry in store.read().history("student", record) if entry.field == "phone")
    assert newest.plausible is plausible


# -- settings, drafts, other programs ------------------------------------------------------------


def test_settings_are_kept_and_removed_and_are_no_saves(store: Store) -> None:
    store.keep_settings({"a": "1", "b": "2"})
    store.keep_settings({"a": None, "b": "3"})
    assert (store.read().setting("a"), store.read().setting("b")) == (None, "3")
    assert store.last_saves() == []


def test_drafts_are_kept_until_forgotten(store: Store) -> None:
    store.keep_draft("talk", "1", "未写完")
    store.keep_draft("talk", "1", "还未写完")
    store.keep_draft("talk", "2", "另一份")
    assert store.draft("talk", "1") == "还未写完"
    assert dict(store.drafts("talk")) == {"1": "还未写完", "2": "另一份"}
    store.keep_draft("talk", "1", None)
    assert store.draft("talk", "1") is None
    assert store.draft("visit", "2") is None


def test_drafts_survive_a_refused_save(store: Store) -> None:
    store.keep_draft("student", "new", "姓名…")
    with pytest.raises(FieldProblem):
        add(store, "student", name="甲")
    assert store.draft("student", "new") == "姓名…"


def test_only_another_programs_saves_change_the_version(tmp_path: Path) -> None:
    one = made(tmp_path / "s")
    student(one)
    other = opened(tmp_path / "s")
    before = one.version()
    student(one)
    assert one.version() == before
    student(other)
    assert one.version() == before + 1
    one.close()
    other.close()


def test_every_thread_reads_through_its_own_connection(store: Store) -> None:
    student(store)
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(store.read().count("student"))) for _ in range(4)
    ]
    with store.write(SAVE) as txn:
        txn.create("student", {"student_number": "2", "name": "乙"})
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counts == [1] * 4
        assert txn.count("student") == 2
    assert store.read().count("student") == 2


def test_reading_in_a_save_sees_what_it_wrote(store: Store) -> None:
    with store.write(SAVE) as txn:
        record = txn.create("student", {"student_number": "1", "name": "甲"})
        assert txn.need("student", record)["name"] == "甲"
        assert set(txn.heads("student", record)) == {"student_number", "name"}
        assert len(txn.history("student", record)) == 2
        assert txn.type_of(record) == "student"


# -- what SQLite cannot take ---------------------------------------------------------------------


def test_characters_beyond_the_first_plane_and_odd_ones_are_kept_or_left_out(store: Store) -> None:
    record = student(store, "𬭎𠮷\x00李\ud800", note="a\x00b\ufeff\u200b")
    assert value(store, record, "name") == "𬭎𠮷李"
    assert store.read().query("SELECT length(name) FROM student") == [(3,)]
    assert value(store, record, "note").startswith("ab")


@pytest.mark.parametrize("odd", ["\ud800", "x\udcff", 2**63, -(2**70)])
def test_what_cannot_be_bound_is_refused_in_words(store: Store, odd: Any) -> None:
    reader = store.read()
    for attempt in (lambda: reader.get("student", odd), lambda: reader.records("student", {"name": odd})):
        with pytest.raises(InputRefused):
            attempt()


@pytest.mark.parametrize("number", [2**53, 2**63, float("nan"), float("inf"), 1e400, 1.5, True])
def test_numbers_that_would_be_changed_on_the_way_are_refused(store: Store, number: Any) -> None:
    with pytest.raises(FieldProblem):
        student(store, grade_year=number)


def test_text_that_looks_like_a_number_stays_text(store: Store) -> None:
    record = student(store, "007", "000230101", phone="01234")
    assert store.read().query("SELECT student_number, name, phone, typeof(student_number) FROM student WHERE id = ?", (record,)) == [
        ("000230101", "007", "01234", "text")
    ]  # fmt: skip


def test_no_public_call_leaves_a_transaction_open(store: Store) -> None:
    record = student(store)
    calls = [
        lambda: change(store, "student", record, phone="1"), lambda: delete(store, "student", record), store.undo,
        lambda: store.keep_settings({"a": "1"}), lambda: store.keep_draft("a", "b", "c"), store.last_saves,
        lambda: store.read().records("student"), store.version, lambda: store.read().conflicts(),
        lambda: add(store, "student"), lambda: store.undo(999), lambda: store.read().get("student", "\ud800"),
    ]  # fmt: skip
    for call in calls:
        with contextlib.suppress(UserError):
            call()
        assert not any(connection.in_transaction for connection in store._connections)


def test_a_store_that_another_program_is_writing_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = made(tmp_path / "s")
    other = opened(tmp_path / "s")
    with one.write(SAVE):
        other._writing().execute("PRAGMA busy_timeout = 50")
        with pytest.raises(StoreUnavailable) as error, other.write(SAVE):
            pass
        assert error.value.code == "store_locked"
    student(other)
    one.close()
    other.close()


def test_a_counter_is_never_used_twice_though_its_change_is_gone(store: Store) -> None:
    student(store)
    before = store.read().query("SELECT max(counter) FROM change")[0][0]
    with store.write(SAVE) as txn:
        txn.run("DELETE FROM change")
    student(store, "王小红", "230102")
    assert store.read().query("SELECT min(counter) FROM change")[0][0] == before + 1
