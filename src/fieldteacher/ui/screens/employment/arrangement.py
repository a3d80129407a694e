"""What the screen of wishes shows, by name."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Language, Text
from fieldteacher.domain.two_way_choice import MATCH_WORDS, Match
from fieldteacher.ui.forms.arrangement import Arrangement, Section
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.widgets.chip import Tone

INTENTION, STUDENT = RECORD_TYPES["intention"], RECORD_TYPES["student"]
MATCH_TONES: dict[Match, Tone] = {
    Match.MUTUAL: "good", Match.OPEN: "warn", Match.STUDENT_ONLY: "bad", Match.ENTERPRISE_ONLY: "warn", Match.NEITHER: "neutral",
    Match.ASK_STUDENT: "neutral", Match.ASK_ENTERPRISE: "neutral", Match.NOT_ASKED: "neutral",
}  # fmt: skip
WISH_KEYS = {
    "1": "stay",
    "2": "leave",
    "3": "undecided",
    "4": "study",
    "5": "army",
    "6": "own_business",
    "7": "elsewhere",
}
OFFER_KEYS = {"H": "hire", "C": "consider", "D": "decline", "U": "not_asked"}
FORM: Arrangement = (
    Section(
        Text("", ""),
        (
            ("asked_on", "outcome"), ("student_wish", "enterprise_wish"), ("wished_post", "offered_post"),
            ("wished_pay", "offered_pay"), "reason",
        ),
    ),
)  # fmt: skip
_UNASKED = (Match.NOT_ASKED, Match.ASK_STUDENT, Match.ASK_ENTERPRISE)
_ONE_SIDE = (Match.STUDENT_ONLY, Match.ENTERPRISE_ONLY)


def _match_words(value: Match, language: Language) -> str:
    return MATCH_WORDS[value].to(language)


LIST: tuple[Column, ...] = (
    column_of(STUDENT, "name", width=88),
    column_of(STUDENT, "student_number", width=104, shown=False),
    column_of(STUDENT, "class_name", width=96, spare=4),
    Column(name="enterprise_name", heading=Text("企业", "Enterprise"), key=word_key, stretch=True, width=110),
    column_of(INTENTION, "student_wish", name="wish", width=96),
    column_of(INTENTION, "wished_post", width=96, shown=False),
    column_of(INTENTION, "wished_pay", width=84, spare=2),
    column_of(INTENTION, "enterprise_wish", name="offer", width=96),
    column_of(INTENTION, "offered_post", width=96, shown=False),
    column_of(INTENTION, "offered_pay", width=84, spare=3),
    Column(
        name="match", heading=Text("结果", "Result"), width=112, show=_match_words, key=list(Match).index, tone=MATCH_TONES.get,
        samples=tuple(MATCH_WORDS.values()),
    ),
    column_of(INTENTION, "asked_on", width=100, spare=1),
)  # fmt: skip


def filters() -> Sequence[Filter]:
    """The chips."""
    return (
        Filter(name="here", label=Text("在岗", "Placed"), accept=lambda r: r.here),
        Filter(name="not_asked", label=Text("未问全", "Not asked yet"), accept=lambda r: r.match in _UNASKED, group="match"),
        Filter(name="mutual", label=MATCH_WORDS[Match.MUTUAL], accept=lambda r: r.match is Match.MUTUAL, group="match"),
        Filter(name="open", label=MATCH_WORDS[Match.OPEN], accept=lambda r: r.match is Match.OPEN, group="match"),
        Filter(name="one_side", label=Text("一方有意", "One side only"), accept=lambda r: r.match in _ONE_SIDE, group="match"),
        Filter(name="neither", label=MATCH_WORDS[Match.NEITHER], accept=lambda r: r.match is Match.NEITHER, group="match"),
    )  # fmt: skip
