"""Builds the object graph: the one place that joins the packages, and where loading may wait.

The functions that import inside their body do so on purpose: opening the window must not load what
its first screen does not show.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldteacher.domain.clock import Clock, Ids, RandomIds, SystemClock
from fieldteacher.services.app import Services
from fieldteacher.store import rekey
from fieldteacher.store.database import KEY_FILE, Store, create_store, open_store

if TYPE_CHECKING:
    from fieldteacher.services.access import AccessService
    from fieldteacher.services.printing import PrintingService
    from fieldteacher.services.rosters import RosterService
    from fieldteacher.store.search import Stale
    from fieldteacher.store.transaction import Transaction


def _index(txn: Transaction, keys: Stale, texts: Stale) -> None:
    """The search index writer; needs the pinyin tables, so it is loaded by the first save."""
    from fieldteacher.store.indexing import index

    index(txn, keys, texts)


def key_of(folder: Path, password: str | None) -> bytes | None:
    """The key of the store in ``folder``; ``None`` where it has no password.

    Raises ``StoreUnavailable``: a password is needed, or it is wrong.
    """
    if not (folder / KEY_FILE).exists():
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
    return services_of(open_store(folder, key=key, clock=clock, ids=ids or RandomIds(), index=_index), clock)


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
    key = None
    if password:
        folder.mkdir(parents=True, exist_ok=True)
        key = set_password(folder, None, password)
    store = create_store(
        folder, key=key, clock=clock, ids=ids or RandomIds(), index=_index, label=name, role=role
    )
    services = services_of(store, clock)
    if college:
        services.settings.set_college({"name": college})
    if name and role == "teacher":
        services.settings.set_owner(name)
    return services


def services_of(store: Store, clock: Clock) -> Services:
    """All services over an open store."""

    def rosters() -> RosterService:
        from fieldteacher.services.rosters import RosterService

        return RosterService(store, clock)

    def printing() -> PrintingService:
        from fieldteacher.config.paths import resources
        from fieldteacher.services.printing import PrintingService

        return PrintingService(store, clock, resources())

    def access() -> AccessService:
        from fieldteacher.services.access import AccessService

        return AccessService(store)

    return Services(store, clock, rosters, printing, access)
