"""Stores that are damaged, newer than the program, or very old: said in one sentence, and left as they are."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.program.conftest import Program
from tests.sources import ROOT


def filled(program: Program) -> None:
    """A store with one student."""
    assert program("init", "--no-password").status == 0
    assert program("record", "put", "student", typed='{"student_number": "1", "name": "周晓岚"}').status == 0


def test_a_store_of_a_newer_version_can_be_read_only(program: Program, tmp_path: Path) -> None:
    filled(program)
    connection = sqlite3.connect(tmp_path / "store" / "store.db")
    with connection:
        (set_name,) = connection.execute("SELECT migration_set FROM _sqlite_migrations").fetchone()
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, 'm9999_later', '2027-01-01')",
            (set_name,),
        )
    connection.close()
    listed = program("record", "list", "student")
    assert (listed.status, listed.data["total"]) == (0, 1)
    refused = program("record", "put", "student", typed='{"student_number": "2", "name": "乙"}')
    assert (refused.status, refused.data["error"]["code"]) == (4, "store_read_only")
    assert program("export", "student", "-o", str(tmp_path / "out.xlsx")).status == 0


@contextlib.contextmanager
def mounted(place: Path, *words: str) -> Iterator[Path]:
    """A file system mounted at ``place`` for the block; skips where that is not allowed."""
    place.mkdir(exist_ok=True)
    try:
        done = subprocess.run(["mount", *words, str(place)], capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no mount")
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_store_on_read_only_media_can_be_read(program: Program, tmp_path: Path) -> None:
    filled(program)
    (tmp_path / "store").rename(tmp_path / "media")
    with mounted(tmp_path / "store", "--bind", str(tmp_path / "media")):
        bound = ["mount", "-o", "remount,ro,bind", str(tmp_path / "store")]
        if subprocess.run(bound, capture_output=True, check=False).returncode:
            pytest.skip("mounting for reading only is not allowed here")
        assert program("record", "list", "student").data["total"] == 1
        assert program("verify").status == 0
        refused = program("record", "put", "student", typed='{"student_number": "2", "name": "乙"}')
        assert (refused.status, refused.data["error"]["code"]) == (3, "store_read_only")
        made = program("init", "--no-password", "--store", str(tmp_path / "store" / "below"))
        assert (made.status, made.data["error"]["code"]) == (3, "cannot_write")


def fill(file: Path) -> None:
    """Write to ``file`` until the disk is full."""
    with contextlib.suppress(OSError), file.open("wb", buffering=0) as sink:
        while sink.write(bytes(4096)):
            pass


def test_a_store_on_a_full_disk_can_be_read_and_stays_as_it_is(program: Program, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=2m", "tmpfs") as disk:
        store = ("--store", str(disk / "store"))
        assert program("init", "--no-password", *store).status == 0
        typed = '{"student_number": "1", "name": "周晓岚"}'
        assert program("record", "put", "student", *store, typed=typed).status == 0
        before = (disk / "store" / "store.db").read_bytes()
        fill(disk / "fill")
        for words in (("record", "put", "student"), ("undo",), ("backup", "create")):
            refused = program(*words, *store, typed='{"student_number": "2", "name": "乙"}')
            assert refused.status == 3
            assert refused.err.count("\n") == 1
        assert program("record", "list", "student", *store).data["total"] == 1
        assert (disk / "store" / "store.db").read_bytes() == before
        assert program("init", "--no-password", "--store", str(disk / "other" / "one")).status == 3
        assert not (disk / "other").exists()


def test_a_name_that_cannot_be_is_said(program: Program, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / ("长" * 300)):
        listed = program("record", "list", "student", "--store", str(place))
        assert (listed.status, listed.data["error"]["code"]) == (4, "no_store")
        made = program("init", "--no-password", "--store", str(place))
        assert (made.status, made.data["error"]["code"]) == (3, "cannot_write")


def test_a_cut_off_store_is_said_to_be_damaged(program: Program, tmp_path: Path) -> None:
    filled(program)
    file = tmp_path / "store" / "store.db"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2] + b"\0" * 1000)
    ended = program("verify")
    assert ended.status in (1, 4)
    assert ended.status == 1 or ended.data["error"]["code"]
    assert "Traceback" not in ended.err


def test_the_oldest_store_still_opens(program: Program, tmp_path: Path) -> None:
    sample = shutil.copy(ROOT / "resources" / "templates" / "oldest-store.ftbackup", tmp_path)
    assert program("backup", "restore", str(sample), "--into", str(tmp_path / "store")).status == 0
    assert program("verify").data["ok"] is True
    names = [student["name"] for student in program("record", "list", "student").data["records"]]
    assert names == ["周晓岚", "欧阳文博", "王磊"]
    assert program("record", "put", "student", typed='{"student_number": "4", "name": "丁"}').status == 0
    assert program("find", "wangl").data["hits"][0]["title"] == "王磊"
