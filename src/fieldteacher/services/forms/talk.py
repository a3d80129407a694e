"""谈话记录表: one talk to be signed, all talks of a student one after the other, or the register of a period.

What a talk keeps as a private note is not read here at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.domain.records.fieldwork import TALK_WAYS
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Boxes,
    Column,
    Field,
    Fields,
    FlowForm,
    Grid,
    Heading,
    Prose,
    Signature,
    Signatures,
    Table,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import placed, placement_on
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.visit import TALK_HEADINGS, in_short
from fieldteacher.services.forms.wording import (
    CLASS,
    DATE,
    ENTERPRISE,
    NAME,
    NUMBER,
    POST,
    SIGN,
    STUDENT_SIGN,
    TEACHER_SIGN,
)
from fieldteacher.store.reader import Row

_ONE, _STUDENT, _REGISTER = "talk:", "student:", "register"
_TITLE = Text("学生谈心谈话记录表", "Record of a Talk")
_SERIES = Text("学生谈心谈话记录（汇总）", "Talks with a Student")
_LIST = Text("谈心谈话登记表", "Register of Talks")
_TEACHER = Text("谈话教师", "Teacher")
_WHEN, _HOW = Text("谈话日期", "Talked on"), Text("方式", "Way")
_WHERE, _LONG = Text("地点", "Place"), Text("时长", "Length")
_SATISFACTION = Text("满意度", "Satisfaction")
_SATISFIED = Text(
    "环境 {environment}　条件 {conditions}　工作 {work}（满分 5）",
    "environment {environment}, conditions {conditions}, work {work} (of 5)",
)
_FOLLOW, _FOLLOWED = Text("跟进日期", "Follow up on"), Text("已跟进", "Followed up on")
_COUNT = Text("共 {n} 次", "Talks: {n}")
_TALK = Text("第 {n} 次　{day}　{way}", "{n}.  {day}  {way}")
_SAID, _MEASURES = Text("谈话要点", "What was said"), Text("处理措施", "Measures")
_CODE = Text("谈话记录表", "Talk record")
_SCORES = ("environment", "conditions", "work")


def make(source: Source, key: str) -> FlowForm:
    """The form of a key: of one talk, of one student, or the register of the period."""
    if key == _REGISTER:
        return _register(source)
    if key.startswith(_STUDENT):
        return series(source, key.removeprefix(_STUDENT))
    return single(source, key.removeprefix(_ONE))


def single(source: Source, talk: str) -> FlowForm:
    """One talk; raises ``NotFound``."""
    row = source.need("talk", talk)
    student = source.row("student", row["student"])
    prose = [
        Prose(source.label("talk", name), row.get(name) or "", 14) for name in (*TALK_HEADINGS, "measures")
    ]
    rows: list[Fields | Prose] = [
        _about(source, student, row),
        _details(source, row),
        *prose,
        _ending(source, row),
    ]
    name = f"{student.get('name') or ''} {row['talked_on']}"
    return _form(source, _TITLE, name, source.day(row["talked_on"]), (Grid(tuple(rows)), _signatures(source)))


def blank(source: Source, student: str | None) -> FlowForm:
    """An empty record, with the student's details where one is known."""
    known = source.row("student", student)
    ways = Boxes(tuple(source.choice(way.label) for way in TALK_WAYS))
    details = Fields(
        (
            Field(source.t(_WHEN)), Field(source.t(_WHERE)),
            Field(source.t(_LONG)), Field(source.t(_TEACHER)), Field(source.t(_HOW), ways, span=2),
        )
    )  # fmt: skip
    prose = [Prose(source.label("talk", name), "", 26) for name in (*TALK_HEADINGS, "measures")]
    about = _about(source, known, {"student": student, "talked_on": source.today.isoformat()}, teacher=False)
    grid = Grid((about, details, *prose, Fields((Field(source.t(_FOLLOW)), Field(source.t(_FOLLOWED))))))
    return _form(source, _TITLE, known.get("name") or source.t(_TITLE), "", (grid, _signatures(source)))


def series(source: Source, student: str) -> FlowForm:
    """All talks with a student within the period, the earliest first."""
    row = source.need("student", student)
    talks = talks_of(source, student)
    blocks: list[Block] = [Grid((_about(source, row, talks[-1] if talks else {"student": student}),))]
    blocks += talk_blocks(source, talks)
    blocks.append(_signatures(source))
    return _form(source, _SERIES, row["name"], source.t(_COUNT.fill(n=len(talks))), tuple(blocks))


def talks_of(source: Source, student: str) -> list[Row]:
    """The talks with a student within the period."""
    rows = source.rows("talk", {"student": student}, "talked_on")
    return [row for row in rows if source.wanted.in_period(row["talked_on"])]


def talk_blocks(source: Source, talks: Sequence[Row]) -> list[Block]:
    """Talks one after the other: a heading each, and what was said under its headings."""
    blocks: list[Block] = []
    for number, row in enumerate(talks, 1):
        day, way = source.day(row["talked_on"]), source.words("talk", "way", row)
        blocks.append(Heading(source.t(_TALK.fill(n=number, day=day, way=way)).strip(), 2))
        names = [name for name in (*TALK_HEADINGS, "measures") if row.get(name)]
        rows: list[Fields | Prose] = [Prose(source.label("talk", name), row[name]) for name in names]
        blocks.append(Grid((*rows, _ending(source, row, always=False))))
    return blocks


