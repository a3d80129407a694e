"""Checks of what the college does for a whole batch: education, plan, filing, and what a person must confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldteacher.domain.records.fieldwork import EDUCATION_KINDS
from fieldteacher.domain.rules.facts import EducationFacts
from fieldteacher.domain.rules.finding import NONE, Kind, Problem, Problems
from fieldteacher.domain.rules.post import due
from fieldteacher.domain.rules.terms import Check, Level, Parameter, Terms
from fieldteacher.domain.rules.world import Group, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text, same

_KINDS = {choice.value: choice.label for choice in EDUCATION_KINDS}
_WEEKS = Parameter(
    "weeks", Text("每类教育间隔", "each kind of education within"), Text("周", "weeks"), 1, 104
)


def education(group: Group, terms: Terms, world: World) -> Problems:
    """Each of the ``kinds`` of education was held within ``weeks`` weeks for everybody (Art. 22).

    Held for the batch, it counts for all; held at an enterprise or for named students, for the enterprises of which
    every student is reached. Where nobody was reached the finding is about the batch, else about the enterprises left.
    """
    since = world.day(7 * terms["weeks"])
    there: dict[str, list[str]] = {}
    names: dict[str, Text] = {}
    for each in group.placed:
        if each.placement.start <= since:
            there.setdefault(each.enterprise.id, []).append(each.student.id)
            names[each.enterprise.id] = same(each.enterprise.short_name or each.enterprise.name)
    whole: list[str] = []
    partly: dict[str, list[str]] = {}
    for kind in terms.words("kinds") if there else ():
        held = [
            each for each in group.educations if each.kind == kind and since < each.held_on <= world.today
        ]
        left = _not_reached(held, there)
        if len(left) == len(there):
            whole.append(kind)
        else:
            for id in left:
                partly.setdefault(id, []).append(kind)
    batch = group.batch.id
    found = [Problem("batch", batch, *_lacking(whole, terms["weeks"], batch))] if whole else []
    for id, kinds in partly.items():
        found.append(Problem("enterprise", id, *_lacking(kinds, terms["weeks"], batch), title=names[id]))
    return tuple(found)


def _lacking(kinds: Sequence[str], weeks: int, batch: str) -> tuple[Text, Step]:
    labels = [_KINDS.get(kind, same(kind)) for kind in kinds]
    words = Text(
        f"近 {weeks} 周没有{'、'.join(label.zh for label in labels)}教育",
        f"no education within {weeks} weeks in: {', '.join(label.en for label in labels)}",
    )
    return words, Step(Action.EDUCATION, batch, kinds[0])


def _not_reached(held: Sequence[EducationFacts], there: Mapping[str, Sequence[str]]) -> list[str]:
    """The enterprises with a student whom none of it reached."""
    if any(each.enterprise is None and not each.students for each in held):
        return []
    whole = {each.enterprise for each in held if each.enterprise and not each.students}
    named = {student for each in held for student in each.students or ()}
    return [id for id, students in there.items() if id not in whole and not named.issuperset(students)]


def plan(group: Group, terms: Terms, world: World) -> Problems:
    """There is a placement plan of college and enterprise, for the batch or for each placement (Art. 8)."""
    if group.batch.plan_on or all(each.papers.get("plan") for each in group.placed):
        return NONE
    step = Step(Action.BATCH, group.batch.id, "plan_on")
    weight = due(min(each.placement.start for each in group.placed), world)
    return (Problem("batch", group.batch.id, Text("没有实习方案", "no placement plan"), step, weight),)


def province_of_college(group: Group, terms: Terms, world: World) -> Problems:
    """The province of the college is noted, without which nothing can be said about crossing one."""
    if world.college is not None and world.college.province:
        return NONE
    words = Text(
        "学校省份未登记，无法核对是否跨省",
        "the college's province is not recorded, so it cannot be said which placements cross one",
    )
    step = Step(Action.COLLEGE, world.college.id if world.college else "", "province")
    return (Problem("batch", group.batch.id, words, step, Kind.UNRECORDED),)


def filed(group: Group, terms: Terms, world: World) -> Problems:
    """The placements were filed with the competent department (Art. 5): noted, or confirmed by a person."""
    if terms.rule in group.stated:
        return confirmed(group, terms, world)
    if group.batch.filing_number or group.batch.filed_on:
        return NONE
    words = Text(
        "没有备案号或备案日期，也没有人工确认", "no number or day of filing, and nobody has confirmed it"
    )
    step = Step(Action.BATCH, group.batch.id, "filing_number")
    return (Problem("batch", group.batch.id, words, step, Kind.REMINDER),)


def confirmed(group: Group, terms: Terms, world: World) -> Problems:
    """A person has confirmed that the batch meets the rule, which no record of ours can show."""
    word = group.stated.get(terms.rule)
    step = Step(Action.ATTEST, group.batch.id, terms.rule)
    if word is None:
        words = Text("尚未确认是否符合", "not confirmed yet")
        return (Problem("batch", group.batch.id, words, step, Kind.REMINDER),)
    if word.answer == "met":
        return NONE
    words = Text("{d} 确认为不符合", "stated on {d} not to be met").fill(d=word.stated_on)
    return (Problem("batch", group.batch.id, words, step),)


CHECKS = (
    Check("education", Level.BATCH, education, (_WEEKS,), ("kinds",)),
    Check("plan", Level.BATCH, plan),
    Check("province_of_college", Level.BATCH, province_of_college),
    Check("filed", Level.BATCH, filed),
    Check("confirmed", Level.BATCH, confirmed),
)
