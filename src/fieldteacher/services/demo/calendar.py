"""The days of a demo: three months of placements that end today, out of six."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 13
"""Weeks that lie behind today."""
WHOLE = 26
"""Weeks that the placements last: about six months."""
MID_TERM = 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a demo around ``today``."""

    today: date

    @property
    def start(self) -> date:
        """The Monday on which the placements begin."""
        day = self.today - timedelta(weeks=WEEKS)
        return day - timedelta(days=day.weekday())

    @property
    def end(self) -> date:
        """The Friday on which they end."""
        return self.start + timedelta(weeks=WHOLE, days=-3)

    @property
    def school_year(self) -> int:
        """The year in which the school year of the first day began; it turns on 1 September."""
        return self.start.year if self.start.month >= 9 else self.start.year - 1

    @property
    def grade_year(self) -> int:
        """The year in which the students entered: they are in their third year."""
        return self.school_year - 2

    @property
    def weeks(self) -> list[date]:
        """The Mondays from the first day until today."""
        return [
            self.start + timedelta(weeks=n)
            for n in range(WEEKS + 2)
            if self.start + timedelta(weeks=n) <= self.today
        ]
