"""情况汇报: a report to the college's leadership under its eight headings, with figures, plots and quotations."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.domain.briefing import (
    SECTIONS,
    Figure,
    Figures,
    Quotation,
    Section,
    heading,
    thaw,
    thaw_quotations,
)
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing.flow import blocks as paper
from fieldteacher.services.briefing_files import quoted
from fieldteacher.services.forms import offers
from fieldteacher.services.forms.kind import FormKind
from fieldteacher.services.forms.plots import height_of, on_paper
from fieldteacher.services.forms.source import Source

_CODE = Text("情况汇报", "Report to the leadership")
_WRITTEN = Text("撰写人：{who}　{day}", "{who}  {day}")
_DRAFT = Text("（草稿）", " (draft)")


def make(source: Source, briefing: str) -> paper.FlowForm:
    """One report; raises ``NotFound``."""
    row = source.reader.need("briefing", briefing)
    figures = thaw(row["figures"]) if row["figures"] else Figures("", ())
    quotations = thaw_quotations(row["quotations"])
    blocks: list[paper.Block] = []
    for name in SECTIONS:
        chosen = [each for each in quotations if each.section == name]
        blocks += _section(source, figures.section(name), row[name] or "", chosen)
    foot = _WRITTEN.fill(who=row["written_by"] or "", day=source.day(row["written_on"]))
    blocks.append(paper.Passage(source.t(foot), small=True))
    draft = "" if row["status"] == "final" else source.t(_DRAFT)
    return paper.FlowForm(
        code=source.t(_CODE), title=row["title"] + draft, college=source.college_name,
        left=source.row("batch", row["batch"]).get("name") or "",
        right=source.span(row["period_from"], row["period_to"]), blocks=tuple(blocks),
        name=source.day(row["written_on"]),
        language=source.language,
    )  # fmt: skip


def _section(
    source: Source, section: Section, words: str, quotations: Sequence[Quotation]
) -> list[paper.Block]:
    title = source.t(heading(section.name))
    blocks: list[paper.Block] = [paper.Heading(title)]
    if words:
        blocks.append(paper.Passage(words, label=title))
    if section.figures:
        blocks.append(_figures(source, section.figures))
    blocks += [
        paper.Figure(on_paper(plot, source.language), source.t(plot.title), height_of(plot))
        for plot in section.plots
        if not plot.empty
    ]
    if quotations:
        said = "\n".join(source.t(quoted(each.words, source.t(each.who))) for each in quotations)
        blocks.append(paper.Passage(said, label=title))
    return blocks


def _figures(source: Source, figures: Sequence[Figure]) -> paper.Block:
    fields = tuple(paper.Field(source.t(each.label), each.shown(source.language)) for each in figures)
    return paper.Grid((paper.Fields(fields, columns=3),))


def _select(source: Source) -> list[str]:
    wanted = source.wanted
    if wanted.ids:
        return list(dict.fromkeys(wanted.ids))
    rows = source.rows("briefing", {"batch": wanted.batch} if wanted.batch else {}, "written_on")
    return [row["id"] for row in rows if wanted.in_period(row["written_on"])]


BRIEFING = FormKind(offer=offers.BRIEFING, select=_select, make=make)
