"""Problems put in on purpose: for every rule of the regulation one case at least.

The rules are those of the 2021 Regulation on internships of vocational-school students, numbered as in
``PLANTED_RULES``. What breaks a second rule too is noted for both. The list is written by hand beside what is put in,
so that it says nothing it has learnt from the rules themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.services.demo.abroad import send_abroad
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.codes import identity_number
from fieldteacher.services.demo.ledger import Entry, Ledger
from fieldteacher.services.demo.neglect import no_follow_up, no_journals, not_archived, one_rater, open_injury
from fieldteacher.services.demo.people import Cast, Firm, Student
from fieldteacher.services.demo.soil import Soil, make_room

PLANTED_RULES = (
    "R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14", "R15", "R16",
    "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27", "R28", "R29", "R30", "R31", "R32", "R33",
    "R34", "R35", "R36", "R37", "R38", "R39", "R40", "R41", "R42",
)  # fmt: skip
FEWEST = 60
"""Students a park needs for all cases; a smaller one gets as many as it has students for."""

_TERMS: Mapping[str, Mapping[str, Any]] = {
    "R07": {"labour_grade": "III"},
    "R08": {"hazard_tags": ("toxic",)},
    "R10": {"shift_start": "20:00", "shift_end": "08:00"},
    "R11": {"hours_per_day": 100, "days_per_week": 60},
    "R12": {"monthly_pay": 1800, "post_wage": 4800, "lowest_wage": 3200, "works_independently": True},
    "R14": {"pay_method": "third_party"},
    "R19": {"kind": "self_chosen"},
    "R24": {"post_staff_count": 4},
    "R29": {"mentor": None, "teacher": None},
    "R31": {"lodging_kind": "own", "lodging_address": "听荷街租住房", "lodging_contact": "房东"},
}
"""Rules that a placement's own terms break."""
_MISSING = (("R16", "tri_party_agreement"), ("R21", "safety_training"), ("R32", "cross_province_filing"))
"""Rules broken by a paper that is not there."""
_EARLIEST = 10
"""So many students, those with rare names among them, are left without a case."""

Case = Callable[[Soil, str, Student], None]


def plant(ledger: Ledger, calendar: Calendar, seed: int, cast: Cast) -> None:
    """Put every case in, one student after the other, as long as there are students for it."""
    soil = Soil(ledger, calendar, cast, Random(f"{seed}/planting"))
    _plant_places(soil)
    free = [student for student in cast.students[_EARLIEST:] if soil.ordinary(student)]
    for (rule, case), student in zip(_cases(), free, strict=False):
        case(soil, rule, student)
    send_abroad(soil)


def _cases() -> list[tuple[str, Case]]:
    return [
        ("R26", _canteen),
        *((rule, _terms) for rule in _TERMS),
        *((rule, _without(kind)) for rule, kind in _MISSING),
        ("R01", _child), ("R02", _first_year), ("R03", _minor), ("R04", _woman), ("R16", _late_agreement),
        ("R17", _paper("tri_party_agreement", items=("parties", "content", "pay"))),
        ("R18", _paper("consent", guardian_signed_on=None)), ("R20", _short_insurance),
        ("R20", _paper("liability_insurance", payer="student")), ("R21", _paper("safety_training", passed=False)),
        ("R25", _too_long), ("R36", no_journals), ("R37", one_rater), ("R38", no_follow_up), ("R39", not_archived),
        ("R40", open_injury), ("identity_missing", _no_identity), ("identity_sex", _other_sex),
        ("phone_missing", _no_phone), ("phone_shared", _shared_phone),
    ]  # fmt: skip


# -- enterprises, their visits and checks --------------------------------------------------------------


def _plant_places(soil: Soil) -> None:
    ledger, firms = soil.ledger, soil.cast.firms
    _unsurveyed(soil, "R06", firms[-2])
    _unsurveyed(soil, "R05", firms[-1])
    crowded, fined, unchecked = firms[12], firms[9], firms[3]
    make_room(soil, except_for=crowded)
    ledger.values(crowded.id)["other_interns"] = crowded.place.staff // 8
    if crowded.students:
        ledger.plant("R23", "enterprise", crowded.id)
    record = ledger.values(fined.id)
    del record["credit_checked_on"]
    record |= {"safety_record": "上年发生一起机械伤害事故，被处罚款。", "safety_clean": False}
    if fined.students:
        ledger.plant("R27", "enterprise", fined.id)
    visits = ledger.of("visit")
    for rule, visit in zip(("R09", "R13", "R15", "R25", "R10"), visits[5::9], strict=False):
        _answered(soil, rule, visit)
    gap = [check for check in ledger.of("daily_check") if check.values["enterprise"] == unchecked.id][10:13]
    for check in gap:
        ledger.drop(check.id)
    if gap:
        ledger.plant("R30", "enterprise", unchecked.id)


def _unsurveyed(soil: Soil, rule: str, firm: Firm) -> None:
    """One that may not take students; nobody surveyed it, looked up its credit, or named a mentor there."""
    if firm.students:
        for each in (rule, "R27", "R28"):
            soil.ledger.plant(each, "enterprise", firm.id)
    for student in firm.students:
        soil.ledger.plant("R29", "placement", student.placement)


