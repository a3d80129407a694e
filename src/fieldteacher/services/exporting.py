"""Exporting records as a workbook or separated text that is safe to open in a spreadsheet program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.fields import FieldSpec, Kind, Privacy, Sync
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.records import record_type
from fieldteacher.domain.text import Language, Text
from fieldteacher.store.database import Store
from fieldteacher.store.queries.students import CURRENT
from fieldteacher.store.reader import Reader, Row
from fieldteacher.tabular.headings import Header, find_header, normal
from fieldteacher.tabular.layouts.roster import ROSTER
from fieldteacher.tabular.template import write_filled
from fieldteacher.tabular.workbook import read_workbook
from fieldteacher.tabular.writer import Scalar, write_csv, write_xlsx

SUFFIXES = (".xlsx", ".csv")
_YES, _NO = Text("是", "yes"), Text("否", "no")
_SEARCHED_ROWS = 30

Cells = Callable[[Row], Scalar]
"""What a column shows of a record."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written; ``unknown`` are headings of the template that nothing fills."""

    file: Path
    rows: int
    unknown: tuple[str, ...] = ()


class ExportService:
    """The verb on exporting."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def export(
        self,
        type_name: str,
        file: Path,
        *,
        sensitive: bool = False,
        language: Language = "zh_CN",
        template: Path | None = None,
    ) -> Exported:
        """Write all records of a type into ``file`` (.xlsx or .csv).

        Sensitive fields are left out unless asked for; what must never leave this machine always is. With
        a ``template`` (a workbook of the college's) its columns are filled, and the lines above its header
        are kept. Raises ``InputRefused``, and ``UserError`` where the file cannot be written.
        """
        kind = record_type(type_name)
        if file.suffix.lower() not in SUFFIXES:
            raise InputRefused(
                "unknown_format",
                Text("“{f}”应以 .xlsx 或 .csv 结尾。", "“{f}” must end in .xlsx or .csv.").fill(f=file.name),
            )
        reader = self._store.read()
        rows = reader.records(type_name)
        columns = _Columns(reader, kind, rows, language, sensitive)
        if template is not None:
            return _fill(template, file, columns, rows)
        names = [name for name, spec in kind.fields.items() if may_leave(spec, sensitive)]
        headings = [kind.fields[name].label.to(language) for name in names]
        cells = [columns.own(name) for name in names]
        lines = ([cell(row) for cell in cells] for row in rows)
        if file.suffix.lower() == ".csv":
            return Exported(file, write_csv(file, headings, lines))
        return Exported(file, write_xlsx(file, headings, lines, sheet=kind.label.to(language)))


def may_leave(spec: FieldSpec, sensitive: bool) -> bool:
    """Whether a field goes into an export: never what stays on this machine, sensitive ones when asked for."""
    return spec.sync is not Sync.LOCAL and (sensitive or spec.privacy is not Privacy.SENSITIVE)


class _Columns:
    """What the columns of an export show of each record."""

    def __init__(
        self, reader: Reader, kind: RecordType, rows: Sequence[Row], language: Language, sensitive: bool
    ) -> None:
        self._reader, self.kind, self._rows = reader, kind, rows
        self.language, self.sensitive = language, sensitive
        self._related: Mapping[str, Mapping[str, Row]] | None = None

    def own(self, name: str) -> Cells:
        """A field of the record itself."""
        spec = self.kind.fields[name]
        show = self._shower(spec, (row[name] for row in self._rows))
        return lambda row: show(row[name])

    def of_heading(self, heading: str, roster_field: str | None) -> Cells | None:
        """The field a template's heading stands for: of the record, or for students what belongs to them."""
        column = ROSTER.get(roster_field or "")
        if self.kind.name == "student" and column is not None and column.record != "paper":
            if column.record == "student":
                return self.own(column.name) if may_leave(column.spec, self.sensitive) else None
            return self._of_related(_RELATED.get(column.name, column.record), column.spec)
        for name, spec in self.kind.fields.items():
            known = {normal(text) for text in (spec.label.zh, spec.label.en, name)}
            if normal(heading) in known and may_leave(spec, self.sensitive):
                return self.own(name)
        return None

    def _of_related(self, place: str, spec: FieldSpec) -> Cells:
        if self._related is None:
            self._related = _related(self._reader)
        found = self._related.get(place, {})
        show = self._shower(spec, (row[spec.name] for row in found.values()))
        return lambda row: show(found[row["id"]][spec.name]) if row["id"] in found else None

    def _shower(self, spec: FieldSpec, values: Iterable[Any]) -> Callable[[Any], Scalar]:
        if spec.kind not in (Kind.REFERENCE, Kind.REFERENCES):
            return lambda value: shown(spec, value, self.language)
        ids: set[str] = set()
        for value in values:
            ids.update((value,) if isinstance(value, str) else value or ())
        titles: dict[str, str] = {}
        for target in spec.targets:
            titles |= self._reader.titles(target, ids - titles.keys(), self.language)
        mark = "、" if self.language == "zh_CN" else ", "
        return lambda value: mark.join(
            titles.get(item, "") for item in ((value,) if isinstance(value, str) else value or ())
        )


_RELATED = {
    "mentor": "mentor", "mentor_phone": "mentor", "enterprise_contact": "contact", "enterprise_contact_phone": "contact",
}  # fmt: skip
"""Roster fields about people at the enterprise: the student's mentor, or the one to call there."""


def _related(reader: Reader) -> Mapping[str, Mapping[str, Row]]:
    """By kind of thing: the student's current (else last) placement, and its enterprise, people and teacher."""
    placements: dict[str, Row] = {}
    for row in reader.records("placement", order=("start",)):
        before = placements.get(row["student"])
        current = (row["status"] or "active") in CURRENT
        if before is None or current or (before["status"] or "active") not in CURRENT:
            placements[row["student"]] = row
    enterprises = {row["id"]: row for row in reader.records("enterprise")}
    contacts = {row["id"]: row for row in reader.records("contact")}
    teachers = {row["id"]: row for row in reader.records("teacher")}
    to_call: dict[str, Row] = {}
    for row in contacts.values():
        if row["role"] == "hr" or row["enterprise"] not in to_call:
            to_call[row["enterprise"]] = row

    def joined(field: str, records: Mapping[str, Row]) -> Mapping[str, Row]:
        return {student: records[row[field]] for student, row in placements.items() if row[field] in records}

    return {
        "placement": placements, "enterprise": joined("enterprise", enterprises), "mentor": joined("mentor", contacts),
        "contact": joined("enterprise", to_call), "teacher": joined("teacher", teachers),
    }  # fmt: skip


def shown(spec: FieldSpec, value: Any, language: Language) -> Scalar:
    """A value as a spreadsheet shows it; identifiers stay text, tenths become a number with one decimal."""
    if value is None:
        return None
    mark = "、" if language == "zh_CN" else ", "
    match spec.kind:
        case Kind.FLAG:
            return (_YES if value else _NO).to(language)
        case Kind.INTEGER:
            return int(value)
        case Kind.TENTHS:
            return int(value) / 10
        case Kind.CHOICE:
            return spec.choice_label(value).to(language)
        case Kind.CHOICES:
            return mark.join(spec.choice_label(item).to(language) for item in value)
        case Kind.MAPPING:
            keys = {key.value: key.label.to(language) for key in spec.keys}
            return mark.join(
                f"{keys.get(name, name)} {spec.choice_label(item).to(language) if spec.choices else item}"
                for name, item in value.items()
            )
        case Kind.MOMENT:
            return str(value).replace("T", " ")
    return str(value)


def _fill(template: Path, file: Path, columns: _Columns, rows: Sequence[Row]) -> Exported:
    """Fill a template's columns; only a workbook can be filled into a workbook."""
    if file.suffix.lower() != ".xlsx":
        raise InputRefused(
            "unknown_format", Text("按模板导出只能存为 .xlsx。", "A filled template is saved as .xlsx only.")
        )
    header = _header(template, columns.kind)
    fields = (*header.fields, *[None] * (len(header.headings) - len(header.fields)))
    cells = [
        columns.of_heading(heading, field) if heading else None
        for heading, field in zip(header.headings, fields, strict=False)
    ]
    unknown = tuple(h for h, cell in zip(header.headings, cells, strict=True) if h and cell is None)
    if len(unknown) == len([heading for heading in header.headings if heading]):
        raise _no_header(template)
    lines = [[cell(row) if cell else None for cell in cells] for row in rows]
    count = write_filled(file, header, lines)
    return Exported(file, count, unknown)


def _header(template: Path, kind: RecordType) -> Header:
    """The row of headings in a template: the roster's for students, else the row that names most fields."""
    book = read_workbook(template)
    if kind.name == "student":
        found = find_header(book.visible)
        if found is not None:
            return found
    labels = {normal(t) for n, s in kind.fields.items() for t in (s.label.zh, s.label.en, n)}
    best: Header | None = None
    for sheet in book.visible:
        for index, number in enumerate(sheet.numbers[:_SEARCHED_ROWS]):
            headings = tuple("" if cell is None else str(cell).strip() for cell in sheet.rows[index])
            score = sum(normal(heading) in labels for heading in headings if heading)
            if score and (best is None or score > best.score):
                best = Header(sheet, index, number, headings, (None,) * len(headings), score)
    if best is None:
        raise _no_header(template)
    return best


def _no_header(template: Path) -> InputRefused:
    return InputRefused(
        "no_header",
        Text("“{f}”里没有认得出的表头。", "“{f}” has no header that is understood.").fill(f=template.name),
    )
