"""Builds the object graph: the one place that joins the packages, and where loading may wait.

The functions that import inside their body do so on purpose: opening the window must not load what
its first screen does not show.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.domain.clock import Clock, Ids, RandomIds, SystemClock
from fieldteacher.domain.errors import StoreUnavailable, UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Makers, Services
from fieldteacher.store import rekey
from fieldteacher.store.database import FILE, KEY_FILE, Store
from fieldteacher.store.folders import no_empty_ones_left
from fieldteacher.store.opening import create_store, open_store, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from fieldteacher.config.settings import SettingsFile
    from fieldteacher.domain.text import Language
    from fieldteacher.services.absences import AbsenceService
    from fieldteacher.services.access import AccessService
    from fieldteacher.services.backups import BackupService
    from fieldteacher.services.daily import DailyService
    from fieldteacher.services.demo.park import Demo
    from fieldteacher.services.evaluations import EvaluationService
    from fieldteacher.services.exporting import ExportService
    from fieldteacher.services.incidents import IncidentService
    from fieldteacher.services.phrases import PhraseService
    from fieldteacher.services.printing import PrintingService
    from fieldteacher.services.rosters import RosterService
    from fieldteacher.services.schemes import SchemeService
    from fieldteacher.services.second_entry import SecondEntryService
    from fieldteacher.services.signing import SigningService
    from fieldteacher.store.driver import Connection
    from fieldteacher.store.search import Stale
    from fieldteacher.store.transaction import Transaction
    from fieldteacher.ui.first_start import Beginning
    from fieldteacher.ui.main_window import MainWindow
    from fieldteacher.ui.single_window import Guard


def _index(txn: Transaction, keys: Stale, texts: Stale) -> None:
    """The search index writer; needs the pinyin tables, so it is loaded by the first save."""
    from fieldteacher.store.indexing import index

    index(txn, keys, texts)


def _migrate(connection: Connection) -> None:
    """The migrations; they need sqlite-utils, which a start with a store of this version does without."""
    from fieldteacher.store.migrating import migrate

    migrate(connection)


def key_of(folder: Path, password: str | None) -> bytes | None:
    """The key of the store in ``folder``; ``None`` where it has no password.

    Raises ``StoreUnavailable``: a password is needed, or it is wrong.
    """
    if not os.path.exists(folder / KEY_FILE):  # noqa: PTH110 - nor is there one of a name too long to be
        return None
    from fieldteacher.services import access

    return access.key_of(folder, password)


def set_password(folder: Path, key: bytes | None, password: str) -> bytes:
    """Seal a store's key (a new one where ``key`` is ``None``) with a password; returns the key."""
    from fieldteacher.store.keys import new_key, seal

    sealed = key or new_key()
    seal(folder / KEY_FILE, sealed, password)
    return sealed


def clock_for(today: date | None) -> Clock:
    """The clock; ``today`` where it was set from outside."""
    return SystemClock(today)


def open_services(folder: Path, *, password: str | None, clock: Clock, ids: Ids | None = None) -> Services:
    """Open the store in ``folder`` with all services. Raises ``StoreUnavailable``."""
    rekey.settle(folder)
    key = key_of(folder, password)
    store = open_store(folder, key=key, clock=clock, ids=ids or RandomIds(), index=_index, migrate=_migrate)
    return services_of(store, clock)


def create_services(
    folder: Path,
    *,
    name: str = "",
    role: str = "teacher",
    college: str = "",
    password: str | None = None,
    clock: Clock,
    ids: Ids | None = None,
) -> Services:
    """Make a store in ``folder`` and open it. Raises ``InputRefused`` where there is one already."""
    store = _new_store(folder, password, clock=clock, ids=ids or RandomIds(), label=name, role=role)
    services = services_of(store, clock)
    if college:
        services.settings.set_college({"name": college})
    if name and role == "teacher":
        services.settings.set_owner(name)
    return services


def _new_store(folder: Path, password: str | None, *, clock: Clock, ids: Ids, **more: Any) -> Store:
    """A new store, sealed with a password where one is given; a refusal leaves the folder's files as they were."""
    refuse_taken(folder)
    with no_empty_ones_left(folder):
        key = set_password(folder, None, password) if password else None
        try:
            return create_store(folder, key=key, clock=clock, ids=ids, index=_index, migrate=_migrate, **more)
        except BaseException:
            if key is not None:
                (folder / KEY_FILE).unlink(missing_ok=True)
            raise


