"""The pile on the screen: what came, what was decided, and what follows from both."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldteacher.services.sheet_checks import CheckedSheet, Checker, Decision, PileSheet
from fieldteacher.services.sheet_reading import MissingForm, SavedSheets
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import Latest


@dataclass(frozen=True, slots=True)
class _Found:
    pile: Sequence[PileSheet]
    checker: Checker
    missing: list[MissingForm]


class Pile(QObject):
    """``changed`` when a sheet came or stands otherwise; ``saved`` carries what a save did.

    Decisions are kept as drafts at once. They can be undone one by one until the pile is saved.
    """

    changed = Signal()
    saved = Signal(object)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self.sheets: list[PileSheet] = []
        self.checked: list[CheckedSheet] = []
        self.missing: list[MissingForm] = []
        self.arrived: deque[PileSheet] = deque()
        """Filled by the thread that reads; taken over by ``take_arrived``."""
        self._checker: Checker | None = None
        self._covered: set[int] = set()
        self._decided: list[list[tuple[int, Decision]]] = []
        self._latest = Latest(ui.runner, self)
        self._loaded = False

    @property
    def ready(self) -> list[CheckedSheet]:
        """The sheets that can be saved now."""
        return [each for each in self.checked if each.state == "ready"]

    @property
    def settled(self) -> list[CheckedSheet]:
        """The sheets about which nothing is to be done any more."""
        return [each for each in self.checked if each.state in ("saved", "double", "left")]

    def of(self, number: int) -> CheckedSheet | None:
        """The sheet of a number."""
        return next((each for each in self.checked if each.number == number), None)

    def load_kept(self) -> None:
        """Take over also what is kept and not here: read before the window was made anew, say."""
        self._loaded = False
        self.load()

    def load(self) -> None:
        """Read again what the store says of the pile; with what is kept of it, the first time."""
        service, kept, first = self._ui.services, list(self.sheets), not self._loaded

        def find() -> _Found:
            sheets = service.sheets
            pile = sheets.pile() if first else kept
            checker = sheets.checker(pile)
            return _Found(pile, checker, sheets.missing(checker.check(pile)))

        self._latest.read(find, self._show)

    def take_arrived(self) -> None:
        """Take over what has been read meanwhile."""
        there = {sheet.number for sheet in self.sheets}
        came = False
        while self.arrived:
            sheet = self.arrived.popleft()
            if sheet.number not in there:
                self.sheets.append(sheet)
                came = True
        if came:
            self.load()

    def decide_row(self, number: int, name: str, value: int | None) -> None:
        """Decide a row of a sheet; ``None``: it has no mark."""
        self._decide([(number, lambda before: replace(before, rows={**before.rows, name: value}))])

    def let_ticks_stand(self, number: int) -> None:
        """The ticks of a sheet stand, whatever total is written on it."""
        self._decide([(number, lambda before: replace(before, ticks_stand=True))])

    def let_paper_stand(self, number: int, *, stands: bool) -> None:
        """Where other marks are saved: whether those of the paper stand."""
        self._decide([(number, lambda before: replace(before, paper_stands=stands))])

    def leave_out(self, number: int) -> None:
        """Nothing of a sheet is saved."""
        self._decide([(number, lambda before: replace(before, left_out=True))])

    def choose_one(self, number: int, other: int) -> None:
        """Of two pictures of the same form the sheet ``number`` stands, the ``other`` is left out."""
        self._decide([
            (number, lambda before: replace(before, left_out=False)), (other, lambda before: replace(before, left_out=True)),
        ])  # fmt: skip

    @property
    def undoable(self) -> bool:
        """Whether a decision can be undone."""
        return bool(self._decided)

    def undo(self) -> int | None:
        """Undo the last decision; returns the sheet it was about."""
        if not self._decided:
            return None
        step = self._decided.pop()
        for number, decision in step:
            self._put(number, decision)
        self._check_again()
        return step[0][0]

    def save(self) -> None:
        """Save all that is ready, in one save."""
        ready, service = self.ready, self._ui.services
        if not ready:
            return

        def done(result: SavedSheets) -> None:
            self._decided.clear()
            self.saved.emit(result)
            if not result.changes:
                self.load()  # else the change itself makes the screen read again

        self._ui.runner.change(lambda: service.sheets.save(ready), done, owner=self)

    def take_away(self, numbers: Sequence[int]) -> list[PileSheet]:
        """Take sheets out of the pile; returns them, for ``put_back``."""
        gone, service = [sheet for sheet in self.sheets if sheet.number in numbers], self._ui.services
        self.sheets = [sheet for sheet in self.sheets if sheet.number not in numbers]
        self._decided.clear()
        self._ui.runner.change(lambda: service.sheets.forget(numbers), owner=self)
        self._check_again()
        self.load()
        return gone

    def put_back(self, sheets: Sequence[PileSheet]) -> None:
        """Bring back what was taken away."""
        service = self._ui.services
        there = {sheet.number for sheet in self.sheets}
        back = [sheet for sheet in sheets if sheet.number not in there]
        self.sheets = sorted([*self.sheets, *back], key=lambda sheet: sheet.number)

        def keep() -> None:
            for sheet in back:
                service.sheets.keep(sheet)

        self._ui.runner.change(keep, owner=self)
        self.load()

    # -- inside ------------------------------------------------------------------------------------

    def _decide(self, steps: Sequence[tuple[int, Callable[[Decision], Decision]]]) -> None:
        before = []
        for number, decided in steps:
            sheet = next((each for each in self.sheets if each.number == number), None)
            if sheet is not None:
                before.append((number, sheet.decision))
                self._put(number, decided(sheet.decision))
        self._decided.append(before)
        self._check_again()

    def _put(self, number: int, decision: Decision) -> None:
        service = self._ui.services
        for place, sheet in enumerate(self.sheets):
            if sheet.number == number:
                self.sheets[place] = decided = replace(sheet, decision=decision)
                self._ui.runner.change(partial(service.sheets.keep, decided), owner=self)

    def _check_again(self) -> None:
        if self._checker is not None:
            # What came since the store was asked waits for the next answer: its form would seem unknown.
            known = [sheet for sheet in self.sheets if sheet.number in self._covered]
            self.checked = self._checker.check(known)
            self.changed.emit()

    def _show(self, found: _Found) -> None:
        if not self._loaded:
            self._loaded = True
            there = {sheet.number for sheet in self.sheets}
            kept = [sheet for sheet in found.pile if sheet.number not in there]
            self.sheets = sorted([*kept, *self.sheets], key=lambda sheet: sheet.number)
        self._checker, self.missing = found.checker, found.missing
        self._covered = {sheet.number for sheet in found.pile}
        self._check_again()
