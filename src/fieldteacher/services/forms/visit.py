"""走访记录表: one visit, under the headings the college's leadership asks for, to be signed by both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldteacher.domain.records.fieldwork import ANSWERS, PROMISE_STATUSES, RULE_QUESTIONS, VISIT_KINDS
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Boxes,
    Column,
    Field,
    Fields,
    FlowForm,
    Grid,
    Prose,
    Signature,
    Signatures,
    Table,
    Tick,
    Value,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.attachments import photos_of
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import enterprises
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import CLASS, DATE, NAME, OF_FIVE, SIGN
from fieldteacher.store.queries.enterprises import placed_students
from fieldteacher.store.reader import Row

TITLE = Text("企业走访记录表", "Record of a Visit")
HEADINGS = ("training", "employment_use", "enterprise_rating", "hiring", "environment", "findings")
TALK_HEADINGS = ("thoughts", "work", "living", "gains", "difficulties")

_ENTERPRISE, _ADDRESS = Text("走访企业", "Enterprise"), Text("企业地址", "Address")
_VISITED, _TIME = Text("走访日期", "Visited on"), Text("到离时间", "Time")
_KIND, _VISITORS = Text("走访类型", "Kind"), Text("走访人员", "Visitors")
_RECEIVED, _NEXT = Text("接待人", "Received by"), Text("下次走访", "Next visit")
_SATISFACTION = Text("企业满意度", "Satisfaction")
_RULES = Text("合规询问（《职业学校学生实习管理规定》）", "Questions on the Regulation")
_RULE, _QUESTION = Text("编号", "No."), Text("询问内容", "Asked whether there is")
_STUDENTS = Text("学生谈话情况（{n} 人）", "Students met ({n})")
_STUDENTS_BLANK = Text("学生谈话情况", "Students met")
_SAID = Text("谈话要点", "What was said")
_HEADED, _BETWEEN = Text("{heading}：{words}", "{heading}: {words}"), Text("　", "  ")
_PROMISES = Text("跟进与整改事项", "Promised or required")
_WHAT, _WHO = Text("事项", "What"), Text("负责人", "Who")
_DUE, _STATUS = Text("期限", "Due"), Text("状态", "Status")
_PHOTOS = Text("现场照片", "Photos")
_COLLEGE_SIDE, _ENTERPRISE_SIDE = (
    Text("学校走访人员", "For the college"),
    Text("企业代表", "For the enterprise"),
)
_SEAL = Text("（企业盖章处）", "(company seal)")
_CODE = Text("走访记录表", "Visit record")


def make(source: Source, visit: str) -> FlowForm:
    """The record of one visit; raises ``NotFound``."""
    row = source.need("visit", visit)
    blocks: list[Block] = [
        Grid((_details(source, row), *_prose(source, row))),
        _rules(source, row.get("rule_answers") or {}, blank=False),
    ]
    talks = source.rows("talk", {"visit": visit})
    if talks:
        blocks.append(_students(source, talks))
    promises = source.rows("promise", {"visit": visit}, "due_on")
    if promises:
        blocks.append(promise_table(source, promises))
    if source.photos:
        blocks += photos_of(source, visit, _PHOTOS)
    blocks.append(_signatures(source))
    name = f"{source.name('enterprise', row['enterprise'])} {row['visited_on']}"
    return _form(source, name, source.day(row["visited_on"]), blocks)


def blank(source: Source, enterprise: str | None) -> FlowForm:
    """An empty record, with the enterprise's details and students where it is known."""
    students = placed_students(source.reader, enterprise) if enterprise else []
    lines = [(who.name, who.class_name or "", "") for who in students]
    people = Table(
        _student_columns(source),
        lines,
        title=source.t(_STUDENTS_BLANK),
        empty=2 if lines else 8,
        row_height=9,
    )
    blocks: list[Block] = [
        Grid((_details(source, {"enterprise": enterprise}, blank=True), *_prose(source, {}, room=20))),
        _rules(source, {}, blank=True),
        people,
        Table(_promise_columns(source), (), title=source.t(_PROMISES), empty=4),
        _signatures(source),
    ]
    return _form(source, source.name("enterprise", enterprise) or source.t(TITLE), "", blocks)


def _form(source: Source, name: str, right: str, blocks: list[Block]) -> FlowForm:
    return FlowForm(
        code=source.t(_CODE), title=source.t(TITLE), college=source.college_name, right=right, blocks=tuple(blocks),
        name=name, language=source.language,
    )  # fmt: skip


