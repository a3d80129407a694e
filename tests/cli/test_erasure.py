"""``office erase``."""

from __future__ import annotations

import json

from tests.cli.conftest import Command


def student(command: Command, role: str) -> str:
    """A store of a role with one student, whom an incident names."""
    command("init", "--no-password", "--role", role)
    pupil: str = command(
        "record", "put", "student", typed='{"student_number": "1", "name": "欧阳芷若"}'
    ).data["saved"][0]
    values = {"kind": "illness", "occurred_at": "2026-03-02T08:00", "students": [pupil]}
    command("record", "put", "incident", typed=json.dumps(values))
    return pupil


def test_it_is_said_first_and_then_done(command: Command) -> None:
    pupil = student(command, "office")
    outcome = command("office", "erase", pupil)
    assert (outcome.status, outcome.data["erased"], outcome.data["records"]) == (0, False, {"student": 1})
    assert [each["type"] for each in outcome.data["mentioned"]] == ["incident"]
    assert len(outcome.data["not_reached"]) == 3
    assert command("record", "list", "student").data["total"] == 1
    outcome = command("office", "erase", pupil, "--yes")
    assert (outcome.status, outcome.data["erased"]) == (1, True)
    assert command("record", "list", "student").data["total"] == 0
    assert command("verify").status == 0
    assert command("undo").data["undone"]["label"].endswith("新增安全事件")
    shown = command("record", "show", "student", pupil)
    assert "欧阳芷若" not in shown.out
    assert command("office", "erase", pupil, "--yes").status == 3


def test_a_teacher_may_look_and_not_erase(command: Command) -> None:
    pupil = student(command, "teacher")
    assert command("office", "erase", pupil).status == 0
    outcome = command("office", "erase", pupil, "--yes")
    assert outcome.status == 3
    assert "办公室" in outcome.err
