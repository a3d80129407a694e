"""The weeks and months of a placement for which a student hands something in. Days and periods are ISO text.

The 2021 Regulation (教职成〔2021〕4号, Art. 21) asks for a journal during the placement and a report at its end; how
many is the college's own. Here: one for each week or month of which the student was at work for half at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fieldteacher.domain.text import Text

_WEEK = timedelta(days=7)
_WORKED = 5
"""Days of a week from Monday on that count."""


@dataclass(frozen=True, slots=True)
class Period:
    """A week (``2026-W12``), a month (``2026-03``), or the whole placement (``2026-03``, its first month)."""

    name: str
    first: date
    last: date

    def expected(self, start: str, end: str | None) -> bool:
        """Whether a placement from ``start`` to ``end`` takes up half of the period's weekdays at least."""
        days = _weekdays(self.first, self.last)
        inside = _weekdays(max(self.first, date.fromisoformat(start)), min(self.last, _day(end, self.last)))
        return inside > 0 and 2 * inside >= days


def weeks(first: date, last: date) -> list[Period]:
    """The ISO weeks that have a day from ``first`` to ``last``."""
    found, monday = [], first - timedelta(days=first.weekday())
    while monday <= last:
        year, number, _ = monday.isocalendar()
        found.append(Period(f"{year}-W{number:02}", monday, monday + timedelta(days=6)))
        monday += _WEEK
    return found


def months(first: date, last: date) -> list[Period]:
    """The months that have a day from ``first`` to ``last``."""
    found, day = [], first.replace(day=1)
    while day <= last:
        after = (day + timedelta(days=31)).replace(day=1)
        found.append(Period(f"{day:%Y-%m}", day, after - timedelta(days=1)))
        day = after
    return found


def week_label(period: Period) -> Text:
    """The week by its number and its Monday: 11周 3-9."""
    return Text("{n}周 {m}-{d}", "W{n} {m}-{d}").fill(
        n=int(period.name[-2:]), m=period.first.month, d=period.first.day
    )


def _day(text: str | None, otherwise: date) -> date:
    return date.fromisoformat(text) if text else otherwise


def _weekdays(first: date, last: date) -> int:
    """The days from Monday to Friday from ``first`` to ``last``, both counted."""
    if last < first:
        return 0
    whole, rest = divmod((last - first).days + 1, 7)
    return whole * _WORKED + sum((first.weekday() + n) % 7 < _WORKED for n in range(rest))
