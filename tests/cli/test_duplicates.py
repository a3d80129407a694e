"""``duplicate …``."""

from __future__ import annotations

import json

import pytest
from tests.cli.conftest import Command


@pytest.fixture
def twice(command: Command) -> tuple[str, str]:
    """A student entered twice."""
    command("init", "--no-password")
    ids = []
    for number, phone in (("1", "111"), ("2", "222")):
        values = {
            "student_number": number,
            "name": "李小明",
            "id_number": "11010119900307299X",
            "phone": phone,
        }
        ids += command("record", "put", "student", typed=json.dumps(values)).data["saved"]
    return ids[0], ids[1]


def test_two_are_listed_put_together_and_taken_apart(command: Command, twice: tuple[str, str]) -> None:
    one, other = twice
    outcome = command("duplicate", "list")
    assert outcome.status == 1
    (pair,) = outcome.data["pairs"]
    assert (pair["type"], pair["one"], pair["other"], pair["same"]) == (
        "student",
        one,
        other,
        ["name", "id_number"],
    )
    assert "李小明" in command("duplicate", "list", as_json=False).out
    compared = command("duplicate", "compare", other, one).data
    assert [each["field"] for each in compared["differs"]] == ["student_number", "phone"]
    merged = command(
        "duplicate", "merge", other, one, "--take", "phone=loser", "--take", "student_number=into"
    )
    assert (merged.status, merged.data["merged"]) == (0, other)
    (pupil,) = command("record", "list", "student").data["records"]
    assert (pupil["id"], pupil["student_number"], pupil["phone"]) == (one, "1", "222")
    listed = command("duplicate", "list")
    assert (listed.status, listed.data["together"][0]["into"]) == (0, one)
    assert command("duplicate", "apart", other).status == 0
    assert command("record", "list", "student").data["total"] == 2
    assert command("undo").status == 0
    assert command("duplicate", "undo").status == 0
    assert command("record", "show", "student", one).data["record"]["phone"] == "111"


def test_a_pair_is_said_to_be_two(command: Command, twice: tuple[str, str]) -> None:
    assert command("duplicate", "dismiss", *twice).status == 0
    assert command("duplicate", "list").data["pairs"] == []
    assert command("duplicate", "dismiss", *twice, "--back").data["dismissed"] is False
    assert len(command("duplicate", "list").data["pairs"]) == 1


def test_wrong_usage_is_said(command: Command, twice: tuple[str, str]) -> None:
    assert command("duplicate", "merge", *twice, "--take", "phone=mine").status == 2
    assert command("duplicate", "merge", twice[0], twice[0]).status == 3
