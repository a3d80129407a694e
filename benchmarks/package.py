"""Packages: how large, and how long writing and reading take, beside JSON, zlib and rows alone.

    python benchmarks/package.py [--rounds N] [--json PATH]

The floor writes each change as one JSON array and deflates them all; it reads them back and inserts them into one log
table. Ours seals, signs and checks besides, and inserts the same rows. Nobody in it is real.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from fieldteacher.domain.clock import SeededIds
from fieldteacher.domain.exchange import TEACHER, Manifest, SharedChange, Station
from fieldteacher.exchange import container
from fieldteacher.exchange.container import Trust
from fieldteacher.exchange.keys import Keys, new_keys
from fieldteacher.store.own_clock import BUILT
from measure import Result, against_floor, parser, peak_memory, plain, report, timed

STUDENTS, FIELDS, EDITS = 1_000, 40, 50
WALL = 1_773_622_800_000
DEVICE = "3f9c2a77e01b4d58"
_LOG = (
    "CREATE TABLE log (device TEXT, counter INTEGER, wall INTEGER, plausible INTEGER, type TEXT, record TEXT, field TEXT, value ANY, "
    "replaces TEXT, dossier TEXT, author TEXT, PRIMARY KEY (device, counter)) STRICT, WITHOUT ROWID"
)
_SURNAMES, _GIVEN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高",
    "伟芳娜秀英敏静丽强磊军洋勇艳杰涛明超兰霞平刚桂燕玲辉鹏宇浩欣雨婷",
)


def _value(dice: Random, number: int, field: int) -> str | int | None:
    """Of 40 fields some are numbers and names of one student, some one of a few words, some days, some empty."""
    if field < 4:
        return (f"2301{number:05}", dice.choice(_SURNAMES) + "".join(dice.choices(_GIVEN, k=2)), f"138{dice.randrange(10**8):08}",
                f"33010620{dice.randrange(4, 7):02}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}{dice.randrange(10**4):04}")[field]  # fmt: skip
    kinds = (
        f"139{dice.randrange(10**8):08}", f"2026-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}", dice.randrange(1000), None,
        dice.choice(("机电一体化技术", "数控技术", "汽车检测与维修技术", "电子商务")), "".join(dice.choices(_GIVEN, k=dice.randrange(4, 30))),
    )  # fmt: skip
    return kinds[field % len(kinds)]


def roster(students: int) -> list[SharedChange]:
    """So many students entered at once."""
    dice, ids = Random(1), SeededIds(1, BUILT)
    made: list[SharedChange] = []
    for number in range(students):
        record = ids.new()
        for field in range(FIELDS):
            made.append(
                SharedChange(
                    DEVICE, len(made) + 1, WALL + number // 100, True, "student", record, f"field_{field:02}", _value(dice, number, field), (),
                    f"student:{record}", "李老师",
                )
            )  # fmt: skip
    return made


def edits(known: Sequence[SharedChange], count: int, *, together: int = 2) -> list[SharedChange]:
    """So many fields changed in the course of a week, some of a record in each save."""
    dice = Random(2)
    made: list[SharedChange] = []
    for start in dice.sample(range(0, len(known), FIELDS), count // together):
        wall = WALL + len(made) * 7_919_000
        for old in sorted(
            dice.sample(known[start : start + FIELDS], together), key=lambda change: change.counter
        ):
            value = _value(dice, dice.randrange(99_999), int(old.field[-2:]))
            made.append(
                old._replace(counter=len(known) + len(made) + 1, wall=wall, value=value, replaces=(old.name,))
            )
    return made


class Exchange:
    """A teacher who writes and an office that reads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "p.ftpkg"
        self.teacher, self.office = new_keys(), new_keys()
        self.sender = self._station(self.teacher, TEACHER)
        self.trust = Trust(college=self.office.sign_key, station={self.teacher.sign_key: self.sender}.get)

    @staticmethod
    def _station(keys: Keys, role: str) -> Station:
        return Station(
            sign_key=keys.sign_key, age_key=keys.age_key, device=DEVICE, label="李老师", role=role, teacher="0195a000-0000-7000-8000-1"
        )  # fmt: skip

    def write(self, changes: Iterable[SharedChange], dossiers: Iterable[str]) -> int:
        """Write a package; its bytes."""
        have = {dossier: hashlib.sha256(dossier.encode()).hexdigest()[:16] for dossier in dossiers}
        manifest = Manifest(
            package="0195a000-0000-7000-8000-000000000001", format=1, min_reader=1, sender=self.sender, recipient=self.office.sign_key,
            college=self.office.sign_key, serial=7, created_ms=WALL, schema="m0003_exchange", have=have,
        )  # fmt: skip
        readers = [self.office.age_key]
        return container.write(
            self.path, keys=self.teacher, readers=readers, manifest=manifest, changes=changes
        ).bytes

    def sizes(self, changes: Sequence[SharedChange], dossiers: Sequence[str]) -> list[float]:
        """The kB of several such packages: the age library adds a part of random length to each, 0 to 0.3 kB."""
        return [self.write(changes, dossiers) / 1000 for _ in range(9)]

    def read(self, into: sqlite3.Connection) -> None:
        """Read the package; insert its changes as they are."""
        with container.opened(self.path, keys=self.office, trust=self.trust) as opened:
            _insert(into, ((*c[:8], repr(c.replaces), *c[9:]) for c in opened.changes()))


