"""Read many synthetic pictures and count: the table of docs/paper.md, with upper bounds.

    python -m tests.paper.reading.campaign [CORPUS] [--count N] [--first SEED] [--processes N] [--keep FOLDER]

A corpus is a name of ``corpora.CORPORA``, ``hard`` for all held-out ones, or ``all``. With ``--keep`` the counts are
written to the folder as they come, and the next run goes on after the last seed: a long campaign in parts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.paper.reading import corpora
from tests.paper.reading.forms import Truth

from fieldteacher.domain.sheet_measuring import upper_bound
from fieldteacher.domain.sheet_readings import SheetReading

FINE = 1600
"""Pixels of the longer side from which on a photo should hardly ever be refused."""
_CHUNK = 5
_PART = 50


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

    def merge(self, other: Tally) -> None:
        """Add another part of the same corpus."""
        for name, value in vars(other).items():
            mine = getattr(self, name)
            if isinstance(value, Counter):
                mine.update(value)
            else:
                setattr(self, name, mine + value)


def run(corpus: corpora.Corpus, count: int, *, first: int, processes: int) -> Tally:
    """Make and read ``count`` pictures."""
    tally = Tally()
    if processes == 1:
        tally.merge(_part(corpus.name, range(first, first + count)))
        return tally
    parts = [
        range(start, min(start + _CHUNK, first + count)) for start in range(first, first + count, _CHUNK)
    ]
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(_part, [corpus.name] * len(parts), parts):
            tally.merge(part)
    return tally


def _part(name: str, seeds: Iterable[int]) -> Tally:
    corpus, tally = corpora.CORPORA[name], Tally()
    for seed in seeds:
        content, side, truth = corpus.made(seed)
        start = time.process_time()
        reading = corpora.read(content)
        tally.add(seed, side, truth, reading, time.process_time() - start)
    return tally


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


def _kept(folder: Path | None, name: str) -> Tally:
    """The counts of earlier runs."""
    tally = Tally()
    file = folder / f"{name}.json" if folder else None
    if file is not None and file.exists():
        for field_name, value in json.loads(file.read_text(encoding="utf-8")).items():
            kind = type(getattr(tally, field_name))
            setattr(tally, field_name, kind(value))
    return tally


def _keep(folder: Path | None, name: str, tally: Tally) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(vars(tally)), encoding="utf-8")


def main() -> int:
    """Run and print."""
    options = argparse.ArgumentParser(description="Read synthetic pictures of filled forms and count")
    options.add_argument("corpus", nargs="?", default="photo", help="a name, hard, or all")
    options.add_argument("--count", type=int, default=300)
    options.add_argument("--first", type=int, default=corpora.UNTOUCHED, help="the first seed")
    options.add_argument("--processes", type=int, default=2)
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="go on with the counts kept there")
    given = options.parse_args()
    chosen = {"all": list(corpora.CORPORA.values()), "hard": list(corpora.HARD)}.get(given.corpus)
    print("| " + " | ".join(HEADS) + " |\n" + "|---" * len(HEADS) + "|", flush=True)  # noqa: T201
    silent = 0
    for corpus in chosen or [corpora.CORPORA[given.corpus]]:
        tally = _kept(given.keep, corpus.name)
        for start in range(0, given.count, _PART):
            first = given.first + tally.sheets
            tally.merge(run(corpus, min(_PART, given.count - start), first=first, processes=given.processes))
            _keep(given.keep, corpus.name, tally)
        silent += len(tally.silent) + tally.wrong_student
        print("| " + " | ".join(line(corpus.name, tally)) + " |", flush=True)  # noqa: T201
        print(details(tally), flush=True)  # noqa: T201
    return int(silent > 0)


if __name__ == "__main__":
    raise SystemExit(main())
