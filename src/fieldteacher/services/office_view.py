"""What the office wants to know of its teachers: who has reported, who has not for how long, who holds how many students."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.exchange import TEACHER
from fieldteacher.services.scope import Scopes
from fieldteacher.services.synchronisation import Overview, PeerState, SynchronisationService
from fieldteacher.store.database import Store, ms
from fieldteacher.store.queries.scope import facts

Standing = Literal["joined", "invited", "absent", "revoked"]
_DAY = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherState:
    """A teacher with a station, with an invitation, or with students and neither. Times in ms since 1970, UTC."""

    name: str
    teacher: str | None
    """The teacher's record."""
    state: Standing
    device: str | None = None
    heard_ms: int | None = None
    silent_days: int | None = None
    """Whole days since the last package heard of, or since the invitation."""
    confirmed_ms: int | None = None
    waiting: int = 0
    changes: int = 0
    conflicts: int = 0
    students: int = 0
    covers: Sequence[str] = ()
    """Names of teachers whose students the station holds too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """The teachers, whoever was silent longest first, and what concerns all."""

    teachers: Sequence[TeacherState]
    unassigned: Sequence[str]
    """The students (ids) for whom no teacher is named."""
    unassigned_to: str
    conflicts: int


class OfficeService:
    """The office's view."""

    def __init__(self, store: Store, clock: Clock, synchronisation: SynchronisationService) -> None:
        self._store = store
        self._clock = clock
        self._synchronisation = synchronisation

    def view(self) -> OfficeView:
        """Every teacher, and the students of nobody."""
        reader = self._store.read()
        scopes = Scopes(facts(reader))
        overview = self._synchronisation.overview(scopes)
        names = {row["id"]: row["name"] for row in reader.records("teacher")}
        found = [
            self._joined(peer, names) for peer in overview.peers if peer.station.role == TEACHER
        ] + self._invited(overview)
        known = {each.teacher for each in found}
        found += [
            TeacherState(name=names[id], teacher=id, state="absent", students=count)
            for id, count in scopes.students_by_teacher().items()
            if id in names and id not in known
        ]
        return OfficeView(
            teachers=sorted(found, key=lambda each: (-(each.silent_days or 0), each.name)),
            unassigned=sorted(scopes.unassigned),
            unassigned_to=overview.unassigned_to,
            conflicts=len(reader.conflicts()),
        )

    def _joined(self, peer: PeerState, names: dict[str, str]) -> TeacherState:
        station = peer.station
        return TeacherState(
            name=station.label, teacher=station.teacher, device=station.device,
            state="joined" if station.revoked_ms is None else "revoked", heard_ms=peer.heard_ms,
            silent_days=self._days(peer.heard_ms or peer.joined_ms), confirmed_ms=peer.confirmed_ms,
            waiting=peer.waiting, changes=peer.changes, conflicts=peer.conflicts, students=peer.students,
            covers=[names[each] for each in station.covers if each in names],
        )  # fmt: skip

    def _invited(self, overview: Overview) -> list[TeacherState]:
        return [
            TeacherState(
                name=each.label, teacher=each.teacher, state="invited", silent_days=self._days(each.created_ms)
            )
            for each in overview.invites
        ]  # fmt: skip

    def _days(self, since_ms: int) -> int:
        return max(0, (ms(self._clock.now()) - since_ms) // _DAY)
