"""What every test gets: its own home folder, a held clock, repeatable ids, and silence as a condition.

A test fails that leaves a warning, a logged warning or error (unless marked ``logs``), a message of Qt's or a
running thread behind.
"""

from __future__ import annotations

import itertools
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import WorkStealingScheduling

from fieldteacher.domain.clock import SeededIds
from fieldteacher.exchange import provisioning
from fieldteacher.store import keys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Without it Qt looks for a running accessibility bus and input method in every test process.
os.environ.setdefault("QT_IM_MODULE", "none")

_MEMORY = Path("/dev/shm")
_ROOM = 2 * 2**30
"""Bytes that must be free in memory; the tests' folders take a few hundred million at most."""


def _use_memory() -> None:
    """Where the system keeps files in memory, have the tests' there: every save waits for the disk otherwise."""
    if {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & set(os.environ) or not os.access(_MEMORY, os.W_OK | os.X_OK):
        return
    if shutil.disk_usage(_MEMORY).free >= _ROOM:
        os.environ["TMPDIR"] = str(_MEMORY)  # for processes that tests start, too
        tempfile.tempdir = None


_use_memory()

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

START = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
"""Monday 16 March 2026, nine in the morning in China: the present of every test."""

_THREAD_GRACE = 2.0
"""Seconds a thread may need to end after its test."""

_homes = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite",
        action="store_true",
        help="write reviewed files anew instead of comparing; look at the diff",
    )
    parser.addoption("--count", type=int, default=500, help="how often a campaign tries (pytest -m campaign)")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WorkStealingScheduling | None:
    """Each process begins with a half of the tests; who is done first takes over from the other, so none waits."""
    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Whether reviewed files are to be written anew."""
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture
def count(request: pytest.FixtureRequest) -> int:
    """How often a campaign tries."""
    return int(request.config.getoption("--count"))


class HeldClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return (self._now + timedelta(hours=8)).date()

    def advance(self, **how_far: float) -> None:
        """Move on by ``timedelta(**how_far)``."""
        self._now += timedelta(**how_far)


_COSTLY = (keys, provisioning)
"""Where a key is derived from a password or a code: 64 MiB three times over, which is a sixth of a second."""
_FULL = [(module._PASSES, module._MEMORY) for module in _COSTLY]


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Keys are derived from passwords and codes as ever, but for 64 KiB once; ``full_cost`` is what people have."""
    with pytest.MonkeyPatch.context() as patch:
        _derive_with(patch, [(1, 64)] * len(_COSTLY))
        yield


@pytest.fixture
def full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys cost what they cost people: where the format is tested, or another process opens what was locked here."""
    _derive_with(monkeypatch, _FULL)


def _derive_with(patch: pytest.MonkeyPatch, costs: Sequence[tuple[int, int]]) -> None:
    for module, (passes, memory) in zip(_COSTLY, costs, strict=True):
        patch.setattr(module, "_PASSES", passes)
        patch.setattr(module, "_MEMORY", memory)


@pytest.fixture
def clock() -> HeldClock:
    """Monday 16 March 2026, 09:00 in China; it moves only when told to."""
    return HeldClock()


@pytest.fixture
def ids() -> SeededIds:
    """The same new ids in every run."""
    return SeededIds(1, START)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the tests' home folders."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own home folder, so that nothing of the user's is read or written."""
    folder = homes / str(next(_homes))
    folder.mkdir()
    for variable in [name for name in os.environ if name.startswith("FIELDTEACHER_")]:
        monkeypatch.delenv(variable)
    places = {
        "HOME": "", "USERPROFILE": "", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state", "WIN_PD_OVERRIDE_LOCAL_APPDATA": "local", "WIN_PD_OVERRIDE_APPDATA": "roaming",
    }  # fmt: skip
    for variable, part in places.items():
        monkeypatch.setenv(variable, str(folder / part))
    return folder


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _THREAD_GRACE
    while left := _new_threads(before):
        if time.monotonic() > deadline:
            pytest.fail(f"threads left running: {', '.join(thread.name for thread in left)}")
        time.sleep(0.01)


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads begun since; those of Qt's own pool, which Python only knows as dummies, do not count."""
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not isinstance(thread, threading._DummyThread)
    ]


@pytest.fixture(autouse=True)
def nothing_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which the program logs a warning or an error, unless the test is marked ``logs``."""
    kept = _Keeper()
    root = logging.getLogger()
    root.addHandler(kept)
    yield
    root.removeHandler(kept)
    if kept.records and request.node.get_closest_marker("logs") is None:
        words = "; ".join(f"{r.levelname} {r.name}: {r.getMessage()}" for r in kept.records)
        pytest.fail(f"logged: {words}")


class _Keeper(logging.Handler):
    """Keeps warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
