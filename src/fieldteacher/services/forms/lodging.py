"""学生住宿名册: who lives where, by dormitory building, then those on their own, to walk through in the evening."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fieldteacher.domain.records.enterprises import LODGING_KINDS
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Column,
    Field,
    Fields,
    FlowForm,
    Grid,
    Passage,
    Signature,
    Signatures,
    Space,
    Table,
    Tick,
    Value,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import placed
from fieldteacher.services.forms.roster import sex_width
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import (
    CLASS,
    DATE,
    ENTERPRISE,
    NAME,
    NUMBER,
    ORDER,
    PRINTED,
    SIGN,
)
from fieldteacher.store.queries.evaluations import RatedPlacement

_TITLE, _CODE = Text("学生住宿名册", "Roster of Lodgings"), Text("住宿名册", "Lodgings")
_PLACE, _KIND, _KEEPER = (
    Text("住宿地点", "Place"),
    Text("住宿方式", "Kind of lodging"),
    Text("住宿联系人", "Contact there"),
)
_COUNT, _COUNTED = Text("学生人数", "Students"), Text("{n} 人（女 {m} 人）", "{n} ({m} female)")
_ROOM, _ADDRESS, _SEX = Text("房间", "Room"), Text("住址", "Address"), Text("性别", "Sex")
_PHONE, _GUARDIAN = Text("学生电话", "Phone"), Text("监护人电话", "Guardian's phone")
_CONSENT, _PRESENT, _REMARKS = (
    Text("监护人同意", "Guardian's consent"),
    Text("在寝", "In"),
    Text("备注", "Remarks"),
)
_HELD, _LACKING = Text("有", "held"), Text("缺", "missing")
_UNKNOWN = Text("未登记住宿", "Lodging not recorded")
_NOTE = Text(
    "依据：《职业学校学生实习管理规定》第二十四条，学生外出实习应统一住宿；自行租住须有监护人书面同意并报学校备案。",
    "Basis: Art. 24 of the Regulation on Internships (2021): students away from home live together; lodging of "
    "one's own needs the guardian's written consent and filing with the college.",
)
_CHECKED, _KEPT = Text("检查人", "Checked by"), Text("宿舍管理员", "Keeper of the dormitory")
_TOGETHER = ("dormitory", "college")
"""Kinds of lodging that have a building of many; the others are one list each."""
_IN_A_BUILDING = re.compile(r"(?P<building>.*\D)\s*(?P<room>\d{2,5}\s*(?:室|号房|房|寝室|号)?)\s*")


def make(source: Source, key: str) -> FlowForm:
    """The roster of one building, or of all who live in one way elsewhere."""
    kind, _, building = key.partition(":")
    people = _groups(source)[key]
    together = kind in _TOGETHER
    rows = [_line(source, number, who, together) for number, who in enumerate(people, 1)]
    table = Table(_columns(source, together), rows, row_height=7.2)
    place = building or _kind_in_words(source, kind)
    return _form(source, kind, place, people, table)


def blank(source: Source, _record: str | None) -> FlowForm:
    """An empty roster of a dormitory."""
    columns = _columns(source, True)
    rows: list[tuple[Value, ...]] = [
        (str(number), *[""] * (len(columns) - 3), Tick(), "") for number in range(1, 10)
    ]
    return _form(source, "", "", [], Table(columns, rows, row_height=8))


def parted(address: str) -> tuple[str, str]:
    """An address as building and room; the room is empty where the address names none."""
    found = _IN_A_BUILDING.fullmatch(address)
    return (found["building"].strip(" -－"), found["room"]) if found else (address, "")


def _columns(source: Source, together: bool) -> tuple[Column, ...]:
    t = source.t
    own = (Column(t(_ADDRESS), 48), Column(t(_CONSENT), 25, "centre"))
    return (
        Column(t(ORDER), 12, "centre"), *((Column(t(_ROOM), 20, "centre"),) if together else own),
        Column(t(NAME), 20, "centre"), Column(t(_SEX), sex_width(source), "centre"), Column(t(NUMBER), 26, "centre"),
        Column(t(CLASS), 26, "centre"), Column(t(ENTERPRISE), 46), Column(t(_PHONE), 26, "centre"),
        Column(t(_GUARDIAN), 26, "centre"), Column(t(_PRESENT), 14, "centre"), Column(t(_REMARKS), 26),
    )  # fmt: skip


def _line(source: Source, number: int, who: RatedPlacement, together: bool) -> tuple[Value, ...]:
    student, placement = source.row("student", who.student), source.row("placement", who.placement)
    address = placement.get("lodging_address") or ""
    where: tuple[str, ...] = (parted(address)[1],)
    if not together:
        consent = source.rows("paper", {"placement": who.placement, "kind": "lodging_consent"})
        needed = placement.get("lodging_kind") == "own"
        where = (address, source.t(_HELD if consent else _LACKING) if needed or consent else "—")
    return (
        str(number), *where, who.name, source.words("student", "sex", student), who.student_number,
        who.class_name or "", who.enterprise_name, student.get("phone") or "", student.get("guardian_phone") or "",
        Tick(), "",
    )  # fmt: skip


def _form(source: Source, kind: str, place: str, people: Sequence[RatedPlacement], table: Table) -> FlowForm:
    t, sign, day = source.t, source.t(SIGN), source.t(DATE)
    women = sum(who.sex == "女" for who in people)
    keepers = (source.row("placement", who.placement).get("lodging_contact") for who in people)
    keeper = "、".join(dict.fromkeys(filter(None, keepers))) if kind in _TOGETHER else ""
    facts = (
        Field(t(_PLACE), place, span=2),
        Field(t(_COUNT), t(_COUNTED.fill(n=len(people), m=women)) if people else ""),
        Field(t(_KIND), _kind_in_words(source, kind) if kind else "", span=2),
        Field(t(_KEEPER), keeper),
    )
    signatures = Signatures((Signature(t(_CHECKED), sign, day), Signature(t(_KEPT), sign, day)), height=24)
    return FlowForm(
        code=t(_CODE), title=t(_TITLE), college=source.college_name,
        right=t(PRINTED.fill(day=source.day(source.today.isoformat()))),
        blocks=(Grid((Fields(facts, columns=3),)), table, Space(1.5), Passage(t(_NOTE), t(_TITLE), small=True), signatures),
        name=place or t(_TITLE), language=source.language, landscape=True,
    )  # fmt: skip


def _kind_in_words(source: Source, kind: str) -> str:
    label = next((each.label for each in LODGING_KINDS if each.value == kind), _UNKNOWN)
    return source.choice(label)


def _groups(source: Source) -> dict[str, list[RatedPlacement]]:
    """Those selected by building, in the order of rooms; the buildings first, then each other kind of lodging."""
    return source.once("lodgings", lambda: _grouped(source))


def _grouped(source: Source) -> dict[str, list[RatedPlacement]]:
    found: dict[str, list[tuple[str, RatedPlacement]]] = {}
    for who in placed(source):
        row = source.row("placement", who.placement)
        kind = row.get("lodging_kind") or ""
        building, room = parted(row.get("lodging_address") or "") if kind in _TOGETHER else ("", "")
        found.setdefault(f"{kind}:{building}", []).append((room, who))
    kinds = [each.value for each in LODGING_KINDS]
    order = sorted(
        found, key=lambda key: (kinds.index(k) if (k := key.partition(":")[0]) in kinds else 99, key)
    )
    return {
        key: [who for _, who in sorted(found[key], key=lambda each: (each[0], each[1].student_number))]
        for key in order
    }


def _file_name(source: Source, key: str) -> str:
    kind, _, building = key.partition(":")
    return part_of_a_file(building or _kind_in_words(source, kind))


LODGING = FormKind(
    offer=offers.LODGING, select=lambda source: list(_groups(source)), make=make, blank=blank, file_name=_file_name
)  # fmt: skip
