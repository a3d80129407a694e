"""The college, its teachers, the batch, the enterprises with their people, and the students."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from fieldteacher.domain.text import Text
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.codes import credit_code, identity_number, landline, mobile
from fieldteacher.services.demo.ledger import Ledger, Save
from fieldteacher.services.demo.names import RARE, TEACHERS, Names
from fieldteacher.services.demo.places import CAFE, STAFFING, Place, places_for

COLLEGE = "川南云麓职业技术学院"
MAJORS = {
    "机电一体化技术": "机电", "数控技术": "数控", "应用电子技术": "电子", "模具设计与制造": "模具", "医疗器械维护与管理": "器械",
    "食品检验检测技术": "食检", "现代物流管理": "物流", "酒店管理与数字化运营": "酒店",
}  # fmt: skip
_DEPARTMENTS = {
    "机电": "智能制造学院", "数控": "智能制造学院", "模具": "智能制造学院", "电子": "电子信息学院", "器械": "电子信息学院",
    "食检": "食品与健康学院", "物流": "商贸旅游学院", "酒店": "商贸旅游学院",
}  # fmt: skip
_CLASS_SIZE = 45
_TOWNS = ("江阳区", "纳溪区", "龙马潭区", "泸县", "合江县", "叙永县", "古蔺县", "翠屏区", "叙州区")
SURVEY_ITEMS = (
    "qualification", "integrity", "management", "posts", "working_time", "workplace", "living", "health", "safety",
)  # fmt: skip


@dataclass(slots=True)
class Firm:
    """An enterprise of the demo."""

    id: str
    place: Place
    contacts: dict[str, str]
    """Role to contact id."""
    hr: str
    teacher: int
    students: list[Student] = field(default_factory=list)


@dataclass(slots=True)
class Student:
    """A student of the demo with the placement that is current."""

    id: str
    name: str
    sex: str
    major: str
    firm: Firm
    number: int
    placement: str = ""
    post: str = ""
    start: date = date.min
    left: date | None = None
    """The day the student went back to the college."""
    quality: str = "middle"
    """How well the student does: high, middle or low."""


@dataclass(slots=True)
class Cast:
    """Everybody and everything that later records refer to."""

    teachers: Sequence[str]
    teacher_names: Sequence[str]
    batch: str
    scheme: str
    firms: list[Firm]
    students: list[Student] = field(default_factory=list)


def teacher_names(count: int, random: Random) -> list[str]:
    """The names of the teachers; the first is the owner of the store."""
    names = Names(random)
    return [*TEACHERS[:count], *(names.adult() for _ in range(count - len(TEACHERS)))]


def gather(
    ledger: Ledger, calendar: Calendar, seed: int, students: int, staff: Sequence[str], scheme: str
) -> Cast:
    """Make the college, the teachers named ``staff``, the batch, the enterprises and the students."""
    random = Random(f"{seed}/people")
    names = Names(random)
    save = ledger.save(calendar.start - timedelta(days=24), Text("建立数据", "set up"), staff[0])
    ledger.create(save, "college", {
        "name": COLLEGE, "department": "智能制造学院", "address": "云麓大道2号", "phone": "0830-6000000", "province": "四川省",
    })  # fmt: skip
    ids = []
    for n, name in enumerate(staff):
        title = random.choice(("讲师", "副教授"))
        values = {"name": name, "staff_number": f"T{1001 + n}", "phone": mobile(random), "title": title}
        ids.append(ledger.create(save, "teacher", values))
    batch = ledger.create(save, "batch", {
        "name": f"{calendar.grade_year}级岗位实习（苏州）", "grade_year": calendar.grade_year,
        "start": calendar.start.isoformat(), "end": calendar.end.isoformat(), "visits_required": 6, "talks_required": 2,
        "daily_check_required": True, "scheme": scheme, "rule_set": "教职成〔2021〕4号",
        "plan_on": (calendar.start - timedelta(days=18)).isoformat(), "filing_number": f"川职实{calendar.start:%Y}003",
        "filed_on": (calendar.start - timedelta(days=9)).isoformat(),
    })  # fmt: skip
    cast = Cast(ids, staff, batch, scheme, [])
    places = [*places_for(students, random), STAFFING, CAFE]
    cast.firms = [
        _firm(ledger, save, calendar, random, names, place, number % len(staff))
        for number, place in enumerate(places)
    ]
    _enrol(ledger, calendar, random, names, cast, students)
    return cast


def _firm(
    ledger: Ledger, save: Save, calendar: Calendar, random: Random, names: Names, place: Place, teacher: int
) -> Firm:
    regular = place.kind not in ("agency", "other")
    surveyed = calendar.start - timedelta(days=random.randrange(30, 60))
    id = ledger.create(save, "enterprise", {
        "name": place.name, "short_name": place.short, "uscc": credit_code(random), "kind": place.kind,
        "industry": place.trade.industry, "legal_person": names.adult(), "province": "江苏省", "city": "苏州市",
        "district": "昆山市" if place.name.startswith("昆山") else "工业园区", "address": place.road, "phone": landline(random),
        "staff_count": place.staff, "other_interns": random.choice((0, 0, place.staff // 50)),
        "survey_report_on": surveyed.isoformat() if regular else None, "survey_items": SURVEY_ITEMS if regular else (),
        "credit_checked_on": surveyed.isoformat() if regular else None, "credit_clean": True if regular else None,
        "safety_clean": True if regular else None,
        "safety_record": "近三年无生产安全事故，无行政处罚。" if regular else None,
        "party_meeting_on": (surveyed + timedelta(days=5)).isoformat() if regular else None,
    })  # fmt: skip
    contacts, hr = {}, ""
    for role in ("hr", "mentor", "manager", "safety", "dormitory") if regular else ("hr",):
        name = names.adult()
        hr = hr or name
        contacts[role] = ledger.create(save, "contact", {
            "enterprise": id, "name": name, "role": role, "phone": mobile(random),
            "email": f"{role}@example.com" if role == "hr" else None,
        })  # fmt: skip
    return Firm(id, place, contacts, hr, teacher)


def _enrol(ledger: Ledger, calendar: Calendar, random: Random, names: Names, cast: Cast, count: int) -> None:
    """Make the students, each for one enterprise whose trade suits the major."""
    day = calendar.start - timedelta(days=12)
    save = ledger.save(day, Text("导入学生名单", "import the list"), cast.teacher_names[0])
    regular = [firm for firm in cast.firms if firm.place not in (STAFFING, CAFE)]
    weights = [min(firm.place.staff, 900) ** 0.5 for firm in regular]
    in_major = dict.fromkeys(MAJORS, 0)
    places = random.choices(regular, weights, k=max(0, count - len(regular) - 2))
    chosen = [*regular, *cast.firms[-2:], *places][:count]
    for number, firm in enumerate(chosen):
        major = random.choice(firm.place.trade.majors)
        in_major[major] += 1
        rare = number < len(RARE) and count > len(RARE)
        name, sex = RARE[number] if rare else ("", "女" if random.random() < 0.35 else "男")
        name = name or names.student(sex)
        id = _student(ledger, save, calendar, random, names, name, sex, major, in_major[major])
        quality = random.choices(("high", "middle", "low"), (30, 58, 12))[0]
        student = Student(id, name, sex, major, firm, number, quality=quality)
        firm.students.append(student)
        cast.students.append(student)


def _student(
    ledger: Ledger, save: Save, calendar: Calendar, random: Random, names: Names, name: str, sex: str, major: str, n: int
) -> str:  # fmt: skip
    year = calendar.grade_year
    short = MAJORS[major]
    # Eighteen to twenty on the first day, as students of the second and third year are.
    born = calendar.start - timedelta(days=random.randrange(18 * 366, 20 * 365))
    guardian, relation = names.guardian(name)
    phone, guardian_phone = mobile(random), mobile(random)
    town = random.choice(_TOWNS)
    minority = {"阿依古丽·吐尔逊": "维吾尔族", "沙马尔布·阿呷": "彝族"}
    return ledger.create(save, "student", {
        "student_number": f"{year}{1 + list(MAJORS).index(major):02d}{n:04d}", "name": name, "sex": sex, "id_kind": "resident",
        "id_number": identity_number(random, born, sex), "birth_date": born.isoformat(), "grade_year": year,
        "enrolled_on": f"{year}-09-01", "schooling_years": 3, "department": _DEPARTMENTS[short], "major": major,
        "class_name": f"{short}{year % 100}{1 + (n - 1) // _CLASS_SIZE:02d}班", "phone": phone,
        "wechat": f"wx_{phone[-6:]}" if random.random() < 0.5 else None, "guardian_name": guardian,
        "guardian_relation": relation, "guardian_phone": guardian_phone, "emergency_contact": guardian,
        "emergency_phone": guardian_phone, "ethnic_group": minority.get(name) or random.choices(("汉族", "苗族", "彝族"), (94, 4, 2))[0],
        "political_status": random.choices(("共青团员", "群众", "中共预备党员"), (80, 18, 2))[0], "native_place": f"四川省{town}",
        "home_address": f"四川省{town}{random.choice('青石兴云白马')}{random.choice('桥和峰鹿')}镇{random.randrange(1, 12)}组",
    })  # fmt: skip
