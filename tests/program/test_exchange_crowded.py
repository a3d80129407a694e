"""Full disks, media that may only be read, and two programs on one store, while packages go and come."""

from __future__ import annotations

import hashlib
import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.program.forked import Ending, Forked
from tests.program.test_exchange_killed import TEACHER, Desk, begun, copied
from tests.program.test_stores_in_trouble import fill, mounted

__all__ = ["begun"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and rights are set as POSIX has them")
_FULL = ("store_read_only", "cannot_write")
_MOST = 300_000
"""Bytes; the store is larger, its log and packages are smaller."""


def _told(ended: Ending, *codes: str) -> None:
    """One clear sentence, of one of these codes."""
    assert (ended.status, ended.err.count("\n")) == (3, 1), (ended.out, ended.err)
    assert ended.data["error"]["code"] in codes, ended.out
    assert ended.data["error"]["message"] in ended.err


def _print(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def _talks(desk: Desk, station: str) -> int:
    return int(desk.run(station, "record", "list", "talk", "--limit", "1")["total"])


def _limited_import(desk: Desk, limit: int) -> bool:
    ended = desk.outcome("office", "package", "import", str(desk.package), limit=limit)
    if ended.status:
        _told(ended, *_FULL, "not_readable")
    assert _talks(desk, "office") == (0 if ended.status else 12)
    if ended.status:
        desk.run("office", "package", "import", str(desk.package))
    return bool(ended.status)


def _limited_export(desk: Desk, limit: int) -> bool:
    file = desk.folder / "limited.ftpkg"
    ended = desk.outcome(TEACHER, "package", "export", str(file), "--to", "office", limit=limit)
    assert file.exists() == (not ended.status)
    assert not list(desk.folder.glob("*.part"))
    if ended.status:
        _told(ended, *_FULL)
        desk.run(TEACHER, "package", "export", str(file), "--to", "office")
    desk.run("office", "package", "import", str(file))
    assert _talks(desk, "office") == 12
    return bool(ended.status)


def _limited(begun: Desk, tmp_path: Path, rounds: int, seed: int) -> None:
    chance, refused = random.Random(seed), [0, 0]
    for number in range(rounds):
        for which, tried in enumerate((_limited_import, _limited_export)):
            desk = copied(begun, tmp_path / f"{number}-{which}")
            limit = 8_000 + round(_MOST * chance.random() ** 2)  # what the program says fits
            refused[which] += tried(desk, limit)
            for station in ("office", TEACHER):
                assert desk.run(station, "verify")["ok"] is True, limit
    assert all(refused), "no limit was met"


def test_where_no_more_can_be_written_all_or_nothing_is_there(begun: Desk, tmp_path: Path) -> None:
    _limited(begun, tmp_path, 3, 1)


@pytest.mark.campaign
def test_many_sizes_of_disks(begun: Desk, tmp_path: Path, count: int) -> None:
    _limited(begun, tmp_path, -(-count // 2), 2)


def test_a_full_disk_refuses_packages_and_keeps_the_store(begun: Desk, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=16m", "tmpfs") as disk:
        desk = copied(begun, disk)
        before = _print(desk.folder / "office")
        fill(disk / "fill")
        _told(
            desk.outcome("office", "package", "import", str(desk.package)), *_FULL
        )  # fmt: skip
        assert _print(desk.folder / "office") == before
        made = desk.outcome("office", "package", "export", str(disk / "out.ftpkg"), "--to", TEACHER)
        _told(made, *_FULL)
        assert not list(disk.glob("out.ftpkg*"))
        (disk / "fill").unlink()
        desk.run("office", "package", "import", str(desk.package))
        assert _talks(desk, "office") == 12


def test_a_stick_that_may_only_be_read_is_read_and_not_written(begun: Desk, tmp_path: Path) -> None:
    desk = copied(begun, tmp_path / "desk")
    stick = tmp_path / "stick"
    with mounted(stick, "-t", "tmpfs", "tmpfs"):
        (stick / "in.ftpkg").write_bytes(desk.package.read_bytes())
        os.system(f"mount -o remount,ro '{stick}'")
        for words in (
            ("export", str(stick / "out.ftpkg"), "--to", TEACHER),
            ("export", "--to-file", str(stick)),
        ):
            _told(desk.outcome("office", "package", *words), "cannot_write")
        desk.run("office", "package", "preview", str(stick / "in.ftpkg"))
        desk.run("office", "package", "import", str(stick))
        assert _talks(desk, "office") == 12


def test_a_stick_that_is_gone_is_said(begun: Desk, tmp_path: Path) -> None:
    desk = copied(begun, tmp_path)
    gone = tmp_path / "gone"
    for words in (("preview", str(gone / "a.ftpkg")), ("import", str(gone / "a.ftpkg"))):
        _told(desk.outcome("office", "package", *words), "not_readable")
    for words in (
        ("export", str(gone / "a.ftpkg"), "--to", TEACHER),
        ("export", "--to-file", str(gone / "b")),
    ):
        _told(desk.outcome("office", "package", *words), "cannot_write", "no_folder")
    assert not gone.exists()


def test_an_import_while_another_program_saves(begun: Desk, tmp_path: Path) -> None:
    """Each waits for the other; what both did is there."""
    desk = copied(begun, tmp_path)
    homes = [tmp_path, tmp_path]
    programs = [Forked(home, name=str(number)) for number, home in enumerate(homes)]
    store = desk.folder / "office"

    def save(number: int) -> Any:
        typed = f'{{"student_number": "s{number}", "name": "同时{number}"}}'
        return programs[1]("record", "put", "student", store=store, typed=typed).status

    with ThreadPoolExecutor(2) as pool:
        taking = pool.submit(lambda: programs[0]("package", "import", str(desk.package), store=store))
        saved = [pool.submit(save, number) for number in range(10)]
        assert taking.result().status == 0, taking.result().err
        assert [each.result() for each in saved] == [0] * 10
    for each in programs:
        each.close()
    assert _talks(desk, "office") == 12
    assert sum(name.startswith("同时") for name in desk.names("office")) == 10
    assert desk.run("office", "verify")["ok"] is True
