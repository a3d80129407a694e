from __future__ import annotations

from tests.services.park import Park

from fieldteacher.services.app import Services
from fieldteacher.services.journals import JournalGrid, JournalRow


def _row(grid: JournalGrid, student: str) -> JournalRow:
    return next(row for row in grid.rows if row.id == student)


def test_who_is_missing_is_told_by_week(services: Services, park: Park) -> None:
    """Both began on Sunday 1 March; the week of the 16th is not over."""
    services.journals.receive([(park.students[0], "2026-W10")], "weekly")
    grid = services.journals.grid("weekly")
    assert [period.name for period in grid.periods] == ["2026-W09", "2026-W10", "2026-W11", "2026-W12"]
    one, other = (_row(grid, student) for student in park.students[:2])
    assert one.expected == {"2026-W10", "2026-W11", "2026-W12"}
    assert one.missing == {"2026-W11"}
    assert other.missing == {"2026-W10", "2026-W11"}
    assert park.students[2] not in {row.id for row in grid.rows}
    assert one.handed_in["2026-W10"].handed_in_on == "2026-03-16"


def test_many_are_taken_in_at_once_and_taken_back_at_once(services: Services, park: Park) -> None:
    cells = [(student, week) for student in park.students[:2] for week in ("2026-W10", "2026-W11")]
    services.journals.receive(cells, "weekly", "2026-03-13")
    services.journals.receive(cells, "weekly")
    assert [each["handed_in_on"] for each in park.all("journal")] == ["2026-03-13"] * 4
    services.journals.rate(cells, "weekly", 4)
    services.journals.comment(cells[:1], "weekly", "有进步")
    assert [each["stars"] for each in park.all("journal")] == [4] * 4
    assert [each["comment"] for each in park.all("journal")] == ["有进步", None, None, None]
    services.journals.rate(cells[:1], "weekly", None)
    assert park.all("journal")[0]["stars"] is None
    services.journals.take_away(cells, "weekly")
    assert park.all("journal") == []
    services.records.undo()
    assert len(park.all("journal")) == 4


def test_there_is_one_journal_of_a_period(services: Services, park: Park) -> None:
    services.journals.rate([(park.students[0], "2026-W10")], "weekly", 3)
    values = {"student": park.students[0], "kind": "weekly", "period": "2026-W10", "characters": 500}
    services.records.put("journal", values)
    [journal] = park.all("journal")
    assert (journal["stars"], journal["characters"]) == (3, 500)


def test_a_transfer_does_not_begin_anew(services: Services, park: Park) -> None:
    services.placements.transfer(
        park.placements[0], {"enterprise": park.other_enterprise, "start": "2026-03-12"}
    )
    row = _row(services.journals.grid("weekly"), park.students[0])
    assert row.missing == {"2026-W10", "2026-W11"}
    assert row.enterprise_name == "昆山乙电子厂"


def test_a_batch_shows_also_those_who_are_back(services: Services, park: Park) -> None:
    batch = park.add("batch", name="春季")
    park.place(park.students[2], batch=batch, start="2026-02-02", end="2026-02-27", status="ended")
    assert services.journals.where(park.students[2]) == (False, batch)
    assert services.journals.where(park.students[0]) == (True, None)
    grid = services.journals.grid("weekly", batch)
    [row] = grid.rows
    assert row.missing == {"2026-W06", "2026-W07", "2026-W08", "2026-W09"}
    monthly = services.journals.grid("monthly", batch)
    assert _row(monthly, row.id).missing == {"2026-02"}


def test_a_final_report_is_missing_once_the_placement_is_over(services: Services, park: Park) -> None:
    batch = park.add("batch", name="春季")
    student = park.students[2]
    park.place(student, batch=batch, start="2026-02-02", end="2026-02-27", status="ended")
    grid = services.journals.grid("summary", batch)
    row = _row(grid, student)
    [period] = grid.periods
    assert row.missing == {period.name}
    assert not _row(services.journals.grid("summary"), park.students[0]).missing
    park.add("journal", student=student, kind="summary", period="总结", handed_in_on="2026-03-02")
    assert not _row(services.journals.grid("summary", batch), student).missing
    services.journals.rate([(student, row.period("summary", period.name))], "summary", 5)
    [journal] = park.all("journal")
    assert (journal["period"], journal["stars"]) == ("总结", 5)


def test_the_periods_go_back_in_steps(services: Services, park: Park) -> None:
    park.place(park.students[2], start="2025-11-03")
    grid = services.journals.grid("weekly", most=4)
    assert grid.periods[-1].name == "2026-W12"
    assert (grid.earlier, grid.later, len(grid.periods)) == (True, False, 4)
    grid = services.journals.grid("weekly", most=4, back=2)
    assert (grid.periods[-1].name, grid.earlier, grid.later) == ("2026-W10", True, True)
    grid = services.journals.grid("weekly", most=4, back=1000)
    assert (grid.periods[0].name, grid.earlier, grid.later) == ("2025-W45", False, True)
