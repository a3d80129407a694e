"""A real window over a real store, taken down completely after each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.services.making import new_services
from tests.ui.hands import Hands
from tests.ui.people import People, settle_people

from fieldteacher.domain.clock import Clock
from fieldteacher.services.app import Services
from fieldteacher.ui.application import make_ui, open_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.tasks import Runner

RESOURCES = Path(__file__).parents[2] / "resources"


class Remembered(dict[str, Any]):
    """Settings that are forgotten after the test."""

    def set(self, name: str, value: Any) -> None:
        if value is None:
            self.pop(name, None)
        else:
            self[name] = value


def destroy(*widgets: QWidget) -> None:
    """Destroy widgets now: ``deleteLater`` alone waits for an event loop that tests do not run."""
    for widget in widgets:
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    """A runner whose threads end with the test."""
    interval = sys.getswitchinterval()
    made = Runner()
    yield made
    made.stop()
    sys.setswitchinterval(interval)


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """The services over a new store of 张老师."""
    made = new_services(tmp_path / "store", clock)
    yield made
    made.close()


@pytest.fixture
def ui(qapp: QApplication, services: Services, clock: Clock) -> Iterator[Ui]:
    """All that screens are handed, in Chinese and light."""
    interval = sys.getswitchinterval()
    made = make_ui(services, Remembered(), clock=clock, resources=RESOURCES, language="zh_CN", theme="light")
    yield made
    made.runner.stop()
    made.theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    sys.setswitchinterval(interval)


@pytest.fixture
def settled(qtbot: QtBot, ui: Ui) -> Callable[[], None]:
    """Waits until nothing is under way any more."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not ui.runner.busy and not ui.inbox.looking, timeout=20_000)

    return wait


@pytest.fixture
def window(qtbot: QtBot, ui: Ui, settled: Callable[[], None]) -> Iterator[MainWindow]:
    """The main window with the students' screen."""
    made = open_window(ui, first="students")
    made.resize(1366, 768)
    qtbot.waitExposed(made)
    settled()
    yield made
    settled()
    destroy(made)


@pytest.fixture
def people(services: Services) -> People:
    """Three students and two enterprises, there before the window opens."""
    return settle_people(services)


@pytest.fixture
def hands(window: MainWindow, settled: Callable[[], None], qtbot: QtBot) -> Hands:
    """Someone who works in the window by keyboard, counting."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
    return Hands(window, settled)
