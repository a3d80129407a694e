"""One section of a report: its figures, plots, words and quotations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from fieldteacher.domain.briefing import Figure, Quotation, Section
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editor import Editor
from fieldteacher.ui.widgets.bars import BarsView
from fieldteacher.ui.widgets.basics import box, button, clear, column, icon_button, label, row
from fieldteacher.ui.widgets.flow import Flow

_QUOTE = Text("添加引语", "Add a quotation")
_REMOVE = Text("去掉引语 {n}", "Remove quotation {n}")
_QUOTED = Text("“{words}”", "“{words}”")
_NAMES = Text("{label}：{value}，查看名单", "{label}: {value}, see who")


class SectionPart(QWidget):
    """``figure_asked`` carries a figure, ``quote_asked`` comes when quotations are wanted, ``removed`` carries one."""

    figure_asked = Signal(object)
    quote_asked = Signal()
    removed = Signal(object)

    def __init__(self, ui: Ui, heading: Text, editor: Editor, problem: QLabel) -> None:
        super().__init__()
        self._ui = ui
        self._figures, self._plots = Flow(tokens.SPACE_S), QGridLayout()
        self._plots.setSpacing(tokens.SPACE_L)
        self._quotations = column(gap=tokens.SPACE_XS)
        self.quote_button = button(ui.theme, ui.t(_QUOTE), self.quote_asked.emit, icon="plus", role="quiet")
        self.quote_button.setAccessibleDescription(ui.t(heading))
        self._figures_box, self._plots_box = box(self._figures), box(self._plots)
        self._plots.setContentsMargins(0, tokens.SPACE_XS, 0, tokens.SPACE_XS)
        foot = row(self.quote_button, -1)
        self.setLayout(
            column(
                label(ui.t(heading), "title"), self._figures_box, self._plots_box, editor, problem, self._quotations, foot,
                gap=tokens.SPACE_S,
            )
        )  # fmt: skip
        self.figures: dict[str, QPushButton] = {}

    def show_section(self, section: Section, quotations: Sequence[Quotation], *, fixed: bool) -> None:
        """Show what was computed and chosen; a ``fixed`` (final) report's quotations cannot be changed."""
        clear(self._figures)
        clear(self._plots)
        self.figures = {each.key: self._figure(each) for each in section.figures}
        for made in self.figures.values():
            self._figures.addWidget(made)
        self._figures_box.setVisible(bool(section.figures))
        plots = [plot for plot in section.plots if not plot.empty]
        for number, plot in enumerate(plots):
            title = label(self._ui.t(plot.title), "small")
            part = box(column(title, BarsView(self._ui.theme, plot, self._ui.language), -1, gap=2))
            self._plots.addWidget(part, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        for side in range(2):
            self._plots.setColumnStretch(side, 1)
        self._plots_box.setVisible(bool(plots))
        self.show_quotations(quotations, fixed=fixed)

    def show_quotations(self, quotations: Sequence[Quotation], *, fixed: bool) -> None:
        """Show the quotations chosen for this section."""
        clear(self._quotations)
        for number, each in enumerate(quotations, 1):
            words = self._ui.t(_QUOTED.fill(words=each.words))
            who = label(self._ui.t(each.who), "small")
            line = row(label(words, wrap=True, selectable=True), who, gap=tokens.SPACE_S)
            line.setStretch(0, 1)
            if not fixed:
                take = partial(self.removed.emit, each)
                line.addWidget(
                    icon_button(self._ui.theme, self._ui.t(_REMOVE.fill(n=number)), take, icon="x")
                )
            self._quotations.addLayout(line)
        self.quote_button.setVisible(not fixed)

    def _figure(self, figure: Figure) -> QPushButton:
        language = self._ui.language
        value = figure.shown(language)
        words = f"{figure.label.to(language)}  {value}"
        made = button(self._ui.theme, words, lambda: self.figure_asked.emit(figure), role="chip")
        made.setAccessibleName(self._ui.t(_NAMES.fill(label=figure.label, value=value)))
        return made
