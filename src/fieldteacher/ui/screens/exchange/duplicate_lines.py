"""Pairs of records that may be one, and those that were put together: a line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text, listed
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

if TYPE_CHECKING:
    from fieldteacher.services.app import Services

STATES: Mapping[str, tuple[Text, Tone]] = {
    "open": (Text("待确认", "to be looked at"), "warn"),
    "together": (Text("已合并", "put together"), "neutral"),
}


class PairLine(NamedTuple):
    """Two records that may be one, or were put together; its id names both, the one that stays first."""

    id: str
    state: str
    kind: str
    one_title: str
    other_title: str
    same: str


def pair_lines(services: Services, language: Language) -> list[PairLine]:
    """The pairs that may be one, then those that were put together."""
    lines = []
    for each in services.duplicates.possible(language):
        kind = RECORD_TYPES[each.type]
        one, other = _named(services, each.type, {each.one: each.one_title, each.other: each.other_title})
        same = listed(kind.spec(name).label for name in each.same).to(language)
        lines.append(PairLine(f"{each.one}:{each.other}", "open", kind.label.to(language), one, other, same))
    for pair in services.duplicates.together(language):
        label = RECORD_TYPES[pair.type].label.to(language)
        one, other = _named(services, pair.type, {pair.into: pair.into_title, pair.record: pair.record_title})
        lines.append(PairLine(f"{pair.into}:{pair.record}", "together", label, one, other, ""))
    return lines


def _named(services: Services, kind: str, titles: Mapping[str, str]) -> list[str]:
    """The titles of records, with what else tells each from others of that name."""
    named = []
    for record, title in titles.items():
        row = services.records.get(kind, record) or {}
        keys = [str(row[name]) for name in RECORD_TYPES[kind].key if row.get(name)]
        named.append(" · ".join([title, *keys]))
    return named


def _state(value: str, language: Language) -> str:
    return STATES[value][0].to(language)


COLUMNS = (
    Column(
        name="state", heading=Text("状态", "State"), width=104, show=_state, tone=lambda state: STATES[state][1],
        samples=tuple(words for words, _ in STATES.values()),
    ),
    Column(name="kind", heading=Text("类型", "Kind"), width=80, key=word_key, spare=1),
    Column(name="one_title", heading=Text("这一个", "One"), width=170, stretch=True, key=word_key),
    Column(name="other_title", heading=Text("那一个", "The other"), width=170, key=word_key),
    Column(name="same", heading=Text("相同之处", "Alike in"), width=140, key=word_key),
)  # fmt: skip
FILTERS = tuple(
    Filter(name=name, label=words, accept=lambda line, name=name: line.state == name, group="state")  # type: ignore[misc]
    for name, (words, _) in STATES.items()
)
