"""What happened, as the services tell it, made ready for the timeline of a card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.timeline import Entry

if TYPE_CHECKING:
    from fieldteacher.services.timelines import TimelineEntry

_ICONS = {
    "visit": "footprints", "talk": "message-circle", "promise": "flag", "incident": "triangle-alert",
    "absence": "clock", "journal": "file-text", "evaluation": "clipboard-check", "paper": "file-check",
    "placement": "briefcase", "intention": "heart-handshake", "practice_entry": "briefcase", "daily_check": "list-checks",
}  # fmt: skip


def timeline_entries(ui: Ui, entries: Sequence[TimelineEntry]) -> list[Entry]:
    """The entries in the window's words."""
    return [
        Entry(each.day, ui.t(each.heading), each.words, _ICONS.get(each.type, "file-text"))
        for each in entries
    ]
