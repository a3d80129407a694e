"""The eight parts of a student's archive (Art. 29 of the 2021 Regulation, 教职成〔2021〕4号), read from the records.

The parts, in the Regulation's order: tri-party agreement, placement plan, the student's report, the result of the
assessment, journals, records of inspection, the summary, and other evidence (photos, recordings). The student's
report and the summary are one record of ours, the final report, so either both are there or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from fieldteacher.domain.records.papers import AGREEMENT_ITEMS
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.evaluation import Stage
from fieldteacher.paper.printing.flow.blocks import (
    Block,
    Boxes,
    Column,
    Field,
    Fields,
    Grid,
    Heading,
    Prose,
    Rated,
    Table,
    Value,
)
from fieldteacher.services.evaluation_pages import EvaluationPages
from fieldteacher.services.forms.source import Source
from fieldteacher.services.forms.talk import talk_blocks
from fieldteacher.services.forms.visit import HEADINGS
from fieldteacher.services.forms.wording import ENTERPRISE, PERIOD, POST
from fieldteacher.store.queries.evaluations import RatedPlacement
from fieldteacher.store.reader import Row

NAMES = (
    Text("三方协议", "Tri-party agreement"),
    Text("实习方案", "Placement plan"),
    Text("学生实习报告", "The student's report"),
    Text("考核结果", "Result of the assessment"),
    Text("实习日志", "Journals"),
    Text("实习检查记录", "Records of inspection"),
    Text("实习总结", "Summary"),
    Text("佐证材料", "Other evidence"),
)
_STAGES: tuple[Stage, ...] = ("mid", "final")
_DEPARTMENT, _MENTOR, _TEACHER = (
    Text("部门", "Department"),
    Text("企业导师", "Mentor"),
    Text("校内导师", "Teacher"),
)
_DAYS, _LODGING = Text("每日工时", "Hours a day"), Text("住宿", "Lodging")
_KIND, _PERIOD, _HANDED = Text("类型", "Kind"), Text("时段", "Period"), Text("上交日期", "Handed in")
_LENGTH, _STARS, _COMMENT = Text("字数", "Characters"), Text("星级", "Stars"), Text("批语", "Comment")
_TOTAL = Text("合计 {n} 篇", "{n} in all")
_VISITS, _TALKS, _CHECKS = Text("走访检查", "Visits"), Text("谈话", "Talks"), Text("每日检查", "Daily checks")
_SECTIONS = (
    Text("（一）{name}", "1. {name}"),
    Text("（二）{name}", "2. {name}"),
    Text("（三）{name}", "3. {name}"),
)
_VISIT = Text("{day}　{enterprise}　{kind}", "{day}  {enterprise}  {kind}")
_VISITORS, _RECEIVED = Text("走访人员", "Visitors"), Text("接待人", "Received by")
_CHECKED = Text("检查天数", "Days checked")
_NORMAL, _EXCEPTIONS = Text("正常", "Normal"), Text("有例外", "Exceptions")
_PAPERS = Text("其他依法材料", "Other papers")
_NUMBER, _SIGNED, _VALID, _ISSUER = (
    Text("编号", "Number"),
    Text("签订", "Signed"),
    Text("有效期", "Valid"),
    Text("出具单位", "Issued by"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it holds, and how many documents that is."""

    number: int
    blocks: tuple[Block, ...]
    count: int
    """How many documents there are."""
    whole: bool = True
    """Whether it holds all that the part should."""

    @property
    def name(self) -> Text:
        """The Regulation's word for it."""
        return NAMES[self.number - 1]


