"""Builds the object graph: the one place that joins the packages, and where loading may wait.

The functions that import inside their body do so on purpose: opening the window must not load what
its first screen does not show.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.domain.clock import Clock, Ids, RandomIds, SystemClock
from fieldteacher.services.app import Makers, Services
from fieldteacher.store import rekey
from fieldteacher.store.database import KEY_FILE, Store
from fieldteacher.store.folders import no_empty_ones_left
from fieldteacher.store.opening import behind, create_store, open_store, refuse_taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldteacher.services.absences import AbsenceService
    from fieldteacher.services.access import AccessService
    from fieldteacher.services.attachments import AttachmentService
    from fieldteacher.services.backups import BackupService
    from fieldteacher.services.briefings import BriefingService
    from fieldteacher.services.compliance import ComplianceService
    from fieldteacher.services.conflicts import ConflictService
    from fieldteacher.services.daily import DailyService
    from fieldteacher.services.demo.park import Demo
    from fieldteacher.services.education import EducationService
    from fieldteacher.services.employment import EmploymentService
    from fieldteacher.services.evaluations import EvaluationService
    from fieldteacher.services.exporting import ExportService
    from fieldteacher.services.given_rules import GivenRuleService
    from fieldteacher.services.holiday_files import HolidayFiles
    from fieldteacher.services.incidents import IncidentService
    from fieldteacher.services.journals import JournalService
    from fieldteacher.services.lease import Lease
    from fieldteacher.services.mark_hints import HintService
    from fieldteacher.services.papers import PaperService
    from fieldteacher.services.phrases import PhraseService
    from fieldteacher.services.practice import PracticeService
    from fieldteacher.services.printing import PrintingService
    from fieldteacher.services.rosters import RosterService
    from fieldteacher.services.rule_sets import RuleSetService
    from fieldteacher.services.schemes import SchemeService
    from fieldteacher.services.second_entry import SecondEntryService
    from fieldteacher.services.sheet_reading import SheetReadingService
    from fieldteacher.services.signing import SigningService
    from fieldteacher.services.summaries import SummaryService
    from fieldteacher.store.driver import Connection
    from fieldteacher.store.search import Stale
    from fieldteacher.store.transaction import Transaction


def _index(txn: Transaction, keys: Stale, texts: Stale) -> None:
    """The search index writer; needs the pinyin tables, so it is loaded by the first save."""
    from fieldteacher.store.indexing import index

    index(txn, keys, texts)


def _migrate(connection: Connection) -> None:
    """The migrations; they need sqlite-utils, which a start with a store of this version does without."""
    from fieldteacher.store.migrating import migrate

    migrate(connection)


def _catch_up(store: Store) -> None:
    """What is to be done once after an update; needs what taking in packages needs."""
    from fieldteacher.store.catching_up import catch_up

    catch_up(store)


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
    if behind(store):
        _catch_up(store)
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

        return PrintingService(store, clock, resources(), lambda: services.compliance.findings())

    def absences() -> AbsenceService:
        from fieldteacher.services.absences import AbsenceService

        return AbsenceService(store, clock)

    def education() -> EducationService:
        from fieldteacher.services.education import EducationService

        return EducationService(store, clock)

    def papers() -> PaperService:
        from fieldteacher.services.papers import PaperService

        return PaperService(store, clock)

    def journals() -> JournalService:
        from fieldteacher.services.journals import JournalService

        return JournalService(store, clock)

    def lease() -> Lease:
        from fieldteacher.config.paths import lease_folder
        from fieldteacher.services.lease import Lease

        return Lease(store, lease_folder())

    def daily() -> DailyService:
        from fieldteacher.services.daily import DailyService

        return DailyService(store, clock, lambda: services.holidays.calendar)

    def access() -> AccessService:
        from fieldteacher.services.access import AccessService

        return AccessService(store)

    def attachments() -> AttachmentService:
        from fieldteacher.services.attachments import AttachmentService

        return AttachmentService(store, clock)

    def backups() -> BackupService:
        from fieldteacher.services.backups import BackupService

        return BackupService(store, clock)

    def briefings() -> BriefingService:
        from fieldteacher.services.briefings import BriefingService
        from fieldteacher.services.forms.plots import picture_of

        return BriefingService(
            store, clock, services.compliance, services.practice,
            lambda plot, language: picture_of(plot, language, services.printing.fonts()),
        )  # fmt: skip

    def compliance() -> ComplianceService:
        from fieldteacher.services.compliance import ComplianceService

        return ComplianceService(store, clock, services.rule_sets)

    def conflicts() -> ConflictService:
        from fieldteacher.services.conflicts import ConflictService

        return ConflictService(store)

    def employment() -> EmploymentService:
        from fieldteacher.services.employment import EmploymentService

        return EmploymentService(store, clock)

    def practice() -> PracticeService:
        from fieldteacher.services.practice import PracticeService

        return PracticeService(store, clock)

    def evaluations() -> EvaluationService:
        from fieldteacher.services.evaluations import EvaluationService

        return EvaluationService(store, clock)

    def rule_sets() -> RuleSetService:
        from fieldteacher.services.given_rules import given_files
        from fieldteacher.services.rule_sets import RuleSetService

        return RuleSetService(store, _rule_folders(), services.holidays, lambda: given_files(store))

    def schemes() -> SchemeService:
        from fieldteacher.services.schemes import SchemeService

        return SchemeService(store, clock)

    def second_entry() -> SecondEntryService:
        from fieldteacher.services.second_entry import SecondEntryService

        return SecondEntryService(store, clock)

    def sheets() -> SheetReadingService:
        from fieldteacher.paper.reading.reading import read_files
        from fieldteacher.services.sheet_reading import SheetReadingService

        return SheetReadingService(store, clock, read_files)

    def signing() -> SigningService:
        from fieldteacher.services.signing import SigningService

        return SigningService(store, clock)

    def hints() -> HintService:
        from fieldteacher.services.mark_hints import HintService

        return HintService(store)

    def summaries() -> SummaryService:
        from fieldteacher.services.summaries import SummaryService

        return SummaryService(store)

    def exporting() -> ExportService:
        from fieldteacher.services.exporting import ExportService

        return ExportService(store)

    def given_rules() -> GivenRuleService:
        from fieldteacher.services.given_rules import GivenRuleService

        return GivenRuleService(store, _rule_folders(), services.rule_sets)

    def holidays() -> HolidayFiles:
        from fieldteacher.services.given_rules import given_files
        from fieldteacher.services.holiday_files import HolidayFiles

        return HolidayFiles(_rule_folders(), lambda: given_files(store))

    def incidents() -> IncidentService:
        from fieldteacher.services.incidents import IncidentService

        return IncidentService(store, clock, lambda: services.rule_sets)

    def phrases() -> PhraseService:
        from fieldteacher.services.phrases import PhraseService

        return PhraseService(store)

    def spelling() -> Callable[[str], tuple[str, ...]]:
        from fieldteacher.store.pinyin import spelled

        return spelled

    make = Makers(
        absences=absences,
        access=access,
        attachments=attachments,
        backups=backups,
        daily=daily,
        briefings=briefings,
        compliance=compliance,
        conflicts=conflicts,
        employment=employment,
        education=education,
        evaluations=evaluations,
        exporting=exporting,
        journals=journals,
        lease=lease,
        given_rules=given_rules,
        holidays=holidays,
        incidents=incidents,
        papers=papers,
        phrases=phrases,
        practice=practice,
        printing=printing,
        rosters=rosters,
        rule_sets=rule_sets,
        schemes=schemes,
        spelling=spelling,
        second_entry=second_entry,
        sheets=sheets,
        signing=signing,
        hints=hints,
        summaries=summaries,
    )
    services = Services(store, clock, make)
    return services


def _rule_folders() -> tuple[Path, Path]:
    """Where the rules and holidays lie: the program's own, and those that somebody put beside."""
    from fieldteacher.config.paths import data_folder, resources

    return resources() / "rules", data_folder() / "rules"


def create_demo(
    folder: Path, *, students: int, teachers: int, seed: int, clock: Clock, password: str | None = None
) -> Demo:
    """Make a store of invented records around the clock's today; returns what was made.

    The same seed and day give the same records with the same ids. Raises ``InputRefused`` where there is
    a store already.
    """
    from fieldteacher.config.paths import resources
    from fieldteacher.services.demo.park import Park, demo_clock, demo_ids, fill
    from fieldteacher.services.holiday_files import HolidayFiles
    from fieldteacher.store.backups import discard

    workdays = HolidayFiles((resources() / "rules",)).calendar
    photos = {
        path.stem: path.read_bytes() for path in sorted((resources() / "templates" / "photos").glob("*.jpg"))
    }
    park = Park(
        today=clock.today(), students=students, teachers=teachers, seed=seed, pictures=photos, workdays=workdays
    )  # fmt: skip
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
