"""The evaluation scheme, complete mid-term marks, final marks partly entered, and the forms printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from fieldteacher.domain.clock import derived_id
from fieldteacher.domain.ready_schemes import READY_SCHEMES
from fieldteacher.domain.text import Text
from fieldteacher.paper.layout import form_number, registry
from fieldteacher.services.demo import phrases
from fieldteacher.services.demo.calendar import MID_TERM, Calendar
from fieldteacher.services.demo.ledger import Ledger, Save
from fieldteacher.services.demo.people import Cast, Student
from fieldteacher.services.demo.placing import FULL
from fieldteacher.services.evaluations import evaluation_id
from fieldteacher.services.forms.offers import EVALUATION

_SHARE = {"high": 0.92, "middle": 0.82, "low": 0.66}
_FINISHED_FIRMS = 5
"""So many enterprises have handed in their final marks; two more have begun."""

Criteria = dict[str, list[tuple[str, int]]]
"""Rater to criterion ids with full marks (tenths)."""


def make_schemes(ledger: Ledger, calendar: Calendar, author: str) -> tuple[str, Criteria]:
    """Take the general scheme, and another that is not used; returns the first with its criteria."""
    save = ledger.save(calendar.start - timedelta(days=25), Text("选用考核方案", "choose the scheme"), author)
    made = []
    for ready, name in ((READY_SCHEMES[3], "三方评价方案"), (READY_SCHEMES[0], "岗位实习考核方案")):
        scheme = ledger.create(save, "scheme", {
            "name": name, "version": 1, "raters": dict(ready.raters), "bands": dict(ready.bands),
            "pass_mark": ready.pass_mark, "rounding": ready.rounding,
        })  # fmt: skip
        criteria: Criteria = {}
        position = 0
        for rater, items in ready.criteria.items():
            for title, standard, full in items:
                position += 1
                id = ledger.create(save, "criterion", {
                    "scheme": scheme, "rater": rater, "position": position, "name": title, "standard": standard,
                    "full_marks": 10 * full,
                })  # fmt: skip
                criteria.setdefault(rater, []).append((id, 10 * full))
        made.append((scheme, criteria))
    return made[-1]


class Marks:
    """Enters the marks of both stages."""

    def __init__(
        self, ledger: Ledger, calendar: Calendar, seed: int, cast: Cast, scheme: str, criteria: Criteria
    ) -> None:
        self._ledger, self._calendar, self._cast = ledger, calendar, cast
        self._scheme, self._criteria = scheme, criteria
        self._random = Random(f"{seed}/marks")

    def fill(self) -> None:
        """Mid-term for everybody, final for some enterprises."""
        self._mid_term()
        self._final()
        self._corrected()
        self._missing()
        self._slips()

    def _mid_term(self) -> None:
        day = self._calendar.start + timedelta(weeks=MID_TERM, days=4)
        author = self._cast.teacher_names[0]
        save = self._ledger.save(day, Text("录入中期分数", "enter mid-term marks"), author)
        self._ledger.update(save, "scheme", self._scheme, {"frozen_on": day.isoformat()})
        printed = self._ledger.save(day - timedelta(days=3), Text("打印考核表", "print the forms"), author)
        layout = registry.current(len(self._criteria["enterprise"]), len(READY_SCHEMES[0].bands)).code
        forms = 0
        for student in self._cast.students[:FULL]:
            if student.left is not None and student.left <= day:
                continue
            self._ledger.create(printed, "issued_form", {
                "placement": student.placement, "scheme": self._scheme, "stage": "mid", "rater": "enterprise",
                "form_number": form_number.encode(self._random.getrandbits(40)), "layout": layout,
                "printed_on": (day - timedelta(days=3)).isoformat(), "blank": True,
            })  # fmt: skip
            for rater in self._criteria:
                self._evaluation(save, student, "mid", rater, day, signed=True)
            forms += 1
        self._runs(printed, day - timedelta(days=3), forms)

    def _runs(self, save: Save, day: date, forms: int) -> None:
        """What the teacher printed for the round of enterprises: the forms for the mentors, and whom to meet."""
        for minute, form, pages, blank, output in (
            ("08:50", "roster", len(self._cast.firms) + 8, False, "file"), ("09:10", EVALUATION, forms, True, "printer"),
        ):  # fmt: skip
            self._ledger.create(save, "print_run", {
                "form": form, "printed_at": f"{day.isoformat()}T{minute}", "output": output, "pages": pages,
                "forms": forms if form == EVALUATION else len(self._cast.firms), "whom": "全部", "blank": blank,
                "draft": False, "choices": json.dumps({"form": form, "blank": blank, "stage": "mid", "scope": "all"}),
            })  # fmt: skip

    def _final(self) -> None:
        today = self._ledger.today
        save = self._ledger.save(
            today, Text("录入期末分数", "enter final marks"), self._cast.teacher_names[0]
        )
        for number, firm in enumerate(self._cast.firms[: _FINISHED_FIRMS + 2]):
            for order, student in enumerate(s for s in firm.students if s.number < FULL and s.left is None):
                if number < _FINISHED_FIRMS:
                    self._evaluation(save, student, "final", "enterprise", today, signed=number < 2)
                    if number < 3:
                        self._evaluation(save, student, "final", "school", today, signed=number == 0)
                elif order % 2 == 0:
                    self._evaluation(save, student, "final", "enterprise", today, signed=False, whole=False)

    def _evaluation(
        self, save: Save, student: Student, stage: str, rater: str, day: date, *, signed: bool, whole: bool = True
    ) -> None:  # fmt: skip
        comments = phrases.COMMENTS if rater == "enterprise" else phrases.SCHOOL_COMMENTS
        id = evaluation_id(student.placement, self._scheme, stage, rater)
        self._ledger.create(save, "evaluation", {
            "placement": student.placement, "scheme": self._scheme, "stage": stage, "rater": rater,
            "rated_by": student.firm.hr if rater == "enterprise" else self._cast.teacher_names[student.firm.teacher],
            "rated_on": day.isoformat(), "comment": self._random.choice(comments[student.quality]) if whole else None,
            "status": "signed" if signed else "draft", "signed_on": day.isoformat() if signed else None,
            "signed_by": self._signer(student, rater) if signed else None,
        }, id)  # fmt: skip
        criteria = self._criteria[rater]
        for criterion, full in criteria if whole else criteria[: len(criteria) // 2]:
            self._ledger.create(save, "score", {
                "evaluation": id, "criterion": criterion, "tenths": self._mark(student.quality, full),
            }, derived_id(id, criterion))  # fmt: skip

    def _signer(self, student: Student, rater: str) -> str:
        if rater == "school":
            return self._cast.teacher_names[student.firm.teacher]
        mentor = self._ledger.values(student.placement).get("mentor")
        return str(self._ledger.values(mentor)["name"]) if mentor else student.firm.hr

    def _corrected(self) -> None:
        """One mid-term sheet was unlocked, because a mark had been misread, and signed again."""
        student = self._cast.students[0]
        id = evaluation_id(student.placement, self._scheme, "mid", "enterprise")
        day = self._calendar.start + timedelta(weeks=MID_TERM, days=6)
        if not self._made(id) or day > self._ledger.today:
            return
        author = self._cast.teacher_names[student.firm.teacher]
        values = {
            "status": "draft",
            "signed_on": None,
            "signed_by": None,
            "unlock_reason": "“劳动纪律”看错一分，与企业核对后改正。",
        }
        self._ledger.update(
            self._ledger.save(day, Text("解除签字", "unlock"), author), "evaluation", id, values
        )
        signed = {
            "status": "signed",
            "signed_on": day.isoformat(),
            "signed_by": self._signer(student, "enterprise"),
            "unlock_reason": None,
        }
        self._ledger.update(
            self._ledger.save(day, Text("考核签字", "sign"), author), "evaluation", id, signed
        )

    def _missing(self) -> None:
        """The college gives no final marks for one student; the enterprise's carry the weight."""
        for student in self._cast.firms[_FINISHED_FIRMS - 1].students:
            marked = self._made(evaluation_id(student.placement, self._scheme, "final", "enterprise"))
            id = evaluation_id(student.placement, self._scheme, "final", "school")
            if marked and not self._made(id):
                save = self._ledger.save(
                    self._ledger.today, Text("登记缺评", "state marks missing"), self._cast.teacher_names[0]
                )
                self._ledger.create(save, "evaluation", {
                    "placement": student.placement, "scheme": self._scheme, "stage": "final", "rater": "school",
                    "status": "missing", "missing_as": "reweigh", "missing_by": "教务处", "missing_on": self._ledger.today.isoformat(),
                    "missing_reason": "原带队教师调离，未留评分，经教务处同意以企业评分折算。",
                }, id)  # fmt: skip
                return

    def _slips(self) -> None:
        """What hints are for: a slip of the keyboard, a nought, a comment on the wrong sheet, marks copied downwards."""
        firms = self._cast.firms
        for firm, criterion, tenths in ((firms[1], 1, 30), (firms[_FINISHED_FIRMS], 0, 0)):
            for score in self._scores(firm.students, criterion)[:1]:
                score["tenths"] = tenths
        for student in firms[3].students:
            if student.quality == "high":
                id = evaluation_id(student.placement, self._scheme, "final", "enterprise")
                if self._made(id):
                    self._ledger.values(id)["comment"] = "本月多次迟到，经提醒仍未改正。"
                    break
        small = min(
            (f for f in firms[2:_FINISHED_FIRMS] if len(f.students) > 3),
            key=lambda f: len(f.students),
            default=None,
        )
        if small is not None:
            for place in range(len(self._criteria["enterprise"])):
                scores = self._scores(small.students, place)
                for score in scores[1:]:
                    score["tenths"] = scores[0]["tenths"]

    def _scores(self, students: Sequence[Student], criterion: int) -> list[dict[str, Any]]:
        """The final marks that the enterprise gave these students for one criterion."""
        made = {each.id: each.values for each in self._ledger.of("score")}
        name = self._criteria["enterprise"][criterion][0]
        ids = (
            derived_id(evaluation_id(s.placement, self._scheme, "final", "enterprise"), name)
            for s in students
        )
        return [made[id] for id in ids if id in made]

    def _made(self, id: str) -> bool:
        return any(each.id == id for each in self._ledger.of("evaluation"))

    def _mark(self, quality: str, full: int) -> int:
        """A mark in tenths, as a rule whole, now and then a half."""
        share = _SHARE[quality] + self._random.uniform(-0.08, 0.07)
        step = 5 if self._random.random() < 0.2 else 10
        return max(0, min(full, step * round(full * share / step)))
