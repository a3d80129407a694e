"""Questions that may never be answered: what lies on a network drive, whose computer may be off."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fieldteacher.domain.errors import UserError
from fieldteacher.ui.tasks import Failed, Runner, Then, bug_report

R = TypeVar("R")
_log = logging.getLogger(__name__)
_PATIENCE = 0.2
"""Seconds that the end of the program waits for an answer; a drive that hangs would hold it up for ever."""


class _Question(NamedTuple):
    fn: Callable[[], Any]
    then: Then[Any]
    failed: Failed | None


class Faraway(QObject):
    """One thread beside those of the runner: while it waits for a drive that hangs, lists are still read.

    It takes one question at a time, and is not counted among what is under way.
    """

    _answered = Signal(object, object, object)

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._questions: queue.SimpleQueue[_Question | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._asking = self._stopped = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def asking(self) -> bool:
        """Whether an answer is still waited for."""
        return self._asking

    def ask(self, fn: Callable[[], R], then: Then[R], failed: Failed | None = None) -> bool:
        """Call ``fn`` there, then ``then(result)`` here; ``False`` where the last question is still open."""
        if self._asking or self._stopped:
            return False
        self._asking = True
        self._questions.put(_Question(fn, then, failed))
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="fieldteacher-faraway", daemon=True)
            self._thread.start()
        return True

    def stop(self) -> None:
        """Ask nothing any more; an answer that is still to come is dropped."""
        self._stopped = True
        self._questions.put(None)
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while (question := self._questions.get()) is not None:
            result, error = None, None
            try:
                result = question.fn()
            except BaseException as caught:  # noqa: BLE001 - every failure is handed to the UI thread
                error = caught
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._answered.emit(question, result, error)
            del question, result, error

    @Slot(object, object, object)
    def _deliver(self, question: _Question, result: Any, error: BaseException | None) -> None:
        self._asking = False
        if self._stopped:
            return
        if error is None:
            question.then(result)
        elif not isinstance(error, UserError):
            _log.error("a question far away failed", exc_info=error)
            self._runner.bug.emit(bug_report(error))
        elif question.failed is not None:
            question.failed(error)
