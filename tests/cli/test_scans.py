"""``attachment scan``: a pile of papers behind their covers."""

from __future__ import annotations

from pathlib import Path

import pypdf
from tests.cli.conftest import Command


def test_a_pile_is_looked_at_and_filed(park: Path, command: Command, tmp_path: Path) -> None:
    (student, other, *_) = command("record", "list", "student", "--limit", "3").data["records"]
    covers = tmp_path / "covers.pdf"
    command("print", "cover", "--student", student["id"], "--student", other["id"], "-o", str(covers))
    command("print", "visit", "--blank", "-o", str(tmp_path / "paper.pdf"))
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(covers).pages:
        writer.add_page(page)
        writer.add_page(pypdf.PdfReader(tmp_path / "paper.pdf").pages[0])
    pile = tmp_path / "pile.pdf"
    writer.write(pile)
    looked = command("attachment", "scan", str(pile))
    assert looked.status == 0
    assert {part["student"] for part in looked.data["parts"]} == {student["id"], other["id"]}
    assert looked.data["saved"] == []
    saved = command("attachment", "scan", str(pile), "--apply").data["saved"]
    assert len(saved) == 2
    placement = looked.data["parts"][0]["placement"]
    assert len(command("attachment", "list", "--owner", placement).data["attachments"]) >= 1
    assert command("attachment", "scan", str(tmp_path / "nothing.pdf")).status == 3
