from __future__ import annotations

import tomllib
from typing import Any

import pytest
from tests.sources import ROOT

from fieldteacher.domain.incident_clocks import (
    LIMITS,
    Deadline,
    Standing,
    deadlines,
    limits,
    minutes_over,
    next_deadline,
    standing,
)
from fieldteacher.domain.records import RECORD_TYPES

TOLD = {each.value for each in RECORD_TYPES["notification"].spec("told").choices}


def _incident(**values: Any) -> dict[str, Any]:
    """A serious machine injury at an enterprise, known at nine."""
    return {
        "level": "serious", "kind": "machine", "occurred_at": "2026-03-16T08:40", "known_at": "2026-03-16T09:00",
        "enterprise": "e", "injury": None, "hospital": None, **values,
    }  # fmt: skip


def _due(told: Any = (), **values: Any) -> dict[str, str]:
    return {each.told: each.due for each in deadlines(_incident(**values), told)}


def test_the_limits_name_only_what_a_notification_can_say() -> None:
    for level in RECORD_TYPES["incident"].spec("level").choices:
        assert LIMITS[level.value].keys() == TOLD


def test_a_serious_incident_is_told_in_two_hours_and_written_up_in_eight() -> None:
    assert _due() == {
        "school": "2026-03-16T11:00", "guardian": "2026-03-16T11:00", "enterprise": "2026-03-16T11:00",
        "written": "2026-03-16T17:00", "insurer": "2026-03-18T09:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("level", "school", "written"),
    [
        (None, "2026-03-17T09:00", "2026-03-17T09:00"),
        ("minor", "2026-03-17T09:00", "2026-03-17T09:00"),
        ("serious", "2026-03-16T11:00", "2026-03-16T17:00"),
        ("major", "2026-03-16T10:00", "2026-03-16T17:00"),
    ],
)
def test_the_level_decides(level: str | None, school: str, written: str) -> None:
    due = _due(level=level)
    assert (due["school"], due["written"]) == (school, written)


def test_where_it_is_not_said_when_it_was_known_it_runs_from_when_it_happened() -> None:
    assert _due(known_at=None)["school"] == "2026-03-16T10:40"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "theft", "level": "minor"}, {"school", "written", "enterprise", "police"}),
        ({"kind": "theft", "level": "minor", "enterprise": None}, {"school", "written", "police"}),
        ({"kind": "fight", "level": "minor"}, {"school", "written", "enterprise"}),
        ({"kind": "fight", "level": "minor", "injury": "鼻出血"}, {"school", "written", "enterprise", "guardian", "insurer"}),
        ({"kind": "fight"}, {"school", "written", "enterprise", "guardian", "police"}),
        ({"kind": "illness", "level": "minor"}, {"school", "written", "enterprise", "guardian"}),
        ({"kind": "other", "level": "minor", "hospital": "东湾医院"}, {"school", "written", "enterprise", "guardian", "insurer"}),
        ({"kind": "traffic", "level": "major"}, TOLD),
    ],
)  # fmt: skip
def test_who_is_told_follows_from_what_happened(values: dict[str, Any], told: set[str]) -> None:
    assert _due(**values).keys() == told


@pytest.mark.parametrize(
    ("now", "stands", "over"),
    [
        ("2026-03-16T09:00", Standing.RUNNING, -120),
        ("2026-03-16T11:00", Standing.RUNNING, 0),
        ("2026-03-16T11:01", Standing.OVERDUE, 1),
        ("2026-03-18T11:00", Standing.OVERDUE, 2880),
    ],
)
def test_a_clock_runs_to_its_last_minute(now: str, stands: Standing, over: int) -> None:
    clock = Deadline("school", "2026-03-16T11:00")
    assert standing(clock, now) is stands
    assert minutes_over(clock, now) == over


@pytest.mark.parametrize(
    ("told_at", "stands", "over"),
    [("2026-03-16T11:00", Standing.IN_TIME, 0), ("2026-03-16T11:25", Standing.LATE, 25)],
)
def test_a_clock_stops_when_somebody_was_told(told_at: str, stands: Standing, over: int) -> None:
    told = [("school", "2026-03-16T12:00"), ("school", told_at), ("guardian", "2026-03-16T09:05")]
    clock = next(each for each in deadlines(_incident(), told) if each.told == "school")
    assert standing(clock, "2026-03-20T09:00") is stands
    assert minutes_over(clock, "2026-03-20T09:00") == over


def test_the_next_clock_is_the_first_that_still_runs() -> None:
    told = [("school", "2026-03-16T12:00"), ("enterprise", "2026-03-16T09:05")]
    found = next_deadline(deadlines(_incident(), told))
    assert found is not None
    assert found.told == "guardian"
    assert next_deadline(deadlines(_incident(), [(each, "2026-03-16T09:10") for each in TOLD])) is None


def test_other_limits_can_be_given() -> None:
    own = limits({"serious_told": 30, "serious_written": 300})
    due = {each.told: each.due for each in deadlines(_incident(), (), own)}
    assert due == {
        "school": "2026-03-16T09:30", "guardian": "2026-03-16T09:30", "enterprise": "2026-03-16T09:30",
        "written": "2026-03-16T14:00", "insurer": "2026-03-18T09:00",
    }  # fmt: skip
    assert own["major"] == LIMITS["major"]


def test_the_usual_limits_are_those_of_the_national_rule_set() -> None:
    """They stand in the code as well, so that clocks run where no rule set can be read."""
    text = (ROOT / "resources" / "rules" / "national.toml").read_text(encoding="utf-8")
    said = [
        rule["values"] for rule in tomllib.loads(text)["rule"] if "serious_told" in rule.get("values", {})
    ]
    assert [limits(values) for values in said] == [LIMITS]
    every = {f"{level}_{what}" for level in LIMITS for what in ("told", "written")}
    assert every <= said[0].keys()
