"""Before the main window: the first start where there is no store yet, the lock screen where it has a password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEventLoop, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui import tokens
from fieldteacher.ui.context import Settings
from fieldteacher.ui.first_start import Beginning, FirstStart
from fieldteacher.ui.navigator import Place
from fieldteacher.ui.pickers import DialogPicker, Picker
from fieldteacher.ui.tasks import Runner
from fieldteacher.ui.theme import MODES, Mode, Theme
from fieldteacher.ui.unlock import UnlockView
from fieldteacher.ui.widgets.banner import Banner
from fieldteacher.ui.widgets.basics import column, ground, label

if TYPE_CHECKING:
    from fieldteacher.services.app import Services

_TITLE = Text("驻企带队教师工作台", "Field teacher's desk")
_MAKING = Text("正在准备数据…", "Preparing the data…")
_MAKING_DEMO = Text("正在生成示例数据，约需几秒…", "Making the demo data; this takes a few seconds…")
_WIDTH, _HEIGHT = 900, 640

Doing = Literal["first_start", "unlock"]


@dataclass(frozen=True, kw_only=True)
class Doors:
    """How a store is opened and made; called off the UI thread. ``whose`` is said on the lock screen."""

    unlock: Callable[[str], Services]
    create: Callable[[Beginning], Services]
    """Makes the store that the person asked for, with invented records where ``start`` is ``demo``."""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """The open store, the language chosen on the way, and where to begin."""

    services: Services
    language: Language
    first: Place | None


class Entrance(QMainWindow):
    """``entered`` carries what was opened; closing the window before that leaves the program."""

    entered = Signal(object)
    left = Signal()

    def __init__(
        self,
        doing: Doing,
        doors: Doors,
        settings: Settings,
        theme: Theme,
        language: Language,
        *,
        picker: Picker | None = None,
        invite: Path | None = None,
    ) -> None:
        super().__init__()
        self._doors, self._settings, self._theme = doors, settings, theme
        self.language: Language = language
        self.runner = Runner()
        self.setWindowTitle(self._t(_TITLE))
        self.resize(_WIDTH, _HEIGHT)
        self.view: FirstStart | UnlockView
        if doing == "unlock":
            view = UnlockView(theme, language, self.runner, doors.unlock, whose=doors.whose)
            view.opened.connect(lambda services: self._enter(services, None))
            self.view = view
        else:
            own = DialogPicker()
            own.parent = self
            start = FirstStart(theme, language, picker or own, invite)
            start.finished.connect(self._begin)
            start.language_chosen.connect(self._speak)
            self.view = start
        self.banner = Banner(theme)
        self._working = label("", "muted")
        self._working.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._working.hide()
        whole = ground("window")
        whole.setLayout(column(self.banner, self.view, self._working, margin=tokens.SPACE_M))
        self.setCentralWidget(whole)

    def closeEvent(self, event: QCloseEvent, /) -> None:
        self.runner.stop()
        super().closeEvent(event)
        self.left.emit()

    def _t(self, text: Text) -> str:
        return text.to(self.language)

    def _speak(self, language: Language) -> None:
        self.language = language
        self._settings.set("language", language)
        self.setWindowTitle(self._t(_TITLE))

    def _begin(self, beginning: Beginning) -> None:
        self.banner.clear()
        self.view.setEnabled(False)
        self._working.setText(self._t(_MAKING_DEMO if beginning.start == "demo" else _MAKING))
        self._working.show()
        first = _first_place(beginning)
        doors = self._doors
        self.runner.read(
            lambda: doors.create(beginning),
            lambda services: self._enter(services, first),
            self._refused,
            owner=self,
        )

    def _enter(self, services: Services, first: Place | None) -> None:
        self.entered.emit(Entered(services, self.language, first))

    def _refused(self, error: UserError) -> None:
        self._working.hide()
        self.view.setEnabled(True)
        self.banner.say(self._t(error.text))


def _first_place(beginning: Beginning) -> Place | None:
    if beginning.start == "join":
        return Place("exchange")  # the first package for the office is to be written
    if beginning.start != "import":
        return None
    return Place("rosters", {"file": beginning.roster} if beginning.roster else {})


def enter(
    doing: Doing,
    doors: Doors,
    settings: Settings,
    *,
    app: QApplication,
    resources: Path,
    language: Language,
    invite: Path | None = None,
) -> Entered | None:
    """Show the first start or the lock screen until the store is open; ``None`` where the person left.

    The first start begins with the invitation ``invite``, where one was opened.

    A bug in between is raised here, for the caller to log.
    """
    kept = settings.get("theme")
    mode: Mode = kept if kept in MODES else "system"
    theme = Theme(app, resources, mode)
    window = Entrance(doing, doors, settings, theme, language, invite=invite)
    loop = QEventLoop()
    found: list[Entered] = []
    bugs: list[str] = []

    def entered(result: Entered) -> None:
        found.append(result)
        loop.quit()

    def broken(report: object) -> None:
        bugs.append(getattr(report, "text", ""))
        loop.quit()

    window.entered.connect(entered)
    window.runner.bug.connect(broken)
    window.left.connect(loop.quit)
    window.show()
    loop.exec()
    window.left.disconnect()
    window.close()
    for made in (window, theme):
        made.deleteLater()
    if bugs:
        raise RuntimeError(bugs[0])
    return found[0] if found else None
