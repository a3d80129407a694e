"""Notices that another program (the command line) has written to the store, and lets the screens read again."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.ui.context import Ui

EVERY_MS = 2000
ANYTHING = ChangeSet(changed=frozenset((name, "") for name in RECORD_TYPES))
"""What is broadcast where nobody can say what was changed."""


class Outside(QObject):
    """Asks for the store's version now and then; always on the writer thread, because a version counts what
    others have done since the same connection asked before."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._known: int | None = None
        self._ours = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        ui.runner.changed.connect(self._changed)

    def look(self) -> None:
        """Ask now."""
        services = self._ui.services
        self._ui.runner.change(lambda: services.records.store_version(), self._told, owner=self)

    def _changed(self, _changes: ChangeSet) -> None:
        self._ours = True

    def _told(self, version: int) -> None:
        news = self._known is not None and version != self._known and not self._ours
        self._known, self._ours = version, False
        if news:
            self._ui.runner.changed.emit(ANYTHING)
            self._ours = False
