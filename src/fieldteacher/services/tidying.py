"""Taking out of the store what is not this station's to hold any more, without anybody asking for it."""

from __future__ import annotations

import logging

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.compacting import compact
from fieldteacher.store.database import Store, ms
from fieldteacher.store.evicting import evict_due, is_due
from fieldteacher.store.fold import EVICTION

log = logging.getLogger(__name__)
_LABEL = Text("移除已移交的资料", "remove what was handed over")


class TidyingService:
    """The verb that the program calls by itself, at its start and after each package."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._blobs = Blobs(store, clock)

    def tidy(self) -> ChangeSet:
        """Remove dossiers handed over whose time has come, and give back the room of what was removed or erased.

        Returns what was removed. Where there is no room to write the file anew, that waits for the next time.
        """
        if self._store.read_only:
            return ChangeSet()
        changes = ChangeSet()
        if is_due(self._store.read(), ms(self._clock.now())):
            with self._store.write(_LABEL, purpose=EVICTION) as txn:
                evict_due(txn)
            changes = txn.changes
        try:
            compact(self._store, self._blobs)
        except StoreUnavailable as error:
            log.info("the store could not be made smaller: %s", error.code)
        return changes
