"""Putting two people together, erasing one, removing one handed over, in a store of 10,000 students.

    python benchmarks/people.py [--rounds N] [--json PATH]

The floor of each is the same rows written by plain SQL in one transaction of the same file, without log, search index
or anything else kept right. Making the file smaller afterwards (VACUUM) is shown apart.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from big_store import opened
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.store import erasing
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE
from fieldteacher.store.driver import Connection
from fieldteacher.store.evicting import evict
from fieldteacher.store.fold import ERASURE, EVICTION
from measure import Result, against_floor, parser, plain, report, timed

REACH_MS = 100
CHILDREN = 300
LABEL = Text("测量", "measure")


def twice(services: Services, number: int) -> tuple[str, str]:
    """A student entered twice; the second one has 300 talks."""
    with services.store.write(LABEL) as txn:
        one, other = (
            txn.create("student", {"student_number": f"D{number}{n}", "name": "欧阳芷若"}) for n in range(2)
        )
        for n in range(CHILDREN):
            txn.create("talk", {"student": other, "talked_on": "2026-03-16", "work": f"第{n}次，学会了装配"})
    return one, other


@contextlib.contextmanager
def raw(services: Services) -> Iterator[Connection]:
    """A connection of its own to the store's file."""
    with contextlib.closing(connect(services.store.folder / FILE, None)) as connection:
        yield connection


Statement = tuple[str, tuple[object, ...]]


def in_one(connection: Connection, statements: Sequence[Statement]) -> None:
    """These statements in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    for sql, parameters in statements:
        connection.execute(sql, parameters)
    connection.execute("COMMIT")


def putting_together(services: Services, rounds: int) -> tuple[list[float], list[float]]:
    """Floor and ours, ms."""
    floor, ours = [], []
    for number in range(rounds):
        one, other = twice(services, 2 * number)
        move: list[Statement] = [("UPDATE talk SET student = ? WHERE student = ?", (one, other))]
        hide: list[Statement] = [("UPDATE student SET deleted = 2 WHERE id = ?", (other,))]
        with raw(services) as connection:
            floor.append(timed(partial(in_one, connection, move + hide)))
        one, other = twice(services, 2 * number + 1)
        ours.append(timed(partial(services.duplicates.put_together, other, one)))
    return floor, ours


_CHILDREN = (
    "student WHERE id = ?1", "talk WHERE student = ?1", "journal WHERE student = ?1", "intention WHERE student = ?1",
    "paper WHERE placement IN (SELECT id FROM placement WHERE student = ?1)", "placement WHERE student = ?1",
)  # fmt: skip


def removing(services: Services, rounds: int, *, erase: bool) -> tuple[list[float], list[float]]:
    """Floor and ours, ms, for students of the store as it was made."""
    students = [
        row[0] for row in services.store.read().query("SELECT id FROM student ORDER BY id DESC LIMIT 1000")
    ]
    these = iter(students[: 4 * rounds] if erase else students[4 * rounds :])
    floor, ours = [], []
    for _ in range(rounds):
        student = next(these)
        dossier = services.store.read().query("SELECT n FROM dossier WHERE id = ?", (f"student:{student}",))[
            0
        ][0]
        gone = (
            "UPDATE change SET value = NULL WHERE dossier = ?"
            if erase
            else "DELETE FROM change WHERE dossier = ?"
        )
        rows = [(f"DELETE FROM {part}", (student,)) for part in reversed(_CHILDREN)]
        with raw(services) as connection:
            floor.append(timed(partial(in_one, connection, [(gone, (dossier,)), *rows])))
        ours.append(timed(partial(_remove, services, next(these), erase=erase)))
    return floor, ours


def _remove(services: Services, student: str, *, erase: bool) -> None:
    with services.store.write(LABEL, purpose=ERASURE if erase else EVICTION) as txn:
        if erase:
            erasing.erase(txn, student)
        else:
            evict(txn, [f"student:{student}"])


def main() -> int:
    """Measure and report."""
    options = parser("People put together, erased, removed").parse_args()
    results: list[Result] = []
    with opened() as services:
        services.search.renew()
        for name, (floor, ours) in (
            (f"put together, {CHILDREN} children", putting_together(services, options.rounds)),
            ("erase one dossier", removing(services, options.rounds, erase=True)),
            ("remove one dossier", removing(services, options.rounds, erase=False)),
        ):
            results.append(against_floor(name, floor, ours, None, "ms"))
            results.append(plain(f"{name}, at most", ours, REACH_MS, "ms"))
        looks = [timed(services.duplicates.count) for _ in range(options.rounds)]
        results.append(plain("possible duplicates are looked for", looks, REACH_MS, "ms"))
        results.append(
            plain("what an erasure means is said before", [timed(partial(_look, services))], None, "ms")
        )
        results.append(
            plain("the file is written anew afterwards", [timed(services.tidying.tidy)], None, "ms")
        )
    return report("People put together, erased, removed; 10,000 students", results, options.json)


def _look(services: Services) -> None:
    student = services.store.read().query("SELECT id FROM student WHERE deleted = 0 LIMIT 1")[0][0]
    services.erasure.look(student)


if __name__ == "__main__":
    raise SystemExit(main())
