"""走访准备单: what to know, to ask and to settle before an enterprise is visited, with room to write there."""

from __future__ import annotations

from fieldteacher.domain.records.fieldwork import RULE_QUESTIONS
from fieldteacher.domain.rules.finding import GRAVEST, Severity
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Column,
    Field,
    Fields,
    FlowForm,
    Grid,
    Heading,
    Lines,
    Prose,
    Table,
    Tick,
    Value,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.papers import wanting
from fieldteacher.services.forms.placed import enterprises
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import CLASS, NAME, POST, PRINTED, rule_of
from fieldteacher.store.queries.enterprises import open_promises, placed_students
from fieldteacher.store.reader import Row

_TITLE = Text("企业走访准备单", "Before the Visit")
_CODE = Text("走访准备单", "Pre-visit sheet")
_ENTERPRISE, _ADDRESS, _PHONE = Text("企业", "Enterprise"), Text("地址", "Address"), Text("电话", "Phone")
_LAST, _PLANNED = Text("上次走访", "Last visit"), Text("计划走访", "Next visit planned")
_NEVER = Text("未走访过", "never")
_FOUND = Text("上次发现的问题", "Found last time")
_HIRING = Text("上次双向选择", "Hiring, last time")
_CONTACTS, _ROLE, _WECHAT = Text("联系人", "Contacts"), Text("角色", "Role"), Text("微信", "WeChat")
_STUDENTS = Text("在岗学生（{n} 人）", "Students there ({n})")
_TALKED, _ATTENTION = Text("上次谈话", "Last talk"), Text("关注", "Attention")
_PAPERS, _MET = Text("材料缺失或将到期", "Papers wanting"), Text("本次", "Met")
_PROMISES = Text("未办结的跟进与整改事项", "Open promises")
_WHAT, _WHO, _DUE, _DONE = (
    Text("事项", "What"),
    Text("负责人", "Who"),
    Text("期限", "Due"),
    Text("已办", "Done"),
)
_OVERDUE = Text("{day}（已逾期）", "{day} (overdue)")
_ABOUT = Text("{student}：{what}", "{student}: {what}")
_FINDINGS = Text("合规检查发现（{n} 项）", "Found by the rules ({n})")
_RULE, _OF, _MATTER = Text("规则", "Rule"), Text("对象", "About"), Text("事项", "What")
_SETTLED, _ARTICLE = Text("核实", "Seen"), Text("{rule} 第{article}条", "{rule} Art. {article}")
_ASK = Text("现场合规询问", "To ask there")
_QUESTION, _YES, _NO, _SEEN = (
    Text("询问内容", "Is there"),
    Text("是", "Yes"),
    Text("否", "No"),
    Text("说明", "Note"),
)
_YES_BEFORE = Text("上次：是", "last time: yes")
_NOTES = Text("现场记录", "Notes")


def make(source: Source, enterprise: str) -> FlowForm:
    """The sheet of one enterprise; raises ``NotFound``."""
    row = source.need("enterprise", enterprise)
    visits = source.rows("visit", {"enterprise": enterprise}, "visited_on")
    last = visits[-1] if visits else {}
    blocks: list[Block] = [_details(source, row, last)]
    contacts = source.rows("contact", {"enterprise": enterprise}, "role", "name")
    if contacts:
        blocks.append(_contacts(source, contacts))
    blocks.append(_students(source, enterprise))
    promises = open_promises(source.reader, enterprise)
    if promises:
        blocks.append(_promises(source, promises))
    blocks += _findings(source, enterprise)
    blocks += [_questions(source, last), Heading(source.t(_NOTES), 2), Lines(4, source.t(_NOTES), fill=True)]
    return FlowForm(
        code=source.t(_CODE), title=source.t(_TITLE), college=source.college_name,
        right=source.t(PRINTED.fill(day=source.day(source.today.isoformat()))), blocks=tuple(blocks), name=row["name"],
        language=source.language,
    )  # fmt: skip


def _details(source: Source, row: Row, last: Row) -> Grid:
    place = "".join(row.get(name) or "" for name in ("province", "city", "district", "address"))
    fields = (
        Field(source.t(_ENTERPRISE), row["name"], span=2), Field(source.t(_ADDRESS), place, span=2),
        Field(source.t(_PHONE), row.get("phone") or "", span=2),
        Field(source.t(_LAST), source.day(last.get("visited_on")) or source.t(_NEVER)),
        Field(source.t(_PLANNED), source.day(last.get("next_visit_on"))),
    )  # fmt: skip
    rows: list[Fields | Prose] = [Fields(fields)]
    if last.get("findings"):
        rows.append(Prose(source.t(_FOUND), last["findings"]))
    if last.get("hiring"):
        rows.append(Prose(source.t(_HIRING), last["hiring"]))
    return Grid(tuple(rows))