def _details(source: Source, row: Row, *, blank: bool = False) -> Fields:
    enterprise = source.row("enterprise", row.get("enterprise"))
    satisfaction, next_visit = row.get("satisfaction"), row.get("next_visit_on")
    time = " — ".join(filter(None, (row.get("arrived_at"), row.get("left_at"))))
    return Fields(
        (
            Field(source.t(_ENTERPRISE), enterprise.get("name") or "", span=2),
            Field(source.t(_ADDRESS), enterprise.get("address") or "", span=2),
            Field(source.t(_VISITED), source.day(row.get("visited_on"))),
            Field(source.t(_TIME), time),
            Field(source.t(_KIND), _kinds(source) if blank else source.words("visit", "kind", row), span=2 if blank else 1),
            *(
                () if blank
                else (Field(source.t(_SATISFACTION), source.t(OF_FIVE.fill(n=satisfaction)) if satisfaction else ""),)
            ),
            Field(source.t(_VISITORS), row.get("visitors") or ""),
            Field(source.t(_RECEIVED), row.get("received_by") or ""),
            *((Field(source.t(_NEXT), source.day(next_visit), span=2),) if next_visit else ()),
        )
    )  # fmt: skip


def _kinds(source: Source) -> Boxes:
    return Boxes(tuple(source.choice(kind.label) for kind in VISIT_KINDS))


def _prose(source: Source, row: Row, room: float = 12.0) -> list[Prose]:
    return [Prose(source.label("visit", name), row.get(name) or "", room) for name in HEADINGS]


def _rules(source: Source, answers: Mapping[str, str], *, blank: bool) -> Table:
    """The rule questions; what nobody asked is ticked as not asked, on a blank form nothing is."""
    columns = (
        Column(source.t(_RULE), 11, "centre"),
        Column(source.t(_QUESTION), 95),
        *(Column(source.choice(answer.label), 21, "centre") for answer in ANSWERS),
    )
    lines: list[tuple[Value, ...]] = []
    for question in RULE_QUESTIONS:
        given = answers.get(question.value) or "not_asked"
        ticks = [Tick(not blank and given == answer.value) for answer in ANSWERS]
        lines.append((question.value, source.choice(question.label), *ticks))
    return Table(columns, lines, title=source.t(_RULES), row_height=6.4)


def _student_columns(source: Source) -> tuple[Column, ...]:
    return (
        Column(source.t(NAME), 22, "centre"),
        Column(source.t(CLASS), 28, "centre"),
        Column(source.t(_SAID), 120),
    )


def _students(source: Source, talks: Sequence[Row]) -> Table:
    people = sorted(
        ((source.row("student", talk["student"]), talk) for talk in talks),
        key=lambda pair: pair[0].get("student_number") or "",
    )
    lines = [
        (who.get("name") or "", who.get("class_name") or "", in_short(source, talk)) for who, talk in people
    ]
    return Table(_student_columns(source), lines, title=source.t(_STUDENTS.fill(n=len(lines))))


def in_short(source: Source, talk: Row) -> str:
    """What was said in a talk, heading by heading, as one paragraph."""
    said = [
        source.t(_HEADED.fill(heading=source.label("talk", name), words=" ".join(str(talk[name]).split())))
        for name in TALK_HEADINGS
        if talk.get(name)
    ]
    return source.t(_BETWEEN).join(said)


def _promise_columns(source: Source) -> tuple[Column, ...]:
    return (
        Column(source.t(_WHAT), 82), Column(source.t(_WHO), 26, "centre"),
        Column(source.t(_DUE), 34, "centre"), Column(source.t(_STATUS), 28, "centre"),
    )  # fmt: skip


def promise_table(source: Source, promises: Sequence[Row]) -> Table:
    """What was promised or required, with persons and days."""
    lines = [
        (
            row["what"], row.get("who") or "", source.day(row.get("due_on")),
            source.words("promise", "status", row) or source.choice(PROMISE_STATUSES[0].label),
        )
        for row in promises
    ]  # fmt: skip
    return Table(_promise_columns(source), lines, title=source.t(_PROMISES))


def _signatures(source: Source) -> Signatures:
    sign, date = source.t(SIGN), source.t(DATE)
    return Signatures(
        (
            Signature(source.t(_COLLEGE_SIDE), sign, date),
            Signature(source.t(_ENTERPRISE_SIDE), sign, date, seal=source.t(_SEAL)),
        )
    )


def _select(source: Source) -> list[str]:
    wanted = source.wanted
    if wanted.ids:
        return list(dict.fromkeys(wanted.ids))
    rows = source.rows("visit", {}, "visited_on")
    if wanted.enterprises or wanted.of_people:
        among = set(enterprises(source))
        rows = [row for row in rows if row["enterprise"] in among]
    return [row["id"] for row in rows if wanted.in_period(row["visited_on"])]


def _file_name(source: Source, visit: str) -> str:
    row = source.row("visit", visit)
    return part_of_a_file(f"{row['visited_on']}_{source.name('enterprise', row['enterprise'])}")


VISIT = FormKind(offer=offers.VISIT, select=_select, make=make, blank=blank, file_name=_file_name)
