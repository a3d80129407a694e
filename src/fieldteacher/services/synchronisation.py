"""Exchanging with the other stations by file: what stands where, and the verbs export, preview, take in and undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotFound
from fieldteacher.domain.exchange import OFFICE, Manifest, Station
from fieldteacher.domain.text import Text
from fieldteacher.services.arrival_lines import Line
from fieldteacher.services.arrivals import Arrivals, Preview, Taken
from fieldteacher.services.lease import Lease
from fieldteacher.services.mass_changes import Gate
from fieldteacher.services.packing import Exported, Packing, Told, not_told, scope_of
from fieldteacher.services.scope import Scopes
from fieldteacher.services.stations import StationService
from fieldteacher.store import holdings, invites, peers
from fieldteacher.store.database import Store
from fieldteacher.store.fold import PACKAGE
from fieldteacher.store.invites import Invite
from fieldteacher.store.own_station import own_station
from fieldteacher.store.peers import Peer
from fieldteacher.store.places import doubt
from fieldteacher.store.queries.scope import facts
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

__all__ = [
    "Event", "Exported", "Gate", "Line", "Overview", "PeerState", "Preview", "SynchronisationService", "Taken",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerState:
    """A station, and what it is known to have. Times in ms since 1970, UTC."""

    station: Station
    joined_ms: int
    heard_ms: int | None
    """When it wrote the last package taken in from it; ``None`` where there was none."""
    confirmed_ms: int | None
    """Everything here up to then is known to be there; ``None`` where nothing is."""
    waiting: int
    """How many dossiers it lacks something of, as far as is known."""
    changes: int
    """How many changes in those were made or taken in here since what it confirmed."""
    wanted_files: int
    """How many photos and files it asked for."""
    conflicts: int
    """How many fields wait for a person in what it may hold."""
    students: int
    """How many students it may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Who exchanges with whom, as this station knows it."""

    own: Station | None
    """This station; ``None`` where it takes part in no exchange."""
    role: str
    joined: bool
    """Whether the office is known to know this station."""
    college: str
    """The college's name."""
    peers: Sequence[PeerState]
    invites: Sequence[Invite]
    """Invitations that nobody has joined with yet."""
    unassigned: int
    """Students for whom no teacher is named."""
    unassigned_to: str
    """Who holds those: ``everyone`` or ``nobody``."""
    doubt: Text | None
    """Why the store had better lie in another folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A package that went or came. ``at_ms`` is when it was written or taken in; ``undone`` says it was taken back."""

    way: Literal["sent", "received"]
    package: str
    label: str
    """The other station's name."""
    at_ms: int
    counts: Mapping[str, int]
    size: int = 0
    undone: bool = False
    save: int = 0


