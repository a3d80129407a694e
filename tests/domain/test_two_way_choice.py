"""Both sides' wishes: what comes of each pair, which words stand, and how the pairs are counted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.two_way_choice import (
    MATCH_WORDS,
    NOT_ASKED,
    OFFERS,
    PLANS,
    WISHES,
    Match,
    Standing,
    cross_table,
    match,
    standing,
)


@pytest.mark.parametrize(
    ("wish", "offer", "found"),
    [
        ("stay", "hire", Match.MUTUAL), ("stay", "consider", Match.OPEN), ("stay", "decline", Match.STUDENT_ONLY),
        ("undecided", "hire", Match.OPEN), ("undecided", "consider", Match.OPEN), ("undecided", "decline", Match.NEITHER),
        ("leave", "hire", Match.ENTERPRISE_ONLY), ("leave", "consider", Match.NEITHER), ("leave", "decline", Match.NEITHER),
        ("study", "hire", Match.ENTERPRISE_ONLY), ("army", "decline", Match.NEITHER), ("stay", None, Match.ASK_ENTERPRISE),
        ("stay", NOT_ASKED, Match.ASK_ENTERPRISE), (None, "hire", Match.ASK_STUDENT), (None, None, Match.NOT_ASKED),
        (None, NOT_ASKED, Match.NOT_ASKED),
    ],
)  # fmt: skip
def test_a_pair_of_wishes(wish: str | None, offer: str | None, found: Match) -> None:
    assert match(wish, offer) is found


def test_every_pair_has_a_result_with_words() -> None:
    found = {match(wish, offer) for wish in WISHES for offer in OFFERS}
    assert found == set(Match) == set(MATCH_WORDS)


def _asking(day: str, wish: str | None = None, offer: str | None = None, **more: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("wished_post", "wished_pay", "offered_post", "offered_pay"))
    return {"asked_on": day, "student_wish": wish, "enterprise_wish": offer, **empty, **more}


def test_the_last_word_of_each_side_stands() -> None:
    askings = [
        _asking("2026-05-01", "stay", offered_post="质检", offered_pay=5000),
        _asking("2026-04-01", "undecided", "consider", wished_pay=6000),
        _asking("2026-05-20", None, "hire", offered_pay=5500),
        _asking("2026-05-21", None, NOT_ASKED),
    ]
    found = standing(askings)
    assert found == Standing("stay", "hire", "2026-05-21", None, 6000, "质检", 5500)
    assert found.match is Match.MUTUAL


def test_nothing_asked() -> None:
    assert standing([]) == Standing()
    assert standing([]).match is Match.NOT_ASKED


def test_what_was_said_before_a_transfer_was_about_another_enterprise() -> None:
    askings = [_asking("2026-04-01", "stay", "hire", offered_pay=5000)]
    assert standing(askings, "2026-04-02") == Standing()
    assert standing(askings, "2026-04-01").match is Match.MUTUAL
    plans = standing([_asking("2026-04-01", "army", "hire")], "2026-05-01")
    assert (plans.wish, plans.offer, plans.asked_on) == ("army", None, "2026-04-01")


_PAIRS = st.lists(st.tuples(st.sampled_from([*WISHES, None]), st.sampled_from([*OFFERS, None])))


@given(_PAIRS)
def test_the_table_counts_every_pair_once(pairs: list[tuple[str | None, str | None]]) -> None:
    table = cross_table(pairs)
    assert sum(table.values()) == len(pairs)
    assert all(wish in WISHES and offer in OFFERS for wish, offer in table)


@given(st.sampled_from(sorted(PLANS)), st.sampled_from(OFFERS))
def test_a_student_with_other_plans_never_matches(wish: str, offer: str) -> None:
    assert match(wish, offer) not in (Match.MUTUAL, Match.OPEN, Match.STUDENT_ONLY)
