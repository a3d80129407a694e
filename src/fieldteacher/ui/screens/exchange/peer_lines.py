"""The stations this one exchanges with: a line each, what is known to be there, and how long nothing was heard."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from fieldteacher.domain.text import Language, Text
from fieldteacher.ui.tables.column import Column, Filter
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone
from fieldteacher.ui.words import local_minute

LATE, SILENT = 14, 30
"""Days without a package after which a station is shown as late, and as silent."""
OFFICE, TEACHER = Text("学校", "college"), Text("教师", "teacher")
_NEVER, _TODAY = Text("还没有收到过", "never"), Text("今天", "today")
_DAYS, _OFF = Text("{n} 天前", "{n} days ago"), Text("已停用", "switched off")
_YESTERDAY = Text("昨天", "yesterday")
_CHANGES, _DOSSIERS = Text("{n} 处", "{n}"), Text("{n} 份档案", "{n} dossiers")
_ALL_THERE = Text("无", "none")


class Heard(NamedTuple):
    """When something was last heard of a station, and how many days ago that is."""

    at_ms: int | None
    days: int
    revoked: bool


class PeerLine(NamedTuple):
    """A station. Times in ms since 1970 (UTC)."""

    id: str
    label: str
    office: bool
    heard: Heard
    confirmed_ms: int | None
    """Every change made here until then is known to be there."""
    waiting: tuple[int, int]
    """Changes that are not known to be there, and in how many dossiers something is lacking."""
    conflicts: int
    covers: str
    students: int
    """How many it may hold; of the office 0."""
    device: str


def heard(at_ms: int | None, today: date, *, revoked: bool = False) -> Heard:
    """How long ago ``at_ms`` is, in days of this place."""
    if at_ms is None:
        return Heard(None, 0, revoked)
    return Heard(at_ms, (today - _day(at_ms)).days, revoked)


def _day(at_ms: int) -> date:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().date()


def _heard(value: Heard, language: Language) -> str:
    if value.revoked:
        return _OFF.to(language)
    if value.at_ms is None:
        return _NEVER.to(language)
    if value.days < 0:  # one of the two clocks is wrong
        return _day(value.at_ms).isoformat()
    words = {0: _TODAY, 1: _YESTERDAY}.get(value.days, _DAYS.fill(n=value.days))
    return words.to(language)


def _tone(value: Heard) -> Tone:
    if value.revoked or value.at_ms is None or value.days < 0:
        return "neutral"
    return "bad" if value.days >= SILENT else "warn" if value.days >= LATE else "good"


def _heard_key(value: Heard) -> tuple[bool, int]:
    """The longest silent first."""
    return value.at_ms is not None, value.at_ms or 0


def _moment(value: int, _language: Language) -> str:
    return local_minute(value)


def _waiting(value: tuple[int, int], language: Language) -> str:
    """Changes; where those are not counted (a station never heard of) the dossiers."""
    changes, dossiers = value
    words = _CHANGES.fill(n=changes) if changes else _DOSSIERS.fill(n=dossiers) if dossiers else _ALL_THERE
    return words.to(language)


def _role(office: bool, language: Language) -> str:
    return (OFFICE if office else TEACHER).to(language)


LABEL = Column(name="label", heading=Text("对方", "Station"), width=150, stretch=True, key=word_key)
ROLE = Column(name="office", heading=Text("身份", "Role"), width=84, show=_role, samples=(OFFICE, TEACHER))
HEARD = Column(
    name="heard", heading=Text("最近收到", "Last heard"), width=130, show=_heard, key=_heard_key, tone=_tone,
    samples=(_NEVER, _OFF),
)  # fmt: skip
CONFIRMED = Column(
    name="confirmed_ms", heading=Text("对方已确认到", "Confirmed up to"), width=150, show=_moment, spare=1
)
WAITING = Column(
    name="waiting", heading=Text("待对方收到", "Waits for them"), width=110, right=True, show=_waiting
)
PEERS = (LABEL, ROLE, HEARD, CONFIRMED, WAITING)

FILTERS = (
    Filter(name="late", label=Text("两周以上没有消息", "Silent for a fortnight"), accept=lambda line: _is_late(line.heard)),
    Filter(name="waiting", label=Text("有待发的", "With something to send"), accept=lambda line: any(line.waiting)),
)  # fmt: skip


def _is_late(value: Heard) -> bool:
    return not value.revoked and (value.at_ms is None or value.days >= LATE)
