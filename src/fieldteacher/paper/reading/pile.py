"""A pile of files read by several processes at once, handed out in its own order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

from fieldteacher.apart.frames import REFUSED
from fieldteacher.apart.process import Apart, Child, Ended
from fieldteacher.domain.errors import Cancelled
from fieldteacher.domain.sheet_readings import REFUSALS, IssuedSheet, SheetReading, why
from fieldteacher.paper.reading.judging import Noisy, judge
from fieldteacher.paper.reading.limits import Limits
from fieldteacher.paper.reading.measured import MEASURED, PAGES, SCALE, SEEN, Measured

CHILD = Child("fieldteacher.paper.reading.child", "--read-sheet")
_WHY = {"too_slow": "too_slow", "failed": "damaged", "collapsed": "too_large"}
_AHEAD = 8
"""Pages read ahead of the one that is waited for, a process: their pictures are held in memory."""
_TICK = 0.1


class _Task(NamedTuple):
    """One page; ``page`` is -1 while nobody knows how many the file has."""

    file: int
    page: int


class Pile:
    """A context: threads and processes end with it, whatever happens."""

    def __init__(
        self,
        files: Sequence[Path],
        issued: Mapping[str, IssuedSheet],
        processes: int,
        limits: Limits,
        stop: Callable[[], bool],
    ) -> None:
        self.known = len(files)
        """Pages known of so far."""
        self._files = files
        self._issued = issued
        self._limits = limits
        self._stop = stop
        self._todo = deque(_Task(number, -1) for number in range(len(files)))
        self._ready: dict[_Task, SheetReading] = {}
        self._pages: dict[int, int] = {}
        self._most_ready = _AHEAD * processes
        self._change = threading.Condition()
        self._closing = False
        self._failure: BaseException | None = None
        count = min(processes, max(1, len(files)))
        self._threads = [
            threading.Thread(target=self._work, name=f"read-sheets-{number}", daemon=True)
            for number in range(processes if count == 1 and self._may_have_pages() else count)
        ]

    def _may_have_pages(self) -> bool:
        return bool(self._files) and self._files[0].suffix.casefold() in (".pdf", ".tif", ".tiff")

    def __enter__(self) -> Pile:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._change:
            self._closing = True
            self._change.notify_all()
        for thread in self._threads:
            thread.join()

    def readings(self) -> Iterator[SheetReading]:
        """In the order of the files and their pages. Raises ``Cancelled``."""
        for file in range(len(self._files)):
            page = 0
            while page < self._pages.get(file, 1):
                yield self._taken(_Task(file, page))
                page += 1

    def _taken(self, task: _Task) -> SheetReading:
        with self._change:
            while task not in self._ready:
                if self._failure is not None:
                    raise self._failure
                self._change.wait(_TICK)
                if self._stop():
                    raise Cancelled
            reading = self._ready.pop(task)
            self._change.notify_all()
            return reading

    # What follows runs in the threads, one a process.

    def _work(self) -> None:
        worker = _Worker(self._issued, self._limits, lambda: self._closing or self._stop())
        try:
            with worker:
                while (task := self._next()) is not None:
                    self._do(task, worker)
        except BaseException as problem:  # noqa: BLE001 - handed to the thread that waits
            with self._change:
                self._failure = self._failure or problem
                self._change.notify_all()

    def _next(self) -> _Task | None:
        with self._change:
            while not self._closing:
                if self._todo and self._may_start(self._todo[0]):
                    return self._todo.popleft()
                if not self._todo and not self._counting():
                    return None
                self._change.wait(_TICK)
            return None

    def _counting(self) -> bool:
        """Whether pages may still come: a file was taken whose pages nobody has counted yet."""
        return len(self._pages) < len(self._files)

    def _may_start(self, task: _Task) -> bool:
        return len(self._ready) < self._most_ready or task < min(self._ready)

    def _do(self, task: _Task, worker: _Worker) -> None:
        path = self._files[task.file]
        if task.page < 0:
            try:
                count = worker.pages(path)
            except _Refused as refused:
                self._put(_Task(task.file, 0), 1, refused.reading(path, 0))
                return
            with self._change:
                self.known += count - 1
                self._pages[task.file] = count
                self._todo.extendleft(_Task(task.file, page) for page in reversed(range(1, count)))
                self._change.notify_all()
        page = max(0, task.page)
        try:
            reading = worker.read(path, page)
        except _Refused as refused:
            reading = refused.reading(path, page)
        self._put(_Task(task.file, page), None, reading)

    def _put(self, task: _Task, pages: int | None, reading: SheetReading) -> None:
        with self._change:
            if pages is not None:
                self._pages[task.file] = pages
            self._ready[task] = reading
            self._change.notify_all()


class _Refused(Exception):
    """One page cannot be read; the others of the pile can."""

    def __init__(self, code: str, values: Mapping[str, Any], picture: bytes = b"") -> None:
        super().__init__(code)
        self._why = why(code, REFUSALS, **values)
        self._picture = picture
        self._number = str(values.get("number", "")).replace("-", "")

    def reading(self, path: Path, page: int) -> SheetReading:
        """What is said about it."""
        return SheetReading(
            file=str(path), page=page + 1, status="refused", reason=self._why, picture=self._picture,
            form_number=self._number,
        )  # fmt: skip


class _Worker:
    """One process, started anew when a bad file has ended it."""

    def __init__(
        self, issued: Mapping[str, IssuedSheet], limits: Limits, cancelled: Callable[[], bool]
    ) -> None:
        self._issued = issued
        self._limits = limits
        self._cancelled = cancelled
        self._held = ExitStack()
        self._process: Apart | None = None

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def pages(self, path: Path) -> int:
        """How many pages a file has; photos are not even opened for it. Raises ``_Refused``."""
        ((_, count),) = self._ask({"path": str(path)})
        return int(count)

    def read(self, path: Path, page: int) -> SheetReading:
        """Read one page (from 0). Raises ``_Refused``."""
        ((_, values, picture),) = self._ask({"path": str(path), "page": page})
        measured = Measured.of(values)
        try:
            reading = judge(measured, self._issued.get(measured.form_number))
        except Noisy:
            raise _Refused("too_noisy", {}, picture) from None
        return replace(reading, file=str(path), page=page + 1, picture=picture, scale=SCALE)

    def _ask(self, request: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The frames of an answer, without the end."""
        frames: list[tuple[Any, ...]] = []
        picture = b""
        try:
            asked = {**request, "limits": asdict(self._limits)}
            for kind, *parts in self._running().ask(asked, self._limits.seconds):
                if kind == SEEN:
                    (picture,) = parts
                elif kind == REFUSED:
                    code, values = parts
                    raise _Refused(code, values, picture)
                elif kind in (PAGES, MEASURED):
                    frames.append((kind, *parts))
        except Ended as ended:
            self._end()
            if ended.why == "cancelled":
                raise Cancelled from None
            raise _Refused(_WHY[ended.why], {}) from None
        return frames

    def _running(self) -> Apart:
        if self._process is None:
            started = Apart(CHILD, start_seconds=self._limits.start_seconds, cancelled=self._cancelled)
            process = self._held.enter_context(started)
            layouts = {number: sheet.layout for number, sheet in self._issued.items()}
            for _ in process.ask({"issued": layouts}, self._limits.start_seconds):
                pass
            self._process = process
        return self._process

    def _end(self) -> None:
        self._process = None
        self._held.close()
