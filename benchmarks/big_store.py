"""A store of 10,000 students and some 200,000 records, made once and kept; other benchmarks start from it.

The demo gives its first 600 students a full diary and the rest the least there can be; here everybody gets
one: all papers, a talk a month, the month's reports, mid-term marks for a third, a wish, checks of the last
four weeks at every enterprise. Nothing here is about anybody. ``made`` returns the folder of the store as it
was made (do not write into it), ``opened`` the services of a copy that may be written to.

python benchmarks/big_store.py [FOLDER]
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from fieldteacher import bootstrap
from fieldteacher.domain.clock import SystemClock, derived_id
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.demo import phrases
from fieldteacher.services.demo.calendar import Calendar
from fieldteacher.services.demo.placing import INSURER
from fieldteacher.services.evaluations import evaluation_id
from fieldteacher.store.transaction import Transaction

TODAY = date(2026, 6, 15)
STUDENTS = 10_000
_CHUNK = 20_000
"""Records a transaction."""

Entry = tuple[str, dict[str, Any], str | None]


def made(folder: Path | None = None, *, students: int = STUDENTS) -> Path:
    """The store's folder; made where it is not there yet, below ``folder`` or the system's temporary folder.

    Its name follows from the sources that decide what is in it, so a change of them makes a new one.
    """
    place = folder or Path(tempfile.gettempdir()) / "fieldteacher-benchmarks"
    store = place / f"big-{students}-{_state_of_sources()}"
    if not store.exists():
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place) as beside:
            _make(Path(beside) / "store", students)
            with contextlib.suppress(OSError):  # another benchmark was faster
                (Path(beside) / "store").rename(store)
    return store


@contextlib.contextmanager
def opened(folder: Path | None = None, *, students: int = STUDENTS) -> Iterator[Services]:
    """The services of a copy of the store, which is thrown away after the block; its today is ``TODAY``."""
    with tempfile.TemporaryDirectory() as beside:
        copy = shutil.copytree(made(folder, students=students), Path(beside) / "store")
        services = bootstrap.open_services(copy, password=None, clock=SystemClock(TODAY))
        try:
            yield services
        finally:
            services.close()


def _state_of_sources() -> str:
    package = Path(bootstrap.__file__).parent
    found = hashlib.sha256(Path(__file__).read_bytes())
    for part in ("services/demo", "store/migrations", "domain/records"):
        for file in sorted((package / part).glob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()[:12]


def _make(folder: Path, students: int) -> None:
    bootstrap.create_demo(folder, students=students, teachers=2, seed=1, clock=SystemClock(TODAY))
    services = bootstrap.open_services(folder, password=None, clock=SystemClock(TODAY))
    try:
        entries = list(Filling(services).entries())
        for begin in range(0, len(entries), _CHUNK):
            with services.store.write(Text("补齐记录", "fill the store")) as txn:
                _write(txn, entries[begin : begin + _CHUNK])
        services.store.read().query("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        services.close()


def _write(txn: Transaction, entries: Sequence[Entry]) -> None:
    for type_name, values, record in entries:
        txn.create(type_name, {name: value for name, value in values.items() if value is not None}, id=record)


class Filling:
    """The records that are added to the demo's, in the order in which they may refer to each other."""

    def __init__(self, services: Services) -> None:
        self._reader = services.store.read()
        self._random = Random(1)
        self._calendar = Calendar(TODAY)
        batch = self._reader.records("batch", limit=1)[0]
        self._scheme = batch["scheme"]
        self._placements = self._reader.rows(
            "SELECT p.id, p.student, p.enterprise, p.post FROM placement p JOIN student s ON s.id = p.student "
            "WHERE p.status = 'active' ORDER BY p.id"
        )
        self._talked = {row[0] for row in self._reader.query("SELECT DISTINCT student FROM talk")}
        self._marked = {row[0] for row in self._reader.query("SELECT DISTINCT placement FROM evaluation")}
        self._wished = {row[0] for row in self._reader.query("SELECT DISTINCT student FROM intention")}
        self._criteria: dict[str, list[tuple[str, int]]] = {}
        for row in self._reader.records("criterion", {"scheme": self._scheme}):
            self._criteria.setdefault(row["rater"], []).append((row["id"], row["full_marks"]))

    def entries(self) -> Iterator[Entry]:
        """All of them: type, values, and the id where it follows from others."""
        held = self._reader.query(
            "SELECT placement, count(*) FROM paper WHERE deleted = 0 GROUP BY placement"
        )
        papers = dict(held)
        for number, placement in enumerate(self._placements):
            if papers.get(placement["id"], 0) == 1:
                yield from self._papers(placement)
            if placement["student"] not in self._talked:
                yield from self._talks(placement)
                yield from self._reports(placement)
            if placement["student"] not in self._wished:
                yield self._wish(placement)
            if placement["id"] not in self._marked and number % 3 == 0:
                yield from self._marks(placement)
        yield from self._checks()

    def _papers(self, placement: dict[str, Any]) -> Iterator[Entry]:
        start, end = self._calendar.start, self._calendar.end
        signed = (start - timedelta(days=self._random.randrange(8, 16))).isoformat()
        # One policy in a hundred runs out before the placement ends.
        until = end + timedelta(days=7 if self._random.random() > 0.01 else -40)
        insured = {"valid_from": (start - timedelta(days=1)).isoformat(), "valid_to": until.isoformat()}
        for values in (
            {"kind": "consent", "signed_on": signed, "guardian_signed_on": signed},
            {"kind": "liability_insurance", "issuer": INSURER, "payer": "college", "number": f"PZ{self._random.randrange(10**10):010d}", **insured},
            {"kind": "safety_training", "signed_on": signed, "hours": 80, "passed": True},
            {"kind": "cross_province_filing", "number": f"川苏备{start:%Y}017", "signed_on": signed},
        ):  # fmt: skip
            yield "paper", {**values, "placement": placement["id"]}, None

    def _talks(self, placement: dict[str, Any]) -> Iterator[Entry]:
        choose = self._random.choice
        # The last talk lies up to a fortnight back, for one student in fifty a month and more.
        last = TODAY - timedelta(days=self._random.randrange(1, 15))
        late = 30 if self._random.random() < 0.02 else 0
        for month in range(3):
            day = last - timedelta(days=30 * month + late)
            follow = day + timedelta(days=14) if self._random.random() < 0.03 else None
            yield "talk", {
                "student": placement["student"], "talked_on": day.isoformat(), "minutes": choose((5, 10, 15)),
                "way": choose(("face", "phone", "group")), "thoughts": choose(phrases.THOUGHTS).format(post=placement["post"]),
                "work": choose(phrases.WORK).format(post=placement["post"]), "living": choose(phrases.LIVING),
                "difficulties": choose(phrases.DIFFICULTIES) or None, "follow_up_on": follow and follow.isoformat(),
                "followed_up_on": follow.isoformat() if follow and self._random.random() < 0.9 else None,
            }, None  # fmt: skip
        if self._random.random() < 0.1:
            what, who = choose(phrases.STUDENT_PROMISES)
            due = TODAY + timedelta(days=self._random.randrange(-30, 20))
            done = due < TODAY and self._random.random() < 0.9
            yield "promise", {
                "about": placement["student"], "what": what, "who": who, "due_on": due.isoformat(),
                "status": "done" if done else "open", "done_on": due.isoformat() if done else None,
            }, None  # fmt: skip

    def _reports(self, placement: dict[str, Any]) -> Iterator[Entry]:
        for month in ("2026-03", "2026-04", "2026-05"):
            yield "journal", {
                "student": placement["student"], "kind": "monthly", "period": month, "handed_in_on": f"{month}-28",
                "characters": self._random.randrange(400, 1500), "stars": self._random.choice((3, 4, 5)),
            }, None  # fmt: skip

    def _wish(self, placement: dict[str, Any]) -> Entry:
        return "intention", {
            "student": placement["student"], "asked_on": (TODAY - timedelta(days=20)).isoformat(),
            "student_wish": self._random.choice(("stay", "stay", "leave", "undecided", "study")),
            "enterprise_wish": self._random.choice(("hire", "consider", "not_asked")),
        }, None  # fmt: skip

    def _marks(self, placement: dict[str, Any]) -> Iterator[Entry]:
        day = (self._calendar.start + timedelta(weeks=7, days=4)).isoformat()
        for rater, criteria in self._criteria.items():
            id = evaluation_id(placement["id"], self._scheme, "mid", rater)
            yield "evaluation", {
                "placement": placement["id"], "scheme": self._scheme, "stage": "mid", "rater": rater, "rated_on": day,
                "status": "signed", "signed_on": day, "comment": self._random.choice(phrases.COMMENTS["middle"]),
            }, id  # fmt: skip
            for criterion, full in criteria:
                tenths = 10 * round(full * self._random.uniform(0.06, 0.1))
                yield (
                    "score",
                    {"evaluation": id, "criterion": criterion, "tenths": tenths},
                    derived_id(id, criterion),
                )

    def _checks(self) -> Iterator[Entry]:
        checked = {row[0] for row in self._reader.query("SELECT DISTINCT enterprise FROM daily_check")}
        for enterprise in sorted({row["enterprise"] for row in self._placements} - checked):
            for back in range(28, 0, -1):
                day = TODAY - timedelta(days=back)
                if day.weekday() < 5:
                    yield (
                        "daily_check",
                        {"enterprise": enterprise, "checked_on": day.isoformat(), "normal": True},
                        None,
                    )


def main() -> None:
    """Make the store and say what is in it."""
    begun = time.perf_counter()
    folder = made(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    print(f"{folder}: {time.perf_counter() - begun:.0f} s")
    services = bootstrap.open_services(folder, password=None, clock=SystemClock(TODAY))
    counts = {name: services.records.count(name) for name in services.records.types()}
    services.close()
    print(f"{sum(counts.values()):,} records:", ", ".join(f"{n} {c:,}" for n, c in counts.items() if c))


if __name__ == "__main__":
    main()
