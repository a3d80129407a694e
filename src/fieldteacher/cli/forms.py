"""``print``: forms as PDF."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply, WrongUsage
from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.text import LANGUAGES, Text
from fieldteacher.services.app import Services
from fieldteacher.services.schemes import SchemeService

if TYPE_CHECKING:
    from fieldteacher.services.printing import PrintJob

FORMS = ("evaluation",)
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
    form.add_argument("--enterprise", metavar="ID")
    form.add_argument("--batch", metavar="ID")
    form.add_argument("--class", dest="class_name", metavar="NAME")
    form.add_argument("--all", action="store_true")
    form.add_argument(
        "--blank", action="store_true", help=words(Text("不印分数和评语", "without marks and comments"))
    )
    form.add_argument("--draft", action="store_true", help=words(Text("印“草稿”字样", "marked as a draft")))
    form.add_argument(
        "--split", type=Path, metavar="DIR", help=words(Text("每人一个文件", "one file a student"))
    )
    form.add_argument("--names", action="store_true",
                      help=words(Text("文件名含学号和姓名", "file names with number and name")))  # fmt: skip
    form.add_argument("--stage", choices=STAGES, default="final")
    form.add_argument("--scheme", metavar="ID")
    form.add_argument("--form-lang", choices=LANGUAGES, default="zh_CN")


def print_form(context: Context, options: Namespace) -> Reply:
    """Print evaluation forms into one file, or one file a student."""
    # Printing loads the PDF library; no other command has to wait for it.
    from fieldteacher.services.printing import PrintOptions, Selection

    if not (options.student or options.enterprise or options.batch or options.class_name or options.all):
        raise WrongUsage(_NOBODY)
    if options.output is None and options.split is None:
        raise WrongUsage(_NOWHERE)
    services = context.services()
    printing = services.printing
    selection = Selection(
        students=tuple(_student(services, given) for given in options.student),
        enterprise=_known(services, "enterprise", options.enterprise),
        batch=_known(services, "batch", options.batch),
        class_name=options.class_name,
    )
    scheme = _known(services, "scheme", options.scheme)
    with _scheme_taken_where_none_is(context, services, lambda: printing.job(
        selection, stage=options.stage, scheme=scheme, language=options.form_lang
    )) as (job, notes):  # fmt: skip
        printed = printing.print_forms(
            job,
            file=None if options.split else options.output.expanduser().absolute(),
            folder=options.split.expanduser().absolute() if options.split else None,
            options=PrintOptions(blank=options.blank, draft=options.draft, placeholders=True),
            personal_names=options.names,
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


def _student(services: Services, given: str) -> str:
    """The id of a student named by id or student number."""
    if services.records.get("student", given) is not None:
        return str(services.records.need("student", given)["id"])
    _, rows = services.records.list("student", {"student_number": given}, limit=2)
    if len(rows) > 1:
        raise UserError(
            "ambiguous",
            Text("学号 {n} 有多名学生，请用编号。", "Several students have the number {n}; use the id.").fill(n=given),
        )  # fmt: skip
    if not rows:
        raise NotFound("not_found", Text("没有学生 {id}。", "There is no student {id}.").fill(id=given))
    return str(rows[0]["id"])


def _known(services: Services, type_name: str, given: str | None) -> str | None:
    """The id given, after making sure that there is such a record."""
    return None if given is None else str(services.records.need(type_name, given)["id"])
