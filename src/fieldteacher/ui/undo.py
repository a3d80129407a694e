"""Taking back the last save, and saying after each save what it was."""

from __future__ import annotations

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui

_SAVED = Text("已保存：{what}", "Saved: {what}")


class Undo:
    """One for the window: records are taken back, not letters."""

    def __init__(self, ui: Ui) -> None:
        self._ui = ui
        self._taken_back: ChangeSet | None = None
        ui.runner.changed.connect(self._changed)

    def take_back(self) -> None:
        """Take back the last save that still stands, and say which."""
        self._ui.runner.change(self._ui.services.records.undo, self._said, self._ui.messages.refused)

    def _said(self, changes: ChangeSet) -> None:
        self._taken_back = changes
        self._ui.messages.toast(changes.label)

    def _changed(self, changes: ChangeSet) -> None:
        if changes is not self._taken_back and changes.label.zh:
            self._ui.messages.toast(_SAVED.fill(what=changes.label), undo=self.take_back)
