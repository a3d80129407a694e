"""What the screen of incidents shows, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

INCIDENT, NOTIFICATION = RECORD_TYPES["incident"], RECORD_TYPES["notification"]
TOLD = tuple(NOTIFICATION.spec("told").choices)
"""Who can be told; the key of each is its number, from 1."""
LEVEL_TONES: dict[str, Tone] = {"minor": "neutral", "serious": "warn", "major": "bad"}
BODY: tuple[str, ...] = (
    "course", "injury", "measures", "cause", "correction", "discipline", "aftercare",
)  # fmt: skip
"""What is written about an incident, in the card's order."""
CARD_FACTS: tuple[str, ...] = (
    "occurred_at", "known_at", "place", "witnesses", "hospital", "insurance_claim", "cost", "discipline_on", "closed_on",
)  # fmt: skip
FORM: Arrangement = (
    Section(Text("", ""), (("kind", "level"), "occurred_at", "known_at", "students", "enterprise", ("place", "witnesses"))),
    Section(Text("经过与伤情", "What happened"), ("course", "injury", "hospital", "measures")),
    Section(Text("保险与费用", "Insurance and cost"), (("insurance_claim", "cost"),)),
    Section(Text("原因与整改", "Cause and correction"), ("cause", "correction")),
    Section(Text("纪律处理", "Discipline"), ("discipline", "discipline_on")),
    Section(Text("善后与结案", "Aftercare and closing"), ("aftercare", "closed_on")),
)  # fmt: skip
TOLD_FORM: Arrangement = (Section(Text("", ""), ("told", "person", "told_at", "note")),)


def columns(
    show_clock: Callable[[Any, Language], str], tone: Callable[[Any], Tone | None]
) -> Sequence[Column]:
    """The list's columns; ``show_clock`` and ``tone`` say how the row's next clock stands."""
    return (
        column_of(INCIDENT, "occurred_at", width=132),
        column_of(INCIDENT, "kind", width=96, tone=None),
        column_of(INCIDENT, "level", width=84, tone=LEVEL_TONES.get, spare=2),
        Column(name="students", heading=Text("涉及学生", "Students"), key=word_key, width=88, stretch=True),
        Column(
            name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, width=116, spare=1
        ),
        Column(
            name="clock", heading=Text("报告时限", "Clock"), width=204, show=show_clock, tone=tone,
            key=lambda clock: clock.order,
        ),
        column_of(INCIDENT, "place", width=120, shown=False),
        column_of(INCIDENT, "closed_on", width=104, shown=False),
    )  # fmt: skip


def filters(past: Callable[[Any], bool]) -> Sequence[Filter]:
    """The chips; ``past`` tells whether a row is past a reporting time."""
    return (
        Filter(
            name="open", label=Text("未结案", "Open"), accept=lambda r: r.closed_on is None, group="state"
        ),
        Filter(name="past", label=Text("已超时", "Past a limit"), accept=past, group="state"),
        Filter(
            name="closed",
            label=Text("已结案", "Closed"),
            accept=lambda r: r.closed_on is not None,
            group="state",
        ),
        Filter(name="injured", label=Text("有伤", "Injury"), accept=lambda r: r.injured),
        Filter(
            name="grave",
            label=Text("较重以上", "Serious or major"),
            accept=lambda r: r.level in ("serious", "major"),
        ),
    )
