"""``conflict list`` and ``conflict resolve``: fields that wait for a person to choose."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fieldteacher.cli.arguments import Commands, count
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.cli.strict_json import one_value
from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.services.conflicts import Choice, Waiting, overtaken
from fieldteacher.services.records import DELETED, ERASED, STANDS, HistoryEntry

ABOUT_LABELS = {
    DELETED: Text("是否删除", "Deleted"),
    STANDS: Text("并入哪条记录", "Put together with"),
    ERASED: Text("按要求清除", "Erased on request"),
}
"""What to call the cells that are about a record and no field of it."""


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("conflict", Text("两处改动不一致的字段", "fields with two differing changes"))
    noun.add("list", Text("待处理的冲突", "the conflicts there are"), list_conflicts)
    resolve = noun.add("resolve", Text("选定一个值", "choose a value"), resolve_conflict)
    resolve.add_argument("id", metavar="ID")
    choice = resolve.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--take", type=count, metavar="N", help=noun.words(Text("列出的第 N 个值，从 1 起", "the Nth value listed, from 1"))
    )  # fmt: skip
    choice.add_argument("--value", metavar="JSON", help=noun.words(Text("另一个值", "some other value")))


def list_conflicts(context: Context, options: Namespace) -> Reply:
    """All conflicts of the store; each waits for a person."""
    found = context.services().conflicts.waiting(context.language)
    shown = [conflict_shown(context, conflict) for conflict in found]
    lines = []
    for item in shown:
        lines.append(f"{item['id']}  {item['title']}  {item['label']}")
        lines += [
            f"  {n}. {value['value']}  {value['by']}  {value['at']}"
            for n, value in enumerate(item["values"], 1)
        ]
    return Reply({"conflicts": shown}, lines, WAITING if shown else DONE)


def resolve_conflict(context: Context, options: Namespace) -> Reply:
    """Settle one conflict, by one of its values or by another."""
    service = context.services().conflicts
    waiting = _found(service.waiting(context.language), options.id)
    values = waiting.conflict.values
    if options.value is not None:
        value = one_value(options.value)
    elif not 1 <= options.take <= len(values):
        raise UserError(
            "no_such_value",
            Text("请选 1 到 {n}。", "Choose 1 to {n}.").fill(n=len(values)),
        )
    else:
        value = values[options.take - 1].value
    service.settle([Choice(waiting, value)])
    left = service.count()
    lines = [context.say(Text("已解决，还剩 {n} 个。", "Settled; {n} left."), n=left)]
    return Reply({"resolved": options.id, "value": value, "left": left}, lines)


def _found(listed: Sequence[Waiting], id: str) -> Waiting:
    found = next((each for each in listed if _id(each) == id), None)
    if found is None:
        if any(_id(each).rpartition(":")[0] == id.rpartition(":")[0] for each in listed):
            raise overtaken()
        raise NotFound("not_found", Text("没有这个冲突：{id}", "There is no conflict {id}.").fill(id=id))
    return found


def conflict_shown(context: Context, waiting: Waiting) -> dict[str, Any]:
    """A conflict as JSON; ``values`` has the one shown meanwhile first."""
    conflict = waiting.conflict
    spec = RECORD_TYPES[conflict.type].fields.get(conflict.field)
    return {
        "id": _id(waiting), "type": conflict.type, "record": conflict.record,
        "title": waiting.title, "field": field_name(conflict.field),
        "label": context.say(spec.label if spec else ABOUT_LABELS[conflict.field]), "shown": conflict.values[0].value,
        "values": [{"n": n, **_value(entry)} for n, entry in enumerate(conflict.values, 1)],
    }  # fmt: skip


def history_shown(entry: HistoryEntry) -> dict[str, Any]:
    """One change of a record's history as JSON."""
    return {"field": field_name(entry.field), **_value(entry)}


def field_name(name: str) -> str:
    """A field's name as the command line says it."""
    return name.removeprefix("_") if name in ABOUT_LABELS else name


def _value(entry: HistoryEntry) -> dict[str, Any]:
    at = datetime.fromtimestamp(entry.at_ms / 1000, UTC).isoformat(timespec="seconds")
    return {
        "value": entry.value,
        "by": entry.author,
        "device": entry.device,
        "at": at.replace("+00:00", "Z"),
    }


def _id(waiting: Waiting) -> str:
    """Another one as soon as another change stands in the field: nobody replaces by it what he has not seen."""
    return f"{waiting.conflict.record}:{field_name(waiting.conflict.field)}:{waiting.mark}"
