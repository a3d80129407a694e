"""Reading a workbook from outside: sniffed here, parsed in a process of its own, handed back in batches."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fieldteacher.domain.errors import Cancelled, InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.tabular import frames
from fieldteacher.tabular.child import ARGUMENT
from fieldteacher.tabular.faults import KINDS, refused
from fieldteacher.tabular.frames import Cell, Merge
from fieldteacher.tabular.limits import DEFAULT, Limits
from fieldteacher.tabular.sniff import Sniffed, count_inflated, sniff

_BOOT = (
    "import sys,json; sys.path[:]=json.loads(sys.argv[1]); "
    "from fieldteacher.tabular.child import main; raise SystemExit(main())"
)
_TICK = 0.02
_NO_WINDOW = 0x08000000 if os.name == "nt" else 0


@dataclass(slots=True)
class Sheet:
    """One sheet: only the rows with content, each with the number that the spreadsheet shows."""

    name: str
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    """The merged ranges at the top of the sheet; vertical merges are already filled down in ``rows``."""
    numbers: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """The number of the first row with content, 0 where there is none."""
        return self.numbers[0] if self.numbers else 0


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds. ``format`` is xlsx, xlsb, xls, ods, html, xml, csv or tsv."""

    format: str
    encoding: str | None
    sheets: list[Sheet]
    date1904: bool = False

    @property
    def visible(self) -> list[Sheet]:
        """The sheets a person sees; all of them where every one is hidden."""
        return [sheet for sheet in self.sheets if not sheet.hidden] or self.sheets


def read_workbook(
    path: Path,
    *,
    limits: Limits = DEFAULT,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Workbook:
    """Read every sheet of a table file.

    ``progress`` is told the rows read so far. Raises ``InputRefused`` (one code and sentence a reason;
    see ``faults``) within ``limits`` and ``Cancelled`` where ``cancelled`` says so.
    """
    path = Path(path)
    sniffed = sniff(path, limits)
    with _Reading(path, sniffed, limits, cancelled) as reading:
        if sniffed.format in ("xlsx", "xlsb", "ods"):
            count_inflated(path, limits)
        book = _collect(reading.frames(), path, progress)
    if not any(sheet.rows for sheet in book.sheets):
        raise refused("no_data", path.name)
    return Workbook(book.format, book.encoding, book.sheets, sniffed.date1904)


def _collect(
    received: Iterator[tuple[Any, ...]], path: Path, progress: Callable[[int], None] | None
) -> Workbook:
    format, encoding, sheets, count = "", None, list[Sheet](), 0
    for kind, *parts in received:
        if kind == frames.ROWS:
            sheets[-1].numbers += parts[0]
            sheets[-1].rows += parts[1]
            count += len(parts[0])
            if progress:
                progress(count)
        elif kind == frames.SHEET:
            sheets.append(Sheet(parts[0], parts[1], parts[2]))
        elif kind == frames.BOOK:
            format, encoding = parts
        elif kind == frames.REFUSED:
            raise _told(path, parts[0], parts[1])
    return Workbook(format, encoding, sheets)


def _told(path: Path, code: str, values: dict[str, Any]) -> InputRefused:
    shown: dict[str, int | str | Text] = dict(values)
    if "kind" in values:
        shown["kind"] = KINDS[values["kind"]]
    return refused(code, path.name, **shown)


def _command() -> list[str]:
    """How to start the reading process: the frozen program starts itself, Python gets our search path."""
    if getattr(sys, "frozen", False):
        return [sys.executable, ARGUMENT]
    return [sys.executable, "-E", "-S", "-X", "utf8", "-c", _BOOT, json.dumps([str(p) for p in sys.path])]


class _Reading:
    """The reading process and the watch over it: ended at its time, when cancelled, and always at the end."""

    def __init__(
        self, path: Path, sniffed: Sniffed, limits: Limits, cancelled: Callable[[], bool] | None
    ) -> None:
        self._path = path
        self._limits = limits
        self._cancelled = cancelled
        self._request = {
            "path": str(path.absolute()), "format": sniffed.format, "memory": limits.memory,
            "seconds": int(limits.seconds) + 1, "rows": limits.rows, "cells": limits.cells,
        }  # fmt: skip
        self._finished = threading.Event()
        self._deadline = time.monotonic() + limits.start_seconds
        self._verdict = ""
        self._watch = threading.Thread(target=self._watch_over, name="table-reader-watch", daemon=True)

    def __enter__(self) -> _Reading:
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
        self._watch.start()
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it ended already: the missing frames will tell
            self._process.stdin.write(json.dumps(self._request).encode() + b"\n")
            self._process.stdin.flush()
        return self

    def __exit__(self, *_: object) -> None:
        self._finished.set()
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
        self._watch.join()

    def frames(self) -> Iterator[tuple[Any, ...]]:
        """What the process sends. Raises ``InputRefused`` or ``Cancelled`` where it ends early."""
        assert self._process.stdout is not None
        for frame in frames.read_frames(self._process.stdout):
            if frame[0] == frames.READY:
                self._deadline = time.monotonic() + self._limits.seconds
                continue
            if self._verdict or self._stop_wanted():
                break
            yield frame
            if frame[0] in (frames.END, frames.REFUSED):
                return
        if self._verdict == "cancelled":
            raise Cancelled
        # No verdict and no end: the parser itself gave up, which it does where memory runs out.
        raise refused(self._verdict or self._collapse(), self._path.name)

    def _collapse(self) -> str:
        """Why the process ended without a word: an abort (no memory), or a plain failure (nonsense inside)."""
        status = self._process.wait()
        return "damaged_file" if status == 1 else "too_large"

    def _stop_wanted(self) -> bool:
        if self._cancelled is not None and self._cancelled():
            self._verdict = "cancelled"
        elif time.monotonic() > self._deadline:
            self._verdict = "too_slow"
        return bool(self._verdict)

    def _watch_over(self) -> None:
        while not self._finished.wait(_TICK):
            if self._stop_wanted():
                self._process.kill()
                return
