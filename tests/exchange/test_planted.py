"""Bugs planted in the exchange are found by the histories: so it is the histories that say that there are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.planted import PLANTS, search

MOST = 150
"""Histories within which every bug must be found; most are found by the first ten."""


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_bug_is_found(name: str, empty_store: Path) -> None:
    assert search(PLANTS[name], empty_store, MOST, first=5_000) is not None
