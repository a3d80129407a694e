"""Asking the services, and putting their answers in the form the screen shows. Called off the UI thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldteacher.domain.exchange import OFFICE
from fieldteacher.domain.text import Language, Text, listed
from fieldteacher.ui.screens.exchange.peer_lines import PeerLine, heard

if TYPE_CHECKING:
    from fieldteacher.domain.clock import Clock
    from fieldteacher.services.app import Services
    from fieldteacher.services.synchronisation import PeerState


@dataclass(frozen=True, slots=True)
class Home:
    """Who exchanges with whom, as the pages say it."""

    label: str
    """What this station is called; empty where it takes part in no exchange."""
    office: bool
    waits: bool
    """Whether the office does not know this station yet: its first package has not come back confirmed."""
    college: str
    fingerprint: str
    peers: Sequence[PeerLine]
    unassigned: int
    unassigned_to: str
    doubt: Text | None

    @property
    def in_exchange(self) -> bool:
        """Whether this station takes part in one."""
        return bool(self.label)


def read_home(services: Services, clock: Clock, language: Language) -> Home:
    """Who exchanges with whom."""
    found = services.exchange.synchronisation.overview()
    teachers = {
        each for state in found.peers for each in (state.station.teacher, *state.station.covers) if each
    }
    names = services.records.titles("teacher", sorted(teachers), language)
    own = next((card for card in services.exchange.stations.cards() if card.own), None)
    return Home(
        label=found.own.label if found.own else "",
        office=found.role == OFFICE,
        waits=found.own is not None and not found.joined,
        college=found.college,
        fingerprint=own.fingerprint if own else "",
        peers=[_peer_line(each, clock, names, language) for each in found.peers],
        unassigned=found.unassigned,
        unassigned_to=found.unassigned_to,
        doubt=found.doubt,
    )


def _peer_line(state: PeerState, clock: Clock, names: dict[str, str], language: Language) -> PeerLine:
    station = state.station
    covers = listed(names[each] for each in station.covers if each in names)
    return PeerLine(
        id=station.sign_key,
        label=station.label,
        office=station.role == OFFICE,
        heard=heard(state.heard_ms, clock.today(), revoked=station.revoked_ms is not None),
        confirmed_ms=state.confirmed_ms,
        waiting=(state.changes, state.waiting),
        conflicts=state.conflicts,
        covers=covers.to(language),
        students=state.students,
        device=station.device,
    )
