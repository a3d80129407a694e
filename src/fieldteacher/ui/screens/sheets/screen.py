"""Filled forms: take pictures in, check what is doubtful, save. Nothing doubtful is saved before a person has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStackedLayout, QWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.services.sheet_checks import CheckedSheet, PileSheet
from fieldteacher.services.sheet_reading import SavedSheets
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.offered import Offers, files_in
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.sheets.bar import FILES, FOLDER, WATCH, PileBar
from fieldteacher.ui.screens.sheets.bench import Bench
from fieldteacher.ui.screens.sheets.piling import Pile
from fieldteacher.ui.screens.sheets.question import Answer
from fieldteacher.ui.screens.sheets.side import PileSide
from fieldteacher.ui.screens.sheets.taking import Taking
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, column, label, row, rule
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.keys import bind_keys
from fieldteacher.ui.widgets.progress_strip import ProgressStrip

_DROP = Text("把填好的考核表照片拖到这里", "Drop photos of filled forms here")
_DROP_MORE = Text(
    "照片（JPEG、PNG、HEIC）、扫描件、多页 PDF 或整个文件夹都可以，方向不限。识读在本机完成；清楚的一次保存，拿不准的逐格请您核对，看过才保存。",
    "Photos (JPEG, PNG, HEIC), scans, PDFs of many pages or a whole folder, whichever way up. All is read on this computer; what is plain is saved by one key, and you "
    "are asked about every box that is not before it is saved.",
)
_KINDS = Text(
    "照片和 PDF (*.jpg *.jpeg *.png *.heic *.heif *.webp *.tif *.tiff *.bmp *.pdf);;所有文件 (*)",
    "Photos and PDF (*.jpg *.jpeg *.png *.heic *.heif *.webp *.tif *.tiff *.bmp *.pdf);;All files (*)",
)
_STOP = Text("停止识读（已读的保留）", "Stop reading (what was read stays)")
_STEPS = Text("{title}　{done} / {total}", "{title}   {done} / {total}")
_SUMMED = Text(
    "{n} 张：待核对 {doubtful}，可保存 {ready}，不能用 {refused}　·　PgUp、PgDn 换表",
    "{n}: {doubtful} to check, {ready} ready, {refused} refused · PgUp, PgDn turn the sheets",
)
_CLEARED = Text("已从这一叠移走 {n} 张", "{n} taken out of the pile")
_DONE = Text("都核对过了，按 Ctrl+Enter 保存 {n} 份。", "All is checked; Ctrl+Enter saves {n}.")
_NOTHING_LEFT = Text("没有要核对的了。", "There is nothing left to check.")
_LEFT = Text("第 {n} 张没有保存：{why}", "No. {n} was not saved: {why}")
_NONE_NEW = Text("没有新的图片：这些已在这一叠里。", "No new pictures: these are in the pile already.")


class SheetsScreen(ScreenView):
    """Left the pile and what is missing from it, in the middle the sheet, right the question and the marks."""

    types = (
        "evaluation",
        "score",
        "attachment",
        "issued_form",
        "placement",
        "student",
        "scheme",
        "criterion",
    )

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.pile = Pile(ui, self)
        self.taking = Taking(ui, self.pile, self)
        self.banner = Banner(ui.theme)
        self.bench = Bench(ui)
        self.side = PileSide(ui)
        self.bar = PileBar(
            ui, choose_files=self.choose_files, choose_folder=self.choose_folder, turn_watch=self.turn_watch,
            put_away=self.put_away, clear=self.clear_pile, save=self.pile.save,
        )  # fmt: skip
        self.strip = ProgressStrip(ui.theme, ui.t(_STOP), self.taking.stop)
        self._number: int | None = None
        self._led = True
        """Whether the screen chooses which sheet is on show: until the person has gone to one, or answered."""
        self._lay()
        self._connect()

    # -- laying out --------------------------------------------------------------------------------

    def _lay(self) -> None:
        theme, t = self.ui.theme, self.t
        self.empty = EmptyState(
            theme, t(_DROP), Step(t(FILES), self.choose_files, "image-plus"), Step(t(FOLDER), self.choose_folder, "folder"),
            Step(t(WATCH), self.turn_watch, "eye"), icon="camera", detail=t(_DROP_MORE),
        )  # fmt: skip
        self.summary = label("", "muted")
        said = column(self.banner)
        said.setContentsMargins(tokens.SPACE_L, 0, tokens.SPACE_L, 0)
        beside = row(self.side, rule(upright=True), self.bench, gap=0)
        beside.setStretch(2, 1)
        foot = row(self.summary, -1, self.strip)
        foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_XS, tokens.SPACE_L, tokens.SPACE_XS)
        look = column(self.bar, said, rule(), beside, rule(), gap=0)
        look.setStretch(3, 1)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._look = box(look, "surface")
        for page in (self.empty, self._look):
            self._pages.addWidget(page)
        whole = column(pages, box(foot), gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        # Dressed while the screen is made: the first sheet comes while others are read, and is not to hold the window up.
        for part in (self._look, *self._look.findChildren(QWidget)):
            part.ensurePolished()

    def _connect(self) -> None:
        self.pile.changed.connect(self._show)
        self.pile.saved.connect(self._saved)
        self.taking.changed.connect(self._show_work)
        self.taking.refused.connect(lambda error: self.banner.say(self.t(error.text)))
        self.taking.ended.connect(self._taken)
        self.bench.answered.connect(self._answered)
        self.bench.next_asked.connect(self.next)
        self.bench.turned.connect(self._turn)
        self.bench.again_asked.connect(self._photograph_again)
        self.side.chosen.connect(self._chosen)
        self.side.opened.connect(self.bench.focus)
        self.side.away_asked.connect(self._take_away)
        bind_keys(
            self, {"Ctrl+O": self.choose_files, "Ctrl+Return": self.pile.save, "Ctrl+Enter": self.pile.save}
        )
        Offers(self, self._offered)

    # -- coming and going --------------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``files`` (paths) are read at once; ``do="watch"`` asks for the folder to watch."""
        self.taking.resume()
        self.pile.load_kept()
        if args.get("files"):
            self.take([Path(file) for file in args["files"]])
        if args.get("do") == "watch" and self.taking.watched is None:
            self.turn_watch()
        self._focus()

    def back(self) -> bool:
        if self.taking.job is not None:
            self.taking.stop()
            return True
        return False

    def event(self, event: QEvent, /) -> bool:
        # Ctrl+Z is for a decision here before it is for the window's last save, wherever on the screen the keyboard is.
        if (
            isinstance(event, QKeyEvent)
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and event.matches(QKeySequence.StandardKey.Undo)
            and self.pile.undoable
        ):
            if event.type() == QEvent.Type.KeyPress:
                self.undo()
            event.accept()
            return True
        return super().event(event)

    def reload(self) -> None:
        self.pile.load()

    def records_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*self.types) and self.pile.sheets:
            super().records_changed(changes)

    def _focus(self) -> None:
        if self._pages.currentWidget() is self.empty:
            self.empty.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.bench.focus()

    # -- taking in ---------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for pictures, then read them."""
        self.take(self.ui.picker.open_files(self.t(FILES), self.t(_KINDS)))

    def choose_folder(self) -> None:
        """Ask for a folder, then read what lies in it."""
        folder = self.ui.picker.folder(self.t(FOLDER))
        self.take([folder] if folder else [])

    def take(self, paths: Sequence[Path]) -> None:
        """Read pictures into the pile; one that is all settled makes room for the new one."""
        if paths:
            if self.pile.checked and len(self.pile.settled) == len(self.pile.sheets):
                self.put_away()
            self._led = True
            self.banner.clear()
            self.taking.take(paths)

    def turn_watch(self) -> None:
        """Watch a folder, or no longer."""
        if self.taking.watched is not None:
            self.taking.watch(None)
            return
        folder = self.ui.picker.folder(self.t(WATCH))
        if folder is not None:
            self.taking.watch(folder)

    def _offered(self, data: QMimeData) -> bool:
        files = files_in(data)
        self.take(files)
        return bool(files)

    def _photograph_again(self) -> None:
        """Another picture takes the place of a refused one."""
        files, number = self.ui.picker.open_files(self.t(FILES), self.t(_KINDS)), self._number
        if files and number is not None:
            self.pile.take_away([number])
            self.take(files)

    def _taken(self, count: int) -> None:
        if not count and self.pile.sheets:
            self.banner.say(self.t(_NONE_NEW), "neutral")

    # -- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        pile = self.pile
        checked = pile.checked
        was_empty = self._pages.currentWidget() is self.empty
        self._pages.setCurrentWidget(self._look if checked else self.empty)
        self.side.show_pile(checked, pile.missing)
        counts = {
            state: sum(each.state == state for each in checked) for state in ("doubtful", "ready", "refused")
        }
        self.summary.setText(self.t(_SUMMED.fill(n=len(checked), **counts)) if checked else "")
        self.bar.tell(counts["ready"], len(pile.settled))
        self._show_again()
        if was_empty and checked and self.isVisible():
            self.bench.focus()

    def _show_again(self) -> None:
        """The sheet on show as it stands now; the first that asks, where none was on show."""
        checked = self.pile.checked
        if not checked:
            self._number = None
            if self.isVisible():
                self._focus()
            return
        place = next((n for n, each in enumerate(checked) if each.number == self._number), None)
        asking = next((each for each in checked if each.questions), None)
        if place is None or (self._led and asking is not None and not checked[place].questions):
            self._go(asking or checked[0])
            return
        self.side.go_to(checked[place].number)
        if checked[place] != self.bench.sheet:
            self.bench.show_sheet(checked[place], row_name=self.bench.at)

    def _show_work(self) -> None:
        job, watched = self.taking.job, self.taking.watched
        self.bar.tell_watched(watched)
        if job is None:
            self.strip.hide()
            return
        words = _STEPS.fill(title=job.title, done=job.done, total=job.total) if job.total else job.title
        self.strip.show_work(self.t(words), job.done, job.total)

    def _go(self, sheet: CheckedSheet, row_name: str | None = None) -> None:
        self._number = sheet.number
        self.side.go_to(sheet.number)
        self.bench.show_sheet(sheet, row_name=row_name)
        question = next((q for q in sheet.questions if row_name is None or q.row == row_name), None)
        if question is not None:
            self.bench.show_question(question)

    def _chosen(self, number: int) -> None:
        sheet = self.pile.of(number)
        if sheet is not None and number != self._number:
            self._led = False
            self._go(sheet)

    def _turn(self, step: int) -> None:
        checked = self.pile.checked
        place = next((n for n, each in enumerate(checked) if each.number == self._number), 0) + step
        if 0 <= place < len(checked):
            self._led = False
            self._go(checked[place])

    # -- deciding ----------------------------------------------------------------------------------

    def next(self) -> None:
        """To the next question: further down this sheet, then on the sheets behind it, then from the first."""
        checked = self.pile.checked
        place = next((n for n, each in enumerate(checked) if each.number == self._number), 0)
        here = checked[place] if checked else None
        if here is not None:
            names = [each.reading.name for each in (*here.rows, *here.digits)]
            at = names.index(self.bench.at) if self.bench.at in names else -1
            asking = self.bench.card.question
            for question in here.questions:
                behind = question.kind != "row" or names.index(question.row) > at
                if behind and question is not asking:
                    self.bench.show_question(question)
                    return
        for sheet in (*checked[place + 1 :], *checked[: place + 1]):
            if sheet.questions:
                self._go(sheet)
                return
        ready = len(self.pile.ready)
        self.banner.say(self.t(_DONE.fill(n=ready) if ready else _NOTHING_LEFT), "good")

    def undo(self) -> None:
        """Undo the last decision and go back to it."""
        number = self.pile.undo()
        sheet = self.pile.of(number) if number is not None else None
        if sheet is not None:
            self._go(sheet)

    def _answered(self, answer: Answer) -> None:
        number, question = self._number, self.bench.card.question
        if number is None:
            return
        self._led = False
        self.banner.clear()
        if answer.first is None:
            self.pile.decide_row(number, answer.row, answer.value)
        elif question is not None:
            self._settle(number, question.kind, question.other, first=answer.first)
        if question is not None:
            self.next()

    def _settle(self, number: int, kind: str, other: int, *, first: bool) -> None:
        if kind == "twice":
            self.pile.choose_one(number if first else other, other if first else number)
        elif kind == "other":
            self.pile.let_paper_stand(number, stands=first)
        elif first:
            self.pile.let_ticks_stand(number)
        else:
            self.pile.leave_out(number)

    # -- saving and putting away -------------------------------------------------------------------

    def _saved(self, result: SavedSheets) -> None:
        for number, why in result.left.items():
            self.banner.say(self.t(_LEFT.fill(n=number, why=why)))

    def put_away(self) -> None:
        """Take what is settled out of the pile."""
        self._take_away([each.number for each in self.pile.settled])

    def clear_pile(self) -> None:
        """Take everything out of the pile; the photos stay where they are."""
        self._take_away([each.number for each in self.pile.sheets])

    def _take_away(self, numbers: Sequence[int]) -> None:
        gone: list[PileSheet] = self.pile.take_away(numbers)
        if gone:
            self.banner.clear()
            self.ui.messages.toast(_CLEARED.fill(n=len(gone)), undo=lambda: self.pile.put_back(gone))
