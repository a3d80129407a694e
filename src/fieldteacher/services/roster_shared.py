"""Enterprises, mentors and teachers in a roster: many rows name one, and each is settled once.

An enterprise is the one with the same credit code, else the one of the same name; a mentor is the
person of that name at the enterprise; a teacher the one of that name. Where rows disagree about one of
them, what most rows say counts and the others are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from fieldteacher.domain.record import Value
from fieldteacher.domain.text import Text
from fieldteacher.services.roster_books import Books, Entry, firm_key, person_key
from fieldteacher.services.roster_lines import NEW, FieldChange, Remarks, Write
from fieldteacher.tabular.layouts.roster import ROSTER
from fieldteacher.tabular.roster import RosterRow


@dataclass(slots=True)
class _Said:
    """What the rows say of one thing: per roster field the values with how many rows give each, and the first."""

    entry: Entry
    values: dict[str, dict[Value, list[int]]] = field(default_factory=dict)

    def add(self, name: str, value: Value, count: int, row: int) -> None:
        if value is not None:
            self.values.setdefault(name, {}).setdefault(value, [0, row])[0] += count

    def settled(self, remarks: Remarks) -> dict[str, tuple[Value, int]]:
        """Per roster field the value of most rows (of the first row, where as many give another), and its row."""
        result = {}
        for name, counted in self.values.items():
            best = max(counted, key=lambda value: counted[value][0])
            result[name] = best, counted[best][1]
            for value, (_, row) in counted.items():
                if value != best and not _same(name, value, best):
                    remarks.say(
                        row, name, "rows_differ", "warning",
                        Text("与其他行不一致：取“{one}”，未取“{other}”。", "Differs from other rows: “{one}” was taken, not “{other}”.").fill(
                            one=best, other=value
                        ),
                    )  # fmt: skip
        return result


def _same(name: str, one: Value, other: Value) -> bool:
    return name == "enterprise" and firm_key(str(one)) == firm_key(str(other))


class Shared:
    """Settles what rows share, adds what is new to the books, and keeps the writes and changes that follow."""

    def __init__(self, books: Books, fields: Sequence[str], remarks: Remarks) -> None:
        self.writes: list[Write] = []
        self.changes: list[tuple[int, FieldChange]] = []
        self._books = books
        self._remarks = remarks
        self._fields = fields
        self._made = 0
        self._said: dict[str, _Said] = {}
        self._firm_fields = [name for name in fields if ROSTER[name].record == "enterprise"]

    # -- enterprises ---------------------------------------------------------------------------

    def enterprises(self, rows: Iterable[RosterRow]) -> Callable[[RosterRow], Entry | None]:
        """Settle the enterprises of all rows; the result tells a row's."""
        names = self._firm_fields
        if not {"enterprise", "uscc"} & set(names):
            return lambda row: None
        key = _key(names)
        counted: dict[tuple[Value, ...], list[int]] = {}
        for row in rows:
            counted.setdefault(key(row.values), [0, row.number])[0] += 1
        entries = {
            values: self._firm(dict(zip(names, values, strict=True)), *counted[values]) for values in counted
        }
        self._settle("enterprise", self._books.names)
        return lambda row: entries.get(key(row.values))

    def _firm(self, values: dict[str, Any], count: int, row: int) -> Entry | None:
        name, code = values.get("enterprise"), values.get("uscc")
        if name is None and code is None:
            return None
        entry = self._match(name, code)
        if entry is None:
            if name is None:
                self._remarks.say(
                    row, "enterprise", "enterprise_name_missing", "warning",
                    Text("只有信用代码，没有单位名称，实习安排未导入。", "There is a credit code without a name; the placement is not taken."),
                )  # fmt: skip
                return None
            entry = self._new("enterprise", {"name": name, "uscc": code})
            self._books.add_enterprise(entry)
        elif code and not entry.values.get("uscc"):
            self._books.by_uscc.setdefault(code, entry)
        said = self._said.setdefault(entry.id, _Said(entry))
        for field_name, value in values.items():
            said.add(field_name, value, count, row)
        return entry

    def _match(self, name: str | None, code: str | None) -> Entry | None:
        if code and code in self._books.by_uscc:
            return self._books.by_uscc[code]
        found = self._books.by_name.get(firm_key(name), []) if name else []
        if code:
            found = [entry for entry in found if entry.values.get("uscc") in (None, code)]
        exact = [entry for entry in found if entry.values.get("name") == name]
        return next(iter(exact or found), None)

    # -- people --------------------------------------------------------------------------------

    def contacts(
        self, rows: Sequence[RosterRow], firms: Sequence[str | None], name: str, phone: str, role: str
    ) -> list[Entry | None]:
        """Settle the people named by the column ``name``, each at the enterprise with the id in ``firms``."""
        if name not in self._fields:
            return [None] * len(rows)
        has_phone = phone in self._fields
        result: list[Entry | None] = []
        known: dict[tuple[str, str], Entry] = {}
        for row, firm in zip(rows, firms, strict=True):
            person = row.values[name]
            if person is None or firm is None:
                result.append(None)
                continue
            key = firm, person_key(str(person))
            entry = known.get(key) or self._books.contacts.get(key)
            if entry is None:
                entry = self._new("contact", {"enterprise": firm, "name": person, "role": role})
                self._books.add_contact(entry)
            known[key] = entry
            if has_phone:
                self._said.setdefault(entry.id, _Said(entry)).add(phone, row.values[phone], 1, row.number)
            result.append(entry)
        self._settle("contact", self._books.names)
        return result

    def teachers(self, rows: Sequence[RosterRow]) -> list[Entry | None]:
        """Settle the college's teachers that the rows name."""
        if "teacher" not in self._fields:
            return [None] * len(rows)
        result: list[Entry | None] = []
        for row in rows:
            person = row.values["teacher"]
            if person is None:
                result.append(None)
                continue
            entry = self._books.teachers.get(person_key(str(person)))
            if entry is None:
                entry = self._new("teacher", {"name": person})
                self._books.add_teacher(entry)
            if "teacher_phone" in self._fields:
                said = self._said.setdefault(entry.id, _Said(entry))
                said.add("teacher_phone", row.values["teacher_phone"], 1, row.number)
            result.append(entry)
        self._settle("teacher", self._books.names)
        return result

    # -- both ----------------------------------------------------------------------------------

    def _new(self, type_name: str, values: dict[str, Any]) -> Entry:
        self._made += 1
        entry = Entry(type_name, f"{NEW}{type_name}:{self._made}", values, is_new=True)
        self.writes.append(Write(type_name, entry.id, entry.values, is_new=True))
        return entry

    def _settle(self, type_name: str, names: dict[str, str]) -> None:
        """Compare what is said with what the entries hold; new ones just take it."""
        for said in self._said.values():
            entry = said.entry
            changed: dict[str, Any] = {}
            for name, (value, row) in said.settled(self._remarks).items():
                target = ROSTER[name].field
                old = entry.values.get(target)
                if old == value or (target == "name" and old and firm_key(str(value)) == firm_key(old)):
                    continue
                if entry.is_new:
                    entry.values[target] = value
                    continue
                changed[target] = value
                self.changes.append((row, FieldChange(name, old, value)))
            if changed:
                entry.values |= changed
                self.writes.append(Write(type_name, entry.id, changed, is_new=False))
            names[entry.id] = entry.values.get("name") or names.get(entry.id, "")
        self._said.clear()


def _key(names: Sequence[str]) -> Callable[[Any], tuple[Value, ...]]:
    if len(names) == 1:
        only = names[0]
        return lambda values: (values[only],)
    return itemgetter(*names)
