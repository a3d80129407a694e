"""The day's list: what there is to do, and how many like things become few lines. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple, overload

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
    NO_BATCH = "no_batch"
    NO_RHYTHM = "no_rhythm"


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
    Duty.NO_BATCH: ("placement", Action.PLACEMENT),
    Duty.NO_RHYTHM: ("batch", Action.BATCH),
}
"""The type of record an item is about, and what settles it."""
_ORDER = {duty: number for number, duty in enumerate(Duty)}
_GROUPED = frozenset({
    Duty.TALK, Duty.CHECK, Duty.START, Duty.END, Duty.EVALUATION, Duty.PAPER_EXPIRING, Duty.PAPER_MISSING, Duty.NO_BATCH,
})  # fmt: skip
"""Items of these that belong to one enterprise become one line."""
_ONE_DETAIL = _GROUPED - {Duty.CHECK}
"""Of these only if they share the detail as well: a kind of paper, a stage and rater."""
_ALIKE = _GROUPED - {Duty.TALK}
"""Lines of these say little each: where there are many, they become one."""
_TOGETHER = frozenset({Duty.CHECK, Duty.EVALUATION})
"""The screen that settles one of these has the others beside it."""
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


def order(item: Item) -> tuple[object, ...]:
    """By which items are listed."""
    return _PARTS[item.urgency], _ORDER[item.duty], item.due, item.enterprise, item.name, item.detail


Key = tuple[Urgency, Duty, str]
"""What items have in common that may become one line; the last is what they must share besides part and duty."""
Bundles = Mapping[Key, Sequence[Item]]
"""The items of one enterprise."""


Likeness = tuple[str, str, str, str]
"""The day something is due, since when it is waited for, the record, and its name."""


class Alike(Sequence[Item]):
    """Many items of one enterprise that differ only in their day and whom they are about.

    Where papers were never noted there are three for every student; each is made when somebody looks at it.
    """

    def __init__(self, key: Key, enterprise: str, found: list[Likeness]) -> None:
        found.sort()
        self._key, self._enterprise, self._found = key, enterprise, found

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | Sequence[Item]:
        if isinstance(place, slice):
            return [self._item(each) for each in self._found[place]]
        return self._item(self._found[place])

    def _item(self, each: Likeness) -> Item:
        return Item(*self._key, *each, self._enterprise)


def bundled(items: Iterable[Item]) -> Bundles:
    """The items of one enterprise by what they have in common, each bundle in order."""
    found: dict[Key, list[Item]] = {}
    for item in items:
        kind = item.detail if item.duty in _ONE_DETAIL else ""
        found.setdefault((item.urgency, item.duty, kind), []).append(item)
    for bundle in found.values():
        bundle.sort(key=_by_day)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: one item, several that belong together, or (``lines``) several lines.

    ``talks`` are the talks that a visit would settle as well.
    """

    items: Sequence[Item] = ()
    talks: Sequence[Item] = ()
    lines: Sequence[Line] = ()
    folded: bool = False
    """Whether it is the rest of a kind whose first lines stand before it."""

    @property
    def first(self) -> Item:
        """The most urgent of its items."""
        return self.lines[0].first if self.lines else self.items[0]

    @property
    def count(self) -> int:
        """How many items it stands for."""
        return sum(line.count for line in self.lines) or len(self.items)

    @property
    def key(self) -> str:
        """What it is known by from one reading to the next."""
        first = self.first
        if self.lines or self.folded:
            return f"{first.urgency}/{first.duty}/{first.detail if first.duty in _ONE_DETAIL else ''}"
        where = first.id if len(self.items) == 1 else first.enterprise
        return f"{first.urgency}/{first.duty}/{first.detail}/{where}"

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
        if self.folded or (self.lines and first.duty not in _TOGETHER):
            return None
        if len(self.items) == 1 or first.duty in _TOGETHER:
            return first.step
        if first.duty is Duty.NOTIFY:
            return Step(Action.INCIDENT, first.id)
        # One visit with its talks settles all of them.
        return Step(Action.VISIT, first.enterprise) if first.duty is Duty.TALK and first.enterprise else None

    @property
    def weight(self) -> int:
        """How many lines it stands for."""
        return len(self.lines) or (len(self.items) if self.folded else 1)

    @property
    def everything(self) -> Sequence[Item]:
        """All items that are put off with it."""
        return (*self.items, *self.talks, *(item for line in self.lines for item in line.everything))


def lines(places: Iterable[Bundles]) -> Sequence[Line]:
    """The lines for what there is to do at all enterprises, in their order."""
    kinds: dict[Key, list[Sequence[Item]]] = {}
    talks: dict[str, Sequence[Item]] = {}
    for bundles in places:
        visit = min(
            (part for part, duty, _ in bundles if duty in _VISITS), key=_PARTS.__getitem__, default=None
        )
        for key, members in bundles.items():
            part, duty, _ = key
            if duty is Duty.TALK and visit is not None and _PARTS[visit] <= _PARTS[part]:
                place = members[0].enterprise
                talks[place] = (*talks.get(place, ()), *members)
                continue
            if duty is Duty.INCIDENT:
                members = _told(bundles, members)
            if members:
                kinds.setdefault(key, []).append(members)
    found: list[Line] = []
    for key in sorted(kinds, key=lambda key: (_PARTS[key[0]], _ORDER[key[1]], key[2])):
        found += _shortened(key[1], _grouped(key[1], kinds[key], talks))
    return found


_PARTS = {part: number for number, part in enumerate(Urgency)}
_VISITS = (Duty.VISIT, Duty.NEXT_VISIT)


_by_day = itemgetter(Item._fields.index("due"), Item._fields.index("name"), Item._fields.index("detail"))


def _told(bundles: Bundles, incidents: Sequence[Item]) -> Sequence[Item]:
    """The incidents of which everybody has been told: the others have a line that says who has not."""
    waiting = {
        item.id for (_, duty, _), members in bundles.items() if duty is Duty.NOTIFY for item in members
    }
    return [item for item in incidents if item.id not in waiting]


def _grouped(
    duty: Duty, bundles: Sequence[Sequence[Item]], talks: Mapping[str, Sequence[Item]]
) -> list[Line]:
    if duty in _GROUPED and sum(map(len, bundles)) > _SINGLE:
        ordered = sorted(bundles, key=lambda each: (each[0].due, each[0].enterprise))
        return [Line(bundle) for bundle in ordered]
    members = sorted((item for bundle in bundles for item in bundle), key=_by_day)
    if duty is Duty.NOTIFY:
        return [
            Line([item for item in members if item.id == id]) for id in dict.fromkeys(m.id for m in members)
        ]
    if duty in _VISITS:
        return [Line((item,), talks.get(item.enterprise, ())) for item in members]
    if len(members) <= _SHOWN + 1:
        return [Line((item,)) for item in members]
    return [*(Line((item,)) for item in members[:_SHOWN]), Line(members[_SHOWN:], folded=True)]


def _shortened(duty: Duty, found: list[Line]) -> list[Line]:
    """Never a wall: where there are many lines of a kind, the first few and one for the rest."""
    if len(found) <= _SHOWN + 1:  # the rest being a single line of its own
        return found
    shown = 0 if duty in _ALIKE else _SHOWN
    return [*found[:shown], Line(lines=found[shown:], folded=shown > 0)]
