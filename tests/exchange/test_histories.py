"""Several laptops that each hold everything: whatever happens on the way, all agree in the end and nothing is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.exchange.college import College
from tests.exchange.running import live, live_scoped

EACH = 12
EACH_SCOPED = 8


@pytest.mark.parametrize("part", range(26))
def test_histories(part: int, empty_store: Path) -> None:
    """312 histories, in parts so that the workers share them."""
    done: Counter[str] = Counter()
    for seed in range(part * EACH, (part + 1) * EACH):
        done += live(seed, empty_store)
    assert min(done[step] for step in ("save_form", "receive", "resolve", "undo", "edits")) > EACH


@pytest.mark.parametrize("part", range(26))
def test_scoped_histories(part: int, college: College) -> None:
    """208 histories of an office and teachers who each hold only their own students."""
    done: Counter[str] = Counter()
    for seed in range(part * EACH_SCOPED, (part + 1) * EACH_SCOPED):
        done += live_scoped(seed, college)
    assert min(done[step] for step in ("hand_over", "receive", "evicted", "edits")) > 0


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(8))
def test_many_histories(part: int, empty_store: Path, count: int) -> None:
    """``pytest -m campaign --count 5000 -n 2 tests/exchange/test_histories.py``."""
    for seed in range(1_000_000 + part, 1_000_000 + count, 8):
        live(seed, empty_store)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(8))
def test_many_scoped_histories(part: int, college: College, count: int) -> None:
    """``pytest -m campaign --count 2000 -n 2 -k scoped tests/exchange/test_histories.py``."""
    for seed in range(1_000_000 + part, 1_000_000 + count, 8):
        live_scoped(seed, college)
