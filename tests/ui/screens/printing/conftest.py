"""The printing screen with a few students at two enterprises."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy

from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.students import StudentRow
from fieldteacher.ui.application import open_window
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.printing import SCREEN
from fieldteacher.ui.screens.printing.screen import PrintingScreen
from fieldteacher.ui.screens.settings import SCREEN as SETTINGS

Wait = Callable[[], None]
PRIVATE = "\ue815"


def add_students(services: Services, count: int = 4) -> list[str]:
    """Students at two enterprises in turn; returns the enterprises' ids."""
    with services.store.write(Text("造测试数据", "make test data")) as txn:
        firms = [txn.create("enterprise", {"name": name}) for name in ("甲厂", "乙厂")]
        for number in range(count):
            student = txn.create(
                "student",
                {
                    "student_number": f"2301{number:02}",
                    "name": f"学生{'一二三四五六'[number]}",
                    "class_name": "器械1班",
                },
            )
            place = {
                "student": student,
                "enterprise": firms[number % 2],
                "start": "2026-03-02",
                "status": "active",
            }
            txn.create("placement", place)
    return firms


@pytest.fixture
def firms(services: Services) -> list[str]:
    made = add_students(services)
    services.schemes.add_ready("general_70_30", "岗位实习考核")
    return made


@pytest.fixture
def view(qtbot: QtBot, ui: Ui, settled: Wait) -> Iterator[Callable[[], PrintingScreen]]:
    """Opens a window with the printing screen."""
    windows: list[MainWindow] = []

    def show() -> PrintingScreen:
        window = open_window(ui, (SETTINGS, SCREEN), first="settings")
        window.resize(1366, 768)
        windows.append(window)
        qtbot.waitExposed(window)
        ui.navigator.go("printing")
        settled()
        assert isinstance(window.view, PrintingScreen)
        return window.view

    yield show
    settled()
    destroy(*windows)


@pytest.fixture
def screen(firms: list[str], view: Callable[[], PrintingScreen]) -> PrintingScreen:
    """The screen, where there is something to print."""
    return view()


@pytest.fixture
def missing(services: Services, firms: list[str]) -> StudentRow:
    """A student with a character that no font has."""
    student = services.students.rows()[0]
    services.records.put("student", {"name": f"李{PRIVATE}"}, record=student.id)
    return student


def words_of(widget: QWidget) -> str:
    return " ".join(each.accessibleName() for each in widget.findChildren(QWidget))
