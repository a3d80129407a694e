"""Taking saves back."""

from __future__ import annotations

import pytest
from tests.store.making import SAVE, add, change, delete, shape, student, value
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.fold import DELETED


def test_the_last_saves_are_taken_back_one_after_the_other(store: Store) -> None:
    record = student(store)
    phones = ["1", "2", None, "4"]
    for phone in phones:
        change(store, "student", record, phone=phone)
    for expected in [None, "2", "1", None]:
        store.undo()
        assert value(store, record, "phone") == expected
    store.undo()
    assert value(store, record, "deleted")
    with pytest.raises(UserError) as error:
        store.undo()
    assert error.value.code == "nothing_to_undo"
    assert_tables_follow_from_the_log(store)


def test_an_undo_says_what_it_did(store: Store) -> None:
    with store.write(Text("改电话", "change the phone")) as txn:
        record = txn.create("student", {"student_number": "1", "name": "甲"})
    changes = store.undo()
    assert changes.deleted == {("student", record)}
    assert changes.label == Text("撤销：改电话", "undo: change the phone")


def test_undo_reaches_across_a_conflict_and_its_settlement(store: Store) -> None:
    record = student(store, phone="0")
    base = store.read().heads("student", record)
    shapes = []
    for number in ("1", "2", "3"):
        shapes.append(shape(store, "student", record))
        change(store, "student", record, base, phone=number)
    shapes.append(shape(store, "student", record))
    assert shapes[-1][1] == {("phone", frozenset("123"))}
    with store.write(SAVE) as txn:
        txn.resolve("student", record, "phone", "2")
    for before in reversed(shapes):
        store.undo()
        assert shape(store, "student", record) == before
    assert_tables_follow_from_the_log(store)


def test_undo_of_a_deletion_and_of_a_restoration(store: Store) -> None:
    record = student(store)
    delete(store, "student", record)
    with store.write(SAVE) as txn:
        txn.restore("student", record)
    store.undo()
    assert value(store, record, "deleted")
    store.undo()
    assert not value(store, record, "deleted")


def test_a_deletion_taken_back_after_the_record_was_restored_does_not_delete_it(store: Store) -> None:
    record = student(store)
    delete(store, "student", record)
    number = store.last_saves()[0][0]
    with store.write(SAVE) as txn:
        txn.restore("student", record)
    store.undo(number)
    assert not value(store, record, "deleted")


def test_one_save_may_touch_a_cell_several_times(store: Store) -> None:
    record = student(store, phone="0")
    with store.write(SAVE) as txn:
        for phone in ("1", "2", "3"):
            txn.update("student", record, {"phone": phone})
        txn.delete("student", record)
    store.undo()
    assert store.read().need("student", record)["phone"] == "0"
    assert_tables_follow_from_the_log(store)


def import_(store: Store) -> tuple[str, str, str]:
    """One save such as an import makes: an enterprise, a student, a placement."""
    with store.write(Text("导入名单", "import"), purpose="roster") as txn:
        enterprise = txn.create("enterprise", {"name": "苏州甲厂"})
        pupil = txn.create("student", {"student_number": "1", "name": "李小明"})
        place = txn.create("placement", {"student": pupil, "enterprise": enterprise, "start": "2026-03-01"})
    return enterprise, pupil, place


def test_an_import_is_taken_back_as_a_whole(store: Store) -> None:
    old = student(store, "王芳", "2", phone="0")
    with store.write(Text("导入名单", "import"), purpose="roster") as txn:
        new = txn.create("student", {"student_number": "1", "name": "李小明"})
        txn.update("student", old, {"phone": "1", "major": "机电"})
    store.undo(purpose="roster")
    assert value(store, new, "deleted")
    assert (value(store, old, "phone"), value(store, old, "major")) == ("0", None)


def test_what_was_edited_after_an_import_stays_and_so_does_what_it_needs(store: Store) -> None:
    enterprise, pupil, place = import_(store)
    change(store, "placement", place, post="操作工")
    store.undo(purpose="roster")
    for kind, record in (("enterprise", enterprise), ("student", pupil), ("placement", place)):
        assert not store.read().need(kind, record)["deleted"]


def test_a_student_with_a_talk_since_stays_when_the_import_is_taken_back(store: Store) -> None:
    enterprise, pupil, place = import_(store)
    add(store, "talk", student=pupil, talked_on="2026-03-16")
    store.undo(purpose="roster")
    assert not value(store, pupil, "deleted")
    assert value(store, place, "deleted", "placement")
    assert value(store, enterprise, "deleted", "enterprise")


def test_when_the_later_edit_is_taken_back_first_all_of_the_import_goes(store: Store) -> None:
    enterprise, pupil, place = import_(store)
    change(store, "student", pupil, phone="1")
    store.undo()
    store.undo()
    for kind, record in (("enterprise", enterprise), ("student", pupil), ("placement", place)):
        assert value(store, record, "deleted", kind)


def test_a_field_changed_since_stays_while_the_others_go_back(store: Store) -> None:
    record = student(store, phone="0", major="旧")
    with store.write(Text("导入名单", "import"), purpose="roster") as txn:
        txn.update("student", record, {"phone": "1", "major": "新"})
    change(store, "student", record, phone="2")
    changes = store.undo(purpose="roster")
    assert changes.label.zh == "撤销：导入名单（1 处后来改过，保持不变）"
    assert (value(store, record, "phone"), value(store, record, "major")) == ("2", "旧")
    assert_tables_follow_from_the_log(store)


def test_an_edit_of_a_record_deleted_since_stays_out_of_the_way(store: Store) -> None:
    record = student(store, phone="0")
    change(store, "student", record, phone="1")
    number = store.last_saves()[0][0]
    delete(store, "student", record)
    store.undo(number)
    assert value(store, record, "deleted")
    assert not store.read().conflicts()
    assert_tables_follow_from_the_log(store)


def test_a_save_is_taken_back_once(store: Store) -> None:
    student(store)
    number = store.last_saves()[0][0]
    store.undo(number)
    with pytest.raises(UserError):
        store.undo(number)
    with pytest.raises(UserError):
        store.undo(12345)


def test_an_undo_that_fails_leaves_the_save(store: Store) -> None:
    record = student(store)
    with pytest.raises(NotFound), store.write(SAVE) as txn:
        txn.delete("student", "nobody")
    assert len(store.last_saves()) == 1
    assert not value(store, record, "deleted")


@pytest.mark.parametrize("deleted", [True, False])
def test_the_settlement_of_a_contested_deletion_is_taken_back(store: Store, deleted: bool) -> None:
    record = student(store)
    base = store.read().heads("student", record)
    delete(store, "student", record)
    change(store, "student", record, base, phone="1")
    contested = shape(store, "student", record)
    assert contested[1] == {(DELETED, frozenset({True}))}
    with store.write(SAVE) as txn:
        txn.resolve("student", record, DELETED, deleted)
    store.undo()
    assert shape(store, "student", record) == contested
    assert_tables_follow_from_the_log(store)
    store.undo()
    assert value(store, record, "deleted")
    store.undo()
    assert value(store, record, "deleted") is False
