"""All rules over 10,000 students and 200,000 records, beside the plain reads of the tables they look at.

The floor fetches the same columns row by row and does nothing with them. ``kept`` is a second look with nothing
saved in between, ``after a save`` the first look after one talk, which is judged by itself.

python benchmarks/rules.py [--rounds N] [--json PATH]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from big_store import opened
from fieldteacher.services.app import Services
from fieldteacher.services.compliance import ComplianceService
from fieldteacher.store.queries.compliance import READS
from measure import against_floor, parser, peak_memory, plain, report

REACH, REACH_SECONDS, REACH_MEMORY = 8.0, 2.0, 400.0
_REST = (
    "SELECT student, kind, handed_in_on FROM journal WHERE deleted = 0",
    "SELECT enterprise, checked_on FROM daily_check WHERE deleted = 0",
    "SELECT student, talked_on FROM talk WHERE deleted = 0",
    "SELECT owner FROM attachment WHERE deleted = 0",
)


def reads(services: Services) -> None:
    """The floor."""
    reader = services.store.read()
    for type_name, facts in READS.items():
        columns = ", ".join(f'"{name}"' for name in facts._fields)
        reader.query(f"SELECT {columns} FROM {type_name} WHERE deleted = 0")
    for sql in _REST:
        reader.query(sql)


def timed(step: Callable[[], object]) -> float:
    """How long a step takes, in seconds."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def main() -> int:
    """Measure and report."""
    options = parser("All rules over all students", rounds=5).parse_args()
    figures: dict[str, list[float]] = {"floor": [], "whole": [], "kept": [], "saved": []}
    with opened() as services:
        student = services.store.read().records("student", limit=1)[0]["id"]
        services.rule_sets.sets()  # the files are read once for as long as the program runs
        for number in range(options.rounds + 1):
            fresh = ComplianceService(services.store, services.clock, services.rule_sets)
            steps = {
                "floor": lambda: reads(services), "whole": fresh.findings, "kept": fresh.findings,
                "saved": fresh.findings,
            }  # fmt: skip
            for name, step in steps.items():
                if name == "saved":
                    services.records.put("talk", {"student": student, "talked_on": "2026-06-15"})
                seconds = timed(step)
                if number:
                    figures[name].append(seconds)
        found = len(fresh.findings())
    print(f"{found} findings")
    low = figures["floor"]
    results = [
        against_floor("all rules over all students", low, figures["whole"], REACH),
        plain("the same, in seconds", figures["whole"], REACH_SECONDS, "s"),
        plain("after a save of one talk", figures["saved"], 0.05, "s"),
        plain("kept, nothing saved", figures["kept"], 0.005, "s"),
        plain("memory of the whole process", [peak_memory()], REACH_MEMORY, "MB"),
    ]
    return report("The rules: 10,000 students, 220,000 records", results, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
