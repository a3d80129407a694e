"""Process start to first idle with the students' screen, beside an empty Qt window with a table.

Both are timed from outside the process: the parent notes when it starts the child, the child when its
window has been shown, filled and is idle. Run: ``python benchmarks/startup.py [--json FILE] [--rounds 7]``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import measure
from startup_figures import STARTED

HERE = Path(__file__).parent


def _round(script: str, *arguments: str) -> dict[str, float]:
    env = {
        **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        "QT_QPA_PLATFORM": "offscreen",
    }
    env[STARTED] = str(time.time())
    return measure.fresh_process(HERE / script, *arguments, env=env)


def main() -> None:
    """Make stores of both sizes, then let floor and ours take turns."""
    options = measure.parser("Start to first idle, beside an empty Qt window.").parse_args()
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for students, times, memories in ((150, 2.5, 2.0), (10_000, 3.0, 2.5)):
            store = Path(folder, str(students))
            subprocess.run(
                [sys.executable, "-m", "fieldteacher", "demo", str(store), "--students", str(students)],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            floor, ours = [], []
            for _ in range(options.rounds + 1):
                floor.append(_round("startup_floor.py"))
                ours.append(_round("startup_window.py", str(store)))
            # The first round warms the disk cache for both.
            for what, unit, reach in (("seconds", "s", times), ("memory", "MB", memories)):
                results.append(
                    measure.against_floor(
                        f"start to first idle, {students:,} students: {what}",
                        [row[what] for row in floor[1:]], [row[what] for row in ours[1:]], reach, unit,
                    )
                )  # fmt: skip
    raise SystemExit(measure.report("Start", results, options.json))


if __name__ == "__main__":
    main()
