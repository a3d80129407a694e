from __future__ import annotations

from datetime import date

import pytest
from tests.services.park import Park

from fieldteacher.domain.errors import UserError
from fieldteacher.services.app import Services
from fieldteacher.services.daily import CheckGrid, CheckRow

TODAY = date(2026, 3, 16)


def _grid(services: Services, days: int = 7) -> CheckGrid:
    return services.daily.grid(TODAY, days)


def _row(services: Services, enterprise: str) -> CheckRow:
    return next(row for row in _grid(services).rows if row.id == enterprise)


def test_the_grid_knows_who_is_in_post_on_each_day(services: Services, park: Park) -> None:
    park.place(park.students[2], park.other_enterprise, start="2026-03-14", end="2026-03-15", status="ended")
    grid = _grid(services)
    assert grid.days[0] == "2026-03-10"
    assert grid.days[-1] == "2026-03-16"
    counts = {row.id: [day.students for day in row.days] for row in grid.rows}
    assert counts == {park.enterprise: [2] * 7, park.other_enterprise: [0, 0, 0, 0, 1, 1, 0]}
    assert sorted(grid.rest) == ["2026-03-14", "2026-03-15"]


def test_a_placement_that_ended_without_a_day_is_over_after_its_first(services: Services, park: Park) -> None:
    park.place(park.students[2], park.other_enterprise, start="2026-03-12", status="returned")
    row = _row(services, park.other_enterprise)
    assert [day.students for day in row.days] == [0, 0, 1, 0, 0, 0, 0]


def test_nothing_is_normal_that_nobody_said(services: Services, park: Park) -> None:
    assert all(day.check is None for day in _row(services, park.enterprise).days)
    services.daily.check(park.enterprise, "2026-03-16")
    checks = [day.check for day in _row(services, park.enterprise).days]
    assert checks[:-1] == [None] * 6
    assert checks[-1] is not None
    assert checks[-1].normal is True


def test_two_that_note_the_same_day_write_one_record(services: Services, park: Park) -> None:
    one, _ = services.daily.check(park.enterprise, "2026-03-16")
    other, _ = services.daily.check(park.enterprise, "2026-03-16", "王芳未到岗")
    put, _ = services.records.put(
        "daily_check", {"enterprise": park.enterprise, "checked_on": "2026-03-16", "normal": False}
    )
    assert one == other == put
    [check] = park.all("daily_check")
    assert (check["normal"], check["exception"]) == (False, "王芳未到岗")


def test_a_check_that_came_with_another_id_is_changed_not_doubled(services: Services, park: Park) -> None:
    with services.store.write(services.store.last_saves(1)[0][2]) as txn:
        there = txn.create("daily_check", {"enterprise": park.enterprise, "checked_on": "2026-03-16"})
    assert services.daily.check(park.enterprise, "2026-03-16")[0] == there
    assert services.records.list("daily_check")[0] == 1


def test_an_exception_is_not_turned_into_normal(services: Services, park: Park) -> None:
    services.daily.check(park.enterprise, "2026-03-16", "停线半天")
    with pytest.raises(UserError, match="has_exception"):
        services.daily.check(park.enterprise, "2026-03-16")
    assert services.daily.normal([(park.enterprise, "2026-03-16")])[0] == 0
    [check] = park.all("daily_check")
    assert check["exception"] == "停线半天"
    services.daily.take_away([check["id"]])
    services.daily.check(park.enterprise, "2026-03-16")
    [check] = park.all("daily_check")
    assert (check["normal"], check["exception"]) == (True, None)


def test_tomorrow_cannot_be_checked(services: Services, park: Park) -> None:
    with pytest.raises(UserError, match="in_future"):
        services.daily.check(park.enterprise, "2026-03-17")
    with pytest.raises(UserError, match="in_future"):
        services.daily.normal([(park.enterprise, "2026-03-16"), (park.enterprise, "2026-03-17")])
    assert park.all("daily_check") == []


