"""Running commands in processes of their own, many a second, some of which are killed or may write no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.conftest import TODAY, Outcome
from tests.program.conftest import environment
from tests.sources import ROOT, SOURCE


@dataclass(frozen=True)
class Ending(Outcome):
    """How a process ended; ``killed`` where it did not end by itself, ``calls`` how many functions it called."""

    killed: bool = False
    calls: int = 0


class Forked:
    """A warm program. ``home`` is the user's folder of what is run next, with the marks of stores that are no copies."""

    def __init__(self, home: Path, name: str = "") -> None:
        self.home = home
        self._out, self._err = home / f"out{name}.txt", home / f"err{name}.txt"
        env = environment(home) | {"PYTHONPATH": os.pathsep.join((str(SOURCE), str(ROOT)))}
        env["PYTHONDONTWRITEBYTECODE"] = (
            "1"  # where a limit cuts it off, the next program would load half a module
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.program.forker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env,
            cwd=ROOT, text=True, encoding="utf-8",
        )  # fmt: skip

    def __call__(self, *words: str, typed: str = "", store: Path, today: str = TODAY, **more: Any) -> Ending:
        """Run a command with ``--json``; ``more`` is what ``forker`` knows."""
        options = ["--store", str(store), "--today", today, "--lang", "zh_CN", "--json"]
        env = {"HOME": str(self.home), "FIELDTEACHER_TODAY": today}
        env |= {f"XDG_{name}_HOME": str(self.home / name) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
        asked = {
            "words": [*options, *words],
            "env": env,
            "typed": typed,
            "out": str(self._out),
            "err": str(self._err),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked | more) + "\n")
        self._process.stdin.flush()
        status, calls = json.loads(self._process.stdout.readline())
        said = [path.read_text("utf-8", errors="replace") for path in (self._out, self._err)]
        return Ending(os.waitstatus_to_exitcode(status), *said, killed=os.WIFSIGNALED(status), calls=calls)

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=10)
