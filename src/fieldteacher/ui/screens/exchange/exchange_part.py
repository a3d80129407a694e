"""Exchanging: packages go out with one click, come in after a preview, and nothing is changed before the last one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.inbox import FOLDER, InboxState
from fieldteacher.ui.job_strip import JobStrip
from fieldteacher.ui.outside import ANYTHING
from fieldteacher.ui.screen import ScreenView
from fieldteacher.ui.screens.exchange import results, works
from fieldteacher.ui.screens.exchange.home import HomePage
from fieldteacher.ui.screens.exchange.join_page import JoinPage
from fieldteacher.ui.screens.exchange.peer_lines import PeerLine
from fieldteacher.ui.screens.exchange.preview_page import FIRST_LINES, PreviewPage
from fieldteacher.ui.screens.exchange.reading import Home, read_home
from fieldteacher.ui.screens.exchange.results import Said
from fieldteacher.ui.widgets.basics import box, column, row
from fieldteacher.ui.widgets.keys import bind_keys

if TYPE_CHECKING:
    from fieldteacher.services.packing import Exported
    from fieldteacher.services.shared_folder import Outcome
    from fieldteacher.services.synchronisation import Preview, Taken

INVITATION = ".ftinvite"
_EVERY = 1_000_000
_OPEN, _KINDS = Text("选择数据包", "Choose a package"), Text("数据包 (*.ftpkg)", "Packages (*.ftpkg)")
_ELSEWHERE = Text("选择文件夹…", "Choose a folder…")
_FOLDER = Text("导入哪个文件夹里的包", "Folder with the packages")
_WRITING, _READING = Text("正在写数据包", "Writing packages"), Text("正在读 {file}", "Reading {file}")
_TAKING, _JOINING = Text("正在导入 {file}", "Taking in {file}"), Text("正在加入", "Joining")
_TAKING_ALL = Text("正在导入共享文件夹里的包", "Taking in what lies in the folder")
_UNDO, _SEE = Text("撤销导入", "Take it back"), Text("处理冲突", "Settle them")
_TAKEN_BACK = Text("导入已撤销。", "The import was taken back.")
_NO_NEED = Text(
    "这是邀请文件。这份数据已经在交换中，不需要再加入。",
    "This is an invitation. This store takes part in the exchange already and need not join again.",
)
_JOINED = Text(
    "已加入学校的交换。请把第一个数据包导出给学校。",
    "You have joined. Please write your first package for the college.",
)


class ExchangePart(ScreenView):
    """``file`` opens a package or an invitation. Ctrl+O takes in a file, Ctrl+E writes for the selected."""

    types = tuple(RECORD_TYPES)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self.home, self.preview, self.joining = HomePage(ui), PreviewPage(ui), JoinPage(ui)
        self.strip = JobStrip(ui, self)
        self._all_lines = False
        self._wanted: Path | None = None
        self._lay()
        self._connect()

    def _lay(self) -> None:
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        for page in (self.home, self.preview, self.joining):
            self._pages.addWidget(page)
        foot = row(-1, self.strip)
        foot.setContentsMargins(tokens.SPACE_L, tokens.SPACE_XS, tokens.SPACE_L, tokens.SPACE_XS)
        self._foot = box(foot)
        self._foot.hide()
        self.setLayout(column(pages, self._foot, gap=0))

    def _connect(self) -> None:
        home, preview = self.home, self.preview
        home.export_asked.connect(self.export)
        home.import_asked.connect(self.choose)
        home.package_asked.connect(self.open)
        home.all_asked.connect(lambda: self.take_in_all(self.ui.inbox.state.folder))
        home.folder_asked.connect(self.choose_folder)
        home.shared_chosen.connect(self._choose_shared)
        home.look_asked.connect(self.ui.inbox.look)
        home.invite_asked.connect(lambda: self.ui.navigator.go("exchange", do="stations", invite=True))
        preview.taken.connect(self.take_in)
        preview.more.connect(self._list_all)
        preview.closed.connect(self.close_package)
        self.joining.asked.connect(self._join)
        self.strip.busy_changed.connect(self._show_busy)
        self.strip.stopped.connect(self._stopped)
        self.ui.inbox.changed.connect(self._inbox_changed)
        self._inbox_changed(self.ui.inbox.state)
        bind_keys(self, {"Ctrl+O": self.choose, "Ctrl+E": home.export})

    # -- coming and going ----------------------------------------------------------------------

    def arrive(self, **args: Any) -> None:
        """``file`` is a package to preview, or an invitation to join by; ``to`` (a signing key) goes to a station,
        ``choose`` asks for a package."""
        self.ui.inbox.look()
        if self.home.home is not None:
            self.reload()  # how long ago something was heard is no change of a record
        file = args.get("file")
        if args.get("choose"):
            self.choose()
        if args.get("to") is not None:
            self._pages.setCurrentWidget(self.home)
            self.home.table.select(args["to"])
        if file is not None:
            self.open(Path(file))
        elif self._pages.currentWidget() is self.home:
            self.home.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._pages.currentWidget() is self.joining:
            self.joining.focus()

    def back(self) -> bool:
        if self.strip.busy:
            self.strip.stop()
            return True
        if self._pages.currentWidget() is self.preview:
            self.close_package()
            return True
        return False

    def reload(self) -> None:
        services, clock, language = self.ui.services, self.ui.clock, self.ui.language
        self.read(lambda: read_home(services, clock, language), self._show, latest="home")

    def _show(self, home: Home) -> None:
        self.home.show_home(home)
        if self._pages.currentWidget() is not self.preview:
            self._pages.setCurrentWidget(self.home if home.in_exchange or home.office else self.joining)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open(wanted)

    def _show_busy(self, busy: bool) -> None:
        self._foot.setVisible(busy)
        for page in (self.home, self.preview, self.joining):
            page.setEnabled(not busy)

    def _stopped(self) -> None:
        """Of a whole folder, what was taken in before the rest was stopped is there: let every screen look."""
        self.ui.runner.changed.emit(ANYTHING)
        self.ui.inbox.look()

    def _inbox_changed(self, state: InboxState) -> None:
        self.home.show_inbox(state)

    # -- writing -------------------------------------------------------------------------------

    def export(self, lines: Sequence[PeerLine]) -> None:
        """Write a package for each of these stations."""
        folder = self.home.targets.folder or self.home.targets.ask()
        if folder is None:
            return
        self.home.banner.clear()
        work = works.writing(self.ui.services, folder, [line.id for line in lines], self.home.photo_limit)
        self.strip.start(work, lambda made: self._written(made, folder), self._not_written, _WRITING)

    def _written(self, made: Sequence[Exported], folder: Path) -> None:
        said = results.written(made)
        self.home.written(self._words(said), folder, said.tone)
        self.reload()

    def _not_written(self, error: UserError) -> None:
        """Most often the stick is not plugged in: another folder is at hand."""
        self.home.banner.say(self.t(error.text), action=self.t(_ELSEWHERE), taken=self.home.targets.ask)

    # -- taking in -----------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a package, then show what it would do."""
        if self._pages.currentWidget() is self.joining or self.strip.busy:
            return
        start = self.ui.inbox.state.folder or next(iter(self.ui.inbox.state.sticks), None)
        file = self.ui.picker.open_file(self.t(_OPEN), self.t(_KINDS), start)
        if file is not None:
            self.open(file)

    def open(self, file: Path) -> None:
        """Show what a package would do; an invitation goes to the page of joining."""
        home = self.home.home
        if home is None:
            self._wanted = file
        elif file.suffix.lower() == INVITATION and not home.in_exchange and not home.office:
            self._pages.setCurrentWidget(self.joining)
            self.joining.open(file)
        elif file.suffix.lower() == INVITATION:
            self.home.banner.say(self.t(_NO_NEED), "neutral")
        else:
            self._all_lines = False
            self._read_package(file)

    def close_package(self) -> None:
        """Back to the list of stations; nothing was changed."""
        self._pages.setCurrentWidget(self.home)
        self.home.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_in(self, accept: bool) -> None:
        """Take the previewed package in."""
        shown = self.preview.shown
        if shown is not None:
            work = works.taking(self.ui.services, shown.file, accept, self.ui.inbox.state.folder)
            self.strip.start(work, self._taken, self._refused, _TAKING.fill(file=shown.file.name))

    def choose_folder(self) -> None:
        """Ask for a folder, then take in all that lies there for this station."""
        if not self.strip.busy:
            start = next(iter(self.ui.inbox.state.sticks), self.ui.inbox.state.folder)
            self.take_in_all(self.ui.picker.folder(self.t(_FOLDER), start))

    def take_in_all(self, folder: Path | None) -> None:
        """Take in all that lies in a folder for this station; a package that is refused keeps no other back."""
        if folder is not None:
            work = works.taking_all(self.ui.services, folder)
            self.strip.start(work, self._all_taken, self._refused, _TAKING_ALL)

    def _read_package(self, file: Path) -> None:
        self.home.banner.clear()
        work = works.previewing(self.ui.services, file, _EVERY if self._all_lines else FIRST_LINES)
        self.strip.start(work, self._show_package, self._refused, _READING.fill(file=file.name))

    def _show_package(self, shown: Preview) -> None:
        self._pages.setCurrentWidget(self.preview)
        self.preview.show_package(shown)

    def _list_all(self) -> None:
        if self.preview.shown is not None:
            self._all_lines = True
            self._read_package(self.preview.shown.file)

    def _taken(self, taken: Taken) -> None:
        said = results.taken(taken)
        self.close_package()
        if said.conflicts or not taken.merged.applied:
            self._say(said)
        else:
            words, undo = self._words(said), lambda: self._undo(taken.package)
            self.home.banner.say(words, said.tone, action=self.t(_UNDO), taken=undo)
        self.reload()
        self.ui.inbox.look()

    def _all_taken(self, outcomes: Sequence[Outcome]) -> None:
        self._say(results.all_taken(outcomes))
        for each in outcomes:
            if each.taken is not None and each.taken.changes:
                self.ui.runner.changed.emit(each.taken.changes)
        self.reload()
        self.ui.inbox.look()

    def _say(self, said: Said) -> None:
        """Say what was done; where conflicts came of it, with the way there."""
        go = self.ui.navigator.go
        see = (lambda: go("exchange", do="conflicts")) if said.conflicts else None
        self.home.banner.say(self._words(said), said.tone, action=self.t(_SEE) if see else "", taken=see)

    def _words(self, said: Said) -> str:
        return ("" if self.ui.language == "zh_CN" else " ").join(map(self.t, said.sentences))

    def _undo(self, package: str) -> None:
        services = self.ui.services

        def undone(_result: object) -> None:
            self.home.banner.say(self.t(_TAKEN_BACK), "neutral")
            self.ui.inbox.look()

        self.change(lambda: services.exchange.synchronisation.undo(package), undone, self._refused)

    def _refused(self, error: UserError) -> None:
        if self._pages.currentWidget() is self.joining:
            self.joining.banner.say(self.t(error.text))
        else:
            self.close_package()
            self.home.banner.say(self.t(error.text))

    # -- settings ------------------------------------------------------------------------------

    def _choose_shared(self, folder: Path | None) -> None:
        services = self.ui.services
        value = None if folder is None else str(folder)
        self.change(lambda: services.settings.set(FOLDER, value), lambda _: self.ui.inbox.look())

    def _join(self, file: Path, code: str) -> None:
        def joined(_result: Any) -> None:
            self.home.banner.say(self.t(_JOINED), "good")
            self.reload()

        work = works.joining(self.ui.services, file, code)
        self.strip.start(work, joined, self.joining.refused, _JOINING)
