"""People and firms entered twice: found, compared, put together, taken apart."""

from __future__ import annotations

import pytest

from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.app import Services
from fieldteacher.services.duplicates import DuplicateService
from fieldteacher.store.verifying import verify

ID_NUMBER = "11010119900307299X"


def made(services: Services, kind: str, **values: object) -> str:
    """A record, whether or not one like it is there."""
    return services.records.put(kind, values, allow_duplicate=True)[0]


@pytest.fixture
def duplicates(services: Services) -> DuplicateService:
    """The service."""
    return services.duplicates


@pytest.fixture
def twice(services: Services) -> tuple[str, str]:
    """A student entered twice, with a talk each; the second time with more known, and another telephone."""
    one = made(services, "student", student_number="1", name="李小明", phone="111", major="机电")
    other = made(services, "student", student_number="1", name="李晓明", phone="222", guardian_name="李建国")
    for pupil in (one, other):
        made(services, "talk", student=pupil, talked_on="2026-03-10")
    return one, other


def test_possible_duplicates_of_each_kind(services: Services, duplicates: DuplicateService) -> None:
    pairs = {
        ("student", ("student_number",)): [{"student_number": "7", "name": n} for n in ("甲", "乙")],
        ("student", ("name", "id_number")): [
            {"student_number": n, "name": "王芳", "id_number": ID_NUMBER} for n in ("8", "9")
        ],
        ("enterprise", ("name",)): [{"name": "苏州甲厂（园区）"}, {"name": "苏州甲厂(园区)"}],
        ("enterprise", ("uscc",)): [{"name": n, "uscc": "91110000600037341L"} for n in ("丙厂", "丁厂")],
        ("teacher", ("staff_number",)): [{"name": n, "staff_number": "T1"} for n in ("赵", "钱")],
    }
    expected = {}
    for (kind, same), values in pairs.items():
        expected[kind, same] = {made(services, kind, **each) for each in values}
    made(services, "student", student_number="10", name="王芳")
    found = {(pair.type, pair.same): {pair.one, pair.other} for pair in duplicates.possible()}
    assert found == expected
    assert duplicates.count() == 5


def test_a_pair_that_is_two_is_not_listed_again(duplicates: DuplicateService, twice: tuple[str, str]) -> None:
    one, other = twice
    duplicates.dismiss(other, one)
    assert duplicates.possible() == []
    assert duplicates.dismissed() == [tuple(sorted(twice))]
    duplicates.recall(one, other)
    assert len(duplicates.possible()) == 1


def test_what_putting_together_means_is_said_before(
    duplicates: DuplicateService, twice: tuple[str, str]
) -> None:
    one, other = twice
    found = duplicates.compare(other, one)
    assert [(each.field, each.loser, each.into) for each in found.differs] == [
        ("name", "李晓明", "李小明"),
        ("phone", "222", "111"),
    ]
    assert found.filled == {"guardian_name": "李建国"}
    assert found.moves == {"talk": 1}
    assert (found.loser_title, found.into_title) == ("李晓明", "李小明")


def test_each_field_has_the_value_that_was_chosen_and_one_undo_brings_all_back(
    services: Services, duplicates: DuplicateService, twice: tuple[str, str]
) -> None:
    one, other = twice
    before = services.records.list("student"), services.records.list("talk")
    seen = duplicates.compare(other, one)
    changes = duplicates.put_together(other, one, take=["phone"], seen=seen)
    assert ("student", other) in changes.deleted
    (pupil,) = services.records.list("student")[1]
    assert (pupil["name"], pupil["phone"], pupil["guardian_name"], pupil["major"]) == (
        "李小明",
        "222",
        "李建国",
        "机电",
    )
    assert len(services.records.list("talk", {"student": one})[1]) == 2
    assert duplicates.possible() == []
    assert [(each.record, each.into) for each in duplicates.together()] == [(other, one)]
    assert verify(services.store) == []
    duplicates.undo()
    assert (services.records.list("student"), services.records.list("talk")) == before
    assert verify(services.store) == []


