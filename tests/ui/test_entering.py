"""Before the main window: a new store from three steps, or an old one behind its password."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import RESOURCES, Remembered

from fieldteacher.bootstrap import create_services, open_services
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.ui.entering import Doing, Doors, Entered, Entrance, enter
from fieldteacher.ui.first_start import Beginning, FirstStart
from fieldteacher.ui.unlock import UnlockView


@pytest.fixture(autouse=True)
def interval() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def doors(tmp_path: Path, clock: Clock) -> Doors:
    def create(beginning: Beginning) -> Services:
        if beginning.name == "nobody":
            raise InputRefused("store_exists", Text("里面已经有数据。", "There is a store already."))
        return create_services(
            tmp_path / "store",
            name=beginning.name,
            role=beginning.role,
            college=beginning.college,
            clock=clock,
        )

    def unlock(password: str) -> Services:
        return open_services(tmp_path / "store", password=password, clock=clock)

    return Doors(unlock=unlock, create=create, whose="张老师")


def run(qapp: QApplication, doing: Doing, doors: Doors, *acts: object) -> Entered | None:
    """``enter``, with each act done to the window in turn as soon as nothing is under way."""
    waiting = list(acts)

    def tick() -> None:
        for window in qapp.topLevelWidgets():
            if isinstance(window, Entrance) and not window.runner.busy and waiting:
                waiting.pop(0)(window)  # type: ignore[operator]

    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(tick)
    timer.start()
    try:
        return enter(doing, doors, Remembered(), app=qapp, resources=RESOURCES, language="zh_CN")
    finally:
        timer.stop()


def fill(window: Entrance) -> None:
    assert isinstance(window.view, FirstStart)
    window.view.name.setText("王老师")
    window.view.college.setText("示例职业技术学院")
    for _ in range(3):
        window.view.next()


def test_first_start_makes_the_store_and_goes_to_the_import(
    qtbot: QtBot, qapp: QApplication, doors: Doors
) -> None:
    result = run(qapp, "first_start", doors, fill)
    assert result is not None
    status = result.services.settings.status()
    assert (status.owner, status.college) == ("王老师", "示例职业技术学院")
    assert result.first is not None
    assert (result.first.screen, result.first.args) == ("rosters", {})
    result.services.close()


def test_a_refusal_is_said_and_the_steps_stay(qtbot: QtBot, qapp: QApplication, doors: Doors) -> None:
    said: list[str] = []

    def wrong(window: Entrance) -> None:
        assert isinstance(window.view, FirstStart)
        window.view.name.setText("nobody")
        for _ in range(3):
            window.view.next()

    def look(window: Entrance) -> None:
        said.append(window.banner.words)
        assert window.view.isEnabled()
        window.close()

    assert run(qapp, "first_start", doors, wrong, look) is None
    assert said == ["里面已经有数据。"]


def test_unlocking(qtbot: QtBot, qapp: QApplication, doors: Doors, tmp_path: Path, clock: Clock) -> None:
    create_services(tmp_path / "store", name="王老师", password="four words are good", clock=clock).close()
    said: list[str] = []

    def wrong(window: Entrance) -> None:
        assert isinstance(window.view, UnlockView)
        window.view.line.setText("wrong")
        window.view.button.click()

    def right(window: Entrance) -> None:
        assert isinstance(window.view, UnlockView)
        said.append(window.view.field.problem)
        window.view.line.setText("four words are good")
        window.view.button.click()

    result = run(qapp, "unlock", doors, wrong, right)
    assert said == ["密码不对。"]
    assert result is not None
    assert result.services.settings.status().owner == "王老师"
    result.services.close()


def test_closing_the_window_leaves(qtbot: QtBot, qapp: QApplication, doors: Doors) -> None:
    assert run(qapp, "first_start", doors, lambda window: window.close()) is None
