"""Encrypting a plain store and taking the encryption off again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldteacher.bootstrap import create_services, open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.store import rekey
from fieldteacher.store.connection import connect
from fieldteacher.store.keys import new_key, seal

PLAIN = b"SQLite format 3\x00"
PASSWORD = "四季常青1234"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    made = create_services(tmp_path / "store", name="张老师", college="示例学院", clock=SystemClock())
    with made.store.write(Text("新增学生", "add students")) as txn:
        for number in range(30):
            txn.create(
                "student", {"student_number": f"2301{number:03}", "name": "李小明", "note": "爱好摄影"}
            )
    yield made
    made.close()


def encrypt(services: Services) -> None:
    folder = services.store.folder
    key = new_key()
    seal(folder / "sealed", key, PASSWORD)
    rekey.encrypt(services.store, key, folder / "sealed")


def files(services: Services) -> set[str]:
    return {
        path.name for path in services.store.folder.iterdir() if path.suffix not in (".db-wal", ".db-shm")
    }


def test_encrypts_an_open_store_which_goes_on(services: Services) -> None:
    path = services.store.folder / "store.db"
    assert path.read_bytes().startswith(PLAIN)
    encrypt(services)
    assert not path.read_bytes().startswith(PLAIN)
    assert "李小明".encode() not in path.read_bytes()
    assert services.store.read().count("student") == 30
    assert services.search.find("摄影")
    with services.store.write(Text("改", "change")) as txn:
        txn.create("student", {"student_number": "2301999", "name": "王芳"})
    services.close()
    assert files(services) == {"store.db", "key.json"}
    again = open_services(services.store.folder, password=PASSWORD, clock=SystemClock())
    assert again.store.read().count("student") == 31
    assert again.backups.verify() == []
    again.close()


def test_needs_the_password_afterwards(services: Services) -> None:
    encrypt(services)
    services.close()
    for password, code in ((None, "password_needed"), ("falsch", "wrong_password")):
        with pytest.raises(StoreUnavailable) as refused:
            open_services(services.store.folder, password=password, clock=SystemClock())
        assert refused.value.code == code


def test_decrypts(services: Services) -> None:
    encrypt(services)
    rekey.decrypt(services.store)
    assert (services.store.folder / "store.db").read_bytes().startswith(PLAIN)
    assert files(services) == {"store.db"}
    assert services.backups.verify() == []
    assert services.store.undo().deleted  # the change log came along


def test_refuses_while_another_program_has_the_store_open(services: Services) -> None:
    path = services.store.folder / "store.db"
    other = connect(path, None)
    assert other.execute("SELECT count(*) FROM student").fetchone() == (30,)
    try:
        with pytest.raises(StoreUnavailable) as refused:
            encrypt(services)
    finally:
        other.close()
    assert refused.value.code == "store_locked"
    assert path.read_bytes().startswith(PLAIN)
    assert not (services.store.folder / "key.json").exists()
    assert services.store.read().count("student") == 30


@pytest.mark.parametrize("stopped_at", ["copy written", "key file placed", "copy placed"])
def test_a_stop_in_the_middle_of_encrypting_is_settled(services: Services, stopped_at: str) -> None:
    folder = services.store.folder
    services.close()
    plain = (folder / "store.db").read_bytes()
    again = open_services(folder, password=None, clock=SystemClock())
    encrypt(again)
    again.close()
    encrypted, sealed = (folder / "store.db").read_bytes(), (folder / "key.json").read_bytes()
    (folder / "key.json").unlink()
    (folder / "store.db").write_bytes(plain)
    (folder / rekey.COPY).write_bytes(encrypted)
    password = None
    if stopped_at != "copy written":
        (folder / "key.json").write_bytes(sealed)
        password = PASSWORD
    if stopped_at == "copy placed":
        (folder / rekey.COPY).replace(folder / "store.db")
    settled = open_services(folder, password=password, clock=SystemClock())
    assert settled.store.read().count("student") == 30
    assert (folder / "store.db").read_bytes().startswith(PLAIN) == (password is None)
    assert not (folder / rekey.COPY).exists()
    settled.close()


@pytest.mark.parametrize("stopped_at", ["copy written", "copy placed"])
def test_a_stop_in_the_middle_of_decrypting_is_settled(services: Services, stopped_at: str) -> None:
    folder = services.store.folder
    services.close()
    plain = (folder / "store.db").read_bytes()
    again = open_services(folder, password=None, clock=SystemClock())
    encrypt(again)
    again.close()
    (folder / rekey.COPY).write_bytes(plain)
    password = PASSWORD
    if stopped_at == "copy placed":
        (folder / rekey.COPY).replace(folder / "store.db")
        password = ""
    settled = open_services(folder, password=password or None, clock=SystemClock())
    assert settled.store.read().count("student") == 30
    assert (folder / "key.json").exists() == bool(password)
    settled.close()
