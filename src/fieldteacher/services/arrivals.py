"""Packages that come: opened, looked at as a rehearsal, taken in as a whole or not at all."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.exchange import OFFICE, Arrival, Manifest, Merged, SharedChange, Station
from fieldteacher.domain.text import Text
from fieldteacher.exchange import container
from fieldteacher.exchange.claims import Claims, filled
from fieldteacher.exchange.container import Opened, Trust
from fieldteacher.exchange.keys import read_keys
from fieldteacher.services.arrival_lines import Line, lines_of
from fieldteacher.services.lease import Lease
from fieldteacher.services.mass_changes import Gate, gate_of
from fieldteacher.services.packing import Told, not_told, part_of
from fieldteacher.services.stations import enrolled, learn, need_own
from fieldteacher.store import claims, holdings, invites, peers
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.copies import copy_once_a_day
from fieldteacher.store.database import Store, ms
from fieldteacher.store.digest import grown
from fieldteacher.store.fold import PACKAGE
from fieldteacher.store.merging import merge
from fieldteacher.store.own_station import OwnStation
from fieldteacher.store.peers import Peer
from fieldteacher.store.sharing import changes_of, digests, shared_hash
from fieldteacher.store.transaction import Transaction

_LABEL = Text("导入 {who} 的数据包", "take in the package of {who}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What taking in a package would do. ``merged`` is exactly what taking it in would give."""

    file: Path
    size: int
    """Bytes of the file."""
    package: str
    sender: Station
    created_ms: int
    serial: int
    merged: Merged
    counts: Mapping[str, int]
    """``created``, ``changed``, ``deleted``, ``conflicts``, ``rejected``, ``known``, ``applied``, ``unknown``, ``files``."""
    lines: Sequence[Line]
    """By name, the first ones: what a person should look at first comes first."""
    joins: bool = False
    """Whether its sender joins the exchange with it."""
    gate: Gate | None = None
    """Why it is not taken in without a person's word; ``None`` where nothing is unusual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A package that was taken in. ``changes`` is for the screens; ``files`` counts the photos and files that came."""

    package: str
    sender: Station
    created_ms: int
    merged: Merged
    changes: ChangeSet
    files: int
    lines: Sequence[Line]
    gate: Gate | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    """As of ``Preview``."""


class Arrivals:
    """Takes packages in. ``after`` is called inside the save when all of a package has been taken in."""

    def __init__(
        self, store: Store, clock: Clock, lease: Lease, after: Callable[[Transaction], object]
    ) -> None:
        self._store = store
        self._lease = lease
        self._clock = clock
        self._after = after
        self._blobs = Blobs(store, clock)

    def preview(self, file: Path, told: Told = not_told, lines: int = 200) -> Preview:
        """What taking in ``file`` would do; nothing is written. Raises ``InputRefused`` and what ``told`` raises."""
        own = need_own(self._store.read())
        with self._opened(file, own, part_of(told, 0, 30)) as package:
            with self._store.rehearse(_LABEL) as txn:
                peer = self._peer(txn, package)
                merged = self._merge(txn, own, peer, package, part_of(told, 30, 100))
                gate = gate_of(txn, merged, from_office=peer.station.role == OFFICE)
                named = lines_of(txn, merged, lines)
            return Preview(
                file=file, size=file.stat().st_size, package=package.manifest.package, sender=peer.station,
                created_ms=package.manifest.created_ms, serial=package.manifest.serial, merged=merged,
                counts=counted(merged, self._missing(package)), lines=named, joins=package.enrolment is not None, gate=gate,
            )  # fmt: skip

    def take_in(
        self, file: Path, *, accept_deletions: bool = False, told: Told = not_told, lines: int = 200
    ) -> Taken:
        """Take in ``file``, all of it or nothing.

        Raises ``InputRefused`` (``mass_deletion``: a person has to agree first), ``StoreUnavailable``, and what
        ``told`` raises, which hears how many per cent are done.
        """
        own = need_own(self._store.read())
        with self._opened(file, own, part_of(told, 0, 30)) as package:
            sender = self._known_label(package)
            self._lease.hold()
            with self._store.write(_LABEL.fill(who=sender), purpose=PACKAGE) as txn:
                peer = self._peer(txn, package)
                merged = self._merge(txn, own, peer, package, part_of(told, 30, 80))
                gate = gate_of(txn, merged, from_office=peer.station.role == OFFICE)
                if gate is not None and not accept_deletions:
                    raise gate.refusal(peer.station.label)
                if merged.applied:
                    copy_once_a_day(self._store, self._clock.now())
                missing = self._missing(package)
                files = self._put(package, missing, part_of(told, 80, 100)) if missing else 0
                self._after(txn)
                named = lines_of(txn, merged, lines)
            return Taken(
                package=package.manifest.package, sender=peer.station, created_ms=package.manifest.created_ms,
                merged=merged, changes=txn.changes, files=files, lines=named, gate=gate, counts=counted(merged, missing),
            )  # fmt: skip

    def manifest(self, file: Path) -> Manifest:
        """What a package says of itself, its signature checked. Raises ``InputRefused``."""
        with self._opened(file, need_own(self._store.read()), not_told) as package:
            return package.manifest

    # -- opening -----------------------------------------------------------------------------------

    def _opened(self, file: Path, own: OwnStation, told: Told) -> Opened:
        reader = self._store.read()
        known = {peer.station.sign_key: peer.station for peer in peers.peers(reader)}
        unused = {
            invite.id: invite.secret for invite in invites.given(reader) if invite.used_by is None
        } if own.station.role == OFFICE else {}  # fmt: skip
        trust = Trust(college=own.college, station=known.get, invitation=unused.get)
        return container.opened(file, keys=read_keys(own.keys), trust=trust, told=told)

    def _known_label(self, package: Opened) -> str:
        peer = peers.peer_of(self._store.read(), package.manifest.sender.sign_key)
        return (peer.station if peer else package.manifest.sender).label

    def _peer(self, txn: Transaction, package: Opened) -> Peer:
        """The sender; one that shows an invitation is noted now."""
        if package.enrolment is not None:
            return enrolled(txn, package.enrolment, ms(self._clock.now()))
        peer = peers.peer_of(txn, package.manifest.sender.sign_key)
        if peer is None:  # removed since the package was opened
            raise InputRefused(
                "unknown_sender", Text("不认识发出这个数据包的电脑。", "The computer that made this package is not known.")
            )  # fmt: skip
        return peer

    # -- taking in -----------------------------------------------------------------------------------

    def _merge(self, txn: Transaction, own: OwnStation, peer: Peer, package: Opened, told: Told) -> Merged:
        manifest, understood = _in_full(txn, peer, package)
        now_ms, news = ms(self._clock.now()), peers.heard(txn, peer, manifest)
        if news and peer.station.role == OFFICE:
            own = learn(txn, own, manifest.stations, now_ms)
            holdings.give_back(txn, manifest.have.keys() - set(manifest.released))
            holdings.release(txn, manifest.released, manifest.serial, now_ms)
        reading = _Reading(package, holdings.taken_away(txn), told)
        arrival = Arrival(
            package=manifest.package, device=manifest.sender.device, sign_key=manifest.sender.sign_key,
            serial=manifest.serial, created_ms=manifest.created_ms, label=_LABEL.fill(who=peer.station.label),
        )  # fmt: skip
        merged = merge(txn, arrival, reading.changes(), told=reading.taken)
        here = digests(txn, manifest.have.keys() | reading.counts.keys())
        whole = reading.counts.keys() - reading.partly
        if news:
            # What came in part goes on from what is here, where its sender knows what this device said.
            peers.cover(txn, peer, reading.counts.keys() if understood else whole, here)
            if understood:
                held = manifest.have.keys() - peer.released
                peers.confirm(txn, peer.n, {id for id in held & here.keys() if here[id] != manifest.have[id]})
        apart = {id for id in reading.counts if id in manifest.have and here.get(id) != manifest.have[id]}
        differing = [
            id for id in sorted(apart & whole) if sum(1 for _ in changes_of(txn, [id])) == reading.counts[id]
        ]
        judged = reading.counts.keys() - (apart - whole)  # of what came in part only equality can be told
        peers.note_differing(txn, peer.station.sign_key, judged, differing)
        return dataclasses.replace(merged, differing=tuple(differing))

    def _put(self, package: Opened, hashes: Sequence[str], told: Told) -> int:
        def contents() -> Iterator[bytes]:
            for number, sha256 in enumerate(hashes):
                told(number, len(hashes))
                yield package.file(sha256)

        return self._blobs.put_within_save(contents())

    def _missing(self, package: Opened) -> list[str]:
        return sorted(self._blobs.missing(package.files)) if package.files else []


