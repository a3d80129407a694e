"""The law beside the records: what the rules find, what is let pass, what a person confirms, a batch's own numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.rules.engine import Judgement, judge
from fieldteacher.domain.rules.facts import BatchFacts
from fieldteacher.domain.rules.finding import Finding, Severity
from fieldteacher.domain.rules.terms import Rule
from fieldteacher.domain.rules.world import Unit, World, join
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.rule_sets import RuleSetService, batch_facts
from fieldteacher.store.database import Store
from fieldteacher.store.queries import compliance as queries
from fieldteacher.store.reader import Reader, Row

__all__ = [
    "ComplianceService", "Finding", "Ratio", "Rule", "RuleLine", "Severity", "Statement",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule and how it stands. ``unrecorded``: records that lack a datum the rule needs."""

    rule: Rule
    open: int
    waived: int
    unrecorded: int


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
class Statement:
    """A rule that only a person can confirm, and the last word on it, if any (a record of ``attestation``)."""

    rule: Rule
    last: Row | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found, and from what: day, ten minutes and reading of the rules, and the last save it has seen.

    The records themselves are not kept: ten thousand students with their papers are a hundred megabytes.
    """

    key: tuple[str, str, int]
    save: int
    today: str
    batches: Sequence[BatchFacts]
    judgement: Judgement
    ratios: Sequence[Ratio]


class ComplianceService:
    """The verbs on rules and what they find."""

    def __init__(self, store: Store, clock: Clock, sets: RuleSetService) -> None:
        self._store = store
        self._clock = clock
        self._sets = sets
        self._known: _Known | None = None

    # -- findings ----------------------------------------------------------------------------------------

    def findings(self) -> Sequence[Finding]:
        """Everything the rules find today, in the order of rules and names; what is let pass is marked.

        Kept until a save touches a type that the rules look at. Raises ``InputRefused`` where the national set is
        missing or broken.
        """
        return self._judged().judgement.findings

    def findings_of(self, record: str) -> list[Finding]:
        """Those about a student, an enterprise, a batch or any other record, or about what belongs to it."""
        return [f for f in self.findings() if record in (f.id, f.student, f.enterprise, f.batch)]

    def rules(self) -> list[RuleLine]:
        """Every rule in use in the order of its set, with how many findings there are of it."""
        known = self._judged()
        waived = Counter(f.rule for f in known.judgement.findings if f.waived)
        every = Counter(f.rule for f in known.judgement.findings)
        return [
            RuleLine(
                rule,
                every[rule.id] - waived[rule.id],
                waived[rule.id],
                known.judgement.unrecorded.get(rule.id, 0),
            )
            for rule in self._sets.in_force(known.batches, known.today)
        ]

    def rule(self, id: str) -> Rule:
        """One rule in use. Raises ``NotFound``."""
        known = self._judged()
        batches = [*known.batches, None]
        found = next((rule for rule in self._sets.in_force(batches, known.today) if rule.id == id), None)
        if found is None:
            raise NotFound("unknown_rule", Text("没有规则 {r}。", "There is no rule {r}.").fill(r=id))
        return found

    def ratios(self) -> Sequence[Ratio]:
        """Students beside staff of every enterprise (10 %) and of every post there (20 %), as they are today."""
        return self._judged().ratios

    # -- letting pass, confirming ------------------------------------------------------------------------

    def waive(
        self, finding: Finding, reason: str, by: str, until: date | None = None
    ) -> tuple[str, ChangeSet]:
        """Let a finding pass, with the reason and who decided it; returns the waiver.

        Waived again, the waiver is changed. Raises ``FieldProblem`` where reason or name is missing, or the last day
        is over.
        """
        today = self._clock.today()
        if until is not None and until < today:
            raise FieldProblem(
                "until_past", Text("有效至应不早于今天。", "The last day must not be over."), field="until"
            )
        values = {
            "reason": reason, "waived_by": by, "waived_on": today.isoformat(),
            "until": until.isoformat() if until else None,
        }  # fmt: skip
        with self._store.write(Text("豁免", "waive a finding")) as txn:
            known = txn.records("waiver", {"rule": finding.rule, "about": finding.id})
            if known:
                record = str(known[-1]["id"])
                txn.update("waiver", record, values)
            else:
                record = txn.create("waiver", {"rule": finding.rule, "about": finding.id, **values})
        return record, txn.changes

    def unwaive(self, waiver: str) -> ChangeSet:
        """Take a waiver back. Raises ``NotFound``."""
        with self._store.write(Text("取消豁免", "take a waiver back")) as txn:
            txn.delete("waiver", waiver)
        return txn.changes

    def statements(self, batch: str) -> list[Statement]:
        """The rules of a batch that only a person can confirm, each with the last word on it. Raises ``NotFound``."""
        reader = self._store.read()
        last: dict[str, Row] = {}
        for row in reader.records("attestation", {"batch": batch}, order=("stated_on",)):
            last[row["rule"]] = row
        rules = self._sets.of(batch_facts(reader, batch))
        return [Statement(rule, last.get(rule.id)) for rule in rules if rule.confirmed]

    def attest(self, batch: str, rule: str, answer: str, by: str, note: str = "") -> tuple[str, ChangeSet]:
        """Note a person's word on whether a batch meets a rule: ``met`` or ``not_met``; the last one counts.

        Raises ``NotFound`` (no such batch, or not a rule that is answered so) and ``FieldProblem``.
        """
        if rule not in {statement.rule.id for statement in self.statements(batch)}:
            words = Text("规则 {r} 不由人工确认。", "Rule {r} is not one that a person confirms.")
            raise NotFound("not_confirmed", words.fill(r=rule))
        with self._store.write(Text("人工确认", "confirm a rule")) as txn:
            record = txn.create("attestation", {
                "batch": batch, "rule": rule, "answer": answer, "stated_by": by, "note": note or None,
                "stated_on": self._clock.today().isoformat(),
            })  # fmt: skip
        return record, txn.changes

    # -- within --------------------------------------------------------------------------------------------

    def _judged(self) -> _Known:
        today, now = self._clock.today(), self._clock.now().astimezone().time()
        key = (today.isoformat(), f"{now:%H:%M}"[:4], self._sets.reading)
        reader = self._store.read()
        save = queries.last_save(reader)
        known = self._known
        if known and known.key == key and (known.save == save or not self._touched(reader, known.save)):
            return known
        moment = datetime.combine(today, now).isoformat(timespec="minutes")
        records = queries.read(reader)
        world = join(records, today=today.isoformat(), moment=moment, calendar=self._sets.calendar())
        self._known = made = _Known(
            key, save, world.today, [group.batch for group in world.groups],
            judge(world, self._sets.of, records.waivers), list(_ratios(world, self._sets)),
        )  # fmt: skip
        return made

    @staticmethod
    def _touched(reader: Reader, save: int) -> bool:
        return not queries.TYPES.isdisjoint(queries.types_since(reader, save))


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
