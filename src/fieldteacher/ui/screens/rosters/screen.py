"""Choose a file, look at what it would do, import it. Until the last step nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QTabBar, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.rosters.arrangement import State
from fieldteacher.ui.screens.rosters.columns import ColumnMapping
from fieldteacher.ui.screens.rosters.details import LineDetails
from fieldteacher.ui.screens.rosters.lines import Line
from fieldteacher.ui.screens.rosters.reading import Asked, Shown, import_list, preview
from fieldteacher.ui.screens.rosters.source import SourceLine
from fieldteacher.ui.screens.rosters.table import LinesTable
from fieldteacher.ui.tasks import IsCancelled, Job, Progress
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, column, ground, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.progress_strip import ProgressStrip

if TYPE_CHECKING:
    from fieldteacher.services.rosters import RosterImport

_DROP = Text("把名单文件拖到这里，或选择文件", "Drop the list here, or choose it")
_DROP_MORE = Text(
    "Excel（.xlsx、.xls）、WPS、ODS、CSV 和文本都可以，表头在哪一行、用什么编码会自动识别。先预览，确认后才写入。",
    "Excel (.xlsx, .xls), ODS, CSV and text; sheet, header row and encoding are found. You see a preview before "
    "anything is written.",
)
_CHOOSE = Text("选择文件…", "Choose a file…")
_OTHER = Text("换一个文件…", "Another file…")
_KINDS = Text(
    "名单 (*.xlsx *.xls *.xlsm *.ods *.csv *.txt *.tsv);;所有文件 (*)",
    "Lists (*.xlsx *.xls *.xlsm *.ods *.csv *.txt *.tsv);;All files (*)",
)
_READING = Text("正在读取 {file}", "Reading {file}")
_IMPORTING = Text("正在导入 {file}", "Importing {file}")
_STEPS = Text("{title}　{done} / {total}", "{title}   {done} / {total}")
_STOP = Text("停止", "Stop")
_DETAILS, _COLUMNS = Text("行详情", "Row"), Text("列对应", "Columns")
_SIDE = Text("行详情与列对应", "Row and columns")
_IMPORT = Text("导入 {n} 行", "Import ({n})")
_IMPORT_TIP = Text("Ctrl+Enter；一次写入，可撤销", "Ctrl+Enter; one save, which can be taken back")
_NOTHING_NEW = Text("没有要导入的变化", "Nothing to import")
_NOT_YET = Text("尚未写入任何数据", "Nothing has been written yet")
_PROBLEMS = Text("保存问题清单…", "Save the list of problems…")
_PROBLEMS_NAME = Text("{stem}_问题清单.xlsx", "{stem}_problems.xlsx")
_XLSX = Text("Excel 工作簿 (*.xlsx)", "Excel workbooks (*.xlsx)")
_SAVED = Text("已保存问题清单：{n} 行，{name}", "Problems saved: {n} rows, {name}")
_CLOSE = Text("不导入", "Do not import")
_DONE = Text("已导入 {n} 行", "Imported: {n}")
_DONE_MORE = Text(
    "新增 {new} 名，更新 {changed} 名，无变化 {unchanged} 名，未导入 {refused} 行。",
    "{new} new, {changed} changed, {unchanged} unchanged, {refused} left out.",
)
_TO_STUDENTS = Text("查看学生", "Show the students")
_TO_ENTERPRISES = Text("查看企业", "Show the enterprises")
_UNDO = Text("撤销导入", "Take it back")
_SIDE_WIDTH = 320


class RostersScreen(ScreenView):
    """Three pages: choose, look, done; while something is read or written, a strip at the foot says how far."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.asked: Asked | None = None
        self.shown: Shown | None = None
        self.job: Job | None = None
        self._imported_from: Shown | None = None
        self.banner = Banner(ui.theme)
        self.strip = ProgressStrip(ui.theme, self.t(_STOP), self.stop)
        self.empty = EmptyState(
            ui.theme, self.t(_DROP), Step(self.t(_CHOOSE), self.choose, "folder"), icon="file-input",
            detail=self.t(_DROP_MORE),
        )  # fmt: skip
        self.source = SourceLine(ui)
        self.table = LinesTable(ui)
        self.details = LineDetails(ui)
        self.mapping = ColumnMapping(ui)
        self.import_button = button(
            ui.theme, "", self.import_, role="primary", icon="check", tip=self.t(_IMPORT_TIP)
        )
        self.problems_button = button(ui.theme, self.t(_PROBLEMS), self.save_problems, icon="download")
        self.close_button = button(ui.theme, self.t(_CLOSE), self.close_file, role="quiet")
        self.done = QWidget()
        self._done_inside = column()
        self.done.setLayout(self._done_inside)
        self._lay()
        self.table.selected.connect(self._show_line)
        self.source.changed.connect(self._look_again)
        self.source.batch_changed.connect(self._choose_batch)
        self.source.other.connect(self.choose)
        self.mapping.changed.connect(self._map)
        ui.runner.jobs_changed.connect(self._show_job)
        for keys, done in (("Ctrl+O", self.choose), ("Ctrl+Return", self.import_)):
            shortcut = QShortcut(QKeySequence(keys), self, done)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.t(_SIDE))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        side = QStackedWidget()
        for words, part in ((_DETAILS, self.details), (_COLUMNS, self.mapping)):
            self.tabs.addTab(self.t(words))
            side.addWidget(part)
        self.tabs.currentChanged.connect(side.setCurrentIndex)
        tabs = row(self.tabs, -1)
        tabs.setContentsMargins(tokens.SPACE_M, tokens.SPACE_XS, 0, 0)
        right = ground("surface")
        right.setLayout(column(tabs, rule(), side, gap=0))
        right.setFixedWidth(_SIDE_WIDTH)
        self._note = label(self.t(_NOT_YET), "small")
        self._buttons = box(row(self.close_button, self.problems_button, self.import_button))
        inside = row(self._note, self.strip, -1, self._buttons)
        inside.setContentsMargins(tokens.SPACE_L, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        foot = box(inside)
        # One height whatever it shows: a table that is pushed about while rows are written is drawn anew each time.
        foot.setFixedHeight(foot.sizeHint().height())
        self.look = box(
            column(self.source, rule(), row(self.table, rule(upright=True), right, gap=0), rule(), gap=0),
            "surface",
        )
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        for page in (self.empty, self.look, self.done):
            self._pages.addWidget(page)
        self._pages.currentChanged.connect(lambda _: self._show_job())
        above = column(self.banner)
        above.setContentsMargins(tokens.SPACE_L, 0, tokens.SPACE_L, 0)
        self.setLayout(column(above, pages, foot, gap=0))
        self._show_job()

    def arrive(self, **args: Any) -> None:
        file = args.get("file")
        if file is not None:
            self.open(Path(file))
        elif self._pages.currentWidget() is self.done:
            self.close_file()
        if self._pages.currentWidget() is self.empty:
            self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> bool:
        if self.job is not None:
            self.stop()
            return True
        if self._pages.currentWidget() is not self.empty:
            self.close_file()
            return True
        return False

    def choose(self) -> None:
        """Ask for a file, then read it."""
        if self.job is not None:
            return
        start = self.ui.settings.get("recent_folder")
        file = self.ui.picker.open_file(self.t(_CHOOSE), self.t(_KINDS), Path(start) if start else None)
        if file is not None:
            self.ui.settings.set("recent_folder", str(file.parent))
            self.open(file)

    def open(self, file: Path) -> None:
        """Read a file and show what it would do."""
        self._read(Asked(file))

    def stop(self) -> None:
        """Stop reading or importing; nothing is changed."""
        if self.job is not None:
            self.job.cancel()

    def close_file(self) -> None:
        """Back to choosing a file."""
        self.stop()
        self.asked = self.shown = None
        self.banner.clear()
        self._pages.setCurrentWidget(self.empty)
        self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def import_(self) -> None:
        """Write all good rows, in one save."""
        shown, services = self.shown, self.ui.services
        if shown is None or self.job is not None or not self.import_button.isEnabled():
            return

        def work(progress: Progress, cancelled: IsCancelled) -> Any:
            return import_list(services, shown, progress, cancelled)

        self._start(work, self._imported, _IMPORTING.fill(file=shown.file.name))

    def save_problems(self) -> None:
        """Save the rows with remarks as a sheet to send back."""
        shown, services, language = self.shown or self._imported_from, self.ui.services, self.ui.language
        if shown is None:
            return
        name = self.t(_PROBLEMS_NAME.fill(stem=shown.file.stem))
        target = self.ui.picker.save_file(self.t(_PROBLEMS), self.t(_XLSX), shown.file.parent / name)
        if target is None:
            return

        def saved(count: int) -> None:
            self.banner.say(self.t(_SAVED.fill(n=count, name=target.name)), "good")

        self.banner.clear()
        found = shown.preview
        self.read(lambda: services.rosters.write_problems(found, target, language), saved, self._refused)

    def _read(self, asked: Asked) -> None:
        if self.job is not None:
            return
        services, language = self.ui.services, self.ui.language
        self.asked = asked

        def work(progress: Progress, cancelled: IsCancelled) -> Shown:
            return preview(services, asked, language, progress, cancelled)

        self._start(work, self._show, _READING.fill(file=asked.file.name))

    def _start(
        self, work: Callable[[Progress, IsCancelled], Any], then: Callable[[Any], None], title: Text
    ) -> None:
        self.banner.clear()

        def finished(result: Any) -> None:
            self.job = None
            self._show_job()
            then(result)

        self.job = self.ui.runner.work(work, finished, self._refused, title=title, owner=self)
        self._show_job()

    def _show_job(self) -> None:
        job = self.job
        if job is not None and job.cancelled() and job not in self.ui.runner.jobs:
            job = self.job = None
            self._reset_choices()
        for part in (self.source, self.mapping, self._buttons, self.empty):
            part.setEnabled(job is None)
        looking = self._pages.currentWidget() is self.look
        self._buttons.setVisible(looking)
        self._note.setVisible(looking and job is None)
        if job is None:
            self.strip.hide()
            return
        words = _STEPS.fill(title=job.title, done=job.done, total=job.total) if job.total else job.title
        self.strip.show_work(self.t(words), job.done, job.total)

    def _refused(self, error: UserError) -> None:
        self.job = None
        self._show_job()
        self.banner.say(self.t(error.text))
        self._reset_choices()

    def _reset_choices(self) -> None:
        """What was chosen could not be shown: the choices say again what is on show."""
        if self.shown is not None:
            self.asked = self.shown.asked
            self.source.show_source(self.shown)
            self.mapping.show_columns(self.shown.columns)

    def _show(self, shown: Shown) -> None:
        """Show it in three turns of the event loop: in one, ten thousand lines would hold the window up."""
        self.shown = shown
        self.source.show_source(shown)
        self.table.show_lines(shown.fields, shown.lines)
        self.read(lambda: None, lambda _: self._show_columns(shown), latest="show")

    def _show_columns(self, shown: Shown) -> None:
        self.mapping.offer(shown.labels)
        self.mapping.show_columns(shown.columns)
        self.read(lambda: None, lambda _: self._show_all(shown), latest="show")

    def _show_all(self, shown: Shown) -> None:
        self.import_button.setText(self.t(_IMPORT.fill(n=shown.to_write) if shown.to_write else _NOTHING_NEW))
        self.import_button.setEnabled(shown.to_write > 0)
        self.problems_button.setEnabled(bool(shown.preview.problems))
        if shown.general:
            self.banner.say(" ".join(self.t(each) for each in shown.general), "warn")
        self._pages.setCurrentWidget(self.look)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_line(self, line: Line | None) -> None:
        self.details.show_line(line)

    def _look_again(self, sheet: str | None, header_row: int | None) -> None:
        if self.asked is not None:
            self._read(replace(self.asked, sheet=sheet, header_row=header_row))

    def _choose_batch(self, batch: str | None) -> None:
        if self.asked is not None:
            self._read(replace(self.asked, batch=batch))

    def _map(self, number: int, field: str) -> None:
        if self.asked is not None and self.shown is not None:
            self._read(self.asked.mapped(self.shown.columns, number, field))

    def _imported(self, result: RosterImport) -> None:
        shown = self.shown
        assert shown is not None
        self._imported_from = replace(shown, preview=result.preview)
        while (item := self._done_inside.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        go = self.ui.navigator.go
        steps = [
            Step(self.t(_TO_STUDENTS), lambda: go("students"), "users"),
            Step(self.t(_TO_ENTERPRISES), lambda: go("enterprises"), "building-2"),
            Step(self.t(_UNDO), lambda: self._take_back(result.changes.save), "undo-2"),
        ]
        if result.preview.problems:
            steps.insert(2, Step(self.t(_PROBLEMS), self.save_problems, "download"))
        words, more = self.t(_DONE.fill(n=result.imported)), self.t(_done_more(result.preview.counts))
        empty = EmptyState(self.ui.theme, words, *steps, icon="circle-check", detail=more)
        self._done_inside.addWidget(empty)
        self.asked = self.shown = None
        self._pages.setCurrentWidget(self.done)
        empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self, save: int) -> None:
        records = self.ui.services.records
        self.change(lambda: records.undo(save), lambda _: self.close_file(), self._refused)


def _done_more(counts: Mapping[State, int]) -> Text:
    return _DONE_MORE.fill(
        new=counts["new"], changed=counts["changed"], unchanged=counts["unchanged"], refused=counts["refused"]
    )
