"""``office erase``: a student's data taken out for good, on request."""

from __future__ import annotations

from argparse import Namespace

from fieldteacher.cli.arguments import Commands
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.erasure import NOT_REACHED, Erasing


def add_erase(noun: Commands) -> None:
    """Add the command under ``office``."""
    words = Text("按本人要求清除一名学生的全部资料", "erase all data of a student on request")
    erase = noun.add("erase", words, erase_student)
    erase.add_argument("student", metavar="STUDENT")
    erase.add_argument(
        "--yes", action="store_true",
        help=noun.words(Text("真的清除；不带它只列出会清除什么", "do it; without it only list what would go")),
    )  # fmt: skip


def erase_student(context: Context, options: Namespace) -> Reply:
    """Say what erasing a student takes away and leaves; with ``--yes`` do it, for good."""
    service = context.services().erasure
    if options.yes:
        looked, _ = service.erase(options.student, context.language)
    else:
        looked = service.look(options.student, context.language)
    return _told(context, looked, erased=options.yes)


def _told(context: Context, looked: Erasing, *, erased: bool) -> Reply:
    head = (
        Text("已清除：{s}", "Erased: {s}")
        if erased
        else Text("将清除：{s}（加 --yes 执行）", "Would erase: {s} (with --yes)")
    )
    lines = [context.say(head, s=looked.title)]
    lines += [f"  {context.say(RECORD_TYPES[kind].label)}: {count}" for kind, count in looked.records.items()]
    mentioned = [
        {"type": each.type, "id": each.record, "title": each.title, "field": each.field}
        for each in looked.mentioned
    ]
    if mentioned:
        lines.append(
            context.say(
                Text(
                    "请查看可能还提到他的记录：",
                    "Please look at records that may still speak of the student:",
                )
            )
        )
        lines += [f"  {each['type']} {each['id']}  {each['title']}  {each['field']}" for each in mentioned]
    not_reached = [context.say(text) for text in NOT_REACHED]
    answer = {
        "student": looked.student, "title": looked.title, "erased": erased, "records": dict(looked.records),
        "changes": looked.changes, "attachments": looked.files, "mentioned": mentioned, "not_reached": not_reached,
    }  # fmt: skip
    return Reply(answer, lines + not_reached, WAITING if mentioned and erased else DONE)
