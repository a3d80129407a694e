"""The choices on the left, the pages on the right; printing runs beside, with progress and a way to stop."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QTabBar, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text, listed
from fieldteacher.services.forms.offers import OFFERS
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.printing.choices import Choices
from fieldteacher.ui.screens.printing.missing import MissingGlyphs
from fieldteacher.ui.screens.printing.pages import Pages
from fieldteacher.ui.screens.printing.preparing import NOBODY, Prepared, offers, prepare
from fieldteacher.ui.screens.printing.records import FORMS, RUNS, Before
from fieldteacher.ui.screens.printing.scanned import FORM as SCANNED_FORM
from fieldteacher.ui.screens.printing.scanned import ScannedPile
from fieldteacher.ui.screens.printing.sending import Paper, ask_printer, send, sides
from fieldteacher.ui.tasks import IsCancelled, Job, Progress
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import Scroll, box, button, column, ground, row, rule
from fieldteacher.ui.widgets.empty import EmptyState, Step

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from fieldteacher.services.app import Services
    from fieldteacher.services.printing import MissingGlyph, PagePicture, PrintedForms
    from fieldteacher.ui.screens.printing.wanted import Wanted

_SAVE = Text("保存为 PDF…", "Save as PDF…")
_SAVE_TIP = Text("Ctrl+P", "Ctrl+P")
_SEND = Text("送到打印机…", "Print…")
_SEND_TIP = Text(
    "一份有几页的默认双面，每份从一张新纸的正面开始",
    "Forms of several pages go on both sides, each beginning on the front of a sheet",
)
_STOP = Text("停止", "Stop")
_PRINTING = Text("正在打印", "Printing")
_PREVIEW = Text("预览（{n} 页）", "Preview ({n})")
_TABS = Text("预览与打印记录", "Preview and what was printed")
_FILE = Text("{form} {whom} {day}.pdf", "{form} {whom} {day}.pdf")
_EVALUATION = Text("考核表", "Evaluation forms")
_PART = Text("预览前 {n} 份（共 {total} 份，{pages} 页）", "First {n} of {total} ({pages} pages)")
_LAID = Text("附件：{names}", "Files: {names}")
_PDF = Text("PDF 文件 (*.pdf)", "PDF files (*.pdf)")
_FOLDER = Text("选择存放文件的文件夹", "Choose a folder for the files")
_DONE = Text("已保存 {n} 份：{name}", "{n} forms saved: {name}")
_SENT = Text("已送到打印机：{n} 页。", "{n} pages sent to the printer.")
_OPEN = Text("打开文件夹", "Open folder")
_NO_SCHEME = Text("还没有考核方案", "There is no evaluation scheme yet")
_TO_SCHEMES = Text("去选用考核方案", "Choose a scheme")
_TO_IMPORT = Text("导入名单…", "Import a list…")
_WIDTH = 308


class PrintingScreen(ScreenView):
    """What is shown is what is printed, form numbers included; after printing the pages get new ones."""

    types = tuple(
        {
            "student", "placement", "enterprise", "contact", "teacher", "college", "batch", "scheme", "criterion",
            "evaluation", "score", "issued_form", "print_run",
        }.union(*(offer.types for offer in OFFERS))
    )  # fmt: skip

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.prepared: Prepared | None = None
        self._lacking: tuple[Wanted, Sequence[MissingGlyph]] | None = None
        """What a print of more forms than are shown was refused for."""
        self._turn = 0
        self.job: Job | None = None
        self.choices = Choices(ui)
        self.missing = MissingGlyphs(ui)
        self.banner = Banner(ui.theme)
        self.scanned = ScannedPile(ui, self.banner, self._start)
        self.pages = Pages(ui)
        self.save_button = button(
            ui.theme, self.t(_SAVE), self.save, role="primary", icon="download", tip=self.t(_SAVE_TIP)
        )
        self.send_button = button(ui.theme, self.t(_SEND), self.send, icon="printer", tip=self.t(_SEND_TIP))
        self.stop_button = button(ui.theme, self.t(_STOP), self.stop, icon="x")
        self.stop_button.hide()
        self._lay()
        self.choices.changed.connect(self._chosen)
        self.missing.agreed.connect(self._show_state)
        self.missing.font_chosen.connect(self._use_font)
        for keys, done in (
            ("Ctrl+P", self.save), ("Ctrl+=", lambda: self.pages.zoom(1)), ("Ctrl++", lambda: self.pages.zoom(1)),
            ("Ctrl+-", lambda: self.pages.zoom(-1)), ("Ctrl+0", lambda: self.pages.zoom(0)),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self, done)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _lay(self) -> None:
        ui = self.ui
        inner = box(
            column(
                self.banner,
                self.missing,
                self.choices,
                self.scanned,
                margin=tokens.SPACE_L,
                gap=tokens.SPACE_M,
            )
        )
        foot = column(self.save_button, row(self.send_button, self.stop_button), margin=tokens.SPACE_L)
        left = ground("surface")
        left.setLayout(column(Scroll(inner, "plain"), rule(), foot, gap=0))
        left.setFixedWidth(_WIDTH)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.t(_TABS))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(self.t(_PREVIEW.fill(n=0)))
        self.tabs.addTab(self.t(RUNS))
        self.tabs.addTab(self.t(FORMS))
        self.before = Before(ui)
        self.before.again.connect(self.print_again)
        self.nothing = QWidget()
        self._nothing_inside = column()
        self.nothing.setLayout(self._nothing_inside)
        self._stack = QStackedLayout()
        for page in (self.pages, self.before, self.nothing):
            self._stack.addWidget(page)
        self.tabs.currentChanged.connect(lambda _: self._show_tab())
        head = row(self.tabs, -1)
        head.setContentsMargins(tokens.SPACE_M, 0, 0, 0)
        self.setLayout(row(left, rule(upright=True), column(head, rule(), self._stack, gap=0), gap=0))

    def arrive(self, **args: Any) -> None:
        """``form`` says which (the evaluation form where it does not); ``ids``, ``students``, ``enterprises``,
        ``enterprise``, ``batch`` or ``class_name`` for whom; ``since`` and ``until`` of when."""
        other = {name: args[name] for name in ("form", "blank", "stage", "since", "until") if name in args}
        for scope in ("ids", "enterprise", "enterprises", "batch", "class_name", "students"):
            if args.get(scope):
                self.choices.choose(scope, args[scope], **other)
                break
        else:
            if args.get("everybody") or other:
                self.choices.choose("all", None, **other)
        self.tabs.setCurrentIndex(0)
        self.choices.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        services = self.ui.services
        self._lacking = None
        self.read(lambda: offers(services), self.choices.offer, latest="offers")
        self.read(
            lambda: (services.printing.runs.runs(), services.printing.issued()), self.before.set_rows, latest="before"
        )  # fmt: skip
        if self.job is None:
            self.prepare()

    def _chosen(self) -> None:
        self.banner.clear()
        self.prepare()

    def print_again(self, wanted: Mapping[str, Any]) -> None:
        """Choose what was chosen for an earlier run, and show its pages as they are now."""
        self.tabs.setCurrentIndex(0)
        self.choices.restore(wanted)

    def prepare(self) -> None:
        """Make the pages of what is chosen, and look through them for characters without a font."""
        wanted, services = self.choices.value, self.ui.services
        self.prepared = None
        self._turn += 1
        turn = self._turn
        self._show_state()
        self.read(
            lambda: prepare(services, wanted, lambda: turn != self._turn),
            self._show,
            self._nothing_to_show,
            latest="pages",
        )

    def save(self) -> None:
        """Ask for a file or folder, then print into it."""
        if not self.save_button.isEnabled():
            return
        start = Path(self.ui.settings.get("recent_folder") or Path.home())
        if self.choices.split:
            target = self.ui.picker.folder(self.t(_FOLDER), start)
        else:
            offer, day = self.choices.chosen_form, self.ui.clock.today().isoformat()
            form = offer.label if offer else _EVALUATION
            name = self.t(_FILE.fill(form=form, whom=self.choices.whom, day=day))
            name = "".join("_" if c in '\\/:*?"<>|' else c for c in " ".join(name.split()))
            target = self.ui.picker.save_file(self.t(_SAVE), self.t(_PDF), start / name)
        if target is None:
            return
        self.ui.settings.set("recent_folder", str(target if self.choices.split else target.parent))
        split, names = self.choices.split, self.choices.names.isChecked()
        services, prepared, placeholders = self._ready()
        whom = self.choices.told(prepared.forms)

        def work(progress: Progress, cancelled: IsCancelled) -> PrintedForms:
            return prepared.print_to(
                services, target, split=split, names=names, placeholders=placeholders, whom=whom, progress=progress,
                cancelled=cancelled,
            )  # fmt: skip

        self._start(work, lambda printed: self._saved(printed, target))

    def send(self) -> None:
        """Ask for a printer, then print on it."""
        if not self.send_button.isEnabled():
            return
        try:
            assert self.prepared is not None
            several = len(self.prepared.words) > self.prepared.shown
            ask_printer(self, self.t(_PRINTING), self.send_to, landscape=self.pages.lying, several=several)
        except UserError as error:
            self._refused(error)

    def send_to(self, printer: QPrinter) -> None:
        """Print on ``printer``; evaluation forms are recorded as issued before the first page goes out."""
        services, prepared, placeholders = self._ready()
        first, last = max(0, printer.fromPage() - 1), printer.toPage()
        paper, whom = Paper.of(printer), self.choices.told(prepared.forms)

        def work(progress: Progress, cancelled: IsCancelled) -> PrintedForms:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "forms.pdf"
                bare = replace(prepared, wanted=replace(prepared.wanted, files=False))
                printed = bare.print_to(
                    services, file, split=False, names=False, placeholders=placeholders, whom=whom, printer=True,
                    cancelled=cancelled,
                )  # fmt: skip
                pdf = file.read_bytes()
            pages = printed.printed.pages
            order = sides(first, min(last or pages, pages) - 1, printed.printed.starts, paper.duplex)
            picture = services.printing.picture
            send(
                printer, lambda page, width, grey: picture(pdf, page, width, grey=grey), order, paper, progress,
                cancelled,
            )  # fmt: skip
            return printed

        def sent(printed: PrintedForms) -> None:
            pages = min(last or printed.printed.pages, printed.printed.pages) - first
            self.banner.say(self.t(_SENT.fill(n=pages)), "good")

        self._start(work, sent)

    def stop(self) -> None:
        """Stop printing; nothing is left behind."""
        if self.job is not None:
            self.job.cancel()

    def _ready(self) -> tuple[Services, Prepared, bool]:
        assert self.prepared is not None
        return self.ui.services, self.prepared, self.missing.placeholders

    def _start(self, work: Any, then: Any) -> None:
        self.banner.clear()

        def finished(result: Any) -> None:
            then(result)
            self._over()

        self.job = self.ui.runner.work(work, finished, self._refused, title=_PRINTING, owner=self)
        self.ui.runner.jobs_changed.connect(self._look_at_job)
        self._show_state()

    def _look_at_job(self) -> None:
        if self.job is not None and self.job not in self.ui.runner.jobs and self.job.cancelled():
            self._over()

    def _over(self) -> None:
        if self.job is None:
            return
        self.job = None
        self.ui.runner.jobs_changed.disconnect(self._look_at_job)
        self.prepare()

    def _saved(self, result: PrintedForms, target: Path) -> None:
        printed = result.printed
        words = self.t(_DONE.fill(n=printed.forms, name=target.name))
        if printed.folders:
            words += "\n" + self.t(_LAID.fill(names=listed(folder.name for folder in printed.folders[:3])))
        for warning in printed.warnings:
            words += "\n" + self.t(warning)
        folder = target if target.is_dir() else target.parent
        self.banner.say(
            words,
            "warn" if printed.warnings else "good",
            action=self.t(_OPEN),
            taken=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
        )

    def _refused(self, error: UserError) -> None:
        missing = getattr(error, "missing", ())
        if missing and self.prepared is not None:
            self._lacking = self.prepared.wanted, missing
        else:
            self.banner.say(self.t(error.text))
        self._over()

    def _use_font(self, file: Path) -> None:
        printing = self.ui.services.printing
        self.banner.clear()
        self._lacking = None
        self.change(lambda: printing.choose_font(file), lambda _: self.prepare(), self._refused)

    def _show(self, prepared: Prepared) -> None:
        self.prepared = prepared
        services, pdf = self.ui.services, prepared.pdf

        def render(page: int, width: int) -> PagePicture:
            return services.printing.picture(pdf, page, width)

        self.pages.show_pages(prepared.words, render)
        later = self._lacking[1] if self._lacking and self._lacking[0] == prepared.wanted else ()
        self.missing.show_missing(prepared.missing or later)
        count = len(prepared.words)
        whole = prepared.shown == prepared.forms
        part = _PART.fill(n=prepared.shown, total=prepared.forms, pages=count)
        self.tabs.setTabText(0, self.t(_PREVIEW.fill(n=count) if whole else part))
        self._show_state()
        self._show_tab()

    def _nothing_to_show(self, error: UserError) -> None:
        self.pages.show_pages([], None)
        self.missing.show_missing([])
        self.tabs.setTabText(0, self.t(_PREVIEW.fill(n=0)))
        go = self.ui.navigator.go
        known = {
            "print.nobody": (NOBODY, Step(self.t(_TO_IMPORT), lambda: go("rosters"), "file-input")),
            "print.no_scheme": (
                _NO_SCHEME,
                Step(self.t(_TO_SCHEMES), lambda: go("evaluations"), "clipboard-check"),
            ),
        }
        while (item := self._nothing_inside.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if error.code in known and self.choices.chosen_form is None:
            words, step = known[error.code]
            empty = EmptyState(self.ui.theme, self.t(words), step, icon="printer")
        else:
            empty = EmptyState(self.ui.theme, self.t(error.text), icon="printer")
        self._nothing_inside.addWidget(empty)
        self._show_state()
        self._stack.setCurrentWidget(self.nothing if self.tabs.currentIndex() == 0 else self.before)

    def _show_tab(self) -> None:
        if self.tabs.currentIndex() > 0:
            self.before.show_list(self.tabs.currentIndex() - 1)
            self._stack.setCurrentWidget(self.before)
        else:
            self._stack.setCurrentWidget(self.pages if self.prepared else self.nothing)

    def _show_state(self) -> None:
        ready = self.prepared is not None and self.job is None and self.missing.settled
        for each in (self.save_button, self.send_button):
            each.setEnabled(ready)
        self.stop_button.setVisible(self.job is not None)
        self.send_button.setVisible(self.job is None)
        self.choices.setEnabled(self.job is None)
        self.scanned.setEnabled(self.job is None)
        self.scanned.setVisible(self.choices.value.form == SCANNED_FORM)
