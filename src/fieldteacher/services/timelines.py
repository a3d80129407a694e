"""A student's or an enterprise's timeline, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text, same
from fieldteacher.domain.values import show_tenths
from fieldteacher.store.queries.timelines import Line


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened: ISO day (empty where unknown), record, heading and the words below it."""

    day: str
    type: str
    id: str
    heading: Text
    words: Text


@dataclass(frozen=True, slots=True)
class NextDue:
    """What falls due next with a student or an enterprise: ISO day, the record it is about, in words."""

    day: str
    type: str
    id: str
    words: Text


def next_due(lines: Iterable[tuple[str, str, str, str | None]]) -> NextDue | None:
    """The first of what is due: lines of day, type, id and more words."""
    found = min(lines, key=lambda line: line[0], default=None)
    if found is None:
        return None
    day, kind, record, more = found
    words = _DUE_WORDS[kind].fill(
        what=RECORD_TYPES["paper"].spec("kind").choice_label(more or "") if kind == "paper" else more or ""
    )
    return NextDue(day, kind, record, words)


_DUE_WORDS = {
    "promise": Text("跟进：{what}", "promised: {what}"), "talk": Text("谈话跟进", "follow up the talk"),
    "paper": Text("{what}到期", "{what} runs out"), "placement": Text("实习结束", "the placement ends"),
    "visit": Text("下次走访", "next visit"),
}  # fmt: skip


# The choice field whose value stands as the second of a line's texts, by record type.
_SECOND_CHOICE = {"intention": "enterprise_wish", "evaluation": "stage"}
# The field whose value says what kind of that record it is, by record type.
_KIND_FIELD = {
    "talk": "way", "incident": "kind", "absence": "kind", "journal": "kind", "intention": "student_wish",
    "evaluation": "rater", "paper": "kind", "visit": "kind", "promise": "status", "placement": "status",
    "notification": "told", "education": "kind", "issued_form": "stage", "waiver": "rule",
}  # fmt: skip
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")
_MARKS, _UNTIL = Text("{n} 分", "marks {n}"), Text("至 {day}", "until {day}")


def entries(lines: Iterable[Line]) -> list[TimelineEntry]:
    """The entries for a timeline's lines."""
    return [_entry(*line) for line in lines]


def _entry(
    day: str | None, kind: str, record: str, first: Any, second: Any, choice: Any, tenths: int | None
) -> TimelineEntry:
    heading = RECORD_TYPES[kind].label
    if choice:
        heading = Text("{a} · {b}", "{a} · {b}").fill(a=heading, b=_words(kind, _KIND_FIELD[kind], choice))
    parts = [same(str(first or "")), _second(kind, second)]
    if tenths is not None:
        parts.insert(0, _MARKS.fill(n=show_tenths(tenths)))
    parts = [part for part in dict.fromkeys(parts) if part.zh]
    words = Text(" · ".join(part.zh for part in parts), " · ".join(part.en for part in parts))
    return TimelineEntry(day or "", kind, record, heading, words)


def _second(kind: str, value: Any) -> Text:
    if not value:
        return same("")
    if kind in _SECOND_CHOICE:
        return _words(kind, _SECOND_CHOICE[kind], value)
    if _MOMENT.fullmatch(str(value)):
        return _UNTIL.fill(day=value)
    return same(str(value))


def _words(kind: str, name: str, value: str) -> Text:
    spec = RECORD_TYPES[kind].spec(name)
    return spec.choice_label(value) if spec.kind is Kind.CHOICE else same(value)
