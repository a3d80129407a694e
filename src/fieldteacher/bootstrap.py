"""Builds the object graph: the one place that joins the packages, and where loading may wait.

The functions that import inside their body do so on purpose: opening the window must not load what
its first screen does not show.
"""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldteacher.domain.clock import Clock, Ids, RandomIds, SystemClock
from fieldteacher.domain.errors import UserError
from fieldteacher.makers import services_of
from fieldteacher.services.app import Services
from fieldteacher.store import rekey
from fieldteacher.store.database import KEY_FILE, Store
from fieldteacher.store.folders import no_empty_ones_left
from fieldteacher.store.opening import behind, create_store, open_store, refuse_taken, unmarked

if TYPE_CHECKING:
    from fieldteacher.services.demo.park import Demo
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
    return _marked(services_of(store, clock))


def _marked(services: Services) -> Services:
    """Mark a store that has no mark yet, new or restored, as this computer's: a copy made later is known to be one."""
    if unmarked(services.store):
        with contextlib.suppress(UserError):  # packages need the mark, everything else can do without
            services.lease.hold()
    return services


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
    services = _marked(services_of(store, clock))
    if college:
        services.settings.set_college({"name": college})
    if name and role == "teacher":
        services.settings.set_owner(name)
    return services


def join_services(
    folder: Path, *, invitation: Path, code: str, password: str | None, clock: Clock, ids: Ids | None = None
) -> Services:
    """Make a store in ``folder`` from an office's invitation, and open it.

    Raises ``InputRefused`` where there is a store already, or the file or the code is not right; nothing is left then.
    """
    from fieldteacher.services.inviting import join
    from fieldteacher.store.backups import discard

    made: list[Store] = []

    def make(label: str) -> Store:
        made.append(_new_store(folder, password, clock=clock, ids=ids or RandomIds(), label=label))
        return made[0]

    refuse_taken(folder)
    with no_empty_ones_left(folder):
        try:
            services = services_of(join(invitation, code, make, clock), clock)
            services.lease.take()
            return services
        except BaseException:
            for store in made:
                store.close()
                discard(folder)
            raise


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
        made = fill(store, park, held)
        _marked(services_of(store, held))
        return made
    except BaseException:
        store.close()
        discard(folder)
        raise
    finally:
        store.close()
