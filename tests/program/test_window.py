"""The program with its window: tried by itself, pictured, and started twice."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.program.conftest import Program, environment

STEPS = [
    "store", "password", "roster", "find", "undo", "export", "print_form", "photo", "package", "backup", "oldest_store", "window",
]  # fmt: skip


def test_the_self_test_passes(program: Program, tmp_path: Path) -> None:
    ended = program("self-test")
    failed = [step for step in ended.data["steps"] if not step["ok"]]
    assert failed == []
    assert (ended.status, ended.data["ok"]) == (0, True)
    assert [step["name"] for step in ended.data["steps"]] == STEPS
    assert not (tmp_path / "store").exists()


def test_every_screen_is_pictured(program: Program, tmp_path: Path) -> None:
    assert program("demo", str(tmp_path / "store"), "--students", "20").status == 0
    ended = program("screenshots", str(tmp_path / "pictures"), "--dark", "--lang", "en")
    assert ended.status == 0, ended.err
    assert len(ended.data["files"]) >= 6
    for file in ended.data["files"]:
        assert Path(file).read_bytes().startswith(b"\x89PNG")
    assert program("screenshots", str(tmp_path / "store" / "store.db" / "x")).status == 3


def test_a_second_start_raises_the_first_window(program: Program, tmp_path: Path) -> None:
    assert program("init", "--no-password").status == 0
    start = [sys.executable, "-m", "fieldteacher", "--store", str(tmp_path / "store")]
    quiet = {
        "env": environment(tmp_path, QT_QPA_PLATFORM="offscreen"), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
    }  # fmt: skip
    first = subprocess.Popen(start, **quiet)  # type: ignore[call-overload]
    try:
        lock = tmp_path / "store" / "window.lock"
        deadline = time.monotonic() + 30
        while not lock.exists():
            assert first.poll() is None, "the window did not open"
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert subprocess.run(start, timeout=60, check=False, **quiet).returncode == 0  # type: ignore[call-overload]
        assert first.poll() is None
    finally:
        first.kill()
        first.wait()


_SHOWN = """
import sys
from pathlib import Path
from fieldteacher.starting import run_window

def report(window):
    place = window._ui.navigator.place
    print(place.screen, place.args["file"])
    window.close()

sys.exit(run_window(Path("store"), file=Path(sys.argv[1]), when_idle=report))
"""


def test_a_package_that_is_double_clicked_is_shown(program: Program, tmp_path: Path) -> None:
    assert program("init", "--no-password").status == 0
    shown = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _SHOWN, "李.ftpkg"], cwd=tmp_path, env=environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert shown.stdout.split() == ["exchange", str(tmp_path / "李.ftpkg")], shown.stderr
