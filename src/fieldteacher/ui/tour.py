"""A walk through every screen with nobody watching: for the self-test, and for pictures of the program."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Language
from fieldteacher.ui.application import application, make_ui, speak_qt
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screen import Screen
from fieldteacher.ui.screens import SCREENS
from fieldteacher.ui.tasks import BugReport
from fieldteacher.ui.theme import Mode

if TYPE_CHECKING:
    from fieldteacher.services.app import Services

_LONGEST = 20.0
"""Seconds that a screen may need until it is filled."""
_SETTLING_MS = 60
"""Time for layouts and delayed reads after a screen says it is filled."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the walk: a name for its picture, the screen, and what it is asked to show."""

    name: str
    screen: str
    args: dict[str, Any]


class Remembered:
    """Settings that are forgotten at the end of the walk."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or ``default``."""
        return self._values.get(name, default)

    def set(self, name: str, value: Any) -> None:
        """Keep ``value`` for the rest of the walk."""
        self._values[name] = value


def walk(
    services: Services,
    *,
    clock: Clock,
    resources: Path,
    language: Language,
    theme: Mode = "light",
    size: tuple[int, int] = (1366, 768),
    pictures: Path | None = None,
    screens: Sequence[Screen] = SCREENS,
) -> list[str]:
    """Show the window and every screen in it, with a card where a screen has one; returns the stops' names.

    With ``pictures``, a PNG of each stop is written into that folder. Raises ``RuntimeError`` where a
    screen fails or is not filled in time.
    """
    app = application()
    speak_qt(app, language)
    ui = make_ui(services, Remembered(), clock=clock, resources=resources, language=language, theme=theme)
    broken: list[str] = []

    def bug(report: BugReport) -> None:
        broken.append(report.text)

    def refused(error: UserError) -> None:
        broken.append(error.text.en)

    ui.runner.bug.connect(bug)
    ui.runner.refused.connect(refused)
    window = MainWindow(ui, screens)
    window.resize(*size)
    try:
        seen: list[str] = []
        for stop in _stops(services, screens):
            ui.navigator.go(stop.screen, **stop.args)
            if not seen:
                window.show()
                window.look_around()
            _settle(app, ui, broken)
            if pictures is not None:
                _picture(window, pictures / f"{stop.name}.png")
            seen.append(stop.name)
        return seen
    finally:
        window.close()
        ui.runner.stop()
        window.deleteLater()
        app.processEvents()


def _stops(services: Services, screens: Sequence[Screen]) -> Iterator[Stop]:
    for number, screen in enumerate(screens, 1):
        name = f"{number:02d}-{screen.id}"
        yield Stop(name, screen.id, {})
        for kind in screen.shows:
            _, rows = services.records.list(kind, limit=1)
            if rows:
                yield Stop(f"{name}-{kind}", screen.id, {"type": kind, "record": rows[0]["id"]})


def _settle(app: QApplication, ui: Ui, broken: list[str]) -> None:
    """Let the event loop run until nothing is under way any more."""
    deadline = time.monotonic() + _LONGEST
    _wait(_SETTLING_MS)
    while ui.runner.busy:
        if time.monotonic() > deadline:
            raise RuntimeError("a screen was not filled in time")
        _wait(_SETTLING_MS)
    _wait(_SETTLING_MS)
    app.sendPostedEvents()
    if broken:
        raise RuntimeError(broken[0])


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    finish: Callable[[], None] = loop.quit
    QTimer.singleShot(milliseconds, loop, finish)
    loop.exec()


def _picture(window: MainWindow, file: Path) -> None:
    if not window.grab().save(str(file)):
        raise RuntimeError(f"{file.name} could not be written")
