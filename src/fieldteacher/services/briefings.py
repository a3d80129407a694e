"""Reports to the leadership: figures from the records, quotations chosen by the teacher, words edited in place.

A report keeps its figures as they stood when it was computed. While it is a draft they can be computed anew; a final
report stays as it is until it is opened again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from fieldteacher.domain.briefing import (
    Figures,
    Quotation,
    freeze,
    freeze_quotations,
    thaw,
    thaw_quotations,
)
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.rules.finding import Severity
from fieldteacher.domain.text import Language, Text, same
from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.briefing_figures import LABELS, Law, Others, Results, compute
from fieldteacher.services.briefing_files import Draw, Report, write_briefing
from fieldteacher.services.compliance import ComplianceService
from fieldteacher.services.evaluations import EvaluationService
from fieldteacher.services.practice import PracticeService
from fieldteacher.services.schemes import SchemeService
from fieldteacher.store.database import Store
from fieldteacher.store.queries import briefings as queries
from fieldteacher.store.queries.briefings import COUNTED, Scope
from fieldteacher.store.reader import Reader, Row

__all__ = ["BriefingRow", "BriefingService", "Draft", "Named", "Report", "Scope"]

_TITLE = Text("岗位实习情况汇报", "Report on the placements")
_STUDENT, _SOMEONE = Text("{class_name}学生", "a student of {class_name}"), Text("学生", "a student")
_WITH_NAME = Text("{class_name}{name}", "{name}, {class_name}")
_WHERE: Sequence[tuple[str, str, str]] = (
    ("students_state", "talk", "thoughts"), ("students_state", "talk", "work"), ("students_state", "talk", "living"),
    ("gains", "talk", "gains"), ("difficulties", "talk", "difficulties"), ("difficulties", "visit", "findings"),
    ("enterprise_view", "visit", "training"), ("enterprise_view", "visit", "employment_use"),
    ("enterprise_view", "visit", "enterprise_rating"), ("hiring", "visit", "hiring"), ("hiring", "intention", "reason"),
    ("practice", "practice_entry", "content"), ("practice", "practice_entry", "gains"), ("next_steps", "promise", "what"),
)  # fmt: skip
"""Under which section the words of which field may be quoted."""
_OFFERED = 40
_STAGES = (("mid", Text("中期", "Mid-term")), ("final", Text("期末", "Final")))


class BriefingRow(NamedTuple):
    """One line of the list of reports."""

    id: str
    written_on: str
    title: str
    batch_name: str | None
    period: str
    written_by: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A report to begin with: its values, and the figures they were made from."""

    values: Mapping[str, Any]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Named:
    """A record behind a figure."""

    type: str
    id: str
    title: str


