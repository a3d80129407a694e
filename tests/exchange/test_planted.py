"""Bugs planted in the exchange are found by the histories: so it is the histories that say that there are none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from tests.exchange import planted, planted_scoped
from tests.exchange.college import College
from tests.exchange.running import live, live_scoped
from tests.exchange.searching import search

MOST = 150
"""Histories within which every bug must be found; most are found by the first ten."""
_LONG = {
    "a_late_package_brings_back_what_was_taken_away", "taking_back_an_import_brings_back_what_was_replaced_twice",
    "wrong_clocks_count_like_others",
}  # fmt: skip
"""Bugs that take many histories to find: searched for by ``pytest -m campaign tests/exchange/test_planted.py``."""


def _all(plants: Iterable[str]) -> list[ParameterSet]:
    return [pytest.param(name, marks=[pytest.mark.campaign] if name in _LONG else []) for name in plants]


@pytest.mark.parametrize("name", _all(planted.PLANTS))
def test_a_planted_bug_is_found(name: str, empty_store: Path) -> None:
    found = search(planted.PLANTS[name], lambda seed: live(seed, empty_store), MOST, first=5_000)
    assert found is not None


@pytest.mark.parametrize("name", _all(planted_scoped.PLANTS))
def test_a_bug_in_who_holds_what_is_found(name: str, college: College) -> None:
    found = search(planted_scoped.PLANTS[name], lambda seed: live_scoped(seed, college), MOST, first=5_000)
    assert found is not None
