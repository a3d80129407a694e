"""Writing packages: what a station may hold and is not known to have, its whole log, dossier by dossier."""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotFound, StoreUnavailable, UserError
from fieldteacher.domain.exchange import OFFICE, TEACHER, Enrolment, Manifest, SharedChange, Station
from fieldteacher.domain.text import Text
from fieldteacher.exchange import container, provisioning
from fieldteacher.exchange.archive import LARGEST_FILE, MOST_FILES
from fieldteacher.exchange.claims import Claims, shortened
from fieldteacher.exchange.container import Written
from fieldteacher.exchange.enrolling import enrol
from fieldteacher.exchange.keys import read_keys
from fieldteacher.exchange.manifest import FORMAT
from fieldteacher.exchange.provisioning import Invitation
from fieldteacher.services.lease import Lease
from fieldteacher.services.scope import Scopes
from fieldteacher.services.stations import EVERYONE, as_told, need_own, registry, shown_invitation
from fieldteacher.store import claims, holdings, peers, versions
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store, ms
from fieldteacher.store.own_station import UNASSIGNED_TO, OwnStation, next_serial
from fieldteacher.store.peers import Passed, Peer
from fieldteacher.store.queries.scope import facts, named_files, touched_by
from fieldteacher.store.reader import Reader
from fieldteacher.store.sharing import changes_of, digests, saves_held
from fieldteacher.store.transaction import Transaction

Told = Callable[[int, int], None]
"""Told how far a long task is: done, and of how many. It may raise ``Cancelled``."""
_EXPORT = Text("导出数据包", "export a package")
PREFIX = 16
"""Digits of a file's hash by which a station says that it has the file."""
_MEGABYTE = 1_000_000
_ROOM = 1_900 * _MEGABYTE
"""Bytes of files in one package at most, whatever was asked for: a package may have 2 GiB. The next takes on."""


