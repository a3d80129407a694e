"""``record types``, ``list``, ``show``, ``put``, ``delete`` and ``restore``: any record of any type."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from fieldteacher.cli.arguments import Commands, count, pair
from fieldteacher.cli.conflicts import conflict_shown, field_name, history_shown
from fieldteacher.cli.context import Context
from fieldteacher.cli.reply import DONE, WAITING, Reply
from fieldteacher.cli.strict_json import in_line, objects, read_all
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.fields import FieldSpec, Kind
from fieldteacher.domain.record import RecordType
from fieldteacher.domain.records import RECORD_TYPES, record_type
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths

_YES, _NO = Text("是", "yes"), Text("否", "no")
_LISTS = (Kind.CHOICES, Kind.REFERENCES)


def add_to(commands: Commands) -> None:
    """Add the commands."""
    noun = commands.noun("record", Text("任何一类记录", "records of any type"))
    noun.add("types", Text("数据字典", "the data dictionary"), list_types)
    listing = noun.add("list", Text("列出记录", "list records"), list_records)
    listing.add_argument("type", metavar="TYPE")
    listing.add_argument("--where", type=pair, action="append", default=[], metavar="FIELD=VALUE")
    listing.add_argument("--search", metavar="TEXT")
    listing.add_argument("--limit", type=count, metavar="N")
    put = noun.add("put", Text("新增或修改", "add or change records"), put_records)
    put.add_argument("type", metavar="TYPE")
    put.add_argument("--file", type=Path, metavar="F.jsonl")
    for name, help, run in (
        ("show", Text("一条记录及其历史", "a record with its history"), show_record),
        ("delete", Text("删除", "delete a record"), delete_record),
        ("restore", Text("恢复", "bring a deleted record back"), restore_record),
    ):
        one = noun.add(name, help, run)
        one.add_argument("type", metavar="TYPE")
        one.add_argument("id", metavar="ID")


def list_types(context: Context, options: Namespace) -> Reply:
    """The data dictionary."""
    types = [
        {
            "name": kind.name,
            "label": context.say(kind.label),
            "fields": [_field_shown(context, spec) for spec in kind.fields.values()],
        }
        for kind in RECORD_TYPES.values()
    ]
    return Reply({"types": types}, (f"{t['name']}  {t['label']}" for t in types))


def _field_shown(context: Context, spec: FieldSpec) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": spec.name, "kind": spec.kind.value, "label": context.say(spec.label), "required": spec.required,
        "choices": [c.value for c in spec.choices],
        "target": spec.targets[0] if len(spec.targets) == 1 else list(spec.targets) or None,
    }  # fmt: skip
    if spec.choices:
        shown["choice_labels"] = {c.value: context.say(c.label) for c in spec.choices}
    if spec.keys:
        shown["keys"] = [c.value for c in spec.keys]
        shown["key_labels"] = {c.value: context.say(c.label) for c in spec.keys}
    if spec.minimum is not None or spec.maximum is not None:
        shown |= {"minimum": spec.minimum, "maximum": spec.maximum}
    return shown


def list_records(context: Context, options: Namespace) -> Reply:
    """The records of a type, without the deleted ones."""
    kind = record_type(options.type)
    exact: dict[str, object] = {}
    within: dict[str, set[str]] = {}
    for name, text in options.where:
        spec = kind.fields.get(name)
        if spec is not None and spec.kind in _LISTS and text:
            within[name] = {part.strip() for part in text.split(",")}
        else:
            exact[name] = text or None
    records = context.services().records
    limit = None if within else options.limit
    total, rows = records.list(kind.name, exact, search=options.search, limit=limit)
    if within:
        rows = [row for row in rows if all(wanted <= set(row[n] or ()) for n, wanted in within.items())]
        total, rows = len(rows), rows[: options.limit]
    titles = records.reference_titles(kind.name, rows, context.language)
    shown = [record_shown(kind, row, titles) for row in rows]
    own = records.titles(kind.name, [row["id"] for row in rows], context.language)
    lines = (f"{row['id']}  {own.get(row['id'], '')}" for row in rows)
    return Reply({"type": kind.name, "total": total, "records": shown}, lines)


def record_shown(kind: RecordType, row: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    """A record as JSON: its id and fields, and after each reference what it is called."""
    shown: dict[str, Any] = {"id": row["id"]}
    for name, spec in kind.fields.items():
        value = row[name]
        shown[name] = value
        if spec.kind is Kind.REFERENCE:
            shown[f"{name}_title"] = None if value is None else titles.get(value, "")
        elif spec.kind is Kind.REFERENCES:
            shown[f"{name}_title"] = [titles.get(item, "") for item in value or ()]
    return shown


def show_record(context: Context, options: Namespace) -> Reply:
    """A record, deleted or not, with everything that ever happened to it."""
    kind = record_type(options.type)
    records = context.services().records
    found = records.show(kind.name, options.id, context.language)
    titles = records.reference_titles(kind.name, [found.record], context.language)
    shown = record_shown(kind, found.record, titles) | {"deleted": found.record["deleted"]}
    history = [history_shown(entry) for entry in found.history]
    conflicts = [
        conflict_shown(context, each)
        for each in context.services().conflicts.waiting(context.language, options.id)
    ]
    data = {"record": shown, "title": found.title, "history": history, "conflicts": conflicts}
    return Reply(data, _told(context, kind, shown, history), WAITING if conflicts else DONE)


def _told(
    context: Context, kind: RecordType, shown: Mapping[str, Any], history: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    for name, spec in kind.fields.items():
        value = _words(context, spec, shown.get(f"{name}_title") or shown[name])
        if value:
            yield context.say(Text("{label}：{value}", "{label}: {value}"), label=spec.label, value=value)
    yield context.say(Text("历史", "History"))
    for entry in history:
        spec_of = kind.fields.get(str(entry["field"]))
        label = context.say(spec_of.label) if spec_of else field_name(str(entry["field"]))
        value = _words(context, spec_of, entry["value"]) if spec_of else entry["value"]
        yield f"  {entry['at']}  {entry['by']}  {label} = {value}"


def _words(context: Context, spec: FieldSpec, value: Any) -> str:
    """A value as a person reads it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return context.say(_YES if value else _NO)
    if spec.kind is Kind.TENTHS:
        return show_tenths(value)
    if isinstance(value, Mapping):
        return "  ".join(f"{name} {item}" for name, item in value.items())
    items = value if isinstance(value, list | tuple) else [value]
    return ", ".join(context.say(spec.choice_label(item)) if spec.choices else str(item) for item in items)


def put_records(context: Context, options: Namespace) -> Reply:
    """Add records, or change the given fields of those with an ``id``: all of them in one save, or none."""
    kind = record_type(options.type)
    found = objects(read_all(options.file, context.source))
    entries: list[tuple[str | None, Mapping[str, Any]]] = []
    for number, values in found:
        record = values.pop("id", None)
        if record is not None and not (isinstance(record, str) and record):
            raise in_line(
                number, "bad_id", Text("id 应为一条记录的编号。", "id must be a record's id."), "id"
            )
        entries.append((record, values))
    try:
        saved, _ = context.services().records.put_many(kind.name, entries)
    except UserError as error:
        if error.entry is None:
            raise
        raise in_line(found[error.entry][0], error.code, error.text, error.field) from error
    return Reply({"saved": list(saved)}, saved)


def delete_record(context: Context, options: Namespace) -> Reply:
    """Delete a record; it can be restored."""
    context.services().records.delete(record_type(options.type).name, options.id)
    return Reply({"deleted": options.id}, [options.id])


def restore_record(context: Context, options: Namespace) -> Reply:
    """Bring a deleted record back."""
    context.services().records.restore(record_type(options.type).name, options.id)
    return Reply({"restored": options.id}, [options.id])
