"""Comparing a roster with the store: what each line is, and what an import would write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import itemgetter
from typing import Any

from fieldteacher.domain.errors import Cancelled
from fieldteacher.domain.text import Text
from fieldteacher.services.roster_books import Books, Entry
from fieldteacher.services.roster_lines import NEW, FieldChange, Plan, Remarks, RosterLine, Write
from fieldteacher.services.roster_placements import People, Placements
from fieldteacher.services.roster_shared import Shared
from fieldteacher.tabular.layouts.roster import KEY, ROSTER
from fieldteacher.tabular.roster import Roster, RosterRow

_LOST = ("lost_character", "private_character", "masked")
"""Remarks on a name that keep it from replacing the one that is there."""


class Planner:
    """Plans the import of one roster against what the store holds."""

    def __init__(self, roster: Roster, books: Books, *, today: date, batch: Entry | None = None) -> None:
        self._roster = roster
        self._books = books
        self._remarks = Remarks(roster.columns, roster.rows)
        fields = roster.fields
        self._columns = tuple(name for name in student_fields(roster) if name in fields)
        self._values_of = itemgetter(*self._columns, KEY)
        self._shared = Shared(books, fields, self._remarks)
        self._placements = Placements(books, fields, self._remarks, today=today, batch=batch)
        self._student_writes: list[Write] = []

    def plan(self, cancelled: Callable[[], bool] | None = None) -> Plan:
        """The lines in the order of the file, and the writes in the order in which they must be made."""
        good = [row for row in self._roster.rows if not row.refused and self._matched(row)]
        firm_of = self._shared.enterprises(good)
        firms = [self._firm_id(row, firm_of(row)) for row in good]
        mentors = self._shared.contacts(good, firms, "mentor", "mentor_phone", "mentor")
        self._shared.contacts(good, firms, "enterprise_contact", "enterprise_contact_phone", "hr")
        teachers = self._shared.teachers(good)
        lines: dict[int, RosterLine] = {}
        for count, (row, mentor, teacher) in enumerate(zip(good, mentors, teachers, strict=True)):
            if cancelled is not None and count % 500 == 0 and cancelled():
                raise Cancelled
            lines[row.number] = self._line(row, People(firm_of(row), mentor, teacher))
        return self._finished(lines)

    def _finished(self, lines: dict[int, RosterLine]) -> Plan:
        for number, change in self._shared.changes:
            line = lines[number]
            line.changes = (*line.changes, change)
            if line.state == "unchanged":
                line.state = "changed"
        if self._placements.homeless:
            message = Text(
                "{n} 行没有实习单位，其中的岗位、指导教师等未导入。",
                "{n} rows name no enterprise; the post, teacher and the like in them are not taken.",
            ).fill(n=self._placements.homeless)
            self._remarks.say(self._roster.header_row, "enterprise", "no_enterprise", "warning", message)
        plan = Plan(problems=self._remarks.all)
        for row in self._roster.rows:
            line = lines.get(row.number) or RosterLine(row, "refused")
            more = self._remarks.by_row.get(row.number)
            line.problems = (*row.problems, *more) if more else row.problems
            plan.lines.append(line)
        plan.writes = [*self._shared.writes, *self._student_writes, *self._placements.writes]
        return plan

    # -- one row -------------------------------------------------------------------------------

    def _matched(self, row: RosterRow) -> bool:
        """Whether the row can be taken: the store knows one student of this number, or none and there is a name."""
        known = len(self._books.students.get(str(row.values[KEY]), ()))
        if known == 1 or (known == 0 and row.values.get("name")):
            return True
        if known == 0:
            message = Text(
                "新学生没有姓名，此行不导入。", "A new student without a name: the row is not taken."
            )
            self._remarks.say(row.number, "name", "name_missing", "error", message)
            return False
        self._remarks.say(
            row.number, KEY, "student_number_ambiguous", "error",
            Text("已有两名学生用这个学号，此行不导入。", "Two students have this number already; the row is not taken."),
        )  # fmt: skip
        return False

    def _firm_id(self, row: RosterRow, firm: Entry | None) -> str | None:
        """The enterprise of the row, else of the student's current placement."""
        if firm is not None:
            return firm.id
        known = self._books.students.get(str(row.values[KEY]))
        current = self._books.current(known[0][0]) if known else None
        return str(current.values["enterprise"]) if current else None

    def _line(self, row: RosterRow, people: People) -> RosterLine:
        number = str(row.values[KEY])
        found = self._books.students.get(number)
        if found:
            line, student = RosterLine(row, "unchanged"), found[0][0]
            changes = self._compare(line, *found[0])
        else:
            line = RosterLine(row, "new")
            names = (KEY, *self._columns, *row.derived)
            values = {name: value for name in names if (value := row.values[name]) is not None}
            student = f"{NEW}student:{number}"
            self._student_writes.append(Write("student", student, values, is_new=True, line=line))
            changes = []
        changes += self._placements.plan(line, student, people)
        if changes and line.state == "unchanged":
            line.state = "changed"
        line.changes = tuple(changes) if line.state == "changed" else ()
        return line

    def _compare(self, line: RosterLine, student: str, known: tuple[Any, ...]) -> list[FieldChange]:
        row = line.row
        values = row.values
        if not row.derived and self._values_of(values)[:-1] == known[: len(self._columns)]:
            return []
        stored = dict(zip(self._books.student_fields, known, strict=True))
        changed = {
            name: value
            for name in self._columns
            if (value := values[name]) is not None and value != stored[name]
        }
        for name in row.derived:
            changed.pop(name, None)
            if stored[name] is None and (value := values[name]) is not None:
                changed[name] = value
        if "name" in changed and any(p.field == "name" and p.code in _LOST for p in row.problems):
            del changed["name"]
        if not changed:
            return []
        self._student_writes.append(Write("student", student, changed, is_new=False, line=line))
        return [FieldChange(name, stored[name], value) for name, value in changed.items()]


def student_fields(roster: Roster) -> tuple[str, ...]:
    """The fields of a student that a roster can change: those it has columns for, and what follows from the ID number."""
    fed = [name for name in roster.fields if ROSTER[name].record == "student" and name != KEY]
    if "id_number" in fed:
        fed += [name for name in ("sex", "birth_date") if name not in fed]
    return tuple(fed)
