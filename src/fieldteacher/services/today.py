"""The day's list: what is overdue, due, missing or running out, and the week's plan.

Computed once from all records; after that only what the saves since then can have changed (decision 0044).
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fieldteacher.domain.agenda import Bundles, Duty, Item, Line, bundled, lines, order
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.schedule import Urgency
from fieldteacher.domain.text import Text
from fieldteacher.services.agenda import Day, Limits, Part, Site, items
from fieldteacher.store.database import Store
from fieldteacher.store.queries import today as queries
from fieldteacher.store.queries.today import Batch
from fieldteacher.store.reader import Reader

__all__ = ["Agenda", "Figures", "Item", "Line", "PlanRow", "Snoozed", "TodayService", "WeekPlan"]

_PLAN = "today_plan"
"""The setting that holds the week's plan."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The small figures of the day."""

    students: int
    """In post."""
    enterprises: int
    """Where students are in post."""
    visited: int
    """Of these, visited this week."""
    talked: int
    """Students talked with this month."""
    promises: int
    """Open."""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """An item that is put off: until which day, why, and the id of the record that says so."""

    item: Item
    until: str
    reason: str
    snooze: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """The list of a day. It does not change; ask again after a save."""

    today: date
    bundles: Sequence[Bundles]
    """What is not put off, enterprise by enterprise."""
    lines: Sequence[Line]
    snoozed: Sequence[Snoozed]
    figures: Figures
    names: Mapping[str, str]
    """What each enterprise is called, by id."""

    @property
    def items(self) -> Sequence[Item]:
        """All that is not put off, in order."""
        found = (item for bundles in self.bundles for members in bundles.values() for item in members)
        return sorted(found, key=order)

    @property
    def pressing(self) -> int:
        """How many lines are overdue or due today."""
        parts = (Urgency.OVERDUE, Urgency.TODAY)
        return sum(line.weight for line in self.lines if line.first.urgency in parts)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An enterprise in the week's plan: how long it has waited, what falls due, and the day it was put on."""

    site: Site
    waited: int
    """Days since the last visit, or since the students came."""
    late: int
    """Days beyond the rhythm; 0 where in time or without one."""
    promises: int
    """Open promises that are due by the end of the week."""
    day: str | None


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """The enterprises in the order in which they are proposed, and the working days of the week."""

    days: Sequence[str]
    rows: Sequence[PlanRow]


@dataclass(slots=True)
class _State:
    """What is known, and up to which save of which device."""

    device: str
    save: int
    day: date
    parts: dict[str, Part]
    batches: Mapping[str, Batch]


LimitsIn = Callable[[set[str]], Limits]


def _weekday(day: date) -> bool:
    return day.weekday() < 5


class TodayService:
    """Reads the list; may be asked from any thread."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        is_workday: Callable[[date], bool] = _weekday,
        limits_in: LimitsIn = lambda _batches: {},
    ) -> None:
        """``limits_in`` gives the reporting limits of incidents in batches with rules or numbers of their own."""
        self._store, self._clock, self._limits_in = store, clock, limits_in
        self._is_workday = is_workday
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._made: tuple[object, Agenda] | None = None
        self._version = 0

    def preload(self) -> None:
        """Begin to compute beside the caller; the next ``agenda`` waits for it."""

        def work() -> None:
            # What fails here fails again, and is told, when somebody asks for the list.
            with contextlib.suppress(Exception):
                self.agenda()

        threading.Thread(target=work, name="fieldteacher-today", daemon=True).start()

    def agenda(self) -> Agenda:
        """The list as the store stands now."""
        with self._lock:
            reader = self._store.read()
            state = self._refreshed(reader)
            put_off = queries.snoozes(reader, state.day.isoformat())
            now = self._now(state.day)
            stamp = (self._version, tuple(put_off), now[:15])
            if self._made is None or self._made[0] != stamp:
                self._made = (stamp, _agenda(state, put_off, now))
            return self._made[1]

    def forget(self) -> None:
        """Compute anew from all records when next asked."""
        with self._lock:
            self._state = None

    def snooze(self, chosen: Iterable[Item], until: str, reason: str) -> ChangeSet:
        """Put items off until a day, for a reason; raises ``FieldProblem`` where one of the two is missing."""
        today = self._clock.today().isoformat()
        with self._store.write(Text("暂缓", "put off")) as txn:
            for item in chosen:
                txn.create("snooze", {
                    "item": item.code, "about": item.id, "until": until, "reason": reason, "snoozed_on": today,
                })  # fmt: skip
        return txn.changes

    def wake(self, snoozes: Iterable[str]) -> ChangeSet:
        """Put nothing off any more of what these snoozes put off."""
        with self._store.write(Text("不再暂缓", "no longer put off")) as txn:
            for snooze in dict.fromkeys(snoozes):
                txn.delete("snooze", snooze)
        return txn.changes

    # -- the week ------------------------------------------------------------------------------

    def week_plan(self) -> WeekPlan:
        """The enterprises to visit, most pressing first, and the days of the week that lies ahead."""
        with self._lock:
            state = self._refreshed(self._store.read())
            today, parts = state.day, list(state.parts.values())
        days = _week(today)
        working = [day for day in days if self._is_workday(date.fromisoformat(day))] or days[:5]
        chosen = self._chosen(days)
        rows = [
            _plan_row(part, part.site, today, days[-1], chosen) for part in parts if part.site is not None
        ]
        return WeekPlan(working, sorted(rows, key=lambda row: _place(row, days[-1])))

    def put_on(self, enterprise: str, day: str | None) -> None:
        """Plan an enterprise's visit for a day of this week, or (``None``) not any more. Kept on this machine."""
        chosen = {**self._chosen(_week(self._clock.today())), enterprise: day}
        kept = {each: when for each, when in chosen.items() if when is not None}
        self._store.keep_settings({_PLAN: json.dumps(kept) if kept else None})

    def _chosen(self, days: Sequence[str]) -> dict[str, str]:
        """Enterprise to day, of what was planned for these days."""
        try:
            kept = json.loads(self._store.read().setting(_PLAN) or "{}")
        except ValueError:
            return {}
        return {each: day for each, day in kept.items() if day in days} if isinstance(kept, dict) else {}

    # -- computing -----------------------------------------------------------------------------

    def _refreshed(self, reader: Reader) -> _State:
        """What is known, brought up to the last save."""
        today = self._clock.today()
        device, save = queries.last_save(reader)
        state = self._state
        if state is None or (state.device, state.day) != (device, today) or save < state.save:
            return self._read_all(reader, device, save, today)
        if save == state.save:
            return state
        touched = queries.touched_since(reader, state.save)
        if touched is None:
            return self._read_all(reader, device, save, today)
        if touched:
            parts, batches = self._read(reader, sorted(touched), today)
            if batches != state.batches:  # such as the first mid-term mark
                return self._read_all(reader, device, save, today)
            for enterprise in touched:
                state.parts.pop(enterprise, None)
            state.parts.update(parts)
            self._version += 1
        state.save = save
        return state

    def _read_all(self, reader: Reader, device: str, save: int, today: date) -> _State:
        parts, batches = self._read(reader, None, today)
        self._state = _State(device, save, today, dict(parts), batches)
        self._version += 1
        return self._state

    def _read(
        self, reader: Reader, enterprises: Sequence[str] | None, today: date
    ) -> tuple[Mapping[str, Part], Mapping[str, Batch]]:
        day = Day(today, self._is_workday)
        since = min(day.check_days(), default=day.iso)
        facts = queries.facts(reader, enterprises, today=day.iso, soon=day.soon, checked_since=since)
        own = queries.batches_with_own_rules(reader) if facts.incidents else set()
        return items(facts, day, self._limits_in(own) if own else {}), facts.batches

    def _now(self, today: date) -> str:
        """This moment at the user's place, on the day that counts as today."""
        return datetime.combine(today, self._clock.now().astimezone().time()).isoformat(timespec="minutes")


