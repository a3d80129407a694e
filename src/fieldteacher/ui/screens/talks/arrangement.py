"""What the screen of talks shows, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

TALK = RECORD_TYPES["talk"]
HEADINGS: tuple[str, ...] = ("thoughts", "work", "living", "gains", "difficulties", "measures")
"""What is written at a talk."""
SATISFACTION: tuple[str, ...] = ("satisfaction_environment", "satisfaction_conditions", "satisfaction_work")
CARD_FACTS: tuple[str, ...] = (
    "minutes",
    "place",
    *SATISFACTION,
    "attention_level",
    "follow_up_on",
    "followed_up_on",
)
ATTENTION_TONES: dict[str, Tone] = {"L1": "bad", "L2": "warn", "L3": "neutral"}
NOTHING_SPECIAL: dict[str, Text] = {
    "thoughts": Text("思想稳定，无特殊情况。", "Settled, nothing special."),
    "work": Text("工作正常。", "Work as usual."),
    "living": Text("生活正常。", "Living as usual."),
}
"""What is written for a talk in which nothing special came up."""

FORM: Arrangement = (
    Section(Text("", ""), (("talked_on", "way"), ("minutes", "attention_level"), "place")),
    Section(Text("谈话内容", "What was said"), HEADINGS),
    Section(Text("满意度（1–5）", "Satisfaction (1–5)"), SATISFACTION),
    Section(Text("跟进", "Follow-up"), (("follow_up_on", "followed_up_on"),)),
    Section(Text("只留在本机", "Stays on this laptop"), ("private_note",)),
)
"""For amending a talk that was recorded."""


def columns(due: Callable[[str | None], Tone | None]) -> Sequence[Column]:
    """The list's columns; ``due`` tells how a follow-up day stands."""
    return (
        column_of(TALK, "talked_on", width=104),
        Column(name="student_name", heading=Text("学生", "Student"), key=word_key, width=88),
        Column(name="student_number", heading=Text("学号", "Number"), width=104, shown=False),
        Column(name="class_name", heading=Text("班级", "Class"), key=word_key, width=96, spare=2),
        column_of(TALK, "way", width=64, spare=1),
        Column(name="summary", heading=Text("要点", "Gist"), key=word_key, width=220, stretch=True),
        column_of(TALK, "difficulties", width=150),
        column_of(TALK, "attention_level", width=96, shown=False, tone=ATTENTION_TONES.get),
        Column(name="follow_up", heading=Text("跟进", "Follow up"), width=116, tone=due),
    )


def filters(today: date) -> Sequence[Filter]:
    """The chips; ``today`` decides what is recent and what is due."""
    day, week = today.isoformat(), (today - timedelta(days=7)).isoformat()
    return (
        Filter(
            name="due",
            label=Text("待跟进", "To follow up"),
            accept=lambda r: r.follow_up is not None,
            group="follow",
        ),
        Filter(
            name="overdue",
            label=Text("跟进到期", "Follow-up due"),
            accept=lambda r: r.follow_up is not None and r.follow_up <= day,
            group="follow",
        ),
        Filter(name="week", label=Text("近 7 天", "Last 7 days"), accept=lambda r: r.talked_on > week),
        Filter(
            name="difficulties",
            label=Text("有困难", "With difficulties"),
            accept=lambda r: bool(r.difficulties),
        ),
        Filter(
            name="attention",
            label=Text("需关注", "Needs attention"),
            accept=lambda r: r.attention_level in ("L1", "L2"),
        ),
    )
