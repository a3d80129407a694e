"""Applies a rule set to all records: pure, one pass over placements, enterprises, batches and incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fieldteacher.domain.rules.checks import CHECKS
from fieldteacher.domain.rules.facts import BatchFacts, WaiverFacts
from fieldteacher.domain.rules.finding import GRAVEST, Finding, Kind, Problem, Severity
from fieldteacher.domain.rules.terms import Check, Level, Rule, Terms
from fieldteacher.domain.rules.world import Event, Group, Placed, Unit, World
from fieldteacher.domain.text import Text, same

RulesOf = Callable[[BatchFacts | None], Sequence[Rule]]
"""The rules of a batch, with its own numbers; ``None``: of what belongs to no batch."""


Key = tuple[str, str, str]
"""Rule, type and id."""


@dataclass(slots=True)
class Judgement:
    """What the rules find, one finding of a rule and a record, and which records lack a datum that a rule needs.

    ``owners`` says of each whose it is: the student, enterprise, batch or incident that was judged.
    """

    found: dict[Key, Finding] = field(default_factory=dict)
    unrecorded: set[Key] = field(default_factory=set)
    owners: dict[Key, str] = field(default_factory=dict)

    def counts(self) -> Counter[str]:
        """By rule, how many records lack a datum it needs."""
        return Counter(rule for rule, _, _ in self.unrecorded)

    def renewed(self, part: Judgement, judged: Set[str]) -> Judgement:
        """This judgement with a new one of the owners ``judged``."""
        kept = {key: owner for key, owner in self.owners.items() if owner not in judged}
        return Judgement(
            {key: each for key, each in self.found.items() if key in kept} | part.found,
            {key for key in self.unrecorded if key in kept} | part.unrecorded,
            kept | part.owners,
        )

    def take(self, rule: Rule, problem: Problem, subject: _Subject) -> None:
        """Note what a check says; problems of one rule about one record become one finding."""
        key = rule.id, problem.type, problem.id
        severity = rule.severity
        self.owners[key] = subject.owner
        if problem.kind is Kind.UNRECORDED:
            self.unrecorded.add(key)
            if severity is not Severity.ERROR:
                return
        if problem.kind is not Kind.BREACH:
            severity = Severity.REMINDER
        made = Finding(
            rule=rule.id, article=rule.article, severity=severity, type=problem.type, id=problem.id,
            title=problem.title or subject.title, student=subject.student, enterprise=subject.enterprise,
            batch=subject.batch, message=problem.message, step=problem.step,
        )  # fmt: skip
        known = self.found.get(key)
        self.found[key] = made if known is None else _joined(known, made)


class _Subject(NamedTuple):
    """What was judged, and what its findings say of it."""

    owner: str
    title: Text
    student: str | None
    enterprise: str | None
    batch: str | None


class _Bound(NamedTuple):
    """A check with the terms of one rule."""

    check: Check
    terms: Terms
    rule: Rule


_Code = Mapping[Level, Sequence[_Bound]]
"""The rules of one batch by what they are called with."""
_CodeOf = Callable[[BatchFacts | None], _Code]


def _joined(first: Finding, second: Finding) -> Finding:
    """Two findings of one rule about one record as one: the graver one leads."""
    if first.message == second.message:
        return first
    lead, other = sorted((first, second), key=lambda f: GRAVEST[f.severity])
    message = Text(f"{lead.message.zh}；{other.message.zh}", f"{lead.message.en}; {other.message.en}")
    return replace(lead, message=message)


def judge(world: World, rules_of: RulesOf) -> Judgement:
    """Apply the rules of each batch to everything in it.

    An enterprise is judged by the rules of each batch that has students there, an incident by those of the first
    student's batch.
    """
    codes: dict[str | None, _Code] = {}

    def code(batch: BatchFacts | None) -> _Code:
        key = batch.id if batch else None
        if key not in codes:
            codes[key] = _code(rules_of(batch), world.today)
        return codes[key]

    judgement = Judgement()
    for case in world.placed:
        _placement(judgement, case, code(case.batch)[Level.PLACEMENT], world)
    for case in world.ended:
        _placement(judgement, case, code(case.batch)[Level.ENDED], world)
    _students(judgement, world, code)
    for unit in world.units:
        _unit(judgement, unit, world, code)
    for group in world.groups:
        _group(judgement, group, world, code)
    for event in world.events:
        _event(judgement, event, world, code)
    return judgement


def _code(rules: Sequence[Rule], today: str) -> _Code:
    bound: dict[Level, list[_Bound]] = {level: [] for level in Level}
    for rule in rules:
        for name in rule.checks:
            check = CHECKS[name]
            if check.at_start or rule.holds_on(today):
                bound[check.level].append(_Bound(check, Terms(rule.id, rule.values, rule.lists), rule))
    return bound


def _placement(judgement: Judgement, case: Placed, bound: Sequence[_Bound], world: World) -> None:
    placement = case.placement
    start = placement.start
    for check, terms, rule in bound:
        if check.at_start and not rule.since <= start <= rule.until:
            continue
        problems = check.run(case, terms, world)
        if problems:
            student = placement.student
            subject = _Subject(student, case.title, student, placement.enterprise, placement.batch)
            for problem in problems:
                judgement.take(rule, problem, subject)


def _students(judgement: Judgement, world: World, code: _CodeOf) -> None:
    places = {case.student.id: case for case in world.placed}
    for student in world.students:
        case = places.get(student.id)
        batch = case.batch if case else None
        subject = _Subject(
            student.id, same(student.name), student.id, case.enterprise.id if case else None, batch.id if batch else None
        )  # fmt: skip
        _all(judgement, student, code(batch)[Level.STUDENT], subject, world)


def _unit(judgement: Judgement, unit: Unit, world: World, code: _CodeOf) -> None:
    batches: dict[str | None, BatchFacts | None] = {}
    for case in unit.placed:
        batches.setdefault(case.batch.id if case.batch else None, case.batch)
    id = unit.enterprise.id
    for batch_id, batch in batches.items():
        subject = _Subject(id, unit.title, None, id, batch_id)
        _all(judgement, unit, code(batch)[Level.ENTERPRISE], subject, world)


def _group(judgement: Judgement, group: Group, world: World, code: _CodeOf) -> None:
    id = group.batch.id
    for check, terms, rule in code(group.batch)[Level.BATCH]:
        for problem in check.run(group, terms, world):
            enterprise = problem.id if problem.type == "enterprise" else None
            judgement.take(rule, problem, _Subject(id, group.title, None, enterprise, id))


def _event(judgement: Judgement, event: Event, world: World, code: _CodeOf) -> None:
    student = event.students[0].id if event.students else None
    batch = event.batch.id if event.batch else None
    incident = event.incident
    subject = _Subject(incident.id, event.title, student, incident.enterprise, batch)
    _all(judgement, event, code(event.batch)[Level.INCIDENT], subject, world)


def _all(
    judgement: Judgement, what: object, bound: Sequence[_Bound], subject: _Subject, world: World
) -> None:
    for check, terms, rule in bound:
        for problem in check.run(what, terms, world):
            judgement.take(rule, problem, subject)


def in_order(findings: Iterable[Finding], waivers: Iterable[WaiverFacts], today: str) -> list[Finding]:
    """The findings in the order of rules and titles; a waiver of a rule and a record marks one until its last day."""
    valid: dict[tuple[str, str], str] = {}
    for waiver in waivers:
        if waiver.until is None or waiver.until >= today:
            valid[waiver.rule, waiver.about] = waiver.id
    marked = [
        replace(each, waived=valid[each.rule, each.id]) if (each.rule, each.id) in valid else each
        for each in findings
    ]
    return sorted(marked, key=lambda f: (f.rule, GRAVEST[f.severity], f.title.zh, f.id))
