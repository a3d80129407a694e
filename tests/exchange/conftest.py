"""What the histories share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.college import College, founded
from tests.store.making import made

from fieldteacher.store.database import FILE


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, made once."""
    folder = tmp_path_factory.mktemp("empty")
    made(folder).close()
    return folder / FILE


@pytest.fixture(scope="session")
def college(tmp_path_factory: pytest.TempPathFactory) -> College:
    """An office that teachers have joined, made once; histories copy it."""
    return founded(tmp_path_factory.mktemp("college"))
