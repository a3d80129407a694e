"""What the list of absences shows, by name."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

ABSENCE = RECORD_TYPES["absence"]

STANDINGS: Mapping[str, Text] = {
    "away": Text("今天缺勤", "away today"),
    "overdue": Text("应销假", "should be back"),
    "coming": Text("将请假", "coming"),
    "over": Text("已结束", "over"),
}
"""How an absence stands, in the order of the list."""
_TONES: Mapping[str, Tone] = {"away": "warn", "overdue": "bad", "coming": "neutral"}
_ORDER = list(STANDINGS)

COLUMNS: tuple[Column, ...] = (
    Column(name="student_name", heading=Text("学生", "Student"), key=word_key, width=84),
    Column(
        name="standing", heading=Text("状态", "State"), width=104, key=_ORDER.index, tone=lambda v: _TONES.get(v),
        show=lambda value, language: STANDINGS[value].to(language), samples=tuple(STANDINGS.values()),
    ),
    Column(name="student_number", heading=Text("学号", "Number"), width=104, shown=False),
    Column(name="class_name", heading=Text("班级", "Class"), key=word_key, width=92, spare=3),
    Column(name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, width=100, stretch=True),
    column_of(ABSENCE, "kind", width=80),
    column_of(ABSENCE, "starts_at", width=128),
    column_of(ABSENCE, "ends_at", width=128),
    column_of(ABSENCE, "reason", width=140, spare=2),
    column_of(ABSENCE, "approved_by", width=80, shown=False),
    column_of(ABSENCE, "returned_at", width=128, spare=4),
)  # fmt: skip

FILTERS = (
    Filter(name="away", label=STANDINGS["away"], accept=lambda r: r.standing == "away", group="standing"),
    Filter(name="overdue", label=STANDINGS["overdue"], accept=lambda r: r.standing == "overdue", group="standing"),
    Filter(name="unexcused", label=Text("旷工", "Unexcused"), accept=lambda r: r.kind == "unexcused"),
)  # fmt: skip

FORM: Arrangement = (
    Section(
        Text("", ""), ("student", "kind", "starts_at", "ends_at", "reason", "approved_by", "returned_at")
    ),
)
