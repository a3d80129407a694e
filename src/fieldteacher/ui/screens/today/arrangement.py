"""What the screen of the day shows, by name."""

from __future__ import annotations

from collections.abc import Mapping

from fieldteacher.domain.agenda import Duty
from fieldteacher.domain.schedule import Urgency
from fieldteacher.domain.text import Text
from fieldteacher.services.agenda_words import PARTS

TYPES = (
    "student", "placement", "enterprise", "batch", "scheme", "criterion", "talk", "visit", "promise", "paper",
    "evaluation", "score", "daily_check", "incident", "notification", "absence", "snooze",
)  # fmt: skip
"""The record types that the list is computed from."""

TONES: Mapping[Urgency, str] = {
    Urgency.OVERDUE: "bad", Urgency.TODAY: "warn", Urgency.WEEK: "neutral", Urgency.WANTING: "neutral",
}  # fmt: skip
"""The colour of each part."""

ICONS: Mapping[Duty, str] = {
    Duty.NOTIFY: "phone",
    Duty.INCIDENT: "triangle-alert",
    Duty.ABSENCE: "clock",
    Duty.PROMISE: "flag",
    Duty.FOLLOW_UP: "message-circle",
    Duty.VISIT: "footprints",
    Duty.NEXT_VISIT: "footprints",
    Duty.TALK: "message-circle",
    Duty.CHECK: "list-checks",
    Duty.START: "calendar",
    Duty.END: "calendar",
    Duty.EVALUATION: "clipboard-check",
    Duty.PAPER_EXPIRING: "file-check",
    Duty.PAPER_MISSING: "file-text",
    Duty.NO_BATCH: "calendar",
    Duty.NO_RHYTHM: "calendar",
}
"""The sign of each kind of line: that of the screen which settles it, where there is one."""

PART_KEYS: Mapping[str, Urgency] = {str(number): part for number, part in enumerate(PARTS, 1)}
"""The digits that go to the parts."""
SNOOZE_DAYS = (1, 3, 7, 14)
"""Days by which a line can be put off; the second is proposed."""
WEEKDAYS = (
    Text("一", "Mo"), Text("二", "Tu"), Text("三", "We"), Text("四", "Th"), Text("五", "Fr"), Text("六", "Sa"), Text("日", "Su"),
)  # fmt: skip
