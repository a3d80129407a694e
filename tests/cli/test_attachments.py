"""``attachment add``, ``list``, ``get`` and ``check``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command
from tests.pictures.photographs import photograph, png_bomb

from fieldteacher.cli.reply import DONE, REFUSED, WAITING


def owner(command: Command) -> str:
    """The id of an enterprise in a new store."""
    command("init", "--name", "张老师")
    return str(command("record", "put", "enterprise", typed='{"name": "甲"}').data["saved"][0])


def test_a_photo_goes_in_is_listed_and_comes_out(command: Command, tmp_path: Path) -> None:
    enterprise = owner(command)
    photo, bomb = photograph(tmp_path / "a.jpg"), png_bomb(tmp_path / "b.png")
    made = command("attachment", "add", str(photo), str(bomb), "--owner", enterprise, "--caption", "门口")
    assert made.status == WAITING
    assert [each["code"] for each in made.data["refused"]] == ["too_many_pixels"]
    (row,) = made.data["added"]
    assert (row["name"], row["taken_at"], row["caption"]) == ("a.jpg", "2026-03-10T14:05", "门口")
    listed = command("attachment", "list", "--owner", enterprise)
    assert listed.data == {"owner": enterprise, "attachments": [row]}
    target = tmp_path / "out.jpg"
    got = command("attachment", "get", row["id"], "-o", str(target))
    assert got.data == {"file": str(target), "bytes": row["size"]}
    assert target.stat().st_size == row["size"]
    found = command("attachment", "check")
    assert found.status == DONE
    assert (found.data["ok"], found.data["files"], found.data["bytes"]) == (True, 1, row["size"])
    again = command("attachment", "add", str(photo), "--owner", enterprise)
    assert (again.status, again.data["added"], again.data["already_there"]) == (DONE, [], 1)


def test_what_cannot_be_done_is_refused(command: Command, tmp_path: Path) -> None:
    enterprise = owner(command)
    bomb, photo = png_bomb(tmp_path / "b.png"), photograph(tmp_path / "a.jpg")
    assert command("attachment", "add", str(bomb), "--owner", enterprise).status == REFUSED
    assert command("attachment", "add", str(photo), "--owner", "nobody").status == REFUSED
    assert command("attachment", "get", "nothing", "-o", str(tmp_path / "x")).status == REFUSED
    assert command("attachment", "get", "nothing", "-o", str(tmp_path)).status == REFUSED


def test_missing_content_is_named_by_its_record(command: Command) -> None:
    enterprise = owner(command)
    line = f'{{"owner": "{enterprise}", "sha256": "{"0" * 64}"}}'
    record = command("record", "put", "attachment", typed=line).data["saved"][0]
    found = command("attachment", "check")
    assert found.status == WAITING
    assert found.data["missing"] == [record]
    assert command("verify").data["ok"] is False
