"""What the screen of reports shows, by name."""

from __future__ import annotations

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

BRIEFING = RECORD_TYPES["briefing"]
STATUS_TONES: dict[str, Tone] = {"draft": "warn", "final": "good"}

FACTS: tuple[tuple[str, ...], ...] = (
    ("title", "batch"),
    ("period_from", "period_to", "written_on", "written_by"),
)
"""The facts of a report, line by line."""

LIST: tuple[Column, ...] = (
    column_of(BRIEFING, "written_on", width=104),
    Column(name="title", heading=Text("标题", "Title"), key=word_key, width=200, stretch=True),
    Column(name="batch_name", heading=Text("批次", "Batch"), key=word_key, width=180, spare=2),
    Column(name="period", heading=Text("时段", "Period"), width=190, spare=1),
    column_of(BRIEFING, "written_by", width=88),
    column_of(BRIEFING, "status", width=84, tone=STATUS_TONES.get),
)

FILTERS: tuple[Filter, ...] = (
    Filter(name="draft", label=Text("草稿", "Drafts"), accept=lambda r: r.status == "draft", group="status"),
    Filter(name="final", label=Text("定稿", "Final"), accept=lambda r: r.status == "final", group="status"),
)
