"""What the forms are gathered from: the records, the day, the language, and the files of the photos."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.rules.finding import Finding
from fieldteacher.domain.text import Language, Text
from fieldteacher.services.forms.selection import FormSelection
from fieldteacher.services.forms.templates import PLAIN, Template
from fieldteacher.store.reader import Reader, Row

T = TypeVar("T")

_DAY = Text("{0}年{1}月{2}日", "{0}-{1}-{2}")
_SEPARATOR = Text("、", ", ")


@dataclass(kw_only=True)
class Source:
    """One print run's look at the records; what was read once is kept for the run."""

    reader: Reader
    today: date
    language: Language = "zh_CN"
    wanted: FormSelection = field(default_factory=FormSelection)
    photos: bool = False
    """Whether photos are printed."""
    template: Template = PLAIN
    """What the college changes about the form."""
    evaluation_template: Callable[[], Template] = lambda: PLAIN
    """What it changes about evaluation forms, for forms that hold some."""
    file_of: Callable[[str], bytes | None] = lambda sha256: None
    """The bytes of an attachment by its hash; ``None`` where they are not on this machine."""
    kept: dict[str, object] = field(default_factory=dict)
    """What a form has read once for all forms of the run."""
    findings: Callable[[], Sequence[Finding]] = lambda: ()
    """What the rules find."""
    _known: dict[str, Row | None] = field(default_factory=dict)

    _made: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for the run."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def t(self, words: Text) -> str:
        """Words in the form's language, as the college says them."""
        other = self.template.words.get(words.zh)
        return (other.to(self.language) if other else "") or words.to(self.language)

    def findings_at(self, enterprise: str) -> Sequence[Finding]:
        """What the rules find at an enterprise, its students and placements included."""
        return self.once("findings", self._by_enterprise).get(enterprise, ())

    def _by_enterprise(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for each in self.findings():
            found.setdefault(each.enterprise or each.id, []).append(each)
        return found

    def choice(self, label: Text) -> str:
        """The label of a choice, as it stands in a cell."""
        shown = self.t(label)
        return shown if self.language == "zh_CN" else shown[:1].upper() + shown[1:]

    def row(self, type_name: str, record: str | None) -> Row:
        """A record, or an empty one where there is none."""
        if record is None:
            return {}
        if record not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            self._known[record] = self.reader.get(type_name, record)
        return self._known[record] or {}

    def need(self, type_name: str, record: str) -> Row:
        """A record that is not deleted; raises ``NotFound``."""
        return self.reader.need(type_name, record)

    def rows(self, type_name: str, where: Mapping[str, object], *order: str) -> list[Row]:
        """Records that are not deleted."""
        return self.reader.records(type_name, where, order=order)

    @cached_property
    def college(self) -> Row:
        """The college's record."""
        return next(iter(self.reader.records("college", limit=1)), {})

    @property
    def college_name(self) -> str:
        """The college with its department, for the head of a form."""
        shown = {"name": self.template.college, "department": self.template.department}
        return " ".join(self.college[part] for part, on in shown.items() if on and self.college.get(part))

    def logo(self) -> bytes | None:
        """The college's logo, where there is one on this machine."""
        row = self.row("attachment", self.college.get("logo"))
        return self.file_of(row["sha256"]) if row else None

    def name(self, type_name: str, record: str | None) -> str:
        """The name of a student, an enterprise, a teacher or a contact."""
        return str(self.row(type_name, record).get("name") or "")

    def names(self, type_name: str, records: Iterable[str] | None) -> str:
        """Several names in a row."""
        return self.t(_SEPARATOR).join(filter(None, (self.name(type_name, each) for each in records or ())))

    def words(self, type_name: str, name: str, row: Mapping[str, Any]) -> str:
        """A field's value as it is printed; empty where there is none."""
        value = row.get(name)
        if value is None or value == "":
            return ""
        spec = RECORD_TYPES[type_name].spec(name)
        match spec.kind:
            case Kind.CHOICE:
                return self.choice(spec.choice_label(value))
            case Kind.DATE:
                return self.day(value)
            case Kind.MOMENT:
                return self.moment(value)
            case Kind.TENTHS:
                return tenths(value)
            case _:
                return f"{value} {self.t(spec.unit)}".strip() if spec.unit else str(value)

    def type_label(self, type_name: str) -> str:
        """What a record of a type is called."""
        return self.choice(RECORD_TYPES[type_name].label)

    def label(self, type_name: str, name: str) -> str:
        """What a field is called."""
        return self.t(RECORD_TYPES[type_name].spec(name).label)

    def day(self, iso: str | None) -> str:
        """A day as an office writes it."""
        return self.t(_DAY).format(*iso[:10].split("-")) if iso else ""

    def moment(self, iso: str | None) -> str:
        """A day and a time."""
        return f"{self.day(iso)} {iso[11:16]}".strip() if iso else ""

    def span(self, first: str | None, last: str | None) -> str:
        """From one day to another."""
        return " — ".join(filter(None, (self.day(first), self.day(last))))


def tenths(value: int | None) -> str:
    """A whole number of tenths, without a nought behind the point."""
    if value is None:
        return ""
    whole, rest = divmod(value, 10)
    return f"{whole}.{rest}" if rest else str(whole)