def _agenda(state: _State, put_off: Sequence[tuple[str, str, str, str, str]], now: str) -> Agenda:
    snoozed = {(code, record): (until, reason, id) for code, record, until, reason, id in put_off}
    duties = {code.partition(":")[0] for code, _ in snoozed}
    shown: list[Bundles] = []
    hidden: list[Snoozed] = []
    for part in state.parts.values():
        seen = [key for key in part.bundles if key[1] is Duty.NOTIFY or key[1] in duties]
        if not seen:
            shown.append(part.bundles)
            continue
        left = []
        for item in (_at(item, now) for key in seen for item in part.bundles[key]):
            if (item.code, item.id) in snoozed:
                hidden.append(Snoozed(item, *snoozed[item.code, item.id]))
            else:
                left.append(item)
        untouched = {key: members for key, members in part.bundles.items() if key not in seen}
        shown.append({**untouched, **bundled(left)})
    hidden.sort(key=lambda each: each.until)
    names = {enterprise: part.name for enterprise, part in state.parts.items()}
    return Agenda(state.day, shown, lines(shown), hidden, _figures(state), names)


def _at(item: Item, now: str) -> Item:
    """An item as it stands at this moment: what was due earlier today is overdue."""
    late = item.due < now and "T" in item.due and item.urgency is not Urgency.OVERDUE
    return item._replace(urgency=Urgency.OVERDUE) if late else item


def _figures(state: _State) -> Figures:
    monday = (state.day - timedelta(days=state.day.weekday())).isoformat()
    sites = [part.site for part in state.parts.values() if part.site is not None]
    return Figures(
        students=sum(site.students for site in sites),
        enterprises=len(sites),
        visited=sum((site.last_visit or "") >= monday for site in sites),
        talked=sum(site.talked for site in sites),
        promises=sum(part.promises for part in state.parts.values()),
    )


def _week(today: date) -> Sequence[str]:
    """The days of the week to plan, from Monday: on a weekend, of the next one."""
    monday = today + timedelta(days=(7 if today.weekday() >= 5 else 0) - today.weekday())
    return [(monday + timedelta(days=n)).isoformat() for n in range(7)]


def _plan_row(part: Part, site: Site, today: date, last: str, chosen: Mapping[str, str]) -> PlanRow:
    late = (today - date.fromisoformat(site.due)).days if site.due else 0
    due = (members for (_, duty, _), members in part.bundles.items() if duty is Duty.PROMISE)
    promises = sum(item.due <= last for members in due for item in members)
    waited = (today - date.fromisoformat(site.waiting_since)).days
    return PlanRow(site, waited, max(0, late), promises, chosen.get(site.id))


def _place(row: PlanRow, last: str) -> tuple[object, ...]:
    """Where an enterprise stands: the late ones, then those expected this week, then by due promises and waiting."""
    expected = row.site.next_visit if row.site.next_visit and row.site.next_visit <= last else "9999"
    return (-row.late, expected, -row.promises, -row.waited, -row.site.students, row.site.name, row.site.id)
