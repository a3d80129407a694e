"""Going from screen to screen and back to where one was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A screen and what it was asked to show."""

    screen: str
    args: dict[str, Any] = field(default_factory=dict)


class Navigator(QObject):
    """Where the person is; ``moved`` carries the new ``Place``."""

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trail: list[Place] = []
        self.homes: dict[str, str] = {}
        """Where a record type is shown: type name to screen id; set by the window."""

    @property
    def place(self) -> Place | None:
        """Where the person is now; ``None`` before the first screen."""
        return self._trail[-1] if self._trail else None

    def go(self, screen: str, **args: Any) -> None:
        """Show ``screen``; ``args`` reach its ``arrive``."""
        place = Place(screen, args)
        if self.place is not None and self.place.screen == screen and not args:
            return
        self._trail = [*self._trail[-_REMEMBERED:], place]
        self.moved.emit(place)

    def show(self, kind: str, record: str) -> None:
        """Show a record on the screen that has cards for its type; ``KeyError`` where there is none."""
        self.go(self.homes[kind], type=kind, record=record)

    def back(self) -> bool:
        """Return to the place before; ``False`` where there is none."""
        if len(self._trail) < 2:
            return False
        self._trail.pop()
        self.moved.emit(self._trail[-1])
        return True
