"""From what stands in the records to what there is to do, enterprise by enterprise."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from fieldteacher.domain import incident_clocks, schedule
from fieldteacher.domain.agenda import Alike, Bundles, Duty, Item, Key, Likeness, bundled
from fieldteacher.domain.paper_states import SOON, needed_papers
from fieldteacher.domain.schedule import Urgency
from fieldteacher.store.queries.today import ELSEWHERE, LOOK_CLOSER, PAPER_BITS, Facts, Firm, Paper, Placed


@dataclass(frozen=True, slots=True)
class Day:
    """The day the list is made for, and the days around it that matter."""

    today: date
    is_workday: Callable[[date], bool]

    @property
    def iso(self) -> str:
        """Today."""
        return self.today.isoformat()

    @property
    def week(self) -> str:
        """The last day of the week ahead."""
        return (self.today + timedelta(days=schedule.AHEAD)).isoformat()

    @property
    def soon(self) -> str:
        """Until when a paper is looked at whose placement has no end."""
        return (self.today + SOON).isoformat()

    def check_days(self) -> Sequence[str]:
        """The days whose check can still be noted, today among them where it is a working day."""
        days = [*schedule.workdays_before(self.today, schedule.CHECKS_BACK, self.is_workday)]
        if self.is_workday(self.today):
            days.append(self.today)
        return [day.isoformat() for day in days]


@dataclass(frozen=True, slots=True)
class Site:
    """An enterprise as the week's plan needs it."""

    id: str
    name: str
    district: str
    students: int
    last_visit: str | None
    next_visit: str | None
    due: str | None
    """The last day on which a visit is in time by the batch's rhythm."""
    waiting_since: str
    talked: int
    """So many of the students have been talked with this month."""


@dataclass(frozen=True, slots=True)
class Part:
    """What there is to do at one enterprise; ``site`` where students are in post; how many promises are open."""

    name: str
    bundles: Bundles
    site: Site | None
    promises: int


Found = Mapping[str, Part]
"""The parts by enterprise; ``""`` for what belongs to none."""


