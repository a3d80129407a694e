"""Checks of who a student is: age, year of study, work forbidden to minors and women, identity and telephone."""

from __future__ import annotations

from fieldteacher.domain.identity import birth_date, id_problem, sex_of
from fieldteacher.domain.records.enterprises import HAZARDS
from fieldteacher.domain.rules.facts import StudentFacts
from fieldteacher.domain.rules.finding import NONE, Kind, Problem, Problems
from fieldteacher.domain.rules.terms import Check, Level, Parameter, Terms
from fieldteacher.domain.rules.world import Placed, World
from fieldteacher.domain.steps import Action, Step
from fieldteacher.domain.text import Text, same

HAZARD_WORDS = {choice.value: choice.label for choice in HAZARDS}
GRADES = {"I": 1, "II": 2, "III": 3, "IV": 4}
"""The grades of labour intensity (GBZ 2.2) in numbers."""
_YEARS = Text("岁", "years")
_AGE = Parameter("age", Text("最低年龄", "lowest age"), _YEARS, high=60)
_YEAR = Parameter("year", Text("最低年级", "lowest year of study"), Text("年级", "year"), high=8)
_BELOW = Parameter(
    "below_age", Text("适用于未满（0 为不限）", "for those under (0: anybody)"), _YEARS, high=100
)
_GRADE = Parameter("grade", Text("禁止的劳动强度（级）", "forbidden labour grade"), Text("级", "grade"), 1, 5)


def born(student: StudentFacts) -> str | None:
    """The day of birth: the one noted, else the one in the identity number (ISO)."""
    if student.birth_date:
        return student.birth_date
    number = _resident_number(student)
    found = birth_date(number) if number else None
    return found.isoformat() if found else None


def sex(student: StudentFacts) -> str | None:
    """The sex: the one noted, else the one in the identity number."""
    number = None if student.sex else _resident_number(student)
    return sex_of(number) if number else student.sex


def _resident_number(student: StudentFacts) -> str | None:
    number = student.id_number
    usable = number and student.id_kind in (None, "resident") and id_problem(number) is None
    return number if usable else None


def age_on(born: str, day: str) -> int:
    """Whole years of age on a day, both ISO; the birthday itself counts as the fuller age."""
    return int(day[:4]) - int(born[:4]) - (day[5:10] < born[5:10])


def school_year(day: str) -> int:
    """The year in which the school year of a day began; it turns on 1 September."""
    return int(day[:4]) - (day[5:7] < "09")


def _of_student(student: StudentFacts, message: Text, field: str, kind: Kind = Kind.BREACH) -> Problems:
    step = Step(Action.STUDENT, student.id, field)
    return (Problem("student", student.id, message, step, kind, same(student.name)),)


def youngest_age(case: Placed, terms: Terms, world: World) -> Problems:
    """The student is younger than ``age`` on the first day (Art. 16(2), 47)."""
    day = born(case.student)
    if day is None:
        words = Text(
            "出生日期未登记，无法核对年龄", "date of birth not recorded, so the age cannot be checked"
        )
        return _of_student(case.student, words, "birth_date", Kind.UNRECORDED)
    start = case.placement.start
    if age_on(day, start) >= terms["age"]:
        return NONE
    words = Text(
        "实习开始日 {d} 时 {a} 周岁，未满 {n} 周岁",
        "{a} years old when the placement starts on {d}, under {n}",
    )
    return _of_student(case.student, words.fill(d=start, a=age_on(day, start), n=terms["age"]), "birth_date")


def lowest_year(case: Placed, terms: Terms, world: World) -> Problems:
    """The student is below year ``year`` of study on the first day (Art. 16(1))."""
    student, start = case.student, case.placement.start
    entered = student.grade_year
    if entered is None and student.enrolled_on:
        entered = school_year(student.enrolled_on)
    if entered is None:
        words = Text(
            "年级未登记，无法核对是否一年级", "grade not recorded, so the year of study cannot be checked"
        )
        return _of_student(student, words, "grade_year", Kind.UNRECORDED)
    year = school_year(start) - entered + 1
    if year >= terms["year"]:
        return NONE
    words = Text(
        "{e} 级，实习开始日 {d} 时为 {y} 年级", "entered in {e}: in year {y} when the placement starts on {d}"
    )
    return _of_student(student, words.fill(e=entered, d=start, y=year), "grade_year")


