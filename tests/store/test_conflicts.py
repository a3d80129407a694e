"""Forms that were overtaken: conflicts instead of overwriting, deletions against edits."""

from __future__ import annotations

from typing import Any

import pytest
from tests.store.making import SAVE, change, delete, student, value
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.store.database import Store
from fieldteacher.store.fold import DELETED


def conflicts(store: Store) -> dict[str, set[Any]]:
    return {c.field: {entry.value for entry in c.values} for c in store.read().conflicts()}


def test_two_forms_with_different_fields_do_not_disturb_each_other(store: Store) -> None:
    record = student(store)
    base = store.read().heads("student", record)
    change(store, "student", record, base, phone="13800000001")
    change(store, "student", record, base, major="机电")
    assert not conflicts(store)
    assert (value(store, record, "phone"), value(store, record, "major")) == ("13800000001", "机电")


def test_two_forms_with_the_same_field_make_a_conflict_and_lose_nothing(store: Store) -> None:
    record = student(store, phone="13800000000")
    base = store.read().heads("student", record)
    change(store, "student", record, base, phone="13800000001")
    change(store, "student", record, base, phone="13800000002")
    assert conflicts(store) == {"phone": {"13800000001", "13800000002"}}
    assert value(store, record, "phone") == "13800000002"
    assert_tables_follow_from_the_log(store)


def test_the_same_change_made_twice_is_no_conflict(store: Store) -> None:
    record = student(store)
    base = store.read().heads("student", record)
    for _ in range(2):
        change(store, "student", record, base, phone="13800000001")
    assert not conflicts(store)


def test_a_field_the_form_did_not_touch_is_left_alone(store: Store) -> None:
    record = student(store, phone="13800000000", major="机电")
    base = store.read().heads("student", record)
    change(store, "student", record, phone="13800000001")
    change(store, "student", record, base, phone="13800000000", major="数控")
    assert not conflicts(store)
    assert (value(store, record, "phone"), value(store, record, "major")) == ("13800000001", "数控")


def test_choosing_settles_a_conflict_with_the_value_shown_too(store: Store) -> None:
    record = student(store)
    base = store.read().heads("student", record)
    change(store, "student", record, base, phone="1")
    change(store, "student", record, base, phone="2")
    assert not change(store, "student", record, phone="2")  # not a choice: the form only shows it
    assert conflicts(store)
    with store.write(SAVE) as txn:
        txn.resolve("student", record, "phone", "2")
    assert not conflicts(store)
    assert value(store, record, "phone") == "2"
    store.undo()
    assert conflicts(store) == {"phone": {"1", "2"}}
    change(store, "student", record, phone="3")  # typing another value settles it as well
    assert not conflicts(store)


@pytest.mark.parametrize("names", ["1.99", "x", "1.1.1", None])
def test_a_base_that_is_not_of_this_record_is_refused(store: Store, names: Any) -> None:
    other, record = student(store), student(store, phone="13800000000")
    with pytest.raises(InputRefused) as error:
        change(store, "student", record, {"phone": names}, phone="1")
    assert error.value.code == "bad_base"
    with pytest.raises(InputRefused):
        change(store, "student", record, store.read().heads("student", other), name="甲")
    assert_tables_follow_from_the_log(store)


# -- deleting ------------------------------------------------------------------------------------


def test_deleted_records_are_out_of_sight_and_come_back(store: Store) -> None:
    record = student(store, phone="13800000000")
    delete(store, "student", record)
    assert store.read().records("student") == []
    assert store.read().count("student") == 0
    assert len(store.read().records("student", deleted=True)) == 1
    with pytest.raises(NotFound):
        change(store, "student", record, phone="1")
    with pytest.raises(NotFound):
        delete(store, "student", record)
    with store.write(SAVE) as txn:
        txn.restore("student", record)
    assert store.read().need("student", record)["phone"] == "13800000000"
    with store.write(SAVE) as txn:
        txn.restore("student", record)
    assert txn.changes.save == 0


@pytest.mark.parametrize("keep", [True, False])
def test_an_edit_that_the_deleter_had_not_seen_keeps_the_record_and_is_listed(
    store: Store, keep: bool
) -> None:
    record = student(store)
    base = store.read().heads("student", record)
    delete(store, "student", record)
    change(store, "student", record, base, phone="13800000001")
    assert store.read().need("student", record)["phone"] == "13800000001"
    assert conflicts(store) == {DELETED: {True}}
    assert_tables_follow_from_the_log(store)
    with store.write(SAVE) as txn:
        txn.resolve("student", record, DELETED, not keep)
    assert not conflicts(store)
    assert value(store, record, "deleted") is not keep
    assert_tables_follow_from_the_log(store)


def test_a_form_opened_on_a_deleted_record_does_not_bring_it_back(store: Store) -> None:
    record = student(store)
    delete(store, "student", record)
    with pytest.raises(NotFound):
        change(store, "student", record, store.read().heads("student", record), phone="1")


def test_making_a_record_again_under_its_id_restores_and_changes_it(store: Store) -> None:
    record = student(store, phone="1")
    delete(store, "student", record)
    with store.write(SAVE) as txn:
        assert txn.create("student", {"phone": "2"}, id=record) == record
    assert store.read().need("student", record)["phone"] == "2"
    store.undo()
    assert value(store, record, "deleted")
    assert_tables_follow_from_the_log(store)
