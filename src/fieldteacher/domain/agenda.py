"""The day's list: what there is to do, and how many like things become few lines. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from fieldteacher.domain.schedule import Urgency
from fieldteacher.domain.steps import Action, Step


class Duty(StrEnum):
    """The kinds of things to do, in the order in which a person would want to see them."""

    NOTIFY = "notify"
    INCIDENT = "incident"
    ABSENCE = "absence"
    PROMISE = "promise"
    FOLLOW_UP = "follow_up"
    VISIT = "visit"
    NEXT_VISIT = "next_visit"
    TALK = "talk"
    CHECK = "check"
    START = "start"
    END = "end"
    EVALUATION = "evaluation"
    PAPER_EXPIRING = "paper_expiring"
    PAPER_MISSING = "paper_missing"


ABOUT: Mapping[Duty, tuple[str, Action]] = {
    Duty.NOTIFY: ("incident", Action.NOTIFY),
    Duty.INCIDENT: ("incident", Action.INCIDENT),
    Duty.ABSENCE: ("absence", Action.ABSENCE),
    Duty.PROMISE: ("promise", Action.PROMISE),
    Duty.FOLLOW_UP: ("talk", Action.FOLLOW_UP),
    Duty.VISIT: ("enterprise", Action.VISIT),
    Duty.NEXT_VISIT: ("enterprise", Action.VISIT),
    Duty.TALK: ("student", Action.TALK),
    Duty.CHECK: ("enterprise", Action.CHECK),
    Duty.START: ("placement", Action.PLACEMENT),
    Duty.END: ("placement", Action.PLACEMENT),
    Duty.EVALUATION: ("placement", Action.EVALUATE),
    Duty.PAPER_EXPIRING: ("placement", Action.PAPER),
    Duty.PAPER_MISSING: ("placement", Action.PAPER),
}
"""The type of record an item is about, and what settles it."""
_ORDER = {duty: number for number, duty in enumerate(Duty)}
_GROUPED = frozenset(
    {Duty.TALK, Duty.CHECK, Duty.START, Duty.END, Duty.EVALUATION, Duty.PAPER_EXPIRING, Duty.PAPER_MISSING}
)
"""Items of these that belong to one enterprise become one line; those of one incident always do."""
_ALIKE = _GROUPED - {Duty.TALK}
"""Lines of these say little each: where there are many, they become one."""
_SINGLE = 3
"""So many items of a kind are listed one by one, wherever they belong."""
_SHOWN = 5
"""So many lines of a kind are listed before the rest become one."""


class Item(NamedTuple):
    """One thing to do about one record. ``due`` is an ISO day or moment, ``since`` the day from which it is waited for."""

    urgency: Urgency
    duty: Duty
    detail: str
    """What the step needs besides the record: a kind of paper, who is to be told, stage and rater, a day."""
    due: str
    since: str
    id: str
    name: str
    """Of the student or the enterprise, or what was promised."""
    enterprise: str
    note: str = ""
    """What the sentence needs besides: whom a promise is about, the kind of an incident."""

    @property
    def type(self) -> str:
        """The type of the record it is about."""
        return ABOUT[self.duty][0]

    @property
    def step(self) -> Step:
        """The one thing that settles it."""
        return Step(ABOUT[self.duty][1], self.id, self.detail)

    @property
    def code(self) -> str:
        """What a snooze names it by, beside the record."""
        return f"{self.duty}:{self.detail}" if self.detail else str(self.duty)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: one item, several of one enterprise, or (``lines``) several lines.

    ``talks`` are the talks that a visit would settle as well.
    """

    items: Sequence[Item]
    talks: Sequence[Item] = ()
    lines: Sequence[Line] = ()
    folded: bool = False
    """Whether ``lines`` are the rest of a kind whose first lines stand before it."""

    @property
    def first(self) -> Item:
        """The most urgent of its items."""
        return self.items[0]

    @property
    def key(self) -> str:
        """What it is known by from one reading to the next."""
        first = self.first
        where = "" if self.lines else first.id if len(self.items) == 1 else first.enterprise
        return "/".join(
            (first.urgency, first.duty, _kind(first), where, first.detail if not self.lines else "")
        )

    @property
    def children(self) -> Sequence[Line]:
        """What it is made of, where it can be opened."""
        if self.lines:
            return self.lines
        if len(self.items) > 1:
            return [Line((item,)) for item in self.items]
        return [Line((item,)) for item in self.talks]

    @property
    def step(self) -> Step | None:
        """What settles it; ``None`` where it has to be opened first."""
        first = self.first
        if self.lines:
            return None
        if len(self.items) == 1 or first.duty in (Duty.CHECK, Duty.EVALUATION):
            return first.step
        if first.duty is Duty.NOTIFY:
            return Step(Action.INCIDENT, first.id)
        # One visit with its talks settles all of them.
        return Step(Action.VISIT, first.enterprise) if first.duty is Duty.TALK and first.enterprise else None

    @property
    def weight(self) -> int:
        """How many lines it stands for."""
        return len(self.lines) or 1

    @property
    def everything(self) -> Sequence[Item]:
        """All items that are put off with it."""
        return (*self.items, *self.talks)


