"""How long the window stands still while long work goes on: the longest gap between two beats of a timer.

    python benchmarks/stall.py [--rounds N] [--rows N] [--forms N] [--students N] [--only NAME] [--own] [--json PATH]

A 2 ms timer beats on the UI thread of the real window (off-screen) while a roster is read, previewed and
imported by the import screen, forms are prepared and printed by the printing screen, the students' list is
read again after a save, a name is typed into the search box, a number into the list's own filter, the marks of all
are opened, a folder of photos is read by the page of a visit, and a pile of forms is read and checked.
``nothing`` says what the machine itself does to a window at rest. Where a beat is late, ``--trace PATH``
writes what every thread was doing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from measure import Result, fresh_process, parser, plain, report

HERE = Path(__file__).resolve().parent
SOURCES = HERE.parent / "src"
REACH_MS = 50.0
KINDS = ("nothing", "import", "print", "reload", "search", "filter", "marks", "photos", "sheets")


def main() -> None:
    """Measure, print the table, write the JSON."""
    options = parser(__doc__.partition("\n")[0], rounds=3)
    options.add_argument("--rows", type=int, default=10_000, help="rows of the roster")
    options.add_argument("--forms", type=int, default=1_500, help="forms to print")
    options.add_argument("--students", type=int, default=10_000, help="students in list and search")
    options.add_argument("--photos", type=int, default=20, help="photos of 12 megapixels dropped on a visit")
    options.add_argument("--sheets", type=int, default=200, help="evaluation forms in the pile that is read")
    options.add_argument("--only", choices=KINDS)
    options.add_argument(
        "--trace", type=Path, help="where to write what the threads did when a beat was late"
    )
    options.add_argument(
        "--own", action="store_true",
        help="count only the processor time of the window's thread: what it takes where others take the processor "
        "from it, but not what it waits for",
    )  # fmt: skip
    given = options.parse_args()
    env = {**os.environ, "PYTHONPATH": str(SOURCES), "QT_QPA_PLATFORM": "offscreen"}
    if given.own:
        env["STALL_OWN"] = "1"
    if given.trace:
        env["STALL_TRACE"] = str(given.trace.resolve())
    with tempfile.TemporaryDirectory() as folder:
        stores = _Stores(Path(folder), env)
        kinds = [given.only] if given.only else KINDS
        sizes = {"import": given.rows, "print": given.forms, "photos": given.photos, "sheets": given.sheets}
        results = [
            each
            for kind in kinds
            for each in _measured(kind, sizes.get(kind, given.students), given.rounds, stores, env)
        ]
    raise SystemExit(report("Longest stall of the window", results, given.json))


class _Stores:
    """The stores that the rounds work on, made once for every size."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder, self._env = folder, env

    def demo(self, students: int) -> Path:
        """A park of so many students."""
        store = self.folder / f"park-{students}"
        if not store.exists():
            subprocess.run(
                [sys.executable, "-m", "fieldteacher", "demo", str(store), "--students", str(students)],
                check=True, env=dict(self._env), stdout=subprocess.DEVNULL,
            )  # fmt: skip
        return store

    def empty(self, number: int) -> Path:
        """A new store with nothing in it."""
        store = self.folder / f"empty-{number}"
        subprocess.run(
            [sys.executable, "-m", "fieldteacher", "init", "--store", str(store), "--name", "张老师", "--no-password"],
            check=True, env=dict(self._env), stdout=subprocess.DEVNULL,
        )  # fmt: skip
        return store

    def photos(self, count: int) -> Path:
        """A folder of so many photos."""
        from photos import write_photos

        folder = self.folder / "photos"
        if not folder.exists():
            folder.mkdir()
            write_photos(folder, count)
        return folder

    def forms(self, students: int) -> Path:
        """The blank forms of a park's students, as one PDF: every row of every sheet is a question."""
        file = self.folder / f"forms-{students}.pdf"
        if not file.exists():
            subprocess.run(
                [sys.executable, "-m", "fieldteacher", "--store", str(self.demo(students)), "print", "evaluation", "--all",
                 "--blank", "-o", str(file)],
                check=True, env=dict(self._env), stdout=subprocess.DEVNULL,
            )  # fmt: skip
        return file

    def roster(self, rows: int) -> Path:
        """A roster of so many rows and 20 columns."""
        from rosters import write_roster

        file = self.folder / "roster.xlsx"
        if not file.exists():
            write_roster(file, rows)
        return file


def _measured(kind: str, size: int, rounds: int, stores: _Stores, env: Mapping[str, str]) -> Iterator[Result]:
    found: dict[str, list[float]] = {}
    for number in range(rounds):
        if kind == "import":
            given = [str(stores.empty(number)), str(stores.roster(size))]
        elif kind == "photos":
            given = [str(stores.demo(150)), str(stores.photos(size))]
        elif kind == "sheets":
            given = [str(stores.demo(size)), str(stores.forms(size))]
        else:
            given = [str(stores.demo(size)), str(stores.folder / "forms.pdf")]
        for name, gap in fresh_process(HERE / "stall_window.py", kind, *given, env=env).items():
            found.setdefault(name, []).append(gap)
    for name, gaps in found.items():
        reach = None if kind == "nothing" else REACH_MS
        yield plain(f"{name} ({size:,})" if reach else name, gaps, reach, "ms")


if __name__ == "__main__":
    main()
