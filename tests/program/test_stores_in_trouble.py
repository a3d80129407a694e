"""Stores that are damaged, newer than the program, or very old: said in one sentence, and left as they are."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

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
