"""The shared folder, looked into now and then: which packages wait there, and which sticks are plugged in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.faraway import Faraway
from fieldteacher.ui.sticks import sticks
from fieldteacher.ui.tasks import Runner

if TYPE_CHECKING:
    from fieldteacher.services.app import Services
    from fieldteacher.services.shared_folder import Lying

FOLDER = "shared_folder"
"""The store's setting with the folder that is shared with others."""
EVERY_MS = 180_000
FIRST_AFTER_MS = 4_000
"""The first look comes when the window is at rest: it loads what seals packages."""


@dataclass(frozen=True, slots=True)
class InboxState:
    """What was found at the last look; ``folder`` is ``None`` where no shared folder is used."""

    folder: Path | None = None
    waiting: Sequence[Lying] = ()
    sticks: Sequence[Path] = ()
    problem: Text | None = None
    """Why the folder could not be looked into, or should not be used."""


def look_into(services: Services) -> InboxState:
    """What lies in the shared folder of a store. May take as long as the drive does."""
    plugged, kept = sticks(), services.settings.get(FOLDER)
    if not kept:
        return InboxState(sticks=plugged)
    folder = Path(kept)
    if services.exchange.stations.own() is None:
        return InboxState(folder, (), plugged)
    try:
        waiting = services.exchange.shared_folder.inbox(folder)
    except UserError as error:
        return InboxState(folder, (), plugged, error.text)
    return InboxState(folder, waiting, plugged, services.exchange.shared_folder.doubt(folder))


class Inbox(QObject):
    """``changed`` carries the ``InboxState`` after each look. A drive that hangs only keeps the next look waiting."""

    changed = Signal(object)

    def __init__(self, runner: Runner, find: Callable[[], InboxState]) -> None:
        super().__init__()
        self.state = InboxState()
        self._find = find
        self._faraway = Faraway(runner, self)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.look)
        self._again = False

    @property
    def looking(self) -> bool:
        """Whether a look is under way."""
        return self._faraway.asking

    def start(self) -> None:
        """Look when the window is at rest, then every few minutes."""
        self._first.start(FIRST_AFTER_MS)
        self._timer.start()

    def look(self) -> None:
        """Look now, or once more when the look that is under way has ended."""
        self._again = not self._faraway.ask(self._find, self._found, self._refused)

    def stop(self) -> None:
        """The window closes."""
        self._first.stop()
        self._timer.stop()
        self._faraway.stop()

    def _found(self, state: InboxState) -> None:
        self.state = state
        self.changed.emit(state)
        if self._again:
            self.look()

    def _refused(self, error: UserError) -> None:
        self._found(InboxState(self.state.folder, (), self.state.sticks, error.text))
