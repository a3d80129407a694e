"""The day's list finds exactly the visits and talks that the demo left undone on purpose, on any day of the week."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fieldteacher import bootstrap
from fieldteacher.domain.agenda import Duty
from fieldteacher.domain.schedule import Urgency


@pytest.mark.parametrize(
    ("today", "seed"),
    [(date(2026, 6, 15), 1), (date(2026, 3, 18), 2), (date(2026, 10, 10), 1), (date(2026, 12, 3), 3)],
)
def test_what_was_neglected_on_purpose_is_found_and_nothing_else(
    tmp_path: Path, today: date, seed: int
) -> None:
    clock = bootstrap.clock_for(today)
    demo = bootstrap.create_demo(tmp_path / "store", students=150, teachers=2, seed=seed, clock=clock)
    services = bootstrap.open_services(tmp_path / "store", password=None, clock=clock)
    late = [item for item in services.today.agenda().items if item.urgency is Urgency.OVERDUE]
    services.close()
    for rule, duty in (("visit_overdue", Duty.VISIT), ("talk_overdue", Duty.TALK)):
        planted = {(case.type, case.id) for case in demo.planted if case.rule == rule}
        assert planted
        assert {(item.type, item.id) for item in late if item.duty is duty} == planted
