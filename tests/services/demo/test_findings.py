"""The rules find every planted case and nothing else: precision and recall of 1 against the generator's own list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fieldteacher import bootstrap
from fieldteacher.services.demo.park import Demo

PARKS = {
    "the park that everybody gets": (150, 1, date(2026, 3, 16)),
    "another seed, over the autumn holidays": (90, 7, date(2026, 10, 10)),
    "a larger one, on a Sunday in another year": (240, 5, date(2025, 6, 22)),
    "the fewest students that hold all cases": (60, 2, date(2024, 5, 8)),
    "hardly anybody": (5, 4, date(2026, 3, 18)),
}


@pytest.mark.parametrize("park", PARKS)
def test_the_rules_find_what_was_planted_and_nothing_else(park: str, tmp_path: Path) -> None:
    students, seed, today = PARKS[park]
    clock = bootstrap.clock_for(today)
    demo: Demo = bootstrap.create_demo(
        tmp_path / "park", students=students, teachers=2, seed=seed, clock=clock
    )
    services = bootstrap.open_services(tmp_path / "park", password=None, clock=clock)
    try:
        rules = {line.rule.id for line in services.compliance.rules()}
        findings = services.compliance.findings()
        notes = services.rule_sets.notes()
    finally:
        services.close()
    planted = {(case.rule, case.type, case.id) for case in demo.planted if case.rule in rules}
    found = {finding.key for finding in findings}
    assert sorted(found - planted) == []
    assert sorted(planted - found) == []
    assert len(findings) == len(found)
    waived = {(case.rule, case.type, case.id) for case in demo.planted if case.waived}
    assert {finding.key for finding in findings if finding.waived} == waived
    assert notes == []
