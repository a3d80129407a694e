"""All services of one open store; made by ``bootstrap``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fieldteacher.domain.clock import Clock
from fieldteacher.services.enterprises import EnterpriseService
from fieldteacher.services.placements import PlacementService
from fieldteacher.services.records import RecordService
from fieldteacher.services.search import SearchService, Spell
from fieldteacher.services.settings import SettingsService
from fieldteacher.services.students import StudentService
from fieldteacher.services.talks import TalkService
from fieldteacher.services.today import TodayService
from fieldteacher.services.visits import VisitService
from fieldteacher.store.database import Store

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Makers:
    """How the services are made that the first screen does not need; ``bootstrap`` loads them then."""

    absences: Callable[[], AbsenceService]
    access: Callable[[], AccessService]
    attachments: Callable[[], AttachmentService]
    backups: Callable[[], BackupService]
    daily: Callable[[], DailyService]
    briefings: Callable[[], BriefingService]
    compliance: Callable[[], ComplianceService]
    duplicates: Callable[[], DuplicateService]
    conflicts: Callable[[], ConflictService]
    employment: Callable[[], EmploymentService]
    education: Callable[[], EducationService]
    erasure: Callable[[], ErasureService]
    evaluations: Callable[[], EvaluationService]
    exchange: Callable[[], ExchangeServices]
    exporting: Callable[[], ExportService]
    journals: Callable[[], JournalService]
    lease: Callable[[], Lease]
    given_rules: Callable[[], GivenRuleService]
    holidays: Callable[[], HolidayFiles]
    incidents: Callable[[], IncidentService]
    papers: Callable[[], PaperService]
    phrases: Callable[[], PhraseService]
    practice: Callable[[], PracticeService]
    printing: Callable[[], PrintingService]
    rosters: Callable[[], RosterService]
    rule_sets: Callable[[], RuleSetService]
    scans: Callable[[], ScanService]
    schemes: Callable[[], SchemeService]
    spelling: Callable[[], Spell]
    second_entry: Callable[[], SecondEntryService]
    sheets: Callable[[], SheetReadingService]
    signing: Callable[[], SigningService]
    hints: Callable[[], HintService]
    summaries: Callable[[], SummaryService]
    tidying: Callable[[], TidyingService]


class Services:
    """The services of one store; some are made when first asked for."""

    def __init__(self, store: Store, clock: Clock, make: Makers) -> None:
        self.store = store
        self.clock = clock
        self._make = make
        self.records = RecordService(store)
        self.students = StudentService(store, clock)
        self.enterprises = EnterpriseService(store)
        self.placements = PlacementService(store, clock)
        self.visits = VisitService(store, clock)
        self.talks = TalkService(store, clock)
        self.today = TodayService(
            store,
            clock,
            lambda day: self.holidays.calendar.is_working_day(day),
            lambda batches: self.incidents.limits_in(batches),
        )
        self.search = SearchService(store, make.spelling)
        self.settings = SettingsService(store, clock)

    @cached_property
    def absences(self) -> AbsenceService:
        """Absences of students."""
        return self._make.absences()

    @cached_property
    def access(self) -> AccessService:
        """The store's password."""
        return self._make.access()

    @cached_property
    def attachments(self) -> AttachmentService:
        """Photos and files."""
        return self._make.attachments()

    @cached_property
    def backups(self) -> BackupService:
        """Backups, and checking the store."""
        return self._make.backups()

    @cached_property
    def daily(self) -> DailyService:
        """The daily check of each enterprise."""
        return self._make.daily()

    @cached_property
    def briefings(self) -> BriefingService:
        """Reports to the leadership."""
        return self._make.briefings()

    @cached_property
    def compliance(self) -> ComplianceService:
        """The rules of the law and what they find."""
        return self._make.compliance()

    @cached_property
    def conflicts(self) -> ConflictService:
        """Fields whose changes did not know of each other."""
        return self._make.conflicts()

    @cached_property
    def duplicates(self) -> DuplicateService:
        """People and firms entered twice."""
        return self._make.duplicates()

    @cached_property
    def employment(self) -> EmploymentService:
        """What both sides want after the placement."""
        return self._make.employment()

    @cached_property
    def education(self) -> EducationService:
        """Education held during the placement."""
        return self._make.education()

    @cached_property
    def erasure(self) -> ErasureService:
        """Erasing a person's data on request."""
        return self._make.erasure()

    @cached_property
    def evaluations(self) -> EvaluationService:
        """The evaluation grid and its marks."""
        return self._make.evaluations()

    @cached_property
    def exchange(self) -> ExchangeServices:
        """Exchanging with the college and other teachers by file."""
        return self._make.exchange()

    @cached_property
    def exporting(self) -> ExportService:
        """Exporting records as tables."""
        return self._make.exporting()

    @cached_property
    def given_rules(self) -> GivenRuleService:
        """Rule sets and holidays that the college gives to its teachers."""
        return self._make.given_rules()

    @cached_property
    def holidays(self) -> HolidayFiles:
        """Working days and holidays."""
        return self._make.holidays()

    @cached_property
    def incidents(self) -> IncidentService:
        """Incidents and who was told of them."""
        return self._make.incidents()

    @cached_property
    def papers(self) -> PaperService:
        """Papers of many placements."""
        return self._make.papers()

    @cached_property
    def phrases(self) -> PhraseService:
        """Sentences often used in comments and records."""
        return self._make.phrases()

    @cached_property
    def practice(self) -> PracticeService:
        """The teacher's own enterprise practice."""
        return self._make.practice()

    @cached_property
    def journals(self) -> JournalService:
        """Journals and reports that students hand in."""
        return self._make.journals()

    @cached_property
    def lease(self) -> Lease:
        """Whether this store may write under its device id."""
        return self._make.lease()

    @cached_property
    def printing(self) -> PrintingService:
        """Printing forms."""
        return self._make.printing()

    @cached_property
    def rosters(self) -> RosterService:
        """Importing rosters."""
        return self._make.rosters()

    @cached_property
    def rule_sets(self) -> RuleSetService:
        """Rule sets, holidays, and the numbers that a batch has in place of its set's."""
        return self._make.rule_sets()

    @cached_property
    def scans(self) -> ScanService:
        """Scanned papers behind cover sheets."""
        return self._make.scans()

    @cached_property
    def schemes(self) -> SchemeService:
        """Evaluation schemes."""
        return self._make.schemes()

    @cached_property
    def second_entry(self) -> SecondEntryService:
        """Marks typed a second time, to check the typing."""
        return self._make.second_entry()

    @cached_property
    def sheets(self) -> SheetReadingService:
        """Filled evaluation forms, read back."""
        return self._make.sheets()

    @cached_property
    def signing(self) -> SigningService:
        """Sheets signed, unlocked and stated missing."""
        return self._make.signing()

    @cached_property
    def hints(self) -> HintService:
        """Hints at marks that may be slips."""
        return self._make.hints()

    @cached_property
    def summaries(self) -> SummaryService:
        """The marks of classes, enterprises and batches."""
        return self._make.summaries()

    @cached_property
    def tidying(self) -> TidyingService:
        """Taking out what is not this station's to hold any more."""
        return self._make.tidying()

    def close(self) -> None:
        """Close the store."""
        self.store.close()