def _in_full(txn: Transaction, peer: Peer, package: Opened) -> tuple[Manifest, bool]:
    """The manifest with all that its sender holds, and whether that is known.

    It is not where the manifest builds upon a package that is not remembered here, as after a restored backup: then the
    sender counts as holding nothing, gets everything again, and says everything the next time.
    """
    manifest = package.manifest
    if manifest.based_on is None:
        return manifest, manifest.partly == 0
    device, serial = manifest.based_on
    kept = claims.kept(txn, peer.n, serial) if device == txn.setting("device") else None
    full = filled(manifest, Claims(*kept), _grown(package, kept[0])) if kept else None
    if full is None:
        return dataclasses.replace(manifest, have={}, have_files=()), False
    return full, True


def _grown(package: Opened, have: Mapping[str, str]) -> dict[str, str]:
    """The digests in ``have`` of the dossiers that come in part, after the changes that come."""
    sums: dict[str, int] = {}
    if package.manifest.partly:
        for c in package.changes():
            if c.dossier not in sums and len(sums) == package.manifest.partly:
                break
            sums[c.dossier] = sums.get(c.dossier, 0) + shared_hash(c)
    return {id: grown(have[id], hashes) for id, hashes in sums.items() if id in have}


class _Reading:
    """The changes of a package as they are taken in: without those of dossiers that were taken from this station."""

    def __init__(self, package: Opened, without: set[str], told: Told) -> None:
        self._package = package
        self._without = without
        self._told = told
        self._of = package.manifest.counts.get("changes", 0)
        self.counts: Counter[str] = Counter()
        """How many changes of each dossier there were."""
        self.partly: set[str] = set()
        """The dossiers of which only a part came."""

    def changes(self) -> Iterator[SharedChange]:
        last, most = "", self._package.manifest.partly
        for change in self._package.changes():
            if change.dossier != last and len(self.partly) < most:
                self.partly.add(change.dossier)
            last = change.dossier
            if change.dossier not in self._without:
                self.counts[change.dossier] += 1
                yield change

    def taken(self, done: int) -> None:
        self._told(done, max(done, self._of))


def counted(merged: Merged, files: Sequence[str]) -> dict[str, int]:
    """The numbers of what taking in a package does."""
    return {
        "created": len(merged.created), "changed": len(merged.changed), "deleted": len(merged.deleted),
        "conflicts": len(merged.conflicts), "rejected": len(merged.rejected), "known": merged.known,
        "applied": merged.applied, "unknown": merged.unknown, "files": len(files),
    }  # fmt: skip
