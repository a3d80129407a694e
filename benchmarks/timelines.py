"""A timeline in the largest store, beside its plain SQL: the busiest students and enterprises, one after another.

python benchmarks/timelines.py [--rounds N] [--json PATH]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from big_store import opened
from fieldteacher.services.timelines import entries
from fieldteacher.store.queries import timelines
from fieldteacher.store.reader import Reader
from measure import Result, against_floor, parser, plain, report, timed

REACH, REACH_MS = 4.0, 50.0
PEOPLE = 20

_BUSIEST = {
    "student": "SELECT student FROM talk GROUP BY student ORDER BY count(*) DESC, student LIMIT ?",
    "enterprise": "SELECT enterprise FROM placement GROUP BY enterprise ORDER BY count(*) DESC, enterprise LIMIT ?",
}
_OF: dict[str, Callable[[Reader, str], list[Any]]] = {
    "student": timelines.of_student, "enterprise": timelines.of_enterprise,
}  # fmt: skip


def measure(rounds: int) -> list[Result]:
    """The figures of students and enterprises."""
    results: list[Result] = []
    with opened() as services:
        reader = services.store.read()
        for kind, of in _OF.items():
            busiest = [row[0] for row in reader.query(_BUSIEST[kind], (PEOPLE,))]
            most = max(len(of(reader, each)) for each in busiest)
            floor, ours = _rounds(reader, of, busiest, rounds)
            name = f"timeline of the busiest {kind}s, up to {most} entries"
            results.append(against_floor(name, floor, ours, REACH, "ms"))
            results.append(plain(f"the slowest of these, {kind}s", [max(ours)], REACH_MS, "ms"))
    return results


def _rounds(
    reader: Reader, of: Callable[[Reader, str], list[Any]], who: Sequence[str], rounds: int
) -> tuple[list[float], list[float]]:
    floor: list[float] = []
    ours: list[float] = []
    for each in who:
        entries(of(reader, each))
        for _ in range(rounds):
            floor.append(timed(lambda each=each: of(reader, each)))  # type: ignore[misc]
            ours.append(timed(lambda each=each: entries(of(reader, each))))  # type: ignore[misc]
    return floor, ours


def main() -> int:
    """Measure and report."""
    options = parser("A timeline in the largest store", rounds=5).parse_args()
    return report("A timeline at 10,000 students, 200,000 records", measure(options.rounds), options.json)


if __name__ == "__main__":
    raise SystemExit(main())
