"""实习材料核对表: the students of an enterprise or a class, how each needed paper stands, and what is still wanting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldteacher.domain.paper_states import PaperStanding, PaperState, needed_papers, standings
from fieldteacher.domain.records.papers import PAPER_KINDS
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Column,
    FlowForm,
    Heading,
    Passage,
    Signature,
    Signatures,
    Table,
    Tick,
    Value,
)
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind, part_of_a_file
from fieldteacher.services.forms.placed import placed, placed_at
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.wording import CLASS, DATE, ENTERPRISE, NAME, NUMBER, ORDER, SIGN
from fieldteacher.store.queries.evaluations import RatedPlacement
from fieldteacher.store.reader import Row

_ENTERPRISE, _CLASS, _STUDENTS = "enterprise:", "class:", "students"
_TITLE = Text("学生实习材料核对表", "Check-list of Placement Papers")
_CODE = Text("材料核对表", "Papers")
_AS_OF = Text("核对日期：{day}", "As of {day}")
_COUNT = Text("共 {n} 人", "Students: {n}")
_EMPTY = 9
"""Rows of a list without names: as many as one page has room for above the place to sign."""
_CHOSEN = Text("所选学生", "Chosen students")
_WHOSE = Text("实习单位：____________________", "Enterprise: ____________________")
_MISSING, _UNTIL = Text("缺", "missing"), Text("至 {day}", "until {day}")
_HELD, _ENDS = Text("有", "held"), Text("{day}到期", "ends {day}")
_NOT_NEEDED = "—"
_TOTAL = Text("齐全", "Complete")
_WANTING = Text("缺失与将到期材料", "Missing or running out")
_WHAT, _SETTLED = Text("材料", "Papers"), Text("补齐日期", "Settled on")
_ALL_THERE = Text("本表所列学生的材料齐全。", "All papers of the students listed are there.")
_CHECKED, _APPROVED = Text("核对人", "Checked by"), Text("负责人", "In charge")
_SEPARATOR = Text("、", ", ")
_MARKED = Text("{kind}（{state}）", "{kind} ({state})")


@dataclass(frozen=True, slots=True)
class _Line:
    """A student with the papers needed."""

    who: RatedPlacement
    papers: dict[str, PaperStanding]
    held: dict[str, Row]


def make(source: Source, key: str) -> FlowForm:
    """The list of an enterprise, of a class, or of the chosen students."""
    if key.startswith(_ENTERPRISE):
        people = placed_at(source, key.removeprefix(_ENTERPRISE))
    else:
        people = placed(source)
    lines = [_line(source, who) for who in people]
    kinds = [kind for kind in PAPER_KINDS if any(kind.value in line.papers for line in lines)]
    columns = (
        Column(source.t(ORDER), 10, "centre"), Column(source.t(NUMBER), 28, "centre"), Column(source.t(NAME), 20, "centre"),
        Column(_other_heading(source, key), 36, "centre"),
        *(Column(source.choice(kind.label), 26, "centre") for kind in kinds),
    )  # fmt: skip
    rows = [
        (
            str(number), line.who.student_number, line.who.name, _other(key, line.who),
            *(_cell(source, line, kind.value) for kind in kinds),
        )
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    whole = sum(all(each.state is PaperState.OK for each in line.papers.values()) for line in lines)
    total = (
        "",
        "",
        source.t(_TOTAL),
        f"{whole} / {len(lines)}",
        *(_there(lines, kind.value) for kind in kinds),
    )
    blocks: list[Block] = [Table(columns, rows, total=total), *_wanting(source, lines), _signatures(source)]
    return _form(source, _name(source, key), source.t(_COUNT.fill(n=len(lines))), blocks)


def blank(source: Source, enterprise: str | None) -> FlowForm:
    """A list to tick by hand; of an enterprise with its students' names and the papers each needs."""
    people = placed_at(source, enterprise)
    kinds = PAPER_KINDS[:6]
    columns = (
        Column(source.t(ORDER), 10, "centre"), Column(source.t(NUMBER), 28, "centre"), Column(source.t(NAME), 20, "centre"),
        Column(source.t(CLASS), 32, "centre"), *(Column(source.choice(kind.label), 24, "centre") for kind in kinds),
    )  # fmt: skip
    rows: list[Sequence[Value]] = []
    for number, who in enumerate(people, 1):
        needed = needed_papers(source.row("placement", who.placement))
        ticks: list[Value] = [Tick() if kind.value in needed else _NOT_NEEDED for kind in kinds]
        rows.append((str(number), who.student_number, who.name, who.class_name or "", *ticks))
    empty: list[Sequence[Value]] = [
        (str(number), "", "", "", *(Tick() for _ in kinds)) for number in range(1, _EMPTY + 1)
    ]
    blocks: list[Block] = [Table(columns, rows or empty, row_height=9), _signatures(source)]
    firm = source.name("enterprise", enterprise)
    return _form(source, firm or source.t(_TITLE), "", blocks, firm or source.t(_WHOSE))


