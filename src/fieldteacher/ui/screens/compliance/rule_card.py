"""A rule for reading: its text, the numbers that hold for a batch, and the last word of the person who confirms it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit

from fieldteacher.domain.rules.finding import SEVERITIES
from fieldteacher.domain.rules.terms import Rule
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.compliance.arrangement import ATTESTATION, TONES
from fieldteacher.ui.widgets.basics import box, button, column, label, row
from fieldteacher.ui.widgets.chip import Chip
from fieldteacher.ui.widgets.reading_card import ReadingCard

if TYPE_CHECKING:
    from fieldteacher.services.rule_sets import OwnNumber

_ARTICLE = Text("第 {article} 条", "Art. {article}")
_HOUSE = Text("本校检查", "the college's own check")
_SEE, _CONFIRM = Text("查看发现（{n}）", "See findings ({n})"), Text("人工确认…（C）", "Confirm… (C)")
_WRITTEN, _KNOW = Text("规定", "The rule"), Text("说明", "Note")
_NUMBERS, _SAVE = Text("本批次的数值", "Numbers of this batch"), Text("保存数值", "Save the numbers")
_STANDARD = Text("规则集：{n}", "rule set: {n}")
_ANSWERED = Text("{answer} · {by} · {on}", "{answer} · {by} · {on}")
_NO_ANSWER = Text("还没有人确认。", "Nobody has confirmed it yet.")
_WORD = Text("人工确认", "Confirmation")
_NO_NUMBER = Text("“{typed}”不是整数。", "“{typed}” is no whole number.")


@dataclass(frozen=True, slots=True)
class RuleCase:
    """A rule with its numbers for a batch (none without one) and the last attestation."""

    rule: Rule
    open: int
    batch: str | None
    numbers: Sequence[OwnNumber]
    last: Mapping[str, Any] | None


class RuleCard(ReadingCard):
    """Asks for ``see`` and ``confirm``; ``numbers_typed`` carries the numbers by key, ``None`` for the rule set's."""

    numbers_typed = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._ui = ui
        self.fields: dict[str, QLineEdit] = {}
        self.problem = label("", "problem", wrap=True)

    def show_card(self, card: RuleCase) -> None:
        """Show a rule."""
        t, rule = self._ui.t, card.rule
        self.start(rule.id, t(_ARTICLE.fill(article=rule.article) if rule.article else _HOUSE))
        self.add_button(t(_SEE.fill(n=card.open)), "see", tip="Enter")
        if rule.confirmed and card.batch:
            self.add_button(t(_CONFIRM), "confirm", role="primary")
        self.body.addLayout(row(Chip(self.theme, t(SEVERITIES[rule.severity]), TONES[rule.severity]), -1))
        self.paragraph(t(_WRITTEN), t(rule.text))
        if rule.note is not None:
            self.paragraph(t(_KNOW), t(rule.note))
        if rule.confirmed and card.batch:
            self._answer(card.last)
        self._numbers(card.numbers)

    def say(self, words: str) -> None:
        """Say what is wrong with a number."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def _answer(self, last: Mapping[str, Any] | None) -> None:
        t = self._ui.t
        if last is None:
            self.paragraph(t(_WORD), t(_NO_ANSWER))
            return
        answer = ATTESTATION.spec("answer").choice_label(last["answer"])
        words = _ANSWERED.fill(answer=answer, by=last["stated_by"], on=last["stated_on"])
        self.paragraph(t(_WORD), "\n".join(filter(None, (t(words), last["note"]))))

    def _numbers(self, numbers: Sequence[OwnNumber]) -> None:
        self.fields = {}
        if not numbers:
            return
        t = self._ui.t
        self.heading(t(_NUMBERS))
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_S)
        for place, each in enumerate(numbers):
            line = QLineEdit(str(each.value))
            line.setMaximumWidth(92)
            line.setAccessibleName(t(each.parameter.label))
            line.returnPressed.connect(self._typed)
            self.fields[each.key] = line
            unit = " · ".join(filter(None, (t(each.parameter.unit), t(_STANDARD.fill(n=each.standard)))))
            grid.addWidget(label(t(each.parameter.label), wrap=True), place, 0)
            grid.addWidget(line, place, 1)
            grid.addWidget(label(unit, "small"), place, 2)
        grid.setColumnStretch(0, 1)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        save = button(self.theme, t(_SAVE), self._typed)
        self.body.addWidget(box(column(grid, self.problem, row(save, -1))))

    def _typed(self) -> None:
        found: dict[str, int | None] = {}
        for key, line in self.fields.items():
            typed = line.text().strip()
            try:
                found[key] = int(typed) if typed else None
            except ValueError:
                self.say(self._ui.t(_NO_NUMBER.fill(typed=typed)))
                line.setFocus()
                return
        self.say("")
        self.numbers_typed.emit(found)
