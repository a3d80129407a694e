"""This station and those it exchanges with: who belongs to the college's exchange, who was invited, who was switched off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotFound, UserError
from fieldteacher.domain.exchange import OFFICE, TEACHER, Enrolment, Station
from fieldteacher.domain.text import Text, listed
from fieldteacher.exchange.keys import Keys, fingerprint, new_keys, read_keys
from fieldteacher.services.scope import UNASSIGNED
from fieldteacher.store import invites, peers
from fieldteacher.store.database import Store, ms
from fieldteacher.store.own_station import UNASSIGNED_TO, OwnStation, keep_own_station, own_station
from fieldteacher.store.peers import Peer
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction

__all__ = ["EVERYONE", "NOBODY", "Card", "StationService"]

EVERYONE, NOBODY = "everyone", "nobody"
"""Who holds the students for whom no teacher is named."""
_SHORTEST_PREFIX = 4
_SHOWN_MS = 30 * 86_400_000


@dataclass(frozen=True, slots=True)
class Card:
    """A station as people compare it on the phone: its keys as six groups of digits."""

    station: Station
    fingerprint: str
    own: bool = False


class StationService:
    """The verbs on stations."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    # -- this station ----------------------------------------------------------------------------

    @property
    def role(self) -> str:
        """``office`` or ``teacher``."""
        return self._store.read().setting("role") or TEACHER

    def own(self) -> OwnStation | None:
        """This store's place in an exchange; ``None`` where it takes part in none."""
        return own_station(self._store.read())

    def need_own(self) -> OwnStation:
        """This store's place in an exchange. Raises ``UserError`` (``not_joined``)."""
        return need_own(self._store.read())

    def keys(self) -> Keys:
        """This station's keys. Raises ``UserError`` (``not_joined``)."""
        return read_keys(self.need_own().keys)

    def found(self) -> OwnStation:
        """The office's place in the exchange, made at the first call. Raises ``UserError`` (``not_the_office``)."""
        self.refuse_teacher()
        own = self.own()
        if own is not None:
            return own
        with self._store.write(Text("建立交换", "begin the exchange")) as txn:
            found = own_station(txn) or _founded(txn)
        return found

    def refuse_teacher(self) -> None:
        """Raise ``UserError`` (``not_the_office``) where this is no office's store."""
        if self.role != OFFICE:
            raise UserError(
                "not_the_office",
                Text(
                    "只有办公室的数据能这样做；这份数据属于一位教师。",
                    "Only the office's store can do this; this one is a teacher's.",
                ),
            )

    # -- the others ------------------------------------------------------------------------------

    def peers(self) -> list[Peer]:
        """Every other station, the office first."""
        return peers.peers(self._store.read())

    def cards(self) -> list[Card]:
        """This station and every other."""
        own = self.own()
        mine = [own.station] if own else []
        return [
            Card(station, fingerprint(station.sign_key, station.age_key), own=number < len(mine))
            for number, station in enumerate((*mine, *(peer.station for peer in self.peers())))
        ]

    def find(self, name: str | None) -> Peer:
        """The peer that a person means: a device id or the beginning of one, a label, a key, or ``office``.

        ``None`` is the only one there is. Raises ``NotFound``, and ``UserError`` (``ambiguous``, ``not_joined``).
        """
        self.need_own()
        known = self.peers()
        wanted = (name or "").strip()
        if not wanted:
            open_ones = [peer for peer in known if peer.station.revoked_ms is None]
            if len(open_ones) == 1:
                return open_ones[0]
            words = Text("请用 --to 指明发给谁：{list}。", "Say whom it is for with --to: {list}.")
            raise _which(words, open_ones) if open_ones else _nobody_yet()
        for matches in (_is_named, _begins):
            found = [peer for peer in known if matches(peer, wanted)]
            if len(found) == 1:
                return found[0]
            if found:
                words = Text("“{n}”不止一台：{list}。", "“{n}” is more than one: {list}.").fill(n=wanted)
                raise _which(words, found)
        if any(
            wanted in (each.label, each.id)
            for each in invites.given(self._store.read())
            if each.used_by is None
        ):
            raise UserError(
                "not_heard_yet",
                Text(
                    "“{n}”已被邀请，但还没有收到对方的第一个数据包；请先导入它。",
                    "“{n}” was invited, but the first package has not come yet; please take that in first.",
                ).fill(n=wanted),
            )
        raise NotFound("unknown_device", Text("没有设备“{n}”。", "There is no device “{n}”.").fill(n=wanted))

    def revoke(self, name: str) -> Peer:
        """Switch a teacher's station off: nothing goes to it and nothing comes from it any more. The office alone can."""
        return self._switch(name, ms(self._clock.now()))

    def reinstate(self, name: str) -> Peer:
        """Switch a station on again."""
        return self._switch(name, None)

    def set_covers(self, name: str, covers: Collection[str]) -> Peer:
        """Say whose students (teachers' ids) a station holds besides its owner's. The office alone can."""
        self.refuse_teacher()
        peer = self.find(name)
        with self._store.write(Text("设置代管", "set who stands in")) as txn:
            peers.set_covers(txn, peer.n, covers)
        return self.find(peer.station.sign_key)

    def teacher_named(self, name: str) -> str:
        """The id of the one teacher of that name. Raises ``NotFound``, and ``UserError`` (``ambiguous``)."""
        found = self._store.read().records("teacher", {"name": name.strip()})
        if not found:
            raise NotFound(
                "unknown_teacher", Text("没有教师“{n}”。", "There is no teacher “{n}”.").fill(n=name)
            )
        if len(found) > 1:
            raise UserError(
                "ambiguous",
                Text("有 {k} 位教师叫“{n}”。", "{k} teachers are called “{n}”.").fill(k=len(found), n=name),
            )
        return str(found[0]["id"])

    # -- students of nobody ------------------------------------------------------------------------

    @property
    def unassigned_to(self) -> str:
        """Who holds the students for whom no teacher is named: ``everyone`` or ``nobody``."""
        return self._store.read().setting(UNASSIGNED_TO) or EVERYONE

    def set_unassigned_to(self, value: str) -> None:
        """Set that. Raises ``UserError`` where this is not the office."""
        self.refuse_teacher()
        self._store.keep_settings({UNASSIGNED_TO: value})

    # -- inside ------------------------------------------------------------------------------------

    def _switch(self, name: str, revoked_ms: int | None) -> Peer:
        self.refuse_teacher()
        peer = self.find(name)
        words = (
            Text("停用设备", "switch a device off") if revoked_ms else Text("启用设备", "switch a device on")
        )
        with self._store.write(words) as txn:
            peers.revoke(txn, peer.n, revoked_ms)
        return self.find(peer.station.sign_key)


