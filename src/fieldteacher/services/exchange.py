"""The services of exchanging by file, which belong together; loaded when the first of them is asked for."""

from __future__ import annotations

from collections.abc import Callable

from fieldteacher.domain.clock import Clock
from fieldteacher.services.inviting import InvitationService
from fieldteacher.services.lease import Lease
from fieldteacher.services.office_view import OfficeService
from fieldteacher.services.shared_folder import SharedFolderService
from fieldteacher.services.stations import StationService
from fieldteacher.services.synchronisation import SynchronisationService
from fieldteacher.services.tidying import TidyingService
from fieldteacher.store.database import Store
from fieldteacher.store.evicting import evict_due


class ExchangeServices:
    """``reread`` is called where rule files that the program keeps read may have changed."""

    def __init__(self, store: Store, clock: Clock, lease: Lease, reread: Callable[[], None]) -> None:
        self.stations = StationService(store, clock)
        self.inviting = InvitationService(store, clock, lease, self.stations)
        self.synchronisation = SynchronisationService(
            store, clock, lease, self.stations, evict_due, TidyingService(store, clock).tidy, reread
        )
        self.office = OfficeService(store, clock, self.synchronisation)
        self.shared_folder = SharedFolderService(store, clock, lease, self.synchronisation)
