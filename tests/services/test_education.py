from __future__ import annotations

import pytest
from tests.services.park import Park

from fieldteacher.domain.values import FieldProblem
from fieldteacher.services.app import Services


def test_coverage_counts_what_was_held_for_the_whole_batch(services: Services, park: Park) -> None:
    batch = park.add("batch", name="春季")
    park.place(park.students[2], batch=batch, start="2026-02-02")
    hold = services.education.record
    hold({"kind": "safety", "held_on": "2026-02-20", "batch": batch})
    hold({"kind": "safety", "held_on": "2026-03-02", "batch": batch})
    hold({"kind": "law", "held_on": "2026-03-10", "batch": batch, "enterprise": park.enterprise})
    hold({"kind": "law", "held_on": "2026-03-11", "batch": batch, "students": (park.students[2],)})
    found = {each.kind: (each.held_on, each.weeks) for each in services.education.coverage()}
    assert found == {
        "ideology": (None, 6),
        "safety": ("2026-03-02", 2),
        "law": (None, 6),
        "mental": (None, 6),
    }
    rows = {row.held_on: row for row in services.education.rows()}
    assert rows["2026-03-11"].students == 1
    assert rows["2026-03-10"].enterprise_name == "甲精密"
    assert rows["2026-03-02"].students == 0


def test_it_is_for_somebody(services: Services, park: Park) -> None:
    with pytest.raises(FieldProblem, match="for_nobody") as refused:
        services.education.record({"kind": "law", "held_on": "2026-03-10"})
    assert refused.value.field == "batch"
    assert park.all("education") == []


def test_a_new_one_starts_with_the_batch_under_way(services: Services, park: Park) -> None:
    assert services.education.start()["batch"] is None
    park.add("batch", name="旧")
    batch = park.add("batch", name="春季")
    park.place(park.students[2], batch=batch, start="2026-02-02")
    services.education.record({"kind": "law", "held_on": "2026-03-10", "batch": batch, "minutes": 40})
    assert services.education.start() == {
        "held_on": "2026-03-16",
        "batch": batch,
        "held_by": "张老师",
        "minutes": 40,
    }
