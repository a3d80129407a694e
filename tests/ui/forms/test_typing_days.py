from __future__ import annotations

from datetime import date

import pytest

from fieldteacher.ui.forms.typing_days import typed_day, typed_time

TODAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0305", "2026-03-05"),
        ("3-5", "2026-03-05"),
        ("3/5", "2026-03-05"),
        ("3.5", "2026-03-05"),
        ("3月5日", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("260305", "2026-03-05"),
        ("2025-03-05", "2025-03-05"),
        ("25.3.5", "2025-03-05"),
        ("5", "2026-03-05"),
        ("today", "2026-03-16"),
        ("今天", "2026-03-16"),
        ("昨天", "2026-03-15"),
        ("明天", "2026-03-17"),
        ("+7", "2026-03-23"),
        ("-1", "2026-03-15"),
        (" 0305 ", "2026-03-05"),
    ],
)
def test_days_as_people_type_them(typed: str, day: str) -> None:
    assert typed_day(typed, TODAY) == day


def test_without_a_year_the_nearest_day_is_meant() -> None:
    assert typed_day("1230", TODAY) == "2025-12-30"
    assert typed_day("0102", date(2026, 12, 20)) == "2027-01-02"


@pytest.mark.parametrize("typed", ["", "0230", "2026-13-01", "下周", "12345", "三月", "99"])
def test_what_is_no_day(typed: str) -> None:
    assert typed_day(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("8", "08:00"),
        ("830", "08:30"),
        ("0830", "08:30"),
        ("8:30", "08:30"),
        ("20：15", "20:15"),
        ("8点30分", "08:30"),
    ],
)
def test_times_as_people_type_them(typed: str, time: str) -> None:
    assert typed_time(typed) == time


@pytest.mark.parametrize("typed", ["", "25:00", "8:75", "早上"])
def test_what_is_no_time(typed: str) -> None:
    assert typed_time(typed) is None
