"""The long work of one screen: one job at a time, how far it is, and the button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tasks import IsCancelled, Job, Progress
from fieldteacher.ui.widgets.progress_strip import ProgressStrip

_STEPS = Text("{title}　{done} / {total}", "{title}   {done} / {total}")
_STOP = Text("停止", "Stop")

Work = Callable[[Progress, IsCancelled], Any]


class JobStrip(ProgressStrip):
    """Hidden while nothing runs. ``busy_changed`` when a job begins and when it has ended; ``stopped`` after it where the
    person stopped it."""

    busy_changed = Signal(bool)
    stopped = Signal()

    def __init__(self, ui: Ui, owner: QObject) -> None:
        super().__init__(ui.theme, ui.t(_STOP), self.stop)
        self._ui, self._owner = ui, owner
        self._job: Job | None = None
        ui.runner.jobs_changed.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def start(
        self, work: Work, then: Callable[[Any], None], failed: Callable[[UserError], None], title: Text
    ) -> bool:
        """Begin a job, unless one is under way (``False``)."""
        if self._job is not None:
            return False

        def finished(result: Any) -> None:
            self._end()
            then(result)

        def refused(error: UserError) -> None:
            self._end()
            failed(error)

        self._job = self._ui.runner.work(work, finished, refused, title=title, owner=self._owner)
        self.busy_changed.emit(True)
        self._look()
        return True

    def stop(self) -> None:
        """Ask the job to stop; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()

    def _end(self) -> None:
        self._job = None
        self.hide()
        self.busy_changed.emit(False)

    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if job not in self._ui.runner.jobs and job.cancelled():
            self._end()
            self.stopped.emit()
            return
        words = _STEPS.fill(title=job.title, done=job.done, total=job.total) if job.total else job.title
        self.show_work(self._ui.t(words), job.done, job.total)
