"""Services over a small park."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.services.marks import CRITERIA, VALUES
from tests.services.park import Park

from fieldteacher.bootstrap import create_services
from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.services.app import Services


@pytest.fixture
def services(tmp_path: Path, clock: Clock, ids: Ids) -> Iterator[Services]:
    """The services of a new, empty store of 张老师."""
    made = create_services(
        tmp_path / "store", name="张老师", college="示例职业技术学院", clock=clock, ids=ids
    )
    yield made
    made.close()


@pytest.fixture
def park(services: Services) -> Park:
    """A few invented people."""
    return Park.settle(services)


@pytest.fixture
def scheme(park: Park) -> SchemeSpec:
    """A scheme of enterprise 70 % (two criteria) and college 30 %."""
    record, _ = park.services.schemes.save(None, VALUES, CRITERIA)
    return park.services.schemes.get(record)
