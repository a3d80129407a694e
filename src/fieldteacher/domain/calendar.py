"""Working days, rest days and statutory holidays (法定节假日与调休), from what each year's notice says.

The days themselves are data, one file a year (``resources/rules/holidays-YYYY.toml``); a year without one is taken as
plain weeks, Saturday and Sunday free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from fieldteacher.domain.text import Text


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a year. ``off``: every day without work, ``statutory`` ones among them;
    ``worked``: the Saturdays and Sundays on which work is made up (调休)."""

    name: Text
    statutory: tuple[date, ...]
    off: tuple[date, ...]
    worked: tuple[date, ...]
    certain: bool
    """Whether the days were announced; else the statutory ones are computed and the others not known."""


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The holidays of one year, and where they are from."""

    year: int
    source: Text
    holidays: tuple[Holiday, ...]

    @property
    def certain(self) -> bool:
        """Whether all of it was announced."""
        return all(holiday.certain for holiday in self.holidays)


@dataclass(slots=True)
class WorkCalendar:
    """Which days are worked. Knows the years it was made with; other years are plain weeks."""

    years: Sequence[HolidayYear] = ()
    _statutory: dict[date, Text] = field(default_factory=dict)
    _off: dict[date, Text] = field(default_factory=dict)
    _worked: set[date] = field(default_factory=set)

    def __post_init__(self) -> None:
        for year in self.years:
            for holiday in year.holidays:
                self._statutory.update(dict.fromkeys(holiday.statutory, holiday.name))
                self._off.update(dict.fromkeys((*holiday.off, *holiday.statutory), holiday.name))
                self._worked.update(holiday.worked)

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a statutory holiday itself (not a day off beside one)."""
        return day in self._statutory

    def is_rest_day(self, day: date) -> bool:
        """Whether nobody works: a holiday, a day off beside one, or a weekend that is not worked instead."""
        return day in self._off or (day.weekday() >= 5 and day not in self._worked)

    def is_working_day(self, day: date) -> bool:
        """Whether a day is worked, a shifted weekend included."""
        return not self.is_rest_day(day)

    def is_shifted(self, day: date) -> bool:
        """Whether a Saturday or Sunday is worked in place of another day."""
        return day in self._worked

    def name(self, day: date) -> Text | None:
        """The holiday a day off belongs to."""
        return self._off.get(day)

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """The working days from ``first`` to ``last``, both included."""
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if self.is_working_day(day):
                yield day

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days there are from ``first`` to ``last``, both included."""
        return sum(1 for _ in self.working_days(first, last))
