"""Wishes against offers: how many of each pair; a cell shows whose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from fieldteacher.domain.records.papers import ENTERPRISE_WISHES, STUDENT_WISHES
from fieldteacher.domain.text import Text
from fieldteacher.domain.two_way_choice import NOT_ASKED, OFFERS, WISHES, cross_table
from fieldteacher.services.employment import EmploymentRow
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.basics import button, label

Cell = tuple[str, str]
_CORNER = Text("企业 ＼ 学生", "Enterprise ＼ student")
_TOTAL = Text("合计", "Total")
_CELL = Text("学生{wish}，企业{offer}：{n} 人", "student: {wish}, enterprise: {offer}: {n}")
_NONE = Text("未询问", "not asked")
_WORDS = {each.value: each.label for each in STUDENT_WISHES} | {NOT_ASKED: _NONE}
_OFFER_WORDS = {each.value: each.label for each in ENTERPRISE_WISHES}
_WIDTH = 52


class CrossTable(QWidget):
    """``chosen`` carries the pair whose cell was pressed, ``None`` where it was pressed again."""

    chosen = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.cells: dict[Cell, QPushButton] = {}
        self._sums: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setContentsMargins(tokens.SPACE_M, 0, tokens.SPACE_M, tokens.SPACE_S)
        grid.setHorizontalSpacing(tokens.SPACE_XS)
        grid.setVerticalSpacing(2)
        grid.addWidget(label(ui.t(_CORNER), "small"), 0, 0)
        for column, wish in enumerate(WISHES, 1):
            head = label(ui.t(_WORDS[wish]), "small", wrap=True)
            head.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            head.setMinimumWidth(_WIDTH)
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(_centred(label(ui.t(_TOTAL), "small")), 0, len(WISHES) + 1)
        for line, offer in enumerate(OFFERS, 1):
            grid.addWidget(label(ui.t(_OFFER_WORDS[offer]), "small"), line, 0)
            for column, wish in enumerate(WISHES, 1):
                self.cells[wish, offer] = cell = self._cell((wish, offer))
                grid.addWidget(cell, line, column)
            self._sums[f"offer {offer}"] = _centred(label("", "muted"))
            grid.addWidget(self._sums[f"offer {offer}"], line, len(WISHES) + 1)
        grid.addWidget(label(ui.t(_TOTAL), "small"), len(OFFERS) + 1, 0)
        for column, wish in enumerate(WISHES, 1):
            self._sums[f"wish {wish}"] = _centred(label("", "muted"))
            grid.addWidget(self._sums[f"wish {wish}"], len(OFFERS) + 1, column)
        self._sums["all"] = _centred(label("", "muted"))
        grid.addWidget(self._sums["all"], len(OFFERS) + 1, len(WISHES) + 1)
        self.setLayout(grid)

    @property
    def pair(self) -> Cell | None:
        """The pair that is chosen."""
        return next((pair for pair, cell in self.cells.items() if cell.isChecked()), None)

    def choose(self, pair: Cell | None) -> None:
        """Choose a pair, or none; nothing is emitted."""
        for each, cell in self.cells.items():
            cell.setChecked(each == pair)

    def show_counts(self, rows: Sequence[EmploymentRow]) -> None:
        """Count the pairs of these students."""
        counts = cross_table([(each.wish, each.offer) for each in rows])
        for (wish, offer), cell in self.cells.items():
            number = counts.get((wish, offer), 0)
            cell.setText(str(number) if number else "·")
            cell.setEnabled(number > 0 or cell.isChecked())
            words = _CELL.fill(wish=_WORDS[wish], offer=_OFFER_WORDS[offer], n=number)
            cell.setAccessibleName(self._ui.t(words))
            cell.setToolTip(self._ui.t(words))
        for offer in OFFERS:
            self._show_sum(f"offer {offer}", counts, 1, offer)
        for wish in WISHES:
            self._show_sum(f"wish {wish}", counts, 0, wish)
        self._sums["all"].setText(str(len(rows)))

    def _show_sum(self, name: str, counts: Mapping[Cell, int], side: int, value: str) -> None:
        number = sum(each for pair, each in counts.items() if pair[side] == value)
        self._sums[name].setText(str(number or "·"))

    def _cell(self, pair: Cell) -> QPushButton:
        made = button(self._ui.theme, "", lambda: self._pressed(pair), role="chip")
        made.setCheckable(True)
        made.setMinimumWidth(_WIDTH)
        return made

    def _pressed(self, pair: Cell) -> None:
        wanted = pair if self.cells[pair].isChecked() else None
        self.choose(wanted)
        self.chosen.emit(wanted)


def _centred(words: QLabel) -> QLabel:
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return words
