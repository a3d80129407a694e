"""``print FORM``: the forms that flow over pages."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest
from tests.cli.conftest import Command

from fieldteacher.cli.forms import FORMS
from fieldteacher.services.forms.offers import OFFERS

FLOWING = tuple(offer.key for offer in OFFERS if offer.key != "briefing")
"""The demo holds some of each; reports to the leadership are written by a person."""


def test_the_command_knows_every_form() -> None:
    assert ("evaluation", *(offer.key for offer in OFFERS)) == FORMS
    assert {
        "visit",
        "talk",
        "incident",
        "papers",
        "score-summary",
        "briefing",
        "practice",
        "archive",
        "previsit",
    } <= set(FORMS)


@pytest.mark.parametrize("form", FLOWING)
def test_all_of_a_form_into_one_file(park: Path, command: Command, tmp_path: Path, form: str) -> None:
    file = tmp_path / "out.pdf"
    outcome = command("print", form, "--all", "--photos", "-o", str(file))
    assert outcome.status == 0
    data = outcome.data
    assert data["files"] == [str(file)]
    assert data["forms"] >= 1
    assert data["pages"] == len(pypdf.PdfReader(file).pages) >= data["forms"]
    assert (data["missing_glyphs"], data["warnings"]) == ([], [])


def test_one_record_by_its_id_and_one_student_by_number(park: Path, command: Command, tmp_path: Path) -> None:
    (visit, *_) = command("record", "list", "visit", "--limit", "1").data["records"]
    data = command("print", "visit", "--id", visit["id"], "-o", str(tmp_path / "v.pdf")).data
    assert data["forms"] == 1
    (student, *_) = command("record", "list", "student", "--limit", "1").data["records"]
    data = command(
        "print", "archive", "--student", student["student_number"], "-o", str(tmp_path / "a.pdf")
    ).data
    assert data["forms"] == 1
    text = pypdf.PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert student["student_number"] in text


def test_some_of_a_pile_and_what_was_printed_is_noted(park: Path, command: Command, tmp_path: Path) -> None:
    (firm, *_) = command("record", "list", "enterprise", "--limit", "1").data["records"]
    words = ("print", "cover", "--all", "--sort", "number", "-o", str(tmp_path / "c.pdf"))
    assert command(*words, "--only", "2, 5-7").data["forms"] == 4
    numbers = [
        re.search(r"20\d{8}", page.extract_text())[0]  # type: ignore[index]
        for page in pypdf.PdfReader(tmp_path / "c.pdf").pages
    ]
    assert numbers == sorted(numbers)
    assert command(*words, "--only", "900").status == 3
    command("print", "evaluation", "--enterprise", firm["id"], "--only", "1", "-o", str(tmp_path / "e.pdf"))
    *_, first, last = command("record", "list", "print_run").data["records"]
    assert (first["form"], first["forms"], first["output"]) == ("cover", 4, "file")
    assert (last["form"], last["forms"], last["whom"]) == ("evaluation", 1, firm["name"])


def test_a_period_makes_a_register(park: Path, command: Command, tmp_path: Path) -> None:
    talks = command("record", "list", "talk").data["records"]
    first = min(talk["talked_on"] for talk in talks)
    data = command("print", "talk", "--from", first, "--to", first, "-o", str(tmp_path / "t.pdf")).data
    assert data["forms"] == 1
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "t.pdf").pages)
    assert f"共 {sum(talk['talked_on'] == first for talk in talks)} 次" in text


def test_one_file_each_without_names_unless_asked(park: Path, command: Command, tmp_path: Path) -> None:
    (firm, *_) = command("record", "list", "enterprise", "--limit", "1").data["records"]
    words = ("print", "previsit", "--enterprise", firm["id"], "--split")
    plain = command(*words, str(tmp_path / "plain")).data["files"]
    assert [Path(file).name for file in plain] == ["previsit-0001.pdf"]
    named = command(*words, str(tmp_path / "named"), "--names").data["files"]
    assert firm["name"][:2] in Path(named[0]).name


def test_archives_have_their_files_beside_them(park: Path, command: Command, tmp_path: Path) -> None:
    data = command("print", "archive", "--all", "--split", str(tmp_path / "out")).data
    assert len(data["files"]) == data["forms"] == 60
    assert data["folders"]
    assert all(any(Path(folder).iterdir()) for folder in data["folders"])
    bare = command("print", "archive", "--all", "--no-files", "-o", str(tmp_path / "all.pdf")).data
    assert bare["folders"] == []


def test_an_empty_form_needs_nobody(park: Path, command: Command, tmp_path: Path) -> None:
    data = command("print", "visit", "--blank", "-o", str(tmp_path / "blank.pdf")).data
    assert (data["forms"], data["pages"]) == (1, 2)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("visit", "-o", "x.pdf"), 2, "--all"),
        (("visit", "--all"), 2, "--split"),
        (("archive", "--blank", "-o", "x.pdf"), 2, "空白"),
        (("talk", "--from", "soon", "-o", "x.pdf"), 2, "soon"),
        (("visit", "--id", "nothing", "-o", "x.pdf"), 3, "nothing"),
        (("incident", "--from", "2035-01-01", "-o", "x.pdf"), 3, "安全事件"),
    ],
)
def test_what_makes_no_sense_is_said(
    park: Path, command: Command, tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    outcome = command("print", *(str(tmp_path / word) if word == "x.pdf" else word for word in words))
    assert outcome.status == status
    assert said in outcome.err
    assert not (tmp_path / "x.pdf").exists()
