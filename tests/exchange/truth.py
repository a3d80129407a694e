"""What really happened in a history, and what everybody must therefore see: written apart from the program's merge.

An edit knows which edits its author had on the screen. From that alone, and from which edits a laptop has,
follows what it must show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Name = tuple[str, int]
"""A device's id and its counter."""
Cell = tuple[str, str, str]
"""Type, record, field."""
Names = frozenset[Name]

DELETED = "_deleted"
LOCAL = {("talk", "private_note")}
"""A field that must never leave the laptop it was typed on."""


@dataclass(frozen=True)
class Edit:
    """One change of one cell by a person. ``seen``: the edits of the record that were on the author's screen."""

    name: Name
    cell: Cell
    value: str | int | None
    wall: int
    plausible: bool
    seen: Names
    dossier: str

    @property
    def order(self) -> tuple[bool, int, str, int]:
        """Which of several is shown: plausible clocks first, then the later, then by name."""
        return (self.plausible, self.wall, *self.name)

    @property
    def travels(self) -> bool:
        """Whether the edit is of a field that is exchanged."""
        return (self.cell[0], self.cell[2]) not in LOCAL


class Shown(NamedTuple):
    """What a laptop shows: each record's values (``None`` left out) and whether it is dead; the contested cells."""

    records: dict[str, tuple[dict[str, str | int], bool]]
    contested: set[tuple[str, str]]


@dataclass
class Truth:
    """Every edit ever made."""

    edits: dict[Name, Edit] = field(default_factory=dict)
    _behind: dict[Name, Names] = field(default_factory=dict)

    def add(self, edit: Edit) -> None:
        """Enter an edit; no two bear the same name."""
        assert edit.name not in self.edits, f"two changes are called {edit.name}"
        self.edits[edit.name] = edit

    def behind(self, name: Name) -> Names:
        """The edits of its cell that this one came after: seen by its author, or by the author of one so seen."""
        if name not in self._behind:
            edit = self.edits[name]
            seen = frozenset(other for other in edit.seen if self.edits[other].cell == edit.cell)
            self._behind[name] = seen.union(*(self.behind(other) for other in seen))
        return self._behind[name]

    def known_to(self, name: Name) -> Names:
        """All of the record that the author of an edit knew, and what that came after."""
        seen = self.edits[name].seen
        return seen.union(*(self.behind(other) for other in seen))

    def lacking(self, visible: set[Name], known: set[Name]) -> set[str]:
        """The records of which an edit is ``visible``, and one that it came after is not ``known``.

        A package holds only what its recipient was not known to have; one that comes after a backup was restored
        may so build upon what is not there any more. What is shown then may be old until the next exchange.
        """
        found = set()
        for name in visible:
            edit = self.edits[name]
            came_after = self.known_to(name) if edit.cell[2] == DELETED else self.behind(name)
            if any(self.edits[other].travels for other in came_after - known):
                found.add(edit.cell[1])
        return found

    def cells(self, names: Iterable[Name]) -> dict[Cell, list[Edit]]:
        """These edits by cell."""
        found: dict[Cell, list[Edit]] = defaultdict(list)
        for name in names:
            edit = self.edits[name]
            found[edit.cell].append(edit)
        return found

    # -- what a laptop shows ---------------------------------------------------------------------

    def heads(self, edits: Iterable[Edit]) -> list[Edit]:
        """Of edits of one cell those that nobody has replaced, the one to be shown first."""
        every = list(edits)
        covered = frozenset[Name]().union(*(self.behind(edit.name) for edit in every))
        return sorted((e for e in every if e.name not in covered), key=lambda edit: edit.order, reverse=True)

    def shown(self, names: Iterable[Name]) -> Shown:
        """What a laptop must show on which these edits count."""
        records: dict[str, tuple[dict[str, str | int], bool]] = {}
        contested: set[tuple[str, str]] = set()
        by_record: dict[str, dict[str, list[Edit]]] = defaultdict(dict)
        for (_, record, name), edits in self.cells(names).items():
            by_record[record][name] = self.heads(edits)
        for record, fields in by_record.items():
            words = fields.pop(DELETED, [])
            if not fields:
                continue
            values = {name: heads[0].value for name, heads in fields.items() if heads[0].value is not None}
            contested |= {
                (record, name) for name, heads in fields.items() if len({e.value for e in heads}) > 1
            }
            dead, doubtful = self._life(words, fields)
            records[record] = (values, dead)
            if doubtful:
                contested.add((record, DELETED))
        return Shown(records, contested)

    def _life(self, words: list[Edit], fields: Mapping[str, list[Edit]]) -> tuple[bool, bool]:
        """Whether a record is dead, and whether that is contested."""
        deleters = [edit for edit in words if edit.value]
        if not deleters:
            return False, False
        known = frozenset[Name]().union(*(self.known_to(edit.name) for edit in deleters))
        # What stays on one laptop does not count: nobody who deletes elsewhere can know it.
        unseen = any(e.name not in known for heads in fields.values() for e in heads if e.travels)
        lives = unseen or len(deleters) < len(words)
        return not lives, lives
