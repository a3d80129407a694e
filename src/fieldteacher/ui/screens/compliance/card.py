"""A finding for reading: what is wrong, where it is written, the button that mends it, or who let it pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from fieldteacher.domain.rules.finding import SEVERITIES, Finding
from fieldteacher.domain.rules.terms import Rule
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.compliance.arrangement import TONES
from fieldteacher.ui.steps import WORDS
from fieldteacher.ui.widgets.basics import Card, button, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.reading_card import ReadingCard

_ARTICLE = Text("第 {article} 条", "Art. {article}")
_HOUSE = Text("本校检查", "the college's own check")
_WRITTEN, _KNOW = Text("规定", "The rule"), Text("说明", "Note")
_WAIVE, _UNWAIVE = Text("豁免…（W）", "Waive… (W)"), Text("取消豁免", "Take the waiver back")
_WAIVED = Text("{by} 于 {on} 豁免", "waived by {by} on {on}")
_UNTIL = Text("有效至 {day}", "until {day}")
_STUDENT, _ENTERPRISE = Text("学生卡片", "Student"), Text("企业卡片", "Enterprise")


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A finding with its rule and, where it is let pass, the waiver."""

    finding: Finding
    rule: Rule
    waiver: Mapping[str, Any] | None


class FindingCard(ReadingCard):
    """Asks for ``mend``, ``waive``, ``unwaive``, ``student`` and ``enterprise``."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui

    def show_card(self, card: FoundCase) -> None:
        """Show a finding."""
        t, finding = self._ui.t, card.finding
        article = t(_ARTICLE.fill(article=finding.article) if finding.article else _HOUSE)
        self.start(t(finding.title), finding.rule, article)
        self.add_button(
            t(WORDS[finding.step.action]), "mend", icon="arrow-right", tip="Enter", role="primary"
        )
        if card.waiver is None:
            self.add_button(t(_WAIVE), "waive")
        else:
            self.add_button(t(_UNWAIVE), "unwaive")
        self.body.addLayout(
            row(Chip(self.theme, t(SEVERITIES[finding.severity]), TONES[finding.severity]), -1)
        )
        self.body.addWidget(label(t(finding.message), wrap=True, selectable=True))
        if card.waiver is not None:
            self._let_pass(card.waiver)
        self.paragraph(t(_WRITTEN), t(card.rule.text))
        if card.rule.note is not None:
            self.paragraph(t(_KNOW), t(card.rule.note))
        links = row(-1)
        for words, wanted, there in (
            (_ENTERPRISE, "enterprise", finding.enterprise), (_STUDENT, "student", finding.student),
        ):  # fmt: skip
            if there:
                ask: Callable[[], None] = partial(self.asked.emit, wanted)
                links.insertWidget(0, button(self.theme, t(words), ask, role="quiet"))
        self.body.addLayout(links)

    def copy_phone(self, key: str = "F8") -> None:
        """There is no number on a finding."""

    def _let_pass(self, waiver: Mapping[str, Any]) -> None:
        t = self._ui.t
        panel = Card(role="panel")
        words = t(_WAIVED.fill(by=waiver["waived_by"] or "", on=waiver["waived_on"] or ""))
        if waiver["until"]:
            words += " · " + t(_UNTIL.fill(day=waiver["until"]))
        panel.body.addWidget(label(words, "small", wrap=True))
        panel.body.addWidget(label(waiver["reason"] or "", wrap=True, selectable=True))
        self.body.addWidget(panel)