def _insert(into: sqlite3.Connection, rows: Iterable[tuple[object, ...]]) -> None:
    into.execute("DELETE FROM log")
    into.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    into.commit()


def _floor_write(changes: Sequence[SharedChange], path: Path) -> None:
    path.write_bytes(
        zlib.compress(b"\n".join(json.dumps(change, ensure_ascii=False).encode() for change in changes))
    )


def _floor_read(path: Path, into: sqlite3.Connection) -> None:
    rows = map(json.loads, zlib.decompress(path.read_bytes()).split(b"\n"))
    _insert(into, ((*row[:8], repr(row[8]), *row[9:]) for row in rows))


def _rounds(folder: Path, changes: Sequence[SharedChange], rounds: int, words: str) -> list[Result]:
    """Writing and reading these, in turns with the floor."""
    exchange, beside = Exchange(folder), folder / "floor"
    dossiers = {change.dossier for change in changes}
    table = sqlite3.connect(folder / "log.db")
    with contextlib.closing(table):
        table.execute("DROP TABLE IF EXISTS log")
        table.execute(_LOG)
        times: dict[str, list[float]] = {"fw": [], "w": [], "fr": [], "r": []}
        for _ in range(rounds):
            times["fw"].append(timed(lambda: _floor_write(changes, beside)))
            times["w"].append(timed(lambda: exchange.write(changes, dossiers)))
            times["fr"].append(timed(lambda: _floor_read(beside, table)))
            times["r"].append(timed(lambda: exchange.read(table)))
    return [
        against_floor(f"write {words}", times["fw"], times["w"], None if len(changes) < 1000 else 1.0, "ms"),
        against_floor(f"open and insert {words}", times["fr"], times["r"], None if len(changes) < 1000 else 1.0, "ms"),
    ]  # fmt: skip


def main() -> int:
    """Measure, print, and say whether every limit was kept."""
    options = parser(__doc__ or "").parse_args()
    known = roster(STUDENTS)
    few = edits(known, EDITS)
    everyone = list(dict.fromkeys(change.dossier for change in known))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        exchange = Exchange(folder)
        results = [
            plain(f"{STUDENTS} students of {FIELDS} fields", exchange.sizes(known, everyone), 1100, "kB"),
            plain(f"{EDITS} changes in {EDITS // 2} records", exchange.sizes(few, everyone[:1]), 3, "kB"),
            plain(f"{EDITS} changes in {EDITS} records", exchange.sizes(edits(known, EDITS, together=1), everyone[:1]), None, "kB"),
            plain(f"{EDITS} changes in {EDITS // 2} records, and the digests of 60 dossiers", exchange.sizes(few, everyone[:60]), None, "kB"),
            plain(f"{EDITS} changes in {EDITS // 2} records, and the digests of 150 dossiers", exchange.sizes(few, everyone[:150]), None, "kB"),
            *_rounds(folder, known, options.rounds, f"{len(known)} changes"),
            *_rounds(folder, few, options.rounds, f"{len(few)} changes"),
            plain("memory of all this", [peak_memory()], None, "MB"),
        ]  # fmt: skip
    return report("Packages", results, options.json)


if __name__ == "__main__":
    sys.exit(main())
