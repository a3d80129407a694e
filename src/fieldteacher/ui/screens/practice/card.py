"""An entry of the teacher's practice for reading, and where the teacher stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.strip import strip_on
from fieldteacher.ui.screens.practice.arrangement import ENTRY, PARAGRAPHS
from fieldteacher.ui.screens.practice.totals import days, standing
from fieldteacher.ui.widgets.basics import box
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.reading_card import DELETE, ReadingCard

if TYPE_CHECKING:
    from fieldteacher.services.practice import PracticeCard

_EDIT = Text("编辑", "Edit")
_SPAN = Text("{a} 至 {b}", "{a} to {b}")
_COUNTED = Text("计入 {n} 天，其余已在别处计算", "{n} days counted, the rest elsewhere")
_SUMS, _NOWHERE = Text("{name} 累计", "{name} in all"), Text("未注明企业", "no enterprise named")
_YEAR = Text("{y} 年", "{y}")


class PracticeCardView(ReadingCard):
    """Asks for ``edit`` and ``delete``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.photos = strip_on(self, ui)

    def show_card(self, card: PracticeCard) -> None:
        """Show an entry."""
        t, entry, line, totals = self._ui.t, card.entry, card.row, card.totals
        span = (
            _SPAN.fill(a=line.starts_on, b=line.ends_on)
            if line.ends_on not in (None, line.starts_on)
            else None
        )
        self.start(
            line.enterprise_name or line.teacher_name, line.teacher_name, t(span) if span else line.starts_on, entry["post"]
        )  # fmt: skip
        self.add_button(t(_EDIT), "edit", icon="pencil", tip="F2")
        self.end_buttons(t(DELETE))
        self.photos.show_owner(entry["id"])
        chips = Flow()
        chips.addWidget(Chip(self.theme, t(days(line.claimed)), sign=False))
        if line.counted < line.claimed:
            chips.addWidget(Chip(self.theme, t(_COUNTED.fill(n=show_tenths(line.counted))), "warn"))
        self.body.addWidget(box(chips))
        for name in PARAGRAPHS:
            self.paragraph(t(ENTRY.spec(name).label), entry[name])
        self.heading(t(_SUMS.fill(name=totals.name)))
        reached = Flow()
        for words, tone in standing(totals):
            reached.addWidget(Chip(self.theme, t(words), tone))
        self.body.addWidget(box(reached))
        pairs = [(t(_YEAR.fill(y=year)), self._days(n)) for year, n in totals.years.items()]
        pairs += [(name or t(_NOWHERE), self._days(n)) for name, n in totals.enterprises.items() if n]
        facts = Facts()
        facts.show_pairs(pairs)
        self.body.addWidget(facts)

    def _days(self, tenths: int) -> str:
        return self._ui.t(days(tenths))
