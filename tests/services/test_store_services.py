"""Backups and settings of a store."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.services.park import Park

from fieldteacher.domain.errors import UserError
from fieldteacher.services.app import Services


def test_backups_go_beside_the_store_until_a_folder_is_chosen(
    services: Services, tmp_path: Path, clock: HeldClock
) -> None:
    backups = services.backups
    assert backups.folder == services.store.folder / "backups"
    assert backups.last() is None
    first = backups.create()
    assert first.path.parent == backups.folder
    clock.advance(hours=1)
    backups.choose_folder(tmp_path / "usb" / "备份")
    second = backups.create()
    assert second.path.parent == tmp_path / "usb" / "备份"
    assert [backup.path for backup in backups.list()] == [second.path]
    assert backups.last() == second.made_at.replace(second=0)
    assert backups.verify() == []


def test_a_folder_that_cannot_be_written_is_not_chosen(services: Services, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UserError) as error:
        services.backups.choose_folder(tmp_path / "file")
    assert (error.value.code, error.value.field) == ("cannot_write", "folder")
    assert services.backups.folder == services.store.folder / "backups"


def test_the_status_line(park: Park) -> None:
    status = park.services.settings.status()
    assert (status.owner, status.role, status.college, status.read_only) == (
        "张老师",
        "teacher",
        "示例职业技术学院",
        False,
    )
    assert status.last_backup is status.doubt is None
    assert (status.counts["students"], status.counts["enterprises"], status.counts["conflicts"]) == (3, 2, 0)
    park.add("promise", about=park.enterprise, what="整改消防通道")
    assert park.services.settings.status().counts["promises"] == 1


def test_the_owner_is_a_teacher_once(services: Services) -> None:
    assert [row["name"] for row in services.records.list("teacher")[1]] == ["张老师"]
    assert services.settings.set_owner("张老师") is None
    changes = services.settings.set_owner("王老师")
    assert changes is not None
    assert len(changes.created) == 1
    assert services.settings.status().owner == "王老师"
    services.records.put("teacher", {"name": "李老师"})
    assert (
        services.store.read()
        .history("teacher", services.records.list("teacher", {"name": "李老师"})[1][0]["id"])[0]
        .author
        == "王老师"
    )


def test_there_is_one_college(services: Services) -> None:
    services.settings.set_college({"phone": "0830-1234567"})
    assert services.records.list("college")[0] == 1
    college = services.settings.college()
    assert college is not None
    assert (college["name"], college["phone"]) == ("示例职业技术学院", "0830-1234567")


def test_local_settings(services: Services) -> None:
    services.settings.set("default_scheme", "x")
    assert services.settings.get("default_scheme") == "x"
    services.settings.set("default_scheme", None)
    assert services.settings.get("default_scheme") is None