class BriefingService:
    """The verbs on reports.

    ``draw`` makes pictures of plots for documents.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        compliance: ComplianceService,
        practice: PracticeService,
        draw: Draw,
    ) -> None:
        self._store = store
        self._clock = clock
        self._compliance = compliance
        self._practice = practice
        self._draw = draw

    def rows(self) -> list[BriefingRow]:
        """All reports, the latest first."""
        reader = self._store.read()
        rows = reader.records("briefing", order=("written_on",))
        names = reader.titles("batch", {row["batch"] for row in rows if row["batch"]})
        return [
            BriefingRow(
                row["id"], row["written_on"], row["title"], names.get(row["batch"]),
                "—".join(filter(None, (row["period_from"], row["period_to"]))), row["written_by"], row["status"] or "draft",
            )
            for row in reversed(rows)
        ]  # fmt: skip

    def scope(self, batch: str | None = None, since: str | None = None, until: str | None = None) -> Scope:
        """The scope of a report: the batch given, else the one that runs; from its start until today.

        Raises ``FieldProblem`` where the period ends before it begins, and ``NotFound`` for an unknown batch.
        """
        reader = self._store.read()
        today = self._clock.today()
        found = reader.need("batch", batch) if batch else _current_batch(reader, today.isoformat())
        begin = since or (found or {}).get("start") or (today - timedelta(days=90)).isoformat()
        end = until or today.isoformat()
        for name, day in (("period_from", begin), ("period_to", end)):
            _check_day(name, day)
        if end < begin:
            raise FieldProblem(
                "period_backwards",
                Text("汇报时段的结束日期早于开始日期。", "The period of the report ends before it begins."),
                field="period_to",
            )
        return Scope(found["id"] if found else None, begin, end)

    def figures(self, scope: Scope) -> Figures:
        """The figures of a scope as they stand now."""
        reader = self._store.read()
        days = self._practice.within(date.fromisoformat(scope.since), date.fromisoformat(scope.until))
        others = Others(results_of(self._store, self._clock, scope), self._law(scope), days)
        return compute(reader, scope, others)

    def begin(self, scope: Scope, language: Language = "zh_CN") -> Draft:
        """A report to begin with: the proposed sentences under each heading."""
        figures = self.figures(scope)
        sections = {each.name: each.proposal.to(language) or None for each in figures.sections}
        values = {
            "title": _TITLE.to(language), "batch": scope.batch, "period_from": scope.since, "period_to": scope.until,
            "written_on": self._clock.today().isoformat(), "written_by": self._store.read().setting("author") or None,
            "status": "draft", **sections, "figures": freeze(figures),
        }  # fmt: skip
        return Draft(values, figures)

    def write(self, scope: Scope, language: Language = "zh_CN") -> tuple[str, ChangeSet]:
        """Save a new report; returns its id."""
        draft = self.begin(scope, language)
        with self._store.write(Text("撰写汇报", "write a report")) as txn:
            record = txn.create("briefing", draft.values)
        return record, txn.changes

    def amend(
        self,
        briefing: str,
        values: Mapping[str, Any],
        *,
        quotations: Sequence[Quotation] | None = None,
        base: Mapping[str, str] | None = None,
    ) -> ChangeSet:
        """Change a draft's words or quotations. Raises ``UserError`` ("final") for a final one."""
        if quotations is not None:
            values = {**values, "quotations": freeze_quotations(quotations)}
        with self._store.write(Text("修改汇报", "amend a report")) as txn:
            self._refuse_final(txn, briefing)
            txn.update("briefing", briefing, values, base=base)
        return txn.changes

    def compute_again(self, briefing: str) -> ChangeSet:
        """Freeze a draft's figures anew, as they stand now; its words stay. Raises ``UserError`` for a final one."""
        record = self._store.read().need("briefing", briefing)
        figures = self.figures(self._scope_of(record))
        with self._store.write(Text("更新汇报数据", "compute a report's figures again")) as txn:
            self._refuse_final(txn, briefing)
            txn.update("briefing", briefing, {"figures": freeze(figures)})
        return txn.changes

    def finish(self, briefing: str, *, final: bool = True) -> ChangeSet:
        """Make a report final, or open it again."""
        label = Text("汇报定稿", "finish a report") if final else Text("重新打开汇报", "open a report again")
        with self._store.write(label) as txn:
            txn.need("briefing", briefing)
            txn.update("briefing", briefing, {"status": "final" if final else "draft"})
        return txn.changes

    def report(self, briefing: str) -> Report:
        """A report with all it shows. Raises ``NotFound``."""
        reader = self._store.read()
        record = reader.need("briefing", briefing)
        names = reader.titles("batch", [record["batch"]]) if record["batch"] else {}
        return Report(
            record,
            reader.heads("briefing", briefing),
            thaw(record["figures"]) if record["figures"] else None,
            thaw_quotations(record["quotations"]),
            names.get(record["batch"]),
            next(iter(reader.records("college", limit=1)), {}),
        )

    def export(
        self, briefing: str, file: Path, *, template: Path | None = None, language: Language = "zh_CN"
    ) -> tuple[str, ...]:
        """Write a report as .docx (into the college's ``template``, where given) or .xlsx.

        Returns the places of the template that nothing fills. Raises ``InputRefused`` and ``UserError`` as
        ``write_briefing`` does.
        """
        return write_briefing(self.report(briefing), file, self._draw, template=template, language=language)

    def names(self, scope: Scope, key: str, language: Language = "zh_CN") -> list[Named]:
        """The records behind a figure as they stand now; none for a figure that is a mean."""
        if key not in COUNTED:
            return []
        reader = self._store.read()
        kind = COUNTED[key][0]
        found = queries.ids(reader, scope, key)
        titles = reader.titles(kind, found, language)
        return sorted((Named(kind, each, titles.get(each, "")) for each in found), key=lambda n: n.title)

    def names_of(self, briefing: str, key: str, language: Language = "zh_CN") -> list[Named]:
        """``names`` for the scope of a report."""
        return self.names(self._scope_of(self._store.read().need("briefing", briefing)), key, language)

    @staticmethod
    def counted(key: str) -> bool:
        """Whether there are records behind a figure."""
        return key in LABELS

    def offers(self, scope: Scope, section: str, *, search: str = "", names: bool = False) -> list[Quotation]:
        """What may be quoted under a section, as ``offered`` does."""
        return offered(self._store.read(), scope, section, search=search, names=names)

    def offers_of(
        self, briefing: str, section: str, *, search: str = "", names: bool = False
    ) -> list[Quotation]:
        """``offers`` for the scope of a report."""
        scope = self._scope_of(self._store.read().need("briefing", briefing))
        return self.offers(scope, section, search=search, names=names)

    # -- inside --------------------------------------------------------------------------------

    def _scope_of(self, record: Row) -> Scope:
        until = record["period_to"] or record["written_on"]
        return Scope(record["batch"], record["period_from"] or "1900-01-01", until)

    @staticmethod
    def _refuse_final(reader: Reader, briefing: str) -> None:
        if reader.need("briefing", briefing)["status"] == "final":
            raise UserError(
                "final",
                Text("汇报已定稿，请先重新打开。", "The report is final; open it again to change it."),
            )

    def _law(self, scope: Scope) -> Law | None:
        """What the rules find in a scope that reaches until today; what they would have found earlier nobody knows."""
        if scope.until != self._clock.today().isoformat():
            return None
        found = [
            f
            for f in self._compliance.findings()
            if not f.waived and f.severity is not Severity.REMINDER and scope.batch in (None, f.batch)
        ]
        errors = sum(f.severity is Severity.ERROR for f in found)
        words = {line.rule.id: line.rule.text for line in self._compliance.rules()}
        by_rule = Counter(f.rule for f in found).most_common()
        return Law(errors, len(found) - errors, [(rule, words[rule], n) for rule, n in by_rule])


