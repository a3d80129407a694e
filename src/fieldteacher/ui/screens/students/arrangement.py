"""What the students' screen shows, by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

STUDENT, PLACEMENT, PAPER = RECORD_TYPES["student"], RECORD_TYPES["placement"], RECORD_TYPES["paper"]
_UNTITLED = Text("", "")
_DAYS_WITHOUT_TALK = 30
ATTENTION_TONES: dict[str, Tone] = {"L1": "bad", "L2": "warn", "L3": "neutral"}

LIST: tuple[Column, ...] = (
    column_of(STUDENT, "name", width=88),
    column_of(STUDENT, "student_number", width=104),
    column_of(STUDENT, "sex", width=56, shown=False),
    column_of(STUDENT, "class_name", width=96, spare=2),
    column_of(STUDENT, "major", shown=False, width=140),
    Column(name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, stretch=True, width=130),
    column_of(PLACEMENT, "post", width=96, shown=False),
    column_of(PLACEMENT, "status", width=80, spare=1, samples=()),
    column_of(PLACEMENT, "start", shown=False, width=100),
    column_of(PLACEMENT, "end", shown=False, width=100),
    column_of(STUDENT, "attention_level", width=64, tone=ATTENTION_TONES.get),
    column_of(STUDENT, "phone", shown=False, width=116),
    Column(name="last_talk", heading=Text("最近谈话", "Last talk"), width=96, spare=3),
    Column(
        name="open_promises",
        heading=Text("待跟进", "Promises"),
        right=True,
        width=72,
        show=lambda n, _: str(n or ""),
    ),
)


def filters(today: date) -> Sequence[Filter]:
    """The chips; ``today`` decides which talks are long ago."""
    long_ago = (today - timedelta(days=_DAYS_WITHOUT_TALK)).isoformat()
    return (
        Filter(
            name="active", label=Text("在岗", "Placed"), accept=lambda r: r.status == "active", group="where"
        ),
        Filter(
            name="nowhere",
            label=Text("未安排", "Not placed"),
            accept=lambda r: r.status not in ("active", "planned"),
            group="where",
        ),
        Filter(
            name="attention",
            label=Text("需关注", "Needs attention"),
            accept=lambda r: r.attention_level in ("L1", "L2"),
        ),
        Filter(
            name="promises", label=Text("有待跟进", "Promises open"), accept=lambda r: r.open_promises > 0
        ),
        Filter(
            name="no_talk",
            label=Text("30 天未谈话", "No talk for 30 days"),
            accept=lambda r: r.status == "active" and (r.last_talk or "") < long_ago,
        ),
    )


FORM: Arrangement = (
    Section(
        _UNTITLED,
        (
            ("name", "student_number"),
            ("sex", "phone"),
            ("class_name", "major"),
            ("department", "grade_year"),
        ),
    ),
    Section(
        Text("监护人与紧急联系人", "Guardian and emergency contact"),
        (
            ("guardian_name", "guardian_relation"),
            ("guardian_phone", "wechat"),
            ("emergency_contact", "emergency_phone"),
        ),
    ),
    Section(
        Text("身份与学籍", "Identity and enrolment"),
        (
            ("id_kind", "id_number"),
            ("birth_date", "ethnic_group"),
            ("political_status", "native_place"),
            ("enrolled_on", "schooling_years"),
            "home_address",
        ),
    ),
    Section(Text("关注", "Attention"), ("attention_level", "note")),
)

PLACEMENT_FORM: Arrangement = (
    Section(
        _UNTITLED,
        (
            "enterprise",
            ("department", "post"),
            ("start", "end"),
            ("batch", "kind"),
            ("mentor", "teacher"),
            ("signed_with", "major_match"),
        ),
    ),
    Section(
        Text("报酬与工时", "Pay and hours"),
        (
            ("monthly_pay", "post_wage"),
            ("lowest_wage", "pay_method"),
            ("pay_day", "pay_period_days"),
            "works_independently",
            ("hours_per_day", "days_per_week"),
            ("shift_start", "shift_end"),
        ),
    ),
    Section(
        Text("岗位与住宿", "Post and lodging"),
        (
            ("post_staff_count", "labour_grade"),
            "hazard_tags",
            ("lodging_kind", "lodging_contact"),
            "lodging_address",
            "note",
        ),
    ),
)

TRANSFER_FORM: Arrangement = (
    Section(
        _UNTITLED,
        ("enterprise", ("start", "post"), ("department", "mentor"), "lodging_address", "end_reason"),
    ),
)

STANDING_FORM: Arrangement = (Section(_UNTITLED, (("start", "end"), "status", "end_reason")),)
"""For a placement that should have begun or ended by now."""
END_FORM: Arrangement = (Section(_UNTITLED, (("end", "status"), "end_reason")),)

CARD_FACTS = ("class_name", "major", "department", "wechat", "home_address", "note")
PLACEMENT_FACTS = ("department", "post", "mentor_name", "teacher_name", "lodging_address", "monthly_pay")
