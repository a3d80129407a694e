"""Work off the UI thread: reading, changing, and long jobs; their results come back on the UI thread.

One writer thread, two reader threads, one thread for long jobs; each starts when first needed. A
result whose ``owner`` has been destroyed meanwhile is dropped. A ``UserError`` goes to the caller's
``failed``; any other exception is a bug and goes to the ``bug`` signal as a ``BugReport``.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot, qVersion
from shiboken6 import isValid

from fieldteacher.config.logging_setup import describe
from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.errors import Cancelled, UserError
from fieldteacher.domain.text import Text

R = TypeVar("R")
Then = Callable[[R], None]
Failed = Callable[[UserError], None]
Progress = Callable[[int, int], None]
"""``progress(count, total)``; ``total`` is 0 while it is not known."""
IsCancelled = Callable[[], bool]

_log = logging.getLogger(__name__)
# While another thread computes, each of the some thousand calls of one repaint waits this long for its
# turn: a table takes 1.8 s to repaint at Python's own 5 ms, and under 30 ms at this.
_SWITCH_INTERVAL = 0.0001
_PROGRESS_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class BugReport:
    """What went wrong inside the program, free of personal data: no values, no messages of exceptions."""

    text: str


def bug_report(error: BaseException) -> BugReport:
    """Where ``error`` happened and its kind, with the versions that matter."""
    where = f"Python {sys.version.split()[0]}, Qt {qVersion()}, {sys.platform}"
    return BugReport(f"{where}\n{describe(error)}")


def spare_what_is_loaded() -> None:
    """Tell the collector that what is loaded by now stays; to be called after a large library was loaded.

    A full pass over a PDF library's half a million objects takes 70 ms, during which every thread stands still.
    """
    gc.freeze()


class Overtaken(Exception):
    """The question is no longer asked; its answer is dropped."""


class Job:
    """One piece of long work, as the progress strip shows it. Only the UI thread reads ``done`` and ``total``."""

    def __init__(self, title: Text) -> None:
        self.title = title
        self.done = 0
        self.total = 0
        self._started = time.monotonic()
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether the work has been asked to stop."""
        return self._cancelled.is_set()

    def seconds_left(self) -> int | None:
        """The time left at the pace so far; ``None`` while it cannot be told."""
        elapsed = time.monotonic() - self._started
        if not self.total or not self.done or elapsed < 1:
            return None
        return round(elapsed * (self.total - self.done) / self.done)


@dataclass(slots=True)
class _Call:
    """One call on its way to a thread and back."""

    fn: Callable[[], Any]
    then: Then[Any] | None
    failed: Failed | None
    owner: QObject | None
    job: Job | None = None
    alone: bool = False
    result: Any = None
    error: BaseException | None = None