def _kind(item: Item) -> str:
    """What items must have in common, besides their duty, to become one line."""
    return "" if item.duty is Duty.CHECK else item.detail if item.duty in _GROUPED else ""


def order(item: Item) -> tuple[object, ...]:
    """By which items are listed."""
    return _PARTS[item.urgency], _ORDER[item.duty], item.due, item.enterprise, item.name, item.detail


def lines(items: Iterable[Item]) -> Sequence[Line]:
    """The lines for all items that are not put off, in their order."""
    kinds: dict[tuple[Urgency, Duty, str], list[Item]] = {}
    for item in items:
        kinds.setdefault((item.urgency, item.duty, _kind(item)), []).append(item)
    _leave_to_reports(kinds)
    visits = _attach_talks(kinds)
    found: list[Line] = []
    for (_, duty, _), members in sorted(
        kinds.items(), key=lambda pair: (_PARTS[pair[0][0]], _ORDER[pair[0][1]], pair[0][2])
    ):
        members.sort(key=lambda item: (item.due, item.enterprise, item.name))
        found += _shortened(duty, _grouped(duty, members, visits))
    return found


_PARTS = {part: number for number, part in enumerate(Urgency)}


def _leave_to_reports(kinds: dict[tuple[Urgency, Duty, str], list[Item]]) -> None:
    """An open incident has no line of its own while somebody is still to be told of it."""
    told = {item.id for (_, duty, _), members in kinds.items() if duty is Duty.NOTIFY for item in members}
    for part in Urgency:
        key = (part, Duty.INCIDENT, "")
        left = [item for item in kinds.pop(key, ()) if item.id not in told]
        if left:
            kinds[key] = left


def _attach_talks(kinds: dict[tuple[Urgency, Duty, str], list[Item]]) -> Mapping[str, Sequence[Item]]:
    """Take the talks that an enterprise's visit would settle in time out of ``kinds``; enterprise to talks."""
    planned: dict[str, Urgency] = {}
    for part in Urgency:
        for duty in (Duty.VISIT, Duty.NEXT_VISIT):
            for item in kinds.get((part, duty, ""), ()):
                planned.setdefault(item.enterprise, part)
    taken: dict[str, list[Item]] = {}
    for part in Urgency:
        key = (part, Duty.TALK, "")
        left = []
        for item in kinds.pop(key, ()):
            visit = planned.get(item.enterprise)
            if visit is not None and _PARTS[visit] <= _PARTS[part]:
                taken.setdefault(item.enterprise, []).append(item)
            else:
                left.append(item)
        if left:
            kinds[key] = left
    return taken


def _grouped(duty: Duty, members: Sequence[Item], talks: Mapping[str, Sequence[Item]]) -> list[Line]:
    if duty in (Duty.VISIT, Duty.NEXT_VISIT):
        return [Line((item,), talks.get(item.enterprise, ())) for item in members]
    if duty is not Duty.NOTIFY and (duty not in _GROUPED or len(members) <= _SINGLE):
        return [Line((item,)) for item in members]
    places: dict[str, list[Item]] = {}
    for item in members:
        places.setdefault(item.id if duty is Duty.NOTIFY else item.enterprise, []).append(item)
    return [Line(tuple(each)) for each in places.values()]


def _shortened(duty: Duty, found: list[Line]) -> list[Line]:
    """Never a wall: where there are many lines of a kind, the first few and one for the rest."""
    shown = 0 if duty in _ALIKE else _SHOWN
    if len(found) <= _SHOWN + 1:
        return found
    rest = found[shown:]
    items = tuple(item for line in rest for item in line.items)
    return [*found[:shown], Line(items, lines=tuple(rest), folded=shown > 0)]
