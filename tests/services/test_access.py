"""The password of a store, and restoring a backup that has one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldteacher.bootstrap import create_services, open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.errors import StoreUnavailable, UserError
from fieldteacher.services.app import Services

FIRST, SECOND = "first password", "第二个密码 2026"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = create_services(tmp_path / "store", name="张老师", clock=SystemClock())
    yield made
    made.close()


def opens(folder: Path, password: str | None) -> bool:
    try:
        open_services(folder, password=password, clock=SystemClock()).close()
    except StoreUnavailable:
        return False
    return True


def test_password_is_set_changed_and_removed(services: Services) -> None:
    access, folder = services.access, services.store.folder
    assert not access.protected
    access.set_password(FIRST)
    assert access.protected
    assert opens(folder, FIRST)
    assert not opens(folder, None)
    access.set_password(SECOND, current=FIRST)
    assert opens(folder, SECOND)
    assert not opens(folder, FIRST)
    access.remove_password(SECOND)
    assert not access.protected
    assert opens(folder, None)
    assert {path.name for path in folder.iterdir() if path.is_file()} >= {"store.db"}
    assert not list(folder.glob("key.json*"))


def test_wrong_current_password_is_said_at_its_field(services: Services) -> None:
    services.access.set_password(FIRST)
    for call in (
        lambda: services.access.set_password(SECOND, current="wrong"),
        lambda: services.access.remove_password("wrong"),
    ):
        with pytest.raises(UserError) as refused:
            call()
        assert (refused.value.code, refused.value.field) == ("wrong_password", "current")
    assert opens(services.store.folder, FIRST)


def test_short_password_is_refused(services: Services) -> None:
    with pytest.raises(UserError) as refused:
        services.access.set_password("1234567")
    assert (refused.value.code, refused.value.field) == ("password_short", "password")
    assert not services.access.protected


def test_restore_asks_for_the_password_and_leaves_nothing_where_it_is_wrong(
    services: Services, tmp_path: Path
) -> None:
    services.access.set_password(FIRST)
    backup = services.backups.create(tmp_path / "backups")
    target = tmp_path / "restored"
    for password, code in (("", "password_needed"), ("wrong", "wrong_password")):
        with pytest.raises(StoreUnavailable) as refused:
            services.access.restore(backup.path, target, password)
        assert refused.value.code == code
        assert not target.exists()
    device = services.access.restore(backup.path, target, FIRST).device
    assert device != services.store.device
    assert opens(target, FIRST)
