"""An office and teachers who joined it, each with a store of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import HeldClock

from fieldteacher.bootstrap import create_services, join_services
from fieldteacher.domain.clock import Ids
from fieldteacher.services.app import Services
from fieldteacher.services.synchronisation import Exported, Taken


class College:
    """An office; ``add`` has a teacher join it."""

    def __init__(self, folder: Path, clock: HeldClock, ids: Ids) -> None:
        self.folder, self.clock, self._ids = folder, clock, ids
        self.office = create_services(
            folder / "office", name="实习办", role="office", college="示例职业技术学院", clock=clock, ids=ids
        )
        self._opened = [self.office]
        self._packages = 0

    def add(self, name: str, *covers: str) -> Services:
        """A teacher's store made from an invitation; the office has heard of it."""
        joined = self.join(name, *covers)
        send(self, joined, self.office)
        return joined

    def join(self, name: str, *covers: str) -> Services:
        """A teacher's store made from an invitation."""
        file = self.folder / f"{name}.ftinvite"
        invited = self.office.exchange.inviting.invite(name, file, covers=covers)
        joined = join_services(
            self.folder / name, invitation=file, code=invited.code, password=None, clock=self.clock, ids=self._ids
        )  # fmt: skip
        self._opened.append(joined)
        return joined

    def student(self, name: str, number: str, teacher: str | None = None, **values: Any) -> str:
        """A student typed at the office, placed at an enterprise of its own; returns the id."""
        records = self.office.records
        enterprise = records.put("enterprise", {"name": f"{name}的企业"})[0]
        student = records.put("student", {"name": name, "student_number": number, **values})[0]
        placement = {"student": student, "enterprise": enterprise, "start": "2026-03-01"}
        if teacher:
            placement["teacher"] = self.office.exchange.stations.teacher_named(teacher)
        self.office.placements.place(placement)
        return student

    def file(self) -> Path:
        """A path for the next package."""
        self._packages += 1
        return self.folder / f"{self._packages}.ftpkg"

    def close(self) -> None:
        """Close every store."""
        for services in self._opened:
            services.close()


def name_of(services: Services) -> str:
    """What the others call a station."""
    return services.exchange.stations.need_own().station.label


def export(college: College, source: Services, to: Services, **how: Any) -> Exported:
    """Write a package, a minute after the last."""
    college.clock.advance(minutes=1)
    return source.exchange.synchronisation.export(
        to.exchange.stations.need_own().station.sign_key, college.file(), **how
    )


def send(college: College, source: Services, to: Services, **how: Any) -> Taken:
    """Write a package and take it in."""
    exported = export(college, source, to, **how)
    return to.exchange.synchronisation.take_in(exported.file)


def swap(college: College, one: Services, other: Services) -> None:
    """A package each way, and one back to confirm."""
    send(college, one, other)
    send(college, other, one)
    send(college, one, other)


def value(services: Services, kind: str, record: str, field: str) -> Any:
    """What a field shows."""
    row = services.records.get(kind, record)
    assert row is not None
    return row[field]


def change(services: Services, kind: str, record: str, **values: Any) -> None:
    """Save values."""
    services.records.put(kind, values, record=record)
