"""``report briefing``: computed, saved, shown again, written to a file; and what is refused leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from tests.cli.conftest import Command


def reports(command: Command) -> int:
    total: int = command("record", "list", "briefing").data["total"]
    return total


def test_it_is_computed_without_saving(park: Path, command: Command) -> None:
    before = reports(command)
    found = command("report", "briefing")
    assert found.status == 0
    names = [section["name"] for section in found.data["sections"]]
    assert names[0] == "overview"
    assert len(names) == 8
    figures = {each["key"]: each for section in found.data["sections"] for each in section["figures"]}
    students = command("record", "list", "student").data["total"]
    assert 0 < figures["in_post"]["value"] <= figures["students"]["value"] <= students
    assert any(section["quotations"] for section in found.data["sections"])
    assert reports(command) == before


def test_it_is_saved_written_and_shown_again(park: Path, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "r.docx"
    made = command("report", "briefing", "--save", "-o", str(file))
    assert made.status == 0
    assert made.data["file"] == str(file)
    assert Document(str(file)).paragraphs[0].text == made.data["title"]
    again = command("report", "briefing", "--id", made.data["id"])
    assert again.data["sections"] == made.data["sections"]
    assert again.data["status"] == "draft"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--from", "someday"), 3), (("--from", "2026-05-02", "--to", "2026-05-01"), 3), (("--batch", "none"), 3),
        (("--id", "none"), 3), (("--id", "x", "--save"), 2), (("-o", "r.docx"), 2), (("--save", "-o", "r.pdf"), 3),
        (("--save", "-o", "r.xlsx", "--template", "t.docx"), 3), (("--save", "-o", "/nowhere/r.docx"), 3),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_nothing_behind(
    park: Path, command: Command, words: tuple[str, ...], status: int
) -> None:
    before = reports(command)
    assert command("report", "briefing", *words).status == status
    assert reports(command) == before
