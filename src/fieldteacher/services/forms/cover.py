"""材料扫描封面: a sheet to lay before a student's papers when a pile is scanned, with a QR code that says whose they are.

The number is drawn from the placement's id, so it is the same on every copy and every machine that knows the placement,
and says nothing to anybody else; ``placement_of`` finds the placement of a code that was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from fieldteacher.domain.paper_states import PaperState, standings
from fieldteacher.domain.records.papers import PAPER_KINDS
from fieldteacher.domain.text import Text
from fieldteacher.paper.layout import form_number
from fieldteacher.paper.printing.flow.blocks import (
    Code,
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
from fieldteacher.services.forms.ordering import group_of
from fieldteacher.services.forms.placed import placed
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import (
    CLASS,
    DATE,
    ENTERPRISE,
    MAJOR,
    NAME,
    NUMBER,
    ORDER,
    PERIOD,
    PRINTED,
    SIGN,
)
from fieldteacher.store.queries.evaluations import RatedPlacement

_TITLE, _CODE = Text("实习材料扫描封面", "Cover Sheet for Scanning Papers"), Text("扫描封面", "Cover sheet")
_NUMBER = Text("封面编号　{number}", "Cover no. {number}")
_HOW = Text(
    "扫描时将本页放在该生材料的最前面，请勿折叠或遮盖二维码；下列材料按顺序放在本页之后，放入一份打一个“√”。",
    "When scanning, lay this page before the student's papers; do not fold or cover the code. Lay the papers behind "
    "it in this order and tick each.",
)
_PAPERS, _KIND = Text("本页之后的材料", "The papers behind this page"), Text("材料", "Paper")
_PAPER_NO, _STATE = Text("编号", "Number"), Text("登记情况", "As recorded")
_LAID, _PAGES = Text("已放入", "Laid"), Text("页数", "Pages")
_HELD, _ENDS, _LACKING = (
    Text("已登记", "recorded"),
    Text("{day} 到期", "ends {day}"),
    Text("未登记", "not recorded"),
)
_SCANNED = Text("扫描人", "Scanned by")
_OTHERS = 3
"""Empty rows for papers that nobody foresaw."""


def number_of(placement: str) -> int:
    """The cover's number of a placement: forty bits of a hash of its id."""
    digest = hashlib.blake2b(placement.encode(), digest_size=5, person=b"cover")
    return int.from_bytes(digest.digest(), "big")


def placement_of(code: str, placements: Iterable[str]) -> str | None:
    """Whose cover a QR code was read from; ``None`` where it is no cover's, or none of these."""
    number = form_number.from_qr_text(code, form_number.COVER_PREFIX)
    return next((each for each in placements if number_of(each) == number), None)


def make(source: Source, placement: str) -> FlowForm:
    """The cover of a placement; raises ``NotFound``."""
    who = _people(source)[placement]
    t, number = source.t, number_of(placement)
    facts = (
        Field(t(NAME), who.name), Field(t(NUMBER), who.student_number), Field(t(CLASS), who.class_name or ""),
        Field(t(MAJOR), who.major or ""), Field(t(ENTERPRISE), who.enterprise_name, span=2),
        Field(t(PERIOD), source.span(who.start, who.end), span=2),
    )  # fmt: skip
    code = Code(
        form_number.qr_text(number, form_number.COVER_PREFIX),
        t(_NUMBER.fill(number=form_number.grouped(form_number.encode(number)))),
    )
    return FlowForm(
        code=t(_CODE), title=t(_TITLE), college=source.college_name,
        right=t(PRINTED.fill(day=source.day(source.today.isoformat()))),
        blocks=(
            code, Grid((Fields(facts),)), Space(1.5), Passage(t(_HOW), t(_TITLE), small=True), _table(source, who),
            Signatures((Signature(t(_SCANNED), t(SIGN), t(DATE)),), height=20),
        ),
        name=f"{who.name} {who.student_number}", group=group_of(who, source.wanted.order), language=source.language,
    )  # fmt: skip


def _table(source: Source, who: RatedPlacement) -> Table:
    t = source.t
    columns = (
        Column(t(ORDER), 12, "centre"), Column(t(_KIND), 46), Column(t(_PAPER_NO), 40, "centre"),
        Column(t(_STATE), 34, "centre"), Column(t(_PAGES), 16, "centre"), Column(t(_LAID), 18, "centre"),
    )  # fmt: skip
    papers = source.rows("paper", {"placement": who.placement})
    found = {
        each.kind: each for each in standings(source.row("placement", who.placement), papers, source.today)
    }
    held = {row["kind"]: row for row in papers}
    rows: list[tuple[Value, ...]] = []
    for kind in PAPER_KINDS:
        if kind.value in found or kind.value in held:
            row = held.get(kind.value, {})
            standing = found.get(kind.value)
            state = _LACKING if not row else _HELD
            if standing and standing.state is PaperState.EXPIRING and row.get("valid_to"):
                state = _ENDS.fill(day=row["valid_to"])
            rows.append(
                (str(len(rows) + 1), source.choice(kind.label), row.get("number") or "", t(state), "", Tick())
            )
    rows += [(str(len(rows) + n), "", "", "", "", Tick()) for n in range(1, _OTHERS + 1)]
    return Table(columns, rows, title=t(_PAPERS), row_height=8.4)


def _people(source: Source) -> dict[str, RatedPlacement]:
    return source.once("covers", lambda: {who.placement: who for who in _chosen(source)})


def _chosen(source: Source) -> list[RatedPlacement]:
    ids = set(source.wanted.ids)
    return [who for who in placed(source) if not ids or who.student in ids]


def _file_name(source: Source, placement: str) -> str:
    who = _people(source)[placement]
    return part_of_a_file(f"{who.student_number}_{who.name}")


COVER = FormKind(
    offer=offers.COVER, select=lambda source: list(_people(source)), make=make, file_name=_file_name
)
