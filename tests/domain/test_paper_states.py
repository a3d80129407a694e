"""Which papers a placement needs, and how they stand on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fieldteacher.domain.paper_states import PaperState, needed_papers, standings

TODAY = date(2026, 3, 16)
ALWAYS = ("tri_party_agreement", "consent", "liability_insurance", "safety_training")


def paper(kind: str, **more: Any) -> dict[str, Any]:
    return {"id": kind, "kind": kind, "valid_to": None, **more}


def state_of(*papers: dict[str, Any], end: str | None = "2026-06-30") -> tuple[PaperState, int | None]:
    found = {s.kind: s for s in standings({"end": end}, papers, TODAY)}
    return found[papers[0]["kind"]].state, found[papers[0]["kind"]].days_left


def test_four_papers_always_and_more_by_circumstance() -> None:
    assert needed_papers({}) == ALWAYS
    assert needed_papers({"lodging_kind": "own", "kind": "self_chosen"}) == (
        *ALWAYS, "lodging_consent", "self_chosen_application",
    )  # fmt: skip


def test_what_is_not_there_is_missing() -> None:
    assert {s.state for s in standings({}, [], TODAY)} == {PaperState.MISSING}


@pytest.mark.parametrize(
    ("valid_to", "state", "days"),
    [
        (None, PaperState.OK, None),
        ("2026-12-31", PaperState.OK, None),
        ("2026-06-29", PaperState.EXPIRING, 105),  # before the placement ends
        ("2026-03-16", PaperState.EXPIRING, 0),
        ("2026-03-15", PaperState.MISSING, -1),
    ],
)
def test_a_paper_stands_by_its_last_day(valid_to: str | None, state: PaperState, days: int | None) -> None:
    assert state_of(paper("liability_insurance", valid_to=valid_to)) == (state, days)


def test_the_paper_that_lasts_longest_counts() -> None:
    old, new = paper("consent", valid_to="2025-12-31"), paper("consent", valid_to="2026-12-31")
    assert state_of(old, new) == state_of(new, old) == (PaperState.OK, None)


def test_a_safety_training_that_was_failed_is_missing() -> None:
    assert state_of(paper("safety_training", passed=False))[0] is PaperState.MISSING
    assert state_of(paper("safety_training", passed=True))[0] is PaperState.OK


def test_without_an_end_a_paper_is_near_its_end_thirty_days_before() -> None:
    assert state_of(paper("consent", valid_to="2026-04-15"), end=None) == (PaperState.EXPIRING, 30)
    assert state_of(paper("consent", valid_to="2026-04-16"), end=None) == (PaperState.OK, None)
