"""Placements in a roster: which one a row means, what changes in it, and when a row says that a student moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.services.roster_books import Books, Entry
from fieldteacher.services.roster_lines import NEW, FieldChange, Remarks, RosterLine, Write
from fieldteacher.store.queries.students import CURRENT
from fieldteacher.tabular.layouts.roster import ROSTER

_CARRIED = ("batch", "teacher", "end", "works_independently")
"""What goes along when a student is transferred; the rest belongs to the place."""

_OWN = tuple(column for column in ROSTER.values() if column.record == "placement")
_INSURANCE = {"insurance_number": "number", "insurer": "issuer", "insurance_from": "valid_from", "insurance_to": "valid_to"}  # fmt: skip


@dataclass(slots=True)
class People:
    """What else a row names, settled."""

    enterprise: Entry | None
    mentor: Entry | None
    teacher: Entry | None


class Placements:
    """Plans the placements of rows, one row after the other."""

    def __init__(
        self, books: Books, fields: Sequence[str], remarks: Remarks, *, today: date, batch: Entry | None
    ) -> None:
        self.writes: list[Write] = []
        self.homeless = 0
        """Rows that say something of a placement and name no enterprise."""
        self._books = books
        self._remarks = remarks
        self._today = today
        self._batch = batch
        self._columns = [(c.name, c.field) for c in _OWN if c.name in fields]
        self._insured = [(name, target) for name, target in _INSURANCE.items() if name in fields]
        self._made = 0

    def plan(self, line: RosterLine, student: str, people: People) -> list[FieldChange]:
        """What the row changes in the student's placements; the writes are kept in order."""
        row = line.row
        wanted = {target: v for name, target in self._columns if (v := row.values[name]) is not None}
        if people.mentor is not None:
            wanted["mentor"] = people.mentor.id
        if people.teacher is not None:
            wanted["teacher"] = people.teacher.id
        mine = self._books.placements.get(student, []) if not student.startswith(NEW) else []
        if people.enterprise is None:
            target = self._books.current(student) if mine else None
            if target is None:
                self.homeless += bool(wanted)
                return []
            changes = self._update(line, target, wanted, mine)
        else:
            target, changes = self._at(line, student, people.enterprise, wanted, mine)
        return changes + self._insure(line, target) if target is not None else changes

    def _at(
        self, line: RosterLine, student: str, firm: Entry, wanted: dict[str, Any], mine: Sequence[Entry]
    ) -> tuple[Entry | None, list[FieldChange]]:
        current = self._books.current(student) if mine else None
        if current is not None and current.values["enterprise"] == firm.id:
            return current, self._update(line, current, wanted, mine)
        start = wanted.get("start")
        for earlier in mine:
            # A list older than the transfer, or read again after the end, means the placement it knew.
            if start and earlier.values["enterprise"] == firm.id and earlier.values["start"] == start:
                return earlier, self._update(line, earlier, wanted, mine)
        if start is None and any(problem.field == "start" for problem in line.row.problems):
            return None, self._without_start(line)
        if current is not None:
            return self._transfer(line, student, firm, wanted, current)
        return self._create(line, student, firm, wanted, {})

    # -- the same place ------------------------------------------------------------------------

    def _update(
        self, line: RosterLine, target: Entry, wanted: dict[str, Any], mine: Sequence[Entry]
    ) -> list[FieldChange]:
        values = target.values
        changed = {name: value for name, value in wanted.items() if values.get(name) != value}
        if not changed:
            return []
        if (values.get("status") or "active") not in CURRENT:
            changed.pop("end", None)  # when it really ended is known better here
        others = {other.values["start"] for other in mine if other is not target}
        if changed.get("start") in others:
            del changed[
                "start"
            ]  # the start of the earlier place, as a list says that only the place has changed
        self._ordered(line, values, changed)
        if not changed:
            return []
        changes = [self._change(name, values.get(name), value) for name, value in changed.items()]
        self.writes.append(Write("placement", target.id, changed, is_new=False, line=line))
        target.values = values | changed
        return changes

    def _ordered(self, line: RosterLine, values: dict[str, Any], changed: dict[str, Any]) -> None:
        start, end = changed.get("start", values.get("start")), changed.get("end", values.get("end"))
        if start and end and end < start:
            name = "end" if "end" in changed else "start"
            changed.pop(name)
            self._remarks.say(
                line.number, name, "end_before_start", "error",
                Text("结束日期 {b} 早于开始日期 {a}。", "The end, {b}, is before the start, {a}.").fill(a=start, b=end),
            )  # fmt: skip

    # -- another place -------------------------------------------------------------------------

    def _transfer(
        self, line: RosterLine, student: str, firm: Entry, wanted: dict[str, Any], old: Entry
    ) -> tuple[Entry, list[FieldChange]]:
        started, today = str(old.values["start"]), self._today.isoformat()
        start = str(wanted.get("start") or today)
        if start <= started:
            if started >= today:
                return old, self._correct(line, firm, wanted, old)
            start = today
            self._remarks.say(
                line.number, "enterprise", "transfer_today", "warning",
                Text("换了单位但没有新的开始日期，按 {d} 转岗。", "Another enterprise without a new start: transferred on {d}.").fill(d=today),
            )  # fmt: skip
        last = (date.fromisoformat(start) - timedelta(days=1)).isoformat()
        ended = {"end": last, "status": "transferred"}
        self.writes.append(Write("placement", old.id, ended, is_new=False, line=line))
        before = self._change("enterprise", old.values["enterprise"], None)
        carried = {name: old.values[name] for name in _CARRIED if old.values.get(name) is not None}
        old.values = old.values | ended
        if str(carried.get("end", start)) < start:
            del carried["end"]
        made, changes = self._create(line, student, firm, {**wanted, "start": start}, carried)
        return made, [FieldChange("enterprise", before.old, changes[0].new), *changes[1:]]

    def _correct(
        self, line: RosterLine, firm: Entry, wanted: dict[str, Any], old: Entry
    ) -> list[FieldChange]:
        """A placement that has not begun is put right instead of being ended before its start."""
        changed = {"enterprise": firm.id, "mentor": wanted.get("mentor")} | wanted
        changed = {name: value for name, value in changed.items() if old.values.get(name) != value}
        self._ordered(line, old.values, changed)
        changes = [self._change(name, old.values.get(name), value) for name, value in changed.items()]
        self.writes.append(Write("placement", old.id, changed, is_new=False, line=line))
        old.values = old.values | changed
        return changes

    def _create(
        self, line: RosterLine, student: str, firm: Entry, wanted: dict[str, Any], carried: dict[str, Any]
    ) -> tuple[Entry, list[FieldChange]]:
        values = {**carried, **wanted, "student": student, "enterprise": firm.id}
        if self._batch is not None:
            values.setdefault("batch", self._batch.id)
        if "start" not in values:
            values["start"] = self._assumed_start(line)
        self._ordered(line, {"start": values["start"]}, values)
        values["status"] = self._status(values["start"], values.get("end"))
        self._made += 1
        entry = Entry("placement", f"{NEW}placement:{self._made}", values, is_new=True)
        self._books.placements.setdefault(student, []).append(entry)
        self.writes.append(Write("placement", entry.id, values, is_new=True, line=line))
        if student.startswith(NEW):
            return entry, []
        shown = [name for name in values if name not in ("student", "enterprise", "status", "batch")]
        first = self._change("enterprise", None, firm.id)
        return entry, [
            first,
            *(self._change(name, None, values[name]) for name in shown if name not in carried),
        ]

    def _without_start(self, line: RosterLine) -> list[FieldChange]:
        """A start that stands there and cannot be read is not replaced by a guess."""
        self._remarks.say(
            line.number, "start", "placement_not_taken", "error",
            Text("实习开始日期无法识别，实习安排未导入。", "The start cannot be read; the placement is not taken."),
        )  # fmt: skip
        return []

    def _assumed_start(self, line: RosterLine) -> str:
        start = str((self._batch.values.get("start") if self._batch else None) or self._today.isoformat())
        self._remarks.say(
            line.number, "start", "start_assumed", "warning",
            Text("没有实习开始日期，按 {d} 记。", "There is no start of the placement; taken as {d}.").fill(d=start),
        )  # fmt: skip
        return start

    def _status(self, start: str, end: str | None) -> str:
        today = self._today.isoformat()
        if end and end < today:
            return "ended"
        return "planned" if start > today else "active"

    def _change(self, name: str, old: Any, new: Any) -> FieldChange:
        if name in ("enterprise", "mentor", "teacher"):
            return FieldChange(name, self._books.names.get(old), self._books.names.get(new))
        return FieldChange(_ROSTER_NAME.get(name, name), old, new)

    # -- insurance -----------------------------------------------------------------------------

    def _insure(self, line: RosterLine, target: Entry) -> list[FieldChange]:
        if not self._insured:
            return []
        wanted = {field: v for name, field in self._insured if (v := line.row.values[name]) is not None}
        if not wanted:
            return []
        papers = self._books.insurances.get(target.id, [])
        number = wanted.get("number")
        paper = next((p for p in papers if number and p.values["number"] == number), None)
        if paper is None and len(papers) == 1:
            paper = papers[0]
        if paper is None:
            return self._new_insurance(line, target, wanted)
        changed = {name: value for name, value in wanted.items() if paper.values.get(name) != value}
        after = paper.values | changed
        if after.get("valid_from") and after.get("valid_to") and after["valid_to"] < after["valid_from"]:
            changed = {name: value for name, value in changed.items() if not name.startswith("valid_")}
        if not changed:
            return []
        changes = [FieldChange(_PAPER_NAME[name], paper.values.get(name), v) for name, v in changed.items()]
        paper.values = paper.values | changed
        self.writes.append(Write("paper", paper.id, changed, is_new=False, line=line))
        return changes

    def _new_insurance(self, line: RosterLine, target: Entry, wanted: dict[str, Any]) -> list[FieldChange]:
        values = {**wanted, "placement": target.id, "kind": "liability_insurance"}
        self._made += 1
        entry = Entry("paper", f"{NEW}paper:{self._made}", values, is_new=True)
        self._books.insurances.setdefault(target.id, []).append(entry)
        self.writes.append(Write("paper", entry.id, values, is_new=True, line=line))
        return [FieldChange(_PAPER_NAME[name], None, value) for name, value in wanted.items()]


_ROSTER_NAME = {column.field: column.name for column in _OWN}
_PAPER_NAME = {target: name for name, target in _INSURANCE.items()}
