"""What a screen is: its entry in the registry, and the base of its widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import Failed, Latest, Then

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Command:
    """Something that the search box offers by name: going to a screen with ``args``."""

    title: Text
    args: Mapping[str, Any] = field(default_factory=dict)
    keys: str = ""
    """Keys that do the same anywhere in the window."""
    at_hand: bool = False
    """Whether a button beside the search box does the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One entry of the sidebar. ``build`` is called when the screen is first shown."""

    id: str
    title: Text
    icon: str
    build: Callable[[Ui], ScreenView]
    section: Literal["main", "foot", "hidden"] = "main"
    """Where the sidebar shows it; ``hidden`` screens are only gone to."""
    apart: bool = False
    """Whether the sidebar draws a line above it: here begins another kind of work."""
    waiting: Callable[[Ui], int] | None = None
    """Counts what waits there for the person, on a reader thread; shown as a badge."""
    shows: tuple[str, ...] = ()
    """The record types it has cards for: ``go(id, type=…, record=…)`` shows one."""
    commands: tuple[Command, ...] = ()


class ScreenView(QWidget):
    """The widget of a screen. It never opens a message box, starts a thread or imports another screen.

    ``types`` are the record types it shows: after a change that touches one of them, ``reload`` is
    called at once while it is visible, else when it is next shown.
    """

    types: tuple[str, ...] = ()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._stale = True
        self._latest: dict[str, Latest] = {}
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        ui.runner.changed.connect(self.records_changed)

    def arrive(self, **args: Any) -> None:
        """The person came here; ``args`` as given to ``navigator.go``. Called after the screen is shown."""

    def leave(self) -> None:
        """The person goes elsewhere, or the window closes: save what is being written."""

    def back(self) -> bool:
        """Esc: close something of its own (an open form, say) and return ``True``, or leave it to the navigator."""
        return False

    def reload(self) -> None:
        """Read again what is shown."""

    def load_at_once(self) -> None:
        """Begin reading while the widgets are still being made, instead of when they are first shown."""
        self._stale = False
        self.reload()

    def records_changed(self, changes: ChangeSet) -> None:
        """Reload if the change touches what is shown here."""
        if changes.touches(*self.types):
            if self.isVisible():
                self.reload()
            else:
                self._stale = True

    def showEvent(self, event: QShowEvent, /) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    def t(self, text: Text) -> str:
        """``text`` in the window's language."""
        return self.ui.t(text)

    def read(
        self, fn: Callable[[], R], then: Then[R], failed: Failed | None = None, *, latest: str = ""
    ) -> None:
        """Read on a reader thread, then show; with ``latest`` only the newest answer of that name counts."""
        if latest:
            if latest not in self._latest:
                self._latest[latest] = Latest(self.ui.runner, self)
            self._latest[latest].read(fn, then, failed)
        else:
            self.ui.runner.read(fn, then, failed, owner=self)

    def change(self, fn: Callable[[], R], then: Then[R] | None = None, failed: Failed | None = None) -> None:
        """Change records on the writer thread. ``fn`` runs even if the screen is left meanwhile."""
        self.ui.runner.change(fn, then, failed, owner=self)
