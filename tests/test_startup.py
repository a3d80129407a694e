"""What a start really loads, in a process of its own (test_architecture.py reads the same out of the sources)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.sources import SOURCE
from tests.test_architecture import HEAVY

_WINDOW = """
import json, sys
from pathlib import Path
from fieldteacher import bootstrap
from fieldteacher.config.paths import resources
from fieldteacher.config.settings import SettingsFile
from fieldteacher.ui.application import run_window

folder = Path(sys.argv[1])
clock = bootstrap.clock_for(None)
services = bootstrap.open_services(folder, password=None, clock=clock)

def report(window):
    print(json.dumps({"visible": window.isVisible(), "modules": sorted(sys.modules)}))
    window.close()

run_window(
    services, SettingsFile(folder / "settings.json"), clock=clock, resources=resources(), language="zh_CN", when_idle=report
)
services.close()
"""

_COMMAND = """
import json, sys
from fieldteacher.__main__ import main

sys.argv = ["fieldteacher", "--store", sys.argv[1], "record", "list", "student", "--json"]
status = main()
print(json.dumps({"status": status, "modules": sorted(sys.modules)}))
"""


def made_store(folder: Path) -> Path:
    """A store with one student, made in a process of its own so that this one stays clean."""
    code = """
import sys
from pathlib import Path
from fieldteacher import bootstrap

services = bootstrap.create_services(Path(sys.argv[1]), name="张老师", clock=bootstrap.clock_for(None))
services.records.put("student", {"name": "欧阳若曦", "student_number": "0001"})
services.close()
"""
    run(code, folder)
    return folder


def run(code: str, folder: Path) -> list[str]:
    """The lines that ``code`` prints; fails with what it says on standard error."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, str(folder)],
        env={**os.environ, "PYTHONPATH": str(SOURCE), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()


def roots(modules: list[str]) -> set[str]:
    """The libraries that ``modules`` belong to."""
    return {module.split(".")[0] for module in modules}


def test_the_window_opens_without_anything_heavy(tmp_path: Path) -> None:
    seen = json.loads(run(_WINDOW, made_store(tmp_path / "store"))[-1])
    assert seen["visible"]
    assert roots(seen["modules"]) & HEAVY == set()


def test_a_command_runs_without_qt(tmp_path: Path) -> None:
    records, seen = map(json.loads, run(_COMMAND, made_store(tmp_path / "store")))
    assert records["total"] == 1
    assert seen["status"] == 0
    assert "PySide6" not in roots(seen["modules"])