Limits = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Minutes by incident, level and who is told."""


def items(facts: Facts, day: Day, limits: Limits) -> Found:
    """What there is to do about these facts on a day; incidents without ``limits`` have the usual ones."""
    return _Making(facts, day, limits).all()


@lru_cache(maxsize=1024)
def _missing(there: int, kind: str | None, lodging: str | None) -> tuple[str, ...]:
    """The papers that are needed and not among those ``there`` (bits of ``PAPER_BITS``)."""
    needed = needed_papers({"kind": kind, "lodging_kind": lodging})
    return tuple(each for each in needed if not there & PAPER_BITS[each])


class _Making:
    """Goes through the facts once."""

    def __init__(self, facts: Facts, day: Day, limits: Limits) -> None:
        self._facts, self._day, self._limits = facts, day, limits
        self._today, self._week = day.iso, day.week
        self._found: dict[str, list[Item]] = {}
        self._sites: dict[str, Site] = {}
        self._alike: dict[str, dict[Key, list[Likeness]]] = {}
        self._open: dict[str, int] = {}
        self._urgencies: dict[str, Urgency | None] = {}
        self._due_marks: dict[
            tuple[str | None, str, str | None], Sequence[tuple[str, Urgency, tuple[str, ...]]]
        ] = {}
        self._check_days = day.check_days()
        self._month = f"{day.iso[:7]}-01"
        self._near = (day.today + timedelta(days=schedule.EVALUATION_AHEAD)).isoformat()
        self._talk = {b.id: schedule.talk_rhythm(b.talks_required) for b in facts.batches.values()}
        self._raters = {b.id: tuple(json.loads(b.raters or "{}")) for b in facts.batches.values()}

    def all(self) -> Found:
        """Everything."""
        there: dict[str, list[Placed]] = {}
        for each in self._facts.placed:
            there.setdefault(each.enterprise, []).append(each)
        self._placements()
        for firm in self._facts.firms:
            in_post = [p for p in there.get(firm.id, ()) if p.status == "active" and p.start <= self._today]
            if in_post:
                self._visit(firm, in_post)
                self._checks(firm, in_post)
        self._promises()
        self._incidents()
        if self._facts.elsewhere:
            self._rhythms()
        keys = self._found.keys() | self._alike.keys() | self._sites.keys() | self._open.keys()
        names = {firm.id: firm.name for firm in self._facts.firms}
        return {
            key: Part(
                names.get(key, ""),
                self._bundles(key),
                self._sites.get(key),
                self._open.get(key, 0),
            )
            for key in keys
        }

    def _add(
        self, duty: Duty, due: str, since: str, id: str, name: str, enterprise: str, detail: str = "", note: str = "",
        part: Urgency | None = None,
    ) -> None:  # fmt: skip
        """Enter an item, unless there is time yet; ``part`` where it belongs if there is."""
        urgency = self._urgency(due) or part
        if urgency is not None:
            item = Item(urgency, duty, detail, due, since, id, name, enterprise, note)
            self._found.setdefault(enterprise, []).append(item)

    def _add_alike(
        self, part: Urgency, duty: Duty, found: Likeness, enterprise: str, details: Sequence[str] = ("",)
    ) -> None:
        """Enter some of the many that are alike: one for each of ``details``."""
        places = self._alike.setdefault(enterprise, {})
        for detail in details:
            places.setdefault((part, duty, detail), []).append(found)

    def _bundles(self, enterprise: str) -> Bundles:
        alike = self._alike.get(enterprise, {})
        return {
            **bundled(self._found.get(enterprise, ())),
            **{key: Alike(key, enterprise, found) for key, found in alike.items()},
        }

    def _urgency(self, due: str) -> Urgency | None:
        """Where what is due then belongs; most things fall due on few days."""
        if due not in self._urgencies:
            self._urgencies[due] = schedule.urgency(due, self._today, self._week)
        return self._urgencies[due]

    # -- enterprises ---------------------------------------------------------------------------

    def _visit(self, firm: Firm, there: Sequence[Placed]) -> None:
        start = min(each.start for each in there)
        rhythms = {self._visit_rhythm(*asked) for asked in {(p.batch, p.start, p.end) for p in there}} - {
            None
        }
        waited = schedule.wait(firm.last_visit, start, min(filter(None, rhythms), default=None))
        since = max(firm.last_visit or start, start)
        due = waited.due.isoformat() if waited else None
        self._sites[firm.id] = Site(
            firm.id, firm.name, firm.district or "", len({each.student for each in there}), firm.last_visit,
            firm.next_visit, due, since, sum((each.last_talk or "") >= self._month for each in there),
        )  # fmt: skip
        promised = firm.next_visit
        if due is not None and due < self._today:
            self._add(Duty.VISIT, due, since, firm.id, firm.name, firm.id)
        elif promised is not None and (due is None or promised <= due):
            self._add(Duty.NEXT_VISIT, promised, since, firm.id, firm.name, firm.id)
        elif due is not None:
            self._add(Duty.VISIT, due, since, firm.id, firm.name, firm.id)

    def _visit_rhythm(self, batch: str | None, start: str, end: str | None) -> int | None:
        asked = self._facts.batches.get(batch or "")
        if asked is None:
            return None
        return schedule.visit_rhythm(asked.visits_required, asked.start or start, asked.end or end)

    def _checks(self, firm: Firm, there: Sequence[Placed]) -> None:
        batches = self._facts.batches
        asked = [p for p in there if (batch := batches.get(p.batch or "")) and batch.daily_check]
        if not asked:
            return
        start, done = min(each.start for each in asked), self._facts.checks.get(firm.id, frozenset())
        for day in self._check_days:
            if day >= start and day not in done:
                self._add(Duty.CHECK, day, day, firm.id, firm.name, firm.id, day)

    # -- students ------------------------------------------------------------------------------

    def _placements(self) -> None:
        papers: dict[str, list[Paper]] = {}
        for paper in self._facts.papers:
            papers.setdefault(paper.placement, []).append(paper)
        for each in self._facts.placed:
            if each.status == "planned":
                self._add(
                    Duty.START, each.start, each.start, each.placement, each.name, each.enterprise, "status"
                )
            elif each.end is not None and each.end < self._today:
                self._add(Duty.END, each.end, each.end, each.placement, each.name, each.enterprise, "status")
            elif each.start <= self._today:
                self._talk_with(each)
                self._evaluations(each)
            if each.batch not in self._facts.batches and self._facts.batches:
                found = (each.start, each.start, each.placement, each.name)
                self._add_alike(Urgency.WANTING, Duty.NO_BATCH, found, each.enterprise, ("batch",))
            self._papers(each, papers.get(each.placement, ()))

    def _talk_with(self, each: Placed) -> None:
        rhythm = self._talk.get(each.batch or "")
        if each.main and rhythm:
            since, due = _wait(each.last_talk, each.start, rhythm)
            part = self._urgency(due)
            if part is not None:
                self._add_alike(part, Duty.TALK, (due, since, each.student, each.name), each.enterprise)

    def _papers(self, each: Placed, papers: Sequence[Paper]) -> None:
        here = (each.placement, each.name, each.enterprise)
        if each.papers & LOOK_CLOSER:
            placement = {"end": each.end, "kind": each.kind, "lodging_kind": each.lodging_kind}
            rows = [
                {**paper._asdict(), "passed": None if paper.passed is None else bool(paper.passed)}
                for paper in papers
            ]
            for early in schedule.paper_expiring(placement, rows, self._day.today):
                until = (self._day.today + timedelta(days=early.days_left or 0)).isoformat()
                self._add(Duty.PAPER_EXPIRING, until, until, *here, early.kind, part=Urgency.WANTING)
            missing = tuple(gap.kind for gap in schedule.paper_missing(placement, rows, self._day.today))
        else:
            missing = _missing(each.papers, each.kind, each.lodging_kind)
        if missing:
            found = (each.start, each.start, each.placement, each.name)
            self._add_alike(Urgency.WANTING, Duty.PAPER_MISSING, found, each.enterprise, missing)

    def _evaluations(self, each: Placed) -> None:
        done = self._facts.rated.get(each.placement)
        for due, part, marks in self._marks_due(each.batch, each.start, each.end):
            open_ = marks if done is None else tuple(mark for mark in marks if mark not in done)
            if open_:
                self._add_alike(
                    part, Duty.EVALUATION, (due, due, each.placement, each.name), each.enterprise, open_
                )

    def _marks_due(
        self, batch: str | None, start: str, end: str | None
    ) -> Sequence[tuple[str, Urgency, tuple[str, ...]]]:
        """Of each stage that is over or nearly so: its last day, where it belongs, and the marks asked for.

        Mid-term only where the batch gives such marks at all. Most placements ask the same.
        """
        key = (batch, start, end)
        if key not in self._due_marks:
            asked = self._facts.batches.get(batch or "")
            last = end or (asked and asked.end)
            found: list[tuple[str, Urgency, tuple[str, ...]]] = []
            if asked is not None and last:
                for stage in ("mid", "final") if asked.mid_term else ("final",):
                    due = schedule.stage_end(stage, start, last)
                    if due <= self._near:
                        marks = tuple(f"{stage}/{rater}" for rater in self._raters[asked.id])
                        found.append((due, self._urgency(due) or Urgency.WANTING, marks))
            self._due_marks[key] = found
        return self._due_marks[key]

    # -- the rest ------------------------------------------------------------------------------

    def _promises(self) -> None:
        for each in self._facts.promises:
            self._open[each.enterprise] = self._open.get(each.enterprise, 0) + 1
            if each.due is not None:
                self._add(
                    Duty.PROMISE, each.due, each.due, each.id, each.what, each.enterprise,
                    note=_joined(each.about, each.who),
                )  # fmt: skip
        for talk in self._facts.follow_ups:
            self._add(Duty.FOLLOW_UP, talk.due, talk.talked_on, talk.id, talk.name, talk.enterprise)
        for away in self._facts.absences:
            self._add(Duty.ABSENCE, away.ends_at[:10], away.ends_at[:10], away.id, away.name, away.enterprise)

    def _rhythms(self) -> None:
        """Batches still to come or under way that do not say how often to visit or to talk."""
        for batch in self._facts.batches.values():
            asked = {"visits_required": batch.visits_required, "talks_required": batch.talks_required}
            since = batch.start or self._today
            for field, number in asked.items():
                if number is None and (batch.end or self._today) >= self._today:
                    item = Item(
                        Urgency.WANTING, Duty.NO_RHYTHM, field, since, since, batch.id, batch.name, ELSEWHERE
                    )
                    self._found.setdefault(ELSEWHERE, []).append(item)

    def _incidents(self) -> None:
        for each in self._facts.incidents:
            within = self._limits.get(each.id, incident_clocks.LIMITS)
            known = (each.known_at or each.occurred_at)[:10]
            here = (known, each.id, each.kind, each.enterprise)
            for clock in incident_clocks.deadlines(each._asdict(), each.told, within):
                if clock.told_at is None:
                    self._add(Duty.NOTIFY, clock.due, *here, clock.told, part=Urgency.WEEK)
            closing = (date.fromisoformat(known) + timedelta(days=schedule.INCIDENT_OPEN)).isoformat()
            self._add(Duty.INCIDENT, closing, *here, part=Urgency.WEEK)


@lru_cache(maxsize=4096)
def _wait(last: str | None, start: str, rhythm: int) -> tuple[str, str]:
    """Since when a talk is waited for, and the last day on which it is in time."""
    waited = schedule.Wait(date.fromisoformat(max(last or start, start)), rhythm)
    return waited.since.isoformat(), waited.due.isoformat()


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
