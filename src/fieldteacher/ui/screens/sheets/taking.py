"""Where pictures come from: files, a folder, what is dropped, the watched folder; and the work of reading them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.sheet_watching import FolderWatch
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screens.sheets.piling import Pile
from fieldteacher.ui.tasks import IsCancelled, Job, Progress, spare_what_is_loaded

_GATHER_MS = 400
"""So long sheets are gathered while a pile is read, before they are shown together."""
EVERY_MS = 2000
"""How often the watched folder is looked at."""
WATCHED = "sheets.watched"
_READING = Text("正在识读", "Reading forms")


class Taking(QObject):
    """One reading at a time; what comes meanwhile waits its turn. ``changed`` when it begins, gets on, ends, or the
    watch does; ``refused`` carries a ``UserError``; ``ended`` how many sheets came."""

    changed = Signal()
    refused = Signal(object)
    ended = Signal(int)

    def __init__(self, ui: Ui, pile: Pile, parent: QObject) -> None:
        super().__init__(parent)
        self._ui, self._pile = ui, pile
        self.job: Job | None = None
        self._waiting: list[Path] = []
        self._watch: FolderWatch | None = None
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(_GATHER_MS)
        self._gathering.timeout.connect(pile.take_arrived)
        ui.runner.jobs_changed.connect(self._job_changed)

    @property
    def watched(self) -> Path | None:
        """The folder that is watched."""
        return self._watch.folder if self._watch is not None else None

    def take(self, paths: Sequence[Path]) -> None:
        """Read files and folders into the pile."""
        self._waiting += paths
        if self.job is not None or not self._waiting:
            return
        wanted, self._waiting = self._waiting, []
        services, arrived = self._ui.services, self._pile.arrived

        def work(progress: Progress, cancelled: IsCancelled) -> int:
            first = "sheets" not in vars(services)
            sheets = services.sheets
            if first:
                spare_what_is_loaded()
            return sheets.add(wanted, arrived.append, progress, cancelled)

        self.job = self._ui.runner.work(work, self._finished, self._failed, title=_READING, owner=self)
        self.changed.emit()

    def stop(self) -> None:
        """Stop reading; what was read stays in the pile."""
        self._waiting = []
        if self.job is not None:
            self.job.cancel()

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on, or none."""
        self._ui.settings.set(WATCHED, str(folder) if folder else None)
        if folder is None:
            self._watch = None
            self._timer.stop()
            self.changed.emit()
            return

        def began(watch: FolderWatch) -> None:
            self._watch = watch
            self._timer.start()
            self.changed.emit()

        self._ui.runner.read(lambda: FolderWatch(folder), began, self._lost, owner=self)

    def resume(self) -> None:
        """Watch again what was watched when the program was closed."""
        kept = self._ui.settings.get(WATCHED)
        if self._watch is None and kept:
            self.watch(Path(kept))

    def look(self) -> None:
        """Look into the watched folder now, on a reader's thread: a network folder may take its time."""
        watch = self._watch
        if watch is None or self._looking:
            return
        self._looking = True

        def found(files: list[Path]) -> None:
            self._looking = False
            if files and self._watch is watch:
                self.take(files)

        self._ui.runner.read(watch.new_files, found, self._lost, owner=self)

    def _lost(self, error: UserError) -> None:
        self._looking = False
        self.watch(None)
        self.refused.emit(error)

    def _finished(self, count: int) -> None:
        self._end()
        self.ended.emit(count)

    def _failed(self, error: UserError) -> None:
        self._end()
        self.refused.emit(error)

    def _end(self) -> None:
        self.job = None
        self._pile.take_arrived()
        self.changed.emit()
        self.take(())

    def _job_changed(self) -> None:
        job = self.job
        if job is None:
            return
        if job.cancelled() and job not in self._ui.runner.jobs:
            self._end()
            return
        if self._pile.arrived and not self._gathering.isActive():
            self._gathering.start()
        self.changed.emit()
