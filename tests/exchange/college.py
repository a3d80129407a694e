"""An office and teachers who have joined it: made once by the real invitations, copied for every history."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.conftest import HeldClock
from tests.store.making import made

from fieldteacher.domain.clock import RandomIds
from fieldteacher.domain.text import same
from fieldteacher.services.exchange import ExchangeServices
from fieldteacher.services.inviting import join
from fieldteacher.services.lease import Lease
from fieldteacher.store.database import Store

TEACHERS = ("甲老师", "乙老师", "丙老师")


@dataclass(frozen=True)
class College:
    """Where the stores lie (``0`` the office's, then one a teacher) and the marks of each computer beside them."""

    folder: Path
    teachers: tuple[str, ...]
    """The teachers' records."""
    enterprise: str
    keys: tuple[str, ...]
    """The signing key of each station."""

    def store(self, station: int) -> Path:
        """A station's store."""
        return self.folder / f"store-{station}"

    def leases(self, station: int) -> Path:
        """A station's folder of marks."""
        return self.folder / f"leases-{station}"


def exchange(store: Store, clock: HeldClock, leases: Path) -> ExchangeServices:
    """The services of a store."""
    return ExchangeServices(store, clock, Lease(store, leases), lambda: None)


def founded(folder: Path) -> College:
    """A college whose teachers have all joined and are known to have."""
    clock = HeldClock()
    place = College(folder, (), "", ())
    office = made(place.store(0), clock, RandomIds(), label="实习办")
    with office.write(same("begin")) as txn:
        txn.create("college", {"name": "示例学院"})
        enterprise = txn.create("enterprise", {"name": "示例公司"})
        txn.set_setting("role", "office")
    served = exchange(office, clock, place.leases(0))
    teachers, keys = [], [served.stations.found().station.sign_key]
    joined = []
    for number, name in enumerate(TEACHERS, 1):
        invited = served.inviting.invite(name, folder / f"{number}.ftinvite")
        teachers.append(invited.teacher)

        def make(label: str, number: int = number) -> Store:
            return made(place.store(number), clock, RandomIds(), label=label)

        joined.append(join(invited.file, invited.code, make, clock))
        theirs = exchange(joined[-1], clock, place.leases(number))
        keys.append(theirs.stations.need_own().station.sign_key)
        theirs.synchronisation.export(keys[0], folder / f"{number}.ftpkg")
        served.synchronisation.take_in(folder / f"{number}.ftpkg")
    for number, store in enumerate(joined, 1):  # now that all are known
        file = folder / f"0-{number}.ftpkg"
        served.synchronisation.export(keys[number], file)
        exchange(store, clock, place.leases(number)).synchronisation.take_in(file)
        store.close()
    office.close()
    return College(folder, tuple(teachers), enterprise, tuple(keys))