def forbidden_posts(case: Placed, terms: Terms, world: World) -> Problems:
    """Work with one of the ``tags``, or of ``grade`` and above, by a student of ``sexes`` and under ``below_age``.

    Where ``below_age`` is 0 the age does not matter, where ``sexes`` is empty the sex does not (Art. 16(3), 16(4)).
    The age is that of today, or of the first day where that is to come: what can be mended is work still to be done.
    """
    placement = case.placement
    tags = [tag for tag in placement.hazard_tags or () if tag in terms.words("tags")]
    grade = GRADES.get(placement.labour_grade or "", 0)
    if not tags and grade < terms["grade"]:
        return NONE
    sexes, below = terms.words("sexes"), terms["below_age"]
    if sexes:
        found = sex(case.student)
        if found is None:
            words = Text(
                "性别未登记，岗位有禁忌劳动",
                "sex not recorded, though the post has work forbidden to some",
            )
            return _of_student(case.student, words, "sex", Kind.UNRECORDED)
        if found not in sexes:
            return NONE
    if below:
        day = born(case.student)
        if day is None:
            words = Text(
                "出生日期未登记，岗位有未成年人禁忌劳动",
                "date of birth not recorded, though the post has work forbidden to minors",
            )
            return _of_student(case.student, words, "birth_date", Kind.UNRECORDED)
        if age_on(day, max(placement.start, world.today)) >= below:
            return NONE
    return _forbidden(case, tags, grade >= terms["grade"])


def _forbidden(case: Placed, tags: list[str], heavy: bool) -> Problems:
    from_tags = hazard_words(tags)
    strain = Text("体力劳动强度 {g} 级", "labour grade {g}").fill(g=case.placement.labour_grade)
    if not tags:
        what = strain
    elif heavy:
        what = Text("{t}、{s}", "{t}, {s}").fill(t=from_tags, s=strain)
    else:
        what = from_tags
    words = Text("岗位有禁忌劳动：{w}", "the post has forbidden work: {w}").fill(w=what)
    field = "hazard_tags" if tags else "labour_grade"
    step = Step(Action.PLACEMENT, case.placement.id, field)
    return (Problem("placement", case.placement.id, words, step),)


def hazard_words(tags: list[str]) -> Text:
    """The hazards in words."""
    labels = [HAZARD_WORDS.get(tag, same(tag)) for tag in tags]
    return Text("、".join(label.zh for label in labels), ", ".join(label.en for label in labels))


def identity_missing(student: StudentFacts, terms: Terms, world: World) -> Problems:
    """No number of an identity document."""
    if student.id_number:
        return NONE
    return _of_student(student, Text("证件号码未登记", "no identity number"), "id_number")


def identity_sex(student: StudentFacts, terms: Terms, world: World) -> Problems:
    """The sex noted is not the one in the identity number."""
    number = student.id_number
    if number is None or student.sex is None or (number[16:17].isdigit() and sex_of(number) == student.sex):
        return NONE  # the usual case, before the number is looked at closely
    if _resident_number(student) is None:
        return NONE
    words = Text("登记性别为{s}，身份证号为{n}", "noted as {s}, the identity number says {n}")
    english = {"男": "male", "女": "female"}
    given, told = (Text(each, english.get(each, each)) for each in (student.sex, sex_of(number)))
    return _of_student(student, words.fill(s=given, n=told), "sex")


def phone_missing(student: StudentFacts, terms: Terms, world: World) -> Problems:
    """No telephone number of the student."""
    if student.phone:
        return NONE
    return _of_student(student, Text("学生手机未登记", "no telephone number"), "phone")


def phone_shared(student: StudentFacts, terms: Terms, world: World) -> Problems:
    """The guardian's number is the student's own, so that in need nobody would be reached."""
    if not student.phone or student.phone != student.guardian_phone:
        return NONE
    words = Text("监护人电话与学生本人相同", "the guardian's number is the student's own")
    return _of_student(student, words, "guardian_phone")


CHECKS = (
    Check("youngest_age", Level.PLACEMENT, youngest_age, (_AGE,), at_start=True),
    Check("lowest_year", Level.PLACEMENT, lowest_year, (_YEAR,), at_start=True),
    Check("forbidden_posts", Level.PLACEMENT, forbidden_posts, (_BELOW, _GRADE), ("tags", "sexes")),
    Check("identity_missing", Level.STUDENT, identity_missing),
    Check("identity_sex", Level.STUDENT, identity_sex),
    Check("phone_missing", Level.STUDENT, phone_missing),
    Check("phone_shared", Level.STUDENT, phone_shared),
)