def _register(source: Source) -> FlowForm:
    students = {who.student: who for who in placed(source)}
    wanted = source.wanted
    narrowed = wanted.of_people or wanted.enterprises
    rows = [
        row
        for row in source.rows("talk", {}, "talked_on")
        if wanted.in_period(row["talked_on"]) and (not narrowed or row["student"] in students)
    ]
    columns = (
        Column(source.t(_WHEN), 28, "centre"), Column(source.t(NAME), 20, "centre"), Column(source.t(CLASS), 28, "centre"),
        Column(source.t(_HOW), 18, "centre"), Column(source.t(_SAID), 110), Column(source.t(_MEASURES), 34),
        Column(source.t(_FOLLOW), 28, "centre"),
    )  # fmt: skip
    lines = []
    for row in rows:
        who = source.row("student", row["student"])
        lines.append(
            (
                source.day(row["talked_on"]), who.get("name") or "", who.get("class_name") or "",
                source.words("talk", "way", row), in_short(source, row), row.get("measures") or "",
                source.day(row.get("follow_up_on")),
            )
        )  # fmt: skip
    period = source.span(
        wanted.since or (rows[0]["talked_on"] if rows else None), wanted.until or source.today.isoformat()
    )
    return FlowForm(
        code=source.t(_CODE), title=source.t(_LIST), college=source.college_name, left=period,
        right=source.t(_COUNT.fill(n=len(lines))), blocks=(Table(columns, lines),), name=source.t(_LIST),
        language=source.language, landscape=True,
    )  # fmt: skip


def _form(source: Source, title: Text, name: str, right: str, blocks: tuple[Block, ...]) -> FlowForm:
    return FlowForm(
        code=source.t(_CODE), title=source.t(title), college=source.college_name, right=right, blocks=blocks,
        name=name, language=source.language,
    )  # fmt: skip


def _about(source: Source, student: Row, talk: Row, *, teacher: bool = True) -> Fields:
    placement = placement_on(source, talk.get("student"), talk.get("talked_on"))
    fields = [
        Field(source.t(NAME), student.get("name") or ""),
        Field(source.t(NUMBER), student.get("student_number") or ""),
        Field(source.t(CLASS), student.get("class_name") or ""),
        Field(source.t(ENTERPRISE), source.name("enterprise", placement.get("enterprise"))),
    ]
    if teacher:
        fields += [
            Field(source.t(POST), placement.get("post") or ""),
            Field(source.t(_TEACHER), source.name("teacher", placement.get("teacher"))),
        ]
    return Fields(tuple(fields))


def _details(source: Source, row: Row) -> Fields:
    return Fields(
        (
            Field(source.t(_WHEN), source.day(row["talked_on"])), Field(source.t(_HOW), source.words("talk", "way", row)),
            Field(source.t(_WHERE), row.get("place") or ""), Field(source.t(_LONG), source.words("talk", "minutes", row)),
        )
    )  # fmt: skip


def _ending(source: Source, row: Row, *, always: bool = True) -> Fields:
    given = {name: row.get(f"satisfaction_{name}") for name in _SCORES}
    fields = []
    if any(given.values()):
        shown = {name: "—" if value is None else value for name, value in given.items()}
        fields.append(Field(source.t(_SATISFACTION), source.t(_SATISFIED.fill(**shown)), span=2))
    if row.get("attention_level"):
        fields.append(
            Field(
                source.label("talk", "attention_level"), source.words("talk", "attention_level", row), span=2
            )
        )
    if always or row.get("follow_up_on") or row.get("followed_up_on"):
        fields += [
            Field(source.t(_FOLLOW), source.day(row.get("follow_up_on"))),
            Field(source.t(_FOLLOWED), source.day(row.get("followed_up_on"))),
        ]
    return Fields(tuple(fields))


def _signatures(source: Source) -> Signatures:
    sign, date = source.t(SIGN), source.t(DATE)
    return Signatures(
        (Signature(source.t(STUDENT_SIGN), sign, date), Signature(source.t(TEACHER_SIGN), sign, date)),
        height=28,
    )


def _select(source: Source) -> list[str]:
    wanted = source.wanted
    if wanted.ids:
        return [f"{_ONE}{each}" for each in dict.fromkeys(wanted.ids)]
    if wanted.period and not wanted.students:
        return [_REGISTER]
    return [f"{_STUDENT}{who.student}" for who in placed(source) if talks_of(source, who.student)]


def _file_name(source: Source, key: str) -> str:
    if key == _REGISTER:
        return ""
    kind, _, record = key.partition(":")
    student = record if kind == "student" else source.row("talk", record).get("student")
    who = source.row("student", student)
    day = source.row("talk", record).get("talked_on") if kind == "talk" else None
    return part_of_a_file("_".join(filter(None, (who.get("student_number"), who.get("name"), day))))


TALK = FormKind(
    offer=offers.TALK, select=_select, make=make, blank=blank, blank_about="students", file_name=_file_name
)
