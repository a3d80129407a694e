"""One key in the search box at 10,000 students and 30,000 records, beside one LIKE scan of 10,000 names.

python benchmarks/search.py [--rounds N] [--json PATH]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from fieldteacher.domain.clock import RandomIds, SystemClock
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.indexing import index
from fieldteacher.store.keys import new_key
from fieldteacher.store.migrating import migrate
from fieldteacher.store.opening import create_store
from fieldteacher.store.search import find
from measure import Result, against_floor, parser, plain, report

STUDENTS, RECORDS, ENTERPRISES = 10_000, 30_000, 200
REACH, REACH_MS = 5.0, 20.0
KEYS = {
    "a letter": "l", "another": "x", "two initials": "lx", "three initials": "zxm", "full pinyin": "zhangxiao",
    "one character": "张", "another one": "明", "two characters": "李晓", "tail of a number": "4711",
    "tail of a phone": "0815", "name and class": "李 机电03", "words of a talk": "加班", "long words": "师傅很照顾",
    "nothing": "qqq",
}  # fmt: skip
_SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗单仇解"
_GIVEN = "晓小明芳丽强伟静敏杰涛磊洋艳勇娟霞鹏飞宇轩涵梓怡诗琪雨欣"
_TALK = (
    "宿舍有些吵，已反映",
    "师傅很照顾，学会了换刀",
    "近期加班较多，感到疲劳",
    "想家，情绪稳定",
    "食堂不合口味",
    "愿意留任",
)


def filled(folder: Path, key: bytes | None) -> Store:
    """A store of invented people, each at an enterprise, with 30,000 talks."""
    chance = random.Random(1)
    store = create_store(folder, key=key, clock=SystemClock(), ids=RandomIds(), index=index, migrate=migrate)
    with store.write(Text("准备", "prepare")) as txn:
        enterprises = [
            txn.create("enterprise", {"name": f"苏州{chance.choice(_GIVEN)}{chance.choice(_GIVEN)}精密制造{n}有限公司", "short_name": f"精密{n}"})
            for n in range(ENTERPRISES)
        ]  # fmt: skip
        students = []
        for n in range(STUDENTS):
            name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
            students.append(
                txn.create(
                    "student",
                    {
                        "name": name, "student_number": f"2301{n:06}", "class_name": f"机电{n // 50 % 60:02}",
                        "phone": f"13{chance.randrange(10**9):09}", "guardian_phone": f"15{chance.randrange(10**9):09}",
                    },
                )
            )  # fmt: skip
            txn.create(
                "placement",
                {"student": students[-1], "enterprise": chance.choice(enterprises), "start": "2026-03-01", "status": "active"},
            )  # fmt: skip
    with store.write(Text("准备", "prepare")) as txn:
        for n in range(RECORDS):
            txn.create(
                "talk",
                {"student": students[n % STUDENTS], "talked_on": f"2026-0{n % 3 + 1}-{n % 28 + 1:02}", "work": chance.choice(_TALK),
                 "living": f"{chance.choice(_TALK)}（第{n}次）"},
            )  # fmt: skip
    return store


def timed(step: Callable[[], object]) -> float:
    """How long a step takes, in milliseconds."""
    start = time.perf_counter()
    step()
    return 1000 * (time.perf_counter() - start)


def measure(rounds: int, key: bytes | None, words: str) -> list[Result]:
    """The figures of a store with this key."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder) / "store", key)
        reader = store.read()
        steps: dict[str, Callable[[], object]] = {
            "floor": lambda: reader.query("SELECT id FROM student WHERE name LIKE '%晓明%'")
        }
        for name, typed in KEYS.items():
            steps[name] = lambda typed=typed: find(reader, typed, 20, "zh_CN")  # type: ignore[misc]
        figures: dict[str, list[float]] = {name: [] for name in steps}
        for number in range(rounds * 10 + 3):
            for name, step in steps.items():
                milliseconds = timed(step)
                if number >= 3:
                    figures[name].append(milliseconds)
        store.close()
    low = figures.pop("floor")
    results = [
        against_floor(f"{name} “{KEYS[name]}”, {words}", low, own, REACH, "ms")
        for name, own in figures.items()
    ]
    slowest = max(figures.values(), key=lambda own: sorted(own)[len(own) // 2])
    return [*results, plain(f"the slowest of these, {words}", slowest, REACH_MS, "ms")]


def main() -> int:
    """Measure and report."""
    options = parser("One key in the search box", rounds=3).parse_args()
    results = measure(options.rounds, None, "plain") + measure(options.rounds, new_key(), "encrypted")
    return report("One key in the search box: 10,000 students, 30,000 talks", results, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
