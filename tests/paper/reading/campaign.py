"""Read many synthetic pictures and count: the table of docs/paper.md, with upper bounds.

    python -m tests.paper.reading.campaign [CORPUS] [--count N] [--first SEED] [--processes N] [--keep FOLDER]

A corpus is a name of ``corpora.CORPORA``, ``hard`` for all held-out ones, or ``all``. With ``--keep`` what was measured
is written to the folder as it comes (some 10 kB a sheet), and the next run goes on after the last seed: a long campaign
in parts. What was kept is judged anew by every run, so ``--count 0`` shows what changed rules make of the same pictures.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.paper.reading import corpora
from tests.paper.reading.forms import Truth

from fieldteacher.domain.sheet_measuring import upper_bound
from fieldteacher.domain.sheet_readings import SheetReading
from fieldteacher.paper.reading.measured import Measured

FINE = 1600
"""Pixels of the longer side from which on a photo should hardly ever be refused."""
_CHUNK = 5


@dataclass
class Tally:
    """What came of a corpus."""

    sheets: int = 0
    fine_sheets: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    fine_refused: int = 0
    wrong_student: int = 0
    rows: int = 0
    silent: list[str] = field(default_factory=list)
    """Rows taken as clear with a wrong answer, on sheets that nobody would look at."""
    caught: int = 0
    """Such rows on sheets whose total gave them away."""
    kinds: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)
    """Why rows marked plainly were asked."""
    right_proposals: int = 0
    proposals: int = 0
    plain_sheets: int = 0
    unasked_sheets: int = 0
    wrong_totals: int = 0
    wrong_totals_seen: int = 0
    false_alarms: int = 0
    """Sheets whose total was right and was doubted, though every row was read rightly."""
    milliseconds: list[float] = field(default_factory=list)

    def add(self, seed: int, side: int, truth: Truth, reading: SheetReading | str, seconds: float) -> None:
        """Count one picture."""
        fine = side >= FINE
        self.sheets += 1
        self.fine_sheets += fine
        self.milliseconds.append(1000 * seconds)
        if isinstance(reading, str):
            self.refused[reading] += 1
            self.fine_refused += fine
            return
        self.wrong_student += reading.form_number != truth.form_number
        wrong = self._count_rows(seed, truth, reading)
        alarmed = reading.reason is not None
        if alarmed:
            self.caught += len(wrong)
            self.false_alarms += truth.total_is_true and not wrong
        else:
            self.silent += wrong
        if not truth.total_is_true and reading.total_agrees is not None:
            self.wrong_totals += 1
            self.wrong_totals_seen += alarmed
        if truth.plain_sheet:
            self.plain_sheets += 1
            self.unasked_sheets += reading.status == "read"

    def _count_rows(self, seed: int, truth: Truth, reading: SheetReading) -> list[str]:
        wrong = []
        for row in (*reading.rows, *reading.digits):
            kind = truth.kinds[row.name]
            if kind == "left_out":
                continue
            self.rows += 1
            self.kinds[kind] += 1
            if row.state != "clear":
                self.asked[kind] += 1
                if truth.rows[row.name] is not None:
                    self.proposals += 1
                    self.right_proposals += row.value == truth.rows[row.name]
                if kind == "plain" and row.doubt is not None:
                    self.why[row.doubt.code] += 1
            elif row.value != truth.rows[row.name]:
                wrong.append(f"seed {seed}, {row.name} ({kind}): {row.value}, meant {truth.rows[row.name]}")
        return wrong


class Taken(NamedTuple):
    """One picture, made and measured."""

    seed: int
    side: int
    seconds: float
    truth: Truth
    measured: Measured | str
    """The code of the refusal where it was refused."""

    def plain(self) -> str:
        """One line of JSON."""
        measured = self.measured if isinstance(self.measured, str) else self.measured.plain()
        return json.dumps([self.seed, self.side, self.seconds, asdict(self.truth), measured])

    @classmethod
    def of(cls, line: str) -> Taken:
        """The reverse of ``plain``."""
        seed, side, seconds, truth, measured = json.loads(line)
        return cls(
            seed,
            side,
            seconds,
            Truth(**truth),
            measured if isinstance(measured, str) else Measured.of(measured),
        )


def run(corpus: corpora.Corpus, count: int, *, first: int, processes: int, kept: Path | None = None) -> Tally:
    """Make and read ``count`` pictures, besides those ``kept`` in a file, to which the new ones are added."""
    tally = Tally()
    if kept is not None and kept.exists():
        with kept.open(encoding="utf-8") as lines:
            for line in lines:
                taken = Taken.of(line)
                first = max(first, taken.seed + 1)
                _count(tally, taken)
    for taken in _taken(corpus.name, range(first, first + count), processes):
        _count(tally, taken)
        if kept is not None:
            with kept.open("a", encoding="utf-8") as file:
                file.write(taken.plain() + "\n")
    return tally


def _count(tally: Tally, taken: Taken) -> None:
    start = time.process_time()
    reading = corpora.judged(taken.measured)
    tally.add(taken.seed, taken.side, taken.truth, reading, taken.seconds + time.process_time() - start)


def _taken(name: str, seeds: range, processes: int) -> Iterator[Taken]:
    if processes == 1:
        yield from (_take(name, seed) for seed in seeds)
    elif seeds:
        with ProcessPoolExecutor(processes) as pool:
            yield from pool.map(_take, [name] * len(seeds), seeds, chunksize=_CHUNK)


def _take(name: str, seed: int) -> Taken:
    corpora.known()
    content, side, truth = corpora.CORPORA[name].made(seed)
    start = time.process_time()
    measured = corpora.measure(content)
    return Taken(seed, side, time.process_time() - start, truth, measured)


HEADS = (
    "corpus", "sheets", "refused", f"refused ≥ {FINE} px", "wrong student", "rows", "silent (95 % upper)",
    "plain rows asked", "plain rows and those under a seal asked", "plain sheets without a question", "proposal right", "wrong totals seen", "ms median / p95",
)  # fmt: skip


def line(name: str, tally: Tally) -> tuple[str, ...]:
    """A corpus as a row of the table."""
    times = sorted(tally.milliseconds)
    plain, asked = tally.kinds["plain"], tally.asked["plain"]
    return (
        name,
        f"{tally.sheets:,}",
        _share(sum(tally.refused.values()), tally.sheets),
        f"{tally.fine_refused} / {tally.fine_sheets}",
        str(tally.wrong_student),
        f"{tally.rows:,}",
        f"{len(tally.silent)} ({upper_bound(len(tally.silent), tally.rows):.0f} ppm)",
        _share(asked, plain),
        _share(asked + tally.asked["sealed"], plain + tally.kinds["sealed"]),
        _share(tally.unasked_sheets, tally.plain_sheets),
        f"{tally.right_proposals} / {tally.proposals}",
        f"{tally.wrong_totals_seen} / {tally.wrong_totals}",
        f"{statistics.median(times):.0f} / {times[int(0.95 * (len(times) - 1))]:.0f}",
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def details(tally: Tally) -> str:
    """What the table does not say."""
    return "\n".join(
        [
            f"  refused: {dict(tally.refused)}",
            f"  rows by kind: {dict(tally.kinds)}",
            f"  asked by kind: {dict(tally.asked)}",
            f"  plain rows asked because: {dict(tally.why)}",
            f"  given away by the total: {tally.caught}; totals doubted wrongly: {tally.false_alarms}",
            *(f"  SILENT {error}" for error in tally.silent),
        ]
    )


def main() -> int:
    """Run and print."""
    options = argparse.ArgumentParser(description="Read synthetic pictures of filled forms and count")
    options.add_argument("corpus", nargs="?", default="photo", help="a name, hard, or all")
    options.add_argument("--count", type=int, default=300)
    options.add_argument("--first", type=int, default=corpora.UNTOUCHED, help="the first seed")
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="go on from the pictures measured there")
    given = options.parse_args()
    chosen = {"all": list(corpora.CORPORA.values()), "hard": list(corpora.HARD)}.get(given.corpus)
    print("| " + " | ".join(HEADS) + " |\n" + "|---" * len(HEADS) + "|", flush=True)  # noqa: T201
    silent = 0
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    for corpus in chosen or [corpora.CORPORA[given.corpus]]:
        kept = given.keep / f"{corpus.name}.jsonl" if given.keep else None
        tally = run(corpus, given.count, first=given.first, processes=given.processes, kept=kept)
        silent += len(tally.silent) + tally.wrong_student
        print("| " + " | ".join(line(corpus.name, tally)) + " |", flush=True)  # noqa: T201
        print(details(tally), flush=True)  # noqa: T201
    return int(silent > 0)


if __name__ == "__main__":
    raise SystemExit(main())
