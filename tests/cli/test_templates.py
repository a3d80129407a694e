"""``templates list`` and ``templates examples``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command

from fieldteacher.config.paths import data_folder


def test_examples_then_a_template_and_a_mistake(park: Path, command: Command) -> None:
    none = command("templates", "list")
    assert (none.status, none.data["templates"]) == (0, [])
    files = command("templates", "examples").data["files"]
    assert {Path(file).name for file in files} == {"evaluation.toml", "roster.toml", "visit.toml"}
    assert command("templates", "list").data["templates"] == []
    folder = data_folder() / "forms"
    Path(files[0]).rename(folder / "evaluation.toml")
    (folder / "wrong.toml").write_text("format = 1\nform = 'roster'\nhide = ['无此栏']\n", encoding="utf-8")
    outcome = command("templates", "list")
    assert outcome.status == 1
    good, bad = outcome.data["templates"]
    assert (good["form"], good["problem"]) == ("evaluation", None)
    assert "无此栏" in bad["problem"]
    refused = command("print", "roster", "--all", "-o", str(park / "r.pdf"))
    assert refused.status == 3
    assert "wrong.toml" in refused.err
