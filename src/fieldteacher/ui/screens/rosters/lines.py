"""The lines of a roster as the table asks for them: worked out when a cell is shown, not before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fieldteacher.domain.fields import FieldSpec
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.tables.kinds import show_value

if TYPE_CHECKING:
    from fieldteacher.services.rosters import RosterLine


class Remark(NamedTuple):
    """One remark: where (the column as the spreadsheet names it), what stands there, and what is wrong."""

    field: str
    column: str
    value: str
    words: str
    severity: Literal["error", "warning"]


class CellView(NamedTuple):
    """A cell of the preview: what would be there, what is there now (``None``: the same), and the remarks."""

    text: str
    old: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def severity(self) -> Literal["error", "warning"] | None:
        """The worst of the remarks."""
        if not self.remarks:
            return None
        return "error" if any(each.severity == "error" for each in self.remarks) else "warning"


class Wording(NamedTuple):
    """How values are put into words: the declarations of the roster's fields, and the language."""

    specs: Mapping[str, FieldSpec]
    labels: Mapping[str, Text]
    language: Language

    def show(self, field: str, value: Any) -> str:
        """A value in words; references come as words already."""
        spec = self.specs.get(field)
        return "" if value is None else str(value) if spec is None else show_value(spec, value, self.language)


class Line:
    """One row of the file. Its identity is its number in the spreadsheet; every roster field is an attribute."""

    __slots__ = ("number", "source", "state", "wording")

    def __init__(self, source: RosterLine, wording: Wording) -> None:
        self.source, self.wording = source, wording
        self.number, self.state = source.number, source.state

    def __getitem__(self, place: int) -> int:
        return self.number

    def __getattr__(self, name: str) -> CellView:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.cell(name)

    @property
    def remarks(self) -> list[Remark]:
        """Everything that is said about the row."""
        return [self._remark(each) for each in self.source.problems]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What would change: the field's label, old and new words."""
        show, labels, language = self.wording.show, self.wording.labels, self.wording.language
        return [
            (labels[each.field].to(language) if each.field in labels else each.field,
             show(each.field, each.old), show(each.field, each.new))
            for each in self.source.changes
        ]  # fmt: skip

    @property
    def values(self) -> list[tuple[str, str]]:
        """Every value of the row: the field's label and the words."""
        show, labels, language = self.wording.show, self.wording.labels, self.wording.language
        return [
            (labels[name].to(language) if name in labels else name, show(name, value))
            for name, value in self.source.values.items()
            if value is not None
        ]

    @property
    def summary(self) -> str | None:
        """What would change and what is wrong, in one line; ``None`` where there is nothing to say."""
        zh = self.wording.language == "zh_CN"
        colon, stop = ("：", "；") if zh else (": ", "; ")
        said = [
            colon.join(filter(None, (each.column.partition(" ")[2], each.words.rstrip("。."))))
            for each in self.remarks
        ]
        said += [f"{name}{colon}{old or '—'} → {new or '—'}" for name, old, new in self.changes]
        return stop.join(said) or None

    def cell(self, field: str) -> CellView:
        """The cell of a roster field. A value that was left out shows what stands in the file."""
        source = self.source
        remarks = tuple(self._remark(each) for each in source.problems if each.field == field)
        value = source.values.get(field)
        for change in source.changes:
            if change.field == field:
                show = self.wording.show
                return CellView(show(field, change.new), show(field, change.old), remarks)
        if value is None and remarks:
            return CellView(remarks[0].value, None, remarks)
        return CellView(self.wording.show(field, value), None, remarks)

    def _remark(self, problem: Any) -> Remark:
        words = problem.message.to(self.wording.language)
        return Remark(problem.field, problem.column, problem.value, words, problem.severity)
