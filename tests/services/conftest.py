"""Services over a small park."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.services.making import new_services
from tests.services.marks import CRITERIA, VALUES
from tests.services.park import PAPERS, Park

from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.domain.scoring import SchemeSpec
from fieldteacher.services.app import Services


@pytest.fixture
def services(tmp_path: Path, clock: Clock, ids: Ids) -> Iterator[Services]:
    """The services of a new, empty store of 张老师."""
    made = new_services(tmp_path / "store", clock, ids)
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


@pytest.fixture
def today(clock: Clock) -> date:
    """Monday, 16 March 2026."""
    return clock.today()


@pytest.fixture
def settled(park: Park, today: date) -> Park:
    """Two students in post for a month, with all papers, a talk and a visit yesterday, in a batch with a rhythm."""
    start, end = today - timedelta(days=30), today + timedelta(days=150)
    batch = park.add(
        "batch", name="2023级", start=str(start), end=str(end), visits_required=6, talks_required=2
    )
    day = str(today - timedelta(days=1))
    for student, placement in zip(park.students, park.placements, strict=False):
        values = {"batch": batch, "start": str(start), "end": str(end)}
        park.services.records.put("placement", values, record=placement)
        for kind in PAPERS:
            park.add(
                "paper", placement=placement, kind=kind, passed=True if kind == "safety_training" else None
            )
        park.add("talk", student=student, talked_on=day)
    park.add("visit", enterprise=park.enterprise, visited_on=day)
    return park
