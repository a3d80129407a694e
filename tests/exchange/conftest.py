"""What the histories share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store.making import made

from fieldteacher.store.database import FILE


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, made once."""
    folder = tmp_path_factory.mktemp("empty")
    made(folder).close()
    return folder / FILE
