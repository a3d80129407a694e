"""The journeys' desk, a park of demo records, and programs that end with their test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.journeys.desk import Desk, desk, missing
from tests.journeys.program import Program, command_line, wait_for


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys are run by their own command: ``bash packaging/test -m desktop``."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.desktop)


@pytest.fixture(scope="session")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A virtual screen with hands and eyes."""
    if os.name != "posix" or (lacking := missing()):
        pytest.skip(f"the journeys need these system packages: {' '.join(lacking)}")
    with desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture(scope="session")
def park(tmp_path_factory: pytest.TempPathFactory, seat: Desk) -> Path:
    """A store of 150 invented students; copied, never changed."""
    folder = tmp_path_factory.mktemp("park") / "store"
    command_line(seat.env, folder, "demo", str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path, park: Path) -> Path:
    """A copy of the park."""
    return Path(shutil.copytree(park, tmp_path / "store"))


@pytest.fixture
def start(seat: Desk, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts the program; whatever was started ends with the test."""
    started: list[Program] = []

    def begin(store: Path, *, language: str = "zh_CN", frame: bool = True) -> Program:
        program = Program(seat, store, tmp_path / f"program{len(started)}.log", language=language)
        started.append(program)
        if frame:
            wait_for(program.window, lambda: program.why("no window"))
            program.find("frame", ".*")
        return program

    yield begin
    for each in started:
        each.end()
