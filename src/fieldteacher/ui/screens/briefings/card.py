"""A report for reading, beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldteacher.domain.briefing import SECTIONS, heading
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.briefings.arrangement import BRIEFING, STATUS_TONES
from fieldteacher.ui.widgets.basics import row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

if TYPE_CHECKING:
    from fieldteacher.services.briefings import Report

_OPEN, _PRINT, _EXPORT = Text("打开", "Open"), Text("打印", "Print"), Text("导出…", "Export…")
_QUOTED = Text("“{words}”——{who}", "“{words}” — {who}")


class BriefingCard(ReadingCard):
    """Asks for ``edit``, ``print`` and ``export``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui

    def show_card(self, card: Report) -> None:
        """Show a report."""
        t, record = self._ui.t, card.record
        period = "—".join(filter(None, (record["period_from"], record["period_to"])))
        self.start(record["title"], card.batch_name, period, record["written_by"])
        self.add_button(t(_OPEN), "edit", icon="pencil", tip="Enter", role="primary")
        self.add_button(t(_PRINT), "print", icon="printer", tip="P")
        self.add_button(t(_EXPORT), "export", icon="download")
        self.end_buttons(t(DELETE))
        status = record["status"] or "draft"
        words = t(BRIEFING.spec("status").choice_label(status))
        self.body.addLayout(row(Chip(self.theme, words, STATUS_TONES.get(status, "neutral")), -1))
        for name in SECTIONS:
            self.paragraph(t(heading(name)), record[name])
            for each in card.quotations:
                if each.section == name:
                    self.paragraph("", t(_QUOTED.fill(words=each.words, who=each.who)))

    def copy_phone(self, key: str = "F8") -> None:
        """There is no number on a report."""