def part_of(told: Told, begins: int, ends: int) -> Told:
    """What tells how far a part is of a task that is told in per cent."""

    def within(done: int, of: int) -> None:
        told(begins + (ends - begins) * min(done, of) // max(of, 1), 100)

    return within


def not_told(done: int, of: int) -> None:
    """Where nobody asks how far it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A package that was written. ``left_out`` counts the files that the peer lacks and that were not sent along."""

    file: Path
    bytes: int
    to: Station
    package: str
    serial: int
    dossiers: int
    changes: int
    attachments: int
    left_out: int = 0
    renamed: bool = False
    """Whether this store proved to be a copy of another and took a device id of its own first."""


class Packing:
    """Packages that are written one after the other, and what they have in common, looked up once.

    ``photos`` is how many megabytes of photos and files go into each at most; ``None`` all of them. Raises
    ``UserError`` (``not_joined``, ``revoked``).
    """

    def __init__(self, store: Store, clock: Clock, lease: Lease, photos: int | None = None) -> None:
        store.refuse_read_only()
        self._store = store
        self._lease = lease
        self._clock = clock
        self._photos = photos
        self._blobs = Blobs(store, clock)
        reader = store.read()
        self._own = need_own(reader)
        if self._own.station.revoked_ms is not None:
            raise UserError(
                "revoked",
                Text(
                    "办公室已停用这台电脑，不能再导出数据包。",
                    "The office has switched this computer off; it exports no more packages.",
                ),
            )
        self._scopes = Scopes(facts(reader))
        self._named = named_files(reader)
        self._here = self._blobs.hashes()
        self._keys = read_keys(self._own.keys)

    @property
    def unassigned(self) -> int:
        """How many students, for whom no teacher is named, everyone gets."""
        everyone = (self._store.read().setting(UNASSIGNED_TO) or EVERYONE) == EVERYONE
        return len(self._scopes.unassigned) if everyone else 0

    def write(self, peer: Peer, file: Path, told: Told = not_told) -> Exported:
        """Write the package for a peer into ``file``, whole or not at all.

        Raises ``NotSaved`` where it cannot be written, ``UserError`` (``revoked_recipient``), and what ``told`` raises.
        """
        if peer.station.revoked_ms is not None:
            raise UserError(
                "revoked_recipient",
                Text("“{who}”的电脑已被停用，不能给它导出。", "The computer of “{who}” is switched off; nothing is exported to it.").fill(
                    who=peer.station.label
                ),
            )  # fmt: skip
        renamed = self._lease.take()
        with contextlib.ExitStack() as reading:
            txn = reading.enter_context(self._store.write(_EXPORT))
            contents = self._contents(txn, peer)
            written = container.write(
                file, keys=self._keys, readers=self._readers(peer), manifest=self._shortened(contents, peer), changes=contents.changes(txn),
                files=self._bytes(contents.sending, reading), enrolment=self._enrolment(peer), told=told,
            )  # fmt: skip
        with self._store.write(_EXPORT) as txn:
            peers.note_released(txn, peer.n, contents.manifest.released)
            peers.note_sent(txn, _passed(peer, contents.manifest, written))
            claims.keep(txn, contents.manifest.package, contents.manifest.have, contents.manifest.have_files)
        return _exported(peer, contents, written, renamed)

    def write_invitation(
        self, file: Path, code: str, invitation: Invitation, told: Told = not_told
    ) -> Exported:
        """Write an invitation with all that the teacher invited may hold. Raises ``NotSaved``, and what ``told`` raises."""
        guest = _guest(invitation)
        renamed = self._lease.take()
        with contextlib.ExitStack() as reading:
            txn = reading.enter_context(self._store.write(_EXPORT))
            contents = self._contents(txn, guest)
            written = provisioning.write(
                file, code=code, invitation=invitation, keys=self._keys, manifest=contents.manifest,
                changes=contents.changes(txn), files=self._bytes(contents.sending, reading), told=told,
            )  # fmt: skip
        return _exported(guest, contents, written, renamed)

    def _contents(self, txn: Transaction, peer: Peer) -> _Contents:
        scope = scope_of(txn, self._scopes, peer)
        have = digests(txn, scope)
        released = _released(txn, self._own, peer, scope)
        manifest = self._manifest(txn, peer, have | released, sorted(released))
        lacking = [
            sha for sha in self._of(scope) if sha in self._here and sha[:PREFIX] not in peer.have_files
        ]
        differing = {id for id, digest in have.items() if peer.have.get(id) != digest}
        after = saves_held(txn, {id: peer.have[id] for id in differing & peer.have.keys()})
        manifest = dataclasses.replace(manifest, partly=len(after))
        return _Contents(manifest, differing, after, lacking, self._sending(peer, lacking))

    # -- what goes in ------------------------------------------------------------------------------

    def _manifest(
        self, txn: Transaction, peer: Peer, have: Mapping[str, str], released: Sequence[str]
    ) -> Manifest:
        own = self._own
        named = self._of(have)
        return Manifest(
            package=secrets.token_hex(16),
            format=FORMAT,
            min_reader=1,
            sender=dataclasses.replace(own.station, device=txn.setting("device") or ""),
            recipient=peer.station.sign_key,
            college=own.college,
            serial=next_serial(txn),
            created_ms=ms(self._clock.now()),
            schema=versions.KNOWN[-1],
            have=have,
            have_files=tuple(sorted({sha[:PREFIX] for sha in named if sha in self._here})),
            want_files=tuple(sorted({sha for sha in named if sha not in self._here})),
            released=tuple(released),
            stations=registry(txn, own) if own.station.role == OFFICE else (),
        )

    def _shortened(self, contents: _Contents, peer: Peer) -> Manifest:
        """The manifest as the peer gets it. The office does not keep what it said in an invitation."""
        if not peer.have or self._own.invite is not None:
            return contents.manifest
        base = Claims(peer.have, peer.have_files)
        return shortened(contents.manifest, base, (peer.station.device, peer.heard_serial), contents.after)

    def _readers(self, peer: Peer) -> set[str]:
        """Who can unseal a package: the peer, and the office, where an IT person may have to look into it."""
        office = [self._own.station, *(each.station for each in peers.peers(self._store.read()))]
        return {peer.station.age_key, *(each.age_key for each in office if each.role == OFFICE)}

    def _of(self, dossiers: Mapping[str, str] | frozenset[str]) -> list[str]:
        """The files that these dossiers name, each once, the newest first."""
        return list(dict.fromkeys(sha for sha, dossier in self._named if dossier in dossiers))

    def _sending(self, peer: Peer, lacking: Sequence[str]) -> list[str]:
        """Which files go along: first those the peer asks for, then the newest, as many as may."""
        wanted = set(peer.wanted_files)
        room = _ROOM if self._photos is None else min(self._photos * _MEGABYTE, _ROOM)
        chosen: list[str] = []
        for sha in sorted(lacking, key=lambda sha: sha not in wanted):
            if self._here[sha] <= min(room, LARGEST_FILE) and len(chosen) < MOST_FILES:
                room -= self._here[sha]
                chosen.append(sha)
        return chosen

    def _bytes(self, hashes: Sequence[str], reading: contextlib.ExitStack) -> Iterator[tuple[str, bytes]]:
        """The files, asked for when all changes are written: nobody who saves has to wait for photos as well."""
        reading.close()
        for sha in hashes:
            with contextlib.suppress(StoreUnavailable, NotFound):  # one damaged photo keeps nothing else back
                yield sha, self._blobs.get(sha)

    def _enrolment(self, peer: Peer) -> Enrolment | None:
        own = self._own
        shown = shown_invitation(own, ms(self._clock.now()))
        if shown is None or peer.station.role != OFFICE:
            return None
        station = dataclasses.replace(own.station, device=self._store.device, covers=())
        return enrol(*shown, station)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What goes into a package: the dossiers ``differing``, of some only what came after the save in ``after``, and of the
    files ``lacking`` there those in ``sending``."""

    manifest: Manifest
    differing: set[str]
    after: Mapping[str, int]
    lacking: Sequence[str]
    sending: Sequence[str]

    def changes(self, reader: Reader) -> Iterator[SharedChange]:
        """The changes, those of dossiers that go in part first."""
        yield from changes_of(reader, self.after.keys(), self.after)
        yield from changes_of(reader, self.differing - self.after.keys())


def _passed(peer: Peer, manifest: Manifest, written: Written) -> Passed:
    return Passed(
        id=manifest.package, peer=peer.n, serial=manifest.serial, created_ms=manifest.created_ms,
        size=written.bytes, counts=written.counts,
    )  # fmt: skip


def _exported(peer: Peer, contents: _Contents, written: Written, renamed: bool) -> Exported:
    return Exported(
        file=written.path, bytes=written.bytes, to=peer.station, package=contents.manifest.package,
        serial=contents.manifest.serial, dossiers=written.counts["dossiers"], changes=written.counts["changes"],
        attachments=written.counts["files"], left_out=len(contents.lacking) - written.counts["files"], renamed=renamed,
    )  # fmt: skip


def _guest(invitation: Invitation) -> Peer:
    """The station that is going to be, as the rule of scope sees it; its keys are not made yet."""
    station = Station(
        sign_key="0" * 64, age_key=invitation.office.age_key, device="", label=invitation.label, role=TEACHER,
        teacher=invitation.teacher, covers=invitation.covers,
    )  # fmt: skip
    return Peer(
        n=0, station=station, joined_ms=0, heard_serial=0, heard_ms=None, have={}, have_files=frozenset(),
        wanted_files=(), past_devices={}, confirmed_save=0, covered=frozenset(), released=frozenset(),
    )  # fmt: skip


def scope_of(reader: Reader, scopes: Scopes, peer: Peer) -> frozenset[str]:
    """The dossiers here that a peer may hold."""
    station = peer.station
    if reader.setting("role") == OFFICE:  # the others were told by the office who is charged
        station = as_told(station, (reader.setting(UNASSIGNED_TO) or EVERYONE) == EVERYONE)
    has = set(peer.have)
    if peer.past_devices:  # a restored laptop has less than it made
        has |= touched_by(reader, peer.devices)
    return scopes.of(station, has)


def _released(txn: Transaction, own: OwnStation, peer: Peer, scope: frozenset[str]) -> dict[str, str]:
    """The dossiers that a peer holds and may not hold any more, with the digest by which it knows what is here.

    The peer removes such a dossier when it is told the digest that it has itself. Where all it has is here as
    well it is told that, also where somebody else has written in the dossier since.
    """
    if own.station.role != OFFICE:
        return {}
    gone = peer.have.keys() - scope
    if not gone:
        return {}
    covered = peer.covered - holdings.with_set_aside(txn)
    here = digests(txn, gone)
    return {id: peer.have[id] if id in covered else here[id] for id in sorted(gone) if id in here}
