"""Making and opening stores: passwords, versions, folders that cannot be written, files that are no store."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.sources import ROOT
from tests.store.making import SAVE, made, opened, student

from fieldteacher.bootstrap import create_services, open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.errors import InputRefused, StoreUnavailable, UserError
from fieldteacher.store import versions
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE, KEY_FILE, Store
from fieldteacher.store.driver import sqlite
from fieldteacher.store.keys import new_key, seal, unseal

PASSWORD = "四季常青1234"


def refused(folder: Path, key: bytes | None = None) -> str:
    """The code with which a store is not opened."""
    with pytest.raises(StoreUnavailable) as error:
        opened(folder, key=key)
    assert error.value.text.zh
    assert error.value.text.en
    return error.value.code


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_new_store_is_empty_and_knows_its_device(store: Store) -> None:
    assert len(store.device) == 16
    assert store.read().setting("author") == "张老师"
    assert store.read().count("student") == 0
    assert not store.read_only


def test_what_was_saved_is_there_after_closing(tmp_path: Path) -> None:
    one = made(tmp_path / "s")
    record = student(one)
    device = one.device
    one.close()
    again = opened(tmp_path / "s")
    assert again.read().need("student", record)["name"] == "李小明"
    assert again.device == device
    again.close()
    assert set(content(tmp_path / "s")) == {FILE}


def test_a_second_store_is_not_made_over_the_first(tmp_path: Path) -> None:
    services = create_services(tmp_path / "s", name="张老师", password=PASSWORD, clock=SystemClock())
    services.close()
    before = content(tmp_path / "s")
    for password in (None, "another password"):
        with pytest.raises(InputRefused) as error:
            create_services(tmp_path / "s", password=password, clock=SystemClock())
        assert error.value.code == "store_exists"
    assert content(tmp_path / "s") == before
    open_services(tmp_path / "s", password=PASSWORD, clock=SystemClock()).close()


def test_a_store_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for password in (None, PASSWORD):
        with pytest.raises(StoreUnavailable) as error:
            create_services(tmp_path / "file", password=password, clock=SystemClock())
        assert error.value.code == "cannot_write"
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


def test_a_folder_without_a_store(tmp_path: Path) -> None:
    assert refused(tmp_path) == "no_store"
    (tmp_path / FILE).mkdir()
    assert refused(tmp_path) == "no_store"


def test_an_encrypted_store_opens_with_its_key_only(tmp_path: Path) -> None:
    key = new_key()
    one = made(tmp_path / "s", key=key)
    student(one, "慕容婉儿", "230199")
    one.close()
    stored = (tmp_path / "s" / FILE).read_bytes()
    assert "慕容婉儿".encode() not in stored
    assert b"230199" not in stored
    assert b"murong" not in stored
    assert not stored.startswith(b"SQLite format 3")
    assert refused(tmp_path / "s") == "wrong_password_or_damaged"
    assert refused(tmp_path / "s", new_key()) == "wrong_password_or_damaged"
    again = opened(tmp_path / "s", key=key)
    assert again.read().count("student") == 1
    again.close()


def test_nothing_personal_is_in_the_log_file_of_an_encrypted_store(tmp_path: Path) -> None:
    one = made(tmp_path / "s", key=new_key())
    student(one, "慕容婉儿", "230199")
    wal = (tmp_path / "s" / (FILE + "-wal")).read_bytes()
    assert len(wal) > 10_000
    assert "慕容婉儿".encode() not in wal
    one.close()


def test_passwords(tmp_path: Path) -> None:
    services = create_services(tmp_path / "s", name="张老师", password=PASSWORD, clock=SystemClock())
    services.close()
    for password, code in ((None, "password_needed"), ("", "password_needed"), ("falsch", "wrong_password")):
        with pytest.raises(StoreUnavailable) as error:
            open_services(tmp_path / "s", password=password, clock=SystemClock())
        assert error.value.code == code
    open_services(tmp_path / "s", password=PASSWORD, clock=SystemClock()).close()


_KILLED = """
import os, pathlib, sys
from tests.store.making import SystemClock, RandomIds, create_store, index, migrate
def killed(connection):
    migrate(connection)
    os._exit(9)