def need_own(reader: Reader) -> OwnStation:
    """This store's place in an exchange. Raises ``UserError`` (``not_joined``, ``revoked``)."""
    own = own_station(reader)
    if own is None:
        office = reader.setting("role") == OFFICE
        raise UserError(
            "not_joined",
            Text("还没有邀请过教师，没有可以交换的对象。", "No teacher was invited yet; there is nobody to exchange with.")
            if office
            else Text(
                "这份数据还没有加入学校的交换：请用办公室给的邀请文件加入。",
                "This store has not joined a college's exchange: join with the invitation that the office gives.",
            ),
        )  # fmt: skip
    return own


def registry(reader: Reader, own: OwnStation) -> tuple[Station, ...]:
    """Every station as the office tells it to all; who is charged with students of nobody is among the covers."""
    charged = (reader.setting(UNASSIGNED_TO) or EVERYONE) == EVERYONE
    return (own.station, *(as_told(peer.station, charged) for peer in peers.peers(reader)))


def shown_invitation(own: OwnStation, now_ms: int) -> tuple[str, str] | None:
    """The invitation to show the office, and its secret: until it is known to know, and a month longer.

    An office that is restored from a backup of last week knows again who joined since.
    """
    if own.invite is not None and own.secret is not None:
        return own.invite, own.secret
    if own.shown is not None and 0 <= now_ms - (own.joined_ms or 0) <= _SHOWN_MS:
        return own.shown
    return None


def as_told(station: Station, charged: bool) -> Station:
    """A station with or without the students for whom no teacher is named among what it covers."""
    covers = tuple(each for each in station.covers if each != UNASSIGNED)
    return replace(station, covers=(*covers, UNASSIGNED) if charged and station.role == TEACHER else covers)


def learn(txn: Transaction, own: OwnStation, stations: Sequence[Station], now_ms: int) -> OwnStation:
    """Note the stations that the office tells of, this one among them; returns what this one is now."""
    for station in stations:
        if station.sign_key == own.station.sign_key:
            own = replace(own, station=replace(station, device=own.station.device))
            if own.invite is not None and own.secret is not None:
                shown = own.invite, own.secret
                own = replace(own, invite=None, secret=None, shown=shown, joined_ms=now_ms)
            keep_own_station(txn, own)
        else:
            peers.enter(txn, station, now_ms)
    return own


def enrolled(txn: Transaction, enrolment: Enrolment, now_ms: int) -> Peer:
    """Note a station that shows an invitation of this office, under the teacher it was invited as. The proof is checked before."""
    invite = next(each for each in invites.given(txn) if each.id == enrolment.invite)
    station = replace(
        enrolment.station, label=invite.label, role=TEACHER, teacher=invite.teacher, covers=invite.covers,
        revoked_ms=None,
    )  # fmt: skip
    number = peers.enter(txn, station, now_ms)
    invites.use(txn, invite.id, number)
    peer = peers.peer_of(txn, station.sign_key)
    assert peer is not None
    return peer


def _founded(txn: Transaction) -> OwnStation:
    keys = new_keys()
    college = txn.records("college", limit=1)
    label = txn.setting("author") or (college[0]["name"] if college else "") or "办公室"
    station = Station(
        sign_key=keys.sign_key, age_key=keys.age_key, device=txn.setting("device") or "", label=label, role=OFFICE
    )  # fmt: skip
    own = OwnStation(station, keys.sign_key, keys.kept)
    keep_own_station(txn, own)
    return own


def _is_named(peer: Peer, wanted: str) -> bool:
    station = peer.station
    return wanted in (station.device, station.sign_key, station.label) or (
        wanted.lower() == OFFICE and station.role == OFFICE
    )


def _begins(peer: Peer, wanted: str) -> bool:
    if len(wanted) < _SHORTEST_PREFIX:
        return False
    return peer.station.device.startswith(wanted.lower()) or peer.station.sign_key.startswith(wanted.lower())


def _which(words: Text, found: Sequence[Peer]) -> UserError:
    names = listed(f"{peer.station.label} {peer.station.device[:8]}" for peer in found)
    return UserError("ambiguous", words.fill(list=names))


def _nobody_yet() -> UserError:
    return UserError(
        "nobody_yet",
        Text("还没有教师加入：先请对方用邀请文件加入，并导入对方的第一个数据包。",
             "No teacher has joined yet: have them join with the invitation, and import their first package."),
    )  # fmt: skip
