"""What planted cases are put into: the records made so far, and the few ways of changing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.ledger import Ledger
from fieldteacher.services.demo.people import Cast, Firm, Student


@dataclass(slots=True)
class Soil:
    """The records of a demo and how a case changes them; every change is noted as planted."""

    ledger: Ledger
    calendar: Calendar
    cast: Cast
    random: Random
    _papers: dict[tuple[str, str], str] = field(default_factory=dict)
    _hurt: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._papers = {
            (paper.values["placement"], paper.values["kind"]): paper.id for paper in self.ledger.of("paper")
        }
        self._hurt = {id for incident in self.ledger.of("incident") for id in incident.values["students"]}

    def ordinary(self, student: Student) -> bool:
        """Whether a student has nothing special yet, so that a case stands for one rule alone."""
        placement = self.ledger.values(student.placement)
        stayed = student.start == self.calendar.start and student.left is None
        regular = student.firm.place.kind not in ("agency", "other")
        assigned = (placement["kind"], placement["lodging_kind"]) == ("assigned", "dormitory")
        return stayed and regular and assigned and student.id not in self._hurt

    def change(self, rule: str, student: Student, values: Mapping[str, Any], *, waived: bool = False) -> None:
        """Give the student's placement other values; ``None`` takes one away."""
        placement = self.ledger.values(student.placement)
        placement.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del placement[name]
        self.ledger.plant(rule, "placement", student.placement, waived=waived)

    def change_student(self, rule: str, student: Student, values: Mapping[str, Any]) -> None:
        """Give the student other values; ``None`` takes one away."""
        record = self.ledger.values(student.id)
        record.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del record[name]
        self.ledger.plant(rule, "student", student.id)

    def change_paper(self, rule: str, student: Student, kind: str, values: Mapping[str, Any]) -> None:
        """Give a paper of the student's placement other values; ``None`` takes one away."""
        paper = self._papers[student.placement, kind]
        record = self.ledger.values(paper)
        record.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del record[name]
        self.ledger.plant(rule, "paper", paper)

    def plant_paper(self, rule: str, student: Student, kind: str) -> None:
        """Note that a paper of the student's placement breaks a rule."""
        self.ledger.plant(rule, "paper", self._papers[student.placement, kind])

    def drop_paper(self, rule: str, student: Student, kind: str) -> None:
        """Take a paper of the student's placement away."""
        self.ledger.drop(self._papers[student.placement, kind])
        self.ledger.plant(rule, "placement", student.placement)

    def author(self, student: Student) -> str:
        """The name of the student's teacher."""
        return self.cast.teacher_names[student.firm.teacher]


def make_room(soil: Soil, *, except_for: Firm) -> None:
    """Let every enterprise but one have ten times as many staff as students, and every post five times as many."""
    ledger = soil.ledger
    for firm in soil.cast.firms:
        record, students = ledger.values(firm.id), firm.students
        if firm is not except_for and firm.place.kind not in ("agency", "other"):
            least = 10 * (len(students) + record.get("other_interns", 0))
            record["staff_count"] = max(record["staff_count"], least)
        posts = Counter(student.post for student in students)
        for student in students:
            placement = ledger.values(student.placement)
            placement["post_staff_count"] = max(placement["post_staff_count"], 5 * posts[student.post])
