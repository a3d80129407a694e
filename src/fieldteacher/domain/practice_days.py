"""The teacher's own enterprise practice in days: no day counts twice, however many entries it stands in.

Colleges ask teachers of vocational subjects for six months in five years, many for a month a year; being
stationed at enterprises to guide interns is accepted as practice (教育部等七部门《职业学校教师企业实践规定》,
教师〔2016〕3号). How many days make a month is each college's own rule, so it is a parameter here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

DAY = 10
"""A whole day in tenths; half a day is 5."""
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """An entry: from when to when, and how many tenths of a day are claimed (``None``: all its working days)."""

    id: str
    starts_on: date
    ends_on: date
    days: int | None = None

    @property
    def length(self) -> int:
        """How many days it spans."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def claimed(self) -> int:
        """Tenths of a day that it claims."""
        return usual_days(self.starts_on, self.ends_on) if self.days is None else self.days

    def every_day(self) -> Iterable[date]:
        """The days it spans."""
        return _days(self.starts_on, self.ends_on)


def usual_days(starts_on: date, ends_on: date) -> int:
    """The days from one to the other in tenths: Monday to Friday, or all where there is no such day."""
    every = list(_days(starts_on, ends_on))
    return DAY * (len([day for day in every if day.weekday() <= _FRIDAY]) or len(every))


def credited(stretches: Iterable[Stretch]) -> Mapping[str, Mapping[date, int]]:
    """What each entry of one teacher brings, in tenths by day; a day brings no more than a whole one in all.

    A claim is laid on the working days of its stretch first. The shortest stretches come first, because they
    have the least choice: a day at one enterprise is then not lost to a month at another.
    """
    used: Counter[date] = Counter()
    found: dict[str, dict[date, int]] = {}
    for each in sorted(stretches, key=lambda s: (s.length, s.starts_on, s.id)):
        left, own = each.claimed, found.setdefault(each.id, {})
        for day in sorted(_days(each.starts_on, each.ends_on), key=lambda d: (d.weekday() > _FRIDAY, d)):
            if left <= 0:
                break
            part = min(left, DAY - used[day])
            if part > 0:
                own[day] = part
                used[day] += part
                left -= part
    return found


def by_year(days: Iterable[Mapping[date, int]]) -> Mapping[int, int]:
    """Tenths of a day by calendar year, the last year first."""
    found: Counter[int] = Counter()
    for each in days:
        for day, part in each.items():
            found[day.year] += part
    return dict(sorted(found.items(), reverse=True))


@dataclass(frozen=True, slots=True)
class Targets:
    """What the college asks for."""

    months_a_year: int = 1
    months_in_five_years: int = 6
    days_a_month: int = 22
    """Working days that count as a month."""

    @property
    def year(self) -> int:
        """Tenths of a day in a year."""
        return DAY * self.months_a_year * self.days_a_month

    @property
    def five_years(self) -> int:
        """Tenths of a day in five years."""
        return DAY * self.months_in_five_years * self.days_a_month


@dataclass(frozen=True, slots=True)
class Presence:
    """A visit as practice: where and when, the minutes there (``None``: not noted), and what was done."""

    enterprise: str
    day: date
    minutes: int | None
    content: str = ""


_HALF_DAY_MINUTES = 240
"""Up to four hours at enterprises on a day are half a day, more are a whole one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that could be made of the visits of a week to one enterprise; ``days`` in tenths."""

    enterprise: str
    starts_on: date
    ends_on: date
    days: int
    presences: Sequence[Presence]


def proposals(
    presences: Iterable[Presence], taken: Mapping[date, int], entered: Set[tuple[str, date]] = frozenset()
) -> list[Proposal]:
    """Entries for days of visits that none covers yet, one for each week and enterprise, latest first.

    ``taken`` are the tenths that entries already bring by day, ``entered`` the enterprises and days that stand
    in one: an entry of a week may bring fewer days than it spans. Half a day for a visit of up to four hours, or of
    unknown length; a whole day for more; never more than is left of the day.
    """
    left = Counter({day: DAY - part for day, part in taken.items()})
    grouped: dict[tuple[date, str], list[tuple[Presence, int]]] = {}
    for each in sorted(presences, key=lambda p: (p.day, -(p.minutes or 0))):
        room = left.get(each.day, DAY)
        part = min(room, DAY if (each.minutes or 0) > _HALF_DAY_MINUTES else DAY // 2)
        if part <= 0 or (each.enterprise, each.day) in entered:
            continue
        left[each.day] = room - part
        monday = each.day - timedelta(days=each.day.weekday())
        grouped.setdefault((monday, each.enterprise), []).append((each, part))
    found = [
        Proposal(
            enterprise, min(p.day for p, _ in made), max(p.day for p, _ in made), sum(part for _, part in made),
            [p for p, _ in made],
        )
        for (_, enterprise), made in grouped.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: each.starts_on, reverse=True)


def _days(starts_on: date, ends_on: date) -> Iterable[date]:
    return (starts_on + timedelta(days=n) for n in range((ends_on - starts_on).days + 1))