def offered(
    reader: Reader, scope: Scope, section: str, *, search: str = "", names: bool = False
) -> list[Quotation]:
    """What may be quoted under a section, the latest first; whose words without names unless asked for."""
    return [
        Quotation(section, said.words, _who(kind, said, names), kind, said.id)
        for place, kind, field in _WHERE
        if place == section
        for said in queries.said(reader, scope, kind, field, _OFFERED, search)
    ]


def results_of(store: Store, clock: Clock, scope: Scope) -> list[Results]:
    """What the marks of a scope's batch come to, at each stage that has any."""
    batch = store.read().get("batch", scope.batch) if scope.batch else None
    default = SchemeService(store, clock).default()
    scheme = (batch or {}).get("scheme") or (default.id if default else None)
    if scheme is None:
        return []
    found = []
    for stage, words in _STAGES:
        grid = EvaluationService(store, clock).grid(scheme, stage, batch=scope.batch)
        if not any(row.marks for row in grid.rows):
            continue
        totals = [row.result.overall for row in grid.rows if row.result.overall is not None]
        mean = (2 * sum(totals) + len(totals)) // (2 * len(totals)) if totals else None
        bands = [(name, sum(row.result.grade == name for row in grid.rows)) for name, _ in grid.scheme.bands]
        found.append(Results(words, len(totals), len(grid.rows), mean, bands))
    return found


def _current_batch(reader: Reader, today: str) -> Row | None:
    """The batch that runs today, the largest where several do; where none does, the last one that began."""
    rows = reader.records("batch", order=("start",))
    running = [row for row in rows if (row["start"] or "") <= today <= (row["end"] or "9999")]
    if running:
        return max(running, key=lambda row: reader.count("placement", {"batch": row["id"]}))
    return rows[-1] if rows else None


def _check_day(name: str, day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise FieldProblem(
            "not_a_date", Text("日期应为 年-月-日。", "The date must be YYYY-MM-DD."), field=name
        ) from error


def _who(kind: str, said: queries.Said, names: bool) -> Text:
    """Whose words: the enterprise, or a student's class, with the name only where it is wanted."""
    if said.name is None:
        return same(said.who or "")
    if names:
        return _WITH_NAME.fill(class_name=said.who or "", name=said.name)
    return _STUDENT.fill(class_name=said.who) if said.who else _SOMEONE
