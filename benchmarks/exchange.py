"""Taking in what others changed, beside inserting the same rows into the log as they are.

    python benchmarks/exchange.py [--rounds N] [--office STUDENTS] [--json PATH]

1,000 students with their placements, 40 fields each, come into an empty store; a week's 50 changes and the same package
again into that; and a teacher's weekly package into an office of ``--office`` students. Sealing and reading the file is
measured by ``package.py``. Nobody in it is real.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from fieldteacher.domain.clock import RandomIds, SeededIds, SystemClock
from fieldteacher.domain.exchange import Arrival, Merged, SharedChange
from fieldteacher.domain.text import same
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE, Store
from fieldteacher.store.fold import PACKAGE
from fieldteacher.store.indexing import index
from fieldteacher.store.merging import merge
from fieldteacher.store.migrating import migrate
from fieldteacher.store.opening import create_store
from fieldteacher.store.own_clock import BUILT
from fieldteacher.store.sharing import digests
from measure import Result, against_floor, parser, peak_memory, plain, report, timed
from save import student

STUDENTS, WEEK = 1_000, 50
OFFICE, HERS, TALKS = 20_000, 60, 120
WALL = 1_773_622_800_000
DEVICE, OTHER = "3f9c2a77e01b4d58", "77aa01bc9e5d2f13"
LABEL = same("take in")
_BARE = (
    "CREATE TABLE bare (device INTEGER, counter INTEGER, wall INTEGER, plausible INTEGER, type TEXT, record TEXT, field TEXT, "
    "value ANY, replaces TEXT, dossier INTEGER, save INTEGER, package INTEGER, live INTEGER, author TEXT, "
    "PRIMARY KEY (device, counter)) STRICT, WITHOUT ROWID"
)
_numbers = itertools.count(1)


def placement(of: str, number: int) -> dict[str, str | int]:
    """Twenty fields of where a student is."""
    return {
        "student": of, "enterprise": f"firm-{number // 30:05}", "department": "装配部", "post": "装配工", "kind": "assigned",
        "start": "2026-03-01", "end": "2026-08-31", "status": "active", "monthly_pay": 3500, "post_wage": 3600, "lowest_wage": 2490,
        "pay_method": "transfer", "pay_period_days": 30, "pay_day": 15, "works_independently": 0, "hours_per_day": 80,
        "days_per_week": 50, "shift_start": "08:00", "shift_end": "17:00", "lodging_address": "东区3栋502",
    }  # fmt: skip


class Writer:
    """A station as others hear of it: what it changes, counted."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._counter = itertools.count(1)
        self._ids = SeededIds(int(device, 16) % 1000, BUILT)

    def record(self, kind: str, values: dict[str, object], dossier: str | None = None) -> list[SharedChange]:
        """A new record."""
        id = self._ids.new()
        return [
            SharedChange(
                self._device, next(self._counter), WALL, True, kind, id, name, value if isinstance(value, int | str) else None, (),
                dossier or f"{kind}:{id}", "李老师",
            )
            for name, value in values.items()
        ]  # fmt: skip

    def changed(self, old: SharedChange, value: str) -> SharedChange:
        """A change of a field."""
        return old._replace(
            device=self._device,
            counter=next(self._counter),
            wall=WALL + 60_000,
            value=value,
            replaces=(old.name,),
        )

    def students(self, count: int) -> list[SharedChange]:
        """So many students with their placements, 40 fields each."""
        made: list[SharedChange] = []
        for number in range(count):
            made += self.record("student", student(number))
            dossier = made[-1].dossier
            made += self.record("placement", dict(placement(made[-1].record, number)), dossier)
        return made

    def week(self, known: Sequence[SharedChange], count: int) -> list[SharedChange]:
        """So many notes and phone numbers changed, in as many students."""
        fitting = [change for change in known if change.field in ("phone", "note")]
        return [self.changed(old, "13900001111") for old in Random(1).sample(fitting, count)]


def made(folder: Path) -> Store:
    """An empty store."""
    return create_store(
        folder, key=None, clock=SystemClock(), ids=RandomIds(), index=index, migrate=migrate, label="实习办"
    )


def arrival() -> Arrival:
    """Another package each time."""
    number = next(_numbers)
    return Arrival(
        package=f"p{number}", device=DEVICE, sign_key="a" * 64, serial=number, created_ms=WALL, label=LABEL
    )


def take_in(store: Store, changes: Iterable[SharedChange]) -> Merged:
    """Take in changes as a package is."""
    with store.write(LABEL, purpose=PACKAGE) as txn:
        done = merge(txn, arrival(), changes)
        digests(txn, {change.dossier for change in changes})
    return done


