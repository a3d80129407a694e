"""Backups, restoring them, and checking a store."""

from __future__ import annotations

import os
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from tests.store.making import SAVE, change, made, opened, student
from tests.store.samples import SCAN, fill

from fieldteacher.bootstrap import create_services, key_of, open_services
from fieldteacher.domain.clock import SystemClock
from fieldteacher.domain.errors import InputRefused, StoreUnavailable, UserError
from fieldteacher.services.backups import restore
from fieldteacher.store import backups
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import FILE, KEY_FILE, Store
from fieldteacher.store.keys import new_key
from fieldteacher.store.verifying import verify

NOW = datetime(2026, 3, 16, 9, 0, 5)
PASSWORD = "四季常青1234"


def no_key(folder: Path) -> None:
    return None


def test_a_backup_holds_everything_and_is_restored_under_a_new_device(store: Store, tmp_path: Path) -> None:
    record = student(store, phone="1")
    made_backup = backups.create(store, tmp_path / "b", NOW)
    assert made_backup.path.name == "fieldteacher-20260316-090005.ftbackup"
    assert made_backup.size == made_backup.path.stat().st_size
    assert [path.name for path in (tmp_path / "b").iterdir()] == [made_backup.path.name]
    change(store, "student", record, phone="2")
    device = restore(made_backup.path, tmp_path / "r", no_key).device
    again = opened(tmp_path / "r")
    assert again.device == device != store.device
    assert again.read().need("student", record)["phone"] == "1"
    change(again, "student", record, phone="3")
    names = again.read().query("SELECT d.id, c.counter FROM change c JOIN device d ON d.n = c.device")
    assert len(set(names)) == len(names) == 4
    assert (device, 1) in names  # the counter begins anew under the new name
    assert verify(again) == []
    again.undo()
    assert again.read().need("student", record)["phone"] == "1"
    again.undo()  # also what the old device had saved last
    assert again.read().get("student", record)["deleted"]  # type: ignore[index]
    assert verify(again) == []
    again.close()


