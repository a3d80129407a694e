"""``roster preview``, ``roster import`` and ``roster undo``: the list that the college's office sends."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.cli.arguments import Commands, Parser, count
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply, WrongUsage
from fieldteacher.cli.undo import undone
from fieldteacher.domain.text import Text

if TYPE_CHECKING:
    from fieldteacher.services.rosters import Problem, RosterPreview

_STATES = {
    "new": Text("新增", "new"), "changed": Text("变更", "changed"), "unchanged": Text("不变", "unchanged"),
    "refused": Text("拒收", "refused"),
}  # fmt: skip
_ERROR, _WARNING = Text("错误", "error"), Text("提醒", "warning")
_COLON = Text("：", ": ")


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("roster", Text("教务处名单", "rosters of the college"))
    preview = noun.add("preview", Text("预览导入，不写入", "what an import would do"), preview_roster)
    _reading(preview, noun)
    importing = noun.add("import", Text("导入", "import a roster"), import_roster)
    _reading(importing, noun)
    importing.add_argument(
        "--problems", type=Path, metavar="OUT.xlsx", help=noun.words(Text("问题清单，可发回教务处", "a sheet of problems to send back"))
    )  # fmt: skip
    noun.add("undo", Text("撤销最近一次导入", "take the last import back"), undo_import)


def _reading(parser: Parser, noun: Commands) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--sheet", metavar="S")
    parser.add_argument("--header-row", type=count, metavar="N")
    parser.add_argument(
        "--map", type=_mapping, action="append", default=[], metavar="HEADER=field",
        help=noun.words(Text("列标题或列号对应的字段，“-”为不读", "the field of a heading or column letter; - for none")),
    )  # fmt: skip
    parser.add_argument(
        "--batch", metavar="ID", help=noun.words(Text("归入的批次", "the batch they belong to"))
    )


def _mapping(text: str) -> tuple[str, str]:
    """``HEADER=field``; a heading may hold an equals sign, a field never does."""
    heading, sign, field = text.rpartition("=")
    if not sign or not heading.strip():
        raise ArgumentTypeError(text)
    return heading.strip(), field.strip()


def _previewed(context: Context, options: Namespace) -> RosterPreview:
    if options.header_row == 0:
        raise WrongUsage(Text("--header-row 从 1 起。", "--header-row counts from 1."))
    return context.services().rosters.preview(
        options.file.expanduser(), sheet=options.sheet, header_row=options.header_row, mapping=dict(options.map),
        batch=options.batch,
    )  # fmt: skip


def preview_roster(context: Context, options: Namespace) -> Reply:
    """What an import would do; writes nothing."""
    preview = _previewed(context, options)
    return Reply(_shown(context, preview), _lines(context, preview), _status(preview))


def import_roster(context: Context, options: Namespace) -> Reply:
    """Save all good rows in one transaction."""
    preview = _previewed(context, options)
    rosters = context.services().rosters
    sheet = options.problems.expanduser().absolute() if options.problems else None
    if sheet is not None:
        # Before anything is saved: a sheet that cannot be written must not leave an import behind.
        rosters.write_problems(preview, sheet, context.language)
    done = rosters.import_roster(preview)
    if sheet is not None:
        rosters.write_problems(done.preview, sheet, context.language)
    data = _shown(context, done.preview) | {"imported": done.imported}
    if sheet is not None:
        data["problems_file"] = str(sheet)
    imported = context.say(Text("已导入 {n} 行。", "{n} rows imported."), n=done.imported)
    return Reply(data, [*_lines(context, done.preview), imported], _status(done.preview))


def undo_import(context: Context, options: Namespace) -> Reply:
    """Take the last import back."""
    return undone(context, context.services().rosters.undo_last_import())


def _status(preview: RosterPreview) -> int:
    return WAITING if preview.waits else DONE


def _shown(context: Context, preview: RosterPreview) -> dict[str, Any]:
    roster = preview.roster
    return {
        "file": str(preview.path), "format": roster.format, "encoding": roster.encoding, "sheet": roster.sheet,
        "header_row": roster.header_row,
        "columns": [{"header": heading, "field": field} for heading, field in roster.columns],
        "rows": len(preview.lines), **{str(state): n for state, n in preview.counts.items()},
        "changes": [
            {
                "row": line.number, "student_number": line.values.get("student_number"), "name": line.values.get("name"),
                "fields": [{"field": c.field, "old": c.old, "new": c.new} for c in line.changes],
            }
            for line in preview.lines
            if line.state == "changed"
        ],
        "problems": [_problem(context, problem) for problem in preview.problems],
    }  # fmt: skip


def _problem(context: Context, problem: Problem) -> dict[str, Any]:
    return {
        "row": problem.row, "column": problem.column, "field": problem.field, "student_number": problem.student_number,
        "value": problem.value, "code": problem.code, "severity": problem.severity,
        "message": context.say(problem.message),
    }  # fmt: skip


def _lines(context: Context, preview: RosterPreview) -> Iterator[str]:
    for problem in preview.problems:
        severity = context.say(_ERROR if problem.severity == "error" else _WARNING)
        where = context.say(Text("第 {n} 行 {c}", "row {n} {c}"), n=problem.row, c=problem.column).rstrip()
        yield f"{severity} {where}{context.say(_COLON)}{context.say(problem.message)}"
    yield "  ".join(f"{context.say(_STATES[state])} {n}" for state, n in preview.counts.items())
