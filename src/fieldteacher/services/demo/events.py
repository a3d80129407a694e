"""Incidents and who was told, wishes for afterwards, the teachers' own practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from fieldteacher.domain.text import Text
from fieldteacher.services.demo import phrases
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.ledger import Ledger
from fieldteacher.services.demo.people import Cast, Student
from fieldteacher.services.demo.placing import FULL

_INCIDENTS: tuple[dict[str, Any], ...] = (
    {
        "level": "minor", "kind": "machine", "place": "机加工车间", "course": "清理切屑时未戴手套，左手食指被划伤。", "injury": "左手食指浅表划伤，缝两针。",
        "hospital": "园区东湾医院", "measures": "立即送医，通知家长。", "insurance_claim": "BA2026000101", "cost": 460, "cause": "未按规程佩戴防护手套。",
        "correction": "车间重新培训，班前检查防护用品。", "aftercare": "谈心两次，情绪稳定，三天后返岗。",
    },
    {
        "level": "minor", "kind": "illness", "place": "宿舍", "course": "夜间腹痛，室友报告宿舍管理员。", "injury": "急性胃肠炎。", "hospital": "园区东湾医院",
        "measures": "陪同就医，留观一夜。", "cost": 320, "cause": "饮食不洁。", "correction": "提醒勿食路边摊。", "aftercare": "家长电话慰问。",
    },
    {
        "level": "serious", "kind": "traffic", "place": "云棹路与环荷路口", "course": "骑电动车下班途中与小轿车相碰，右臂着地。", "injury": "右前臂骨裂，固定四周。",
        "hospital": "园区东湾医院", "measures": "报警、送医，两小时内报告学校。", "insurance_claim": "BA2026000107", "cost": 5200, "cause": "对方未让行。",
        "correction": "全体学生交通安全教育一次。", "aftercare": "每周电话慰问，心理疏导一次。",
    },
    {
        "level": "minor", "kind": "theft", "place": "宿舍", "course": "手机放在公共洗漱间被盗。", "measures": "报警备案，调取监控。", "cause": "财物保管不当。",
        "correction": "宿舍加装储物柜。", "aftercare": "已安抚。",
    },
)  # fmt: skip
_TOLD = (("school", "校企合作处"), ("guardian", "家长"), ("enterprise", "安全科"), ("insurer", "理赔专员"))
_FIGHT = {
    "level": "minor",
    "kind": "fight",
    "place": "食堂",
    "course": "排队时发生口角，被同学劝开，无人受伤。",
    "measures": "当场劝离，分别谈话了解情况。",
}
_WISHES = (*("stay",) * 3, "undecided", "undecided", "leave", "study", "elsewhere", "army", "own_business")


class Events:
    """Fills in what does not come weekly."""

    def __init__(self, ledger: Ledger, calendar: Calendar, seed: int, cast: Cast) -> None:
        self._ledger, self._calendar, self._cast = ledger, calendar, cast
        self._random, self._seed = Random(f"{seed}/events"), seed

    def fill(self) -> None:
        """All of them."""
        for number, values in enumerate(_INCIDENTS):
            self._incident(3 * number + 1, values)
        self._open_one()
        self._intentions()
        self._practice()

    def _incident(self, week: int, values: dict[str, Any]) -> None:
        day = self._calendar.start + timedelta(weeks=week, days=2)
        student = self._random.choice(self._cast.students[:FULL])
        author = self._cast.teacher_names[student.firm.teacher]
        save = self._ledger.save(day, Text("登记安全事件", "record an incident"), author)
        hour = self._random.randrange(9, 17)
        incident = self._ledger.create(save, "incident", {
            **values, "occurred_at": f"{day}T{hour:02d}:10", "known_at": f"{day}T{hour:02d}:25", "enterprise": student.firm.id,
            "students": (student.id,), "witnesses": "同组学生", "closed_on": (day + timedelta(days=12)).isoformat(),
        })  # fmt: skip
        told = _TOLD if values.get("insurance_claim") else _TOLD[:3]
        if values["kind"] in ("traffic", "theft"):
            told = (*told, ("police", "派出所"))
        for minute, (whom, person) in enumerate(told):
            self._ledger.create(save, "notification", {
                "incident": incident, "told": whom, "person": person, "told_at": f"{day}T{hour:02d}:{28 + 4 * minute:02d}",
            })  # fmt: skip
        self._ledger.create(save, "notification", {
            "incident": incident, "told": "written", "person": "校企合作处", "told_at": f"{day}T{hour + 4:02d}:05",
        })  # fmt: skip
        self._ledger.create(save, "talk", {
            "student": student.id, "talked_on": (day + timedelta(days=1)).isoformat(), "minutes": 20, "way": "face",
            "thoughts": "情绪平稳，表示今后注意安全。", "measures": "告知家长，持续关注。", "attention_level": "L2",
            "follow_up_on": (day + timedelta(days=7)).isoformat(), "followed_up_on": (day + timedelta(days=7)).isoformat(),
        })  # fmt: skip

    def _open_one(self) -> None:
        """A quarrel of this morning: the college and the enterprise are told, the written report is not made yet."""
        today, student = self._ledger.today, self._cast.students[:FULL][-1]
        author = self._cast.teacher_names[student.firm.teacher]
        save = self._ledger.save(today, Text("登记安全事件", "record an incident"), author)
        incident = self._ledger.create(save, "incident", {
            **_FIGHT, "occurred_at": f"{today}T07:40", "known_at": f"{today}T07:55", "enterprise": student.firm.id,
            "students": (student.id,),
        })  # fmt: skip
        for minute, (whom, person) in enumerate((_TOLD[0], _TOLD[2])):
            self._ledger.create(save, "notification", {
                "incident": incident, "told": whom, "person": person, "told_at": f"{today}T08:{5 + 7 * minute:02d}",
            })  # fmt: skip

    def _first_askings(self, asked: Sequence[Student]) -> None:
        """A third had been asked five weeks before, and did not know yet."""
        random = Random(f"{self._seed}/first askings")
        day = self._ledger.today - timedelta(days=47)
        if day <= self._calendar.start:
            return
        save = self._ledger.save(day, Text("登记就业意向", "note wishes"), self._cast.teacher_names[0])
        for student in asked:
            if random.random() < 1 / 3:
                self._ledger.create(save, "intention", {
                    "student": student.id, "asked_on": (day - timedelta(days=random.randrange(0, 4))).isoformat(),
                    "student_wish": "undecided", "enterprise_wish": random.choice(("not_asked", "consider")),
                    "reason": phrases.INTENTION_REASONS["undecided"],
                })  # fmt: skip

    def _intentions(self) -> None:
        random = self._random
        day = self._ledger.today - timedelta(days=12)
        save = self._ledger.save(day, Text("登记就业意向", "record intentions"), self._cast.teacher_names[0])
        asked: list[Student] = []
        for student in self._cast.students[:FULL]:
            if random.random() < 0.35:
                continue
            asked.append(student)
            wish = random.choice(_WISHES)
            offered = random.choice(("hire", "hire", "consider", "decline", "not_asked"))
            matched = wish == "stay" and offered == "hire"
            self._ledger.create(save, "intention", {
                "student": student.id, "asked_on": (day - timedelta(days=random.randrange(0, 6))).isoformat(), "student_wish": wish,
                "wished_post": student.post if wish == "stay" else None, "wished_pay": 500 * random.randrange(10, 15),
                "enterprise_wish": offered, "offered_post": student.post if offered == "hire" else None,
                "offered_pay": 500 * random.randrange(9, 14) if offered == "hire" else None, "outcome": "双方有意" if matched else None,
                "reason": phrases.INTENTION_REASONS[wish],
            })  # fmt: skip
        self._first_askings(asked)

    def _practice(self) -> None:
        for number, teacher in enumerate(self._cast.teachers):
            name = self._cast.teacher_names[number]
            firms = [firm for firm in self._cast.firms if firm.teacher == number] or self._cast.firms
            for monday in self._calendar.weeks[:-1]:
                save = self._ledger.save(
                    monday + timedelta(days=4), Text("记录企业实践", "record practice"), name
                )
                self._ledger.create(save, "practice_entry", {
                    "teacher": teacher, "enterprise": self._random.choice(firms).id, "starts_on": (monday + timedelta(days=3)).isoformat(),
                    "ends_on": (monday + timedelta(days=4)).isoformat(), "days": self._random.choice((5, 10, 15)),
                    "content": self._random.choice(phrases.PRACTICE), "gains": self._random.choice(phrases.PRACTICE_GAINS),
                    "outcome": self._random.choice(phrases.PRACTICE_OUTCOMES),
                })  # fmt: skip
            self._twice(teacher, name, firms[0].id)

    def _twice(self, teacher: str, name: str, firm: str) -> None:
        """A training whose last days are in the diary already: they must not count twice."""
        friday = self._calendar.weeks[1] + timedelta(days=4)
        save = self._ledger.save(friday, Text("记录企业实践", "record practice"), name)
        self._ledger.create(save, "practice_entry", {
            "teacher": teacher, "enterprise": firm, "starts_on": (friday - timedelta(days=2)).isoformat(),
            "ends_on": friday.isoformat(), "post": "培训学员", "content": "参加企业组织的设备维护培训。", "gains": phrases.PRACTICE_GAINS[0],
        })  # fmt: skip
