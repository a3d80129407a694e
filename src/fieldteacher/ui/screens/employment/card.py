"""What one student and the enterprise said, now and before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from fieldteacher.domain.text import Text
from fieldteacher.domain.two_way_choice import MATCH_WORDS
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.employment.arrangement import INTENTION, MATCH_TONES
from fieldteacher.ui.tables.kinds import show_value
from fieldteacher.ui.widgets.basics import column, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.link import LinkRow
from fieldteacher.ui.widgets.reading_card import ReadingCard

if TYPE_CHECKING:
    from fieldteacher.services.employment import EmploymentCard

_AGAIN, _EDIT, _STUDENT = Text("再次询问", "Ask again"), Text("编辑", "Edit"), Text("学生卡片", "Student")
_DELETE = Text("删除最近一次询问（Del）", "Delete the last asking (Del)")
_STUDENT_SIDE, _ENTERPRISE_SIDE = Text("学生", "Student"), Text("企业", "Enterprise")
_UNKNOWN = Text("未询问", "not asked")
_PAY = Text("{n} 元/月", "{n} yuan a month")
_EVERY = Text("历次询问", "All askings")


class EmploymentCardView(ReadingCard):
    """Asks for ``again``, ``edit``, ``student``, ``delete`` and ``asking …`` (edit that one)."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui

    def show_card(self, card: EmploymentCard) -> None:
        """Show a student's wishes."""
        t, student, place, found = self._ui.t, card.student, card.placement, card.standing
        self.start(
            student["name"] or "", student["class_name"], place["enterprise_name"] if place else None, place["post"] if place else None
        )  # fmt: skip
        self.add_button(t(_AGAIN), "again", icon="heart-handshake", tip="N", role="primary")
        if card.askings:
            self.add_button(t(_EDIT), "edit", icon="pencil", tip="F2")
        self.add_button(t(_STUDENT), "student", icon="user")
        if card.askings:
            self.end_buttons(t(_DELETE))
        self.body.addLayout(row(Chip(self.theme, t(MATCH_WORDS[found.match]), MATCH_TONES[found.match]), -1))
        self.paragraph(
            t(_STUDENT_SIDE), self._side("student_wish", found.wish, found.wished_post, found.wished_pay)
        )
        self.paragraph(
            t(_ENTERPRISE_SIDE),
            self._side("enterprise_wish", found.offer, found.offered_post, found.offered_pay),
        )
        if card.askings:
            self.heading(t(_EVERY))
        lines = column(gap=0)
        for each in card.askings:
            lines.addWidget(self._asking(each))
        self.body.addLayout(lines)

    def _side(self, field: str, wish: str | None, post: str | None, pay: int | None) -> str:
        said = show_value(INTENTION.spec(field), wish, self._ui.language) or self._ui.t(_UNKNOWN)
        return " · ".join(filter(None, (said, post, self._ui.t(_PAY.fill(n=pay)) if pay else "")))

    def _asking(self, asking: Mapping[str, Any]) -> LinkRow:
        sides = [
            f"{self._ui.t(side)} {show_value(INTENTION.spec(field), asking[field], self._ui.language)}"
            for side, field in ((_STUDENT_SIDE, "student_wish"), (_ENTERPRISE_SIDE, "enterprise_wish"))
            if asking[field]
        ]
        words = " · ".join(sides)
        inside = column(row(label(asking["asked_on"]), -1, label(asking["outcome"] or "", "small")), gap=2)
        for more in (words, asking["reason"]):
            if more:
                inside.addWidget(label(more, "muted", wrap=True))
        inside.setContentsMargins(tokens.SPACE_XS, tokens.SPACE_XS, tokens.SPACE_XS, tokens.SPACE_XS)
        return LinkRow(
            inside, f"{asking['asked_on']} {words}", partial(self.asked.emit, f"asking {asking['id']}")
        )