def test_taking_apart_later_keeps_what_was_taken_over(
    services: Services, duplicates: DuplicateService, twice: tuple[str, str]
) -> None:
    one, other = twice
    duplicates.put_together(other, one)
    services.records.put("student", {"phone": "333"}, record=one)
    duplicates.take_apart(other)
    assert services.records.need("student", other)["phone"] == "222"
    assert services.records.need("student", one)["guardian_name"] == "李建国"
    assert len(services.records.list("talk", {"student": other})[1]) == 1
    with pytest.raises(InputRefused) as error:
        duplicates.take_apart(other)
    assert error.value.code == "not_together"


def test_a_change_made_while_the_two_were_compared_is_not_passed_over(
    services: Services, duplicates: DuplicateService, twice: tuple[str, str]
) -> None:
    one, other = twice
    seen = duplicates.compare(other, one)
    services.records.put("student", {"phone": "444"}, record=one)
    duplicates.put_together(other, one, take=["phone"], seen=seen)
    (waiting,) = services.conflicts.waiting()
    assert {entry.value for entry in waiting.conflict.values} == {"222", "444"}
    services.records.undo()
    services.records.put("student", {"phone": "555"}, record=other)
    with pytest.raises(InputRefused) as error:
        duplicates.put_together(other, one, seen=seen)
    assert error.value.code == "overtaken"


def test_what_cannot_be_one_is_refused(
    services: Services, duplicates: DuplicateService, twice: tuple[str, str]
) -> None:
    one, other = twice
    firm = made(services, "enterprise", name="苏州甲厂")
    for loser, into in ((one, one), (one, firm)):
        with pytest.raises(InputRefused) as error:
            duplicates.put_together(loser, into)
        assert error.value.code == "not_the_same_kind"
    with pytest.raises(FieldProblem):
        duplicates.put_together(other, one, take=["shoe_size"])
    with pytest.raises(NotFound):
        duplicates.compare(other, "nobody")
    assert len(services.records.list("student")[1]) == 2


def test_what_there_can_be_only_one_of_becomes_one_with_what_both_wrote(
    services: Services, duplicates: DuplicateService
) -> None:
    """Nobody may lose sight of an exception because the other firm's day was normal."""
    one, other = made(services, "enterprise", name="苏州甲厂"), made(services, "enterprise", name="苏州甲厂")
    day, next_day = "2026-03-12", "2026-03-13"
    made(services, "daily_check", enterprise=one, checked_on=day, normal=True)
    made(services, "daily_check", enterprise=other, checked_on=day, normal=False, exception="两人未到岗")
    made(services, "daily_check", enterprise=other, checked_on=next_day, normal=True)
    assert duplicates.compare(other, one).twice == {"daily_check": 1}
    before = services.records.list("daily_check")
    duplicates.put_together(other, one)
    checks = {row["checked_on"]: row for row in services.records.list("daily_check", {"enterprise": one})[1]}
    assert checks.keys() == {day, next_day}
    assert (checks[day]["normal"], checks[day]["exception"]) == (False, "两人未到岗")
    assert verify(services.store) == []
    duplicates.undo()
    assert services.records.list("daily_check") == before
    assert verify(services.store) == []


def test_both_comments_on_one_journal_are_kept(
    services: Services, duplicates: DuplicateService, twice: tuple[str, str]
) -> None:
    for pupil, comment in zip(twice, ("字迹工整", "内容太短"), strict=True):
        values = {"student": pupil, "kind": "weekly", "period": "2026-W10", "comment": comment}
        services.records.put("journal", values)
    duplicates.put_together(twice[1], twice[0])
    (journal,) = services.records.list("journal", {"student": twice[0]})[1]
    assert journal["comment"] == "字迹工整\n\n内容太短"
