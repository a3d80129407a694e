"""What a package would change, record by record: the lines of its preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

State = Literal["conflict", "deleted", "rejected", "changed", "created"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A package as the preview shows it. ``made_ms`` is when it was written, ms since 1970 (UTC)."""

    file: Path
    sender: str
    made_ms: int
    size: int
    lines: Sequence[PreviewLine]
    photos: int
    applied: int
    """How many changes are new here."""
    unknown: int
    """How many only a newer version of the program can show."""
    to_type: int = 0
    """How many records it deletes, where that is so many that the number is to be typed."""

    @property
    def counts(self) -> Mapping[State, int]:
        """How many lines there are of each state."""
        return {state: sum(line.state == state for line in self.lines) for state in STATES}


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
