"""What the matrix of journals is about: the kind, whose, and which periods."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldteacher.domain.text import Text
from fieldteacher.services.placements import BatchRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.chips import ChipChoice
from fieldteacher.ui.forms.record_form import surroundings
from fieldteacher.ui.screens.daily.journal_columns import JOURNAL
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.tables.picks import Picks, QuietPick
from fieldteacher.ui.widgets.basics import icon_button

KINDS = ("weekly", "monthly", "summary")
_BEFORE, _AFTER = Text("更早", "Earlier"), Text("更晚", "Later")
_PLACED, _SCOPE = Text("在岗学生", "Placed now"), Text("实习批次", "Batch")


class Range(QObject):
    """The controls above the matrix. ``changed`` where other records are to be read, ``shifted`` where other periods."""

    changed = Signal()
    shifted = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.kind = KINDS[0]
        self.batch: str | None = None
        self.back = 0
        """How many periods the matrix ends before the last one."""
        choices = [(each.value, ui.t(each.label)) for each in JOURNAL.spec("kind").choices]
        self.kinds = ChipChoice(JOURNAL.spec("kind"), surroundings(ui), choices, optional=False)
        self.kinds.set_value(self.kind)
        self.kinds.name_inputs(ui.t(JOURNAL.spec("kind").label), "")
        self.scope = QuietPick(ui.t(_SCOPE))
        self.scope.addItem(ui.t(_PLACED), None)
        self.picks = Picks(
            ui, ("enterprise_name", Text("企业", "enterprises")), ("class_name", Text("班级", "classes"))
        )
        self._earlier = icon_button(ui.theme, ui.t(_BEFORE), partial(self.shift, 1), icon="chevron-left")
        self._later = icon_button(ui.theme, ui.t(_AFTER), partial(self.shift, -1), icon="chevron-right")
        self.kinds.changed.connect(lambda: self.show_kind(str(self.kinds.value())))
        self.scope.activated.connect(lambda _: self.show_batch(self.scope.currentData()))

    def lay(self, table: TableView) -> None:
        """Put the controls above ``table``."""
        for each in (self.kinds, self._earlier, self._later):
            table.beside_finder.addWidget(each)
        chips = table.filters.layout()
        assert chips is not None
        chips.addWidget(self.scope)
        chips.addWidget(self.picks)

    def show_kind(self, kind: str) -> None:
        """Weekly journals, monthly reports or final reports."""
        self.go(kind, self.batch)

    def show_batch(self, batch: str | None) -> None:
        """The students of a batch, or those who are placed now."""
        self.go(self.kind, batch)

    def go(self, kind: str, batch: str | None) -> None:
        """Show a kind of a batch (``None``: of those who are placed now)."""
        self.kind, self.batch, self.back = kind if kind in KINDS else KINDS[0], batch, 0
        self.kinds.set_value(self.kind)
        self.changed.emit()

    def shift(self, periods: int) -> None:
        """Show periods that are so many earlier (or later, below nought)."""
        self.back = max(0, self.back + periods)
        self.shifted.emit(periods)

    def offer(self, batches: Sequence[BatchRow], *, earlier: bool, later: bool) -> None:
        """Offer these batches, and the way to more periods where there are any."""
        if [self.scope.itemData(n) for n in range(1, self.scope.count())] != [each.id for each in batches]:
            while self.scope.count() > 1:
                self.scope.removeItem(1)
            for each in batches:
                self.scope.addItem(each.name, each.id)
        self.scope.setCurrentIndex(max(0, self.scope.findData(self.batch)))
        self._earlier.setEnabled(earlier)
        self._later.setEnabled(later)
