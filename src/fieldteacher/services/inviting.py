"""Taking a new laptop into the exchange: the office's invitation, and the store that is made from it."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import InputRefused, NotFound
from fieldteacher.domain.exchange import TEACHER, Arrival, Merged, Station
from fieldteacher.domain.text import Text
from fieldteacher.exchange import provisioning
from fieldteacher.exchange.keys import new_keys, read_keys
from fieldteacher.exchange.provisioning import Invitation, Unlocked
from fieldteacher.exchange.refusals import not_writable
from fieldteacher.services.lease import Lease
from fieldteacher.services.packing import Exported, Packing, Told, not_told
from fieldteacher.services.stations import StationService, registry
from fieldteacher.store import invites, peers
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store, ms
from fieldteacher.store.fold import PACKAGE
from fieldteacher.store.invites import Invite
from fieldteacher.store.merging import merge
from fieldteacher.store.own_station import OwnStation, keep_own_station
from fieldteacher.store.transaction import Transaction

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation that was written, and the code to tell by phone; it is kept nowhere."""

    file: Path
    code: str
    teacher: str
    """The record of the teacher invited."""
    written: Exported
    changes: ChangeSet
    unassigned: int = 0
    """How many students go along only because no teacher is named for them."""


class InvitationService:
    """The verb of the office. ``stations`` are the same store's."""

    def __init__(self, store: Store, clock: Clock, lease: Lease, stations: StationService) -> None:
        self._store = store
        self._lease = lease
        self._clock = clock
        self._stations = stations

    def invite(
        self,
        name: str,
        file: Path,
        *,
        covers: Sequence[str] = (),
        photos: int | None = 0,
        told: Told = not_told,
    ) -> Invited:
        """Write an invitation for the teacher called ``name``; one is added where there is none of that name.

        ``covers`` are names of teachers whose students the laptop holds too; ``photos`` as of ``Packing``. Raises
        ``UserError`` (``not_the_office``, ``ambiguous``), ``NotFound`` and ``NotSaved``.
        """
        name = name.strip()
        if not name:
            raise InputRefused(
                "no_name", Text("请写明教师姓名。", "Say the teacher's name."), field="teacher"
            )
        self._stations.refuse_teacher()
        _refuse_folder(file)
        self._stations.found()
        covered = tuple(self._stations.teacher_named(each) for each in covers)
        teacher, changes = self._teacher(name)
        code, invite = provisioning.new_code(), self._invite(name, teacher, covered)
        packing = Packing(self._store, self._clock, self._lease, photos)
        written = packing.write_invitation(file, code, self._invitation(invite), told)
        with self._store.write(Text("邀请教师", "invite a teacher")) as txn:
            invites.keep(txn, invite)
        return Invited(
            file=file,
            code=code,
            teacher=teacher,
            written=written,
            changes=changes,
            unassigned=packing.unassigned,
        )

    def join(self, file: Path, code: str, told: Told = not_told) -> ChangeSet:
        """Have this store, with all that is in it, join the exchange of the office that wrote an invitation.

        The owner's own record as a teacher is put together with that of the teacher who was invited. A store that
        has joined already takes another invitation of the same college: an office restored from an old backup may
        not know it any more. Raises ``InputRefused`` (``already_joined``, ``not_a_teacher``, and where the file or
        the code is not right).
        """
        self._store.refuse_read_only()
        own = self._stations.own()
        if own is not None and self._stations.role != TEACHER:
            raise _joined_already()
        if self._stations.role != TEACHER:
            raise InputRefused(
                "not_a_teacher",
                Text(
                    "这份数据属于学校办公室，不能凭邀请加入。",
                    "This store is an office's; it does not join by invitation.",
                ),
            )
        with provisioning.opened(file, code, told=told) as unlocked:
            if own is not None and not _is_new(unlocked.invitation, own):
                raise _joined_already()
            changes = _fill(self._store, self._clock, unlocked, own)
        self._lease.take()
        return changes

    def open_invites(self) -> list[Invite]:
        """The invitations that nobody has joined with yet, newest first."""
        return [each for each in invites.given(self._store.read()) if each.used_by is None]

    def withdraw(self, name: str) -> int:
        """Take back the open invitations of a teacher; returns how many. Raises ``NotFound`` and ``UserError``."""
        self._stations.refuse_teacher()
        open_ones = [
            each for each in self.open_invites() if name.strip() in (each.label, each.id, each.teacher)
        ]
        if not open_ones:
            raise NotFound(
                "no_such_invite", Text("没有未使用的邀请：{n}。", "There is no open invitation of {n}.").fill(n=name)
            )  # fmt: skip
        with self._store.write(Text("收回邀请", "take an invitation back")) as txn:
            for each in open_ones:
                invites.drop(txn, each.id)
        return len(open_ones)

    def _teacher(self, name: str) -> tuple[str, ChangeSet]:
        if not self._store.read().records("teacher", {"name": name}):
            with self._store.write(Text("新增教师", "add a teacher")) as txn:
                txn.create("teacher", {"name": name})
            return self._stations.teacher_named(name), txn.changes
        return self._stations.teacher_named(name), ChangeSet()

    def _invite(self, name: str, teacher: str, covers: tuple[str, ...]) -> Invite:
        return Invite(
            id=secrets.token_hex(8), secret=secrets.token_urlsafe(_SECRET_BYTES), teacher=teacher, label=name,
            covers=covers, created_ms=ms(self._clock.now()),
        )  # fmt: skip

    def _invitation(self, invite: Invite) -> Invitation:
        reader = self._store.read()
        own = self._stations.need_own()
        college = reader.records("college", limit=1)
        return Invitation(
            invite=invite.id, secret=invite.secret, college=own.college, office=own.station, teacher=invite.teacher,
            college_name=college[0]["name"] if college else "", label=invite.label, covers=invite.covers,
            stations=registry(reader, own),
        )  # fmt: skip