def wanting(source: Source, placement: str) -> str:
    """The papers of a placement that are missing or run out, in one line; empty where all are there."""
    row = source.row("placement", placement)
    found = standings(row, source.rows("paper", {"placement": placement}), source.today)
    return _listed(source, [each for each in found if each.state is not PaperState.OK], {})


def _line(source: Source, who: RatedPlacement) -> _Line:
    held = {row["id"]: row for row in source.rows("paper", {"placement": who.placement})}
    found = standings(source.row("placement", who.placement), held.values(), source.today)
    return _Line(who, {each.kind: each for each in found}, held)


def _cell(source: Source, line: _Line, kind: str) -> str:
    standing = line.papers.get(kind)
    if standing is None:
        return _NOT_NEEDED
    if standing.state is PaperState.MISSING:
        return source.t(_MISSING)
    paper = line.held.get(standing.paper or "", {})
    if standing.state is PaperState.EXPIRING:
        return source.t(_ENDS.fill(day=paper.get("valid_to")))
    if paper.get("valid_to"):
        return "√ " + source.t(_UNTIL.fill(day=paper["valid_to"]))
    return f"√ {paper.get('signed_on') or ''}".strip() if paper else source.t(_HELD)


def _there(lines: Sequence[_Line], kind: str) -> str:
    needed = [line.papers[kind] for line in lines if kind in line.papers]
    return f"{sum(each.state is PaperState.OK for each in needed)} / {len(needed)}"


def _wanting(source: Source, lines: Sequence[_Line]) -> list[Block]:
    columns = (
        Column(source.t(NUMBER), 34, "centre"), Column(source.t(NAME), 24, "centre"), Column(source.t(_WHAT), 150),
        Column(source.t(_SETTLED), 40, "centre"),
    )  # fmt: skip
    rows = []
    for line in lines:
        lacking = [each for each in line.papers.values() if each.state is not PaperState.OK]
        if lacking:
            rows.append((line.who.student_number, line.who.name, _listed(source, lacking, line.held), ""))
    if not rows:
        return [Heading(source.t(_WANTING), 2), Passage(source.t(_ALL_THERE), label=source.t(_WANTING))]
    return [Table(columns, rows, title=source.t(_WANTING))]


def _listed(source: Source, lacking: Sequence[PaperStanding], held: dict[str, Row]) -> str:
    words = {kind.value: source.choice(kind.label) for kind in PAPER_KINDS}
    shown = []
    for each in lacking:
        day = (held.get(each.paper or "") or source.row("paper", each.paper)).get("valid_to")
        state = _MISSING if each.state is PaperState.MISSING or not day else _ENDS.fill(day=day)
        shown.append(source.t(_MARKED.fill(kind=words[each.kind], state=source.t(state))))
    return source.t(_SEPARATOR).join(shown)


def _form(source: Source, name: str, right: str, blocks: list[Block], whose: str = "") -> FlowForm:
    return FlowForm(
        code=source.t(_CODE), title=source.t(_TITLE), college=source.college_name,
        left=f"{whose or name}　{source.t(_AS_OF.fill(day=source.day(source.today.isoformat())))}", right=right,
        blocks=tuple(blocks), name=name, language=source.language, landscape=True,
    )  # fmt: skip


def _signatures(source: Source) -> Signatures:
    sign, date = source.t(SIGN), source.t(DATE)
    return Signatures(
        (Signature(source.t(_CHECKED), sign, date), Signature(source.t(_APPROVED), sign, date)), height=24
    )


def _key(source: Source, who: RatedPlacement) -> str:
    if source.wanted.students:
        return _STUDENTS
    return f"{_CLASS}{who.class_name}" if source.wanted.class_name else f"{_ENTERPRISE}{who.enterprise}"


def _name(source: Source, key: str) -> str:
    if key == _STUDENTS:
        return source.t(_CHOSEN)
    return (
        key.removeprefix(_CLASS)
        if key.startswith(_CLASS)
        else source.name("enterprise", key.removeprefix(_ENTERPRISE))
    )


def _other_heading(source: Source, key: str) -> str:
    return source.t(CLASS if key.startswith(_ENTERPRISE) else ENTERPRISE)


def _other(key: str, who: RatedPlacement) -> str:
    return (who.class_name or "") if key.startswith(_ENTERPRISE) else who.enterprise_name


def _select(source: Source) -> list[str]:
    return list(dict.fromkeys(_key(source, who) for who in placed(source)))


def _file_name(source: Source, key: str) -> str:
    return part_of_a_file(_name(source, key))


PAPERS = FormKind(offer=offers.PAPERS, select=_select, make=make, blank=blank, file_name=_file_name)
