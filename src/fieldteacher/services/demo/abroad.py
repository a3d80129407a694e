"""A second, small batch: one student abroad, for whom the college has not done its part."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from fieldteacher.domain.text import Text
from fieldteacher.services.demo.people import SURVEY_ITEMS, Student
from fieldteacher.services.demo.soil import Soil

_BROKEN = ("R22", "R34", "R35", "R41", "R42")
"""Rules that the batch does not meet: no education, no filing, and nothing confirmed but that R42 is not met."""


def send_abroad(soil: Soil) -> None:
    """Send the last ordinary student who is left abroad: without a filing, and without education there."""
    student = _chosen(soil)
    if student is None:
        return
    batch, enterprise, mentor = _places(soil)
    ledger, placement = soil.ledger, soil.ledger.values(student.placement)
    placement |= {
        "batch": batch, "enterprise": enterprise, "mentor": mentor, "department": "装配部", "post": "电气装配工",
        "post_staff_count": 40, "lodging_address": "厂区宿舍3号楼204室",
    }  # fmt: skip
    for paper in [p for p in ledger.of("paper") if p.values["placement"] == student.placement]:
        if paper.values["kind"] == "cross_province_filing":
            ledger.drop(paper.id)
    for talk in ledger.of("talk"):
        if talk.values["student"] == student.id:
            talk.values["way"] = "online"
            talk.values.pop("visit", None)
    student.firm.students.remove(student)
    ledger.plant("R33", "placement", student.placement)
    for rule in _BROKEN:
        ledger.plant(rule, "batch", batch)


def _chosen(soil: Soil) -> Student | None:
    """The last ordinary student nothing was planted for or happened to, at an enterprise that keeps others."""
    used = {case.id for case in soil.ledger.planted}
    used |= {id for incident in soil.ledger.of("incident") for id in incident.values["students"]}
    free = [
        student
        for student in soil.cast.students
        if soil.ordinary(student)
        and not used & {student.id, student.placement}
        and len(student.firm.students) > 1
    ]
    papers = {p.values["placement"] for p in soil.ledger.of("paper") if p.id in used}
    return next((student for student in reversed(free) if student.placement not in papers), None)


def _places(soil: Soil) -> tuple[str, str, str]:
    """The batch, the enterprise and the mentor there."""
    ledger, calendar, author = soil.ledger, soil.calendar, soil.cast.teacher_names[0]
    random = Random(soil.random.random())
    save = ledger.save(
        calendar.start - timedelta(days=24), Text("建立境外批次", "set up a batch abroad"), author
    )
    surveyed = (calendar.start - timedelta(days=50)).isoformat()
    batch = ledger.create(save, "batch", {
        "name": f"{calendar.grade_year}级境外实习", "grade_year": calendar.grade_year, "start": calendar.start.isoformat(),
        "end": calendar.end.isoformat(), "scheme": soil.cast.scheme, "plan_on": surveyed,
    })  # fmt: skip
    enterprise = ledger.create(save, "enterprise", {
        "name": "Yunzhao Precision (Thailand) Co., Ltd.", "short_name": "云棹泰国", "kind": "foreign", "industry": "自动化设备制造",
        "country": "泰国", "city": "罗勇", "address": "88 Moo 4, Rayong", "staff_count": 800, "other_interns": 0,
        "survey_report_on": surveyed, "survey_items": SURVEY_ITEMS, "credit_checked_on": surveyed, "credit_clean": True,
        "safety_clean": True, "safety_record": "近三年无生产安全事故。", "party_meeting_on": surveyed,
    })  # fmt: skip
    mentor = ledger.create(save, "contact", {
        "enterprise": enterprise, "name": random.choice(("林志成", "陈国辉")), "role": "mentor", "email": "mentor@example.com",
    })  # fmt: skip
    day = calendar.start - timedelta(days=6)
    stated = ledger.save(day, Text("人工确认", "confirm rules"), author)
    ledger.create(stated, "attestation", {
        "rule": "R42", "batch": batch, "answer": "not_met", "stated_on": day.isoformat(), "stated_by": author,
        "note": "名额由合作公司指定，已要求学校说明。",
    })  # fmt: skip
    return batch, enterprise, mentor
