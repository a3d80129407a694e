"""Planted cases of what was not done: journals, marks, follow-up, archives; and injuries left open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.services.demo.people import Student
from fieldteacher.services.demo.soil import Soil


def no_journals(soil: Soil, rule: str, student: Student) -> None:
    """One journal in three months."""
    for journal in [j for j in soil.ledger.of("journal") if j.values["student"] == student.id][1:]:
        soil.ledger.drop(journal.id)
    soil.ledger.plant(rule, "student", student.id)


def one_rater(soil: Soil, rule: str, student: Student) -> None:
    """The college's mid-term marks are missing."""
    for evaluation in soil.ledger.of("evaluation"):
        values = evaluation.values
        of_college = (values["stage"], values["rater"]) == ("mid", "school")
        if values["placement"] == student.placement and of_college:
            for score in [s for s in soil.ledger.of("score") if s.values["evaluation"] == evaluation.id]:
                soil.ledger.drop(score.id)
            soil.ledger.drop(evaluation.id)
            soil.ledger.plant(rule, "placement", student.placement)
            return


def no_follow_up(soil: Soil, rule: str, student: Student) -> None:
    """A fight that was punished and never talked about again; told to the college half a day late, never in writing."""
    _incident(soil, rule, student, 20, {
        "level": "minor", "kind": "fight", "place": "宿舍", "course": "因熄灯争执发生推搡，无人受伤。",
        "measures": "当场制止，写检讨。", "discipline": "企业警告一次。",
        "discipline_on": (soil.calendar.today - timedelta(days=18)).isoformat(), "closed_on": (soil.calendar.today - timedelta(days=15)).isoformat(),
    })  # fmt: skip
    soil.ledger.plant("talk_overdue", "student", student.id)
    since = (soil.calendar.today - timedelta(days=20)).isoformat()
    for talk in soil.ledger.of("talk"):
        if talk.values["student"] == student.id and talk.values["talked_on"] >= since:
            soil.ledger.drop(talk.id)
    soil.ledger.unplant("talk_overdue", student.id)  # whose enterprise is neglected anyway is planted already
    soil.ledger.plant("talk_overdue", "student", student.id)


def open_injury(soil: Soil, rule: str, student: Student) -> None:
    """An injury with neither insurance claim nor aftercare, still open."""
    _incident(soil, rule, student, 16, {
        "level": "serious", "kind": "work_injury", "place": "冲压工位", "course": "取件时右手拇指被夹伤。",
        "injury": "右手拇指末节骨折。", "hospital": "园区东湾医院", "measures": "送医手术，家长次日到达。",
    })  # fmt: skip


def not_archived(soil: Soil, rule: str, student: Student) -> None:
    """A placement that ended without its final report."""
    day = soil.calendar.today - timedelta(days=9)
    save = soil.ledger.save(day, Text("结束实习", "end a placement"), soil.author(student))
    soil.ledger.update(save, "placement", student.placement, {
        "end": day.isoformat(), "status": "ended", "end_reason": "应征入伍，提前结束。",
    })  # fmt: skip
    student.left = day
    soil.ledger.unplant("talk_overdue", student.id)
    soil.ledger.plant(rule, "placement", student.placement)


def _incident(soil: Soil, rule: str, student: Student, days: int, values: dict[str, Any]) -> None:
    """An incident so many days ago, told to the college only the next morning, and never in writing."""
    day = soil.calendar.today - timedelta(days=days)
    after = day + timedelta(days=1)
    save = soil.ledger.save(after, Text("登记安全事件", "record an incident"), soil.author(student))
    incident = soil.ledger.create(save, "incident", {
        "occurred_at": f"{day}T19:40", "known_at": f"{day}T20:05", "enterprise": student.firm.id,
        "students": (student.id,), **values,
    })  # fmt: skip
    soil.ledger.create(save, "notification", {
        "incident": incident, "told": "school", "person": "值班室", "told_at": f"{after}T09:30",
    })  # fmt: skip
    for each in (rule, "R30"):
        soil.ledger.plant(each, "incident", incident)