create_store(
    pathlib.Path(sys.argv[1]), key=None, clock=SystemClock(), ids=RandomIds(), index=index, migrate=killed
)
"""


def test_a_program_that_ends_while_it_makes_a_store_leaves_none(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], env=environment, check=False)
    assert done.returncode == 9
    assert list(tmp_path.iterdir()) != []
    assert refused(tmp_path) == "no_store"
    made(tmp_path).close()
    assert refused(tmp_path, key=new_key()) == "wrong_password_or_damaged"


def test_a_new_password_seals_the_same_key(tmp_path: Path) -> None:
    key = new_key()
    seal(tmp_path / KEY_FILE, key, "first")
    seal(tmp_path / KEY_FILE, key, "第二个")
    assert unseal(tmp_path / KEY_FILE, "第二个") == key
    with pytest.raises(StoreUnavailable) as error:
        unseal(tmp_path / KEY_FILE, "first")
    assert error.value.code == "wrong_password"
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_a_password_costs_what_is_documented(tmp_path: Path, full_cost: None) -> None:
    key = new_key()
    seal(tmp_path / KEY_FILE, key, "first")
    written = json.loads((tmp_path / KEY_FILE).read_text(encoding="utf-8"))
    assert (written["kdf"], written["passes"], written["lanes"], written["memory_kib"]) == (
        "argon2id",
        3,
        4,
        65536,
    )
    assert unseal(tmp_path / KEY_FILE, "first") == key


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "", lambda text: "[]", lambda text: "[" * 100_000, lambda text: text[:-10], lambda text: text.replace('"lanes": 4', '"lanes": 4000'),
        lambda text: text.replace("argon2id", "argon2id").replace('"salt": "', '"salt": "00'),
        lambda text: text.replace('"nonce": "', '"nonce": "zz'), lambda text: text.replace('"memory_kib": ', '"memory_kib": null, "was": '),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_damaged_key_file_is_told(tmp_path: Path, damage: object) -> None:
    path = tmp_path / KEY_FILE
    seal(path, new_key(), "first")
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(StoreUnavailable) as error:
        unseal(path, "first")
    assert error.value.code == "key_file_damaged"


def test_a_strange_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    connection = sqlite.connect(str(tmp_path / FILE))
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.commit()
    connection.close()
    before = content(tmp_path)
    assert refused(tmp_path) == "not_a_store"
    assert content(tmp_path) == before
    (tmp_path / FILE).write_bytes(b"PK\x03\x04 something else entirely" * 200)
    before = content(tmp_path)
    assert refused(tmp_path) == "wrong_password_or_damaged"
    assert content(tmp_path) == before
    (tmp_path / FILE).write_bytes(b"")
    assert refused(tmp_path) == "not_a_store"


def test_a_store_of_a_newer_version_can_only_be_read(tmp_path: Path) -> None:
    one = made(tmp_path / "s")
    record = student(one)
    with one.write(SAVE) as txn:
        txn.run(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('fieldteacher', 'm9999_later', '')"
        )
    one.close()
    later = opened(tmp_path / "s")
    assert later.read_only
    assert later.read().need("student", record)["name"] == "李小明"
    with pytest.raises(StoreUnavailable) as error, later.write(SAVE):
        pass
    assert error.value.code == "store_read_only"
    for attempt in (
        lambda: later.keep_settings({"a": "b"}),
        lambda: later.keep_draft("talk", "1", "x"),
        later.undo,
    ):
        with pytest.raises(StoreUnavailable):
            attempt()
    later.close()


_READ_ONLY = """
import sys
from pathlib import Path
from tests.store.making import SAVE, opened
from fieldteacher.domain.errors import StoreUnavailable
import os
os.setuid(65534)
store = opened(Path(sys.argv[1]))
assert store.read_only
print(store.read().records("student")[0]["name"])
try:
    with store.write(SAVE) as txn:
        pass
except StoreUnavailable as error:
    print(error.code)
store.close()
"""


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs to become another user")
@pytest.mark.parametrize("file_too", [False, True])
def test_a_folder_that_cannot_be_written_is_opened_for_reading(tmp_path: Path, file_too: bool) -> None:
    folder = Path("/tmp") / f"fieldteacher-read-only-{os.getpid()}-{file_too}"
    folder.mkdir()
    try:
        one = made(folder / "s")
        student(one)
        one.close()
        (folder / "s" / FILE).chmod(0o444 if file_too else 0o666)
        (folder / "s").chmod(0o555)
        before = content(folder / "s")
        environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
        done = subprocess.run(
            [sys.executable, "-c", _READ_ONLY, str(folder / "s")],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.stdout.split() == ["李小明", "store_read_only"], done.stderr
        assert content(folder / "s") == before
    finally:
        (folder / "s").chmod(0o755)
        shutil.rmtree(folder)


def _read_and_save(folder: Path) -> None:
    with contextlib.closing(opened(folder)) as store:
        store.read().records("student")
        student(store)


def test_a_file_damaged_in_its_middle_is_told(tmp_path: Path) -> None:
    one = made(tmp_path / "s")
    for number in range(40):
        student(one, number=str(number), note="长" * 900)
    one.close()
    path = tmp_path / "s" / FILE
    raw = bytearray(path.read_bytes())
    raw[4096 * 5 :] = os.urandom(len(raw) - 4096 * 5)
    path.write_bytes(raw)
    with pytest.raises(UserError) as error:
        _read_and_save(tmp_path / "s")
    assert error.value.code == "store_damaged"


def test_the_migrations_known_are_those_there_are() -> None:
    from fieldteacher.store.migrations import MIGRATIONS

    assert tuple(migration.name for migration in MIGRATIONS._migrations) == versions.KNOWN


def test_every_connection_is_set_the_same(store: Store) -> None:
    connection = connect(store.folder / FILE, None)
    pragmas = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check")
    }
    connection.close()
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    assert connection.isolation_level is None


def test_paths_with_every_kind_of_character(tmp_path: Path) -> None:
    folder = tmp_path / "数据 100% #1?x=y&z"
    one = made(folder)
    record = student(one)
    one.close()
    again = opened(folder)
    assert again.read().get("student", record)
    again.close()
