"""Which papers a placement needs, and how each stands on a day.

The papers follow the 2021 Regulation on internships of vocational-school students (教职成〔2021〕4号):
agreement before the start (Art. 16), consent of student and guardian (Art. 9), liability insurance over
the whole placement (Art. 35), safety training with a passed test (Art. 31), consent and filing for
lodging outside (Art. 24), application for a self-chosen unit (Art. 9, 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

SOON = timedelta(days=30)


class PaperState(StrEnum):
    """How a paper stands."""

    OK = "ok"
    EXPIRING = "expiring"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """A needed paper: its kind, state, id where there is one, and days until it runs out where that is near."""

    kind: str
    state: PaperState
    paper: str | None
    days_left: int | None


def needed_papers(placement: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of paper that a placement needs."""
    kinds = ["tri_party_agreement", "consent", "liability_insurance", "safety_training"]
    if placement.get("lodging_kind") == "own":
        kinds.append("lodging_consent")
    if placement.get("kind") == "self_chosen":
        kinds.append("self_chosen_application")
    return tuple(kinds)


WANTED: Mapping[str, tuple[str, ...]] = {
    "tri_party_agreement": ("signed_on", "items"),
    "consent": ("signed_on", "guardian_signed_on"),
    "liability_insurance": ("valid_from", "valid_to"),
    "safety_training": ("signed_on", "passed"),
    "lodging_consent": ("guardian_signed_on", "college_signed_on"),
    "self_chosen_application": ("signed_on", "guardian_signed_on", "college_signed_on"),
    "cross_province_filing": ("signed_on",),
    "abroad_filing": ("signed_on",),
    "special_filing": ("signed_on",),
}
"""What a paper of a kind is incomplete without (Art. 9, 14, 15, 17, 24, 31, 35): who signed when, from when to when."""


def lacking(kind: str, paper: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields that a paper of this kind should have and has not."""
    return tuple(name for name in WANTED.get(kind, ()) if paper.get(name) is None)


def best_of(papers: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Of several papers of one kind the one that counts: the one that runs out last."""
    best: Mapping[str, Any] | None = None
    for paper in papers:
        if best is None or (paper["valid_to"] or "9999") > (best["valid_to"] or "9999"):
            best = paper
    return best


def standings(
    placement: Mapping[str, Any],
    papers: Iterable[Mapping[str, Any]],
    today: date,
    *,
    beyond: bool = False,
) -> tuple[PaperStanding, ...]:
    """How each needed paper of a placement stands on ``today``; with ``beyond`` also others that are there.

    A paper that runs out before the placement ends is wanting, not only one that has run out already.
    """
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for paper in papers:
        by_kind.setdefault(paper["kind"], []).append(paper)
    needed = needed_papers(placement)
    others = tuple(kind for kind in by_kind if kind not in needed) if beyond else ()
    return tuple(
        _standing(kind, best_of(by_kind.get(kind, ())), placement, today) for kind in (*needed, *others)
    )


def _standing(
    kind: str, paper: Mapping[str, Any] | None, placement: Mapping[str, Any], today: date
) -> PaperStanding:
    if paper is None or (kind == "safety_training" and paper.get("passed") is False):
        return PaperStanding(kind, PaperState.MISSING, paper["id"] if paper else None, None)
    until = paper.get("valid_to")
    if until is None:
        return PaperStanding(kind, PaperState.OK, paper["id"], None)
    left = (date.fromisoformat(until) - today).days
    if left < 0:
        return PaperStanding(kind, PaperState.MISSING, paper["id"], left)
    if left <= SOON.days or until < (placement.get("end") or until):
        return PaperStanding(kind, PaperState.EXPIRING, paper["id"], left)
    return PaperStanding(kind, PaperState.OK, paper["id"], None)
