"""Stores for this folder's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.making import made, opened

from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.store.database import FILE, Store


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, made once: copying it is quicker than making another."""
    folder = tmp_path_factory.mktemp("empty")
    made(folder).close()
    return folder / FILE


@pytest.fixture
def store(tmp_path: Path, empty_store: Path, clock: Clock, ids: Ids) -> Iterator[Store]:
    """An empty store without a password, under the held clock."""
    folder = tmp_path / "store"
    folder.mkdir()
    shutil.copy(empty_store, folder / FILE)
    one = opened(folder, clock, ids)
    yield one
    one.close()
