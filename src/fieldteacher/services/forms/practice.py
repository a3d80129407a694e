"""教师企业实践: a teacher's record with the days counted once, and a certificate for each enterprise to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
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
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.source import Source, tenths
from fieldteacher.services.forms.wording import COLLEGE_SEAL, COMPANY_SEAL, DATE, SIGN
from fieldteacher.services.practice import counted_days
from fieldteacher.store.queries import practice as queries
from fieldteacher.store.queries.practice import Entry

_RECORD, _CERTIFICATE = "record", "certificate"
_RECORD_TITLE = Text("教师企业实践记录表", "Record of Enterprise Practice")
_TITLE = Text("教师企业实践鉴定表", "Certificate of Enterprise Practice")
_CODE, _PROOF = Text("企业实践记录", "Practice record"), Text("企业实践鉴定", "Practice certificate")
_TEACHER, _STAFF = Text("教师姓名", "Teacher"), Text("工号", "Staff no.")
_DEPARTMENT, _RANK = Text("部门", "Department"), Text("职称", "Title")
_FIRM, _POST, _TIME = Text("实践企业", "Enterprise"), Text("岗位", "Post"), Text("实践时间", "Period")
_DAYS, _COUNTED = Text("填报天数", "Days claimed"), Text("计入天数", "Days counted")
_CONTENT, _OUTCOME = Text("实践内容", "Content"), Text("收获与成果", "Gains and outcome")
_TOTAL = Text("合计", "Total")
_NUMBER_OF_DAYS = Text("{n} 天（同一日不重复计）", "{n} (no day counts twice)")
_BY_FIRM, _BY_YEAR, _YEAR = (
    Text("按企业合计", "By enterprise"),
    Text("按年度合计", "By year"),
    Text("年度", "Year"),
)
_OPINION = Text("企业鉴定意见", "The enterprise's opinion")
_COLLEGE = Text("学院意见", "The college's opinion")
_SIGNED = Text("教师本人", "The teacher")
_ENTRY = Text("{time}：{content}", "{time}: {content}")
_NO_FIRM = Text("（未注明企业）", "(no enterprise named)")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the tenths of a day it brings within the period, by day."""

    entry: Entry
    days: Mapping[date, int]

    @property
    def brings(self) -> int:
        return sum(self.days.values())

    def time(self, source: Source) -> str:
        """The days of the entry in words."""
        return _time(source, self.entry)


def make(source: Source, key: str) -> FlowForm:
    """The record of a teacher, or the certificate of a teacher for one enterprise."""
    kind, teacher, enterprise = key.split(":")
    lines = lines_of(source, teacher)
    if kind == _RECORD:
        return _record(source, teacher, lines)
    return _certificate(
        source, teacher, [line for line in lines if (line.entry.enterprise or "") == enterprise]
    )


def blank(source: Source, teacher: str | None) -> FlowForm:
    """An empty certificate, with the teacher's details where one is known."""
    t = source.t
    rows: list[Fields | Prose] = [
        _person(source, teacher),
        Fields((Field(t(_FIRM), span=2), Field(t(_POST)), Field(t(_COUNTED)), Field(t(_TIME), span=2))),
        Prose(t(_CONTENT), "", 60), Prose(t(_OUTCOME), "", 30),
    ]  # fmt: skip
    name = source.name("teacher", teacher) or t(_TITLE)
    return _form(source, _PROOF, _TITLE, name, (Grid(tuple(rows)), _confirmations(source)))


def _record(source: Source, teacher: str, lines: Sequence[Line]) -> FlowForm:
    t = source.t
    columns = (
        Column(t(_TIME), 34, "centre"), Column(t(_FIRM), 40), Column(t(_POST), 26), Column(t(_CONTENT), 70),
        Column(t(_OUTCOME), 58), Column(t(_DAYS), 17, "right"), Column(t(_COUNTED), 17, "right"),
    )  # fmt: skip
    rows = [
        (
            _time(source, line.entry).replace(" — ", " —\n"), line.entry.enterprise_name or "", line.entry.post or "", line.entry.content or "",
            _gains(source, line.entry), tenths(line.entry.days), tenths(line.brings),
        )
        for line in lines
    ]  # fmt: skip
    total = (t(_TOTAL), "", "", "", "", "", tenths(sum(line.brings for line in lines)))
    firms: Counter[str] = Counter()
    years: Counter[str] = Counter()
    for line in lines:
        firms[line.entry.enterprise_name or t(_NO_FIRM)] += line.brings
        for day, part in line.days.items():
            years[str(day.year)] += part
    blocks: list[Block] = [Grid((_person(source, teacher),)), Table(columns, rows, total=total)]
    if len(firms) > 1:
        blocks.append(_sums(source, _BY_FIRM, _FIRM, firms.most_common()))
    if len(years) > 1:
        blocks.append(_sums(source, _BY_YEAR, _YEAR, sorted(years.items())))
    sign, when, seal = t(SIGN), t(DATE), t(COLLEGE_SEAL)
    blocks.append(
        Signatures(
            (Signature(t(_SIGNED), sign, when), Signature(t(_COLLEGE), sign, when, seal=seal)), height=36
        )
    )
    name = source.name("teacher", teacher)
    return _form(source, _CODE, _RECORD_TITLE, name, tuple(blocks), landscape=True)


