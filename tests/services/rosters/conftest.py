"""A store, and a desk that rosters come to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.services.rosters.desk import Desk

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import SeededIds
from fieldteacher.services.app import Services


@pytest.fixture
def services(tmp_path: Path, clock: HeldClock, ids: SeededIds) -> Iterator[Services]:
    made = create_services(tmp_path / "store", clock=clock, ids=ids)
    yield made
    made.close()


@pytest.fixture
def desk(services: Services, tmp_path: Path) -> Desk:
    return Desk(services, tmp_path)
