"""``evaluation …``: sheets signed and unlocked, missing raters, the second entry, hints and summaries."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Command


def _one(command: Command, *words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = command("record", "list", *words).data["records"]
    return rows


@pytest.fixture
def enterprise(park: Path, command: Command) -> str:
    """The enterprise whose mid-term sheets were typed a second time."""
    [first, *_] = command("evaluation", "check", "--all", "--stage", "mid").data["differences"]
    placement = command("record", "show", "placement", first["placement"]).data["record"]
    return str(placement["enterprise"])


def test_unlock_sign_and_trace(enterprise: str, command: Command) -> None:
    whose = ("--enterprise", enterprise, "--stage", "mid")
    assert command("evaluation", "unlock", *whose).status == 2  # no reason
    assert command("evaluation", "unlock", *whose, "--reason", " ").status == 3
    unlocked = command("evaluation", "unlock", *whose, "--rater", "enterprise", "--reason", "核对")
    assert unlocked.status == 0
    count = unlocked.data["done"]
    assert count > 1
    signed = command("evaluation", "sign", *whose, "--by", "吴杰晓", "--on", "2026-03-15")
    assert (signed.status, signed.data["done"]) == (1, count)
    assert {each["rater"] for each in signed.data["left"]} == {"school"}
    steps = command("evaluation", "trace", *whose).data["steps"]
    last = [step for step in steps if step["rater"] == "enterprise"][:2]
    assert [(step["what"], step["name"], step["reason"]) for step in last] == [
        ("signed", "吴杰晓", ""), ("unlocked", "", "核对"),
    ]  # fmt: skip
    assert command("evaluation", "sign", *whose, "--on", "2026-03-32").status == 2
    assert command("evaluation", "unlock", *whose, "--rater", "enterprise", "--reason", "再核对").status == 0
    again = command("evaluation", "sign", *whose)  # today, each by its own rater
    assert again.data["done"] == count


def test_missing_and_not_missing(park: Path, command: Command) -> None:
    students = command("evaluation", "summary", "--all", "--by", "all").data["students"]
    open_one = next(each for each in students if "school" in each["lacking"] and each["totals"]["enterprise"])
    whose = ("--student", str(open_one["student_number"]), "--rater", "school")
    stated = command("evaluation", "missing", *whose, "--by", "教务处", "--reason", "未交", "--as", "reweigh")
    assert (stated.status, stated.data) == (0, {"done": 1, "left": []})
    [after] = command("evaluation", "summary", "--student", str(open_one["student_number"])).data["students"]
    assert after["overall"] == open_one["totals"]["enterprise"]
    assert after["missing"] == {"school": "reweigh"}
    assert command("evaluation", "missing", *whose, "--by", "教务处", "--reason", "未交").status == 3
    assert command("evaluation", "not-missing", *whose).data["done"] == 1


def test_the_planted_slip_is_found_and_settled(enterprise: str, command: Command) -> None:
    checked = command("evaluation", "check", "--all", "--stage", "mid")
    assert checked.status == 1
    [difference] = checked.data["differences"]
    assert difference["first"] - difference["second"] == 10
    [progress] = [each for each in checked.data["progress"] if each["enterprise"] == enterprise]
    assert progress["typed"] - progress["agreed"] == 1
    settled = command("evaluation", "settle", "--enterprise", enterprise, "--stage", "mid", "--take", "first")
    assert settled.data == {"settled": 1}
    assert command("evaluation", "check", "--all", "--stage", "mid").status == 0
    assert command("undo").status == 0
    assert len(command("evaluation", "check", "--all", "--stage", "mid").data["differences"]) == 1


def test_hints_name_the_student(park: Path, command: Command) -> None:
    hints = command("evaluation", "check", "--all").data["hints"]
    assert {"zero", "fault"} <= {hint["kind"] for hint in hints}
    zero = next(hint for hint in hints if hint["kind"] == "zero")
    assert zero["criterion"]
    assert zero["name"]


def test_summaries(park: Path, command: Command, tmp_path: Path) -> None:
    groups = command("evaluation", "summary", "--all", "--stage", "mid").data["groups"]
    assert sum(group["students"] for group in groups) == 60
    first = groups[0]
    assert sum(band["students"] for band in first["bands"]) == first["with_overall"]
    one = command(
        "evaluation", "summary", "--class", first["title"], "--stage", "mid", "-o", str(tmp_path / "a.xlsx")
    )
    assert len(one.data["students"]) == one.data["rows"] == first["students"]
    assert (tmp_path / "a.xlsx").is_file()
    words = command("evaluation", "summary", "--all", "--stage", "mid", as_json=False).out
    assert f"{first['title']}：{first['with_overall']}/{first['students']} 人" in words


def test_somebody_must_be_named(park: Path, command: Command) -> None:
    for words in (("check",), ("summary",), ("sign",), ("trace",)):
        assert command("evaluation", *words).status == 2


def test_without_a_scheme_there_is_nothing(new_store: Path, command: Command) -> None:
    assert command("evaluation", "check", "--all").status == 3
