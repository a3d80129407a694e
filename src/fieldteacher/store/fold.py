"""The merge rule: the value of a cell follows from the set of changes made to it, in whatever order they came.

A change names the changes it replaced. Those nobody has replaced are the cell's *heads*. One head:
its value stands. Several heads with different values: a conflict, both kept; the clock only chooses
which one is shown meanwhile. Being a pure function of the set makes import idempotent and
commutative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldteacher.store.columns import Scalar

Name = tuple[int, int]
"""A change's name: the local number of the device that made it, and that device's counter."""

DELETED = "_deleted"
"""The cell that says whether a record is deleted."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one cell. ``device_id`` is the world-wide id behind the device's local number."""

    name: Name
    device_id: str
    wall: int
    plausible: bool
    value: Scalar
    replaces: frozenset[Name]

    @property
    def order(self) -> tuple[bool, int, str, int]:
        """Which of several heads is shown: plausible clocks before others, then the later, then by id."""
        return (self.plausible, self.wall, self.device_id, self.name[1])


@dataclass(frozen=True, slots=True)
class Folded:
    """What a cell's changes come to."""

    heads: tuple[Change, ...]
    shown: Change

    @property
    def conflict(self) -> bool:
        """Whether the heads carry different values."""
        return len({head.value for head in self.heads}) > 1


def fold(changes: Iterable[Change]) -> Folded:
    """Heads and shown value of one cell; at least one change is needed."""
    every = list(changes)
    replaced = frozenset[Name]().union(*(change.replaces for change in every))
    heads = sorted((c for c in every if c.name not in replaced), key=lambda c: c.order, reverse=True)
    return Folded(tuple(heads), heads[0])


def alive(deletion_heads: Sequence[Change], field_heads: Iterable[Name]) -> tuple[bool, bool]:
    """``(alive, conflict)`` of a record from the heads of its deletion cell and of its fields.

    A record is dead where some head says deleted and no field has a head that deletion did not know.
    An edit the deleter had not seen keeps the record alive and makes a conflict for a person to settle.
    """
    deletions = [head for head in deletion_heads if head.value]
    if not deletions:
        return True, False
    known = frozenset[Name]().union(*(head.replaces for head in deletions))
    unseen = any(name not in known for name in field_heads)
    restored = any(not head.value for head in deletion_heads)
    return unseen or restored, unseen or restored


def effective(cell: Mapping[Name, Change], undone: Mapping[Name, frozenset[Name]]) -> frozenset[Name]:
    """The changes whose values a cell shows once undoing is looked through.

    ``undone`` maps a change that an undo wrote to the changes it took back; what stands in its place
    is whatever those had replaced. So saves can be undone one after the other.
    """
    standing: set[Name] = set()
    pending = [head.name for head in fold(cell.values()).heads] if cell else []
    seen: set[Name] = set()
    taken_back: set[Name] = set()
    while pending:
        name = pending.pop()
        if name in seen or name not in cell:
            continue
        seen.add(name)
        if name in undone:
            taken_back |= undone[name]
            for taken in undone[name]:
                pending += cell[taken].replaces if taken in cell else ()
            pending += cell[name].replaces - undone[name]
        else:
            standing.add(name)
    return frozenset(standing - taken_back)


def write_names(names: Iterable[Name]) -> str:
    """Names as the log keeps them: ``1.15 2.7``."""
    return " ".join(f"{device}.{counter}" for device, counter in sorted(names))


def read_names(text: str) -> frozenset[Name]:
    """The names in such a text."""
    pairs = (part.partition(".") for part in text.split())
    return frozenset((int(device), int(counter)) for device, _, counter in pairs)
