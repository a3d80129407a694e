"""The records of a demo before they are written: saves in order of time, each with its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from fieldteacher.domain.clock import Ids
from fieldteacher.domain.text import Text

CHINA = timezone(timedelta(hours=8))
_MORNING = time(8, 0)
_EVENING = time(17, 30)


@dataclass(frozen=True, slots=True)
class Planted:
    """A case that a rule of the regulation (``R01`` … ``R42``), or a word such as ``conflict``, should find."""

    rule: str
    type: str
    id: str
    waived: bool = False
    """Whether it was let pass."""


@dataclass(slots=True)
class Entry:
    """One record made (``new``) or changed in a save."""

    type: str
    id: str
    values: dict[str, Any]
    new: bool


@dataclass(slots=True)
class Save:
    """One save: when, by whom, and what."""

    at: datetime
    label: Text
    author: str
    entries: list[Entry] = field(default_factory=list)


class Ledger:
    """Collects saves; ``today`` is the last day on which anything can have happened."""

    def __init__(self, ids: Ids, today: date) -> None:
        self._ids = ids
        self.today = today
        self.saves: list[Save] = []
        self.planted: list[Planted] = []
        self._made: dict[str, Entry] = {}

    def save(self, day: date, label: Text, author: str) -> Save:
        """A save on the evening of ``day``; one of today is made in the morning."""
        at = datetime.combine(min(day, self.today), _MORNING if day >= self.today else _EVENING, CHINA)
        made = Save(at.astimezone(UTC), label, author)
        self.saves.append(made)
        return made

    def create(self, save: Save, type_name: str, values: dict[str, Any], id: str | None = None) -> str:
        """Make a record in a save; empty values are left out. Returns its id."""
        given = {name: value for name, value in values.items() if value not in (None, "", ())}
        entry = Entry(type_name, id or self._ids.new(), given, True)
        save.entries.append(entry)
        self._made[entry.id] = entry
        return entry.id

    def update(self, save: Save, type_name: str, id: str, values: dict[str, Any]) -> None:
        """Change a record in a later save."""
        save.entries.append(Entry(type_name, id, values, False))

    def values(self, id: str) -> dict[str, Any]:
        """What a record is made with; changing it changes what is written."""
        return self._made[id].values

    def of(self, type_name: str) -> list[Entry]:
        """The records made of a type, in the order they were made."""
        return [entry for entry in self._made.values() if entry.type == type_name]

    def drop(self, id: str) -> None:
        """Do not make a record after all, nor the files attached to it; nothing else may refer to it."""
        gone = {id, *(entry.id for entry in self.of("attachment") if entry.values["owner"] == id)}
        for each in gone:
            del self._made[each]
        for save in self.saves:
            save.entries = [entry for entry in save.entries if entry.id not in gone]

    def plant(self, rule: str, type_name: str, id: str, *, waived: bool = False) -> None:
        """Note a case that was put in on purpose."""
        self.planted.append(Planted(rule, type_name, id, waived))

    def unplant(self, rule: str, id: str) -> None:
        """Forget a case that a later one has done away with."""
        self.planted = [case for case in self.planted if (case.rule, case.id) != (rule, id)]

    def ordered(self) -> list[Save]:
        """The saves in order of time; those of one moment follow each other by a minute."""
        result: list[Save] = []
        for save in sorted((s for s in self.saves if s.entries), key=lambda s: s.at):
            if result and save.at <= result[-1].at:
                save.at = result[-1].at + timedelta(minutes=1)
            result.append(save)
        return result

    def counts(self) -> dict[str, int]:
        """How many records of each type were made."""
        found: dict[str, int] = {}
        for entry in self._made.values():
            found[entry.type] = found.get(entry.type, 0) + 1
        return found