def preview(store: Store, changes: Iterable[SharedChange]) -> Merged:
    """The same, and nothing stays."""
    with store.rehearse(LABEL) as txn:
        done = merge(txn, arrival(), changes)
    return done


def raw(folder: Path, changes: Sequence[SharedChange], *, bare: bool) -> float:
    """The floor: the rows into the log of an empty store with its indexes, or into one ``bare`` table, in one transaction."""
    name = f"floor-{next(_numbers)}"
    file = folder / name / FILE
    made(folder / name).close()
    rows: list[tuple[object, ...]] = [
        (1, *c[1:7], c.value, "", len(c.dossier), 1, 1, 1, c.author) for c in changes
    ]
    with contextlib.closing(connect(file, None)) as connection:
        if bare:
            connection.execute(_BARE)
        sql = f"INSERT INTO {'bare' if bare else 'change'} VALUES ({', '.join('?' * len(rows[0]))})"

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(sql, rows)
            connection.execute("COMMIT")

        return timed(insert)


def thousand(folder: Path, rounds: int) -> Iterator[Result]:
    """1,000 students into an empty store; then a week's changes, the same again, and back."""
    writer = Writer(DEVICE)
    changes = writer.students(STUDENTS)
    figures: dict[str, list[float]] = {
        name: [] for name in ("bare", "floor", "preview", "import", "known", "week", "undo")
    }
    for round in range(rounds):
        figures["floor"].append(raw(folder, changes, bare=False))
        figures["bare"].append(raw(folder, changes, bare=True))
        week = Writer(f"{round + 1:016x}").week(changes, WEEK)
        with contextlib.closing(made(folder / f"store-{round}")) as store:
            figures["preview"].append(timed(partial(preview, store, changes)))
            for name, brought in (("import", changes), ("known", changes), ("week", week)):
                figures[name].append(timed(partial(take_in, store, brought)))
            figures["undo"].append(timed(store.undo))
    size = f"{STUDENTS:,} students × 40 fields"
    yield against_floor(f"preview of {size}", figures["floor"], figures["preview"], 3, "ms")
    yield against_floor(f"import of {size}", figures["floor"], figures["import"], 3, "ms")
    yield against_floor(
        "the same import beside a table without indexes", figures["bare"], figures["import"], None, "ms"
    )
    yield plain("import of what is known already", figures["known"], 150, "ms")
    yield plain(f"import of {WEEK} changes", figures["week"], 100, "ms")
    yield plain("taking that back", figures["undo"], 100, "ms")


def office(folder: Path, rounds: int, students: int) -> Iterator[Result]:
    """A teacher's weekly package into a large office: new talks and changes, and the students' whole dossiers with them."""
    here = Writer(OTHER)
    store = made(folder / "office")
    hers: list[SharedChange] = []
    for start in range(0, students, 1000):
        changes = here.students(min(1000, students - start))
        hers = hers or changes[: HERS * 40]
        take_in(store, changes)
    figures: list[float] = []
    previews: list[float] = []
    for round in range(rounds):
        teacher = Writer(f"{round + 100:016x}")
        dossiers = list(dict.fromkeys(change.dossier for change in hers))
        package = [*hers, *teacher.week(hers, WEEK)]
        for number in range(TALKS):
            dossier = dossiers[number % HERS]
            values: dict[str, object] = {
                "student": dossier.partition(":")[2],
                "talked_on": "2026-03-16",
                "way": "face",
                "minutes": 20,
            }
            values |= dict.fromkeys(("thoughts", "work", "living", "gains"), "适应良好，宿舍有空调")
            package += teacher.record("talk", values, dossier)
        previews.append(timed(partial(preview, store, package)))
        figures.append(timed(partial(take_in, store, package)))
    yield plain(
        f"a weekly package ({len(package):,} changes) previewed, {students:,} students", previews, 1000, "ms"
    )
    yield plain("the same taken in", figures, 1000, "ms")
    yield plain("memory", [peak_memory()], 600, "MB")
    store.close()


def main() -> int:
    """Measure and tell."""
    options = parser("Taking in what others changed.", rounds=5)
    options.add_argument("--office", type=int, default=OFFICE, help="students of the office")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = [*thousand(Path(folder), given.rounds), *office(Path(folder), given.rounds, given.office)]
    return report("Exchange", results, given.json)


if __name__ == "__main__":
    raise SystemExit(main())
