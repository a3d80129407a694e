"""教师企业实践证明: the letter in which an enterprise certifies a teacher's practice, beside the record of it."""

from __future__ import annotations

from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Column,
    FlowForm,
    Passage,
    Signature,
    Signatures,
    Space,
    Table,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.practice import lines_of, teachers_of
from fieldteacher.services.forms.source import Source, tenths
from fieldteacher.services.forms.wording import COMPANY_SEAL, DATE, POST, SIGN

_TITLE = Text("教师企业实践证明", "Certificate of Enterprise Practice")
_CODE = Text("企业实践证明", "Practice certificate")
_LETTER = Text(
    "兹证明{college}教师{name}{staff}，于{first}至{last}期间在我单位进行企业实践，累计 {days} 天。"
    "实践期间遵守我单位规章制度，完成了下列实践内容。",
    "This is to certify that {name}{staff}, teacher of {college}, did enterprise practice with us from {first} to "
    "{last}, {days} days in all, kept our rules, and did the following work.",
)
_STAFF = Text("（工号 {n}）", " (staff no. {n})")
_CLOSE = Text("特此证明。", "Given at the teacher's request.")
_TIME, _DAYS, _WORK = Text("时间", "Time"), Text("天数", "Days"), Text("实践内容", "Work done")
_TOTAL = Text("合计", "Total")
_FIRM = Text("证明单位：{name}", "Certified by: {name}")
_BLANK = Text("＿＿＿＿＿＿＿＿", "________________")


def make(source: Source, key: str) -> FlowForm:
    """The certificate of a teacher for one enterprise."""
    teacher, _, enterprise = key.partition(":")
    lines = [line for line in lines_of(source, teacher) if (line.entry.enterprise or "") == enterprise]
    t = source.t
    first = min(line.entry.starts_on for line in lines)
    last = max(line.entry.ends_on or line.entry.starts_on for line in lines)
    days = tenths(sum(line.brings for line in lines))
    rows = [
        (
            line.time(source).replace(" — ", " —\n"),
            line.entry.post or "",
            line.entry.content or "",
            tenths(line.brings),
        )
        for line in lines
    ]
    table = Table(_columns(source), rows, total=(t(_TOTAL), "", "", days))
    firm = source.name("enterprise", enterprise)
    letter = _letter(source, teacher, source.day(first), source.day(last), days)
    return _form(source, letter, table, firm, f"{source.name('teacher', teacher)} {firm}".strip())


def blank(source: Source, teacher: str | None) -> FlowForm:
    """A certificate to be filled by hand."""
    gap = source.t(_BLANK)
    table = Table(_columns(source), [[""] * 4 for _ in range(6)], row_height=12)
    letter = _letter(source, teacher, gap, gap, gap)
    return _form(source, letter, table, "", source.name("teacher", teacher) or source.t(_TITLE))


def _columns(source: Source) -> tuple[Column, ...]:
    t = source.t
    return (
        Column(t(_TIME), 42, "centre"), Column(t(POST), 30, "centre"), Column(t(_WORK), 78), Column(t(_DAYS), 16, "right"),
    )  # fmt: skip


def _letter(source: Source, teacher: str | None, first: str, last: str, days: str) -> str:
    row = source.row("teacher", teacher)
    number = row.get("staff_number")
    staff = source.t(_STAFF.fill(n=number)) if number else ""
    return source.t(
        _LETTER.fill(
            college=source.college.get("name") or source.t(_BLANK), name=row.get("name") or source.t(_BLANK), staff=staff,
            first=first, last=last, days=days,
        )
    )  # fmt: skip


def _form(source: Source, letter: str, table: Table, firm: str, name: str) -> FlowForm:
    t = source.t
    place = Signature(t(_FIRM.fill(name=firm or t(_BLANK))), t(SIGN), t(DATE), seal=t(COMPANY_SEAL))
    blocks: tuple[Block, ...] = (
        Space(6), Passage(letter, t(_TITLE)), Space(2), table, Space(3), Passage(t(_CLOSE), t(_TITLE)),
        Space(4), Signatures((place,), height=60),
    )  # fmt: skip
    return FlowForm(
        code=t(_CODE), title=t(_TITLE), blocks=blocks, name=name, language=source.language, ours=False
    )


def _select(source: Source) -> list[str]:
    """A certificate for each teacher and each enterprise where there was practice in the period."""
    keys: list[str] = []
    for teacher in teachers_of(source):
        firms = dict.fromkeys(
            line.entry.enterprise for line in lines_of(source, teacher) if line.entry.enterprise
        )
        keys += [f"{teacher}:{firm}" for firm in firms]
    return keys


def _file_name(source: Source, key: str) -> str:
    teacher, _, enterprise = key.partition(":")
    return part_of_a_file(f"{source.name('teacher', teacher)}_{source.name('enterprise', enterprise)}")


CERTIFICATE = FormKind(offer=offers.CERTIFICATE, select=_select, make=make, blank=blank, file_name=_file_name)
