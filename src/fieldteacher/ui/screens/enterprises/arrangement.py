"""What the enterprises' screen shows, by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of

ENTERPRISE, CONTACT = RECORD_TYPES["enterprise"], RECORD_TYPES["contact"]
_UNTITLED = Text("", "")
_DAYS_WITHOUT_VISIT = 30

LIST: tuple[Column, ...] = (
    column_of(ENTERPRISE, "name", stretch=True, width=220),
    column_of(ENTERPRISE, "short_name", shown=False, width=110),
    Column(
        name="students",
        heading=Text("学生", "Students"),
        right=True,
        width=64,
        show=lambda n, _: str(n or ""),
    ),
    column_of(ENTERPRISE, "district", width=100, spare=2),
    column_of(ENTERPRISE, "industry", shown=False, width=120),
    column_of(ENTERPRISE, "address", shown=False, width=200),
    column_of(ENTERPRISE, "phone", shown=False, width=120),
    column_of(ENTERPRISE, "uscc", shown=False, width=170),
    Column(name="last_visit", heading=Text("最近走访", "Last visit"), width=100),
    Column(name="next_visit", heading=Text("下次走访", "Next visit"), width=100, spare=1),
    Column(
        name="open_promises",
        heading=Text("待跟进", "Promises"),
        right=True,
        width=72,
        show=lambda n, _: str(n or ""),
    ),
)


def filters(today: date) -> Sequence[Filter]:
    """The chips; ``today`` decides which visits are long ago."""
    long_ago = (today - timedelta(days=_DAYS_WITHOUT_VISIT)).isoformat()
    return (
        Filter(name="students", label=Text("有学生", "With students"), accept=lambda r: r.students > 0),
        Filter(
            name="no_visit",
            label=Text("30 天未走访", "No visit for 30 days"),
            accept=lambda r: r.students > 0 and (r.last_visit or "") < long_ago,
        ),
        Filter(
            name="promises", label=Text("有待跟进", "Promises open"), accept=lambda r: r.open_promises > 0
        ),
    )


FORM: Arrangement = (
    Section(
        _UNTITLED,
        (
            "name",
            ("short_name", "uscc"),
            ("kind", "industry"),
            ("legal_person", "phone"),
            ("province", "city"),
            ("district", "country"),
            "address",
        ),
    ),
    Section(Text("规模", "Size"), (("staff_count", "other_interns"),)),
    Section(
        Text("考察与合规", "Survey and compliance"),
        (
            ("survey_report_on", "party_meeting_on"),
            "survey_items",
            ("credit_checked_on", "credit_clean"),
            "safety_clean",
            "safety_record",
            "note",
        ),
    ),
)

CONTACT_FORM: Arrangement = (Section(_UNTITLED, (("name", "role"), ("phone", "wechat"), "email", "note")),)

CARD_FACTS = (
    "uscc",
    "kind",
    "industry",
    "legal_person",
    "staff_count",
    "other_interns",
    "survey_report_on",
    "note",
)
