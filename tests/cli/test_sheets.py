"""``sheets read``: printed forms, filled in with a pen, photographed, and really read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Command, Outcome
from tests.services.filled_forms import fill, photograph

from fieldteacher.bootstrap import open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.scoring import SchemeSpec

PLAIN = (0, 1, 1, 0, 2, 1, 0, 1, 1)


@pytest.fixture
def scheme(park: Path) -> SchemeSpec:
    services = open_services(park, password=None, clock=SystemClock())
    found = services.schemes.default()
    services.close()
    assert found is not None
    return found


@pytest.fixture
def printed(park: Path, command: Command, tmp_path: Path) -> list[tuple[str, Path]]:
    """Blank final forms of students of whom nothing is entered yet: number and file."""
    students = command("evaluation", "summary", "--all", "--by", "all").data["students"]
    begun = {
        row["placement"] for row in command("record", "list", "evaluation", "--where", "stage=final").data["records"]
    }  # fmt: skip
    bare = [each for each in students if each["placement"] not in begun]
    firm = command("record", "show", "placement", bare[-1]["placement"]).data["record"]["enterprise"]
    there = [each["student_number"] for each in bare
             if command("record", "show", "placement", each["placement"]).data["record"]["enterprise"] == firm]  # fmt: skip
    numbers = [word for number in there for word in ("--student", number)]
    done = command("print", "evaluation", *numbers, "--blank", "--split", str(tmp_path / "forms"))
    assert done.status == 0
    return [(Path(file).stem, Path(file)) for file in done.data["files"]]


def read(command: Command, *paths: Path, apply: bool = False) -> Outcome:
    return command("sheets", "read", *map(str, paths), *(["--apply"] if apply else []))


def scores(command: Command) -> dict[str, int]:
    rows: list[dict[str, Any]] = command("record", "list", "score").data["records"]
    return {row["criterion"] + row["evaluation"]: row["tenths"] for row in rows}


def test_only_what_is_clear_is_saved_and_what_waits_is_told(
    park: Path, command: Command, scheme: SchemeSpec, printed: list[tuple[str, Path]], tmp_path: Path
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (one, first), (two, second), *others = printed
    photograph(fill(first, scheme, PLAIN, 84, 1), photos / "IMG_1.jpg", 1)
    photograph(fill(second, scheme, (0, None, *PLAIN[2:]), None, 2), photos / "IMG_2.jpg", 2, turn=180.0)
    (photos / "IMG_3.jpg").write_bytes(b"no picture at all")
    before = scores(command)
    found = read(command, photos)
    assert found.status == 1
    assert scores(command) == before, "nothing is saved without --apply"
    sheets = found.data["sheets"]
    assert [(Path(s["image"]).name, s["page"], s["status"]) for s in sheets] == [
        ("IMG_1.jpg", 1, "read"), ("IMG_2.jpg", 1, "doubtful"), ("IMG_3.jpg", 1, "refused"),
    ]  # fmt: skip
    assert [s["sheet"] for s in sheets] == [one, two, None]
    assert all(s["student_number"] for s in sheets[:2])
    marks = sheets[0]["marks"]
    assert [m["level"] for m in marks] == list(PLAIN)
    assert [m["criterion"] for m in marks] == [c.id for c in scheme.of("enterprise")]
    assert {(m["rater"], m["state"]) for m in marks} == {("enterprise", "clear")}
    assert sum(m["value"] for m in marks) == 840
    assert [m["state"] for m in sheets[1]["marks"]] == ["clear", "blank", *["clear"] * 7]
    assert sheets[1]["marks"][1]["value"] is None
    assert sheets[1]["reason"] == "没有填"
    assert sheets[2]["reason"]
    assert len(found.data["missing"]) == len(others)

    done = read(command, photos, apply=True)
    assert (done.status, done.data["applied"]) == (1, 2)
    new = {key: tenths for key, tenths in scores(command).items() if key not in before}
    assert len(new) == 9 + 8
    by_criterion = {c.id: c for c in scheme.criteria}
    assert all(tenths <= by_criterion[key[:36]].full_marks for key, tenths in new.items())
    evaluations = command("record", "list", "evaluation").data["records"]
    with_sheet = [each["sheet"] for each in evaluations if each["sheet"]]
    assert len(with_sheet) == 2
    kept = command("record", "show", "attachment", with_sheet[0]).data["record"]
    assert kept["media_type"] == "image/jpeg"
    again = read(command, photos / "IMG_1.jpg", apply=True)
    assert (again.status, again.data["applied"]) == (0, 0), "what is saved already needs nothing"
    assert command("undo").status == 0
    assert scores(command) == before


def test_files_that_are_no_forms_are_refused_and_nothing_changes(
    park: Path, command: Command, tmp_path: Path
) -> None:
    words = tmp_path / "a.jpg"
    words.write_bytes(b"words")
    found = read(command, words, tmp_path / "gone.png", apply=True)
    assert found.status == 3
    assert [sheet["status"] for sheet in found.data["sheets"]] == ["refused", "refused"]
    assert found.data["error"]["message"] in found.err
    said = command("sheets", "read", str(words), as_json=False, lang="en")
    assert (said.status, "refused" in said.out) == (3, True)


def test_readings_are_held_against_a_truth_file(
    park: Path, command: Command, scheme: SchemeSpec, printed: list[tuple[str, Path]], tmp_path: Path
) -> None:
    """The first run writes the file to type into; the second finds the one row that was typed otherwise."""
    photo, file = tmp_path / "IMG_1.jpg", tmp_path / "truth.csv"
    (number, form), *_ = printed
    photograph(fill(form, scheme, PLAIN, 84, 1), photo, 1)
    before = scores(command)
    first = command("sheets", "measure", "--truth", str(file))
    assert (first.status, first.data["truth"]) == (0, str(file))
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == first.data["forms"] + 1
    assert f"{number},,,,,,,,,,,," in lines
    typed = ",".join([number, *(str(level + 1) for level in PLAIN)])
    file.write_text(f"{lines[0]}\n{typed}\n", encoding="gb18030")
    right = command("sheets", "measure", str(photo), "--truth", str(file))
    assert (right.status, right.data["rows"], right.data["silent"]) == (0, len(PLAIN), 0)
    file.write_text(f"{lines[0]}\n{typed[:-1]}5\n", encoding="utf-8")
    wrong = command("sheets", "measure", str(photo), "--truth", str(file))
    assert (wrong.status, wrong.data["silent"]) == (1, 1)
    assert wrong.data["wrong"][0]["row"] == f"c{len(PLAIN)}"
    assert scores(command) == before, "measuring saves nothing"
