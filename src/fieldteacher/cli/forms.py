"""``print``: forms as PDF."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.cli import naming
from fieldteacher.cli.arguments import Commands, day
from fieldteacher.cli.context import Context
from fieldteacher.cli.flow_forms import note_of, print_flow
from fieldteacher.cli.reply import DONE, WAITING, Reply, WrongUsage
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import LANGUAGES, Text
from fieldteacher.services.app import Services
from fieldteacher.services.forms.offers import BY_KEY, OFFERS
from fieldteacher.services.forms.ordering import ORDERS, chosen
from fieldteacher.services.schemes import SchemeService

if TYPE_CHECKING:
    from fieldteacher.services.printing import PrintJob

FORMS = ("evaluation", *(offer.key for offer in OFFERS))
STAGES = ("mid", "final")
_NOBODY = Text(
    "请说明打印谁的：--student、--enterprise、--batch 或 --all。",
    "Say whose forms: --student, --enterprise, --batch or --all.",
)
_NOWHERE = Text("请说明存到哪里：-o 文件 或 --split 文件夹。", "Say where to: -o FILE or --split FOLDER.")
_TAKEN = Text("还没有考核方案，已采用“{name}”。", "There was no evaluation scheme; “{name}” was taken.")


def add_to(commands: Commands) -> None:
    """Add the command."""
    words = commands.words
    form = commands.add("print", Text("打印表单", "print forms"), print_form)
    form.add_argument("form", choices=FORMS)
    form.add_argument("-o", "--output", type=Path, metavar="OUT.pdf")
    form.add_argument("--student", action="append", default=[], metavar="ID",
                      help=words(Text("学生编号或学号，可重复", "a student's id or number; may be repeated")))  # fmt: skip
    form.add_argument("--enterprise", action="append", default=[], metavar="ID",
                      help=words(Text("企业编号，可重复", "an enterprise's id; may be repeated")))  # fmt: skip
    form.add_argument("--batch", metavar="ID")
    form.add_argument("--class", dest="class_name", metavar="NAME")
    form.add_argument("--all", action="store_true")
    form.add_argument(
        "--blank", action="store_true", help=words(Text("不印分数和评语", "without marks and comments"))
    )
    form.add_argument("--for", dest="filled_by", choices=("mentor", "school"), default="mentor",
                      help=words(Text("空白考核表由谁填写：school 时企业分已印好", "who fills a blank evaluation form; for the school the enterprise's marks are there")))  # fmt: skip
    form.add_argument("--sort", choices=ORDERS, default="enterprise",
                      help=words(Text("学生表单的顺序：按企业、班级或学号", "the order of students' forms")))  # fmt: skip
    form.add_argument("--only", default="", metavar="2,5-8",
                      help=words(Text("只打印其中第几份", "only these of the forms")))  # fmt: skip
    form.add_argument("--draft", action="store_true", help=words(Text("印“草稿”字样", "marked as a draft")))
    form.add_argument(
        "--split", type=Path, metavar="DIR", help=words(Text("每人一个文件", "one file a student"))
    )
    form.add_argument("--names", action="store_true",
                      help=words(Text("文件名含学号和姓名", "file names with number and name")))  # fmt: skip
    form.add_argument("--stage", choices=STAGES, default="final")
    form.add_argument("--scheme", metavar="ID")
    form.add_argument("--id", action="append", default=[], metavar="ID",
                      help=words(Text("一条记录（走访、谈话等）的编号，可重复", "the id of one record (a visit, a talk …); may be repeated")))  # fmt: skip
    form.add_argument(
        "--from", dest="since", type=day, metavar="DATE", help=words(Text("起始日期", "from this day"))
    )
    form.add_argument(
        "--to", dest="until", type=day, metavar="DATE", help=words(Text("截止日期", "to this day"))
    )
    form.add_argument("--photos", action="store_true", help=words(Text("连照片一起印", "with the photos")))
    form.add_argument("--no-files", action="store_true",
                      help=words(Text("档案旁不另存附件", "without the folder of files beside an archive")))  # fmt: skip
    form.add_argument("--form-lang", choices=LANGUAGES, default="zh_CN")


def print_form(context: Context, options: Namespace) -> Reply:
    """Print forms of one kind into one file, or one file each."""
    if options.output is None and options.split is None:
        raise WrongUsage(_NOWHERE)
    offer = BY_KEY.get(options.form)
    return print_flow(context, options, offer) if offer else _print_evaluations(context, options)


def _print_evaluations(context: Context, options: Namespace) -> Reply:
    """Print evaluation forms into one file, or one file a student."""
    # Printing loads the PDF library; no other command has to wait for it.
    from fieldteacher.services.printing import PrintOptions, Selection

    if not (options.student or options.enterprise or options.batch or options.class_name or options.all):
        raise WrongUsage(_NOBODY)
    services = context.services()
    printing = services.printing
    selection = Selection(
        students=tuple(naming.student(services, given) for given in options.student),
        enterprises=tuple(str(naming.known(services, "enterprise", each)) for each in options.enterprise),
        batch=naming.known(services, "batch", options.batch),
        class_name=options.class_name,
        order=options.sort,
    )
    for_school = options.blank and options.filled_by == "school"
    scheme = naming.known(services, "scheme", options.scheme)
    with _scheme_taken_where_none_is(context, services, lambda: printing.job(
        selection, stage=options.stage, scheme=scheme, language=options.form_lang, for_school=for_school
    )) as (whole, notes):  # fmt: skip
        job = whole.only(chosen(options.only, len(whole.pages)))
        printed = printing.print_forms(
            job,
            file=None if options.split else options.output.expanduser().absolute(),
            folder=options.split.expanduser().absolute() if options.split else None,
            options=PrintOptions(
                blank=options.blank and not for_school, draft=options.draft, placeholders=True
            ),
            personal_names=options.names,
            note=note_of(context, options),
        ).printed
    missing = [{"character": m.character, "where": context.say(m.where)} for m in printed.missing_glyphs]
    warnings = [context.say(warning) for warning in printed.warnings]
    files = [str(file) for file in printed.files]
    data = {
        "files": files, "pages": printed.pages, "forms": printed.forms,
        "missing_glyphs": missing, "warnings": warnings,
    }  # fmt: skip
    done = context.say(Text("已打印 {n} 份。", "{n} forms printed."), n=printed.forms)
    return Reply(data, [done, *files], WAITING if missing else DONE, [*notes, *warnings])


@contextmanager
def _scheme_taken_where_none_is(
    context: Context, services: Services, make: Callable[[], PrintJob]
) -> Iterator[tuple[PrintJob, list[str]]]:
    """The job, and what is to be said about it.

    Where the store has no scheme, the general ready-made one is taken, so that a first roster can be
    printed; what is refused otherwise takes none, and where the block raises, it goes again.
    """
    try:
        job = make()
    except UserError as error:
        if error.code != "print.no_scheme":
            raise
    else:
        yield job, []
        return
    ready = SchemeService.ready()[0]
    _, taken = services.schemes.add_ready(ready.key, ready.label.zh)
    try:
        yield make(), [context.say(_TAKEN, name=ready.label.zh)]
    except BaseException:
        services.records.undo(taken.save)
        raise
