"""Figures of a benchmark beside the floor measured in the same run: kept, shown as a table, written as JSON.

Every figure is the median of several rounds; floor and ours take turns in fresh processes, so that a busy
machine slows both alike.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One line: what was measured, the floor (None: there is none), ours, and what it must reach.

    ``ratio`` is ours over the floor; ``reach`` limits the ratio, or ours where there is no floor.
    """

    name: str
    floor: float | None
    ours: float
    ratio: float | None
    reach: float | None
    unit: str

    @property
    def reached(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        if self.reach is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.reach


def against_floor(
    name: str, floor: Sequence[float], ours: Sequence[float], reach: float | None, unit: str = "s"
) -> Result:
    """The medians of two rows of rounds, and their ratio."""
    low, own = statistics.median(floor), statistics.median(ours)
    return Result(name, low, own, own / low, reach, unit)


def plain(name: str, ours: Sequence[float], reach: float | None, unit: str) -> Result:
    """The median of a row of rounds, held against a fixed limit."""
    return Result(name, None, statistics.median(ours), None, reach, unit)


def fresh_process(script: Path, *arguments: str, env: Mapping[str, str] | None = None) -> dict[str, float]:
    """Run ``script`` in a new interpreter; the last line it prints is a JSON object of figures."""
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=dict(env) if env is not None else None,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{script.name} {' '.join(arguments)} failed:\n{done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def timed(step: Callable[[], object]) -> float:
    """How long a step takes, in milliseconds."""
    start = time.perf_counter()
    step()
    return 1000 * (time.perf_counter() - start)


def peak_memory() -> float:
    """The most memory this process has held so far, in MB (0 where the system does not say)."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_048_576 if sys.platform == "darwin" else 1024)


def parser(description: str, *, rounds: int = 7) -> argparse.ArgumentParser:
    """The options all benchmarks share: ``--rounds`` and ``--json``."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--rounds", type=int, default=rounds, help="rounds for every figure")
    options.add_argument("--json", type=Path, metavar="PATH", help="write the figures there too")
    return options


def report(title: str, results: Sequence[Result], json_path: Path | None = None) -> int:
    """Print the table, write the JSON; the exit status says whether every limit was kept (0) or not (1)."""
    rows = [("", "floor", "ours", "ratio", "reach", "")]
    for result in results:
        rows.append(
            (
                result.name,
                "–" if result.floor is None else f"{result.floor:.3f} {result.unit}",
                f"{result.ours:.3f} {result.unit}",
                "–" if result.ratio is None else f"{result.ratio:.2f}x",
                _limit(result),
                {True: "ok", False: "MISSED", None: ""}[result.reached],
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(title)
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)]
        print("  ".join(cells).rstrip())
    if json_path:
        figures = {"title": title, "results": [{**asdict(r), "reached": r.reached} for r in results]}
        json_path.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return int(any(result.reached is False for result in results))


def _limit(result: Result) -> str:
    if result.reach is None:
        return "–"
    return f"<= {result.reach:g} {result.unit}" if result.ratio is None else f"<= {result.reach:g}x"
