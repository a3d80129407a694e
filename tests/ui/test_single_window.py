from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fieldteacher.ui.single_window import Guard

_SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from fieldteacher.ui.single_window import Guard
app = QCoreApplication([])
guard = Guard(Path(sys.argv[1]))
file = Path(sys.argv[2]) if len(sys.argv) > 2 else None
print("first" if guard.take() else "raised" if guard.raise_first(file) else "nobody")
"""


@pytest.fixture
def guard(tmp_path: Path) -> Iterator[Guard]:
    made = Guard(tmp_path)
    yield made
    made.release()


def _second(folder: Path, *files: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _SECOND_START, str(folder), *map(str, files)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_start_raises_the_first_window(guard: Guard, tmp_path: Path, qtbot: QtBot) -> None:
    raised: list[Path | None] = []
    assert guard.take()
    guard.listen(raised.append)
    other = _second(tmp_path)
    qtbot.waitUntil(lambda: raised == [None], timeout=10_000)
    out, _ = other.communicate(timeout=10)
    assert out.strip() == "raised"


def test_a_second_start_hands_its_file_over(guard: Guard, tmp_path: Path, qtbot: QtBot) -> None:
    asked: list[Path | None] = []
    file = tmp_path / "数据 包.ftpkg"
    assert guard.take()
    guard.listen(asked.append)
    other = _second(tmp_path, file)
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=10_000)
    assert asked == [file]
    out, _ = other.communicate(timeout=10)
    assert out.strip() == "raised"


def test_who_says_too_much_is_not_listened_to(guard: Guard, tmp_path: Path, qtbot: QtBot) -> None:
    asked: list[Path | None] = []
    assert guard.take()
    guard.listen(asked.append)
    other = _second(tmp_path, Path("x" * 100_000))
    qtbot.waitUntil(lambda: len(asked) == 1, timeout=10_000)
    assert asked == [None]
    other.communicate(timeout=10)


def test_after_the_first_has_gone_the_next_is_first(guard: Guard, tmp_path: Path) -> None:
    assert guard.take()
    guard.release()
    out, _ = _second(tmp_path).communicate(timeout=10)
    assert out.strip() == "first"


def test_another_store_has_a_window_of_its_own(guard: Guard, tmp_path: Path) -> None:
    assert guard.take()
    other = tmp_path / "other"
    other.mkdir()
    out, _ = _second(other).communicate(timeout=10)
    assert out.strip() == "first"


def test_a_store_that_is_not_made_yet_can_be_opened(tmp_path: Path) -> None:
    guard = Guard(tmp_path / "new")
    assert guard.take()
    guard.release()
