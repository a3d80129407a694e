"""What a package does, record by record and by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from fieldteacher.domain.exchange import Merged
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, listed, same
from fieldteacher.store.fold import DELETED
from fieldteacher.store.reader import Reader

State = Literal["conflict", "deleted", "rejected", "changed", "created"]


class Line(NamedTuple):
    """One record that a package touches. ``title`` in both languages; ``what`` names the fields, or says why not."""

    state: State
    type: str
    record: str
    title: Text
    what: Text


def lines_of(reader: Reader, merged: Merged, limit: int) -> list[Line]:
    """The first ``limit`` records that a package touched, what a person should look at first before the rest."""
    found = list(islice(_entries(merged), limit))
    titles = _titles(reader, found)
    return [
        Line(state, kind, record, titles.get((kind, record), same("")), what)
        for state, kind, record, what in found
    ]


def kind_label(kind: str) -> Text:
    """What a type is called; of one that a newer version knows, its name."""
    return RECORD_TYPES[kind].label if kind in RECORD_TYPES else same(kind)


_Entry = tuple[State, str, str, Text]


def _entries(merged: Merged) -> Iterable[_Entry]:
    contested = _by_record(merged.conflicts)
    for (kind, record), fields in contested.items():
        yield "conflict", kind, record, listed(fields)
    for kind, record in sorted(merged.deleted):
        yield "deleted", kind, record, same("")
    for rejected in merged.rejected:
        label = _label(rejected.type, rejected.field)
        yield (
            "rejected",
            rejected.type,
            rejected.record,
            Text("{f}：{why}", "{f}: {why}").fill(f=label, why=rejected.reason),
        )
    changed = _by_record(merged.cells)
    for kind, record in sorted(merged.changed):
        if (kind, record) not in contested:
            yield "changed", kind, record, listed(changed.get((kind, record), ()))
    for kind, record in sorted(merged.created):
        yield "created", kind, record, same("")


def _by_record(cells: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[Text]]:
    found: dict[tuple[str, str], list[Text]] = {}
    for kind, record, field in cells:
        found.setdefault((kind, record), []).append(_label(kind, field))
    return found


def _label(kind: str, field: str) -> Text:
    if field == DELETED:
        return Text("是否删除", "deleted or not")
    spec = RECORD_TYPES[kind].fields.get(field) if kind in RECORD_TYPES else None
    return spec.label if spec else same(field)


def _titles(reader: Reader, entries: Sequence[_Entry]) -> Mapping[tuple[str, str], Text]:
    found: dict[tuple[str, str], Text] = {}
    for kind in {entry[1] for entry in entries} & RECORD_TYPES.keys():
        records = [entry[2] for entry in entries if entry[1] == kind]
        zh, en = (reader.titles(kind, records, language) for language in ("zh_CN", "en"))
        found |= {(kind, record): Text(zh[record], en.get(record, "")) for record in zh}
    return found
