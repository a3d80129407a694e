"""Problems put in on purpose: for every rule of the regulation that records can show, one case at least.

The rules are those of the 2021 Regulation on internships of vocational-school students, numbered as in
``PLANTED_RULES``. Not planted, because no record of ours shows them: R22 (kinds of education), R33 (abroad), R34,
R35, R41 and R42 (the college's own files and complaints).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.codes import identity_number
from fieldteacher.services.demo.ledger import Ledger
from fieldteacher.services.demo.people import Cast, Student

PLANTED_RULES = (
    "R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R13", "R14", "R15", "R16",
    "R17", "R18", "R19", "R20", "R21", "R23", "R24", "R25", "R26", "R27", "R28", "R29", "R30", "R31", "R32", "R36",
    "R37", "R38", "R39", "R40",
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
    "R24": {"post_staff_count": 4},
    "R29": {"mentor": None, "teacher": None},
    "R31": {"lodging_kind": "own", "lodging_address": "听荷街租住房", "lodging_contact": "房东"},
}
"""Rules that a placement's own terms break."""


class Planter:
    """Puts the cases in. Students are taken one after the other, from the eleventh on."""

    def __init__(self, ledger: Ledger, calendar: Calendar, seed: int, cast: Cast) -> None:
        self._ledger, self._calendar, self._cast = ledger, calendar, cast
        self._random = Random(f"{seed}/planting")
        self._free = [s for s in cast.students[10:] if self._ordinary(s)]
        self._papers: dict[tuple[str, str], str] = {
            (p.values["placement"], p.values["kind"]): p.id for p in ledger.of("paper")
        }

    def _ordinary(self, student: Student) -> bool:
        """Whether a student has nothing special yet, so that a case stands for one rule alone."""
        placement = self._ledger.values(student.placement)
        stayed = student.start == self._calendar.start and student.left is None
        regular = student.firm.place.kind not in ("agency", "other")
        return (
            stayed and regular and (placement["kind"], placement["lodging_kind"]) == ("assigned", "dormitory")
        )

    def plant(self) -> None:
        """Every case, as long as there are students for it."""
        self._places()
        cases: list[tuple[str, Callable[[str, Student], None]]] = [
            *((rule, self._terms) for rule in _TERMS),
            ("R01", self._age), ("R02", self._first_year), ("R03", self._minor), ("R04", self._woman),
            ("R16", self._late_agreement), ("R16", self._no_agreement), ("R17", self._short_agreement),
            ("R18", self._no_guardian), ("R19", self._no_application), ("R20", self._short_insurance),
            ("R20", self._paid_by_student), ("R21", self._failed_training), ("R21", self._no_training),
            ("R25", self._too_long), ("R26", self._other_field), ("R32", self._no_filing), ("R36", self._no_journals),
            ("R37", self._one_rater), ("R38", self._no_follow_up), ("R39", self._not_archived), ("R40", self._open_injury),
            ("identity_missing", self._no_identity), ("identity_sex", self._other_sex), ("phone_missing", self._no_phone),
            ("phone_shared", self._shared_phone),
        ]  # fmt: skip
        for rule, case in cases:
            if not self._free:
                return
            case(rule, self._free.pop(0))

    # -- enterprises and visits ----------------------------------------------------------------

    def _places(self) -> None:
        """What enterprises, their visits and checks show."""
        firms = self._cast.firms
        for rule, firm in (("R06", firms[-2]), ("R05", firms[-1]), ("R28", firms[-2]), ("R23", firms[12])):
            self._ledger.plant(rule, "enterprise", firm.id)
        self._ledger.values(firms[12].id)["other_interns"] = firms[12].place.staff // 8
        record = self._ledger.values(firms[9].id)
        record.pop("credit_checked_on", None)
        record["safety_record"] = "上年发生一起机械伤害事故，被处罚款。"
        self._ledger.plant("R27", "enterprise", firms[9].id)
        visits = self._ledger.of("visit")
        for rule, visit in zip(("R09", "R13", "R15", "R25", "R10"), visits[5::9], strict=False):
            answers = dict(visit.values["rule_answers"])
            visit.values["rule_answers"] = answers | {rule: "yes"}
            visit.values["findings"] = "学生反映与规定不符，已要求企业书面说明并整改。"
            self._ledger.plant(rule, "visit", visit.id)
        gap = [c for c in self._ledger.of("daily_check") if c.values["enterprise"] == firms[3].id][10:13]
        for check in gap:
            self._ledger.drop(check.id)
        if gap:
            self._ledger.plant("R30", "enterprise", firms[3].id)

    # -- placements ----------------------------------------------------------------------------

    def _change(self, rule: str, student: Student, values: Mapping[str, Any]) -> None:
        placement = self._ledger.values(student.placement)
        placement.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del placement[name]
        self._ledger.plant(rule, "placement", student.placement)

    def _terms(self, rule: str, student: Student) -> None:
        self._change(rule, student, _TERMS[rule])

    def _born(self, rule: str, student: Student, days: int) -> None:
        """Make the student so many days old on the first day."""
        born = self._calendar.start - timedelta(days=days)
        self._ledger.values(student.id).update(
            birth_date=born.isoformat(), id_number=identity_number(self._random, born, student.sex)
        )
        self._ledger.plant(rule, "student", student.id)

    def _age(self, rule: str, student: Student) -> None:
        self._born(rule, student, 15 * 365 + 200)

    def _first_year(self, rule: str, student: Student) -> None:
        year = self._calendar.school_year
        self._ledger.values(student.id).update(grade_year=year, enrolled_on=f"{year}-09-01")
        self._ledger.plant(rule, "student", student.id)

    def _minor(self, rule: str, student: Student) -> None:
        self._born(rule, student, 17 * 365 + 30)
        self._change(rule, student, {"hazard_tags": ("fast_line",)})

    def _woman(self, rule: str, student: Student) -> None:
        born = self._calendar.start - timedelta(days=19 * 365)
        self._ledger.values(student.id).update(
            sex="女", birth_date=born.isoformat(), id_number=identity_number(self._random, born, "女")
        )
        self._change(rule, student, {"hazard_tags": ("load",), "labour_grade": "IV"})

    def _too_long(self, rule: str, student: Student) -> None:
        self._change(rule, student, {"end": (self._calendar.start + timedelta(days=360)).isoformat()})

    def _other_field(self, rule: str, student: Student) -> None:
        self._change(rule, student, {"department": "行政部", "post": "食堂帮工"})

    # -- papers --------------------------------------------------------------------------------

    def _paper(self, student: Student, kind: str) -> str | None:
        return self._papers.get((student.placement, kind))

    def _without(self, rule: str, student: Student, kind: str) -> None:
        paper = self._paper(student, kind)
        if paper is not None:
            self._ledger.drop(paper)
            self._ledger.plant(rule, "placement", student.placement)

    def _with(self, rule: str, student: Student, kind: str, values: Mapping[str, Any]) -> None:
        paper = self._paper(student, kind)
        if paper is not None:
            self._ledger.values(paper).update(values)
            self._ledger.plant(rule, "paper", paper)

    def _late_agreement(self, rule: str, student: Student) -> None:
        late = (self._calendar.start + timedelta(days=9)).isoformat()
        signed = {"enterprise_signed_on": late, "college_signed_on": late}
        self._with(rule, student, "tri_party_agreement", signed)

    def _no_agreement(self, rule: str, student: Student) -> None:
        self._without(rule, student, "tri_party_agreement")

    def _short_agreement(self, rule: str, student: Student) -> None:
        self._with(rule, student, "tri_party_agreement", {"items": ("parties", "content", "pay")})

    def _no_guardian(self, rule: str, student: Student) -> None:
        paper = self._paper(student, "consent")
        if paper is not None:
            self._ledger.values(paper).pop("guardian_signed_on", None)
            self._ledger.plant(rule, "paper", paper)

    def _no_application(self, rule: str, student: Student) -> None:
        self._change(rule, student, {"kind": "self_chosen"})

    def _short_insurance(self, rule: str, student: Student) -> None:
        soon = (self._calendar.today + timedelta(days=11)).isoformat()
        self._with(rule, student, "liability_insurance", {"valid_to": soon})

    def _paid_by_student(self, rule: str, student: Student) -> None:
        self._with(rule, student, "liability_insurance", {"payer": "student"})

    def _failed_training(self, rule: str, student: Student) -> None:
        self._with(rule, student, "safety_training", {"passed": False})

    def _no_training(self, rule: str, student: Student) -> None:
        self._without(rule, student, "safety_training")

    def _no_filing(self, rule: str, student: Student) -> None:
        self._without(rule, student, "cross_province_filing")

    # -- what students and raters did not do ---------------------------------------------------

    def _no_journals(self, rule: str, student: Student) -> None:
        for journal in [j for j in self._ledger.of("journal") if j.values["student"] == student.id][1:]:
            self._ledger.drop(journal.id)
        self._ledger.plant(rule, "student", student.id)

    def _one_rater(self, rule: str, student: Student) -> None:
        """The college's mid-term marks are missing."""
        for evaluation in self._ledger.of("evaluation"):
            values = evaluation.values
            of_college = (values["stage"], values["rater"]) == ("mid", "school")
            if values["placement"] == student.placement and of_college:
                for score in [s for s in self._ledger.of("score") if s.values["evaluation"] == evaluation.id]:
                    self._ledger.drop(score.id)
                self._ledger.drop(evaluation.id)
                self._ledger.plant(rule, "placement", student.placement)
                return

    def _incident(self, rule: str, student: Student, days: int, values: dict[str, Any]) -> str:
        day = self._calendar.today - timedelta(days=days)
        author = self._cast.teacher_names[student.firm.teacher]
        save = self._ledger.save(day + timedelta(days=1), Text("登记安全事件", "record an incident"), author)
        incident = self._ledger.create(save, "incident", {
            "occurred_at": f"{day}T19:40", "known_at": f"{day}T20:05", "enterprise": student.firm.id,
            "students": (student.id,), **values,
        })  # fmt: skip
        self._ledger.create(save, "notification", {
            "incident": incident, "told": "school", "person": "值班室", "told_at": f"{day + timedelta(days=1)}T09:30",
        })  # fmt: skip
        self._ledger.plant(rule, "incident", incident)
        return incident

    def _no_follow_up(self, rule: str, student: Student) -> None:
        """A fight that was punished and never talked about again; told to the college half a day late."""
        incident = self._incident(rule, student, 20, {
            "level": "minor", "kind": "fight", "place": "宿舍", "course": "因熄灯争执发生推搡，无人受伤。", "measures": "当场制止，写检讨，企业警告一次。",
            "closed_on": (self._calendar.today - timedelta(days=15)).isoformat(),
        })  # fmt: skip
        self._ledger.plant("R30", "incident", incident)
        for talk in self._ledger.of("talk"):
            late = talk.values["talked_on"] >= (self._calendar.today - timedelta(days=20)).isoformat()
            if talk.values["student"] == student.id and late:
                self._ledger.drop(talk.id)

    def _open_injury(self, rule: str, student: Student) -> None:
        """An injury with neither insurance claim nor aftercare, still open."""
        self._incident(rule, student, 16, {
            "level": "serious", "kind": "work_injury", "place": "冲压工位", "course": "取件时右手拇指被夹伤。", "injury": "右手拇指末节骨折。",
            "hospital": "园区东湾医院", "measures": "送医手术，家长次日到达。",
        })  # fmt: skip

    def _not_archived(self, rule: str, student: Student) -> None:
        """A placement that ended without its final report."""
        day = self._calendar.today - timedelta(days=9)
        author = self._cast.teacher_names[student.firm.teacher]
        save = self._ledger.save(day, Text("结束实习", "end a placement"), author)
        self._ledger.update(save, "placement", student.placement, {
            "end": day.isoformat(), "status": "ended", "end_reason": "应征入伍，提前结束。",
        })  # fmt: skip
        student.left = day
        self._ledger.plant(rule, "placement", student.placement)

    # -- what the roster left wrong ------------------------------------------------------------

    def _no_identity(self, rule: str, student: Student) -> None:
        self._ledger.values(student.id).pop("id_number")
        self._ledger.plant(rule, "student", student.id)

    def _other_sex(self, rule: str, student: Student) -> None:
        """The number says the other sex."""
        values = self._ledger.values(student.id)
        values["sex"] = "女" if student.sex == "男" else "男"
        self._ledger.plant(rule, "student", student.id)

    def _no_phone(self, rule: str, student: Student) -> None:
        for name in ("phone", "wechat", "guardian_phone", "emergency_phone"):
            self._ledger.values(student.id).pop(name, None)
        self._ledger.plant(rule, "student", student.id)

    def _shared_phone(self, rule: str, student: Student) -> None:
        values = self._ledger.values(student.id)
        values["guardian_phone"] = values["emergency_phone"] = values["phone"]
        self._ledger.plant(rule, "student", student.id)
