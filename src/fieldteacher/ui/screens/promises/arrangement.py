"""What the screen of promises shows, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

PROMISE = RECORD_TYPES["promise"]
STATUS_TONES: dict[str, Tone] = {"open": "warn", "done": "good", "dropped": "neutral"}
CARD_FACTS: tuple[str, ...] = ("who", "due_on", "done_on")
FORM: Arrangement = (
    Section(Text("", ""), ("about", "what", ("who", "due_on"), ("status", "done_on"), "result")),
)
NEW_FORM: Arrangement = (Section(Text("", ""), ("about", "what", ("who", "due_on"))),)


def columns(
    due: Callable[[str | None], Tone | None], show_due: Callable[[str, Language], str]
) -> Sequence[Column]:
    """The list's columns; ``due`` tells how the day of an open one stands, ``show_due`` says it in words."""
    return (
        Column(
            name="due",
            heading=Text("期限", "Due"),
            width=138,
            tone=due,
            show=show_due,
            key=lambda day: day.lstrip("!"),
        ),
        column_of(PROMISE, "what", width=180, stretch=True),
        Column(name="about_name", heading=Text("对象", "About"), key=word_key, width=112),
        column_of(PROMISE, "who", width=88),
        column_of(PROMISE, "status", width=88, tone=STATUS_TONES.get),
        column_of(PROMISE, "done_on", width=104, shown=False),
        column_of(PROMISE, "result", width=110, spare=1),
    )


def filters(today: date) -> Sequence[Filter]:
    """The chips; ``today`` decides what is overdue."""
    day, week = today.isoformat(), (today + timedelta(days=7)).isoformat()
    return (
        Filter(name="open", label=Text("待办", "Open"), accept=lambda r: r.status == "open", group="status"),
        Filter(
            name="overdue",
            label=Text("已过期", "Overdue"),
            accept=lambda r: r.status == "open" and r.due_on is not None and r.due_on < day,
            group="status",
        ),
        Filter(
            name="week",
            label=Text("7 天内到期", "Due in 7 days"),
            accept=lambda r: r.status == "open" and r.due_on is not None and day <= r.due_on <= week,
            group="status",
        ),
        Filter(
            name="done", label=Text("已完成", "Done"), accept=lambda r: r.status == "done", group="status"
        ),
        Filter(
            name="students",
            label=Text("学生", "Students"),
            accept=lambda r: r.about_type == "student",
            group="about",
        ),
        Filter(
            name="enterprises",
            label=Text("企业", "Enterprises"),
            accept=lambda r: r.about_type == "enterprise",
            group="about",
        ),
    )
