"""Hints in the grid: read a moment after marks were saved, gone through by F8, let rest by F9."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from fieldteacher.domain.text import Text
from fieldteacher.services.mark_hints import Hint
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.evaluations.model import GridModel
from fieldteacher.ui.screens.evaluations.saving import MarkSaver
from fieldteacher.ui.screens.evaluations.side import CommentPanel
from fieldteacher.ui.screens.evaluations.view import GridView
from fieldteacher.ui.tasks import Latest
from fieldteacher.ui.widgets.basics import button

_AFTER_MS, _LONG_AFTER_MS = 1500, 8000
_MANY = 1000
_HINTS = Text("提示 {n}", "Hints {n}")
_TIP = Text("F8 下一处，F9 已核对", "F8 the next one, F9 looked at")


class Hinting(QObject):
    """Ties the hints to the grid and the panel beside it; ``button`` says how many there are."""

    def __init__(
        self, ui: Ui, grid: GridView, model: GridModel, panel: CommentPanel, saver: MarkSaver
    ) -> None:
        super().__init__(grid)
        self._ui, self._grid, self._model, self._panel, self._saver = ui, grid, model, panel, saver
        self._latest = Latest(ui.runner, self)
        self.button = button(ui.theme, "", self.next, role="quiet", icon="info", tip=ui.t(_TIP))
        self.button.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.read)
        saver.saved.connect(lambda _: self._wait())
        panel.dismissed.connect(self._dismiss)

    def _wait(self) -> None:
        """Hints look at all marks: among many students they wait until the person rests."""
        self._pause.start(_AFTER_MS if len(self._model.everyone) < _MANY else _LONG_AFTER_MS)

    def read(self) -> None:
        """Read the hints at the marks on show."""
        (scheme, stage), hints = self._saver.place, self._ui.services.hints
        if scheme:
            self._latest.read(lambda: hints.hints(scheme, stage), self._show)

    def _show(self, found: list[Hint]) -> None:
        self._model.set_hints(found)
        self.button.setText(self._ui.t(_HINTS.fill(n=len(found))))
        self.button.setVisible(bool(found))
        self.show_row()

    def show_row(self) -> None:
        """Say beside the grid what is hinted at about the student the keyboard is on."""
        number = self._grid.currentIndex().row()
        if 0 <= number < len(self._model.rows):
            hints, placement = self._model.hints, self._model.rows[number].who.placement
            self._panel.show_hints([(hint, hints.words(hint)) for _, hint in hints.of(placement)])

    def next(self) -> None:
        """Go to the next hint after where the keyboard is, and round again."""
        index = self._grid.currentIndex()
        place = self._model.next_hint(index.row(), index.column())
        if place is not None:
            self._grid.go(*place)
            self._grid.setFocus()

    def dismiss(self) -> None:
        """The hints at the cell, or else all about the student, were looked at."""
        index = self._grid.currentIndex()
        if not index.isValid():
            return
        hints, placement = self._model.hints, self._model.rows[index.row()].who.placement
        here = hints.at(placement, index.column()) or [hint for _, hint in hints.of(placement)]
        if here:
            self._dismiss(here)

    def _dismiss(self, dismissed: Sequence[Hint]) -> None:
        """Let hints rest; the save is announced with the button that takes it back."""
        (scheme, stage), service, hints = self._saver.place, self._ui.services.hints, self._model.hints
        firms = {each.who.placement: each.who.enterprise for each in self._model.everyone}
        every: list[Hint] = []
        for hint in dismissed:
            every += hints.like(hint, [p for p, firm in firms.items() if firm == firms.get(hint.placement)])
        self._ui.runner.change(lambda: service.dismiss(scheme, stage, every), owner=self)
