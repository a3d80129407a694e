from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.periods import Period, _weekdays, months, week_label, weeks

MONDAY = date(2026, 3, 16)


def test_weeks_are_iso_weeks_also_at_the_turn_of_the_year() -> None:
    found = weeks(date(2025, 12, 29), date(2026, 1, 6))
    assert [week.name for week in found] == ["2026-W01", "2026-W02"]
    assert (found[0].first, found[0].last) == (date(2025, 12, 29), date(2026, 1, 4))
    assert week_label(found[1]).zh == "2周 1-5"


def test_months_are_whole() -> None:
    found = months(date(2026, 1, 31), date(2026, 3, 1))
    assert [(m.name, m.last.day) for m in found] == [("2026-01", 31), ("2026-02", 28), ("2026-03", 31)]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-16", "2026-03-18", True),
        ("2026-03-16", "2026-03-17", False),
        ("2026-03-18", None, True),
        ("2026-03-19", None, False),
        ("2026-03-21", None, False),
        ("2026-01-01", "2026-03-15", False),
        ("2026-01-01", None, True),
    ],
)
def test_a_week_counts_from_three_weekdays_on(start: str, end: str | None, expected: bool) -> None:
    week = weeks(MONDAY, MONDAY)[0]
    assert week.expected(start, end) is expected


def test_a_month_counts_from_half_its_weekdays_on() -> None:
    [march] = months(date(2026, 3, 1), date(2026, 3, 1))
    assert march.expected("2026-03-17", None)
    assert not march.expected("2026-03-18", None)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-3, 400))
def test_weekdays_are_counted_as_one_by_one(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    each = [first + timedelta(days=n) for n in range(days + 1)]
    assert _weekdays(first, last) == sum(day.weekday() < 5 for day in each)


def test_the_whole_is_expected_of_whoever_was_there_for_half() -> None:
    whole = Period("2026-03", date(2026, 3, 2), date(2026, 3, 27))
    assert whole.expected("2026-03-16", None)