class _Thread:
    """A thread that runs the calls of one queue in order; started with the first call."""

    def __init__(
        self, name: str, calls: queue.SimpleQueue[_Call | None], done: Callable[[_Call], None]
    ) -> None:
        self._name, self._calls, self._done = name, calls, done
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=f"fieldteacher-{self._name}", daemon=True)
            self._thread.start()

    def join(self, seconds: float) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    @property
    def started(self) -> bool:
        return self._thread is not None

    def _run(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call.result = call.fn()
            except BaseException as error:  # noqa: BLE001 - every failure is handed to the UI thread
                call.error = error
            self._done(call)
            del call


class _Lane:
    """A queue and its threads."""

    def __init__(self, name: str, threads: int, done: Callable[[_Call], None]) -> None:
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._threads = [_Thread(f"{name}-{n}", self._calls, done) for n in range(threads)]

    def put(self, call: _Call) -> None:
        self._calls.put(call)
        for thread in self._threads:
            if not thread.started:
                thread.wake()
                break

    def stop(self) -> None:
        for thread in self._threads:
            if thread.started:
                self._calls.put(None)

    def join(self, seconds: float) -> None:
        for thread in self._threads:
            thread.join(seconds)


class Runner(QObject):
    """Runs functions on other threads and hands their results back on the UI thread.

    ``changed`` carries the ``ChangeSet`` of every change, after the caller's ``then``;
    ``jobs_changed`` tells that ``jobs`` or their progress changed; ``bug`` carries a ``BugReport``.
    """

    changed = Signal(object)
    jobs_changed = Signal()
    bug = Signal(object)
    refused = Signal(object)
    """A ``UserError`` for which the caller had no place of its own."""
    idle = Signal()
    """Nothing is under way any more."""
    _finished = Signal(object)
    _progressed = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(_SWITCH_INTERVAL)
        self.jobs: list[Job] = []
        self._under_way = self._running = 0
        self._collecting = False
        self._stopped = self._alone = False
        self._waiting: deque[tuple[_Lane, _Call]] = deque()
        self._readers = _Lane("read", 2, self._report)
        self._writer = _Lane("write", 1, self._report)
        self._worker = _Lane("work", 1, self._report)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._progress, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._under_way > 0

    def read(
        self,
        fn: Callable[[], R],
        then: Then[R],
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Call ``fn`` on a reader thread, then ``then(result)``.

        ``owner`` (else the object ``then`` is a method of) must still live for ``then`` to be called.
        """
        self._start(self._readers, _Call(fn, then, failed, owner or _owner(then)))

    def change(
        self,
        fn: Callable[[], R],
        then: Then[R] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Call ``fn`` on the writer thread; its ``ChangeSet`` (or ``result.changes``) goes to every screen."""
        self._start(self._writer, _Call(fn, then, failed, owner or _owner(then)))

    def change_alone(
        self,
        fn: Callable[[], R],
        then: Then[R] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """``change`` while nothing else is under way, for what replaces the store's file; later calls wait for it."""
        self._start(self._writer, _Call(fn, then, failed, owner or _owner(then), alone=True))

    def work(
        self,
        fn: Callable[[Progress, IsCancelled], R],
        then: Then[R] | None = None,
        failed: Failed | None = None,
        *,
        title: Text,
        owner: QObject | None = None,
    ) -> Job:
        """Call ``fn(progress, cancelled)`` for long work that the person can watch and stop.

        Where it raises ``Cancelled``, neither ``then`` nor ``failed`` is called.
        """
        job = Job(title)
        call = _Call(lambda: fn(self._reporter(job), job.cancelled), then, failed, owner or _owner(then), job)
        self.jobs.append(job)
        self.jobs_changed.emit()
        self._start(self._worker, call)
        return job

    def stop(self, seconds: float = 5.0) -> None:
        """Cancel long work, let what is under way finish, and end the threads. Nothing can be started after it."""
        self._stopped = True
        self._release_collector()
        for job in self.jobs:
            job.cancel()
        for lane, call in self._waiting:
            if not call.alone:
                lane.put(call)
        self._waiting.clear()
        lanes = (self._readers, self._worker, self._writer)
        for lane in lanes:
            lane.stop()
        for lane in lanes:
            lane.join(seconds)

    def _start(self, lane: _Lane, call: _Call) -> None:
        if not self._stopped:
            if not self._under_way:
                self._hold_collector()
            self._under_way += 1
            self._waiting.append((lane, call))
            self._hand_over()

    def _hand_over(self) -> None:
        """Give what waits to its threads: at once, but one that must be alone when nothing else runs."""
        while self._waiting and not self._alone and not (self._waiting[0][1].alone and self._running):
            lane, call = self._waiting.popleft()
            self._running += 1
            self._alone = call.alone
            lane.put(call)

    def _report(self, call: _Call) -> None:
        """On the other thread: pass the finished call to the UI thread, if that still lives."""
        with contextlib.suppress(RuntimeError):
            self._finished.emit(call)

    def _reporter(self, job: Job) -> Progress:
        last = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _PROGRESS_EVERY or done == total:
                last = now
                with contextlib.suppress(RuntimeError):
                    self._progressed.emit(job, done, total)

        return progress

    @Slot(object, int, int)
    def _progress(self, job: Job, done: int, total: int) -> None:
        job.done, job.total = done, total
        self.jobs_changed.emit()

    @Slot(object)
    def _deliver(self, call: _Call) -> None:
        self._under_way -= 1
        self._running -= 1
        self._alone = self._alone and not call.alone
        self._hand_over()
        if call.job is not None:
            self.jobs.remove(call.job)
            self.jobs_changed.emit()
        alive = call.owner is None or isValid(call.owner)
        if call.error is not None:
            self._fail(call, call.error, alive)
        else:
            if call.then is not None and alive:
                call.then(call.result)
            changes = changes_of(call.result)
            if changes:
                self.changed.emit(changes)
        if not self._under_way:
            self._release_collector()
            self.idle.emit()

    def _hold_collector(self) -> None:
        """No search for garbage while work is under way.

        Over the half million objects of a large document one pass takes 60 ms, and every thread stands still.
        """
        self._collecting = gc.isenabled()
        gc.disable()

    def _release_collector(self) -> None:
        if self._collecting:
            gc.enable()
        self._collecting = False

    def _fail(self, call: _Call, error: BaseException, alive: bool) -> None:
        if isinstance(error, Cancelled | Overtaken):
            return
        if isinstance(error, UserError):
            if call.failed is None:
                self.refused.emit(error)
            elif alive:
                call.failed(error)
            return
        _log.error("a task failed", exc_info=error)
        self.bug.emit(bug_report(error))


def changes_of(result: object) -> ChangeSet | None:
    """The ``ChangeSet`` that a verb returned: itself, last in a tuple, or as ``.changes`` of its result."""
    if isinstance(result, tuple) and result and isinstance(result[-1], ChangeSet):
        return result[-1]
    found = result if isinstance(result, ChangeSet) else getattr(result, "changes", None)
    return found if isinstance(found, ChangeSet) else None


def _owner(then: Callable[..., None] | None) -> QObject | None:
    found = getattr(then, "__self__", None)
    return found if isinstance(found, QObject) else None


class Latest:
    """Asks questions of which only the newest matters: an overtaken one is not even computed, if not yet begun."""

    def __init__(self, runner: Runner, owner: QObject) -> None:
        self._runner, self._owner = runner, owner
        self._asked = 0

    def read(self, fn: Callable[[], R], then: Then[R], failed: Failed | None = None) -> None:
        """``Runner.read``, dropping the answers to all earlier questions."""
        self._asked += 1
        number = self._asked

        def compute() -> R:
            if number != self._asked:
                raise Overtaken
            return fn()

        def answer(result: R) -> None:
            if number == self._asked:
                then(result)

        self._runner.read(compute, answer, failed, owner=self._owner)

    def forget(self) -> None:
        """No question is asked any more."""
        self._asked += 1
