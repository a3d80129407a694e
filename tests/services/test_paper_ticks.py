from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.services.app import Services


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    made = create_services(tmp_path / "store", name="张老师", clock=clock)
    yield made
    made.close()


def _students(services: Services, placed: int, unplaced: int) -> list[str]:
    enterprise, _ = services.records.put("enterprise", {"name": "苏州晨曜精密电子有限公司"})
    ids = []
    for number in range(placed + unplaced):
        student, _ = services.records.put(
            "student", {"student_number": f"2023{number:03}", "name": f"学生{number}"}
        )
        if number < placed:
            services.placements.place({"student": student, "enterprise": enterprise, "start": "2026-01-05"})
        ids.append(student)
    return ids


def test_a_paper_is_noted_for_all_that_are_placed_in_one_save(services: Services) -> None:
    students = _students(services, 2, 1)
    count, changes = services.placements.tick_paper(
        [*students, students[0]], {"kind": "consent", "signed_on": "2026-01-02"}
    )
    assert count == 2
    assert len(changes.created) == 2
    _, papers = services.records.list("paper")
    assert {(each["kind"], each["signed_on"]) for each in papers} == {("consent", "2026-01-02")}
    services.records.undo()
    assert services.records.list("paper")[0] == 0


def test_a_paper_that_is_there_is_amended_not_doubled(services: Services) -> None:
    [student] = _students(services, 1, 0)
    insured = {"kind": "liability_insurance", "valid_to": "2026-03-31"}
    services.placements.tick_paper([student], {**insured, "number": "P-1"})
    services.placements.tick_paper([student], {**insured, "valid_to": "2026-07-31"})
    total, [paper] = services.records.list("paper")
    assert (total, paper["valid_to"], paper["number"]) == (1, "2026-07-31", "P-1")


def test_students_without_a_placement_are_said_and_nothing_is_saved(services: Services) -> None:
    students = _students(services, 0, 2)
    with pytest.raises(UserError, match="not_placed"):
        services.placements.tick_paper(students, {"kind": "consent"})
    assert services.records.list("paper")[0] == 0
