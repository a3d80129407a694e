"""How the services of an open store are made; each is loaded when it is first asked for.

The functions that import inside their body do so on purpose: opening the window must not load what
its first screen does not show.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.domain.clock import Clock
from fieldteacher.services.app import Makers, Services
from fieldteacher.store.database import Store

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
    from fieldteacher.services.duplicates import DuplicateService
    from fieldteacher.services.education import EducationService
    from fieldteacher.services.employment import EmploymentService
    from fieldteacher.services.erasure import ErasureService
    from fieldteacher.services.evaluations import EvaluationService
    from fieldteacher.services.exchange import ExchangeServices
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
    from fieldteacher.services.scans import ScanService
    from fieldteacher.services.schemes import SchemeService
    from fieldteacher.services.second_entry import SecondEntryService
    from fieldteacher.services.sheet_reading import SheetReadingService
    from fieldteacher.services.signing import SigningService
    from fieldteacher.services.summaries import SummaryService
    from fieldteacher.services.tidying import TidyingService


def services_of(store: Store, clock: Clock) -> Services:
    """All services over an open store."""

    def rosters() -> RosterService:
        from fieldteacher.services.rosters import RosterService

        return RosterService(store, clock)

    def printing() -> PrintingService:
        from fieldteacher.config.paths import data_folder, resources
        from fieldteacher.services.forms.template_folder import TemplateFolder
        from fieldteacher.services.printing import PrintingService

        templates = TemplateFolder(data_folder() / "forms", resources() / "templates" / "forms")
        return PrintingService(store, clock, resources(), lambda: services.compliance.findings(), templates)

    def absences() -> AbsenceService:
        from fieldteacher.services.absences import AbsenceService

        return AbsenceService(store, clock)

    def duplicates() -> DuplicateService:
        from fieldteacher.services.duplicates import DuplicateService

        return DuplicateService(store)

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

    def erasure() -> ErasureService:
        from fieldteacher.services.erasure import ErasureService

        return ErasureService(store, clock)

    def evaluations() -> EvaluationService:
        from fieldteacher.services.evaluations import EvaluationService

        return EvaluationService(store, clock)

    def rule_sets() -> RuleSetService:
        from fieldteacher.services.given_rules import given_files
        from fieldteacher.services.rule_sets import RuleSetService

        return RuleSetService(store, _rule_folders(), services.holidays, lambda: given_files(store))

    def scans() -> ScanService:
        from fieldteacher.services.scans import ScanService

        return ScanService(store, clock)

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

    def exchange() -> ExchangeServices:
        from fieldteacher.services.exchange import ExchangeServices

        return ExchangeServices(store, clock, services.lease, lambda: services.rule_sets.read_again())

    def tidying() -> TidyingService:
        from fieldteacher.services.tidying import TidyingService

        return TidyingService(store, clock)

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
        duplicates=duplicates,
        education=education,
        erasure=erasure,
        evaluations=evaluations,
        exchange=exchange,
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
        scans=scans,
        schemes=schemes,
        spelling=spelling,
        second_entry=second_entry,
        sheets=sheets,
        signing=signing,
        hints=hints,
        summaries=summaries,
        tidying=tidying,
    )
    services = Services(store, clock, make)
    return services


def _rule_folders() -> tuple[Path, Path]:
    """Where the rules and holidays lie: the program's own, and those that somebody put beside."""
    from fieldteacher.config.paths import data_folder, resources

    return resources() / "rules", data_folder() / "rules"
