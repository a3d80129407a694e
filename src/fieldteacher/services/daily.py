"""The daily check of each enterprise: normal by one key, an exception in words, or nothing said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from fieldteacher.domain.calendar import WorkCalendar
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock, derived_id
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.queries import daily as queries
from fieldteacher.store.queries.daily import AbsenceRow, Check
from fieldteacher.store.transaction import Transaction

__all__ = ["AbsenceRow", "Check", "CheckDay", "CheckGrid", "CheckRow", "DailyService"]

_WEEKEND = Text("周末", "weekend")


class CheckDay(NamedTuple):
    """One enterprise on one day."""

    students: int
    """How many are in post."""
    away: int
    """How many of them are absent."""
    check: Check | None


class CheckRow(NamedTuple):
    """One enterprise on the days of a grid, in their order."""

    id: str
    name: str
    required: bool
    teachers: tuple[str, ...]
    days: tuple[CheckDay, ...]


@dataclass(frozen=True, slots=True)
class CheckGrid:
    """Enterprises × days. ``rest`` says of each day why nobody works, ``shifted`` are weekends that are worked;
    ``away`` who is absent on one of the days."""

    days: Sequence[str]
    rest: Mapping[str, Text]
    shifted: frozenset[str]
    rows: Sequence[CheckRow]
    away: Sequence[AbsenceRow]

    def away_on(self, day: str, enterprise: str) -> list[AbsenceRow]:
        """Who of an enterprise is absent on a day."""
        return [each for each in self.away if each.enterprise == enterprise and covers(each, day)]


def covers(absence: AbsenceRow, day: str) -> bool:
    """Whether an absence covers (part of) a day."""
    until = min(absence.ends_at, absence.returned_at or absence.ends_at)
    return absence.starts_at[:10] <= day <= until[:10]


class DailyService:
    """The verbs on daily checks. There is one check of an enterprise a day, however many note it."""

    def __init__(self, store: Store, clock: Clock, calendar: Callable[[], WorkCalendar]) -> None:
        self._store = store
        self._clock = clock
        self._calendar = calendar

    def _rest(self, day: date) -> Text | None:
        """Why nobody works on a day; ``None`` on a working day."""
        calendar = self._calendar()
        return (calendar.name(day) or _WEEKEND) if calendar.is_rest_day(day) else None

    def grid(self, last: date, days: int) -> CheckGrid:
        """The enterprises with students in post on one of the ``days`` days that end with ``last``."""
        reader = self._store.read()
        span = [last - timedelta(days=n) for n in range(days - 1, -1, -1)]
        names = [day.isoformat() for day in span]
        noted = {(c.enterprise, c.checked_on): c for c in queries.checks(reader, names[0], names[-1])}
        away = queries.away(reader, names[0], names[-1])
        absent: dict[tuple[str | None, str], set[str]] = {}
        for each in away:
            for name in names:
                if covers(each, name):
                    absent.setdefault((each.enterprise, name), set()).add(each.student)
        rows = [
            CheckRow(
                place.id, place.name, place.required, place.teachers,
                tuple(
                    CheckDay(count, len(absent.get((place.id, name), ())), noted.get((place.id, name)))
                    for name, count in zip(names, place.students, strict=True)
                ),
            )
            for place in queries.places(reader, names)
        ]  # fmt: skip
        rest = {day.isoformat(): why for day in span if (why := self._rest(day)) is not None}
        shifted = frozenset(day.isoformat() for day in span if self._calendar().is_shifted(day))
        return CheckGrid(names, rest, shifted, rows, away)

    def to_do(self) -> int:
        """How many enterprises wait for today's check; none on a day of rest."""
        today = self._clock.today()
        if self._rest(today) is not None:
            return 0
        reader, day = self._store.read(), today.isoformat()
        done = {check.enterprise for check in queries.checks(reader, day, day)}
        return sum(place.required and place.id not in done for place in queries.places(reader, [day]))

    def check(self, enterprise: str, day: str, exception: str = "") -> tuple[str, ChangeSet]:
        """Note that all is normal at an enterprise on a day, or what was not; returns the check's id.

        An exception that is there is not turned into "normal" by it. Raises ``UserError`` ("has_exception",
        "in_future").
        """
        self._refuse_future(day)
        label = Text("记录例外", "note an exception") if exception else Text("每日检查", "daily check")
        with self._store.write(label) as txn:
            record = self._note(txn, enterprise, day, exception)
        return record, txn.changes

    def normal(self, cells: Sequence[tuple[str, str]]) -> tuple[int, ChangeSet]:
        """Note "normal" for each enterprise and day of ``cells`` that nothing was noted of, in one save.

        Returns for how many. Raises ``UserError`` ("in_future").
        """
        count = 0
        with self._store.write(Text("其余全部正常", "all the rest normal")) as txn:
            for enterprise, day in dict.fromkeys(cells):
                self._refuse_future(day)
                if queries.check_of(txn, enterprise, day) is None:
                    self._note(txn, enterprise, day, "")
                    count += 1
        return count, txn.changes

    def take_away(self, checks: Sequence[str]) -> ChangeSet:
        """Delete checks: nothing is said of those days any more."""
        with self._store.write(Text("清除检查", "take a check away")) as txn:
            for check in checks:
                txn.delete("daily_check", check)
        return txn.changes

    def _note(self, txn: Transaction, enterprise: str, day: str, exception: str) -> str:
        values = {"normal": not exception, "exception": exception or None}
        there = queries.check_of(txn, enterprise, day)
        if there is None:
            names = {"enterprise": enterprise, "checked_on": day}
            return txn.create("daily_check", {**names, **values}, id=derived_id(enterprise, day))
        if not exception and txn.need("daily_check", there)["normal"] is False:
            raise UserError(
                "has_exception",
                Text(
                    "这一天已记有例外，未改为正常；确实无误请先按 Del 清除。",
                    "An exception is noted for this day and stays; Del takes it away first.",
                ),
            )
        txn.update("daily_check", there, values)
        return there

    def _refuse_future(self, day: str) -> None:
        if day > self._clock.today().isoformat():
            raise UserError(
                "in_future",
                Text("还没到这一天，不能先记检查。", "That day has not come yet; it cannot be checked."),
                field="checked_on",
            )
