"""Placements with their papers; transfers and returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.ledger import Ledger, Save
from fieldteacher.services.demo.people import Cast, Firm, Student

AGREEMENT_ITEMS = (
    "parties", "content", "board", "pay", "protection", "insurance", "assessment", "breach", "other",
)  # fmt: skip
FULL = 600
"""So many students have every paper and a full diary; in a larger park the others have the least there can be."""
INSURER = "川江财产保险股份有限公司"


def place_all(ledger: Ledger, calendar: Calendar, seed: int, cast: Cast) -> None:
    """Place every student, and file the papers."""
    random = Random(f"{seed}/placing")
    start, end, author = calendar.start, calendar.end, cast.teacher_names[0]
    placing = ledger.save(start - timedelta(days=10), Text("安排实习", "place the students"), author)
    filing = ledger.save(start - timedelta(days=5), Text("登记材料", "file the papers"), author)
    lodgings = {firm.id: f"{firm.place.short}宿舍{random.randrange(1, 6)}号楼" for firm in cast.firms}
    for student in cast.students:
        trade = student.firm.place.trade
        student.post = random.choice(trade.posts)
        student.start = start
        student.placement = ledger.create(placing, "placement", {
            **_terms(random, cast, student.firm, calendar), "student": student.id, "start": start.isoformat(),
            "end": end.isoformat(), "status": "active", "post": student.post,
            "lodging_address": f"{lodgings[student.firm.id]}{random.randrange(2, 7)}{random.randrange(1, 21):02d}室",
            "works_independently": random.random() < 0.6,
        })  # fmt: skip
        whole = student.number < FULL
        file_papers(ledger, filing, random, student.placement, start, end, whole=whole)
    _own_lodging(ledger, filing, random, calendar, cast.students)
    _self_chosen(ledger, filing, calendar, cast.students)


def _terms(random: Random, cast: Cast, firm: Firm, calendar: Calendar) -> dict[str, Any]:
    """What a placement at an enterprise is like; in keeping with every rule."""
    wage = 100 * random.randrange(44, 58)
    return {
        "enterprise": firm.id, "batch": cast.batch, "department": firm.place.trade.department,
        "post_staff_count": max(20, firm.place.staff // 4), "mentor": firm.contacts.get("mentor"),
        "teacher": cast.teachers[firm.teacher], "kind": "assigned", "monthly_pay": wage * 9 // 10, "post_wage": wage,
        "lowest_wage": 3200, "pay_method": "transfer", "pay_period_days": 30, "pay_day": 15, "major_match": "same", "hours_per_day": 80, "days_per_week": 50,
        "shift_start": "08:30", "shift_end": "17:00", "labour_grade": random.choice(("I", "II")),
        "lodging_kind": "dormitory", "lodging_contact": "宿舍管理员",
    }  # fmt: skip


def file_papers(
    ledger: Ledger, save: Save, random: Random, placement: str, start: date, end: date, *, whole: bool
) -> None:
    """The papers a placement needs by law, all in time; only the agreement where not ``whole``."""
    signed = (start - timedelta(days=random.randrange(8, 16))).isoformat()
    agreement = {
        "placement": placement, "kind": "tri_party_agreement", "number": f"SX{start:%Y}{random.randrange(10**6):06d}",
        "signed_on": signed, "guardian_signed_on": signed, "enterprise_signed_on": signed, "college_signed_on": signed,
        "items": AGREEMENT_ITEMS,
    }  # fmt: skip
    papers: list[dict[str, Any]] = [agreement]
    if whole:
        before, after = start - timedelta(days=1), end + timedelta(days=7)
        dates = {"valid_from": before.isoformat(), "valid_to": after.isoformat()}
        number = f"PZ{random.randrange(10**10):010d}"
        papers += [
            {"kind": "consent", "signed_on": signed, "guardian_signed_on": signed},
            {"kind": "liability_insurance", "number": number, "issuer": INSURER, "payer": "college", **dates},
            {"kind": "safety_training", "signed_on": signed, "hours": 80, "passed": True},
            {"kind": "cross_province_filing", "number": f"川苏备{start:%Y}017", "signed_on": signed},
        ]
    for paper in papers:
        ledger.create(save, "paper", {**paper, "placement": placement})


def _own_lodging(
    ledger: Ledger, save: Save, random: Random, calendar: Calendar, students: Sequence[Student]
) -> None:
    """A few rent a room, with the guardian's consent filed."""
    for student in students[20:FULL:25]:
        ledger.values(student.placement).update(
            lodging_kind="own", lodging_address=f"环荷新村{random.randrange(1, 40)}幢", lodging_contact="房东"
        )
        signed = (calendar.start - timedelta(days=9)).isoformat()
        ledger.create(save, "paper", {
            "placement": student.placement, "kind": "lodging_consent", "signed_on": signed, "guardian_signed_on": signed,
            "college_signed_on": signed,
        })  # fmt: skip


def _self_chosen(ledger: Ledger, save: Save, calendar: Calendar, students: Sequence[Student]) -> None:
    """A few found their enterprise themselves, with application and approval."""
    for student in students[30:FULL:40]:
        ledger.values(student.placement)["kind"] = "self_chosen"
        signed = (calendar.start - timedelta(days=20)).isoformat()
        ledger.create(save, "paper", {
            "placement": student.placement, "kind": "self_chosen_application", "signed_on": signed,
            "guardian_signed_on": signed, "college_signed_on": signed,
        })  # fmt: skip


def move_some(ledger: Ledger, calendar: Calendar, seed: int, cast: Cast) -> None:
    """Some students change the enterprise or go back to the college in the course of the placement."""
    random = Random(f"{seed}/moves")
    firms = [firm for firm in cast.firms if firm.place.kind not in ("agency", "other")]
    for week, student in zip((2, 4, 6), cast.students[40:100:20], strict=False):
        day = calendar.start + timedelta(weeks=week)
        save = ledger.save(day, Text("转岗", "transfer a student"), cast.teacher_names[student.firm.teacher])
        last = (day - timedelta(days=1)).isoformat()
        ledger.update(save, "placement", student.placement, {
            "end": last, "status": "transferred", "end_reason": "岗位调整，本人申请，双方同意转岗。",
        })  # fmt: skip
        suited = [f for f in firms if student.major in f.place.trade.majors and f is not student.firm]
        firm = random.choice(suited or [f for f in firms if f is not student.firm])
        student.firm.students.remove(student)
        firm.students.append(student)
        student.firm, student.start = firm, day
        student.post = random.choice(firm.place.trade.posts)
        student.placement = ledger.create(save, "placement", {
            **_terms(random, cast, firm, calendar), "student": student.id, "start": day.isoformat(),
            "end": calendar.end.isoformat(), "status": "active", "post": student.post, "works_independently": True,
            "lodging_address": f"{firm.place.short}宿舍2号楼{random.randrange(201, 620)}室",
        })  # fmt: skip
        file_papers(ledger, save, random, student.placement, day, calendar.end, whole=True)
    for week, student in zip((5, 10), cast.students[45:110:30], strict=False):
        day = calendar.start + timedelta(weeks=week, days=2)
        save = ledger.save(day, Text("结束实习", "end a placement"), cast.teacher_names[student.firm.teacher])
        ledger.update(save, "placement", student.placement, {
            "end": day.isoformat(), "status": "returned", "end_reason": random.choice(("身体原因返校休养。", "违反厂规，经学校研究返校教育。")),
        })  # fmt: skip
        student.left = day
