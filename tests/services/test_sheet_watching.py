"""The watched folder: what is new and whole is handed on once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fieldteacher.domain.errors import InputRefused
from fieldteacher.services.sheet_watching import FolderWatch


def names(files: list[Path]) -> list[str]:
    return [file.name for file in files]


def put(folder: Path, name: str, content: bytes, second: int) -> None:
    (folder / name).write_bytes(content)
    os.utime(folder / name, (second, second))


def test_new_files_come_once_when_they_are_whole(tmp_path: Path) -> None:
    put(tmp_path, "old.jpg", b"1", 1)
    watch = FolderWatch(tmp_path)
    assert watch.new_files() == []
    put(tmp_path, "b.JPG", b"half", 20)
    put(tmp_path, "a.pdf", b"whole", 30)
    for name in ("notes.txt", ".hidden.jpg", "empty.png"):
        put(tmp_path, name, b"" if name == "empty.png" else b"1", 10)
    (tmp_path / "folder.jpg").mkdir()
    assert watch.new_files() == []
    put(tmp_path, "b.JPG", b"half and half", 21)
    assert names(watch.new_files()) == ["a.pdf"], "one that still grows waits"
    assert names(watch.new_files()) == ["b.JPG"]
    assert watch.new_files() == []


def test_several_come_in_the_order_they_were_taken(tmp_path: Path) -> None:
    watch = FolderWatch(tmp_path)
    for name, second in (("z.jpg", 1), ("a.jpg", 3), ("m.jpg", 2)):
        put(tmp_path, name, b"1", second)
    watch.new_files()
    assert names(watch.new_files()) == ["z.jpg", "m.jpg", "a.jpg"]


def test_a_folder_that_is_gone_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    with pytest.raises(InputRefused, match="phone"):
        FolderWatch(folder)
    folder.mkdir()
    watch = FolderWatch(folder)
    folder.rmdir()
    with pytest.raises(InputRefused) as refused:
        watch.new_files()
    assert refused.value.code == "folder_gone"
