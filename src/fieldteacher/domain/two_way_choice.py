"""What comes of both sides' wishes after the placement (就业双向选择): stay or go, hire or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fieldteacher.domain.records.papers import ENTERPRISE_WISHES, STUDENT_WISHES
from fieldteacher.domain.text import Text

NOT_ASKED = "not_asked"
"""The enterprise's wish that is none; it stands for “nobody asked the student” in tables too."""
WISHES: tuple[str, ...] = (*(each.value for each in STUDENT_WISHES), NOT_ASKED)
OFFERS: tuple[str, ...] = tuple(each.value for each in ENTERPRISE_WISHES)
PLANS = frozenset({"study", "army", "own_business", "elsewhere"})
"""What a student wants instead of any enterprise's post: it outlives a transfer."""


class Match(StrEnum):
    """How the two wishes go together."""

    MUTUAL = "mutual"
    OPEN = "open"
    STUDENT_ONLY = "student_only"
    ENTERPRISE_ONLY = "enterprise_only"
    NEITHER = "neither"
    ASK_STUDENT = "ask_student"
    ASK_ENTERPRISE = "ask_enterprise"
    NOT_ASKED = "not_asked"


MATCH_WORDS: Mapping[Match, Text] = {
    Match.MUTUAL: Text("双方有意", "Both want it"),
    Match.OPEN: Text("待定", "Undecided"),
    Match.STUDENT_ONLY: Text("仅学生有意", "Only the student"),
    Match.ENTERPRISE_ONLY: Text("仅企业有意", "Only the enterprise"),
    Match.NEITHER: Text("双方无意", "Neither"),
    Match.ASK_STUDENT: Text("未问学生", "Student not asked"),
    Match.ASK_ENTERPRISE: Text("未问企业", "Enterprise not asked"),
    Match.NOT_ASKED: Text("未询问", "Not asked"),
}


def match(wish: str | None, offer: str | None) -> Match:
    """What comes of a student's wish and an enterprise's; ``None`` and ``not_asked`` are no wish.

    A student who has other plans settles the pair whatever the enterprise would say, but an enterprise that
    would hire is still named, because it may be asked for somebody else.
    """
    asked, offered = wish not in (None, NOT_ASKED), offer not in (None, NOT_ASKED)
    if not asked or not offered:
        return Match.ASK_ENTERPRISE if asked else Match.ASK_STUDENT if offered else Match.NOT_ASKED
    if wish == "stay":
        return {"hire": Match.MUTUAL, "decline": Match.STUDENT_ONLY}.get(offer or "", Match.OPEN)
    if wish == "undecided":
        return Match.NEITHER if offer == "decline" else Match.OPEN
    return Match.ENTERPRISE_ONLY if offer == "hire" else Match.NEITHER


@dataclass(frozen=True, slots=True)
class Standing:
    """The wishes that stand, when they were asked for, and the posts and pay last spoken of."""

    wish: str | None = None
    offer: str | None = None
    asked_on: str | None = None
    """The day of the last asking, of whichever side."""
    wished_post: str | None = None
    wished_pay: int | None = None
    offered_post: str | None = None
    offered_pay: int | None = None

    @property
    def match(self) -> Match:
        """What comes of it."""
        return match(self.wish, self.offer)


def standing(askings: Iterable[Mapping[str, Any]], since: str | None = None) -> Standing:
    """What stands after all ``askings`` (intentions), in the order of their days.

    The last word of each side stands, also where the last asking was only of the other. What was said before
    ``since`` (the start of the present placement) was about another enterprise: of it only the student's
    plans that need none still stand.
    """
    found: dict[str, Any] = {}
    for each in sorted(askings, key=lambda asking: asking["asked_on"] or ""):
        earlier = since is not None and (each["asked_on"] or "") < since
        wish = each["student_wish"]
        if wish is not None and (not earlier or wish in PLANS):
            found |= {"wish": wish, "asked_on": each["asked_on"]}
        if earlier:
            continue
        if each["enterprise_wish"] not in (None, NOT_ASKED):
            found |= {"offer": each["enterprise_wish"]}
        found["asked_on"] = each["asked_on"]
        found |= {name: each[name] for name in _SPOKEN_OF if each[name] is not None}
    return Standing(**found)


_SPOKEN_OF = ("wished_post", "wished_pay", "offered_post", "offered_pay")


def cross_table(pairs: Sequence[tuple[str | None, str | None]]) -> Mapping[tuple[str, str], int]:
    """How many pairs of wish and offer there are of each kind, with ``not_asked`` for none."""
    return Counter((wish or NOT_ASKED, offer or NOT_ASKED) for wish, offer in pairs)
