"""Starts the window: the store opened at once, or the first start, or the lock screen; one window a store.

Imports stand inside the functions, so that Qt and the store's first list are loaded side by side.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.bootstrap import clock_for, create_demo, create_services, join_services, open_services
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import StoreUnavailable, UserError
from fieldteacher.domain.exchange import is_invitation
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.store import rekey
from fieldteacher.store.database import FILE, KEY_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from fieldteacher.config.settings import SettingsFile
    from fieldteacher.domain.text import Language
    from fieldteacher.ui.first_start import Beginning
    from fieldteacher.ui.main_window import MainWindow
    from fieldteacher.ui.single_window import Guard


def run_window(
    store: Path | None = None,
    *,
    language: str | None = None,
    today: date | None = None,
    file: Path | None = None,
    when_idle: Callable[[MainWindow], None] | None = None,
) -> int:
    """Show the window until it is closed, with the package or invitation ``file``; returns the exit status.

    A second start for the same store raises the first window. Where there is no store yet the first
    start is shown, and the lock screen where it has a password.
    """
    from fieldteacher.config.logging_setup import start_logging
    from fieldteacher.config.paths import log_file, resources, settings_file, store_folder
    from fieldteacher.config.settings import SettingsFile
    from fieldteacher.config.translation import choose_language

    gc.disable()  # until the window is at rest: nothing made while starting is garbage
    start_logging(log_file())
    # The window that is open already may have been started from another folder.
    file = file.expanduser().absolute() if file is not None else None
    folder, settings, clock = store_folder(store), SettingsFile(settings_file()), clock_for(today)
    spoken = choose_language(language, settings.text("language") or None)
    if _no_display():
        return _no_window(_NO_DISPLAY.to(spoken))
    try:
        from fieldteacher.ui.single_window import Guard
    except ImportError as error:  # a library of the system that Qt needs
        return _no_window(_NO_LIBRARY.fill(e=error).to(spoken))
    guard = Guard(folder)
    is_first = guard.take()
    try:
        # The list is read while the rest of Qt and of the window is loaded.
        services = _opened_at_once(folder, clock) if is_first else None
        try:
            from fieldteacher.ui.application import application
            from fieldteacher.ui.application import run_window as run
        except ImportError as error:
            return _no_window(_NO_LIBRARY.fill(e=error).to(spoken))
        application()
        if not is_first:
            return _second_start(guard, spoken, file)
        entered = (services, spoken, "", {}) if services else _entered(folder, settings, clock, spoken, file)
        if entered is None:
            return 0
        services, spoken, first, arguments = entered
        if file is not None and not (
            first and is_invitation(file.name)
        ):  # the first start has joined with it
            first, arguments = "exchange", {"file": file}
        guard.take()  # the folder may have been made only now
        try:
            return run(
                services, settings, clock=clock, resources=resources(), language=spoken, guard=guard, log=log_file(),
                first=first, arguments=arguments, when_idle=when_idle,
            )  # fmt: skip
        finally:
            services.close()
    except UserError as error:
        from fieldteacher.ui.refusal import tell

        tell(error.text, spoken)
        return error.exit_status
    finally:
        gc.enable()
        guard.release()


def _opened_at_once(folder: Path, clock: Clock) -> Services | None:
    """The store where nobody has to be asked for anything, its first list being read already; else ``None``."""
    rekey.settle(folder)
    password = os.environ.get("FIELDTEACHER_PASSWORD") or None
    if not (folder / FILE).is_file() or ((folder / KEY_FILE).exists() and not password):
        return None
    services = open_services(folder, password=password, clock=clock)
    services.today.preload()
    return services


_PATIENCE = 5.0
_NO_DISPLAY = Text(
    "没有可用的显示器，窗口打不开；命令行用法见 fieldteacher --help。",
    "There is no display for the window; fieldteacher --help lists the commands.",
)
_NO_LIBRARY = Text(
    "窗口打不开，系统缺少它需要的库：{e}。",
    "The window cannot open; the system lacks a library it needs: {e}.",
)


def _no_display() -> bool:
    """Whether Qt would find no display; it ends the process with an abort then."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in variables)


def _no_window(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return UserError.exit_status


def _second_start(guard: Guard, language: Language, file: Path | None) -> int:
    """Raise the first window, which shows ``file``; one that is only just starting gets a moment until it listens."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if guard.raise_first(file):
            return 0
        time.sleep(0.1)
    from fieldteacher.ui.refusal import tell

    tell(
        Text("这份数据已在另一个窗口中打开。", "This store is open in another window already."),
        language,
    )
    return StoreUnavailable.exit_status


def _entered(
    folder: Path, settings: SettingsFile, clock: Clock, language: Language, file: Path | None
) -> tuple[Services, Language, str, Mapping[str, Any]] | None:
    """The first start, which joins with ``file`` where that is an invitation, or the lock screen.

    Returns the open store, the language, and the first screen with its arguments; ``None`` where the person left.
    """
    gc.enable()  # people take their time here
    there = (folder / FILE).is_file()
    from fieldteacher.config.paths import resources
    from fieldteacher.ui.application import application, speak_qt
    from fieldteacher.ui.entering import Doors, enter

    speak_qt(application(), language)

    doors = Doors(
        unlock=lambda typed: open_services(folder, password=typed, clock=clock),
        create=lambda beginning: _begun(folder, beginning, clock),
    )
    found = enter(
        "unlock" if there else "first_start", doors, settings, app=application(), resources=resources(),
        language=language, invite=file if file and is_invitation(file.name) else None,
    )  # fmt: skip
    if found is None:
        return None
    place = found.first
    return found.services, found.language, place.screen if place else "", place.args if place else {}


def _begun(folder: Path, beginning: Beginning, clock: Clock) -> Services:
    """The store that a person asked for at the first start."""
    if beginning.start == "demo":
        create_demo(folder, students=150, teachers=2, seed=1, clock=clock)
        services = open_services(folder, password=None, clock=clock)
        services.settings.set("role", beginning.role)
        if beginning.name:
            services.settings.set_owner(beginning.name)
    elif beginning.start == "join" and beginning.invite is not None:
        services = join_services(
            folder, invitation=beginning.invite, code=beginning.code, password=None, clock=clock
        )
    else:
        services = create_services(
            folder, name=beginning.name, role=beginning.role, college=beginning.college, clock=clock
        )
    if beginning.backup_folder is not None:
        services.backups.choose_folder(beginning.backup_folder)
    return services
