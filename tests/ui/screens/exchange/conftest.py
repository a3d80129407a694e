"""A college with an office and teachers, one of whom sits at the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.conftest import HeldClock
from tests.services.exchange.stations import College

from fieldteacher.domain.clock import SeededIds
from fieldteacher.ui.context import Ui
from fieldteacher.ui.inbox import FOLDER
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.exchange.screen import ExchangeScreen

P = TypeVar("P")
Settled = Callable[[], None]


@pytest.fixture
def college(tmp_path: Path, clock: HeldClock, ids: SeededIds) -> Iterator[College]:
    """An office that invited nobody yet."""
    made = College(tmp_path / "college", clock, ids)
    yield made
    made.close()


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """An empty folder that everybody sees."""
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def part_of(kind: type[P], window: MainWindow, ui: Ui, settled: Settled, **args: Any) -> P:
    """Go to a part of the screen, as ``args`` say."""
    ui.navigator.go("exchange", **args)
    settled()
    assert isinstance(window.view, ExchangeScreen)
    part = window.view.part
    assert isinstance(part, kind)
    return part


def use(ui: Ui, folder: Path, settled: Settled) -> None:
    """Have the store share ``folder``, and look into it."""
    ui.services.settings.set(FOLDER, str(folder))
    ui.inbox.look()
    settled()
