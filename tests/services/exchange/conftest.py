"""A college with an office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.services.exchange.stations import College

from fieldteacher.domain.clock import Ids


@pytest.fixture
def college(tmp_path: Path, clock: HeldClock, ids: Ids) -> Iterator[College]:
    """An office that invited nobody yet."""
    made = College(tmp_path, clock, ids)
    yield made
    made.close()