class SynchronisationService:
    """The verbs on packages. ``after`` is called inside the save when a package has been taken in, ``tidy`` after it,
    and ``reread`` where files that the program keeps read may have changed."""

    def __init__(
        self, store: Store, clock: Clock, lease: Lease, stations: StationService, after: Callable[[Transaction], object],
        tidy: Callable[[], object], reread: Callable[[], None],
    ) -> None:  # fmt: skip
        self._store = store
        self._clock = clock
        self._lease = lease
        self._stations = stations
        self._arrivals = Arrivals(store, clock, lease, after)
        self._tidy, self._reread = tidy, reread

    # -- what stands where -----------------------------------------------------------------------

    def overview(self, scopes: Scopes | None = None) -> Overview:
        """Who exchanges with whom, and what each is known to have; ``scopes`` where they are at hand."""
        reader = self._store.read()
        own = own_station(reader)
        college = reader.records("college", limit=1)
        scopes = scopes or Scopes(facts(reader))
        return Overview(
            own=own.station if own else None,
            role=self._stations.role,
            joined=own is not None and own.invite is None,
            college=college[0]["name"] if college else "",
            peers=self._states(reader, scopes),
            invites=[each for each in invites.given(reader) if each.used_by is None],
            unassigned=len(scopes.unassigned),
            unassigned_to=self._stations.unassigned_to,
            doubt=doubt(self._store.folder),
        )

    def history(self, limit: int = 100) -> list[Event]:
        """The packages that went and came, newest first."""
        reader = self._store.read()
        names = {peer.n: peer.station.label for peer in peers.peers(reader)}
        devices = peers.device_labels(reader)
        went = [
            Event(
                way="sent", package=each.id, label=names.get(each.peer or 0, ""), at_ms=each.created_ms,
                counts=each.counts, size=each.size,
            )
            for each in peers.sent(reader, limit)
        ]  # fmt: skip
        came = [
            Event(
                way="received", package=each.id, label=names.get(each.peer or 0) or devices.get(each.device, ""), at_ms=each.received_ms or 0,
                counts=each.counts, undone=each.aside, save=each.save,
            )
            for each in peers.received(reader, limit=limit)
        ]  # fmt: skip
        return sorted((*went, *came), key=lambda event: event.at_ms, reverse=True)[:limit]

    # -- verbs -----------------------------------------------------------------------------------

    def export(
        self, to: str | None, file: Path, *, photos: int | None = None, told: Told = not_told
    ) -> Exported:
        """Write the package for a station (device id, its beginning, name or ``office``; ``None``: the only one).

        ``photos`` is how many megabytes of photos and files may go along, ``None`` all. Raises ``UserError``
        (``not_joined``, ``ambiguous``, ``revoked_recipient`` …), ``NotFound`` and ``NotSaved``.
        """
        peer = self._stations.find(to)
        return Packing(self._store, self._clock, self._lease, photos).write(peer, file, told)

    def preview(self, file: Path, *, told: Told = not_told, lines: int = 200) -> Preview:
        """What taking in a package would do, its first ``lines`` by name; nothing is written. Raises ``InputRefused``."""
        return self._arrivals.preview(file, told, lines)

    def manifest(self, file: Path) -> Manifest:
        """What a package for this station says of itself. Raises ``InputRefused``."""
        return self._arrivals.manifest(file)

    def take_in(
        self, file: Path, *, accept_deletions: bool = False, told: Told = not_told, lines: int = 200
    ) -> Taken:
        """Take in a package, all of it or nothing.

        Raises ``InputRefused``: not for this station, not whole, not trusted, or (``mass_deletion``) more than a
        person has agreed to; ``StoreUnavailable`` where there is no room.
        """
        taken = self._arrivals.take_in(file, accept_deletions=accept_deletions, told=told, lines=lines)
        if taken.changes.touches("rule_file"):
            self._reread()
        self._tidy()
        return taken

    def undo(self, package: str | None = None) -> ChangeSet:
        """Take back a package that was taken in, the last one where none is named.

        Raises ``NotFound`` where there is no such package, ``UserError`` where nothing can be taken back.
        """
        if package is None:
            changes = self._store.undo(purpose=PACKAGE)
        else:
            changes = self._store.undo(self._save_of(package))
        if changes.touches("rule_file"):
            self._reread()
        return changes

    # -- inside ----------------------------------------------------------------------------------

    def _save_of(self, package: str) -> int:
        known = peers.received(self._store.read())
        found = [each for each in known if each.id == package] or [
            each for each in known if len(package) >= 4 and each.id.startswith(package)
        ]
        if len(found) != 1:
            raise NotFound(
                "no_such_package", Text("没有导入过数据包 {p}。", "No package {p} was taken in.").fill(p=package)
            )  # fmt: skip
        return found[0].save

    def _states(self, reader: Reader, scopes: Scopes) -> list[PeerState]:
        digests = holdings.kept_digests(reader)
        contested = peers.conflicts_by_dossier(reader)
        return [self._state(reader, scopes, peer, digests, contested) for peer in peers.peers(reader)]

    @staticmethod
    def _state(
        reader: Reader, scopes: Scopes, peer: Peer, digests: Mapping[str, str | None], contested: Mapping[str, int]
    ) -> PeerState:  # fmt: skip
        scope = scope_of(reader, scopes, peer)
        behind = {
            id for id in scope & digests.keys() if digests[id] is None or digests[id] != peer.have.get(id)
        }
        nothing = peer.heard_ms is None
        return PeerState(
            station=peer.station,
            joined_ms=peer.joined_ms,
            heard_ms=peer.heard_ms,
            confirmed_ms=None if nothing else peers.save_time(reader, peer.confirmed_save) or peer.heard_ms,
            waiting=len(behind),
            changes=peers.changes_since(reader, peer.confirmed_save, behind),
            wanted_files=len(peer.wanted_files),
            conflicts=sum(contested[id] for id in contested.keys() & scope),
            students=sum(id.startswith("student:") for id in scope) if peer.station.role != OFFICE else 0,
        )
