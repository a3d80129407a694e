"""The rhythm of visits and talks, papers, checks and reports, on both sides of each threshold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fieldteacher.domain import schedule
from fieldteacher.domain.schedule import Urgency

TODAY = date(2026, 6, 15)


def ago(days: int) -> str:
    """The day so many days before today."""
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("required", "days"), [(1, 30), (2, 15), (4, 7), (60, 1)])
def test_a_talk_is_overdue_the_day_after_its_rhythm(required: int, days: int) -> None:
    start, rhythm = ago(90), schedule.talk_rhythm(required)
    assert schedule.talk_overdue(ago(days), start, rhythm, TODAY) is None
    late = schedule.talk_overdue(ago(days + 1), start, rhythm, TODAY)
    assert late is not None
    assert (late.lasted(TODAY), late.allowed, late.late(TODAY)) == (days + 1, days, 1)
    assert late.due.isoformat() == ago(1)


def test_the_wait_for_the_first_talk_begins_with_the_placement() -> None:
    assert schedule.talk_overdue(None, ago(15), 15, TODAY) is None
    assert schedule.talk_overdue(None, ago(16), 15, TODAY) is not None
    # What was before the placement does not count against it.
    assert schedule.talk_overdue(ago(40), ago(15), 15, TODAY) is None


@pytest.mark.parametrize("required", [None, 0])
def test_without_a_rhythm_nothing_is_overdue(required: int | None) -> None:
    assert schedule.talk_overdue(None, ago(300), schedule.talk_rhythm(required), TODAY) is None
    rhythm = schedule.visit_rhythm(required, ago(300), ago(-30))
    assert schedule.visit_overdue(None, ago(300), rhythm, TODAY) is None


def test_a_visit_is_overdue_the_day_after_its_share_of_the_placement() -> None:
    start, end = ago(91), ago(91 - 182)  # half a year, six visits: one in thirty days
    rhythm = schedule.visit_rhythm(6, start, end)
    assert rhythm == 30
    assert schedule.visit_overdue(ago(30), start, rhythm, TODAY) is None
    late = schedule.visit_overdue(ago(31), start, rhythm, TODAY)
    assert late is not None
    assert (late.lasted(TODAY), late.late(TODAY)) == (31, 1)


def test_visits_without_an_end_have_no_rhythm() -> None:
    assert schedule.visit_rhythm(6, ago(200), None) is None
    assert schedule.visit_overdue(None, ago(200), None, TODAY) is None


@pytest.mark.parametrize(
    ("due", "found"),
    [(1, Urgency.OVERDUE), (0, Urgency.TODAY), (-1, Urgency.WEEK), (-schedule.AHEAD, Urgency.WEEK), (-schedule.AHEAD - 1, None)],
)  # fmt: skip
def test_what_is_due_belongs_to_a_part_of_the_list(due: int, found: Urgency | None) -> None:
    assert schedule.urgency(ago(due), TODAY.isoformat(), ago(-schedule.AHEAD)) is found
    assert schedule.urgency(ago(due) + "T10:00", TODAY.isoformat(), ago(-schedule.AHEAD)) is found


def _placement(end: str | None) -> dict[str, str | None]:
    return {"start": ago(60), "end": end, "kind": "assigned", "lodging_kind": "dormitory"}


def _papers(until: str | None) -> list[dict[str, object]]:
    kinds = ("tri_party_agreement", "consent", "liability_insurance", "safety_training")
    return [
        {
            "id": kind,
            "kind": kind,
            "valid_to": until if kind == "liability_insurance" else None,
            "passed": True,
        }
        for kind in kinds
    ]


def test_a_paper_that_ends_with_the_placement_is_in_order_and_a_day_earlier_is_not() -> None:
    end = ago(-10)
    assert schedule.paper_expiring(_placement(end), _papers(end), TODAY) == ()
    (early,) = schedule.paper_expiring(_placement(end), _papers(ago(-9)), TODAY)
    assert (early.kind, early.days_left) == ("liability_insurance", 9)
    (gone,) = schedule.paper_expiring(_placement(end), _papers(ago(1)), TODAY)
    assert gone.days_left == -1
    assert schedule.paper_missing(_placement(end), _papers(ago(1)), TODAY) == ()


def test_a_paper_of_a_placement_without_end_is_told_of_a_month_before() -> None:
    assert schedule.paper_expiring(_placement(None), _papers(ago(-31)), TODAY) == ()
    assert len(schedule.paper_expiring(_placement(None), _papers(ago(-30)), TODAY)) == 1


def test_a_paper_that_is_not_there_is_missing() -> None:
    papers = [paper for paper in _papers(None) if paper["kind"] != "consent"]
    (missing,) = schedule.paper_missing(_placement(ago(-10)), papers, TODAY)
    assert (missing.kind, missing.paper) == ("consent", None)
    failed = [{**paper, "passed": False} for paper in _papers(None)]
    (missing,) = schedule.paper_missing(_placement(ago(-10)), failed, TODAY)
    assert missing.kind == "safety_training"


def test_working_days_before_a_monday() -> None:
    days = schedule.workdays_before(TODAY, 3, lambda day: day.weekday() < 5)
    assert [day.isoformat() for day in days] == ["2026-06-10", "2026-06-11", "2026-06-12"]
    assert schedule.workdays_before(TODAY, 3, lambda _: False) == []


def test_the_stages_end_in_the_middle_and_at_the_end() -> None:
    assert schedule.stage_end("mid", "2026-03-01", "2026-03-31") == "2026-03-16"
    assert schedule.stage_end("final", "2026-03-01", "2026-03-31") == "2026-03-31"
