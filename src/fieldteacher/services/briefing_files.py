"""A report as a file to go on with: a document for word processors, or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.briefing import SECTIONS, Figures, Quotation, heading
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.plots import Bars
from fieldteacher.domain.text import Language, Text
from fieldteacher.paper.word import WordReport, WordSection, write_word
from fieldteacher.store.reader import Row
from fieldteacher.tabular.report_book import Chart, ReportBook, write_report_book


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is read and printed."""

    record: Row
    heads: Mapping[str, str]
    figures: Figures | None
    quotations: Sequence[Quotation]
    batch_name: str | None
    college: Row


SUFFIXES = (".docx", ".xlsx")
Draw = Callable[[Bars, Language], bytes]
"""Draws a plot as a PNG picture."""

_QUOTED, _QUOTED_BY = Text("“{words}”——{who}", "“{words}” — {who}"), Text("“{words}”", "“{words}”")
_PERIOD = Text("{since}至{until}", "{since} to {until}")
_SHEETS = (Text("汇报", "Report"), Text("数据", "Figures"), Text("引语", "Quotations"), Text("图表", "Plots"))
_HEADS = (
    (Text("栏目", "Section"), Text("内容", "Words")),
    (Text("栏目", "Section"), Text("项目", "What"), Text("数值", "Number"), Text("单位", "Unit")),
    (Text("栏目", "Section"), Text("引语", "Words"), Text("来自", "Whose")),
)


def write_briefing(
    report: Report, file: Path, draw: Draw, *, template: Path | None = None, language: Language = "zh_CN"
) -> tuple[str, ...]:
    """Write a report as .docx (into ``template``, where given) or .xlsx; returns places of the template left unfilled.

    Raises ``InputRefused`` for another suffix or a template that cannot be filled, ``UserError`` where the file cannot
    be written.
    """
    check_file(file, template)
    if file.suffix.lower() == ".xlsx":
        write_report_book(file, _book(report, language))
        return ()
    return write_word(file, _word(report, draw, language), template)


def check_file(file: Path, template: Path | None) -> None:
    """Raise ``InputRefused`` for a suffix that no report has, or a template that does not go with it."""
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES or (template is not None and suffix != ".docx"):
        raise InputRefused(
            "unknown_suffix",
            Text(
                "汇报可存为 .docx 或 .xlsx；模板只用于 .docx。",
                "A report can be written as .docx or .xlsx; a template is for .docx only.",
            ),
        )


def period(report: Report, language: Language) -> str:
    """The period of a report in words."""
    record = report.record
    if not record["period_from"] or not record["period_to"]:
        return record["period_to"] or record["period_from"] or ""
    return _PERIOD.fill(since=record["period_from"], until=record["period_to"]).to(language)


def quoted(words: str, who: str) -> Text:
    """A quotation as it stands on paper."""
    return (_QUOTED if who else _QUOTED_BY).fill(words=words.strip(), who=who)


def _word(report: Report, draw: Draw, language: Language) -> WordReport:
    record, figures = report.record, report.figures or Figures("", ())
    college = report.college.get("name") or ""
    sections = tuple(
        WordSection(
            name,
            heading(name).to(language),
            tuple(filter(None, (record[name] or "").split("\n"))),
            tuple((f.label.to(language), f.shown(language)) for f in figures.section(name).figures),
            tuple(
                quoted(q.words, q.who.to(language)).to(language)
                for q in report.quotations
                if q.section == name
            ),
            tuple((draw(p, language), p.title.to(language)) for p in figures.section(name).plots if not p.empty),
        )
        for name in SECTIONS
    )  # fmt: skip
    when = period(report, language)
    values = {
        "college": college, "batch": report.batch_name or "", "period": when, "written_by": record["written_by"] or "",
        "written_on": record["written_on"],
    }  # fmt: skip
    under = tuple(filter(None, (college, report.batch_name, when)))
    foot = "  ".join(filter(None, (record["written_by"], record["written_on"])))
    return WordReport(record["title"], under, sections, values, foot)


def _book(report: Report, language: Language) -> ReportBook:
    record, figures = report.record, report.figures or Figures("", ())
    titles = {name: heading(name).to(language) for name in SECTIONS}
    plots = [plot for each in figures.sections for plot in each.plots if not plot.empty]
    return ReportBook(
        title=record["title"],
        words=tuple((titles[name], record[name] or "") for name in SECTIONS),
        figures=tuple(
            (
                titles[each.name], f.label.to(language), f.value if f.value is None or not f.decimals else f.value / 10,
                f.unit.to(language),
            )
            for each in figures.sections for f in each.figures
        ),
        quotations=tuple((titles[q.section], q.words, q.who.to(language)) for q in report.quotations),
        charts=tuple(
            Chart(
                plot.title.to(language), tuple(group.to(language) for group in plot.groups),
                tuple(
                    (s.label.to(language), tuple(v / 10 if plot.decimals else float(v) for v in s.values)) for s in plot.series
                ),
                plot.stacked,
            )
            for plot in plots
        ),
        sheets=tuple(words.to(language) for words in _SHEETS),  # type: ignore[arg-type]
        heads=tuple(tuple(words.to(language) for words in head) for head in _HEADS),  # type: ignore[arg-type]
    )  # fmt: skip
