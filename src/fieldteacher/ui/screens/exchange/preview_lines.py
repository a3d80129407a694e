"""What a package would change, record by record: the lines of its preview."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from fieldteacher.domain.text import Language, Text
from fieldteacher.services.arrival_lines import Line, State, kind_label
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

STATES: dict[State, tuple[Text, Tone]] = {
    "conflict": (Text("冲突", "Conflict"), "warn"),
    "deleted": (Text("删除", "Deleted"), "bad"),
    "rejected": (Text("无法显示", "Cannot be shown"), "bad"),
    "changed": (Text("修改", "Changed"), "neutral"),
    "created": (Text("新增", "New"), "good"),
}
"""Words and tone of each state; what a person should look at first comes first."""


class PreviewLine(NamedTuple):
    """One record that the package would touch; ``detail`` names the fields, or says why one cannot be shown."""

    id: str
    state: State
    kind: str
    title: str
    detail: str


def preview_lines(found: Iterable[Line], language: Language) -> list[PreviewLine]:
    """The lines of a package as the list shows them."""
    return [
        PreviewLine(
            f"{number}", each.state, kind_label(each.type).to(language), each.title.to(language) or each.record[:8],
            each.what.to(language),
        )
        for number, each in enumerate(found)
    ]  # fmt: skip


def _state(value: State, language: Language) -> str:
    return STATES[value][0].to(language)


def _place(state: Any) -> int:
    return list(STATES).index(state)


def _filter(state: State) -> Filter:
    return Filter(
        name=state, label=STATES[state][0], accept=lambda line: bool(line.state == state), group="state"
    )


COLUMNS = (
    Column(
        name="state", heading=Text("变化", "Change"), width=104, show=_state, key=_place,
        tone=lambda state: STATES[state][1], samples=tuple(words for words, _ in STATES.values()),
    ),
    Column(name="kind", heading=Text("类型", "Kind"), width=110, key=word_key),
    Column(name="title", heading=Text("记录", "Record"), width=260, key=word_key),
    Column(name="detail", heading=Text("内容", "What"), width=300, stretch=True),
)  # fmt: skip
FILTERS = tuple(map(_filter, STATES))
