"""The rows of a roster: which lines are students, and what their cells say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fieldteacher.domain.record import Value
from fieldteacher.domain.sheet_columns import letter
from fieldteacher.domain.text import Text
from fieldteacher.tabular import cells, identifiers
from fieldteacher.tabular.columns import read_column
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.headings import Header
from fieldteacher.tabular.layouts.roster import KEY, ROSTER
from fieldteacher.tabular.problems import Problem
from fieldteacher.tabular.words import Doubt, shown, squeeze

_FOOTER = re.compile(
    r"\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|总人数|人数合计|制\s*表|填\s*表|填\s*报|审\s*核|审\s*批|复\s*核|校\s*对|经\s*办|负责人[:：]|"
    r"联系人[:：]|备\s*注[:：]|注\s*[:：]|说\s*明[:：]|填写说明|打印|统计|截止|以上|以下|第\s*\d+\s*页|共\s*\d+\s*[人名条页]|"
    r"日\s*期\s*[:：]|单位.{0,3}(?:盖章|公章)|（?盖章|total\b|subtotal\b|note\s*:|prepared by|page \d)",
    re.I,
)
_CODE_LIKE = re.compile(r"[A-Za-z]{0,6}[\d.Ee+\-]{4,}")
_NAME_LIKE = re.compile(r"[\u3400-\u9fff]{1,3}[^班院系部组级人表注业明\W\da-zA-Z]|\w+·\w+")
_FOOTER_LINES = 12
_NO_PROBLEMS: tuple[Problem, ...] = ()


@dataclass(slots=True)
class RosterRow:
    """One student's line."""

    number: int
    """As the spreadsheet counts, from 1."""
    values: dict[str, Value]
    """Each mapped roster field; ``None`` where the cell is empty or was left out."""
    cells: Sequence[Cell]
    """The line as it stands in the file."""
    problems: tuple[Problem, ...] = _NO_PROBLEMS
    refused: bool = False
    """Whether the line cannot be taken: its key is missing, damaged or stands twice."""
    derived: tuple[str, ...] = ()
    """The fields of ``values`` that no cell gave: they follow from the identity number."""

    def raw(self, header: Sequence[tuple[str, str | None]], name: str) -> str:
        """The words in the first cell that feeds the field ``name``, as they stand in the file."""
        for index, (_, fed) in enumerate(header):
            if fed == name and index < len(self.cells) and self.cells[index] != "":
                return shown(self.cells[index])
        return ""


def read_rows(header: Header, *, today: date, date1904: bool) -> list[RosterRow]:
    """The students' lines below a header, with their values and the remarks on single cells."""
    numbers, lines = _students(header)
    if not lines:
        return []
    columns = list(zip(*lines, strict=True))
    values: dict[str, list[Value]] = {}
    remarks: list[tuple[int, int, Doubt]] = []
    for index, name in enumerate(header.fields):
        if name is None:
            continue
        column = ROSTER[name]
        read = cells.reader(column.form, column.spec, today=today, date1904=date1904)
        found, doubts = read_column(columns[index], read, cells.plain(column.form, today))
        remarks += [(place, index, doubt) for place, doubt in doubts.items()]
        if name in values:
            remarks += _merge(values[name], found, header, index)
        else:
            values[name] = found
    if "id_number" in values and "id_kind" in values:
        remarks = _other_documents(values, columns, header, remarks)
    rows = _assemble(numbers, lines, values)
    _attach(rows, header, remarks)
    return rows


def _assemble(
    numbers: Sequence[int], lines: Sequence[Sequence[Cell]], values: Mapping[str, list[Value]]
) -> list[RosterRow]:
    names = tuple(values)
    return [
        RosterRow(number, dict(zip(names, row, strict=True)), line)
        for number, line, row in zip(numbers, lines, zip(*values.values(), strict=True), strict=True)
    ]


def _merge(
    first: list[Value], second: list[Value], header: Header, index: int
) -> list[tuple[int, int, Doubt]]:
    """Two columns for one thing: the first with a value counts; where they differ it is said."""
    remarks = []
    for place, (one, other) in enumerate(zip(first, second, strict=True)):
        if one is None:
            first[place] = other
        elif other is not None and one != other:
            message = Text(
                "与前面的同类列不一致：取“{one}”，未取“{other}”。",
                "Differs from the earlier column of the same kind: “{one}” was taken, not “{other}”.",
            ).fill(one=one, other=other)
            remarks.append((place, index, Doubt("columns_differ", "warning", message)))
    return remarks


