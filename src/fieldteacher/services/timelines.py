"""A student's or an enterprise's timeline, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, same


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened: ISO day (empty where unknown), record, heading and the words below it."""

    day: str
    type: str
    id: str
    heading: Text
    words: Text


# The choice field whose value the query hands over as the second of its words, by record type.
_SECOND_CHOICE = {"intention": "enterprise_wish", "evaluation": "stage"}
# The choice field whose value the query hands over as its last column, by record type.
_KIND_FIELD = {
    "talk": "way", "incident": "kind", "absence": "kind", "journal": "kind", "intention": "student_wish",
    "evaluation": "rater", "paper": "kind", "visit": "kind", "promise": "status", "placement": "status",
}  # fmt: skip


def entries(rows: Iterable[tuple[Any, ...]]) -> list[TimelineEntry]:
    """The entries for a timeline query's rows."""
    return [_entry(*row) for row in rows]


def _entry(day: str | None, kind: str, record: str, first: Any, second: Any, choice: Any) -> TimelineEntry:
    label = RECORD_TYPES[kind].label
    name = _KIND_FIELD.get(kind)
    heading = label
    if name and choice:
        heading = Text("{a} · {b}", "{a} · {b}").fill(a=label, b=_words(kind, name, choice))
    choice_field = _SECOND_CHOICE.get(kind)
    more = _words(kind, choice_field, second) if choice_field and second else same(str(second or ""))
    parts = [part for part in (same(str(first or "")), more) if part.zh]
    words = Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))
    return TimelineEntry(day or "", kind, record, heading, words)


def _words(kind: str, name: str, value: str) -> Text:
    spec = RECORD_TYPES[kind].spec(name)
    return spec.choice_label(value) if spec.kind is Kind.CHOICE else same(value)
