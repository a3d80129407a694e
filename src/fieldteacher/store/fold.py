"""The merge rule: the value of a cell follows from the set of changes made to it, in whatever order they came.

A change names the changes it replaced. Those nobody has replaced are the cell's *heads*. One head:
its value stands. Several heads with different values: a conflict, both kept; the clock only chooses
which one is shown meanwhile. Being a pure function of the set makes import idempotent and
commutative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldteacher.store.columns import Scalar

Name = tuple[int, int]
"""A change's name: the local number of the device that made it, and that device's counter."""

Names = frozenset[Name]
NONE: Names = frozenset()
NOTHING: Mapping[Name, Names] = {}

DELETED = "_deleted"
"""The cell that says whether a record is deleted."""
STANDS = "_stands"
"""The cell that says which record stands for this one, where a person or firm was entered twice."""
ERASED = "_erased"
"""The cell that says that a person's data were erased on request."""
ABOUT_RECORDS = frozenset((DELETED, STANDS, ERASED))
"""The cells that are about a record and are no field of it."""

LIVING, DEAD, BEHIND = range(3)
"""What a row's ``deleted`` says: shown; deleted; not shown because another record stands for it."""

PACKAGE = "package"
"""The purpose of a save that took in a package."""
ERASURE = "erasure"
"""The purpose of a save that erased a person's data."""
EVICTION = "eviction"
"""The purpose of a save that removed dossiers handed over."""

REPLACED, STANDING, ASIDE, REJECTED = range(4)
"""What ``change.live`` says: replaced by another change; a head; of an import that was taken back; of a value that this
version of the program cannot show. The last two count as never made."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one cell. ``device_id`` is the world-wide id behind the device's local number."""

    name: Name
    device_id: str
    wall: int
    plausible: bool
    value: Scalar
    replaces: Names
    counts: bool = True
    """Whether it is folded; one set aside or rejected is not."""

    @property
    def order(self) -> tuple[bool, int, str, int]:
        """Which of several heads is shown: plausible clocks before others, then the later, then by id."""
        return (self.plausible, self.wall, self.device_id, self.name[1])


@dataclass(frozen=True, slots=True)
class Folded:
    """What a cell's changes come to: the heads, the one shown first."""

    heads: tuple[Change, ...]

    @property
    def shown(self) -> Scalar:
        """The value to show; ``None`` where no change was ever made."""
        return self.heads[0].value if self.heads else None

    @property
    def conflict(self) -> bool:
        """Whether the heads carry different values."""
        return len({head.value for head in self.heads}) > 1

    @property
    def names(self) -> Names:
        """The heads' names."""
        return frozenset(head.name for head in self.heads)


def fold(changes: Iterable[Change]) -> Folded:
    """Heads and shown value of one cell."""
    every = {change.name: change for change in changes}
    aside = frozenset(name for name, change in every.items() if not change.counts)
    heads = [every[name] for name in standing(every, aside)]
    return Folded(tuple(sorted(heads, key=lambda change: change.order, reverse=True)))


def alive(
    deletion: Folded, field_heads: Iterable[Name], aside: Mapping[Name, Names] = NOTHING
) -> tuple[bool, bool]:
    """``(alive, conflict)`` of a record from its folded deletion cell and the heads of its fields.

    ``aside`` are the record's changes that do not count, with what they replaced: who knew one of them knew
    that too. A record is dead where every head of the deletion cell says deleted and no field has a head that
    the deletions did not know. An edit or a restoration that the deleter had not seen keeps the record
    alive and makes a conflict for a person to settle.
    """
    deletions = [head for head in deletion.heads if head.value]
    if not deletions:
        return True, False
    known = with_below(NONE.union(*(head.replaces for head in deletions)), aside)
    lives = len(deletions) < len(deletion.heads) or any(name not in known for name in field_heads)
    return lives, lives


def unseen(standing: Folded, field_heads: Iterable[Name], aside: Mapping[Name, Names] = NOTHING) -> bool:
    """Whether a record that was put together with another has changes that whoever did that had not seen.

    Arguments as for ``alive``. The record stays put together; a person is told what was changed meanwhile.
    """
    said = [head for head in standing.heads if head.value is not None]
    known = with_below(NONE.union(*(head.replaces for head in said)), aside)
    return bool(said) and any(name not in known for name in field_heads)


def standing(cell: Mapping[Name, Change], without: Names) -> Names:
    """The heads that a cell would have had some of its changes never been made.

    What replaced one of those counts as having replaced what that one had replaced.
    """
    covered = NONE.union(*(change.replaces for name, change in cell.items() if name not in without))
    if without:
        covered = with_below(covered, {name: cell[name].replaces for name in without if name in cell})
    return frozenset(cell.keys() - without - covered)


def with_below(names: Names, aside: Mapping[Name, Names]) -> Names:
    """These names, and what those of them that are ``aside`` had replaced."""
    found: set[Name] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += aside.get(name, NONE)
    return frozenset(found)


def uncounted(cells: Mapping[str, Mapping[Name, Change]]) -> dict[Name, Names]:
    """The changes of a record that count as never made, with what each replaced."""
    return {
        name: change.replaces for cell in cells.values() for name, change in cell.items() if not change.counts
    }


def write_names(names: Iterable[Name]) -> str:
    """Names as the log keeps them: ``1.15 2.7``."""
    return " ".join(f"{device}.{counter}" for device, counter in sorted(names))


def read_names(text: str) -> Names:
    """The names in such a text; ``ValueError`` where it is none."""
    pairs = (part.partition(".") for part in text.split())
    return frozenset((int(device), int(counter)) for device, _, counter in pairs)
