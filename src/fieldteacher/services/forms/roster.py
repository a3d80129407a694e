"""实习学生名册: the students of an enterprise with whom to call, where they work and where they live."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Column,
    Field,
    Fields,
    FlowForm,
    Grid,
    Signature,
    Signatures,
    Table,
    Value,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import enterprises, placed_at
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import (
    CLASS,
    COLLEGE_SEAL,
    COMPANY_SEAL,
    DATE,
    ENTERPRISE,
    NAME,
    NUMBER,
    ORDER,
    PERIOD,
    POST,
    PRINTED,
    SIGN,
)
from fieldteacher.store.queries.evaluations import RatedPlacement
from fieldteacher.store.reader import Row

_TITLE, _CODE = Text("实习学生名册", "Roster of Students"), Text("学生名册", "Roster")
_SEX, _MENTOR = Text("性别", "Sex"), Text("企业导师", "Mentor")
_PHONE, _GUARDIAN = Text("学生电话", "Phone"), Text("监护人", "Guardian")
_GUARDIAN_PHONE, _LODGING = Text("监护人电话", "Guardian's phone"), Text("住宿", "Lodging")
_ADDRESS, _CONTACT = Text("单位地址", "Address"), Text("企业联系人", "Contact")
_COUNT, _TEACHERS = Text("学生人数", "Students"), Text("指导教师", "Teachers")
_COUNTED = Text("{n} 人（女 {m} 人）", "{n} ({m} female)")
_SEPARATOR = Text("、", ", ")
_FIRM, _COLLEGE = (
    Text("实习单位确认", "Confirmed by the enterprise"),
    Text("学校确认", "Confirmed by the college"),
)
_EMPTY = 8


def make(source: Source, enterprise: str) -> FlowForm:
    """The roster of an enterprise: those of the selection who are there; raises ``NotFound``."""
    row = source.need("enterprise", enterprise)
    people = placed_at(source, enterprise)
    several = len({(who.start, who.end) for who in people}) > 1
    columns = _columns(source, several)
    rows = [_line(source, number, who)[: len(columns)] for number, who in enumerate(people, 1)]
    return _form(source, row, people, Table(columns, rows, row_height=7.2))


def blank(source: Source, enterprise: str | None) -> FlowForm:
    """An empty roster, headed with an enterprise where one is given."""
    rows = [(str(number), *[""] * (len(_columns(source)) - 1)) for number in range(1, _EMPTY + 1)]
    return _form(
        source, source.row("enterprise", enterprise), [], Table(_columns(source), rows, row_height=8)
    )


def _columns(source: Source, period: bool = True) -> tuple[Column, ...]:
    """The columns; the ``period`` only where it is not the same for all, and said above."""
    t = source.t
    last = (Column(t(PERIOD), 24, "centre"),) if period else ()
    return (
        Column(t(ORDER), 10, "centre"), Column(t(NUMBER), 25, "centre"), Column(t(NAME), 19, "centre"),
        Column(t(_SEX), sex_width(source), "centre"), Column(t(CLASS), 24, "centre"), Column(t(POST), 24),
        Column(t(_PHONE), 25, "centre"), Column(t(_GUARDIAN), 19, "centre"), Column(t(_GUARDIAN_PHONE), 25, "centre"),
        Column(t(_MENTOR), 19, "centre"), Column(t(_LODGING), 34 if period else 50), *last,
    )  # fmt: skip


def _line(source: Source, number: int, who: RatedPlacement) -> tuple[Value, ...]:
    student, placement = source.row("student", who.student), source.row("placement", who.placement)
    lodging = placement.get("lodging_address") or source.words("placement", "lodging_kind", placement)
    return (
        str(number), who.student_number, who.name, source.words("student", "sex", student), who.class_name or "",
        who.post or "", student.get("phone") or "", student.get("guardian_name") or "",
        student.get("guardian_phone") or "", who.mentor_name or "", lodging,
        "\n".join(filter(None, (who.start, who.end))),
    )  # fmt: skip


def _form(source: Source, firm: Row, people: Sequence[RatedPlacement], table: Table) -> FlowForm:
    t, sign, day = source.t, source.t(SIGN), source.t(DATE)
    women = sum(who.sex == "女" for who in people)
    teachers = dict.fromkeys(filter(None, (who.teacher_name for who in people)))
    periods = {"—".join(filter(None, (who.start, who.end))) for who in people}
    facts = (
        Field(t(ENTERPRISE), firm.get("name") or "", span=2),
        Field(t(_COUNT), t(_COUNTED.fill(n=len(people), m=women)) if people else ""),
        Field(t(_ADDRESS), firm.get("address") or "", span=2),
        Field(t(_CONTACT), contact_of(source, firm.get("id"))),
        Field(t(_TEACHERS), t(_SEPARATOR).join(teachers), span=2),
        Field(t(PERIOD), next(iter(periods)) if len(periods) == 1 else ""),
    )
    signatures = Signatures(
        (
            Signature(t(_FIRM), sign, day, seal=t(COMPANY_SEAL)),
            Signature(t(_COLLEGE), sign, day, seal=t(COLLEGE_SEAL)),
        ),
        height=34,
    )
    return FlowForm(
        code=t(_CODE), title=t(_TITLE), college=source.college_name,
        right=t(PRINTED.fill(day=source.day(source.today.isoformat()))),
        blocks=(Grid((Fields(facts, columns=3),)), table, signatures), name=firm.get("name") or t(_TITLE),
        language=source.language, landscape=True,
    )  # fmt: skip


def sex_width(source: Source) -> float:
    """The share of a column of the sex: one character, or an English word."""
    return 11 if source.language == "zh_CN" else 17


def contact_of(source: Source, enterprise: str | None) -> str:
    """Whom to call at an enterprise: personnel first, else who is known; name and number."""
    if enterprise is None:
        return ""
    rows = source.rows("contact", {"enterprise": enterprise}, "name")
    row = next((each for each in rows if each.get("role") == "hr"), rows[0] if rows else {})
    return " ".join(filter(None, (row.get("name"), row.get("phone"))))


def _file_name(source: Source, enterprise: str) -> str:
    return part_of_a_file(source.name("enterprise", enterprise))


ROSTER = FormKind(
    offer=offers.ROSTER,
    select=lambda source: [each for each in enterprises(source) if placed_at(source, each)],
    make=make,
    blank=blank,
    file_name=_file_name,
)