def test_all_the_rest_in_one_save_that_can_be_taken_back(services: Services, park: Park) -> None:
    park.place(park.students[2], park.other_enterprise)
    services.daily.check(park.enterprise, "2026-03-16", "停线半天")
    both = [(park.enterprise, "2026-03-16"), (park.other_enterprise, "2026-03-16")]
    assert services.daily.normal(both)[0] == 1
    assert services.daily.to_do() == 0
    services.records.undo()
    [check] = park.all("daily_check")
    assert check["exception"] == "停线半天"
    assert services.daily.to_do() == 1


def test_a_batch_that_wants_no_daily_check_waits_for_none(services: Services, park: Park) -> None:
    batch = park.add("batch", name="不查", daily_check_required=False)
    park.place(park.students[2], park.other_enterprise, batch=batch)
    assert not _row(services, park.other_enterprise).required
    assert _row(services, park.enterprise).required
    assert services.daily.to_do() == 1


def test_who_is_away_stands_beside_the_enterprise(services: Services, park: Park) -> None:
    student = park.students[0]
    leave = park.add(
        "absence",
        student=student,
        kind="sick",
        starts_at="2026-03-12T08:00",
        ends_at="2026-03-16T18:00",
    )
    grid = _grid(services)
    [row] = grid.rows
    assert [day.away for day in row.days] == [0, 0, 1, 1, 1, 1, 1]
    assert [each.student_name for each in grid.away_on("2026-03-16", park.enterprise)] == ["李晓明"]
    services.records.put("absence", {"returned_at": "2026-03-14T09:00"}, record=leave)
    assert [day.away for day in _row(services, park.enterprise).days] == [0, 0, 1, 1, 1, 0, 0]


def test_overlapping_absences_are_told(services: Services, park: Park) -> None:
    student = park.students[0]
    first = park.add(
        "absence",
        student=student,
        kind="sick",
        starts_at="2026-03-12T08:00",
        ends_at="2026-03-13T18:00",
    )
    tell = services.absences.overlapping
    [words] = tell(student, {"starts_at": "2026-03-13T08:00", "ends_at": "2026-03-14T18:00"})
    assert words.zh == "病假 2026-03-12 08:00 至 2026-03-13 18:00"
    assert not tell(student, {"starts_at": "2026-03-13T08:00", "ends_at": "2026-03-14T18:00"}, first)
    assert not tell(student, {"starts_at": "2026-03-13T18:00", "ends_at": "2026-03-14T18:00"})
    assert not tell(park.students[1], {"starts_at": "2026-03-12T08:00", "ends_at": "2026-03-14T18:00"})
    assert not tell(student, {"starts_at": "2026-03-12T08:00", "ends_at": "nonsense"})


def test_the_return_is_noted_once(services: Services, park: Park) -> None:
    leave = park.add(
        "absence",
        student=park.students[0],
        kind="personal",
        starts_at="2026-03-12T08:00",
        ends_at="2026-03-13T18:00",
    )
    assert services.absences.overdue() == 1
    services.absences.returned([leave])
    back = park.value("absence", leave, "returned_at")
    assert back.startswith("2026-03-16T")
    services.records.put("absence", {"returned_at": "2026-03-13T17:00"}, record=leave)
    services.absences.returned([leave])
    assert park.value("absence", leave, "returned_at") == "2026-03-13T17:00"
    assert services.absences.overdue() == 0
    assert services.absences.rows()[0].enterprise_name == "甲精密"


def test_holidays_and_shifted_days_are_known(services: Services, park: Park) -> None:
    """Qingming 2026: off from Saturday 4 to Monday 6 April."""
    grid = services.daily.grid(date(2026, 4, 7), 7)
    assert {day: why.zh for day, why in grid.rest.items()} == {
        "2026-04-04": "清明节",
        "2026-04-05": "清明节",
        "2026-04-06": "清明节",
    }
    worked = services.daily.grid(date(2026, 2, 28), 1)
    assert (worked.rest, worked.shifted) == ({}, {"2026-02-28"})


def test_whose_enterprise_it_is(services: Services, park: Park) -> None:
    one, other = (park.add("teacher", name=name) for name in ("李老师", "王老师"))
    services.records.put("placement", {"teacher": one}, record=park.placements[0])
    park.place(park.students[2], teacher=other, start="2026-02-02", end="2026-02-27", status="ended")
    assert _row(services, park.enterprise).teachers == ("李老师",)
