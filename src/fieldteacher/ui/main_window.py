"""The window: the sidebar, the search box, the screen on show, the status line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QPushButton, QStackedWidget

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.exchange import is_exchanged
from fieldteacher.domain.text import Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Ui
from fieldteacher.ui.dropping import FileDrop
from fieldteacher.ui.finding import Finding
from fieldteacher.ui.navigator import Place
from fieldteacher.ui.outside import Outside
from fieldteacher.ui.screen import Screen, ScreenView
from fieldteacher.ui.sidebar import Sidebar
from fieldteacher.ui.status_line import StatusLine
from fieldteacher.ui.undo import Undo
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import box, button, column, ground, row

if TYPE_CHECKING:
    from fieldteacher.services.settings import StoreStatus

_TITLE = Text("驻企带队教师工作台", "Field teacher's desk")
_WRONG_CLOCK = Text(
    "电脑时间不对（{now}）。可以照常保存，但改动会标上 ⚠；请校准系统时间。",
    "This computer's clock is wrong ({now}). You can save as usual, but changes are marked ⚠; please set the clock.",
)
_WIDTH, _HEIGHT = 1280, 800
_GEOMETRY = "window/geometry"
_COUNT_AFTER_MS = 300


class MainWindow(QMainWindow):
    """Builds a screen when it is first shown, and all of them anew when the language changes."""

    def __init__(self, ui: Ui, screens: Sequence[Screen]) -> None:
        super().__init__()
        self._ui = ui
        self._screens = {each.id: each for each in screens}
        self._views: dict[str, ScreenView] = {}
        self._shown: ScreenView | None = None
        self._undo = Undo(ui)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER_MS)
        self._counting.timeout.connect(self._count_waiting)
        ui.rebuild = self._rebuild
        ui.navigator.homes = {kind: each.id for each in screens for kind in each.shows}
        ui.messages.attach(self)
        ui.navigator.moved.connect(self._go)
        ui.runner.bug.connect(ui.messages.bug)
        ui.runner.refused.connect(ui.messages.refused)
        ui.runner.changed.connect(self._records_changed)
        self._build()
        self._keys()
        FileDrop(self, self.take_file)
        Outside(ui, self)
        ui.inbox.changed.connect(lambda _: self._counting.start())
        ui.inbox.start()
        self._resume_geometry()

    @property
    def view(self) -> ScreenView | None:
        """The screen on show."""
        return self._shown

    def _build(self) -> None:
        ui = self._ui
        screens = list(self._screens.values())
        self.setWindowTitle(ui.t(_TITLE))
        self.sidebar = Sidebar(ui.theme, screens, ui.language)
        self.sidebar.chosen.connect(lambda screen: ui.navigator.go(screen))
        self.finding = Finding(ui, screens)
        self._stack = QStackedWidget()
        self.status = StatusLine(ui)
        self.clock_bar = Banner(ui.theme)
        self.status.told.connect(self._show_clock)
        self.finding.box.setMaximumWidth(560)
        top = row(self.finding.box, -1, *self._at_hand())
        top.setStretchFactor(self.finding.box, 1)
        top.setContentsMargins(tokens.SPACE_S, tokens.SPACE_S, tokens.SPACE_L, tokens.SPACE_S)
        page = box(column(self._stack, gap=0), "surface")
        page.setObjectName("page")
        bar = column(self.clock_bar)
        bar.setContentsMargins(tokens.SPACE_S, 0, tokens.SPACE_L, 0)
        right = column(box(top, "window"), bar, page, gap=0)
        middle = row(self.sidebar, right, gap=0)
        whole = ground("window")
        whole.setLayout(column(middle, self.status, gap=0))
        self.setCentralWidget(whole)

    def _at_hand(self) -> list[QPushButton]:
        """The buttons beside the search box."""
        ui, made = self._ui, []
        for each in self._screens.values():
            for command in each.commands:
                if command.at_hand:
                    go = partial(ui.navigator.go, each.id, **command.args)
                    words = ui.t(command.title)
                    made.append(button(ui.theme, words, go, icon=each.icon, role="quiet", tip=command.keys))
        return made

    def _rebuild(self) -> None:
        """All words again, in the language that was chosen."""
        if self._shown is not None:
            self._shown.leave()
        self._views.clear()
        self._shown = None
        self._build()
        if self._ui.navigator.place is not None:
            self._go(self._ui.navigator.place)
        self.look_around()

    def _keys(self) -> None:
        for keys, done in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.search),
            (QKeySequence("Ctrl+K"), self.search),
            (QKeySequence("Ctrl+,"), lambda: self._ui.navigator.go("settings")),
            (QKeySequence("Ctrl+I"), lambda: self._ui.navigator.go("rosters")),
            (QKeySequence(QKeySequence.StandardKey.Undo), self._undo.take_back),
            (QKeySequence("Alt+Left"), self._ui.navigator.back),
        ):
            QShortcut(keys, self, done)
        for each in self._screens.values():
            for command in each.commands:
                if command.keys:
                    go = partial(self._ui.navigator.go, each.id, **command.args)
                    QShortcut(QKeySequence(command.keys), self, go)
        shown = [each for each in self._screens.values() if each.section != "hidden"]
        for number, each in enumerate(shown[:9], start=1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda name=each.id: self._ui.navigator.go(name))

    def take_file(self, file: Path) -> None:
        """Show what a file would do: a package or an invitation, else a list of students."""
        self._ui.navigator.go("exchange" if is_exchanged(file.name) else "rosters", file=file)

    def search(self) -> None:
        """Put the keyboard into the search box."""
        self.finding.box.start()

    def look_around(self) -> None:
        """Read what stands in the status line and, a moment later, on the badges."""
        self.status.reload()
        self._counting.start()

    def _count_waiting(self) -> None:
        waiting = [(each.id, each.waiting) for each in self._screens.values() if each.waiting]
        if waiting:
            ui = self._ui
            ui.runner.read(lambda: [(name, count(ui)) for name, count in waiting], self._show_waiting)

    def _show_waiting(self, counts: list[tuple[str, int]]) -> None:
        for name, count in counts:
            self.sidebar.show_waiting(name, count)

    def _show_clock(self, status: StoreStatus) -> None:
        if status.wrong_clock is None:
            self.clock_bar.clear()
        else:
            now = status.wrong_clock.astimezone().strftime("%Y-%m-%d %H:%M")
            self.clock_bar.say(self._ui.t(_WRONG_CLOCK.fill(now=now)), "warn")

    def _records_changed(self, _changes: ChangeSet) -> None:
        self._counting.start()

    def _go(self, place: Place) -> None:
        before = self._shown
        view = self._view(place.screen)
        if before is not None and before is not view:
            before.leave()
        self._shown = view
        self._stack.setCurrentWidget(view)
        self.sidebar.show_place(place.screen)
        view.arrive(**place.args)

    def _view(self, name: str) -> ScreenView:
        if name not in self._views:
            view = self._screens[name].build(self._ui)
            view.setAccessibleName(self._ui.t(self._screens[name].title))
            self._views[name] = view
            self._stack.addWidget(view)
        return self._views[name]

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._shown is None or not self._shown.back():
            self._ui.navigator.back()

    def closeEvent(self, event: QCloseEvent, /) -> None:
        if self._shown is not None:
            self._shown.leave()
        geometry = self.saveGeometry().toBase64().data()
        self._ui.settings.set(_GEOMETRY, bytes(geometry).decode("ascii"))
        self._ui.inbox.stop()
        self._ui.runner.stop()
        super().closeEvent(event)

    def _resume_geometry(self) -> None:
        kept = self._ui.settings.get(_GEOMETRY)
        if isinstance(kept, str) and self.restoreGeometry(
            QByteArray.fromBase64(kept.encode("ascii", "ignore"))
        ):
            return
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(_WIDTH, room.width()), min(_HEIGHT, room.height() - 32))
