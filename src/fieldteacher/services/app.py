"""All services of one open store; made by ``bootstrap``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from fieldteacher.domain.clock import Clock
from fieldteacher.services.backups import BackupService
from fieldteacher.services.enterprises import EnterpriseService
from fieldteacher.services.evaluations import EvaluationService
from fieldteacher.services.placements import PlacementService
from fieldteacher.services.records import RecordService
from fieldteacher.services.schemes import SchemeService
from fieldteacher.services.search import SearchService
from fieldteacher.services.settings import SettingsService
from fieldteacher.services.students import StudentService
from fieldteacher.services.talks import TalkService
from fieldteacher.services.visits import VisitService
from fieldteacher.store.database import Store

if TYPE_CHECKING:
    from fieldteacher.services.access import AccessService
    from fieldteacher.services.printing import PrintingService
    from fieldteacher.services.rosters import RosterService


class Services:
    """The services; those that need heavy libraries are made when first asked for."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        make_rosters: Callable[[], RosterService],
        make_printing: Callable[[], PrintingService],
        make_access: Callable[[], AccessService],
    ) -> None:
        self.store = store
        self.clock = clock
        self._make_rosters = make_rosters
        self._make_printing = make_printing
        self._make_access = make_access
        self.records = RecordService(store)
        self.students = StudentService(store, clock)
        self.enterprises = EnterpriseService(store)
        self.placements = PlacementService(store, clock)
        self.visits = VisitService(store, clock)
        self.talks = TalkService(store, clock)
        self.schemes = SchemeService(store, clock)
        self.evaluations = EvaluationService(store, clock)
        self.search = SearchService(store)
        self.backups = BackupService(store, clock)
        self.settings = SettingsService(store)

    @cached_property
    def rosters(self) -> RosterService:
        """Importing rosters."""
        return self._make_rosters()

    @cached_property
    def printing(self) -> PrintingService:
        """Printing forms."""
        return self._make_printing()

    @cached_property
    def access(self) -> AccessService:
        """The store's password."""
        return self._make_access()

    def close(self) -> None:
        """Close the store."""
        self.store.close()
