"""Several laptops that each hold everything: whatever happens on the way, all agree in the end and nothing is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.exchange.running import live

EACH = 12


@pytest.mark.parametrize("part", range(26))
def test_histories(part: int, empty_store: Path) -> None:
    """312 histories, in parts so that the workers share them."""
    done: Counter[str] = Counter()
    for seed in range(part * EACH, (part + 1) * EACH):
        done += live(seed, empty_store)
    assert min(done[step] for step in ("save_form", "receive", "resolve", "undo", "edits")) > EACH


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(8))
def test_many_histories(part: int, empty_store: Path, count: int) -> None:
    """``pytest -m campaign --count 5000 -n 2 tests/exchange/test_histories.py``."""
    for seed in range(1_000_000 + part, 1_000_000 + count, 8):
        live(seed, empty_store)
