"""Saving one record of 20 fields, beside one transaction that writes 20 rows into one log table.

    python benchmarks/save.py [--rounds N] [--json PATH]

Both go through the same driver to a file with the same settings, in turns.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from fieldteacher.domain.clock import RandomIds, SystemClock
from fieldteacher.domain.text import Text
from fieldteacher.store.connection import connect
from fieldteacher.store.database import Store
from fieldteacher.store.indexing import index
from fieldteacher.store.keys import new_key
from fieldteacher.store.migrating import migrate
from fieldteacher.store.opening import create_store
from measure import Result, against_floor, parser, report

REACH = 3.0
LABEL = Text("新增学生", "add a student")
_LOG = (
    "CREATE TABLE log (device INTEGER, counter INTEGER, wall INTEGER, type TEXT, record TEXT, field TEXT, value ANY, "
    "replaces TEXT, PRIMARY KEY (device, counter)) STRICT, WITHOUT ROWID"
)


def student(n: int) -> dict[str, object]:
    """Twenty fields of an invented student."""
    return {
        "student_number": f"2301{n:06}", "name": f"李小明{n}", "sex": "男", "birth_date": "2005-10-03", "grade_year": 2023,
        "enrolled_on": "2023-09-01", "schooling_years": 3, "department": "智能制造学院", "major": "机电一体化技术",
        "class_name": f"机电23{n % 9 + 1:02}", "phone": f"138{n:08}", "wechat": f"wx{n}", "guardian_name": "李大明",
        "guardian_relation": "父亲", "guardian_phone": f"139{n:08}", "emergency_contact": "王芳",
        "emergency_phone": f"137{n:08}", "ethnic_group": "汉族", "political_status": "共青团员", "note": f"第{n}号，爱好摄影",
    }  # fmt: skip


def floor(folder: Path, key: bytes | None) -> Iterator[None]:
    """Each step is one transaction of twenty rows."""
    (folder / "floor.db").touch()
    connection = connect(folder / "floor.db", key)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(_LOG)
    counter = itertools.count(1)
    for n in itertools.count():
        rows = [
            (1, next(counter), 1_770_000_000_000, "student", f"record-{n:027}", name, value, "")
            for name, value in student(n).items()
        ]
        yield  # everything up to here is made ready outside the clock
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")
        yield


def new_records(store: Store) -> Iterator[None]:
    """Each step saves a new record."""
    for n in itertools.count():
        values = student(n)
        yield
        with store.write(LABEL) as txn:
            txn.create("student", values)
        yield


def changes(store: Store) -> Iterator[None]:
    """Each step changes every field of one of a hundred records."""
    with store.write(LABEL) as txn:
        records = [txn.create("student", student(n)) for n in range(100)]
    for n in itertools.count(1):
        record = records[n % 100]
        values = student(n) | {
            "sex": "男女"[n % 2], "birth_date": f"2005-10-{n % 28 + 1:02}", "grade_year": 2000 + n % 50,
            "enrolled_on": f"2023-09-{n % 28 + 1:02}", "schooling_years": n % 5 + 1, "department": f"学院{n}",
            "major": f"专业{n}", "guardian_name": f"李{n}", "guardian_relation": f"亲属{n}", "emergency_contact": f"王{n}",
            "ethnic_group": f"民族{n}", "political_status": f"面貌{n}",
        }  # fmt: skip
        base = store.read().heads("student", record)
        yield
        with store.write(LABEL) as txn:
            txn.update("student", record, values, base=base)
        yield


def timed(step: Iterator[None]) -> float:
    """One step in seconds, without its making ready."""
    next(step)
    start = time.perf_counter()
    next(step)
    return time.perf_counter() - start


def measure(rounds: int, key: bytes | None, words: str) -> list[Result]:
    """The figures for a store with this key."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = create_store(
            folder / "store", key=key, clock=SystemClock(), ids=RandomIds(), index=index, migrate=migrate
        )
        steps: dict[str, Callable[[], Iterator[None]]] = {
            "floor": lambda: floor(folder, key),
            "new record": lambda: new_records(store),
            "all fields changed": lambda: changes(store),
        }
        running = {step: make() for step, make in steps.items()}
        figures: dict[str, list[float]] = {step: [] for step in running}
        for number in range(rounds * 100 + 20):
            for step, iterator in running.items():
                seconds = timed(iterator)
                if number >= 20:
                    figures[step].append(1000 * seconds)
        store.close()
    low = figures.pop("floor")
    return [against_floor(f"{step}, {words}", low, own, REACH, "ms") for step, own in figures.items()]


def main() -> int:
    """Measure and report."""
    options = parser("Saving one record of 20 fields", rounds=5).parse_args()
    results = measure(options.rounds, None, "plain") + measure(options.rounds, new_key(), "encrypted")
    return report("Save one record of 20 fields", results, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