@dataclass(slots=True)
class Dossier:
    """A student with every placement, the first one first, and what belongs to it."""

    source: Source
    student: Row
    placements: Sequence[RatedPlacement]

    def parts(self) -> list[Part]:
        """The first seven parts; what is not there is a part with nothing in it."""
        papers = [
            row
            for who in self.placements
            for row in self.source.rows("paper", {"placement": who.placement}, "kind")
        ]
        journals = self.source.rows("journal", {"student": self.student["id"]}, "period")
        reports = [row for row in journals if row["kind"] == "summary"]
        return [
            self._papers(1, [row for row in papers if row["kind"] == "tri_party_agreement"]),
            self._plan([row for row in papers if row["kind"] == "plan"]),
            self._reports(3, reports),
            self._assessment(),
            self._journals([row for row in journals if row["kind"] != "summary"]),
            self._inspection(),
            self._reports(7, reports),
        ]

    def other_papers(self) -> list[Row]:
        """The papers that have no part of their own."""
        return [
            row
            for who in self.placements
            for row in self.source.rows("paper", {"placement": who.placement}, "kind")
            if row["kind"] not in ("tri_party_agreement", "plan")
        ]

    def paper_table(self, papers: Sequence[Row]) -> Table:
        """Papers with their numbers and days."""
        t, day = self.source.t, self.source.day
        columns = (
            Column(t(_KIND), 40), Column(t(_NUMBER), 42), Column(t(_SIGNED), 26, "centre"), Column(t(_VALID), 34, "centre"),
            Column(t(_ISSUER), 28),
        )  # fmt: skip
        lines = [
            (
                self.source.words("paper", "kind", row), row.get("number") or "", day(row.get("signed_on")),
                "\n".join(filter(None, (day(row.get("valid_from")), day(row.get("valid_to"))))), row.get("issuer") or "",
            )
            for row in papers
        ]  # fmt: skip
        return Table(columns, lines, title=t(_PAPERS))

    def visits(self) -> list[Row]:
        """The visits to the student's enterprises while the student was there."""
        found: dict[str, Row] = {}
        for who in self.placements:
            for row in self.source.rows("visit", {"enterprise": who.enterprise}, "visited_on"):
                if who.start <= row["visited_on"] <= (who.end or "9999"):
                    found[row["id"]] = row
        return sorted(found.values(), key=lambda row: row["visited_on"])

    def _papers(self, number: int, papers: Sequence[Row]) -> Part:
        blocks: list[Block] = []
        for row in papers:
            names = (
                "number",
                "signed_on",
                "college_signed_on",
                "enterprise_signed_on",
                "guardian_signed_on",
                "valid_from",
                "valid_to",
                "issuer",
            )
            fields = tuple(
                Field(self.source.label("paper", name), self.source.words("paper", name, row))
                for name in names
                if row.get(name)
            )  # fmt: skip
            rows: list[Fields | Prose] = [Fields(fields)] if fields else []
            if row["kind"] == "tri_party_agreement":
                covered = tuple(
                    n for n, item in enumerate(AGREEMENT_ITEMS) if item.value in (row.get("items") or ())
                )
                words = tuple(self.source.choice(item.label) for item in AGREEMENT_ITEMS)
                rows.append(Prose(self.source.label("paper", "items"), Boxes(words, covered)))
            if row.get("note"):
                rows.append(Prose(self.source.label("paper", "note"), row["note"]))
            blocks.append(Grid(tuple(rows)))
        return Part(number, tuple(blocks), len(papers))

    def _plan(self, papers: Sequence[Row]) -> Part:
        """The plan's own paper, and what was arranged: each placement with place, post, persons and time."""
        source, t = self.source, self.source.t
        blocks: list[Block] = []
        for who in self.placements:
            row = source.row("placement", who.placement)
            fields = (
                Field(t(ENTERPRISE), who.enterprise_name, span=2), Field(t(_DEPARTMENT), who.department or ""),
                Field(t(POST), who.post or ""), Field(t(PERIOD), source.span(who.start, who.end), span=2),
                Field(t(_MENTOR), who.mentor_name or ""), Field(t(_TEACHER), who.teacher_name or ""),
                Field(t(_DAYS), source.words("placement", "hours_per_day", row)),
                Field(t(_LODGING), source.words("placement", "lodging_kind", row)),
                Field(
                    source.label("batch", "plan_on"),
                    source.words("batch", "plan_on", source.row("batch", who.batch)),
                    span=2,
                ),
            )  # fmt: skip
            blocks.append(Grid((Fields(fields),)))
        plan = self._papers(2, papers)
        agreed = {who.batch for who in self.placements if source.row("batch", who.batch).get("plan_on")}
        return Part(2, (*plan.blocks, *blocks), plan.count + len(agreed))

    def _reports(self, number: int, reports: Sequence[Row]) -> Part:
        return Part(number, (self._journal_table(reports),) if reports else (), len(reports))

    def _journals(self, journals: Sequence[Row]) -> Part:
        return Part(5, (self._journal_table(journals),) if journals else (), len(journals))

    def _journal_table(self, journals: Sequence[Row]) -> Table:
        t = self.source.t
        columns = (
            Column(t(_KIND), 28, "centre"), Column(t(_PERIOD), 22, "centre"), Column(t(_HANDED), 31, "centre"),
            Column(t(_LENGTH), 20, "right"), Column(t(_STARS), 12, "centre"), Column(t(_COMMENT), 57),
        )  # fmt: skip
        lines = [
            (
                self.source.words("journal", "kind", row), row["period"], self.source.day(row.get("handed_in_on")),
                str(row.get("characters") or ""), str(row.get("stars") or ""), row.get("comment") or "",
            )
            for row in journals
        ]  # fmt: skip
        total: tuple[Value, ...] = (t(_TOTAL.fill(n=len(lines))), "", "", "", "", "")
        return Table(columns, lines, total=total if len(lines) > 1 else None)

    def _assessment(self) -> Part:
        """The evaluation form of each stage and placement for which there are marks, drawn as it always is."""
        pages: list[Block] = []
        final: set[str] = set()
        for who in self.placements:
            rows = self.source.rows("evaluation", {"placement": who.placement})
            final |= {row["rater"] for row in rows if (row.get("stage") or "final") == "final"}
            for stage in _STAGES:
                schemes = dict.fromkeys(
                    row["scheme"] for row in rows if (row.get("stage") or "final") == stage
                )
                for scheme in filter(None, schemes):
                    drawn = self.source.once(
                        ("evaluation", scheme, stage),
                        partial(self._evaluation_pages, scheme, stage),
                    )
                    pages.append(Rated(drawn.page(who)))
        return Part(4, tuple(pages), len(pages), whole=final >= {"enterprise", "school"})

    def _evaluation_pages(self, scheme: str, stage: Stage) -> EvaluationPages:
        source = self.source
        template = source.evaluation_template()
        logo = source.logo() if template.logo else None
        return EvaluationPages(source.reader, scheme, stage, source.language, template, logo)

    def _inspection(self) -> Part:
        """The visits with what they say of the enterprise, the talks with this student, and the daily checks.

        What a visit's other students said is not this student's, and stays out.
        """
        source, t = self.source, self.source.t
        visits = self.visits()
        talks = source.rows("talk", {"student": self.student["id"]}, "talked_on")
        checks = self._checks()
        sections: list[tuple[Text, list[Block]]] = [
            (_VISITS, [self._visit(row) for row in visits]),
            (_TALKS, talk_blocks(source, talks)),
            (_CHECKS, [checks] if checks else []),
        ]
        blocks: list[Block] = []
        for number, (name, section) in zip(_SECTIONS, filter(itemgetter(1), sections), strict=False):
            blocks += [Heading(t(number.fill(name=name)), 2), *section]
        return Part(6, tuple(blocks), len(visits) + len(talks))

    def _visit(self, row: Row) -> Grid:
        source, t = self.source, self.source.t
        heading = _VISIT.fill(
            day=source.day(row["visited_on"]), enterprise=source.name("enterprise", row["enterprise"]),
            kind=source.words("visit", "kind", row),
        )  # fmt: skip
        fields = (
            Field(t(_VISITORS), row.get("visitors") or ""),
            Field(t(_RECEIVED), row.get("received_by") or ""),
        )
        prose = [Prose(source.label("visit", name), row[name]) for name in HEADINGS if row.get(name)]
        return Grid((Prose(source.label("visit", "visited_on"), t(heading).strip()), Fields(fields), *prose))

    def _checks(self) -> Grid | None:
        days = [
            row
            for who in self.placements
            for row in self.source.rows("daily_check", {"enterprise": who.enterprise})
            if who.start <= row["checked_on"] <= (who.end or "9999")
        ]
        if not days:
            return None
        normal = sum(bool(row["normal"]) for row in days)
        t = self.source.t
        fields = (
            Field(t(_CHECKED), str(len(days))), Field(t(_NORMAL), str(normal)), Field(t(_EXCEPTIONS), str(len(days) - normal)),
        )  # fmt: skip
        return Grid((Fields(fields, columns=3),))
