"""``duplicate list``, ``compare``, ``merge``, ``dismiss``, ``apart`` and ``undo``: people and firms entered twice."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from typing import Any

from fieldteacher.cli.arguments import Commands, Parser
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.cli.undo import undone
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text

LOSER, INTO = "loser", "into"


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("duplicate", Text("可能重复录入的人和企业", "people and firms entered twice"))
    noun.add(
        "list", Text("可能重复的，和已合并的", "possible duplicates, and those put together"), list_pairs
    )
    _two(noun.add("compare", Text("合并会改变什么", "what putting two together would change"), compare))
    merge = noun.add("merge", Text("把 LOSER 并入 INTO", "put LOSER into INTO"), merge_pair)
    _two(merge)
    merge.add_argument(
        "--take", type=_choice, action="append", default=[], metavar="FIELD=loser|into",
        help=noun.words(Text("不一致的字段以谁为准，默认 into", "whose value stands where they differ; into by default")),
    )  # fmt: skip
    dismiss = noun.add(
        "dismiss", Text("不是同一个，不再提示", "not the same; do not list them again"), dismiss_pair
    )
    dismiss.add_argument("one", metavar="ONE")
    dismiss.add_argument("other", metavar="OTHER")
    dismiss.add_argument("--back", action="store_true", help=noun.words(Text("恢复提示", "list them again")))
    apart = noun.add(
        "apart", Text("拆分已合并的记录", "take a record apart from the one it was put into"), take_apart
    )
    apart.add_argument("id", metavar="ID")
    noun.add("undo", Text("撤销最近一次合并", "take back the last time two were put together"), undo)


def _two(parser: Parser) -> None:
    parser.add_argument(LOSER, metavar="LOSER")
    parser.add_argument(INTO, metavar="INTO")


def _choice(text: str) -> tuple[str, str]:
    name, _, whose = text.partition("=")
    if not name or whose not in (LOSER, INTO):
        raise ArgumentTypeError(f"{text} is not of the form name=value")
    return name, whose


def list_pairs(context: Context, options: Namespace) -> Reply:
    """The pairs that wait for somebody to look at them, and the records put together."""
    service = context.services().duplicates
    pairs = [
        {
            "type": pair.type, "one": pair.one, "one_title": pair.one_title, "other": pair.other,
            "other_title": pair.other_title, "same": list(pair.same),
        }
        for pair in service.possible(context.language)
    ]  # fmt: skip
    together = [
        {
            "type": each.type,
            "id": each.record,
            "title": each.record_title,
            INTO: each.into,
            "into_title": each.into_title,
        }
        for each in service.together(context.language)
    ]
    lines = [
        f"{pair['one']}  {pair['other']}  {pair['one_title']} / {pair['other_title']}  "
        + ", ".join(context.say(RECORD_TYPES[str(pair["type"])].fields[name].label) for name in pair["same"])
        for pair in pairs
    ]
    lines += [f"{each['id']} → {each['into']}  {each['title']} → {each['into_title']}" for each in together]
    return Reply({"pairs": pairs, "together": together}, lines, WAITING if pairs else DONE)


def compare(context: Context, options: Namespace) -> Reply:
    """What putting two together would change; nothing is written."""
    found = context.services().duplicates.compare(options.loser, options.into, context.language)
    fields = RECORD_TYPES[found.type].fields
    differs = [
        {
            "field": each.field,
            "label": context.say(fields[each.field].label),
            LOSER: plain(each.loser),
            INTO: plain(each.into),
        }
        for each in found.differs
    ]
    filled = {name: plain(value) for name, value in found.filled.items()}
    lines = [f"{found.loser_title} → {found.into_title}"]
    lines += [f"  {each['label']}: {each[LOSER]} / {each[INTO]}" for each in differs]
    lines += [f"  {context.say(fields[name].label)}: → {value}" for name, value in filled.items()]
    lines += [f"  {context.say(RECORD_TYPES[kind].label)}: {count}" for kind, count in found.moves.items()]
    answer = {"type": found.type, LOSER: found.loser, INTO: found.into, "differs": differs, "filled": filled}
    return Reply(answer | {"moves": dict(found.moves), "twice": dict(found.twice)}, lines)


def merge_pair(context: Context, options: Namespace) -> Reply:
    """Put one record into another, in one save."""
    take = {name for name, whose in options.take if whose == LOSER}
    changes = context.services().duplicates.put_together(options.loser, options.into, take=take)
    records = len(changes.created) + len(changes.changed) + len(changes.deleted)
    lines = [
        context.say(Text("已合并，涉及 {n} 条记录。", "Put together; {n} records were touched."), n=records)
    ]
    return Reply(
        {"merged": options.loser, INTO: options.into, "save": changes.save, "records": records}, lines
    )


def dismiss_pair(context: Context, options: Namespace) -> Reply:
    """Note that two are not the same, or forget it again."""
    service = context.services().duplicates
    (service.recall if options.back else service.dismiss)(options.one, options.other)
    return Reply({"dismissed": not options.back, "one": options.one, "other": options.other}, [])


def take_apart(context: Context, options: Namespace) -> Reply:
    """Show a record again by itself."""
    changes = context.services().duplicates.take_apart(options.id)
    return Reply({"apart": options.id, "save": changes.save}, [])


def undo(context: Context, options: Namespace) -> Reply:
    """Take back the last time two were put together."""
    return undone(context, context.services().duplicates.undo())


def plain(value: Value) -> Any:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value
