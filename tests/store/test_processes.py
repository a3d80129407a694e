"""Several programs at one store, killed programs, full disks."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.sources import ROOT
from tests.store.making import SAVE, made, opened
from tests.store.refold import assert_tables_follow_from_the_log
from tests.store.saver import COUNTER

from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE, Store
from fieldteacher.store.verifying import verify

SAVES = 200
"""By each of three programs at once."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with the record that the savers count in."""
    store = made(tmp_path / "s")
    with store.write(SAVE) as txn:
        txn.create("enterprise", {"name": "计数", "staff_count": 0}, id=COUNTER)
    store.close()
    return tmp_path / "s"


def reached(store: Store) -> int:
    """The number that the savers have counted to."""
    return int(store.read().need("enterprise", COUNTER)["staff_count"])


def saver(
    folder: Path, name: str, count: int, *more: str, stdout: int = subprocess.PIPE
) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    command = [sys.executable, "-m", "tests.store.saver", str(folder), name, str(count), *more]
    return subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, text=True, env=environment)


def test_three_programs_saving_at_once_lose_nothing(folder: Path) -> None:
    programs = [saver(folder, name, SAVES) for name in "甲乙丙"]
    said = [program.communicate(timeout=100) for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0], said
    numbers = [int(line) for out, _ in said for line in out.split()]
    assert sorted(numbers) == list(range(1, 1 + 3 * SAVES))
    store = opened(folder)
    assert reached(store) == 3 * SAVES
    assert store.read().conflicts() == []
    assert len(store.last_saves(1000)) == 1 + 3 * SAVES
    assert verify(store) == []
    store.close()


def kill_once(folder: Path, chance: random.Random, name: str) -> int:
    """Kill a saving program at a random moment and check the store; how many saves it had reported."""
    said = folder.parent / "said.txt"
    with said.open("wb") as file:
        program = saver(folder, name, 100_000, stdout=file.fileno())
        while not said.stat().st_size and program.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.12)
        program.kill()
        program.communicate()
    acknowledged = max(int(line) for line in said.read_text(encoding="utf-8").split("\n")[:-1])
    store = opened(folder)
    assert reached(store) in (acknowledged, acknowledged + 1), "a save that was reported is lost"
    pupils = store.read().query("SELECT count(*) FROM student WHERE name = ?", (name,))[0][0]
    bulk = store.read().query("SELECT count(*) FROM student WHERE student_number LIKE ?", (f"{name}%-%",))[0][
        0
    ]
    assert store.read().query("SELECT count(*) FROM talk t JOIN student s ON s.id = t.student WHERE s.name = ?", (name,)) == [
        (pupils,)
    ]  # fmt: skip
    assert bulk == 40 * (pupils // 10), "half a save is there"
    assert store.read().query("PRAGMA integrity_check") == [("ok",)]
    store.close()
    return acknowledged


def test_a_killed_program_loses_no_reported_save_and_leaves_no_half_one(folder: Path) -> None:
    chance = random.Random(1)
    for number in range(4):
        kill_once(folder, chance, f"甲{number}号")
    store = opened(folder)
    assert verify(store) == []
    assert_tables_follow_from_the_log(store)
    store.close()


@pytest.mark.campaign
def test_killing_again_and_again(folder: Path, count: int) -> None:
    """``pytest -m campaign --count 10000 tests/store/test_processes.py``."""
    chance = random.Random(2)
    for number in range(count):
        kill_once(folder, chance, f"甲{number}号")
        if number % 50 == 49:
            store = opened(folder)
            assert verify(store) == []
            store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("room", [0, 4_000, 30_000, 150_000])
def test_a_full_disk_refuses_the_save_and_leaves_the_store(folder: Path, room: int) -> None:
    size = (folder / FILE).stat().st_size
    program = saver(folder, "甲", 1000, str(size + room if room else 100))
    out, problem = program.communicate(timeout=60)
    lines = out.split()
    assert program.returncode == 3, problem
    assert lines[-1] == ("cannot_write" if room else "store_not_readable")
    store = opened(folder)
    assert reached(store) == len(lines) - 1
    assert verify(store) == []
    with store.write(SAVE) as txn:
        txn.update("enterprise", COUNTER, {"staff_count": 2050})
    store.close()


def test_a_refused_save_leaves_the_file_as_it_was(folder: Path) -> None:
    connection = connect(folder / FILE, None)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = digest(folder)
    program = saver(folder, "甲", 1, "40000")
    said, _ = program.communicate(timeout=60)
    assert said.split() == ["cannot_write"]
    assert program.returncode == 3
    assert digest(folder) == before


def digest(folder: Path) -> str:
    """Of the store's file."""
    return hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
