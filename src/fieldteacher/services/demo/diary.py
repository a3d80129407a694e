"""Three months of visits, talks, promises, daily checks, absences and journals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from fieldteacher.domain.calendar import WorkCalendar
from fieldteacher.domain.clock import derived_id
from fieldteacher.domain.records.fieldwork import RULE_QUESTIONS
from fieldteacher.domain.text import Text
from fieldteacher.services.demo import phrases
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.ledger import Ledger, Save
from fieldteacher.services.demo.people import Cast, Firm, Student
from fieldteacher.services.demo.placing import FULL

_CHECKED_FIRMS = 40
"""So many enterprises have daily checks; in a larger park the others have none."""
_NEGLECTED = 6
_MOST_MISSED = 4
"""Journals that a student may not have handed in and still have enough; one who moved has fewer and misses none."""
_ABSENCES = ("sick", "sick", "personal", "personal", "late", "official", "unexcused")
_PLACES = ("车间休息区", "企业会议室", "企业接待室")


class Diary:
    """Fills the weeks."""

    def __init__(
        self, ledger: Ledger, calendar: Calendar, seed: int, cast: Cast, workdays: WorkCalendar
    ) -> None:
        self._ledger, self._calendar, self._cast = ledger, calendar, cast
        self._workdays, self._luck = workdays, Random(f"{seed}/checks")
        self._random = Random(f"{seed}/diary")
        self._levels: dict[str, str] = {}
        self._missed: dict[str, int] = {}

    def fill(self) -> None:
        """Every week until today."""
        for number, monday in enumerate(self._calendar.weeks):
            friday = min(monday + timedelta(days=4), self._ledger.today)
            for teacher, name in enumerate(self._cast.teacher_names):
                firms = [firm for firm in self._cast.firms if firm.teacher == teacher]
                save = self._ledger.save(friday, Text("本周走访与谈话", "visits and talks of the week"), name)
                for order, firm in enumerate(firms):
                    if (order + number) % 2 == 0 and not self._neglected(firm, monday):
                        self._visit(save, firm, monday + timedelta(days=1 + order % 3), number)
            self._checks(monday)
            if number:
                self._journals(monday, number)
            self._absences(monday, friday)
        self._not_back()

    # -- visits and talks ----------------------------------------------------------------------

    def _neglected(self, firm: Firm, monday: date) -> bool:
        """One enterprise has not been visited for five weeks, so its students were not talked with either."""
        if firm is not self._cast.firms[_NEGLECTED] or monday < self._ledger.today - timedelta(weeks=5):
            return False
        if monday == self._calendar.weeks[-1]:
            there = self._there(firm, monday)
            if there:
                self._ledger.plant("visit_overdue", "enterprise", firm.id)
            for student in there:
                self._ledger.plant("talk_overdue", "student", student.id)
        return True

    def _visit(self, save: Save, firm: Firm, day: date, week: int) -> None:
        students = self._there(firm, day)
        if day > self._ledger.today or not students:
            return
        choose = self._random.choice
        fill = {"post": students[0].post}
        times = choose((("09:00", "11:20"), ("09:30", "11:40"), ("13:30", "16:00")))
        visit = self._ledger.create(save, "visit", {
            "enterprise": firm.id, "visited_on": day.isoformat(), "arrived_at": times[0],
            "left_at": times[1], "kind": "opening" if week <= 1 else choose(("routine", "routine", "routine", "safety")),
            "visitors": save.author + (choose(phrases.VISITORS) if week % 6 == 5 else ""), "received_by": f"人事 {firm.hr}",
            "training": choose(phrases.TRAINING), "employment_use": choose(phrases.USE).format(**fill),
            "enterprise_rating": choose(phrases.RATING), "hiring": choose(phrases.HIRING) if week > 4 else None,
            "environment": choose(phrases.ENVIRONMENT), "findings": choose(phrases.FINDINGS),
            "rule_answers": {q.value: choose(("no", "no", "no", "not_asked")) for q in RULE_QUESTIONS},
            "satisfaction": choose((3, 4, 4, 5)), "next_visit_on": (day + timedelta(days=14)).isoformat(),
        })  # fmt: skip
        for student in students:
            self._talk(save, student, day, visit, group=len(students) > 8)
        if self._random.random() < 0.6:
            self._promise(save, firm.id, visit, day, phrases.PROMISES)
        if self._random.random() < 0.25:
            self._promise(save, self._random.choice(students).id, visit, day, phrases.STUDENT_PROMISES)

    def _there(self, firm: Firm, day: date) -> list[Student]:
        return [s for s in firm.students if s.number < FULL and s.start <= day < (s.left or date.max)]

    def _talk(self, save: Save, student: Student, day: date, visit: str | None, *, group: bool) -> None:
        random = self._random
        choose = random.choice
        values: dict[str, Any] = {
            "student": student.id, "visit": visit, "talked_on": day.isoformat(),
            "minutes": choose((5, 5, 10, 10, 15, 20)), "way": "group" if group else "face",
            "place": _PLACES[student.number % len(_PLACES)] if visit else "宿舍区",
            "thoughts": choose(phrases.THOUGHTS).format(post=student.post),
            "work": choose(phrases.WORK).format(post=student.post), "living": choose(phrases.LIVING),
            "gains": choose(phrases.GAINS), "difficulties": choose(phrases.DIFFICULTIES),
            "satisfaction_environment": choose((3, 4, 4, 5)), "satisfaction_conditions": choose((3, 4, 4, 5)),
            "satisfaction_work": choose((2, 3, 4, 4, 5)),
        }  # fmt: skip
        if random.random() < 0.04:
            level = choose(("L1", "L2", "L3", "L3"))
            due = day + timedelta(days=14)
            values |= {
                "attention_level": level,
                "measures": choose(phrases.MEASURES),
                "follow_up_on": due.isoformat(),
            }
            if due < self._ledger.today and random.random() < 0.8:
                values["followed_up_on"] = (due - timedelta(days=random.randrange(0, 4))).isoformat()
            if self._levels.get(student.id) != level:
                self._levels[student.id] = level
                self._ledger.update(save, "student", student.id, {"attention_level": level})
        self._ledger.create(save, "talk", values)

    def _promise(
        self, save: Save, about: str, visit: str, day: date, kinds: Sequence[tuple[str, str]]
    ) -> None:
        what, who = self._random.choice(kinds)
        due = day + timedelta(days=self._random.choice((7, 14, 21)))
        values: dict[str, Any] = {
            "about": about, "visit": visit, "what": what, "who": who, "due_on": due.isoformat(), "status": "open",
        }  # fmt: skip
        promise = self._ledger.create(save, "promise", values)
        done = due - timedelta(days=self._random.randrange(0, 5))
        kept = 0.96 if done < self._ledger.today - timedelta(days=21) else 0.6
        if done < self._ledger.today and self._random.random() < kept:
            later = self._ledger.save(done, Text("跟进事项", "settle a promise"), save.author)
            dropped = self._random.random() < 0.06
            self._ledger.update(later, "promise", promise, {
                "status": "dropped" if dropped else "done", "done_on": None if dropped else done.isoformat(),
                "result": "情况变化，不再需要。" if dropped else self._random.choice(phrases.PROMISE_RESULTS),
            })  # fmt: skip

    # -- checks, absences, journals ------------------------------------------------------------

    def _checks(self, monday: date) -> None:
        """The checks of a week, on the days that are worked before today."""
        sunday = min(monday + timedelta(days=6), self._ledger.today - timedelta(days=1))
        days = list(self._workdays.working_days(monday, sunday)) if monday <= sunday else []
        if not days:
            return
        save = self._ledger.save(days[-1], Text("每日检查", "daily checks"), self._cast.teacher_names[0])
        for firm in self._cast.firms[:_CHECKED_FIRMS]:
            for day in days if firm.students else ():
                normal = self._luck.random() > 0.015
                self._ledger.create(save, "daily_check", {
                    "enterprise": firm.id, "checked_on": day.isoformat(), "normal": normal,
                    "exception": None if normal else self._luck.choice(phrases.CHECK_EXCEPTIONS),
                }, id=derived_id(firm.id, day.isoformat()))  # fmt: skip

    def _absences(self, monday: date, friday: date) -> None:
        save = self._ledger.save(friday, Text("请假缺勤", "absences"), self._cast.teacher_names[-1])
        for _ in range(1 + min(len(self._cast.students), FULL) // 50):
            student = self._random.choice(self._cast.students[:FULL])
            kind = self._random.choice(_ABSENCES)
            first = monday + timedelta(days=self._random.randrange(0, 5))
            excused = kind not in ("unexcused", "late")
            last = first + timedelta(days=self._random.randrange(0, 3) if excused else 0)
            if last > friday:
                continue
            self._ledger.create(save, "absence", {
                "student": student.id, "kind": kind, "starts_at": f"{first}T08:30", "ends_at": f"{last}T17:00" if excused else f"{last}T09:00",
                "reason": phrases.ABSENCE_REASONS[kind], "approved_by": save.author if excused else None,
                "returned_at": f"{last}T17:30" if excused and last < self._ledger.today else None,
            })  # fmt: skip

    def _not_back(self) -> None:
        """One student's leave ended yesterday, and nobody noted the return."""
        student, today = self._cast.students[min(5, len(self._cast.students) - 1)], self._ledger.today
        first, last = today - timedelta(days=4), today - timedelta(days=1)
        if first <= student.start:
            return
        save = self._ledger.save(first, Text("请假缺勤", "absences"), self._cast.teacher_names[0])
        self._ledger.create(save, "absence", {
            "student": student.id, "kind": "sick", "starts_at": f"{first}T08:00", "ends_at": f"{last}T18:00",
            "reason": phrases.ABSENCE_REASONS["sick"], "approved_by": save.author,
        })  # fmt: skip

    def _journals(self, monday: date, week: int) -> None:
        """The journals of the week before, handed in at the start of this one."""
        before = monday - timedelta(days=7)
        period = f"{before.isocalendar().year}-W{before.isocalendar().week:02d}"
        author = self._cast.teacher_names[week % len(self._cast.teachers)]
        save = self._ledger.save(monday, Text("收周志", "take in the journals"), author)
        for student in self._cast.students[:FULL]:
            missed = self._random.random() < (0.25 if student.quality == "low" else 0.04)
            stayed = student.start == self._calendar.start
            missed = missed and stayed and self._missed.get(student.id, 0) < _MOST_MISSED
            self._missed[student.id] = self._missed.get(student.id, 0) + missed
            if missed or not student.start <= before < (student.left or date.max):
                continue
            self._ledger.create(save, "journal", {
                "student": student.id, "kind": "weekly", "period": period, "handed_in_on": min(monday, self._ledger.today).isoformat(),
                "characters": self._random.randrange(280, 900), "stars": self._random.choice((3, 4, 4, 5)),
                "comment": self._random.choice(phrases.JOURNAL_COMMENTS),
            }, id=derived_id(student.id, "weekly", period))  # fmt: skip