def _other_documents(
    values: Mapping[str, list[Value]],
    columns: Sequence[tuple[Cell, ...]],
    header: Header,
    remarks: list[tuple[int, int, Doubt]],
) -> list[tuple[int, int, Doubt]]:
    """Where another document than the resident's card is named, its number has no checksum."""
    index = header.fields.index("id_number")
    others = {place for place, kind in enumerate(values["id_kind"]) if kind not in (None, "resident")}
    kept = [remark for remark in remarks if remark[1] != index or remark[0] not in others]
    for place in others:
        values["id_number"][place], doubt = identifiers.other_document(columns[index][place])
        if doubt:
            kept.append((place, index, doubt))
    return kept


def _attach(rows: Sequence[RosterRow], header: Header, remarks: list[tuple[int, int, Doubt]]) -> None:
    for place, index, doubt in sorted(remarks, key=lambda remark: remark[:2]):
        note(rows[place], header, index, doubt)


def note(row: RosterRow, header: Header, index: int | None, doubt: Doubt, **more: Any) -> None:
    """Add a remark to a row, at the column ``index`` or on the whole row."""
    column, field, value = "", "", ""
    if index is not None:
        heading = header.headings[index]
        column = f"{letter(index)} {heading}".rstrip()
        field = header.fields[index] or ""
        value = shown(row.cells[index])
    problem = Problem(
        row.number, column, more.get("field", field), str(row.values.get(KEY) or ""), value,
        doubt.code, doubt.severity, doubt.message,
    )  # fmt: skip
    row.problems = (*row.problems, problem)


# -- which lines are students ----------------------------------------------------------------------


def _students(header: Header) -> tuple[list[int], list[Sequence[Cell]]]:
    """The lines below the header that stand for students, all of one width."""
    sheet = header.sheet
    numbers = sheet.numbers[header.index + 1 :]
    lines: list[list[Cell]] = sheet.rows[header.index + 1 :]
    width = len(header.headings)
    if set(map(len, lines)) != {width}:
        lines = [(line + [""] * (width - len(line)))[:width] for line in lines]
    dropped = _not_students(header, lines)
    if dropped:
        keep = [place for place in range(len(lines)) if place not in dropped]
        return [numbers[place] for place in keep], [lines[place] for place in keep]
    return numbers, list(lines)


def _not_students(header: Header, lines: Sequence[Sequence[Cell]]) -> set[int]:
    """Blank lines, notes, totals, signatures and headers that were repeated for print."""
    key = header.fields.index(KEY) if KEY in header.fields else None
    name = header.fields.index("name") if "name" in header.fields else None
    heading = header.headings[key if key is not None else name or 0]
    watched = [place for place in (key, name) if place is not None]
    dropped = set()
    for place, line in enumerate(lines):
        suspicious = place >= len(lines) - _FOOTER_LINES
        for index in watched:
            cell = line[index]
            if cell == "" or cell == heading:
                suspicious = True
        if suspicious and _is_note(header, line, watched):
            dropped.add(place)
    return dropped


def _stands_for_a_student(header: Header, index: int, cell: Cell) -> bool:
    """Whether a cell alone in its line, under the number or the name, is a student's and not a note.

    The first column is where notes and the titles of groups stand, so there a name is not believed.
    """
    words = shown(cell).strip()
    if index > 0 and header.fields[index] == "name" and _NAME_LIKE.fullmatch(words):
        return True
    return _CODE_LIKE.fullmatch(words) is not None


def _is_note(header: Header, line: Sequence[Cell], watched: Sequence[int]) -> bool:
    filled = [(index, cell) for index, cell in enumerate(line) if not isinstance(cell, str) or cell.strip()]
    if not filled:
        return True
    if all(squeeze(shown(cell)) == header.headings[index] for index, cell in filled):
        return True
    first = filled[0][1]
    if isinstance(first, str) and _FOOTER.match(first):
        return True
    keys = [line[index] for index in watched]
    if any(cell != "" for cell in keys):
        return len(filled) == 1 and not _stands_for_a_student(header, *filled[0])
    if any(isinstance(cell, str) and _FOOTER.match(cell) for _, cell in filled):
        return True
    mapped = [index for index, _ in filled if header.fields[index] is not None]
    return len(mapped) <= 1
