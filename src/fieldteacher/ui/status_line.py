"""The line at the foot: whose store, the last backup, what awaits, and long work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.widgets.basics import label, row
from fieldteacher.ui.widgets.progress_strip import ProgressStrip
from fieldteacher.ui.words import local_minute

if TYPE_CHECKING:
    from fieldteacher.services.settings import StoreStatus

_COUNTS = Text("{students} 名学生 · {enterprises} 家企业", "{students} students · {enterprises} enterprises")
_PROMISES = Text("{n} 项待跟进", "promises open: {n}")
_CONFLICTS = Text("{n} 处冲突待处理", "conflicts to settle: {n}")
_BACKUP = Text("上次备份 {when}", "last backup {when}")
_NO_BACKUP = Text("还没有备份", "no backup yet")
_EXCHANGE = Text("上次交换 {when}", "last exchange {when}")
_AWAITING = Text("{n} 处改动待学校收到", "changes awaiting the college: {n}")
_PLACE = Text("数据在同步文件夹里", "in a synchronised folder")
_READ_ONLY = Text("只读", "read-only")
_OFFICE = Text("学校办公室", "college office")
_STOP = Text("停止", "Stop")
_STEPS = Text("{title}  {done} / {total}", "{title}  {done} / {total}")
_LEFT_S = Text("，约剩 {n} 秒", ", about {n} s left")
_LEFT_MIN = Text("，约剩 {n} 分钟", ", about {n} min left")
_LEAST = 120


class StatusLine(QWidget):
    """Reads its words again after every change of records; ``told`` carries the ``StoreStatus`` that was read."""

    told = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self.setProperty("role", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(28)
        self._whose, self._what = label("", "small"), label("", "small")
        self._what.setMinimumWidth(_LEAST)  # what is under way takes its room, instead of widening the window
        self.strip = ProgressStrip(ui.theme, ui.t(_STOP), self._stop)
        inside = row(self._whose, self._what, -1, self.strip, gap=tokens.SPACE_L)
        inside.setContentsMargins(tokens.SPACE_L, 0, tokens.SPACE_M, 0)
        self.setLayout(inside)
        ui.runner.changed.connect(self._changed)
        ui.runner.jobs_changed.connect(self._show_jobs)
        self._show_jobs()

    @property
    def words(self) -> str:
        """What the line says, without progress."""
        return "  ".join(filter(None, (self._whose.text(), self._what.text())))

    def reload(self) -> None:
        """Read again what is said."""
        services = self._ui.services
        self._ui.runner.read(services.settings.status, self._show)

    def _changed(self, _changes: ChangeSet) -> None:
        self.reload()

    def _show(self, status: StoreStatus) -> None:
        t = self._ui.t
        owner = status.owner or (t(_OFFICE) if status.role == "office" else "")
        whose = [owner, status.college]
        if status.read_only:
            whose.append(t(_READ_ONLY))
        if status.doubt is not None:
            whose.append(t(_PLACE))
        self._whose.setToolTip(t(status.doubt) if status.doubt is not None else "")
        self._whose.setText(" · ".join(filter(None, whose)))
        counts = status.counts
        what = [t(_COUNTS.fill(students=counts["students"], enterprises=counts["enterprises"]))]
        if counts["promises"]:
            what.append(t(_PROMISES.fill(n=counts["promises"])))
        if counts["conflicts"]:
            what.append(t(_CONFLICTS.fill(n=counts["conflicts"])))
        when = (status.last_backup or "").replace("T", " ")
        what.append(t(_BACKUP.fill(when=when) if when else _NO_BACKUP))
        if status.last_exchange_ms is not None:
            what.append(t(_EXCHANGE.fill(when=local_minute(status.last_exchange_ms))))
        if status.awaiting:
            what.append(t(_AWAITING.fill(n=status.awaiting)))
        self._what.setText(" · ".join(what))
        self._what.setToolTip(self._what.text())
        self.told.emit(status)

    def _show_jobs(self) -> None:
        jobs = self._ui.runner.jobs
        if not jobs:
            self.strip.hide()
            return
        job, t = jobs[0], self._ui.t
        words = t(_STEPS.fill(title=job.title, done=job.done, total=job.total)) if job.total else t(job.title)
        left = job.seconds_left()
        if left is not None:
            words += t(_LEFT_S.fill(n=left) if left < 90 else _LEFT_MIN.fill(n=round(left / 60)))
        self.strip.show_work(words, job.done, job.total)

    def _stop(self) -> None:
        for job in self._ui.runner.jobs[:1]:
            job.cancel()
