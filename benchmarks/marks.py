"""The evaluation grid, hints and the score summary at 10,000 students with all their marks, beside the plain SQL.

The floor reads the same rows by the same SELECTs and makes nothing of them.

python benchmarks/marks.py [--rounds N] [--json PATH]
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from big_store import opened
from fieldteacher.domain.clock import derived_id
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import Mark, evaluation_id
from fieldteacher.services.mark_hints import hints_of
from fieldteacher.store.queries import evaluations as queries
from measure import Result, against_floor, parser, plain, report, timed

STAGE = "mid"
_CHUNK = 500
"""Students a transaction."""


def filled(services: Services) -> str:
    """Give every student the marks of both raters; returns the scheme."""
    chance = Random(1)
    reader = services.store.read()
    scheme = str(reader.records("batch", limit=1)[0]["scheme"])
    criteria = reader.records("criterion", {"scheme": scheme})
    marked = {row.placement for row in queries.sheets(reader, scheme, STAGE)}
    people = [who.placement for who in queries.rated_placements(reader) if who.placement not in marked]
    for begin in range(0, len(people), _CHUNK):
        with services.store.write(Text("准备", "prepare")) as txn:
            for placement in people[begin : begin + _CHUNK]:
                for rater in ("enterprise", "school"):
                    id = evaluation_id(placement, scheme, STAGE, rater)
                    values = {"placement": placement, "scheme": scheme, "stage": STAGE, "rater": rater}
                    txn.create("evaluation", values, id=id)
                    for each in criteria:
                        if each["rater"] == rater:
                            tenths = each["full_marks"] * chance.randint(12, 20) // 20
                            score = {"evaluation": id, "criterion": each["id"], "tenths": tenths}
                            txn.create("score", score, id=derived_id(id, each["id"]))
    return scheme


def measure(services: Services, scheme: str, rounds: int) -> list[Result]:
    """The figures, floor and ours in turn."""
    reader = services.store.read()

    def sql() -> None:
        queries.rated_placements(reader)
        queries.sheets(reader, scheme, STAGE)
        reader.bulk(
            "v.placement, s.criterion, s.tenths",
            "FROM score s JOIN evaluation v ON v.id = s.evaluation "
            "WHERE s.deleted = 0 AND v.deleted = 0 AND v.scheme = ? AND v.stage = ? AND s.tenths IS NOT NULL",
            (scheme, STAGE),
        )

    grid = services.evaluations.grid(scheme, STAGE)
    book = services.summaries.book(scheme, STAGE)
    free = next(row.who.placement for row in grid.rows if not row.signed)
    given = itertools.count()

    def save() -> None:
        tenths = 50 + next(given) % 10
        services.evaluations.set_marks(scheme, STAGE, [Mark(free, each.id, tenths) for each in grid.columns])

    steps: dict[str, Callable[[], object]] = {
        "sql": sql,
        "grid": lambda: services.evaluations.grid(scheme, STAGE),
        "hints": lambda: hints_of(grid),
        "groups": lambda: book.groups("enterprise"),
        "summary": lambda: book.summary("all"),
        "row": save,
    }
    figures: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            figures[name].append(timed(step))
    students, count = len(grid.rows), sum(len(row.marks) for row in grid.rows)
    return [
        against_floor(
            f"grid of {students} students, {count} marks", figures["sql"], figures["grid"], 3.0, "ms"
        ),
        plain("hints at all of them", figures["hints"], 2000, "ms"),
        plain("groups by enterprise", figures["groups"], 500, "ms"),
        plain("one summary of all", figures["summary"], 500, "ms"),
        plain("save one student's row", figures["row"], 50, "ms"),
    ]


def main() -> int:
    """Measure and report."""
    options = parser("Marks at 10,000 students", rounds=5).parse_args()
    with opened() as services:
        results = measure(services, filled(services), options.rounds)
    return report("Marks at 10,000 students", results, options.json)


if __name__ == "__main__":
    raise SystemExit(main())
