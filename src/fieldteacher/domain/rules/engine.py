"""Applies a rule set to all records: pure, one pass over placements, enterprises, batches and incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fieldteacher.domain.rules.checks import CHECKS
from fieldteacher.domain.rules.facts import BatchFacts, WaiverFacts
from fieldteacher.domain.rules.finding import GRAVEST, Finding, Kind, Problem, Severity
from fieldteacher.domain.rules.terms import Check, Level, Rule, Terms
from fieldteacher.domain.rules.world import Event, Group, Placed, Unit, World
from fieldteacher.domain.text import Text

RulesOf = Callable[[BatchFacts | None], Sequence[Rule]]
"""The rules of a batch, with its own numbers; ``None``: of what belongs to no batch."""


@dataclass(slots=True)
class Judgement:
    """What the rules find. ``unrecorded``: by rule, how many records lack a datum it needs."""

    findings: list[Finding]
    unrecorded: Mapping[str, int]


class _Bound(NamedTuple):
    """A check with the terms of one rule."""

    check: Check
    terms: Terms
    rule: Rule


_Code = Mapping[Level, Sequence[_Bound]]
"""The rules of one batch by what they are called with."""
_CodeOf = Callable[[BatchFacts | None], _Code]


@dataclass(slots=True)
class _Gathering:
    """Collects problems; those of one rule about one record become one finding."""

    found: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    unrecorded: Counter[str] = field(default_factory=Counter)

    def take(
        self, rule: Rule, problem: Problem, title: Text, student: str | None, enterprise: str | None, batch: str | None
    ) -> None:  # fmt: skip
        severity = rule.severity
        if problem.kind is Kind.UNRECORDED:
            self.unrecorded[rule.id] += 1
            if severity is not Severity.ERROR:
                return
        if problem.kind is not Kind.BREACH:
            severity = Severity.REMINDER
        made = Finding(
            rule=rule.id, article=rule.article, severity=severity, type=problem.type, id=problem.id,
            title=problem.title or title, student=student, enterprise=enterprise, batch=batch, message=problem.message,
            step=problem.step,
        )  # fmt: skip
        known = self.found.get(made.key)
        self.found[made.key] = made if known is None else _joined(known, made)


def _joined(first: Finding, second: Finding) -> Finding:
    """Two findings of one rule about one record as one: the graver one leads."""
    if first.message == second.message:
        return first
    lead, other = sorted((first, second), key=lambda f: GRAVEST[f.severity])
    message = Text(f"{lead.message.zh}；{other.message.zh}", f"{lead.message.en}; {other.message.en}")
    return replace(lead, message=message)


def judge(world: World, rules_of: RulesOf, waivers: Iterable[WaiverFacts] = ()) -> Judgement:
    """Apply the rules of each batch to everything in it.

    An enterprise is judged by the rules of each batch that has students there, an incident by those of the first
    student's batch. A waiver of a rule and a record marks the finding until its last day.
    """
    codes: dict[str | None, _Code] = {}

    def code(batch: BatchFacts | None) -> _Code:
        key = batch.id if batch else None
        if key not in codes:
            codes[key] = _code(rules_of(batch), world.today)
        return codes[key]

    gathering = _Gathering()
    for case in world.placed:
        _placement(gathering, case, code(case.batch)[Level.PLACEMENT], world)
    for case in world.ended:
        _placement(gathering, case, code(case.batch)[Level.ENDED], world)
    _students(gathering, world, code)
    for unit in world.units:
        _unit(gathering, unit, world, code)
    for group in world.groups:
        _group(gathering, group, world, code)
    for event in world.events:
        _event(gathering, event, world, code)
    return Judgement(_waived(gathering.found.values(), waivers, world.today), gathering.unrecorded)


def _code(rules: Sequence[Rule], today: str) -> _Code:
    bound: dict[Level, list[_Bound]] = {level: [] for level in Level}
    for rule in rules:
        for name in rule.checks:
            check = CHECKS[name]
            if check.at_start or rule.holds_on(today):
                bound[check.level].append(_Bound(check, Terms(rule.id, rule.values, rule.lists), rule))
    return bound


def _placement(gathering: _Gathering, case: Placed, bound: Sequence[_Bound], world: World) -> None:
    placement = case.placement
    start = placement.start
    for check, terms, rule in bound:
        if check.at_start and not rule.since <= start <= rule.until:
            continue
        for problem in check.run(case, terms, world):
            gathering.take(
                rule, problem, case.title, placement.student, placement.enterprise, placement.batch
            )


def _students(gathering: _Gathering, world: World, code: _CodeOf) -> None:
    places = {case.student.id: case for case in world.placed}
    for student in world.students:
        case = places.get(student.id)
        batch = case.batch if case else None
        enterprise = case.enterprise.id if case else None
        for check, terms, rule in code(batch)[Level.STUDENT]:
            for problem in check.run(student, terms, world):
                title = problem.title or Text("", "")
                gathering.take(rule, problem, title, student.id, enterprise, batch.id if batch else None)


def _unit(gathering: _Gathering, unit: Unit, world: World, code: _CodeOf) -> None:
    batches: dict[str | None, BatchFacts | None] = {}
    for case in unit.placed:
        batches.setdefault(case.batch.id if case.batch else None, case.batch)
    for id, batch in batches.items():
        for check, terms, rule in code(batch)[Level.ENTERPRISE]:
            for problem in check.run(unit, terms, world):
                gathering.take(rule, problem, unit.title, None, unit.enterprise.id, id)


def _group(gathering: _Gathering, group: Group, world: World, code: _CodeOf) -> None:
    for check, terms, rule in code(group.batch)[Level.BATCH]:
        for problem in check.run(group, terms, world):
            enterprise = problem.id if problem.type == "enterprise" else None
            gathering.take(rule, problem, group.title, None, enterprise, group.batch.id)


def _event(gathering: _Gathering, event: Event, world: World, code: _CodeOf) -> None:
    student = event.students[0].id if event.students else None
    batch = event.batch.id if event.batch else None
    for check, terms, rule in code(event.batch)[Level.INCIDENT]:
        for problem in check.run(event, terms, world):
            gathering.take(rule, problem, event.title, student, event.incident.enterprise, batch)


def _waived(findings: Iterable[Finding], waivers: Iterable[WaiverFacts], today: str) -> list[Finding]:
    """The findings in the order of rules and titles, those that are let pass marked."""
    valid: dict[tuple[str, str], str] = {}
    for waiver in waivers:
        if waiver.until is None or waiver.until >= today:
            valid[waiver.rule, waiver.about] = waiver.id
    marked = [
        replace(each, waived=valid[each.rule, each.id]) if (each.rule, each.id) in valid else each
        for each in findings
    ]
    return sorted(marked, key=lambda f: (f.rule, GRAVEST[f.severity], f.title.zh, f.id))
