"""Taking in another store's changes: union, conflicts, deletions, late and doubled packages, taking it back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.store.exchanging import LABEL, all_digests, arrival, packed, state, take_in
from tests.store.making import add, change, delete, made, student, value
from tests.store.refold import assert_tables_follow_from_the_log
from tests.store.samples import fill

from fieldteacher.domain import records
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.exchange import SharedChange
from fieldteacher.domain.text import Text
from fieldteacher.store import fitting, merging, refolding
from fieldteacher.store.catching_up import catch_up
from fieldteacher.store.database import Store
from fieldteacher.store.fold import DELETED, PACKAGE
from fieldteacher.store.merging import merge, waiting
from fieldteacher.store.opening import JUDGED_BY
from fieldteacher.store.sharing import digests
from fieldteacher.store.verifying import verify


def _sound(store: Store) -> bool:
    """Whether a store is what its log says; the samples name photos that are nowhere."""
    return [problem for problem in verify(store) if not problem.zh.startswith("附件")] == []


@pytest.fixture
def here(tmp_path: Path, clock: HeldClock) -> Iterator[Store]:
    store = made(tmp_path / "here", clock, label="张老师")
    yield store
    assert_tables_follow_from_the_log(store)
    assert _sound(store)
    store.close()


@pytest.fixture
def there(tmp_path: Path, clock: HeldClock) -> Iterator[Store]:
    store = made(tmp_path / "there", clock, label="李老师")
    yield store
    assert_tables_follow_from_the_log(store)
    assert _sound(store)
    store.close()


def test_every_type_of_record_arrives_as_it_was(here: Store, there: Store) -> None:
    records = fill(here)
    merged = take_in(there, here, "p1")
    shared = {c.record for c in packed(here)}
    assert set(records.values()) - shared == {records["snooze"], records["print_run"]}
    for kind, record in records.items():
        if record not in shared:
            continue
        mine, theirs = here.read().get(kind, record), there.read().get(kind, record)
        assert mine is not None
        assert theirs is not None
        local = {"private_note"} if kind == "talk" else set()
        assert {k: v for k, v in theirs.items() if k not in local} == {
            k: v for k, v in mine.items() if k not in local
        }
        assert all(theirs[name] is None for name in local)
    assert {pair for pair in records.items() if pair[1] in shared} <= merged.created
    assert merged.applied == len(packed(here))
    assert merged.rejected == ()
    assert all_digests(here) == all_digests(there)


def test_the_same_package_again_changes_nothing(here: Store, there: Store) -> None:
    fill(here)
    take_in(there, here, "p1")
    before = state(there), there.read().query("SELECT count(*) FROM save")
    merged = take_in(there, here, "p1")
    assert (merged.applied, merged.created, merged.changed) == (0, frozenset(), frozenset())
    assert merged.known == len(packed(here))
    assert (state(there), there.read().query("SELECT count(*) FROM save")) == before


def test_what_neither_saw_of_the_other_is_a_conflict_on_both(
    here: Store, there: Store, clock: HeldClock
) -> None:
    one = student(here, phone="1")
    take_in(there, here, "p1")
    change(here, "student", one, phone="2")
    clock.advance(minutes=1)
    change(there, "student", one, phone="3", major="机电")
    merged = take_in(here, there, "p2")
    assert merged.conflicts == (("student", one, "phone"),)
    assert merged.changed == {("student", one)}
    take_in(there, here, "p3")
    assert state(here) == state(there)
    assert value(here, one, "phone") == "3"
    assert [(v.value, v.author) for v in here.read().conflicts()[0].values] == [
        ("3", "李老师"),
        ("2", "张老师"),
    ]
    with here.write(Text("选定", "settle")) as txn:
        txn.resolve("student", one, "phone", "2")
    merged = take_in(there, here, "p4")
    assert state(here) == state(there)
    assert there.read().conflicts() == []
    assert merged.cells == (("student", one, "phone"),)


def test_an_open_form_meets_what_came_meanwhile(here: Store, there: Store) -> None:
    one = student(here, phone="1")
    take_in(there, here, "p1")
    base = here.read().heads("student", one)
    change(there, "student", one, phone="2")
    take_in(here, there, "p2")
    change(here, "student", one, base, phone="3")
    (conflict,) = here.read().conflicts()
    assert {v.value for v in conflict.values} == {"2", "3"}


def test_equal_values_do_not_contradict(here: Store, there: Store) -> None:
    one = student(here)
    take_in(there, here, "p1")
    change(here, "student", one, phone="2")
    change(there, "student", one, phone="2")
    assert take_in(here, there, "p2").conflicts == ()


def test_a_deletion_and_an_edit_that_did_not_know_of_each_other(here: Store, there: Store) -> None:
    one = student(here)
    take_in(there, here, "p1")
    delete(here, "student", one)
    change(there, "student", one, phone="2")
    merged = take_in(here, there, "p2")
    assert merged.conflicts == (("student", one, DELETED),)
    assert not value(here, one, "deleted")
    assert merged.created == {("student", one)}
    take_in(there, here, "p3")
    assert state(here) == state(there)


def test_a_deletion_that_knew_everything_deletes(here: Store, there: Store) -> None:
    one = student(here)
    take_in(there, here, "p1")
    delete(here, "student", one)
    assert take_in(there, here, "p2").deleted == {("student", one)}
    assert value(there, one, "deleted")


def test_a_note_that_stays_here_does_not_contest_a_deletion_elsewhere(here: Store, there: Store) -> None:
    talk = add(here, "talk", student=student(here), talked_on="2026-03-16")
    take_in(there, here, "p1")
    change(here, "talk", talk, private_note="只在这里")
    delete(there, "talk", talk)
    merged = take_in(here, there, "p2")
    assert merged.conflicts == ()
    assert merged.deleted == {("talk", talk)}
    here.undo()
    assert value(here, talk, "private_note", "talk") == "只在这里"


def test_a_deletion_may_come_before_what_it_deletes(here: Store, there: Store) -> None:
    one = student(here)
    delete(here, "student", one)
    first = [c for c in packed(here) if c.field == DELETED]
    rest = [c for c in packed(here) if c.field != DELETED]
    take_in(there, here, "p2", first)
    assert there.read().get("student", one) is None
    take_in(there, here, "p1", rest)
    assert value(there, one, "deleted")


def test_changes_come_in_any_order(here: Store, there: Store) -> None:
    one = student(here, phone="1")
    for number in range(2, 6):
        change(here, "student", one, phone=str(number))
    for n, single in enumerate(reversed(packed(here))):
        take_in(there, here, f"p{n}", [single])
        assert _sound(there)
    assert state(there) == state(here)


def test_taking_back_an_import_brings_back_what_was(here: Store, there: Store) -> None:
    one = student(here, phone="1")
    take_in(there, here, "p1")
    change(there, "student", one, major="数控")
    before = state(there), all_digests(there)
    change(here, "student", one, phone="2", major="机电")
    student(here, "王芳", "230102")
    delete(here, "student", student(here, "赵磊", "230103"))
    merged = take_in(there, here, "p2")
    after = state(there)
    assert merged.save
    undone = there.undo()
    assert undone.save
    assert (state(there), all_digests(there)) == before
    again = take_in(there, here, "p2")
    assert again.applied == merged.applied
    assert state(there) == after
    there.undo()
    assert (state(there), all_digests(there)) == before


def test_an_import_taken_back_comes_again_in_a_later_package(here: Store, there: Store) -> None:
    one = student(here, phone="1")
    take_in(there, here, "p1")
    there.undo()
    assert there.read().get("student", one) is None
    change(here, "student", one, phone="2")
    take_in(there, here, "p2")
    assert state(there) == state(here)


def test_an_edit_over_an_import_that_is_taken_back_stands_alone(here: Store, there: Store) -> None:
    one = student(here, phone="1")
    take_in(there, here, "p1")
    change(here, "student", one, phone="2")
    merged = take_in(there, here, "p2")
    change(there, "student", one, phone="3")
    there.undo(merged.save)
    assert value(there, one, "phone") == "3"
    assert there.read().conflicts() == []
    take_in(here, there, "p3")
    assert value(here, one, "phone") == "3"
    assert here.read().conflicts() == []


def test_what_somebody_built_on_stays_when_an_import_is_taken_back(here: Store, there: Store) -> None:
    one, other = student(here, phone="1"), student(here, "王芳", "230102")
    merged = take_in(there, here, "p1")
    add(there, "talk", student=one, talked_on="2026-03-16")
    there.undo(merged.save)
    assert value(there, one, "name") == "李小明"
    assert there.read().get("student", other) is None


def test_what_a_newer_version_knows_is_kept(here: Store, there: Store) -> None:
    one = student(here)
    later = [
        *packed(here),
        SharedChange(
            here.device, 900, 1, True, "student", one, "shoe_size", 42, (), f"student:{one}", "张老师"
        ),
        SharedChange(here.device, 901, 1, True, "allergy", "a1", "name", "花生", (), "shared", "张老师"),
    ]
    merged = take_in(there, here, "p1", later)
    assert merged.unknown == 2
    assert merged.rejected == ()
    assert _sound(there)
    assert {(c.type, c.field) for c in packed(there)} >= {("student", "shoe_size"), ("allergy", "name")}
    there.undo(merged.save)
    take_in(there, here, "p1", later)


@pytest.mark.parametrize(
    ("kind", "field", "bad"),
    [
        ("student", "grade_year", "elf"), ("student", "grade_year", 5), ("student", "birth_date", "2026-02-30"),
        ("student", "sex", "X"), ("student", "name", 7), ("student", "name", "字" * 300), ("student", DELETED, 5),
        ("student", "photo", "no id"), ("talk", "private_note", "私下"), ("visit", "rule_answers", "[1]"),
        ("visit", "rule_answers", "{"), ("education", "students", "5"), ("batch", "daily_check_required", 2),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_shown_is_kept_and_listed(
    here: Store, there: Store, kind: str, field: str, bad: str | int
) -> None:
    record = fill(here)[kind]
    take_in(there, here, "p1")
    shown = there.read().get(kind, record)
    counter = 1 + max(c.counter for c in packed(here))
    over = tuple((c.device, c.counter) for c in packed(here) if (c.record, c.field) == (record, field))
    change_ = SharedChange(here.device, counter, 1, True, kind, record, field, bad, over, "shared", "张老师")
    merged = take_in(there, here, "p2", [change_])
    assert [(r.type, r.record, r.field) for r in merged.rejected] == [(kind, record, field)]
    assert there.read().get(kind, record) == shown
    assert [r.field for r in waiting(there.read())] == [field]
    assert _sound(there)


def test_a_store_that_was_copied_is_found_out(here: Store, there: Store) -> None:
    one = student(here)
    take_in(there, here, "p1")
    first = packed(here)[0]
    before = state(there)
    with pytest.raises(InputRefused) as error:
        take_in(there, here, "p2", [*packed(here), first._replace(value="别的")])
    assert error.value.code == "copied_device"
    assert state(there) == before
    assert value(there, one, "name") == "李小明"


def test_a_rehearsal_says_what_would_be_done_and_does_nothing(here: Store, there: Store) -> None:
    one = student(here, phone="1")
    take_in(there, here, "p1")
    change(there, "student", one, phone="2")
    change(here, "student", one, phone="3")
    before = (
        state(there),
        there.read().query("SELECT count(*) FROM change"),
        there.read().query("SELECT * FROM package"),
    )
    with there.rehearse(Text("预览", "preview")) as txn:
        said = merge(txn, arrival(here, "p2"), packed(here))
    assert (
        state(there), there.read().query("SELECT count(*) FROM change"), there.read().query("SELECT * FROM package"),
    ) == before  # fmt: skip
    assert said == take_in(there, here, "p2")


def test_a_change_of_another_type_for_a_known_record_is_listed(here: Store, there: Store) -> None:
    one = student(here)
    take_in(there, here, "p1")
    wrong = SharedChange(
        here.device, 500, 1, True, "enterprise", one, "name", "某厂", (), f"student:{one}", "张老师"
    )
    merged = take_in(there, here, "p2", [wrong])
    assert [r.type for r in merged.rejected] == ["enterprise"]
    assert there.read().get("enterprise", one) is None


def test_stopping_in_the_middle_leaves_nothing(
    here: Store, there: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldteacher.store.merging._AT_ONCE", 3)
    fill(here)

    class Stopped(Exception):
        pass

    def told(done: int) -> None:
        if done > 10:
            raise Stopped

    with pytest.raises(Stopped), there.write(Text("导入", "import")) as txn:
        merge(txn, arrival(here, "p1"), packed(here), told=told)
    assert there.read().query("SELECT count(*) FROM change") == [(0,)]
    assert state(there) == {}


def test_an_update_shows_what_was_kept(here: Store, there: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older program: it does not know one field, one type and one choice."""
    one = student(here, wechat="wx1", sex="女")
    firm = add(here, "enterprise", name="某厂")
    older = {k: v for k, v in records.RECORD_TYPES["student"].fields.items() if k != "wechat"}
    older["sex"] = dataclasses.replace(older["sex"], choices=older["sex"].choices[:1])
    with monkeypatch.context() as patch:
        student_type = dataclasses.replace(records.RECORD_TYPES["student"], fields=older)
        types = {k: v for k, v in records.RECORD_TYPES.items() if k != "enterprise"} | {
            "student": student_type
        }
        for module in (records, fitting, refolding, merging):
            patch.setattr(module, "RECORD_TYPES", types)
        fitting._cells.cache_clear()
        fitting._misfit_by_kind.cache_clear()
        merged = take_in(there, here, "p1")
        assert (merged.unknown, [r.field for r in merged.rejected]) == (2, ["sex"])
        assert (value(there, one, "wechat"), value(there, one, "sex")) == (None, None)
    fitting._cells.cache_clear()
    fitting._misfit_by_kind.cache_clear()
    there.keep_settings({JUDGED_BY: "an older version"})
    catch_up(there)
    assert (value(there, one, "wechat"), value(there, one, "sex")) == ("wx1", "女")
    assert value(there, firm, "name", "enterprise") == "某厂"
    saves = there.read().query("SELECT count(*) FROM save")
    catch_up(there)
    assert there.read().query("SELECT count(*) FROM save") == saves


def test_digests_within_a_save_follow_what_it_has_changed_so_far(here: Store, there: Store) -> None:
    one = student(here, phone="1")
    take_in(there, here, "p1")
    assert all_digests(there) == all_digests(here)
    change(here, "student", one, phone="2")
    with there.write(LABEL, purpose=PACKAGE) as txn:
        merge(txn, arrival(here, "p2"), packed(here))
        within = digests(txn)
    assert within == all_digests(here) == all_digests(there)
