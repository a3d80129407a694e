"""Checks of the college's own rhythm: visits and talks that have waited too long, papers that run out.

No law sets these numbers; they are the batch's. The day's list waits by the same functions (``domain.schedule``).
"""

from __future__ import annotations

from datetime import date

from fieldteacher.domain import schedule
from fieldteacher.domain.records.papers import PAPER_KINDS
from fieldteacher.domain.rules.finding import NONE, Problem, Problems
from fieldteacher.domain.rules.terms import Check, Level, Terms
from fieldteacher.domain.rules.world import Placed, Unit, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text, same

_KINDS = {choice.value: choice.label for choice in PAPER_KINDS}


def visit_overdue(unit: Unit, terms: Terms, world: World) -> Problems:
    """The enterprise has waited for a visit longer than the shortest rhythm of its batches allows."""
    there = [each for each in unit.placed if each.placement.start <= world.today]
    rhythms = [
        schedule.visit_rhythm(each.batch.visits_required, each.batch.start or each.placement.start, each.batch.end or each.placement.end)
        for each in there
        if each.batch is not None
    ]  # fmt: skip
    known = [rhythm for rhythm in rhythms if rhythm is not None]
    if not known:
        return NONE
    today, last = date.fromisoformat(world.today), unit.visits[-1].visited_on if unit.visits else None
    wait = schedule.visit_overdue(last, min(each.placement.start for each in there), min(known), today)
    if wait is None:
        return NONE
    words = Text(
        "已 {n} 天没有走访，间隔不应超过 {a} 天", "no visit for {n} days, where {a} are allowed"
    ).fill(n=wait.lasted(today), a=wait.allowed)
    return (Problem("enterprise", unit.enterprise.id, words, Step(Action.VISIT, unit.enterprise.id)),)


def talk_overdue(case: Placed, terms: Terms, world: World) -> Problems:
    """The student has waited for a talk longer than the batch's rhythm allows."""
    if case.batch is None or case.placement.start > world.today:
        return NONE
    rhythm = schedule.talk_rhythm(case.batch.talks_required)
    last = world.last_talks.get(case.student.id)
    if rhythm is None or (last is not None and last > world.day(rhythm)):
        return NONE
    today = date.fromisoformat(world.today)
    wait = schedule.talk_overdue(last, case.placement.start, rhythm, today)
    if wait is None:
        return NONE
    words = Text("已 {n} 天没有谈话，间隔不应超过 {a} 天", "no talk for {n} days, where {a} are allowed")
    words = words.fill(n=wait.lasted(today), a=wait.allowed)
    step, title = Step(Action.TALK, case.student.id), same(case.student.name)
    return (Problem("student", case.student.id, words, step, title=title),)


def paper_expiring(case: Placed, terms: Terms, world: World) -> Problems:
    """A needed paper has run out, or will before the placement ends."""
    end = case.placement.end or "9999"
    papers = [paper for kind in case.papers.values() for paper in kind]
    if not any(paper.valid_to and paper.valid_to < end for paper in papers):
        return NONE
    today = date.fromisoformat(world.today)
    found = []
    for standing in schedule.paper_expiring(
        case.placement._asdict(), [paper._asdict() for paper in papers], today
    ):
        left = standing.days_left or 0
        words = (
            Text("{k}已过期 {n} 天", "{k}: ran out {n} days ago")
            if left < 0
            else Text(
                "{k}还有 {n} 天到期，早于实习结束", "{k}: runs out in {n} days, before the placement ends"
            )
        )
        step = Step(Action.PAPER, case.placement.id, standing.kind)
        words = words.fill(k=_KINDS[standing.kind], n=abs(left))
        found.append(Problem("paper", standing.paper or "", words, step))
    return tuple(found)


CHECKS = (
    Check("visit_overdue", Level.ENTERPRISE, visit_overdue),
    Check("talk_overdue", Level.PLACEMENT, talk_overdue),
    Check("paper_expiring", Level.PLACEMENT, paper_expiring),
)
