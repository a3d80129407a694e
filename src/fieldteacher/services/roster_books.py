"""The records a roster is compared with, and how its words are matched to them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldteacher.store.queries import rosters as queries
from fieldteacher.store.queries.students import CURRENT
from fieldteacher.store.reader import Reader
from fieldteacher.tabular.layouts.roster import ROSTER

_BRACKETS = str.maketrans("（）【】［］〔〕", "()[][][]")
_DROPPED = re.compile(r"[\s·.,，。、&＆\-—_'\"“”]+")
_FORM = re.compile(r"(?:股份有限责任公司|有限责任公司|股份有限公司|有限公司|\(集团\)|集团公司)$")
_PERSON = re.compile(r"[\s·•・.]+")


def firm_key(name: str) -> str:
    """The name of an enterprise for comparing: width, brackets, spaces and the form of the company do not count."""
    text = unicodedata.normalize("NFKC", name.translate(_BRACKETS)).lower()
    text = _DROPPED.sub("", text)
    return _FORM.sub("", text).replace("(", "").replace(")", "").replace("[", "").replace("]", "") or text


def person_key(name: str) -> str:
    """A person's name for comparing."""
    return _PERSON.sub("", unicodedata.normalize("NFKC", name)).lower()


@dataclass(slots=True)
class Entry:
    """A record that is in the store or about to be: its values, and whether it is still to be made."""

    type: str
    id: str
    values: dict[str, Any]
    is_new: bool = False


@dataclass(slots=True)
class Books:
    """The store's students, enterprises, people and placements, by what a roster knows of them."""

    student_fields: tuple[str, ...] = ()
    students: dict[str, list[tuple[str, tuple[Any, ...]]]] = field(default_factory=dict)
    """By student number: the id, and the values of ``student_fields`` in their order."""
    enterprises: list[Entry] = field(default_factory=list)
    by_uscc: dict[str, Entry] = field(default_factory=dict)
    by_name: dict[str, list[Entry]] = field(default_factory=dict)
    contacts: dict[tuple[str, str], Entry] = field(default_factory=dict)
    teachers: dict[str, Entry] = field(default_factory=dict)
    placements: dict[str, list[Entry]] = field(default_factory=dict)
    insurances: dict[str, list[Entry]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """What to call a record that others refer to, by id."""

    def add_enterprise(self, entry: Entry) -> None:
        """Make an enterprise known under its code, its name and its short name."""
        self.enterprises.append(entry)
        if entry.values.get("uscc"):
            self.by_uscc.setdefault(entry.values["uscc"], entry)
        for name in {entry.values.get("name"), entry.values.get("short_name")}:
            if name:
                self.by_name.setdefault(firm_key(name), []).append(entry)
        self.names[entry.id] = entry.values.get("name") or ""

    def add_contact(self, entry: Entry) -> None:
        """Make a person at an enterprise known by name."""
        key = entry.values["enterprise"], person_key(entry.values["name"])
        self.contacts.setdefault(key, entry)
        self.names[entry.id] = entry.values["name"]

    def add_teacher(self, entry: Entry) -> None:
        """Make a teacher known by name."""
        self.teachers.setdefault(person_key(entry.values["name"]), entry)
        self.names[entry.id] = entry.values["name"]

    def current(self, student: str) -> Entry | None:
        """A student's current placement."""
        found = self.placements.get(student)
        if not found:
            return None
        current = [entry for entry in found if (entry.values.get("status") or "active") in CURRENT]
        if len(current) < 2:
            return current[0] if current else None
        return max(current, key=lambda entry: str(entry.values["start"]))


def read_books(reader: Reader, student_fields: Sequence[str]) -> Books:
    """Everything in the store that a roster could change; of students only the given fields."""
    books = Books(student_fields=tuple(student_fields))
    for id, number, *values in queries.records(reader, "student", ("student_number", *student_fields)):
        books.students.setdefault(number, []).append((id, tuple(values)))
    for entry in _entries(reader, "enterprise", ("name",)):
        books.add_enterprise(entry)
    for entry in _entries(reader, "contact", ("enterprise", "name", "role", "phone")):
        books.add_contact(entry)
    for entry in _entries(reader, "teacher", ("name", "phone")):
        books.add_teacher(entry)
    more = (
        "student",
        "enterprise",
        "batch",
        "mentor",
        "teacher",
        "start",
        "end",
        "status",
        "works_independently",
    )
    books.placements = _grouped(_entries(reader, "placement", more), "student")
    names = ("placement", "number", "issuer", "valid_from", "valid_to")
    papers = (
        Entry("paper", row[0], dict(zip(names, row[1:], strict=True))) for row in queries.insurances(reader)
    )
    books.insurances = _grouped(papers, "placement")
    return books


def _grouped(entries: Iterable[Entry], name: str) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.values[name]].append(entry)
    return dict(groups)


def _entries(reader: Reader, type_name: str, more: Sequence[str]) -> Iterable[Entry]:
    fed = (column.field for column in ROSTER.values() if column.record == type_name)
    fields = tuple(dict.fromkeys((*fed, *more)))
    for row in queries.records(reader, type_name, fields):
        yield Entry(type_name, row[0], dict(zip(fields, row[1:], strict=True)))
