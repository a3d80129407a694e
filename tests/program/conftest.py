"""The real program, started as a person or a script starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.sources import SOURCE

TODAY = "2026-03-16"


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Standard output as the one JSON object it must be."""
        return json.loads(self.out)


Program = Callable[..., Ended]


def environment(home: Path, **more: str) -> dict[str, str]:
    """The variables the program is started with: no display, nothing of the user's."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(SOURCE), "HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home),
        "FIELDTEACHER_TODAY": TODAY, "FIELDTEACHER_STORE": str(home / "store"), "LANG": "C.UTF-8", **more,
    }  # fmt: skip


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """``program("record", "list", "student")`` starts the program with ``--json``; the store is in ``tmp_path``."""

    def run(*words: str, typed: str = "", **more: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "fieldteacher", "--json", *words],
            input=typed.encode(),
            capture_output=True,
            env=environment(tmp_path, **more),
            timeout=120,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run
