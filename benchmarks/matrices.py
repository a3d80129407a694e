"""The matrices of the daily round and of papers at 10,000 students, beside the plain SQL of what each shows.

python benchmarks/matrices.py [--rounds N] [--json PATH]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from big_store import TODAY, opened
from fieldteacher.services.app import Services
from measure import Result, against_floor, parser, plain, report, timed

_STUDENTS = (
    'SELECT s.id, s.name, s.student_number, s.class_name, e.short_name, p.start, p."end" FROM placement p '
    "JOIN student s ON s.id = p.student JOIN enterprise e ON e.id = p.enterprise "
    "WHERE p.deleted = 0 AND p.status IN ('active', 'planned')"
)
_FLOORS = {
    "checks": (
        "SELECT enterprise, count(*) FROM placement WHERE deleted = 0 GROUP BY enterprise",
        "SELECT enterprise, checked_on, normal, exception FROM daily_check WHERE checked_on >= '2026-06-09'",
    ),
    "journals": (_STUDENTS, "SELECT student, period, id, handed_in_on, stars FROM journal WHERE kind = 'monthly'"),
    "papers": (_STUDENTS, "SELECT id, placement, kind, signed_on, valid_from, valid_to, passed FROM paper WHERE deleted = 0"),
}  # fmt: skip
"""The plain SQL, read row by row."""
_REACH = {"checks": 5.0, "journals": 4.0, "papers": 7.0}


def measure(services: Services, rounds: int) -> list[Result]:
    """The figures of an open store."""
    reader = services.store.read()
    ours: dict[str, Callable[[], object]] = {
        "checks": lambda: services.daily.grid(TODAY, 7),
        "journals": lambda: services.journals.grid("monthly", most=8),
        "papers": services.papers.rows,
    }
    results = []
    for name, floor in _FLOORS.items():
        low, own = [], []
        for _ in range(rounds):
            low.append(timed(lambda floor=floor: [reader.query(sql) for sql in floor]))  # type: ignore[misc]
            own.append(timed(ours[name]))
        results.append(against_floor(f"{name}, read", low, own, _REACH[name], "ms"))
    rows = services.papers.rows()
    cells = [(row.id, "work_injury_insurance") for row in rows[:1000]]
    results.append(
        plain(
            "a paper noted for 1,000",
            [timed(lambda: services.papers.tick(cells, {"number": "1"}, cover=True))],
            1000.0,
            "ms",
        )
    )
    touched = [cell.paper for row in rows[:30] for cell in row.papers.values() if cell.paper]
    results.append(
        plain(
            "papers of 30, read again",
            [timed(lambda: services.papers.touched(touched)) for _ in range(rounds)],
            30.0,
            "ms",
        )
    )
    return results


def main() -> int:
    """Measure and report."""
    options = parser("The matrices", rounds=5).parse_args()
    with opened() as services:
        results = measure(services, options.rounds)
    return report("The daily round and papers: 10,000 students", results, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
