"""``print FORM`` for the forms that flow over pages."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from fieldteacher.cli import naming
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply, WrongUsage
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.forms.offers import Offer
from fieldteacher.services.forms.ordering import chosen
from fieldteacher.services.forms.selection import FormSelection

if TYPE_CHECKING:
    from fieldteacher.services.printing import Printed, RunNote

_NOBODY = Text(
    "请说明打印哪些：--id、--student、--enterprise、--batch、--class、--from/--to、--all，或 --blank 打印空白表。",
    "Say which: --id, --student, --enterprise, --batch, --class, --from/--to, --all, or --blank for an empty form.",
)
_NO_BLANK = Text("{form}没有空白表。", "There is no blank form of this kind: {form}.")
_DONE = Text("已打印 {n} 份，共 {pages} 页。", "{n} forms printed, {pages} pages.")
_FIRMS, _STUDENTS = Text("{n} 家企业", "{n} enterprises"), Text("{n} 名学生", "{n} students")
_FILES = Text("附件已存到：{folder}。", "The files are in {folder}.")
_MANY_FILES = Text("附件已存到各 PDF 旁边的 {n} 个文件夹。", "The files are in {n} folders beside the PDFs.")


def print_flow(context: Context, options: Namespace, offer: Offer) -> Reply:
    """Print forms of one kind into one file, or one file each."""
    # Printing loads the PDF library; no other command has to wait for it.
    from fieldteacher.services.printing import PrintOptions

    services = context.services()
    selection = _selection(services, options, offer)
    if selection.everything and not (options.all or options.blank):
        raise WrongUsage(_NOBODY)
    if options.blank and not offer.blank:
        raise WrongUsage(_NO_BLANK.fill(form=offer.label))
    forms = services.printing.forms
    job = forms.job(
        offer.key, selection, language=options.form_lang, blank=options.blank, photos=options.photos
    )
    job = job.only(chosen(options.only, len(job.keys)))
    printed = forms.print_forms(
        job,
        file=None if options.split else options.output.expanduser().absolute(),
        folder=options.split.expanduser().absolute() if options.split else None,
        options=PrintOptions(draft=options.draft, placeholders=True),
        personal_names=options.names,
        attachments=not options.no_files,
    )
    services.printing.runs.keep(offer.key, printed, note_of(context, options))
    return _reply(context, printed)


def note_of(context: Context, options: Namespace) -> RunNote:
    """What is noted of a run of printing."""
    from fieldteacher.services.printing import RunNote

    return RunNote(
        output="folder" if options.split else "file", whom=_whom(context, options), blank=options.blank,
        draft=options.draft,
    )  # fmt: skip


def _whom(context: Context, options: Namespace) -> str:
    """For whom was printed, for the record of it: enterprises, class and batch by name, students by their number of people."""
    records = context.services().records
    names = [str(records.need("enterprise", each)["name"]) for each in options.enterprise]
    parts = names if len(names) < 3 else [context.say(_FIRMS, n=len(names))]
    parts += filter(None, [options.class_name])
    if options.batch:
        parts.append(str(records.need("batch", options.batch)["name"]))
    if options.student:
        parts.append(context.say(_STUDENTS, n=len(options.student)))
    return " ".join(parts)


def _selection(services: Services, options: Namespace, offer: Offer) -> FormSelection:
    return FormSelection(
        ids=tuple(str(naming.known(services, offer.about, given)) for given in options.id),
        students=tuple(naming.student(services, given) for given in options.student),
        enterprises=tuple(str(naming.known(services, "enterprise", given)) for given in options.enterprise),
        batch=naming.known(services, "batch", options.batch),
        class_name=options.class_name,
        order=options.sort,
        since=options.since,
        until=options.until,
        stage=options.stage,
        scheme=naming.known(services, "scheme", options.scheme),
    )


def _reply(context: Context, printed: Printed) -> Reply:
    missing = [{"character": m.character, "where": context.say(m.where)} for m in printed.missing_glyphs]
    warnings = [context.say(warning) for warning in printed.warnings]
    files = [str(file) for file in printed.files]
    folders = [str(folder) for folder in printed.folders]
    data = {
        "files": files, "pages": printed.pages, "forms": printed.forms, "missing_glyphs": missing,
        "warnings": warnings, "folders": folders,
    }  # fmt: skip
    lines = [context.say(_DONE, n=printed.forms, pages=printed.pages), *files]
    if len(folders) == 1:
        lines.append(context.say(_FILES, folder=folders[0]))
    elif folders:
        lines.append(context.say(_MANY_FILES, n=len(folders)))
    return Reply(data, lines, WAITING if missing else DONE, warnings)