def _contacts(source: Source, contacts: list[Row]) -> Table:
    columns = (
        Column(source.t(NAME), 30, "centre"), Column(source.t(_ROLE), 34, "centre"), Column(source.t(_PHONE), 62, "centre"),
        Column(source.t(_WECHAT), 44, "centre"),
    )  # fmt: skip
    lines = [
        (
            each["name"],
            source.words("contact", "role", each),
            each.get("phone") or "",
            each.get("wechat") or "",
        )
        for each in contacts
    ]
    return Table(columns, lines, title=source.t(_CONTACTS), row_height=6.4)


def _students(source: Source, enterprise: str) -> Table:
    people = placed_students(source.reader, enterprise)
    columns = (
        Column(source.t(NAME), 18, "centre"), Column(source.t(CLASS), 25, "centre"), Column(source.t(_PHONE), 25, "centre"),
        Column(source.t(POST), 24), Column(source.t(_TALKED), 17, "centre"), Column(source.t(_ATTENTION), 19, "centre"),
        Column(source.t(_PAPERS), 30), Column(source.t(_MET), 12, "centre"),
    )  # fmt: skip
    lines: list[tuple[Value, ...]] = []
    for who in people:
        student = source.row("student", who.student)
        lines.append(
            (
                who.name, who.class_name or "", who.phone or "", who.post or "", _day(source, who.last_talk),
                source.words("student", "attention_level", student), wanting(source, who.placement), Tick(),
            )
        )  # fmt: skip
    title = source.t(_STUDENTS.fill(n=len(people)))
    return Table(columns, lines, title=title, empty=0 if lines else 1, row_height=6.4)


def _findings(source: Source, enterprise: str) -> list[Block]:
    """What the rules find wrong there, the gravest first; what only lacks evidence is left to the board."""
    found = [
        each
        for each in source.findings_at(enterprise)
        if not each.waived and each.severity is not Severity.REMINDER
    ]
    if not found:
        return []
    columns = (
        Column(source.t(_RULE), 26, "centre"), Column(source.t(_OF), 44), Column(source.t(_MATTER), 88),
        Column(source.t(_SETTLED), 12, "centre"),
    )  # fmt: skip
    lines: list[tuple[Value, ...]] = [
        (
            source.t(_ARTICLE.fill(rule=each.rule, article=each.article) if each.article else rule_of(each)),
            source.t(each.title), source.t(each.message), Tick(),
        )
        for each in sorted(found, key=lambda each: (GRAVEST[each.severity], each.rule))
    ]  # fmt: skip
    return [Table(columns, lines, title=source.t(_FINDINGS.fill(n=len(lines))), row_height=6.4)]


def _day(source: Source, iso: str | None) -> str:
    """A day of this year without the year, which the column has no room for."""
    if not iso:
        return "—"
    return iso[5:] if iso[:4] == str(source.today.year) else iso


def _promises(source: Source, promises: list[Row]) -> Table:
    columns = (
        Column(source.t(_WHAT), 80), Column(source.t(_WHO), 26, "centre"), Column(source.t(_DUE), 52, "centre"),
        Column(source.t(_DONE), 12, "centre"),
    )  # fmt: skip
    lines: list[tuple[Value, ...]] = []
    for row in promises:
        what = _ABOUT.fill(student=row["student_name"], what=row["what"]) if row["student_name"] else None
        due = row.get("due_on")
        late = due is not None and due < source.today.isoformat()
        shown = source.t(_OVERDUE.fill(day=source.day(due))) if late else source.day(due)
        lines.append((source.t(what) if what else row["what"], row.get("who") or "", shown, Tick()))
    return Table(columns, lines, title=source.t(_PROMISES))


def _questions(source: Source, last: Row) -> Table:
    """The rule questions; what was answered with yes last time is said beside them."""
    columns = (
        Column(source.t(_QUESTION), 92), Column(source.t(_YES), 14, "centre"), Column(source.t(_NO), 14, "centre"),
        Column(source.t(_SEEN), 50),
    )  # fmt: skip
    answers = last.get("rule_answers") or {}
    lines: list[tuple[Value, ...]] = []
    for each in RULE_QUESTIONS:
        before = source.t(_YES_BEFORE) if answers.get(each.value) == "yes" else ""
        lines.append((f"{each.value}　{source.choice(each.label)}", Tick(), Tick(), before))
    return Table(columns, lines, title=source.t(_ASK), row_height=6.8)


def _select(source: Source) -> list[str]:
    return list(dict.fromkeys(source.wanted.ids)) or enterprises(source)


def _file_name(source: Source, enterprise: str) -> str:
    return part_of_a_file(source.name("enterprise", enterprise))


PREVISIT = FormKind(offer=offers.PREVISIT, select=_select, make=make, file_name=_file_name)
