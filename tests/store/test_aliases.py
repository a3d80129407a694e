"""People and firms entered twice, put together and taken apart again."""

from __future__ import annotations

from typing import Any

import pytest
from tests.store.making import SAVE, add, change, delete, student, value
from tests.store.refold import assert_tables_follow_from_the_log

from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.store.database import Store
from fieldteacher.store.fold import STANDS
from fieldteacher.store.search import find
from fieldteacher.store.verifying import verify


def put_together(store: Store, loser: str, into: str | None, kind: str = "student") -> None:
    """One save that has ``into`` stand for ``loser``."""
    with store.write(SAVE) as txn:
        txn.stand(kind, loser, into)


def sound(store: Store) -> None:
    """The tables are what the log says, by the program's own check and by the other one."""
    assert verify(store) == []
    assert_tables_follow_from_the_log(store)


def everything(store: Store) -> dict[str, Any]:
    """All that people see: every table, the conflicts, what is found."""
    reader = store.read()
    tables = {
        kind: reader.records(kind, deleted=True)
        for kind in ("student", "talk", "placement", "incident", "promise")
    }
    found = [hit for word in ("李小明", "李晓明", "苏州") for hit in find(reader, word, 20, "zh_CN")]
    return {**tables, "conflicts": reader.conflicts(), "found": found}


@pytest.fixture
def pair(store: Store) -> tuple[str, str]:
    """The same student twice, each with children of every kind that can name one."""
    firm = add(store, "enterprise", name="苏州甲厂")
    pupils = student(store, "李小明", "230101"), student(store, "李晓明", "230101")
    for pupil in pupils:
        add(store, "talk", student=pupil, talked_on="2026-03-16", work="学会了")
        add(store, "promise", about=pupil, what="换宿舍")
        add(store, "placement", student=pupil, enterprise=firm, start="2026-03-01")
    add(store, "incident", kind="illness", occurred_at="2026-03-02T08:00", students=pupils)
    return pupils


def test_children_are_shown_under_the_one_that_stands_and_all_comes_back(
    store: Store, pair: tuple[str, str]
) -> None:
    one, other = pair
    before = everything(store)
    put_together(store, other, one)
    sound(store)
    reader = store.read()
    assert [row["id"] for row in reader.records("student")] == [one]
    for kind, field in (("talk", "student"), ("promise", "about"), ("placement", "student")):
        assert {row[field] for row in reader.records(kind)} == {one}
    assert reader.records("incident")[0]["students"] == (one,)
    assert {hit.id for hit in find(reader, "李晓明", 20, "zh_CN") if hit.type == "student"} == set()
    assert reader.query("SELECT DISTINCT about FROM search_document WHERE type = 'talk'") == [(one,)]
    store.undo()
    assert everything(store) == before
    sound(store)


def test_a_placement_of_the_hidden_one_changed_later_is_found_by_the_one_that_stands(
    store: Store, pair: tuple[str, str]
) -> None:
    one, other = pair
    place = store.read().records("placement", {"student": other})[0]["id"]
    put_together(store, other, one)
    change(store, "placement", place, lodging_address="三号楼")
    assert [hit.id for hit in find(store.read(), "三号楼", 20, "zh_CN") if hit.type == "student"] == [one]


def test_chains_are_followed_and_opened_again(store: Store) -> None:
    a, b, c = (student(store, name, name) for name in "甲乙丙")
    talk = add(store, "talk", student=a, talked_on="2026-03-16")
    put_together(store, a, b)
    assert value(store, talk, "student", "talk") == b
    put_together(store, b, c)
    assert value(store, talk, "student", "talk") == c
    sound(store)
    put_together(store, b, None)
    assert value(store, talk, "student", "talk") == b
    store.undo()
    assert value(store, talk, "student", "talk") == c
    store.undo()
    store.undo()
    assert value(store, talk, "student", "talk") == a
    assert store.read().query("SELECT * FROM alias") == []
    sound(store)


