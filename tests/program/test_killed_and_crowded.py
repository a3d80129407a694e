"""Many programs at one store, and programs killed in the middle: nothing is lost, nothing is half done.

``pytest -m campaign --count 20 tests/program/test_killed_and_crowded.py``
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.program.conftest import Program, environment

ROWS = 10_000


def total(program: Program) -> int:
    return int(program("record", "list", "student", "--limit", "1").data["total"])


def put_one(program: Program, number: str) -> int:
    typed = json.dumps({"student_number": number, "name": "甲"})
    return program("record", "put", "student", typed=typed).status


def test_programs_that_save_at_once_all_save(program: Program) -> None:
    assert program("init", "--no-password").status == 0
    numbers = [f"{one}-{two}" for one in range(4) for two in range(3)]
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda number: put_one(program, number), numbers)) == {0}
    assert total(program) == len(numbers)


@pytest.mark.campaign
def test_ten_programs_that_save_twenty_times_each(program: Program) -> None:
    assert program("init", "--no-password").status == 0
    numbers = [f"{one}-{two}" for two in range(20) for one in range(10)]
    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(lambda number: put_one(program, number), numbers)) == {0}
    assert total(program) == len(numbers)
    assert program("verify").data["ok"] is True


@pytest.mark.campaign
def test_an_import_that_is_killed_is_whole_or_not_there(program: Program, tmp_path: Path, count: int) -> None:
    roster = tmp_path / "名单.csv"
    lines = (
        f"{number:07},学生,男,机电{number % 30}班,星河机械{number % 60}有限公司" for number in range(ROWS)
    )
    roster.write_text("\n".join(["学号,姓名,性别,班级,实习单位", *lines]), encoding="utf-8")
    assert program("init", "--no-password").status == 0
    began = time.monotonic()
    assert program("roster", "import", str(roster)).status == 0
    needed = time.monotonic() - began
    assert program("roster", "undo").status == 0
    chance = random.Random(1)
    for _ in range(count):
        words = [sys.executable, "-m", "fieldteacher", "roster", "import", str(roster)]
        running = subprocess.Popen(words, env=environment(tmp_path), stdout=subprocess.DEVNULL)
        time.sleep(needed * chance.uniform(0.1, 1.1))
        running.kill()
        running.wait()
        found = total(program)
        assert found in (0, ROWS)
        assert program("verify").data["ok"] is True
        if found:
            assert program("roster", "undo").status == 0
