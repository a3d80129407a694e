"""The day's list at 10,000 students and 220,000 records: cold, after one save, and the memory it keeps.

The floor is the plain SQL of it in the same store and run: the last talk and the papers of every placement,
the last visit of every enterprise, what is open and due; after a save, the same for one enterprise. Measured is the
processor's time: all of it is one thread's and the file is in memory, so a quiet machine's clock says the same.

python benchmarks/today.py [--rounds N] [--json PATH] [--folder FOLDER]
"""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import big_store
from big_store import TODAY
from fieldteacher.services.app import Services
from fieldteacher.store.reader import Reader
from measure import Result, against_floor, parser, plain, report

COLD_MS, SAVED_MS, MEMORY_MB = 300.0, 30.0, 30.0
_CURRENT = "p.deleted = 0 AND coalesce(p.status, 'active') IN ('active', 'planned')"
_FLOOR = (
    ("SELECT p.id, p.student, p.enterprise, p.start, p.\"end\", s.name, (SELECT max(talked_on) FROM talk t "
    "WHERE t.student = s.id AND t.deleted = 0), (SELECT group_concat(kind) FROM paper w WHERE w.placement = p.id "
    f"AND w.deleted = 0) FROM placement p JOIN student s ON s.id = p.student WHERE {_CURRENT} AND {{at}}"),
    ("SELECT p.enterprise, max(v.visited_on) FROM placement p LEFT JOIN visit v ON v.enterprise = p.enterprise AND v.deleted = 0 "
    f"WHERE {_CURRENT} AND {{at}} GROUP BY p.enterprise"),
    "SELECT v.placement, v.stage, v.rater FROM evaluation v JOIN placement p ON p.id = v.placement WHERE v.deleted = 0 AND {at}",
    ("SELECT p.enterprise, c.checked_on FROM daily_check c JOIN enterprise p ON p.id = c.enterprise "
    "WHERE c.checked_on > '2026-06-07' AND {own}"),
    "SELECT w.id, w.what, w.due_on FROM promise w WHERE w.deleted = 0 AND w.status = 'open' AND {about}",
    ("SELECT t.id, t.follow_up_on FROM talk t WHERE t.deleted = 0 AND t.follow_up_on IS NOT NULL "
    "AND t.followed_up_on IS NULL AND {talked}"),
)  # fmt: skip


def floor(reader: Reader, enterprise: str = "") -> None:
    """The plain SQL, of everything or of one enterprise."""
    there = f"(SELECT student FROM placement WHERE enterprise = '{enterprise}')"
    where = {"at": f"p.enterprise = '{enterprise}'", "own": f"p.id = '{enterprise}'",
             "about": f"w.about IN {there}", "talked": f"t.student IN {there}"}  # fmt: skip
    for sql in _FLOOR:
        if "JOIN enterprise p" in sql:
            sql = sql.replace("SELECT p.enterprise", "SELECT p.id")
        reader.query(sql.format(**(where if enterprise else dict.fromkeys(where, "1"))))


def timed(step: Callable[[], object]) -> float:
    """How long a step takes, in milliseconds."""
    start = time.process_time()
    step()
    return 1000 * (time.process_time() - start)


def memory(services: Services) -> float:
    """What the list keeps in memory, in MB."""
    services.today.forget()
    gc.collect()
    tracemalloc.start()
    services.today.agenda()
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept / 1e6


def measure(services: Services, rounds: int) -> list[Result]:
    """All figures of one store."""
    reader, today = services.store.read(), services.today
    students = [
        row[0] for row in reader.query("SELECT student FROM placement WHERE status = 'active' ORDER BY id")
    ]
    cold: dict[str, list[float]] = {"floor": [], "ours": []}
    saved: dict[str, list[float]] = {"floor": [], "ours": []}
    for number in range(rounds + 1):
        student = students[number * 97 % len(students)]
        at = reader.query("SELECT enterprise FROM placement WHERE student = ?", (student,))[0][0]
        today.forget()
        gc.collect()
        figures = (
            timed(lambda: floor(reader)), timed(today.agenda),
            timed(lambda at=at: floor(reader, at)),  # type: ignore[misc]
        )  # fmt: skip
        services.talks.record([student], {"talked_on": TODAY.isoformat(), "work": "一切正常。"})
        after = timed(today.agenda)
        if number:  # the first round warms the cache
            cold["floor"].append(figures[0])
            cold["ours"].append(figures[1])
            saved["floor"].append(figures[2])
            saved["ours"].append(after)
    return [
        against_floor("the whole list, cold", cold["floor"], cold["ours"], None, "ms"),
        plain("the whole list, cold", cold["ours"], COLD_MS, "ms"),
        against_floor("after one save", saved["floor"], saved["ours"], None, "ms"),
        plain("after one save", saved["ours"], SAVED_MS, "ms"),
        plain("kept in memory", [memory(services)], MEMORY_MB, "MB"),
    ]


def main() -> int:
    """Measure and report."""
    options = parser("The day's list at 10,000 students.")
    options.add_argument("--folder", type=Path, help="where the store is kept between runs")
    given = options.parse_args()
    with big_store.opened(given.folder) as services:
        results = measure(services, given.rounds)
    return report("The day's list: 10,000 students, 220,000 records", results, given.json)


if __name__ == "__main__":
    raise SystemExit(main())