def test_backups_are_listed_newest_first(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    assert backups.found_in(folder) == []
    for day in (16, 18, 17):
        backups.create(store, folder, NOW.replace(day=day))
    (folder / "fieldteacher-yesterday.ftbackup").write_bytes(b"")
    (folder / "notes.txt").write_bytes(b"")
    assert [backup.made_at.day for backup in backups.found_in(folder)] == [18, 17, 16]


def test_a_backup_while_somebody_writes_is_of_one_moment(store: Store, tmp_path: Path) -> None:
    student(store)
    with store.write(SAVE) as txn:
        txn.create("student", {"student_number": "2", "name": "乙"})
        made_backup = backups.create(store, tmp_path / "b", NOW)
    restore(made_backup.path, tmp_path / "r", no_key)
    again = opened(tmp_path / "r")
    assert again.read().count("student") == 1
    assert verify(again) == []
    again.close()


def test_a_backup_of_an_encrypted_store_is_encrypted_and_opens_with_the_password(tmp_path: Path) -> None:
    services = create_services(tmp_path / "s", name="慕容老师", password=PASSWORD, clock=SystemClock())
    path = services.backups.create(tmp_path / "b").path
    services.close()
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {FILE, KEY_FILE}
        assert "慕容".encode() not in archive.read(FILE)
        assert not archive.read(FILE).startswith(b"SQLite")
    with pytest.raises(StoreUnavailable):
        restore(path, tmp_path / "r", lambda folder: key_of(folder, "falsch"))
    assert not (tmp_path / "r").exists() or list((tmp_path / "r").iterdir()) == []
    restore(path, tmp_path / "r", lambda folder: key_of(folder, PASSWORD))
    open_services(tmp_path / "r", password=PASSWORD, clock=SystemClock()).close()


def test_nothing_is_restored_over_a_store(store: Store, tmp_path: Path) -> None:
    path = backups.create(store, tmp_path / "b", NOW).path
    before = (store.folder / FILE).read_bytes()
    with pytest.raises(InputRefused) as error:
        restore(path, store.folder, no_key)
    assert error.value.code == "store_exists"
    assert (store.folder / FILE).read_bytes() == before


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", ".").replace("_up_", "../"), content)
    return path


@pytest.mark.parametrize("case", range(9))
def test_what_is_no_backup_is_refused_and_leaves_nothing(store: Store, tmp_path: Path, case: int) -> None:
    good = backups.create(store, tmp_path / "b", NOW).path
    raw = good.read_bytes()
    file = tmp_path / "file.ftbackup"
    if case == 0:
        file = tmp_path / "missing"
    elif case == 1:
        file = tmp_path / "b"
    elif case == 2:
        file.write_bytes(b"")
    elif case == 3:
        file.write_bytes(raw[: len(raw) // 2])
    elif case == 4:
        file.write_bytes(raw[:2000] + os.urandom(500) + raw[2500:])
    elif case == 5:
        _zip(file, other__txt=b"x")
    elif case == 6:
        _zip(file, store__db=raw, _up_evil=b"x")
    elif case == 7:
        _zip(file, store__db=os.urandom(50_000))
    else:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr(FILE, b"x" * 100)
    with pytest.raises(UserError) as error:
        restore(file, tmp_path / "r", no_key)
    assert error.value.code in (
        "not_a_backup",
        "file_not_found",
        "wrong_password_or_damaged",
        "store_damaged",
    )
    assert not (tmp_path / "r").exists() or list((tmp_path / "r").iterdir()) == []
    assert not (tmp_path / "evil").exists()


def test_a_backup_whose_store_is_damaged_inside_is_refused(tmp_path: Path) -> None:
    one = made(tmp_path / "s")
    for number in range(40):
        student(one, number=str(number), note="长" * 900)
    one.close()
    raw = bytearray((tmp_path / "s" / FILE).read_bytes())
    raw[4096 * 9 : 4096 * 30] = os.urandom(4096 * 21)
    file = _zip(tmp_path / "file.ftbackup", store__db=bytes(raw))
    with pytest.raises(StoreUnavailable) as error:
        restore(file, tmp_path / "r", no_key)
    assert error.value.code == "store_damaged"
    assert not (tmp_path / "r").exists()


def test_a_folder_that_cannot_take_a_backup(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreUnavailable) as error:
        backups.create(store, tmp_path / "file", NOW)
    assert error.value.code == "cannot_write"


# -- checking ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, new_key()], ids=["plain", "encrypted"])
def test_a_sound_store_has_no_problems(tmp_path: Path, key: bytes | None) -> None:
    one = made(tmp_path / "s", key=key)
    fill(one)
    Blobs(one, SystemClock()).put(SCAN)
    record = student(one)
    base = one.read().heads("student", record)
    change(one, "student", record, base, phone="1")
    change(one, "student", record, base, phone="2")
    one.undo()
    assert verify(one) == []
    one.close()


def test_a_store_written_to_between_two_checks_is_sound(store: Store) -> None:
    """SQLite takes a remembered text index for a damaged one where the same connection checks again."""
    for number in range(3):
        student(store, number=str(number), note="爱好摄影")
        assert verify(store) == []
        store.undo()
        assert verify(store) == []


@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        ("UPDATE student SET phone = '2'", "student.phone: 1 values differ from the change log"),
        ("UPDATE student SET note = 'x'", "student.note: 1 values differ from the change log"),
        ("UPDATE student SET phone = NULL", "student.phone: 1 values differ from the change log"),
        ("UPDATE student SET deleted = 1", "student.deleted: 1 values differ from the change log"),
        ("DELETE FROM student", "student: 1 records are missing or too many"),
        ("INSERT INTO teacher (id, name) VALUES ('x', '甲')", "teacher: 1 records are missing or too many"),
        ("UPDATE change SET live = 0 WHERE field = 'phone'", "student.phone: 1 values differ from the change log"),
        ("UPDATE change SET value = '9' WHERE field = 'phone'", "student.phone: 1 values differ from the change log"),
        ("INSERT INTO conflict SELECT 'student', id, 'phone' FROM student", "student.phone: 1 values differ from the change log"),
    ],
)  # fmt: skip
def test_a_row_changed_behind_the_programs_back_is_found(store: Store, tampering: str, words: str) -> None:
    student(store, phone="1")
    with store.write(SAVE) as txn:
        txn.run(tampering)
    assert [problem.en for problem in verify(store)] == [words]
    assert all(problem.zh for problem in verify(store))
