"""Read filled forms from photos, scans and PDFs: in processes of their own, one a processor, under limits of their own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from fieldteacher.domain.sheet_readings import DOUBTS, IssuedSheet, SheetReading, why
from fieldteacher.paper.reading.limits import DEFAULT, Limits
from fieldteacher.paper.reading.pile import Pile

_MOST_PROCESSES = 4
_PASSED_OVER = re.compile(r"\.|~\$|(thumbs\.db|desktop\.ini)$", re.IGNORECASE)
"""What systems and programs leave in folders; files that are named one by one are never passed over."""

Told = Callable[[int, int], None]
"""Pages done, pages known of so far."""


def read_files(
    paths: Iterable[Path],
    issued: Mapping[str, IssuedSheet],
    *,
    told: Told | None = None,
    stop: Callable[[], bool] | None = None,
    processes: int | None = None,
    limits: Limits = DEFAULT,
) -> Generator[SheetReading, None, None]:
    """One reading a page, in the order of the pile; folders stand for the files in them, by name.

    ``issued`` holds every form that may come, by its number of ten letters. A file that cannot be read gives a
    ``refused`` reading and the batch goes on. ``told`` is called from the thread that takes the readings. A form
    that occurs twice with different marks is doubtful the second time.

    Raises ``Cancelled`` when ``stop`` says so, which is asked all the time.
    """
    files = tuple(_files(paths))
    count = processes or min(_MOST_PROCESSES, os.cpu_count() or 1)
    seen: dict[str, SheetReading] = {}
    with Pile(files, issued, max(1, count), limits, stop or (lambda: False)) as pile:
        for done, reading in enumerate(pile.readings(), 1):
            if told is not None:
                told(done, pile.known)
            yield _compared_with_first(reading, seen)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = (file for file in path.rglob("*") if file.is_file() and not _PASSED_OVER.match(file.name))
        yield from sorted(found, key=lambda file: _natural(file.relative_to(path)))


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """``IMG_9`` comes before ``IMG_10``."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part)
        for part in re.split(r"(\d+)", str(path).casefold())
    ]


def _compared_with_first(reading: SheetReading, seen: dict[str, SheetReading]) -> SheetReading:
    """The same form photographed twice must say the same twice."""
    if reading.status == "refused":
        return reading
    first = seen.setdefault(reading.form_number, reading)
    if first is reading or _values(first) == _values(reading):
        return reading
    return replace(reading, status="doubtful", reason=reading.reason or why("read_twice", DOUBTS))


def _values(reading: SheetReading) -> list[tuple[str, int | None]]:
    return [(row.state, row.value) for row in reading.rows]