def services_of(store: Store, clock: Clock) -> Services:
    """All services over an open store."""

    def rosters() -> RosterService:
        from fieldteacher.services.rosters import RosterService

        return RosterService(store, clock)

    def printing() -> PrintingService:
        from fieldteacher.config.paths import resources
        from fieldteacher.services.printing import PrintingService

        return PrintingService(store, clock, resources())

    def absences() -> AbsenceService:
        from fieldteacher.services.absences import AbsenceService

        return AbsenceService(store, clock)

    def daily() -> DailyService:
        from fieldteacher.services.daily import DailyService

        return DailyService(store, clock)

    def access() -> AccessService:
        from fieldteacher.services.access import AccessService

        return AccessService(store)

    def backups() -> BackupService:
        from fieldteacher.services.backups import BackupService

        return BackupService(store, clock)

    def evaluations() -> EvaluationService:
        from fieldteacher.services.evaluations import EvaluationService

        return EvaluationService(store, clock)

    def schemes() -> SchemeService:
        from fieldteacher.services.schemes import SchemeService

        return SchemeService(store, clock)

    def second_entry() -> SecondEntryService:
        from fieldteacher.services.second_entry import SecondEntryService

        return SecondEntryService(store, clock)

    def signing() -> SigningService:
        from fieldteacher.services.signing import SigningService

        return SigningService(store, clock)

    def exporting() -> ExportService:
        from fieldteacher.services.exporting import ExportService

        return ExportService(store)

    def incidents() -> IncidentService:
        from fieldteacher.services.incidents import IncidentService

        return IncidentService(store, clock)

    def phrases() -> PhraseService:
        from fieldteacher.services.phrases import PhraseService

        return PhraseService(store)

    def spelling() -> Callable[[str], tuple[str, ...]]:
        from fieldteacher.store.pinyin import spelled

        return spelled

    make = Makers(
        absences=absences,
        access=access,
        backups=backups,
        daily=daily,
        evaluations=evaluations,
        exporting=exporting,
        incidents=incidents,
        phrases=phrases,
        printing=printing,
        rosters=rosters,
        schemes=schemes,
        spelling=spelling,
        second_entry=second_entry,
        signing=signing,
    )
    return Services(store, clock, make)


def create_demo(
    folder: Path, *, students: int, teachers: int, seed: int, clock: Clock, password: str | None = None
) -> Demo:
    """Make a store of invented records around the clock's today; returns what was made.

    The same seed and day give the same records with the same ids. Raises ``InputRefused`` where there is
    a store already.
    """
    from fieldteacher.services.demo.park import Park, demo_clock, demo_ids, fill
    from fieldteacher.store.backups import discard

    park = Park(today=clock.today(), students=students, teachers=teachers, seed=seed)
    held, ids = demo_clock(park), demo_ids(park)
    owner = park.owner()
    store = _new_store(folder, password, clock=held, ids=ids, label=owner, built=held.begins)
    try:
        return fill(store, park, held)
    except BaseException:
        store.close()
        discard(folder)
        raise
    finally:
        store.close()


def run_window(
    store: Path | None = None,
    *,
    language: str | None = None,
    today: date | None = None,
    when_idle: Callable[[MainWindow], None] | None = None,
) -> int:
    """Show the window until it is closed; returns the exit status.

    A second start for the same store raises the first window. Where there is no store yet the first
    start is shown, and the lock screen where it has a password.
    """
    from fieldteacher.config.logging_setup import start_logging
    from fieldteacher.config.paths import log_file, resources, settings_file, store_folder
    from fieldteacher.config.settings import SettingsFile
    from fieldteacher.config.translation import choose_language

    gc.disable()  # until the window is at rest: nothing made while starting is garbage
    start_logging(log_file())
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
            return _second_start(guard, spoken)
        entered = (services, spoken, "", {}) if services else _entered(folder, settings, clock, spoken)
        if entered is None:
            return 0
        services, spoken, first, arguments = entered
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
    services.students.preload()
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


def _second_start(guard: Guard, language: Language) -> int:
    """Raise the first window; one that is only just starting gets a moment until it listens."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if guard.raise_first():
            return 0
        time.sleep(0.1)
    from fieldteacher.ui.refusal import tell

    tell(
        Text("这份数据已在另一个窗口中打开。", "This store is open in another window already."),
        language,
    )
    return StoreUnavailable.exit_status


def _entered(
    folder: Path, settings: SettingsFile, clock: Clock, language: Language
) -> tuple[Services, Language, str, Mapping[str, Any]] | None:
    """The first start, or the lock screen.

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
        language=language,
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
    else:
        services = create_services(
            folder, name=beginning.name, role=beginning.role, college=beginning.college, clock=clock
        )
    if beginning.backup_folder is not None:
        services.backups.choose_folder(beginning.backup_folder)
    return services
