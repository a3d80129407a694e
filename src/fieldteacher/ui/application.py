"""The running window: Qt's application object, one window a store, the hooks for benchmarks and screenshots."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.text import Language
from fieldteacher.ui.context import Settings, Ui
from fieldteacher.ui.dropping import OpenedFiles
from fieldteacher.ui.inbox import Inbox, look_into
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.messages import Messages
from fieldteacher.ui.navigator import Navigator
from fieldteacher.ui.pickers import DialogPicker
from fieldteacher.ui.screen import Screen
from fieldteacher.ui.screens import SCREENS
from fieldteacher.ui.single_window import Guard
from fieldteacher.ui.tasks import Runner, bug_report, spare_what_is_loaded
from fieldteacher.ui.theme import MODES, Mode, Theme

if TYPE_CHECKING:
    from fieldteacher.services.app import Services


_QT_WORDS = "qtbase"
_TIDY_AFTER_MS = 20_000
"""How long after the start what was handed over is looked for: nobody waits for it."""


def application() -> QApplication:
    """Qt's application object, made if there is none."""
    QApplication.setDesktopFileName("org.fieldteacher.fieldteacher")  # packaging/linux
    return cast(QApplication, QApplication.instance() or QApplication(sys.argv[:1]))


def make_ui(
    services: Services,
    settings: Settings,
    *,
    clock: Clock,
    resources: Path,
    language: Language,
    theme: Mode | None = None,
    log: Path | None = None,
) -> Ui:
    """All that screens are handed; the application object must exist."""
    kept = settings.get("theme")
    mode: Mode = theme or (kept if kept in MODES else "system")
    look, runner = Theme(application(), resources, mode), Runner()
    return Ui(
        services=services,
        runner=runner,
        inbox=Inbox(runner, lambda: look_into(services)),
        settings=settings,
        navigator=Navigator(),
        messages=Messages(look, language, log),
        picker=DialogPicker(),
        theme=look,
        clock=clock,
        resources=resources,
        language=language,
        speak=lambda chosen: speak_qt(application(), chosen),
    )


def open_window(
    ui: Ui,
    screens: Sequence[Screen] = SCREENS,
    first: str = "",
    arguments: Mapping[str, Any] | None = None,
) -> MainWindow:
    """Show the window with its first screen, which is asked to show ``arguments``.

    That is the day's list, or the students where there are none yet.
    """
    window = MainWindow(ui, screens)
    if isinstance(ui.picker, DialogPicker):
        ui.picker.parent = window
    first = first or (screens[0].id if ui.services.students.any() else "students")
    ui.navigator.go(first, **(arguments or {}))
    window.show()
    window.look_around()
    return window


def run_window(
    services: Services,
    settings: Settings,
    *,
    clock: Clock,
    resources: Path,
    language: Language,
    guard: Guard | None = None,
    log: Path | None = None,
    first: str = "",
    arguments: Mapping[str, Any] | None = None,
    when_idle: Callable[[MainWindow], None] | None = None,
) -> int:
    """Show the window until it is closed; returns the exit status.

    ``when_idle`` is called once, when the first screen has been shown and filled (for benchmarks).
    """
    # What is made until the window is at rest stays: no pass of the collector is worth its time before that.
    gc.disable()
    app = application()
    speak_qt(app, language)
    ui = make_ui(services, settings, clock=clock, resources=resources, language=language, log=log)
    _catch_bugs(ui)
    window = open_window(ui, first=first, arguments=arguments)
    # Drawn once the window is there: reading SVG costs a few milliseconds of the start.
    QTimer.singleShot(0, window, lambda: app.setWindowIcon(QIcon(str(resources / "icon.svg"))))
    if guard is not None:
        QTimer.singleShot(0, window, lambda: guard.listen(lambda file: _come_forward(window, ui, file)))
    if sys.platform == "darwin":
        app.installEventFilter(OpenedFiles(window, lambda file: _come_forward(window, ui, file)))
    ui.runner.idle.connect(lambda: _renew_index(ui), Qt.ConnectionType.SingleShotConnection)
    ui.runner.idle.connect(
        lambda: QTimer.singleShot(_TIDY_AFTER_MS, window, lambda: ui.runner.change(ui.services.tidying.tidy)),
        Qt.ConnectionType.SingleShotConnection,
    )
    ui.runner.idle.connect(_at_rest, Qt.ConnectionType.SingleShotConnection)
    if when_idle is not None:
        call = when_idle
        ui.runner.idle.connect(
            lambda: QTimer.singleShot(0, window, lambda: call(window)), Qt.ConnectionType.SingleShotConnection
        )
    try:
        return app.exec()
    finally:
        gc.enable()
        ui.runner.stop()
        sys.excepthook = sys.__excepthook__


def _renew_index(ui: Ui) -> None:
    """After an update of the program: what is found meanwhile is what was found before."""
    ui.runner.change(ui.services.search.renew)


def _at_rest() -> None:
    spare_what_is_loaded()
    gc.enable()


def speak_qt(app: QApplication, language: Language) -> None:
    """Qt's own words (standard dialogs, calendars, context menus of text fields) in ``language`` from now on."""
    QLocale.setDefault(QLocale(language))
    for spoken in app.findChildren(QTranslator, _QT_WORDS):
        app.removeTranslator(spoken)
        spoken.deleteLater()
    if language == "en":
        return
    translator = QTranslator(app)
    translator.setObjectName(_QT_WORDS)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def _catch_bugs(ui: Ui) -> None:
    """An exception that nobody caught on the UI thread is told like any other bug, after the log has it."""
    before = sys.excepthook

    def caught(kind: type[BaseException], error: BaseException, trace: object) -> None:
        before(kind, error, trace)  # type: ignore[arg-type]
        if not issubclass(kind, KeyboardInterrupt):
            ui.messages.bug(bug_report(error))

    sys.excepthook = caught


def _come_forward(window: MainWindow, ui: Ui, file: Path | None) -> None:
    """Raise the window, and show the package that it is to open."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if file is not None:
        ui.navigator.go("exchange", file=file)