def _certificate(source: Source, teacher: str, lines: Sequence[Line]) -> FlowForm:
    t = source.t
    entries = [line.entry for line in lines]
    firm = source.row("enterprise", entries[0].enterprise if entries else None)
    days = tenths(sum(line.brings for line in lines))
    posts = "、".join(dict.fromkeys(entry.post for entry in entries if entry.post))
    last = max((entry.ends_on or entry.starts_on for entry in entries), default=None)
    done = [t(_ENTRY.fill(time=_time(source, entry), content=entry.content or "")) for entry in entries]
    gained = filter(None, (_gains(source, entry) for entry in entries))
    rows: list[Fields | Prose] = [
        _person(source, teacher),
        Fields(
            (
                Field(t(_FIRM), firm.get("name") or "", span=2), Field(t(_POST), posts),
                Field(t(_COUNTED), t(_NUMBER_OF_DAYS.fill(n=days))),
                Field(t(_TIME), source.span(entries[0].starts_on if entries else None, last), span=2),
            )
        ),
        Prose(t(_CONTENT), "\n".join(done), 40), Prose(t(_OUTCOME), "\n".join(dict.fromkeys(gained)), 24),
    ]  # fmt: skip
    name = f"{source.name('teacher', teacher)} {firm.get('name') or ''}".strip()
    return _form(source, _PROOF, _TITLE, name, (Grid(tuple(rows)), _confirmations(source)))


def _confirmations(source: Source) -> Signatures:
    t = source.t
    sign, day = t(SIGN), t(DATE)
    return Signatures(
        (
            Signature(t(_OPINION), sign, day, seal=t(COMPANY_SEAL)),
            Signature(t(_COLLEGE), sign, day, seal=t(COLLEGE_SEAL)),
        ),
        height=62,
    )


def _form(
    source: Source, code: Text, title: Text, name: str, blocks: tuple[Block, ...], *, landscape: bool = False
) -> FlowForm:
    wanted = source.wanted
    return FlowForm(
        code=source.t(code), title=source.t(title), college=source.college_name,
        right=source.span(wanted.since, wanted.until), blocks=blocks, name=name, language=source.language,
        landscape=landscape,
    )  # fmt: skip


def _person(source: Source, teacher: str | None) -> Fields:
    row = source.row("teacher", teacher)
    return Fields(
        tuple(
            Field(source.t(label), row.get(name) or "")
            for label, name in ((_TEACHER, "name"), (_STAFF, "staff_number"), (_DEPARTMENT, "department"), (_RANK, "title"))
        )
    )  # fmt: skip


def _sums(source: Source, title: Text, heading: Text, sums: Sequence[tuple[str, int]]) -> Table:
    columns = (Column(source.t(heading), 5), Column(source.t(_COUNTED), 1, "right"))
    return Table(
        columns, [(name, tenths(days)) for name, days in sums], title=source.t(title), row_height=6.4
    )


def _time(source: Source, entry: Entry) -> str:
    last = entry.ends_on if entry.ends_on != entry.starts_on else None
    return source.span(entry.starts_on, last)


def _gains(source: Source, entry: Entry) -> str:
    row = source.row("practice_entry", entry.id)
    return "\n".join(filter(None, (row.get("gains"), row.get("outcome"))))


def lines_of(source: Source, teacher: str) -> list[Line]:
    """The entries that reach into the period, the earliest first; each day counts for one entry at most."""
    entries = queries.entries(source.reader, teacher)
    credit = counted_days(entries)
    found = []
    for entry in reversed(entries):
        wanted = source.wanted
        last = entry.ends_on or entry.starts_on
        if (not wanted.until or entry.starts_on <= wanted.until) and (
            not wanted.since or last >= wanted.since
        ):
            days = {day: part for day, part in credit[entry.id].items() if wanted.in_period(day.isoformat())}
            found.append(Line(entry, days))
    return found


def teachers_of(source: Source) -> list[str]:
    """The teachers asked for, else all, by name."""
    found = source.wanted.ids or [row["id"] for row in source.rows("teacher", {}, "name")]
    return list(dict.fromkeys(found))


def _select(source: Source) -> list[str]:
    """For each teacher with entries the record, then a certificate for each enterprise."""
    keys = []
    for teacher in teachers_of(source):
        lines = lines_of(source, teacher)
        if lines:
            keys.append(f"{_RECORD}:{teacher}:")
            firms = dict.fromkeys(line.entry.enterprise for line in lines if line.entry.enterprise)
            keys += [f"{_CERTIFICATE}:{teacher}:{firm}" for firm in firms]
    return keys


def _file_name(source: Source, key: str) -> str:
    _, teacher, enterprise = key.split(":")
    parts = (source.name("teacher", teacher), source.name("enterprise", enterprise or None))
    return part_of_a_file("_".join(filter(None, parts)))


PRACTICE = FormKind(offer=offers.PRACTICE, select=_select, make=make, blank=blank, file_name=_file_name)
