"""What the screen of the teacher's own practice shows, by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key

ENTRY = RECORD_TYPES["practice_entry"]
FORM: Arrangement = (
    Section(
        Text("", ""),
        ("teacher", "enterprise", ("starts_on", "ends_on"), ("days", "post"), "content", "gains", "outcome"),
    ),
)
PARAGRAPHS = ("content", "gains", "outcome")


def _days(tenths: int, _language: Language) -> str:
    return show_tenths(tenths)


LIST: tuple[Column, ...] = (
    column_of(ENTRY, "starts_on", width=104),
    column_of(ENTRY, "ends_on", width=104, spare=2),
    Column(name="teacher_name", heading=ENTRY.spec("teacher").label, key=word_key, width=88, spare=1),
    Column(name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, width=130, stretch=True),
    column_of(ENTRY, "post", width=96, shown=False),
    Column(name="claimed", heading=Text("填报天数", "Days entered"), right=True, width=88, show=_days),
    Column(
        name="counted", heading=Text("计入天数", "Days counted"), right=True, width=88, show=_days,
    ),
    column_of(ENTRY, "content", width=200),
    column_of(ENTRY, "outcome", width=120, shown=False),
)  # fmt: skip


def filters(today: date) -> Sequence[Filter]:
    """The chips; ``today`` decides which year is this one."""
    year = str(today.year)
    return (
        Filter(name="year", label=Text("今年", "This year"), accept=lambda r: (r.ends_on or r.starts_on) >= year),
        Filter(name="twice", label=Text("有重复天数", "With days counted elsewhere"), accept=lambda r: r.counted < r.claimed),
    )  # fmt: skip
