"""A photo, a strip on a record, and a new visit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.pictures.photographs import photograph
from tests.ui.people import People

from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.photos.strip import PhotoStrip
from fieldteacher.ui.screens.visits.page import VisitPage
from fieldteacher.ui.screens.visits.screen import VisitsScreen

Wait = Callable[[], None]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return photograph(tmp_path / "车间.jpg")


@pytest.fixture
def strip(qtbot: QtBot, ui: Ui, window: MainWindow, people: People, settled: Wait) -> PhotoStrip:
    """A strip on an enterprise's record, in a window of its own."""
    made = PhotoStrip(ui)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.show_owner(people.chenyao)
    settled()
    return made


@pytest.fixture
def page(window: MainWindow, ui: Ui, people: People, settled: Wait) -> VisitPage:
    """A new visit of the first enterprise."""
    ui.navigator.go("visits", do="new", enterprise=people.chenyao)
    settled()
    assert isinstance(window.view, VisitsScreen)
    return window.view.page
