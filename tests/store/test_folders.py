"""Folders made for something that then could not be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldteacher.store.folders import no_empty_ones_left


def half_made(folder: Path) -> None:
    """Make ``folder`` with a file in the first of those above it, then fail."""
    with no_empty_ones_left(folder):
        folder.mkdir(parents=True)
        (folder.parent.parent / "kept.txt").touch()
        raise ValueError("x")


def test_made_folders_go_again_and_those_with_files_stay(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"):
        half_made(tmp_path / "a" / "b" / "c")
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["kept.txt"]


def test_a_folder_that_was_there_stays(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x"), no_empty_ones_left(tmp_path):
        raise ValueError("x")
    assert tmp_path.is_dir()


def test_what_was_made_stays_where_nothing_failed(tmp_path: Path) -> None:
    with no_empty_ones_left(tmp_path / "new"):
        (tmp_path / "new").mkdir()
    assert (tmp_path / "new").is_dir()
