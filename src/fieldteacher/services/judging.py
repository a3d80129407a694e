"""Keeps what the rules find, and judges anew what was saved since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.rules.engine import Judgement, in_order, judge
from fieldteacher.domain.rules.facts import BatchFacts, Records
from fieldteacher.domain.rules.finding import Finding
from fieldteacher.domain.rules.world import Unit, World, join
from fieldteacher.services.rule_sets import RuleSetService
from fieldteacher.services.uncollected import uncollected
from fieldteacher.store.database import Store
from fieldteacher.store.queries import compliance as queries
from fieldteacher.store.queries.compliance import Part
from fieldteacher.store.queries.touched import part_since
from fieldteacher.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Ratio:
    """Students beside staff, at an enterprise or (with ``post``) on one post there, on this day.

    ``staff`` is ``None`` where it is not recorded; ``limit`` in per cent. ``others``: students of other colleges.
    """

    enterprise: str
    name: str
    post: str | None
    students: int
    others: int
    staff: int | None
    limit: int

    @property
    def exceeded(self) -> bool:
        """Whether there are more than the limit allows."""
        return self.staff is not None and (self.students + self.others) * 100 > self.limit * self.staff

    @property
    def room(self) -> int | None:
        """How many more students there could be; negative where there are too many."""
        if self.staff is None:
            return None
        return self.limit * self.staff // 100 - self.students - self.others


@dataclass(frozen=True, slots=True)
class Known:
    """What was found, and from what: day, ten minutes and reading of the rules, and the last save it has seen.

    The records themselves are not kept: ten thousand students with their papers are a hundred megabytes.
    """

    key: tuple[str, str, int]
    save: int
    today: str
    batches: Sequence[BatchFacts]
    judgement: Judgement
    findings: Sequence[Finding]
    """In order, those that are let pass marked."""
    ratios: Sequence[Ratio]
    interns: Mapping[str, int]
    on_post: Mapping[tuple[str, str], int]


class Judge:
    """Finds what the rules find, and keeps it."""

    def __init__(self, store: Store, clock: Clock, sets: RuleSetService) -> None:
        self._store = store
        self._clock = clock
        self._sets = sets
        self._known: Known | None = None

    def known(self) -> Known:
        """What the rules find now.

        Of saves since the last time only the students, enterprises and incidents are judged that they touched; all
        of them where a save touched what holds for many, and on another day.
        """
        today, now = self._clock.today(), self._clock.now().astimezone().time()
        key = (today.isoformat(), f"{now:%H:%M}"[:4], self._sets.reading)
        reader = self._store.read()
        save = queries.last_save(reader)
        known = self._known
        if known is not None and known.key == key:
            if known.save == save:
                return known
            part = part_since(reader, known.save)
            if part is not None:
                self._known = self._again(
                    reader, replace(known, save=save), part, datetime.combine(today, now)
                )
                return self._known
        self._known = self._whole(reader, key, save, datetime.combine(today, now))
        return self._known

    def _whole(self, reader: Reader, key: tuple[str, str, int], save: int, moment: datetime) -> Known:
        with uncollected():
            records = queries.read(reader)
            world = self._world(records, moment)
            judgement = judge(world, self._sets.of)
            return Known(
                key, save, world.today, [group.batch for group in world.groups], judgement,
                in_order(judgement.found.values(), records.waivers, world.today), list(_ratios(world, self._sets)),
                world.interns, world.on_post,
            )  # fmt: skip

    def _again(self, reader: Reader, known: Known, part: Part, moment: datetime) -> Known:
        judgement = known.judgement
        if part.students or part.enterprises or part.incidents:
            world = self._world(queries.read(reader, part), moment)
            # Whole batches and the numbers of students are as they were: no placement was touched.
            world.groups, world.interns, world.on_post = (), known.interns, known.on_post
            world.units = [unit for unit in world.units if unit.enterprise.id in part.enterprises]
            judged = part.students | part.enterprises | part.incidents
            judgement = judgement.renewed(judge(world, self._sets.of), judged)
        findings = in_order(judgement.found.values(), queries.waivers(reader), known.today)
        same = findings == list(known.findings)
        return replace(known, judgement=judgement, findings=known.findings if same else findings)

    def _world(self, records: Records, moment: datetime) -> World:
        today = moment.date().isoformat()
        until = moment.isoformat(timespec="minutes")
        return join(records, today=today, moment=until, calendar=self._sets.calendar())


def _ratios(world: World, sets: RuleSetService) -> Iterator[Ratio]:
    for unit in sorted(world.units, key=lambda u: u.title.zh):
        enterprise, rules = unit.enterprise, sets.of(unit.placed[0].batch)
        name = enterprise.short_name or enterprise.name
        limits = {
            name: rule.values["percent"] for rule in rules for name in rule.checks if "percent" in rule.values
        }
        there = world.interns.get(enterprise.id, 0)
        if "intern_share" in limits and there:
            others, staff = enterprise.other_interns or 0, enterprise.staff_count
            yield Ratio(enterprise.id, name, None, there, others, staff, limits["intern_share"])
        for post, staff in sorted(_staffed(unit, world.today).items()) if "post_share" in limits else ():
            on_it = world.on_post[enterprise.id, post]
            yield Ratio(enterprise.id, name, post, on_it, 0, staff, limits["post_share"])


def _staffed(unit: Unit, today: str) -> dict[str, int | None]:
    """The staff on each post that has students now: the least that a placement says."""
    found: dict[str, int | None] = {}
    for each in unit.placed:
        post, staff = each.placement.post, each.placement.post_staff_count
        if post and each.placement.start <= today:
            known = found.get(post)
            found[post] = known if staff is None else staff if known is None else min(known, staff)
    return found
