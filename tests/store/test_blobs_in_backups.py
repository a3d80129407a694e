"""Backups bring the bytes of photos and files back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import HeldClock
from tests.store.bytes_store import NOW, OTHER, PASSWORD, PHOTO, attach, services_with_bytes
from tests.store.making import made

from fieldteacher.bootstrap import key_of, open_services
from fieldteacher.domain.errors import NotSaved
from fieldteacher.services.backups import restore
from fieldteacher.store import blob_packs
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store
from fieldteacher.store.keys import new_key
from fieldteacher.store.verifying import verify


@pytest.fixture(params=[None, new_key()], ids=["plain", "encrypted"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, clock: HeldClock) -> Iterator[Blobs]:
    """The bytes of a new store."""
    store = made(tmp_path / "store", clock, key=request.param)
    yield Blobs(store, clock)
    store.close()


def store_of(blobs: Blobs) -> Store:
    return blobs._store


@pytest.mark.parametrize("password", [None, PASSWORD], ids=["plain", "encrypted"])
def test_a_backup_brings_the_bytes_back(tmp_path: Path, clock: HeldClock, password: str | None) -> None:
    services, sha256 = services_with_bytes(tmp_path / "s", clock, password)
    folder = tmp_path / "stick"
    first = services.backups.create(folder)
    clock.advance(days=7)
    other = Blobs(services.store, clock).put(OTHER)
    attach(services.store, other)
    second = services.backups.create(folder)
    clock.advance(days=7)
    third = services.backups.create(folder)
    services.close()
    assert (first.files, second.files, third.files) == (1, 1, 0)
    packs = sorted(folder.glob("*.ftfiles"))
    assert len(packs) == 2
    assert (b"a photo" in packs[0].read_bytes()) == (password is None)

    def key(where: Path) -> bytes | None:
        return key_of(where, password)

    done = restore(first.path, tmp_path / "old", key)
    assert (done.files, done.missing) == (1, 0)
    done = restore(third.path, tmp_path / "new", key)
    assert (done.files, done.missing) == (2, 0)
    again = open_services(tmp_path / "new", password=password, clock=clock)
    assert Blobs(again.store, clock).get(sha256) == PHOTO
    assert Blobs(again.store, clock).get(other) == OTHER
    assert verify(again.store) == []
    again.close()
    packs[0].unlink()
    done = restore(third.path, tmp_path / "part", key)
    assert (done.files, done.missing) == (2, 1)
    assert open_store_problems(tmp_path / "part", password, clock) == 1


def open_store_problems(folder: Path, password: str | None, clock: HeldClock) -> int:
    services = open_services(folder, password=password, clock=clock)
    try:
        return len(verify(services.store))
    finally:
        services.close()


def test_a_password_set_since_means_a_pack_of_its_own(tmp_path: Path, clock: HeldClock) -> None:
    services, _ = services_with_bytes(tmp_path / "s", clock)
    folder = tmp_path / "stick"
    plain = services.backups.create(folder)
    services.access.set_password(PASSWORD)
    clock.advance(days=7)
    sealed = services.backups.create(folder)
    services.close()
    assert sealed.files == 1
    assert restore(plain.path, tmp_path / "one", lambda where: None).missing == 0
    assert restore(sealed.path, tmp_path / "two", lambda where: key_of(where, PASSWORD)).missing == 0


def test_large_stores_are_spread_over_packs(
    blobs: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blob_packs, "LARGEST", 30_000)
    hashes = {blobs.put(bytes([n]) * 12_000) for n in range(7)}
    seen: list[tuple[int, int]] = []
    folder = tmp_path / "stick"
    folder.mkdir()
    assert blob_packs.add(store_of(blobs), folder, NOW, lambda done, total: seen.append((done, total))) == 7
    assert len(list(folder.glob("*.ftfiles"))) == 4
    assert seen[-1] == (7, 7)
    (tmp_path / "r").mkdir()
    assert blob_packs.fetch(folder, store_of(blobs).key, tmp_path / "r", hashes) == set()


def test_a_stick_that_is_full_keeps_the_records_and_says_so(tmp_path: Path, clock: HeldClock) -> None:
    services, _ = services_with_bytes(tmp_path / "s", clock)
    folder = tmp_path / "stick"
    folder.mkdir()
    (
        folder / f"fieldteacher-{clock.now().astimezone():%Y%m%d-%H%M%S}-1.ftfiles"
    ).mkdir()  # where the pack would be made
    with pytest.raises(NotSaved) as refused:
        services.backups.create(folder)
    services.close()
    assert refused.value.code == "files_not_backed_up"
    assert len(list(folder.glob("*.ftbackup"))) == 1
    assert not any(path.is_file() for path in folder.glob("*.ftfiles*"))


def test_the_photos_of_a_draft_come_back_too(tmp_path: Path, clock: HeldClock) -> None:
    services, _ = services_with_bytes(tmp_path / "s", clock)
    drafted = Blobs(services.store, clock).put(OTHER)
    services.store.keep_draft("visit-page", "new", f'{{"photos": [{{"sha256": "{drafted}"}}]}}')
    made = services.backups.create(tmp_path / "stick")
    services.close()
    assert restore(made.path, tmp_path / "r", lambda where: None).files == 2
    again = open_services(tmp_path / "r", password=None, clock=clock)
    assert Blobs(again.store, clock).get(drafted) == OTHER
    again.close()
