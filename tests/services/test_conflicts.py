"""Settling conflicts: in one save, and never what nobody has seen."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import HeldClock

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.app import Services
from fieldteacher.services.conflicts import DELETED, Choice


def apart(services: Services, record: str, field: str, *values: Any) -> None:
    """Change a field several times from the same version, as people do who do not know of each other."""
    base = services.records.heads("student", record)
    for value in values:
        services.records.put("student", {field: value}, record=record, base=base)


@pytest.fixture
def student(services: Services) -> str:
    return services.records.put("student", {"name": "张伟", "student_number": "1", "phone": "13800000000"})[0]


def test_several_are_settled_in_one_save_and_taken_back_as_one(services: Services, student: str) -> None:
    apart(services, student, "phone", "13800000001", "13800000002")
    apart(services, student, "major", "机电", "数控")
    waiting = services.conflicts.waiting()
    assert [each.title for each in waiting] == ["张伟", "张伟"]
    assert services.conflicts.count() == services.settings.status().counts["conflicts"] == 2
    services.conflicts.settle([Choice(each, each.conflict.values[-1].value) for each in waiting])
    assert services.conflicts.count() == 0
    found = services.records.need("student", student)
    assert {found["phone"], found["major"]} == {each.conflict.values[-1].value for each in waiting}
    services.records.undo()
    assert services.conflicts.count() == 2


def test_what_came_since_is_not_replaced_unseen(services: Services, student: str) -> None:
    base = services.records.heads("student", student)
    apart(services, student, "phone", "13800000001", "13800000002")
    (seen,) = services.conflicts.waiting()
    services.records.put("student", {"phone": "13800000003"}, record=student, base=base)
    with pytest.raises(UserError) as error:
        services.conflicts.settle([Choice(seen, "13800000001")])
    assert error.value.code == "overtaken"
    (again,) = services.conflicts.waiting()
    assert len(again.conflict.values) == 3
    services.conflicts.settle([Choice(again, "13800000001")])
    with pytest.raises(UserError):
        services.conflicts.settle([Choice(again, "13800000002")])
    assert services.records.need("student", student)["phone"] == "13800000001"


def test_a_value_that_does_not_fit_changes_nothing(services: Services, student: str) -> None:
    apart(services, student, "phone", "13800000001", "13800000002")
    apart(services, student, "birth_date", "2007-01-01", "2007-01-02")
    waiting = services.conflicts.waiting()
    with pytest.raises(FieldProblem):
        services.conflicts.settle([Choice(each, "13800000001") for each in waiting])
    assert services.conflicts.count() == 2


def test_a_deletion_tells_what_its_author_had_not_seen(
    services: Services, student: str, clock: HeldClock
) -> None:
    base = services.records.heads("student", student)
    services.records.put("student", {"major": "机电"}, record=student)
    clock.advance(minutes=1)
    services.records.delete("student", student)
    services.records.put("student", {"phone": "13800000009"}, record=student, base=base)
    (seen,) = services.conflicts.waiting()
    assert seen.conflict.field == DELETED
    assert [(entry.field, entry.value) for entry in seen.meanwhile] == [("phone", "13800000009")]
    services.records.put("student", {"name": "张维"}, record=student)
    with pytest.raises(UserError):
        services.conflicts.settle([Choice(seen, True)])
    (again,) = services.conflicts.waiting()
    services.conflicts.settle([Choice(again, True)])
    assert services.records.count("student") == services.conflicts.count() == 0
