"""``export``: records as a workbook or separated text."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import Reply
from fieldteacher.domain.text import Text

_UNKNOWN = Text(
    "模板中这些列没有对应内容，已留空：{list}。", "Nothing fills these columns of the template: {list}."
)

_UNMATCHED = Text(
    "模板里有 {n} 个学号没有对应学生：{list}。",
    "{n} student numbers of the template are nobody's here: {list}.",
)
_LEFT_OUT = Text(
    "有 {n} 名学生不在模板里，没有写入。", "{n} students are not in the template and were left out."
)


def add_to(commands: Commands) -> None:
    """Add the command."""
    words = commands.words
    export_parser = commands.add("export", Text("导出为表格", "export records as a table"), export)
    export_parser.add_argument("type", metavar="TYPE")
    export_parser.add_argument("-o", "--output", type=Path, required=True, metavar="F.xlsx|F.csv")
    export_parser.add_argument(
        "--template", type=Path, metavar="T.xlsx", help=words(Text("按这份表的列填写", "fill the columns of this sheet"))
    )  # fmt: skip
    export_parser.add_argument(
        "--sensitive", action="store_true", help=words(Text("含身份证号等敏感信息", "with identity numbers and the like"))
    )  # fmt: skip


def export(context: Context, options: Namespace) -> Reply:
    """Export all records of a type."""
    template = options.template.expanduser().absolute() if options.template else None
    exported = context.services().exporting.export(
        options.type, options.output.expanduser().absolute(), sensitive=options.sensitive,
        language=context.language, template=template,
    )  # fmt: skip
    notes = []
    if exported.unknown:
        notes.append(context.say(_UNKNOWN, list="、".join(exported.unknown)))
    if exported.unmatched:
        notes.append(
            context.say(_UNMATCHED, list="、".join(exported.unmatched[:20]), n=len(exported.unmatched))
        )
    if exported.left_out:
        notes.append(context.say(_LEFT_OUT, n=exported.left_out))
    data = {
        "file": str(exported.file),
        "rows": exported.rows,
        "unknown_columns": list(exported.unknown),
        "unmatched": list(exported.unmatched),
        "left_out": exported.left_out,
    }
    line = context.say(Text("{f}：{n} 行", "{f}: {n} rows"), f=exported.file, n=exported.rows)
    return Reply(data, [line], notes=notes)
