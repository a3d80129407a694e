"""``report``: the figures and quotations of the report to the leadership."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import Reply, WrongUsage
from fieldteacher.domain.briefing import SECTIONS, Figures, Quotation, heading
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.plots import Bars
from fieldteacher.domain.text import Language, Text

if TYPE_CHECKING:
    from fieldteacher.services.briefings import BriefingService

_QUOTED = 3
"""Quotations offered for each section of a report that is not saved."""
_EITHER = Text(
    "--id 是已保存的汇报，不能与 --batch、--from、--to、--save 同用。",
    "--id names a saved report; it does not go with --batch, --from, --to or --save.",
)
_SAVED = Text("已保存汇报 {id}", "Report {id} is saved")
_WRITTEN = Text("已写入 {file}", "Wrote {file}")
_TO_FILE = Text(
    "要写成文件，请加 --save 保存新汇报，或用 --id 指定已有的。",
    "To write a file, save a new report with --save, or name one with --id.",
)
_UNFILLED = Text("模板中未能填写：{places}", "not filled in the template: {places}")


def add_to(commands: Commands) -> None:
    """Add the command."""
    words = commands.words
    parser = commands.add("report", Text("情况汇报的数字和引语", "the report to the leadership"), report)
    parser.add_argument("what", choices=("briefing",))
    parser.add_argument("--id", metavar="ID", help=words(Text("已保存的汇报", "a saved report")))
    parser.add_argument("--batch", metavar="ID")
    parser.add_argument("--from", dest="since", metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="until", metavar="YYYY-MM-DD")
    parser.add_argument("--names", action="store_true",
                        help=words(Text("引语写出姓名", "with names at the quotations")))  # fmt: skip
    parser.add_argument(
        "--save", action="store_true", help=words(Text("保存为汇报记录", "save it as a report"))
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.docx|xlsx")
    parser.add_argument("--template", type=Path, metavar="T.docx",
                        help=words(Text("学校的 Word 模板", "the college's Word template")))  # fmt: skip


def report(context: Context, options: Namespace) -> Reply:
    """Compute a report, show a saved one, and write either to a file."""
    if options.id and (options.batch or options.since or options.until or options.save):
        raise WrongUsage(_EITHER)
    if options.output and not (options.id or options.save):
        raise WrongUsage(_TO_FILE)
    if options.output:
        # Loaded only here; a file that cannot be written must not leave a new report behind.
        from fieldteacher.services.briefing_files import check_file

        check_file(options.output, options.template)
    service, language = context.services().briefings, context.language
    record, saved = options.id, 0
    notes: list[str] = []
    if record is None:
        scope = service.scope(options.batch, options.since, options.until)
        if options.save:
            record, changes = service.write(scope, language)
            saved = changes.save
            notes.append(_SAVED.fill(id=record).to(language))
    data = _saved(service, record, language) if record else _computed(context, options)
    if options.output:
        file = options.output.expanduser()
        try:
            unfilled = service.export(record, file, template=options.template, language=language)
        except UserError:
            if saved:
                context.services().records.undo(saved)
            raise
        notes.append(_WRITTEN.fill(file=file).to(language))
        data |= {"file": str(file), "unfilled": list(unfilled)}
        if unfilled:
            notes.append(_UNFILLED.fill(places="、".join(unfilled)).to(language))
    return Reply(data, _lines(data), notes=notes)


def _computed(context: Context, options: Namespace) -> dict[str, Any]:
    service, language = context.services().briefings, context.language
    scope = service.scope(options.batch, options.since, options.until)
    draft = service.begin(scope, language)
    quotations = [
        each
        for name in SECTIONS
        for each in service.offers(scope, name, names=options.names)[:_QUOTED]
    ]  # fmt: skip
    words = {name: draft.values.get(name) or "" for name in SECTIONS}
    head = {
        "id": None, "title": draft.values["title"], "batch": scope.batch, "from": scope.since, "to": scope.until,
        "status": "computed",
    }  # fmt: skip
    return head | _sections(draft.figures, words, quotations, language)


def _saved(service: BriefingService, record: str, language: Language) -> dict[str, Any]:
    report = service.report(record)
    row = report.record
    words = {name: row[name] or "" for name in SECTIONS}
    head = {
        "id": record, "title": row["title"], "batch": row["batch"], "from": row["period_from"], "to": row["period_to"],
        "status": row["status"] or "draft",
    }  # fmt: skip
    return head | _sections(report.figures or Figures("", ()), words, report.quotations, language)


def _sections(
    figures: Figures, words: dict[str, str], quotations: Sequence[Quotation], language: Language
) -> dict[str, Any]:
    def section(name: str) -> dict[str, Any]:
        found = figures.section(name)
        return {
            "name": name,
            "heading": heading(name).to(language),
            "text": words[name],
            "figures": [
                {
                    "key": f.key, "label": f.label.to(language), "value": f.value, "decimals": f.decimals, "of": f.of,
                    "unit": f.unit.to(language), "shown": f.shown(language),
                }
                for f in found.figures
            ],
            "plots": [_plot(plot, language) for plot in found.plots],
            "quotations": [
                {"words": q.words, "who": q.who.to(language), "type": q.type, "id": q.id}
                for q in quotations if q.section == name
            ],
        }  # fmt: skip

    return {"as_of": figures.as_of, "sections": [section(name) for name in SECTIONS]}


def _plot(plot: Bars, language: Language) -> dict[str, Any]:
    return {
        "key": plot.key, "title": plot.title.to(language), "unit": plot.unit.to(language), "decimals": plot.decimals,
        "groups": [group.to(language) for group in plot.groups],
        "series": [{"label": each.label.to(language), "values": list(each.values)} for each in plot.series],
    }  # fmt: skip


def _lines(data: dict[str, Any]) -> Iterator[str]:
    yield data["title"]
    for section in data["sections"]:
        yield ""
        yield section["heading"]
        if section["text"]:
            yield section["text"]
        for figure in section["figures"]:
            yield f"  {figure['label']}  {figure['shown']}"
        for quotation in section["quotations"]:
            yield f"  “{quotation['words']}” — {quotation['who']}"