def test_a_circle_goes_by_its_smallest_id(store: Store) -> None:
    """As two laptops make it that each put the other one away."""
    a, b, c = (student(store, name, name) for name in "甲乙丙")
    first = min(a, b)
    talk = add(store, "talk", student=max(a, b), talked_on="2026-03-16")
    put_together(store, a, b)
    put_together(store, b, a)
    put_together(store, c, a)
    assert [row["id"] for row in store.read().records("student")] == [first]
    assert value(store, talk, "student", "talk") == first
    sound(store)


def test_a_record_shown_under_another_is_written_as_it_was(store: Store, pair: tuple[str, str]) -> None:
    """A form that shows the one that stands changes nothing by being saved; the log keeps what was written."""
    one, other = pair
    talk = store.read().records("talk", {"student": other})[0]["id"]
    put_together(store, other, one)
    shown = store.read().need("talk", talk)
    base = store.read().heads("talk", talk)
    assert not change(store, "talk", talk, base, student=shown["student"], work=shown["work"])
    new = add(store, "talk", student=other, talked_on="2026-03-17")
    assert value(store, new, "student", "talk") == one
    assert store.read().query("SELECT value FROM change WHERE record = ? AND field = 'student'", (new,)) == [
        (other,)
    ]
    sound(store)


def test_a_change_of_the_hidden_one_is_refused_with_the_name_of_the_other(
    store: Store, pair: tuple[str, str]
) -> None:
    one, other = pair
    base = store.read().heads("student", other)
    put_together(store, other, one)
    for seen in (base, None):
        with pytest.raises(InputRefused) as error:
            change(store, "student", other, seen, phone="1")
        assert error.value.code == "put_together"
        assert "李小明" in error.value.text.zh


def test_whoever_deletes_the_one_that_stands_deletes_both(store: Store, pair: tuple[str, str]) -> None:
    one, other = pair
    put_together(store, other, one)
    delete(store, "student", one)
    assert store.read().records("student") == []
    sound(store)
    with store.write(SAVE) as txn:
        txn.restore("student", one)
    assert [row["id"] for row in store.read().records("student")] == [one]
    store.undo()
    store.undo()
    assert [row["id"] for row in store.read().records("student")] == [one]
    sound(store)


def test_the_hidden_one_is_shown_again_where_the_other_alone_is_deleted(
    store: Store, pair: tuple[str, str]
) -> None:
    """As when another laptop deletes the one while this one puts the other away: nobody may vanish."""
    one, other = pair
    put_together(store, other, one)
    with store.write(SAVE) as txn:
        txn.bury("student", one)
    assert [row["id"] for row in store.read().records("student")] == [other]
    sound(store)


def test_restoring_the_hidden_one_takes_the_two_apart(store: Store, pair: tuple[str, str]) -> None:
    one, other = pair
    before = everything(store)
    put_together(store, other, one)
    with store.write(SAVE) as txn:
        txn.restore("student", other)
    assert everything(store) == before
    with pytest.raises(NotFound), store.write(SAVE) as txn:
        txn.restore("student", "nobody")
    sound(store)


def test_two_answers_to_whom_it_belongs_are_a_conflict(store: Store) -> None:
    a, b, c = (student(store, name, name) for name in "甲乙丙")
    put_together(store, a, b)
    with store.write(SAVE) as txn:
        txn.rewrite("student", a, STANDS, [c, b])
    (conflict,) = store.read().conflicts()
    assert (conflict.record, conflict.field, {v.value for v in conflict.values}) == (a, STANDS, {b, c})
    sound(store)
    with store.write(SAVE) as txn:
        txn.resolve("student", a, STANDS, c)
    assert store.read().conflicts() == []
    sound(store)


def test_an_older_save_about_the_hidden_one_stays(store: Store, pair: tuple[str, str]) -> None:
    one, other = pair
    change(store, "student", other, phone="1")
    number = store.last_saves()[0][0]
    put_together(store, other, one)
    store.undo(number)
    assert value(store, other, "phone") == "1"
    sound(store)
