"""The documents name files that exist, and the two guides and languages keep step."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.sources import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "packaging" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


@each_document
def test_the_files_it_names_exist(document: Path) -> None:
    names = re.findall(
        r"`((?:src|tests|docs|packaging|resources|benchmarks)/[\w./-]+)`", document.read_text("utf-8")
    )
    assert [name for name in names if not (ROOT / name).exists()] == []


@each_document
def test_its_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_guides_have_the_same_chapters() -> None:
    chapters = [
        re.findall(
            r'^<a id="([\w-]+)"></a>$', (ROOT / "docs" / f"guide.{language}.md").read_text("utf-8"), re.M
        )
        for language in ("zh", "en")
    ]
    assert chapters[0]
    assert chapters[0] == chapters[1]


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = (ROOT / "README.md").read_text("utf-8").split("```")[1]
    commands = [line.split("#")[0].strip() for line in opening.splitlines()[1:]]
    assert [command for command in commands if command] == ["bash packaging/demo", "bash packaging/test"]
