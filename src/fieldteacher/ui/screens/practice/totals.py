"""How far a teacher's days go against what the college asks for, and setting what it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSpinBox

from fieldteacher.domain.practice_days import DAY
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import show_tenths
from fieldteacher.services.practice import PracticeTotals, Targets
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.basics import box, button, clear, column, label, row
from fieldteacher.ui.widgets.chip import Chip, Tone
from fieldteacher.ui.widgets.flow import Flow

_DAYS, _DAY = Text("{n} 天", "{n} days"), Text("{n} 天", "{n} day")
_YEAR, _FIVE = (
    Text("{y} 年 {n} / {of} 天", "{y}: {n} of {of} days"),
    Text("五年 {n} / {of} 天", "five years: {n} of {of} days"),
)
_LINE = 26
_CHANGE = Text("要求…", "Days required…")
_A_YEAR, _IN_FIVE, _A_MONTH = (
    Text("每年（月）", "Months a year"),
    Text("五年（月）", "Months in five years"),
    Text("每月折合（天）", "Days a month"),
)
_KEEP, _CANCEL = Text("确定", "Keep"), Text("取消", "Cancel")


def days(tenths: int) -> Text:
    """So many days, from tenths of one."""
    return (_DAY if tenths == DAY else _DAYS).fill(n=show_tenths(tenths))


def standing(totals: PracticeTotals) -> Iterator[tuple[Text, Tone]]:
    """This year's and the five years' days against what is asked for."""
    for text, done, target in (
        (_YEAR, totals.this_year, totals.targets.year),
        (_FIVE, totals.five_years, totals.targets.five_years),
    ):
        words = text.fill(y=totals.year, n=show_tenths(done), of=show_tenths(target))
        yield words, "good" if done >= target else "warn"


class TotalsStrip(QFrame):
    """The owner's days above the list; ``kept`` carries the ``Targets`` that were set."""

    kept = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._chips = Flow(tokens.SPACE_S)
        self._change = button(ui.theme, ui.t(_CHANGE), self._open, role="quiet")
        self._spins = [
            self._spin(text, limit) for text, limit in ((_A_YEAR, 12), (_IN_FIVE, 60), (_A_MONTH, 31))
        ]
        inputs = row(gap=tokens.SPACE_S)
        for text, spin in zip((_A_YEAR, _IN_FIVE, _A_MONTH), self._spins, strict=True):
            inputs.addWidget(label(ui.t(text), "small"))
            inputs.addWidget(spin)
        inputs.addStretch(1)
        inputs.addWidget(button(ui.theme, ui.t(_CANCEL), self._close, role="quiet"))
        inputs.addWidget(button(ui.theme, ui.t(_KEEP), self._keep, role="primary"))
        self.asking = box(inputs)
        line = row(box(self._chips), self._change)
        line.setStretch(0, 1)
        inside = column(line, self.asking, gap=tokens.SPACE_XS)
        inside.setContentsMargins(tokens.SPACE_M, tokens.SPACE_S, tokens.SPACE_M, tokens.SPACE_S)
        self.setLayout(inside)
        self.asking.hide()
        self.hide()

    def show_totals(self, totals: PracticeTotals) -> None:
        """Show where the owner stands."""
        clear(self._chips)
        name = label(totals.name, "muted")
        name.setFixedHeight(_LINE)
        self._chips.addWidget(name)
        for words, tone in standing(totals):
            self._chips.addWidget(Chip(self._ui.theme, self._ui.t(words), tone))
        asked = totals.targets
        for spin, value in zip(
            self._spins, (asked.months_a_year, asked.months_in_five_years, asked.days_a_month), strict=True
        ):
            spin.setValue(value)
        self.show()

    def _spin(self, name: Text, limit: int) -> QSpinBox:
        made = QSpinBox()
        made.setRange(1, limit)
        made.setAccessibleName(self._ui.t(name))
        made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        made.setFixedWidth(56)
        return made

    def _open(self) -> None:
        self.asking.show()
        self._spins[0].setFocus()
        self._spins[0].selectAll()

    def _close(self) -> None:
        self.asking.hide()
        self._change.setFocus()

    def _keep(self) -> None:
        self._close()
        self.kept.emit(Targets(*(spin.value() for spin in self._spins)))
