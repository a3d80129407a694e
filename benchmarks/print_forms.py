"""150 and 1,500 evaluation forms in one PDF: the program beside the raw canvas floor.

    python benchmarks/print_forms.py [--rounds 7] [--json figures.json]

A figure covers imports of the PDF library, loading the font, printing and writing the file; not the
start of the interpreter. Floor and program take turns, every run in a fresh process.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

import measure
import sample_forms

_SOURCE = Path(__file__).resolve().parent.parent / "src"
_COUNTS = (150, 1500)


def main() -> int:
    """Run all rounds and report."""
    if len(sys.argv) > 1 and sys.argv[1] == "--worker":
        return _worker(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    options = measure.parser(__doc__.splitlines()[0]).parse_args()
    results: list[measure.Result] = []
    for count in _COUNTS:
        floor, ours, single, stalls = _rounds(
            count, max(1, options.rounds if count < 1000 else options.rounds // 2)
        )
        results.append(
            measure.against_floor(
                f"print {count:,} forms", [f["seconds"] for f in floor], [f["seconds"] for f in ours], 2.0
            )
        )
        beyond = [(o["bytes"] - o["font_bytes"]) / count / 1000 for o in ours]
        results.append(measure.plain("  size a form beyond the font", beyond, 3.0, "kB"))
        results.append(
            measure.against_floor(
                "  peak memory", [f["peak"] for f in floor], [f["peak"] for f in ours], None, "MB"
            )
        )
        results.append(measure.plain("  the same", [o["peak"] for o in ours], 150.0, "MB"))
        results.append(measure.plain("  a form more", single, None, "ms"))
        results.append(measure.plain("  longest another thread had to wait", stalls, 50.0, "ms"))
    return measure.report("Evaluation forms in one PDF", results, options.json)


def _rounds(
    count: int, rounds: int
) -> tuple[list[dict[str, float]], list[dict[str, float]], list[float], list[float]]:
    floor, ours, single, stalls = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            floor.append(_run("floor", count, folder))
            ours.append(_run("ours", count, folder))
            one = _run("ours", 1, folder)
            single.append((ours[-1]["seconds"] - one["seconds"]) / (count - 1) * 1000)
            stalls.append(_run("stall", count, folder)["stall"])
    return floor, ours, single, stalls


def _run(what: str, count: int, folder: str) -> dict[str, float]:
    environment = dict(os.environ, PYTHONPATH=str(_SOURCE), PYTHONDONTWRITEBYTECODE="")
    target = str(Path(folder, f"{what}.pdf"))
    return measure.fresh_process(Path(__file__), "--worker", what, str(count), target, env=environment)


def _worker(what: str, count: int, target: Path) -> int:
    sample = sample_forms.students(count)
    print_forms = {"floor": _floor, "ours": _ours, "stall": _ours}[what]
    waits = _Waits() if what == "stall" else None
    start = time.perf_counter()
    print_forms(sample, target)
    seconds = time.perf_counter() - start
    figures = {"seconds": seconds, "peak": measure.peak_memory(), "bytes": target.stat().st_size}
    if waits:
        figures["stall"] = waits.end() * 1000
    elif what == "ours":
        figures["font_bytes"] = _font_bytes(target)
    print(json.dumps(figures))
    return 0


def _floor(sample: list[sample_forms.SampleStudent], target: Path) -> None:
    import raw_canvas_floor

    raw_canvas_floor.print_forms(sample, target)


def _ours(sample: list[sample_forms.SampleStudent], target: Path) -> None:
    from fieldteacher.paper.layout import form_number
    from fieldteacher.paper.printing import evaluation as e
    from fieldteacher.paper.printing.batch import print_batch
    from fieldteacher.paper.printing.fonts import FontStack

    criteria = tuple(e.Criterion(*line) for line in sample_forms.CRITERIA)
    school = tuple(e.Criterion(*line) for line in sample_forms.CRITERIA[:4])
    sheet = e.EvaluationSheet(
        college=sample_forms.COLLEGE,
        raters=(e.Rater("enterprise", 70, criteria), e.Rater("school", 30, school)),
        bands=("优", "良", "中", "及格", "不及格"),
    )
    pages = [
        e.EvaluationPage(
            sheet,
            form_number.encode(s.form_id),
            e.Student(
                s.name,
                s.number,
                s.sex,
                s.class_name,
                s.major,
                s.enterprise,
                s.post,
                s.period,
                s.mentor,
                s.teacher,
            ),
            (
                e.Rating(s.marks, s.levels, s.total, s.comments[0]),
                e.Rating(s.marks[:4], (), sum(s.marks[:4]), s.comments[1]),
            ),
            s.total,
            s.grade,
        )
        for s in sample
    ]
    print_batch(pages, FontStack(sample_forms.FONT, folders=()), file=target)


def _font_bytes(target: Path) -> int:
    """What the embedded font takes of the file: it is there once, however many the pages."""
    lengths = re.findall(rb"/Length1 \d+/Filter/FlateDecode/Length (\d+)", target.read_bytes())
    return sum(map(int, lengths))


class _Waits:
    """A thread that wants to run every millisecond, as a window does, and notes how long it had to wait."""

    def __init__(self) -> None:
        self._longest = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def _watch(self) -> None:
        before = time.perf_counter()
        while not self._ended.is_set():
            time.sleep(0.001)
            now = time.perf_counter()
            self._longest = max(self._longest, now - before)
            before = now

    def end(self) -> float:
        """Stop watching; the longest wait in seconds."""
        self._ended.set()
        self._thread.join()
        return self._longest


if __name__ == "__main__":
    sys.exit(main())
