"""Working days; and the holiday files beside what must hold of every year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.rules.scene import holidays

from fieldteacher.domain.calendar import HolidayYear, WorkCalendar

YEARS = {year.year: year for year in holidays().years}
DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))


def test_the_years_that_are_there() -> None:
    assert sorted(YEARS) == [2023, 2024, 2025, 2026, 2027]
    assert [year for year, each in YEARS.items() if not each.certain] == [2027]


@pytest.mark.parametrize("year", YEARS.values(), ids=str)
def test_a_year_is_consistent(year: HolidayYear) -> None:
    statutory = [day for holiday in year.holidays for day in holiday.statutory]
    off = [day for holiday in year.holidays for day in holiday.off]
    worked = [day for holiday in year.holidays for day in holiday.worked]
    # The Measures on Holidays: 11 days for everybody, 13 from 2025 on.
    assert len(statutory) == len(set(statutory)) == (13 if year.year >= 2025 else 11)
    assert {day.year for day in statutory} == {year.year}
    assert {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)} <= {(day.month, day.day) for day in statutory}
    assert len(off) == len(set(off))
    assert set(worked).isdisjoint(off)
    assert all(day.weekday() >= 5 for day in worked)
    if year.certain:
        assert set(statutory) <= set(off)
        # What is taken off on working days beyond the statutory days is worked on weekends instead. A statutory
        # day that falls on a weekend gives a working day off as well.
        weekdays_off = sum(day.weekday() < 5 for day in off)
        assert len(worked) == weekdays_off - len(statutory)
    else:
        assert off == worked == []


def test_each_notice_is_in_one_piece() -> None:
    for year in YEARS.values():
        for holiday in year.holidays:
            if holiday.off:
                first, last = holiday.off[0], holiday.off[-1]
                assert holiday.off == tuple(first + timedelta(n) for n in range((last - first).days + 1))
                assert all(
                    abs((day - first).days) <= 14 or abs((day - last).days) <= 14 for day in holiday.worked
                )


def test_days_of_2026() -> None:
    calendar = holidays()
    assert calendar.is_holiday(date(2026, 2, 17))
    assert not calendar.is_holiday(date(2026, 2, 20))
    assert calendar.is_rest_day(date(2026, 2, 20))
    assert calendar.is_working_day(date(2026, 2, 14))
    assert calendar.is_shifted(date(2026, 2, 14))
    assert not calendar.is_shifted(date(2026, 2, 13))
    assert calendar.is_rest_day(date(2026, 3, 14))
    name = calendar.name(date(2026, 2, 20))
    assert name is not None
    assert name.zh == "春节"
    assert calendar.working_days_between(date(2026, 2, 9), date(2026, 3, 1)) == 6 + 0 + 5


def test_a_year_without_a_file_is_plain_weeks() -> None:
    calendar = WorkCalendar()
    assert calendar.working_days_between(date(2026, 10, 1), date(2026, 10, 7)) == 5
    assert not calendar.is_holiday(date(2026, 10, 1))
    assert calendar.working_days_between(date(2026, 10, 7), date(2026, 10, 1)) == 0


@given(DAYS)
def test_a_day_is_one_or_the_other(day: date) -> None:
    calendar = holidays()
    assert calendar.is_rest_day(day) != calendar.is_working_day(day)
    if calendar.is_holiday(day):
        assert calendar.is_rest_day(day)
    assert calendar.working_days_between(day, day) == calendar.is_working_day(day)
