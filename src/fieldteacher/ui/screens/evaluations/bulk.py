"""What is done to many sheets at once: those of the students selected, or of all on show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.domain.text import Text
from fieldteacher.services.evaluations import GridRow
from fieldteacher.services.signing import Sheet
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.forms.editors import QuietCombo
from fieldteacher.ui.screens.evaluations.acting import ACTS, Asking, Kind, SheetAct
from fieldteacher.ui.screens.evaluations.arrangement import RATER_WORDS
from fieldteacher.ui.widgets.basics import clear, column, label, row

_WHAT, _WHOSE, _OF = Text("做什么", "What"), Text("评分人", "Rater"), Text("范围", "Of")
_SHOWN, _SELECTED = (
    Text("显示的 {n} 名学生", "the {n} students on show"),
    Text("选中的 {n} 名学生", "the {n} students selected"),
)
_EVERY = Text("全部评分人", "all raters")


class BulkBar(QFrame):
    """Hidden until ``open``; ``acted`` carries a ``SheetAct``. ``rows`` gives the students on show and those selected."""

    acted = Signal(object)
    closed = Signal()

    def __init__(self, ui: Ui, rows: Callable[[], tuple[Sequence[GridRow], Sequence[GridRow]]]) -> None:
        super().__init__()
        self._ui, self._rows = ui, rows
        self._scheme: SchemeSpec | None = None
        self._asking: Asking | None = None
        self.setProperty("role", "panel")
        self.kind, self.rater, self.scope = QuietCombo(), QuietCombo(), QuietCombo()
        for choice, name in ((self.kind, _WHAT), (self.rater, _WHOSE), (self.scope, _OF)):
            choice.setAccessibleName(ui.t(name))
            choice.setMinimumWidth(150)
        for value, words in ACTS.items():
            self.kind.addItem(ui.t(words), value)
        self.kind.currentIndexChanged.connect(lambda _: self._ask())
        self._room = column(gap=0)
        head = row(
            self.kind, label(ui.t(_WHOSE), "muted"), self.rater, label(ui.t(_OF), "muted"), self.scope, -1
        )
        self.setLayout(column(head, self._room, margin=tokens.SPACE_M, gap=tokens.SPACE_S))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.scope.setMinimumWidth(210)
        self.hide()

    def set_scheme(self, scheme: SchemeSpec | None) -> None:
        """Offer the raters of a scheme."""
        if scheme == self._scheme:
            return
        self._scheme = scheme
        self.rater.clear()
        for rater in scheme.rating if scheme else ():
            self.rater.addItem(self._ui.t(RATER_WORDS[rater]), rater)
        self.rater.addItem(self._ui.t(_EVERY), None)

    def open(self) -> None:
        """Ask what to do; proposed are the students selected, where there is more than one."""
        shown, selected = self._rows()
        self.scope.clear()
        if len(selected) > 1:
            self.scope.addItem(self._ui.t(_SELECTED.fill(n=len(selected))), "selected")
        self.scope.addItem(self._ui.t(_SHOWN.fill(n=len(shown))), "shown")
        self.show()
        self._ask()
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_up(self) -> bool:
        """Ask no more; ``False`` where nothing was asked."""
        if self.isHidden():
            return False
        self.hide()
        self.closed.emit()
        return True

    def say(self, error: UserError) -> bool:
        """Say why it was not done, at its field where there is one."""
        return not self.isHidden() and self._asking is not None and self._asking.say(error)

    @property
    def asking(self) -> Asking | None:
        """The fields on show."""
        return self._asking

    def _ask(self) -> None:
        if self.isHidden():
            return
        clear(self._room)
        kind = cast(Kind, self.kind.currentData())
        self._asking = asking = Asking(self._ui, kind, wide=True)
        asking.answered.connect(self._act)
        asking.given_up.connect(self.close_up)
        self._room.addWidget(asking)
        today, author = self._ui.clock.today().isoformat(), self._ui.services.settings.get("author") or ""
        proposed: dict[Kind, dict[str, Any]] = {
            "sign": {"signed_on": today},
            "missing": {"missing_by": author},
        }
        asking.propose(proposed.get(kind, {}))

    def _act(self, values: Any) -> None:
        shown, selected = self._rows()
        rows = selected if self.scope.currentData() == "selected" else shown
        rater = self.rater.currentData()
        raters = [rater] if rater else list(self._scheme.rating if self._scheme else ())
        sheets = tuple(Sheet(each.who.placement, name) for each in rows for name in raters)
        self.acted.emit(SheetAct(cast(Kind, self.kind.currentData()), sheets, values))
