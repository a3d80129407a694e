"""Marks on their way into the store: gathered for a moment, saved together, never lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.evaluations import Mark
from fieldteacher.ui.context import Ui

Save = Callable[[str, str, Sequence[Mark]], ChangeSet]
_PAUSE_MS = 1000


class MarkSaver(QObject):
    """``state`` carries ``"waiting"``, ``"saving"``, ``"saved"`` or ``""``; ``refused`` a ``UserError`` after which the
    grid must be read again; ``saved`` the ``ChangeSet`` of a save of ours."""

    state = Signal(str)
    refused = Signal(object)
    saved = Signal(object)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._save: Save = ui.services.evaluations.set_marks
        self._place = ("", "")
        self._waiting: dict[tuple[str, str], Mark] = {}
        self._under_way: list[Sequence[Mark]] = []
        self._own: set[int] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.flush())

    @property
    def unsaved(self) -> list[Mark]:
        """Marks that a reading of the store may not hold yet, in the order they were set."""
        return [mark for marks in self._under_way for mark in marks] + list(self._waiting.values())

    @property
    def place(self) -> tuple[str, str]:
        """The scheme and stage that marks belong to now."""
        return self._place

    def save_by(self, save: Save) -> None:
        """From now on ``save`` writes the marks; those before are saved first, as they were to be."""
        self.flush()
        self._save = save

    def set_place(self, scheme: str, stage: str) -> None:
        """Which scheme and stage the marks from now on belong to; those before are saved first."""
        if (scheme, stage) != self._place:
            self.flush()
            self._place = (scheme, stage)
            self.state.emit("")

    def add(self, marks: Sequence[Mark]) -> None:
        """Save these marks soon."""
        for mark in marks:
            self._waiting[mark.placement, mark.criterion] = mark
        self.state.emit("waiting")
        self._pause.start()

    def flush(self, *, quiet: bool = True) -> None:
        """Save what waits, now; the window says so unless ``quiet``."""
        self._pause.stop()
        if not self._waiting:
            return
        marks = list(self._waiting.values())
        self._waiting.clear()
        self._under_way.append(marks)
        self.state.emit("saving")
        said = unsaid if quiet else _as_it_is
        (scheme, stage), save = self._place, self._save
        self._ui.runner.change(
            lambda: said(save(scheme, stage, marks)), self._saved, self._refused, owner=self
        )

    def own(self, changes: ChangeSet) -> None:
        """A save that the grid shows already, though it was not made here."""
        self._own.add(changes.save)

    def is_own(self, changes: ChangeSet) -> bool:
        """Whether a change is a save of ours, which the grid shows already."""
        return changes.save in self._own

    def _saved(self, changes: ChangeSet) -> None:
        self._under_way.pop(0)
        self._own.add(changes.save)
        if not self._under_way and not self._waiting:
            self.state.emit("saved")
        self.saved.emit(changes)

    def _refused(self, error: UserError) -> None:
        self._under_way.pop(0)
        self.state.emit("")
        self.refused.emit(error)


def unsaid(changes: ChangeSet) -> ChangeSet:
    """The same change without words: what is saved by itself every other second must not be announced."""
    return replace(changes, label=Text("", ""))


def _as_it_is(changes: ChangeSet) -> ChangeSet:
    return changes
