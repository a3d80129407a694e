"""What the screen of visits shows, by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key

VISIT, TALK, PROMISE = RECORD_TYPES["visit"], RECORD_TYPES["talk"], RECORD_TYPES["promise"]

FACTS: tuple[tuple[str, ...], ...] = (
    ("visited_on", "arrived_at", "left_at"),
    ("received_by", "visitors"),
    ("kind",),
)
"""The facts of a visit, line by line."""
STUDENT_HEADINGS: tuple[str, ...] = ("thoughts", "work", "living", "gains", "difficulties")
"""What is asked of the students: fields of a talk."""
ENTERPRISE_HEADINGS: tuple[str, ...] = (
    "training", "employment_use", "enterprise_rating", "hiring", "environment", "findings",
)  # fmt: skip
"""What is asked of the enterprise: fields of a visit."""
CARD_FACTS: tuple[str, ...] = (
    "received_by",
    "visitors",
    "arrived_at",
    "left_at",
    "satisfaction",
    "next_visit_on",
)

LIST: tuple[Column, ...] = (
    column_of(VISIT, "visited_on", width=104),
    Column(name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, width=150),
    column_of(VISIT, "kind", width=90),
    column_of(VISIT, "received_by", width=90),
    Column(name="talks", heading=Text("谈话", "Talks"), right=True, width=64, show=lambda n, _: str(n or "")),
    column_of(VISIT, "satisfaction", width=90, shown=False),
    column_of(VISIT, "next_visit_on", width=104),
    column_of(VISIT, "findings", stretch=True),
)

FORM: Arrangement = (
    Section(
        Text("", ""),
        (
            "enterprise",
            ("visited_on", "kind"),
            ("arrived_at", "left_at"),
            ("received_by", "visitors"),
            ("satisfaction", "next_visit_on"),
        ),
    ),
    Section(Text("企业情况", "The enterprise"), ENTERPRISE_HEADINGS),
    Section(Text("合规询问", "Rule questions"), ("rule_answers",)),
)
"""For amending a visit that was recorded."""


def filters(today: date) -> Sequence[Filter]:
    """The chips; ``today`` decides what is recent and what is due."""
    day = today.isoformat()
    week, month = (today - timedelta(days=7)).isoformat(), (today - timedelta(days=30)).isoformat()
    return (
        Filter(
            name="week",
            label=Text("近 7 天", "Last 7 days"),
            accept=lambda r: r.visited_on > week,
            group="when",
        ),
        Filter(
            name="month",
            label=Text("近 30 天", "Last 30 days"),
            accept=lambda r: r.visited_on > month,
            group="when",
        ),
        Filter(name="findings", label=Text("有问题", "With findings"), accept=lambda r: bool(r.findings)),
        Filter(
            name="due",
            label=Text("回访到期", "Next visit due"),
            accept=lambda r: r.next_visit_on is not None and r.next_visit_on <= day,
        ),
        Filter(name="safety", label=Text("安全检查", "Safety"), accept=lambda r: r.kind == "safety"),
    )
