"""What the columns of an export show of each record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fieldteacher.domain.fields import FieldSpec, Kind, Privacy, Sync
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.text import Language, Text
from fieldteacher.services.export_marks import Marks, marks_by_student
from fieldteacher.store.queries.students import CURRENT
from fieldteacher.store.reader import Reader, Row
from fieldteacher.tabular.headings import normal
from fieldteacher.tabular.layouts.roster import ROSTER
from fieldteacher.tabular.writer import Scalar

_YES, _NO = Text("是", "yes"), Text("否", "no")

Cells = Callable[[Row], Scalar]
"""What a column shows of a record."""


def may_leave(spec: FieldSpec, sensitive: bool) -> bool:
    """Whether a field goes into an export: never what stays on this machine, sensitive ones when asked for."""
    return spec.sync is not Sync.LOCAL and (sensitive or spec.privacy is not Privacy.SENSITIVE)


class Columns:
    """What the columns of an export show of each record."""

    def __init__(
        self, reader: Reader, kind: RecordType, rows: Sequence[Row], language: Language, sensitive: bool
    ) -> None:
        self._reader, self.kind, self._rows = reader, kind, rows
        self.language, self.sensitive = language, sensitive
        self._related: Mapping[str, Mapping[str, Row]] | None = None
        self._marks: Mapping[str, Marks] | None = None

    @property
    def rows(self) -> Sequence[Row]:
        """The records."""
        return self._rows

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
        marks = self._of_marks(heading)
        if marks is not None:
            return marks
        for name, spec in self.kind.fields.items():
            known = {normal(text) for text in (spec.label.zh, spec.label.en, name)}
            if normal(heading) in known and may_leave(spec, self.sensitive):
                return self.own(name)
        return None

    def is_marks(self, heading: str) -> bool:
        """Whether a heading stands for what the marks of a student come to."""
        return self.kind.name == "student" and normal(heading) in _MARKS

    def _of_marks(self, heading: str) -> Cells | None:
        if not self.is_marks(heading):
            return None
        if self._marks is None:
            self._marks = marks_by_student(self._reader)
        found, show = self._marks, _MARKS[normal(heading)]
        return lambda row: show(found[row["id"]], self.language) if row["id"] in found else None

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


def _points(tenths: int | None) -> Scalar:
    return None if tenths is None else tenths / 10


def _passed(marks: Marks, language: Language) -> Scalar:
    return None if marks.passed is None else (_PASSED if marks.passed else _FAILED).to(language)


_PASSED, _FAILED = Text("及格", "passed"), Text("不及格", "failed")
_MARK_HEADINGS: tuple[tuple[tuple[str, ...], Callable[[Marks, Language], Scalar]], ...] = (
    (
        ("总评", "总评成绩", "总成绩", "成绩", "最终成绩", "实习成绩", "考核成绩", "总分", "分数", "overall", "mark", "score"),
        lambda marks, _: _points(marks.overall),
    ),
    (("等级", "成绩等级", "等第", "评定等级", "考核等级", "grade"), lambda marks, _: marks.grade),
    (
        ("企业评分", "企业成绩", "企业考核", "企业考核成绩", "实习单位评分", "enterprise mark"),
        lambda marks, _: _points(marks.totals.get("enterprise")),
    ),
    (
        ("学校评分", "学校成绩", "校内评分", "校内成绩", "学校考核成绩", "指导教师评分", "college mark"),
        lambda marks, _: _points(marks.totals.get("school")),
    ),
    (("是否及格", "是否合格", "考核结果", "passed"), _passed),
)  # fmt: skip
_MARKS = {normal(heading): show for headings, show in _MARK_HEADINGS for heading in headings}
"""What the academic affairs system's sheets call the marks, in normal form, and what stands below."""


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
