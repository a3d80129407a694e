"""安全事件报告: time, place, persons, course and consequences, who was told when, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fieldteacher.domain.records.fieldwork import INCIDENT_KINDS, INCIDENT_LEVELS, TOLD
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
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.attachments import photos_of
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import placed, placement_on
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import CLASS, COLLEGE_SEAL, DATE, ENTERPRISE, NAME, NUMBER, SIGN
from fieldteacher.store.reader import Row

_TITLE = Text("学生实习安全事件报告", "Report of an Incident")
_CODE = Text("安全事件报告", "Incident report")
_PERSONS = Text("当事人", "Persons concerned")
_GUARDIAN = Text("监护人及电话", "Guardian, phone")
_AFTER_TIMES = Text("后果（伤情）", "Consequences")
_TOLD = Text("报告与通报", "Who was told, and when")
_WHOM, _PERSON = Text("通报对象", "Told"), Text("接报人", "Person")
_AT, _AFTER, _NOTE = Text("通报时间", "Told at"), Text("距获知", "After it was known"), Text("备注", "Note")
_HOURS = Text("{h} 小时 {m} 分", "{h} h {m} min")
_MINUTES = Text("{m} 分钟", "{m} min")
_BEFORE = Text("获知之前", "before")
_PHOTOS = Text("现场照片与材料", "Photos")
_REPORTER, _DEPARTMENT = Text("报告人", "Reported by"), Text("二级学院意见", "Department")
_COLLEGE = Text("学校意见", "College")
_PROSE = ("course", "injury", "measures", "cause", "correction", "discipline", "aftercare")
_ALWAYS = ("course", "injury", "measures", "cause", "correction")


def make(source: Source, incident: str) -> FlowForm:
    """The report of one incident; raises ``NotFound``."""
    row = source.need("incident", incident)
    told = source.rows("notification", {"incident": incident}, "told_at")
    prose = [
        Prose(_heading(source, name), _words(source, row, name), 10)
        for name in _PROSE
        if row.get(name) or name in _ALWAYS
    ]
    blocks: list[Block] = [
        Grid((_details(source, row), prose[0], prose[1])), _persons(source, row), _notices(source, row, told),
        Grid((*prose[2:], _ending(source, row))),
    ]  # fmt: skip
    if source.photos:
        blocks += photos_of(source, incident, _PHOTOS)
    blocks.append(_signatures(source))
    name = f"{source.words('incident', 'kind', row)} {row['occurred_at'][:10]}"
    return _form(source, name, source.moment(row["occurred_at"]), blocks)


def blank(source: Source, enterprise: str | None) -> FlowForm:
    """An empty report, with the enterprise where it is known."""
    kinds = Boxes(tuple(source.choice(each.label) for each in INCIDENT_KINDS))
    levels = Boxes(tuple(source.choice(each.label) for each in INCIDENT_LEVELS))
    details = Fields(
        (
            Field(source.label("incident", "kind"), kinds, span=2), Field(source.label("incident", "level"), levels, span=2),
            Field(source.label("incident", "occurred_at")), Field(source.label("incident", "known_at")),
            Field(source.label("incident", "place")), Field(source.t(ENTERPRISE), source.name("enterprise", enterprise)),
            Field(source.label("incident", "witnesses")), Field(source.label("incident", "hospital")),
        )
    )  # fmt: skip
    prose = [Prose(_heading(source, name), "", 22) for name in _PROSE]
    told = [(source.choice(each.label), "", "", "", "") for each in TOLD]
    blocks: list[Block] = [
        Grid((details, *prose[:2])), Table(_person_columns(source), (), title=source.t(_PERSONS), empty=2),
        Table(_told_columns(source), told, title=source.t(_TOLD)), Grid((*prose[2:], _ending(source, {}))), _signatures(source),
    ]  # fmt: skip
    return _form(source, source.t(_TITLE), "", blocks)


def _form(source: Source, name: str, right: str, blocks: list[Block]) -> FlowForm:
    return FlowForm(
        code=source.t(_CODE), title=source.t(_TITLE), college=source.college_name, right=right, blocks=tuple(blocks),
        name=name, language=source.language,
    )  # fmt: skip


def _heading(source: Source, name: str) -> str:
    return source.t(_AFTER_TIMES) if name == "injury" else source.label("incident", name)


def _words(source: Source, row: Row, name: str) -> str:
    if name == "discipline" and row.get("discipline_on"):
        return f"{row.get(name) or ''}\n{source.day(row['discipline_on'])}".strip()
    return row.get(name) or ""


def _details(source: Source, row: Row) -> Fields:
    def field(name: str) -> Field:
        return Field(source.label("incident", name), source.words("incident", name, row))

    return Fields(
        (
            field("kind"), field("level"), field("occurred_at"), field("known_at"), field("place"),
            Field(source.t(ENTERPRISE), source.name("enterprise", row.get("enterprise"))), field("witnesses"), field("hospital"),
        )
    )  # fmt: skip


def _person_columns(source: Source) -> tuple[Column, ...]:
    return (
        Column(source.t(NAME), 24, "centre"), Column(source.t(NUMBER), 34, "centre"), Column(source.t(CLASS), 32, "centre"),
        Column(source.t(ENTERPRISE), 44), Column(source.t(_GUARDIAN), 44),
    )  # fmt: skip


def _persons(source: Source, row: Row) -> Table:
    lines = []
    for student in row.get("students") or ():
        who = source.row("student", student)
        placement = placement_on(source, student, row["occurred_at"])
        guardian = " ".join(filter(None, (who.get("guardian_name"), who.get("guardian_phone"))))
        lines.append(
            (
                who.get("name") or "", who.get("student_number") or "", who.get("class_name") or "",
                source.name("enterprise", placement.get("enterprise")), guardian,
            )
        )  # fmt: skip
    return Table(_person_columns(source), lines, title=source.t(_PERSONS))


def _told_columns(source: Source) -> tuple[Column, ...]:
    return (
        Column(source.t(_WHOM), 26, "centre"), Column(source.t(_PERSON), 34, "centre"), Column(source.t(_AT), 42, "centre"),
        Column(source.t(_AFTER), 30, "centre"), Column(source.t(_NOTE), 38),
    )  # fmt: skip


def _notices(source: Source, row: Row, told: Sequence[Row]) -> Table:
    """Those who were told, then those nobody told, left empty."""
    known = row.get("known_at") or row["occurred_at"]
    lines = [
        (
            source.words("notification", "told", each), each.get("person") or "", source.moment(each["told_at"]),
            _after(source, known, each["told_at"]), each.get("note") or "",
        )
        for each in told
    ]  # fmt: skip
    reached = {each["told"] for each in told}
    lines += [(source.choice(each.label), "", "", "", "") for each in TOLD if each.value not in reached]
    return Table(_told_columns(source), lines, title=source.t(_TOLD))


def _after(source: Source, known: str, told: str) -> str:
    minutes = int((datetime.fromisoformat(told) - datetime.fromisoformat(known)).total_seconds() // 60)
    if minutes < 0:
        return source.t(_BEFORE)
    hours, rest = divmod(minutes, 60)
    return source.t(_HOURS.fill(h=hours, m=rest) if hours else _MINUTES.fill(m=rest))


def _ending(source: Source, row: Row) -> Fields:
    return Fields(
        tuple(
            Field(source.label("incident", name), source.words("incident", name, row))
            for name in ("insurance_claim", "cost", "closed_on")
        )
    )


def _signatures(source: Source) -> Signatures:
    sign, date, seal = source.t(SIGN), source.t(DATE), source.t(COLLEGE_SEAL)
    return Signatures(
        (
            Signature(source.t(_REPORTER), sign, date), Signature(source.t(_DEPARTMENT), sign, date, seal=seal),
            Signature(source.t(_COLLEGE), sign, date, seal=seal),
        ),
        height=34,
    )  # fmt: skip


def _select(source: Source) -> list[str]:
    wanted = source.wanted
    if wanted.ids:
        return list(dict.fromkeys(wanted.ids))
    rows = [row for row in source.rows("incident", {}, "occurred_at") if wanted.in_period(row["occurred_at"])]
    if wanted.of_people or wanted.enterprises:
        people = {who.student for who in placed(source)}
        rows = [
            row for row in rows
            if people.intersection(row["students"] or ())
            or (not wanted.of_people and row["enterprise"] in wanted.enterprises)
        ]  # fmt: skip
    return [row["id"] for row in rows]


def _file_name(source: Source, incident: str) -> str:
    row = source.row("incident", incident)
    return part_of_a_file(f"{row['occurred_at'][:10]}_{source.words('incident', 'kind', row)}")


INCIDENT = FormKind(offer=offers.INCIDENT, select=_select, make=make, blank=blank, file_name=_file_name)
