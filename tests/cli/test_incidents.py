"""Incidents, notifications and visits put by the command line are held to the same checks as in the window."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Command
from tests.cli.test_records import STUDENT, put


@pytest.fixture
def incident(new_store: Path, command: Command) -> str:
    """周晓岚 lost something on 10 March at nine."""
    student = put(command, "student", STUDENT)
    return put(
        command, "incident", {"kind": "theft", "occurred_at": "2026-03-10 09:00", "students": [student]}
    )


def _refused(command: Command, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    outcome = command("record", "put", kind, typed=json.dumps(values))
    assert outcome.status == 3
    return dict(outcome.data["error"])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("known_at", "2026-03-10 08:59", "获知时间早于发生时间。"),
        ("closed_on", "2026-03-09", "结案日期早于发生时间。"),
        ("discipline_on", "2026-03-09", "处理日期早于发生时间。"),
    ],
)
def test_nothing_comes_before_what_happened(
    incident: str, command: Command, field: str, value: str, words: str
) -> None:
    said = _refused(command, "incident", {"id": incident, field: value})
    assert (said["field"], said["message"]) == (field, f"第 1 行：{words}")


def test_nobody_is_told_before_it_happened(incident: str, command: Command) -> None:
    values = {"incident": incident, "told": "written", "told_at": "2026-03-10 08:00"}
    said = _refused(command, "notification", values)
    assert (said["field"], said["message"]) == (
        "told_at", "第 1 行：通报时间 2026-03-10 08:00 早于发生时间 2026-03-10 09:00。",
    )  # fmt: skip
    put(command, "notification", {**values, "told_at": "2026-03-10 09:00"})


def test_what_was_not_asked_at_a_visit_stays_unsaid(new_store: Path, command: Command) -> None:
    place = put(command, "enterprise", {"name": "苏州晨曜精密电子有限公司"})
    for answers in (None, {"R10": "yes"}):
        visit = {"enterprise": place, "visited_on": "2026-03-11", "rule_answers": answers}
        put(command, "visit", visit)
    records = command("record", "list", "visit").data["records"]
    assert [each["rule_answers"] for each in records] == [None, {"R10": "yes"}]