def _answered(soil: Soil, rule: str, visit: Entry) -> None:
    """At a visit the question was answered with yes, and it was not asked again there."""
    for later in soil.ledger.of("visit"):
        same_place = later.values["enterprise"] == visit.values["enterprise"]
        if same_place and later.values["visited_on"] > visit.values["visited_on"]:
            later.values["rule_answers"] = later.values["rule_answers"] | {rule: "not_asked"}
    visit.values["rule_answers"] = visit.values["rule_answers"] | {rule: "yes"}
    visit.values["findings"] = "学生反映与规定不符，已要求企业书面说明并整改。"
    soil.ledger.plant(rule, "visit", visit.id)


# -- terms and papers ----------------------------------------------------------------------------------


def _terms(soil: Soil, rule: str, student: Student) -> None:
    soil.change(rule, student, _TERMS[rule])


def _canteen(soil: Soil, rule: str, student: Student) -> None:
    """Work that has nothing to do with the major; let pass for a while."""
    values = {"department": "行政部", "post": "食堂帮工", "major_match": "other", "post_staff_count": 25}
    soil.change(rule, student, values, waived=True)
    today = soil.calendar.today
    save = soil.ledger.save(today - timedelta(days=5), Text("豁免", "waive a finding"), soil.author(student))
    soil.ledger.create(save, "waiver", {
        "rule": rule, "about": student.placement, "reason": "车间检修，临时调岗四周，学生和家长同意，检修结束即调回。",
        "waived_by": soil.author(student), "waived_on": (today - timedelta(days=5)).isoformat(),
        "until": (today + timedelta(days=23)).isoformat(),
    })  # fmt: skip


def _too_long(soil: Soil, rule: str, student: Student) -> None:
    """Twice the usual length, which the insurance does not cover."""
    soil.change(rule, student, {"end": (soil.calendar.start + timedelta(days=360)).isoformat()})
    soil.plant_paper("R20", student, "liability_insurance")
    soil.plant_paper("paper_expiring", student, "liability_insurance")


def _paper(kind: str, **values: Any) -> Case:
    return lambda soil, rule, student: soil.change_paper(rule, student, kind, values)


def _without(kind: str) -> Case:
    return lambda soil, rule, student: soil.drop_paper(rule, student, kind)


def _late_agreement(soil: Soil, rule: str, student: Student) -> None:
    late = (soil.calendar.start + timedelta(days=9)).isoformat()
    signed = {"enterprise_signed_on": late, "college_signed_on": late}
    soil.change_paper(rule, student, "tri_party_agreement", signed)


def _short_insurance(soil: Soil, rule: str, student: Student) -> None:
    soon = (soil.calendar.today + timedelta(days=11)).isoformat()
    soil.change_paper(rule, student, "liability_insurance", {"valid_to": soon})
    soil.plant_paper("paper_expiring", student, "liability_insurance")


# -- people --------------------------------------------------------------------------------------------


def _born(soil: Soil, days: int, sex: str) -> Mapping[str, Any]:
    """What says that the student was so many days old on the first day."""
    born = soil.calendar.start - timedelta(days=days)
    return {"sex": sex, "birth_date": born.isoformat(), "id_number": identity_number(soil.random, born, sex)}


def _child(soil: Soil, rule: str, student: Student) -> None:
    soil.change_student(rule, student, _born(soil, 15 * 365 + 200, student.sex))


def _minor(soil: Soil, rule: str, student: Student) -> None:
    soil.ledger.values(student.id).update(_born(soil, 17 * 365 + 30, student.sex))
    soil.change(rule, student, {"hazard_tags": ("fast_line",)})


def _woman(soil: Soil, rule: str, student: Student) -> None:
    soil.ledger.values(student.id).update(_born(soil, 19 * 365, "女"))
    soil.change(rule, student, {"hazard_tags": ("load",), "labour_grade": "IV"})
    soil.ledger.plant("R07", "placement", student.placement)


def _first_year(soil: Soil, rule: str, student: Student) -> None:
    year = soil.calendar.school_year
    soil.change_student(rule, student, {"grade_year": year, "enrolled_on": f"{year}-09-01"})


def _no_identity(soil: Soil, rule: str, student: Student) -> None:
    soil.change_student(rule, student, {"id_number": None})


def _other_sex(soil: Soil, rule: str, student: Student) -> None:
    """The identity number says the other sex."""
    soil.change_student(rule, student, {"sex": "女" if student.sex == "男" else "男"})


def _no_phone(soil: Soil, rule: str, student: Student) -> None:
    none = dict.fromkeys(("phone", "wechat", "guardian_phone", "emergency_phone"))
    soil.change_student(rule, student, none)


def _shared_phone(soil: Soil, rule: str, student: Student) -> None:
    """The guardian's number is the student's own."""
    phone = soil.ledger.values(student.id)["phone"]
    soil.change_student(rule, student, {"guardian_phone": phone, "emergency_phone": phone})
