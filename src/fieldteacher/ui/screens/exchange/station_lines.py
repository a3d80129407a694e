"""The office's list: every teacher with a computer that takes part, who was invited, and who was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from fieldteacher.domain import fields as f
from fieldteacher.domain.record import Record, record
from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.screens.exchange.peer_lines import CONFIRMED, HEARD, LATE, WAITING, Heard, PeerLine
from fieldteacher.ui.screens.exchange.reading import Home, read_home
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

if TYPE_CHECKING:
    from fieldteacher.domain.clock import Clock
    from fieldteacher.services.app import Services

STATES: Mapping[str, tuple[Text, Tone]] = {
    "joined": (Text("已加入", "joined"), "good"),
    "invited": (Text("已邀请", "invited"), "neutral"),
    "none": (Text("未邀请", "not invited"), "neutral"),
    "off": (Text("已停用", "switched off"), "bad"),
}
_NOBODY = Heard(None, 0, False)


@record(
    "invitation",
    Text("邀请", "invitation"),
    Text("请一位教师加入交换。", "Asks a teacher to join the exchange."),
    title=("name",),
    dossier="shared",
)
class Invitation(Record):
    """What is asked when a teacher is invited; kept nowhere as a record."""

    name: str | None = f.text("教师姓名", "Teacher's name", required=True, max_length=60)
    covers: Sequence[str] | None = f.references(
        "还代管谁的学生", "Also holds the students of", "teacher",
        help=Text("替别人带队、教研室主任等；可以不填", "a substitute, a head of department; may be empty"),
    )  # fmt: skip


INVITE: Arrangement = (Section(Text("", ""), ("name", "covers")),)
COVERS: Arrangement = (Section(Text("", ""), ("covers",)),)


class StationLine(NamedTuple):
    """A teacher, with the computer that takes part where there is one."""

    id: str
    label: str
    state: str
    heard: Heard
    confirmed_ms: int | None
    waiting: tuple[int, int] | None
    students: int | None
    covers: str
    teacher: str | None
    """The teacher's record."""
    peer: PeerLine | None


@dataclass(frozen=True, slots=True)
class Stations:
    """What the office's page says."""

    home: Home
    lines: Sequence[StationLine]
    fingerprints: Mapping[str, str]
    """By signing key: the digits that two people compare on the phone."""
    covers: Mapping[str, tuple[str, ...]]
    """By signing key: the teachers whose students it holds besides its owner's."""


def read_stations(services: Services, clock: Clock, language: Language) -> Stations:
    """Every teacher, whether a computer of theirs takes part or not."""
    home = read_home(services, clock, language)
    invited = {invite.teacher for invite in services.exchange.inviting.open_invites()}
    cards = {card.station.sign_key: card for card in services.exchange.stations.cards()}
    lines = [_with_computer(peer, cards[peer.id].station.teacher) for peer in home.peers if not peer.office]
    seen = {line.teacher for line in lines}
    owner = services.settings.get("author")
    for row in services.records.list("teacher", order=("name",))[1]:
        if row["id"] not in seen and row["name"] != owner:
            state = "invited" if row["id"] in invited else "none"
            lines.append(
                StationLine(row["id"], row["name"], state, _NOBODY, None, None, None, "", row["id"], None)
            )
    return Stations(
        home, lines, {key: card.fingerprint for key, card in cards.items()},
        {key: card.station.covers for key, card in cards.items()},
    )  # fmt: skip


def _with_computer(peer: PeerLine, teacher: str | None) -> StationLine:
    state = "off" if peer.heard.revoked else "joined"
    return StationLine(
        peer.id, peer.label, state, peer.heard, peer.confirmed_ms, peer.waiting, peer.students, peer.covers, teacher, peer
    )  # fmt: skip


def _state(value: str, language: Language) -> str:
    return STATES[value][0].to(language)


def _is_silent(line: StationLine) -> bool:
    return line.state == "joined" and (line.heard.at_ms is None or line.heard.days >= LATE)


COLUMNS = (
    Column(name="label", heading=Text("教师", "Teacher"), width=130, stretch=True, key=word_key),
    Column(
        name="state", heading=Text("状态", "State"), width=96, show=_state, key=list(STATES).index,
        tone=lambda state: STATES[state][1], samples=tuple(words for words, _ in STATES.values()),
    ),
    HEARD, CONFIRMED, WAITING,
    Column(name="students", heading=Text("学生", "Students"), width=76, right=True),
    Column(name="covers", heading=Text("代管", "Covers"), width=120, key=word_key, spare=2),
)  # fmt: skip
FILTERS = (
    *(
        Filter(name=name, label=words, accept=lambda line, name=name: line.state == name, group="state")  # type: ignore[misc]
        for name, (words, _) in STATES.items()
    ),
    Filter(name="silent", label=Text("两周以上没有消息", "Silent for a fortnight"), accept=_is_silent),
)