def _refuse_folder(file: Path) -> None:
    """Raise ``NotSaved`` where nothing can be written beside ``file``, before anything is noted in the store."""
    try:
        with tempfile.TemporaryFile(dir=file.parent):
            pass
    except OSError as error:
        raise not_writable(file, error) from error


def join(file: Path, code: str, make: Callable[[str], Store], clock: Clock, told: Told = not_told) -> Store:
    """A new store out of an invitation; ``make`` makes the empty one for an owner's name.

    Raises ``InputRefused`` where the file or the code is not right; ``make`` is not called then. Where the
    joining itself fails the store is closed, and whoever made it takes it away.
    """
    with provisioning.opened(file, code, told=told) as unlocked:
        store = make(unlocked.invitation.label)
        try:
            _fill(store, clock, unlocked)
        except BaseException:
            store.close()
            raise
        return store


def _is_new(invitation: Invitation, own: OwnStation) -> bool:
    """Whether a station can take an invitation: of its own college, and another than the one it joined by."""
    used = {own.invite, own.shown[0] if own.shown else None}
    return invitation.college == own.college and invitation.invite not in used


def _joined_already() -> InputRefused:
    return InputRefused(
        "already_joined",
        Text("这份数据已经加入了一所学校的交换。", "This store takes part in a college's exchange already."),
    )  # fmt: skip


def _fill(store: Store, clock: Clock, unlocked: Unlocked, own: OwnStation | None = None) -> ChangeSet:
    invitation, package = unlocked.invitation, unlocked.package
    manifest, now_ms = package.manifest, ms(clock.now())
    label = Text("加入学校的交换", "join the college's exchange")
    arrival = Arrival(
        package=manifest.package, device=manifest.sender.device, sign_key=manifest.sender.sign_key,
        serial=manifest.serial, created_ms=manifest.created_ms, label=label,
    )  # fmt: skip
    with store.write(label, purpose=PACKAGE) as txn:
        _become(txn, invitation, own)
        for station in (invitation.office, *invitation.stations):
            peers.enter(txn, station, now_ms)
        office = peers.peer_of(txn, invitation.office.sign_key)
        assert office is not None
        peers.heard(txn, office, manifest)
        merged = merge(txn, arrival, package.changes())
        if package.files:
            Blobs(store, clock).put_within_save(map(package.file, package.files))
        _give_way(txn, merged, invitation.teacher)
        txn.set_setting("author", invitation.label)  # the name by which the college knows the owner
    return txn.changes


def _give_way(txn: Transaction, merged: Merged, teacher: str | None) -> None:
    """What a store that was there before knew by itself gives way to what the office knows: its college, and its owner as a
    teacher, so that the owner's students stay the owner's."""
    if any(kind == "college" for kind, _ in merged.created):
        for row in txn.records("college"):
            if ("college", row["id"]) not in merged.created:
                txn.delete("college", row["id"])
    if teacher is not None and txn.get("teacher", teacher) is not None:
        for row in txn.records("teacher", {"name": txn.setting("author")}):
            if row["id"] != teacher:
                txn.stand("teacher", row["id"], teacher)


def _become(txn: Transaction, invitation: Invitation, own: OwnStation | None) -> None:
    """Make this store a station of its own, with keys of its own; one that is a station keeps its keys."""
    keys = read_keys(own.keys) if own else new_keys()
    station = Station(
        sign_key=keys.sign_key, age_key=keys.age_key, device=txn.setting("device") or "", label=invitation.label,
        role=TEACHER, teacher=invitation.teacher, covers=invitation.covers,
    )  # fmt: skip
    keep_own_station(
        txn, OwnStation(station, invitation.college, keys.kept, invitation.invite, invitation.secret)
    )
