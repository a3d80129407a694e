"""Stores for this folder's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.making import made

from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.store.database import Store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=500, help="how often the campaign kills a saving process")


@pytest.fixture
def store(tmp_path: Path, clock: Clock, ids: Ids) -> Iterator[Store]:
    """An empty store without a password, under the held clock."""
    one = made(tmp_path / "store", clock, ids)
    yield one
    one.close()
