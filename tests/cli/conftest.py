"""Running commands in this process, on stores made for the purpose."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldteacher import bootstrap
from fieldteacher.__main__ import builders
from fieldteacher.cli.main import main
from fieldteacher.domain.clock import SystemClock

TODAY = "2026-03-16"


@dataclass(frozen=True)
class Outcome:
    """What a command left: exit status, standard output and standard error."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as the one JSON object it must be."""
        assert self.out.endswith("}\n")
        assert self.out.count("\n") == 1
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


Command = Callable[..., Outcome]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Command:
    """``command("record", "list", "student")`` on the store in ``tmp_path / "store"``, in Chinese, with ``--json``."""

    def run(
        *words: str,
        typed: str | bytes = b"",
        as_json: bool = True,
        store: Path | None = None,
        lang: str = "zh_CN",
    ) -> Outcome:
        place = store or tmp_path / "store"
        options = ["--store", str(place), "--today", TODAY, "--lang", lang, *(["--json"] if as_json else [])]
        source = io.BytesIO(typed.encode() if isinstance(typed, str) else typed)
        capsys.readouterr()
        status = main([*options, *words], builders(), source=source)
        captured = capsys.readouterr()
        return Outcome(status, captured.out, captured.err)

    return run


@pytest.fixture
def new_store(command: Command, tmp_path: Path) -> Path:
    """An empty store of the teacher 张岚生."""
    assert (
        command("init", "--name", "张岚生", "--college", "川南云麓职业技术学院", "--no-password").status == 0
    )
    return tmp_path / "store"


@pytest.fixture(scope="session")
def made_park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo store of 60 students, to be copied and not written to."""
    folder = tmp_path_factory.mktemp("park") / "store"
    clock = SystemClock(date.fromisoformat(TODAY))
    bootstrap.create_demo(folder, students=60, teachers=2, seed=1, clock=clock)
    return folder


@pytest.fixture
def park(made_park: Path, tmp_path: Path) -> Path:
    """A demo store of 60 students of the test's own."""
    return Path(shutil.copytree(made_park, tmp_path / "store"))
