"""One key in the search box of the largest store, plain and encrypted, beside one LIKE scan of 10,000 names.

python benchmarks/search.py [--rounds N] [--json PATH]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from big_store import opened
from fieldteacher.services.app import Services
from measure import Result, against_floor, parser, plain, report, timed

REACH_MS = 20.0
KEYS = {
    "a letter": "l", "another": "x", "two initials": "lx", "three initials": "zxm", "full pinyin": "zhangxiao",
    "a mix of both": "lixm", "one character": "张", "another one": "明", "two characters": "李晓", "tail of a number": "4711",
    "tail of a phone": "0815", "name and class": "李 机电23", "class and pinyin": "2301 wang", "initials and enterprise": "zw 精密",
    "a dormitory": "号楼302", "words of a talk": "加班", "long words": "师傅很照顾", "a name and words": "王 师傅 照顾",
    "words and initials": "车间 lx", "five words": "a b c d e", "nothing": "qqq",
}  # fmt: skip


def measure(services: Services, rounds: int, words: str) -> list[Result]:
    """The figures of an open store."""
    find, reader = services.search.find, services.store.read()
    steps: dict[str, Callable[[], object]] = {
        "floor": lambda: reader.query("SELECT id FROM student WHERE name LIKE '%晓明%'")
    }
    for name, typed in KEYS.items():
        steps[name] = lambda typed=typed: find(typed, 12)  # type: ignore[misc]
    figures: dict[str, list[float]] = {name: [] for name in steps}
    for number in range(rounds * 5 + 2):
        for name, step in steps.items():
            milliseconds = timed(step)
            if number >= 2:
                figures[name].append(milliseconds)
    low = figures.pop("floor")
    results = [
        against_floor(f"{name} “{KEYS[name]}”, {words}", low, own, None, "ms")
        for name, own in figures.items()
    ]
    slowest = max(figures.values(), key=lambda own: sorted(own)[len(own) // 2])
    return [*results, plain(f"the slowest of these, {words}", slowest, REACH_MS, "ms")]


def main() -> int:
    """Measure and report."""
    options = parser("One key in the search box", rounds=3).parse_args()
    with opened() as services:
        results = measure(services, options.rounds, "plain")
        services.access.set_password("benchmark")
        results += measure(services, options.rounds, "encrypted")
    return report("One key in the search box: 10,000 students, 200,000 records", results, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
