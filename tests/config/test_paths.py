import os
import sys
from pathlib import Path

import pytest

from fieldteacher.config import paths


def test_everything_of_the_user_lies_under_the_home_folder(home: Path) -> None:
    for place in (paths.data_folder(), paths.settings_file(), paths.log_folder(), paths.store_folder()):
        assert place.is_absolute()
        assert home in place.parents


def test_the_store_is_the_given_one_then_the_variable_then_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert paths.store_folder() == paths.data_folder() / "store"
    monkeypatch.setenv(paths.STORE_VARIABLE, str(tmp_path / "named"))
    assert paths.store_folder() == tmp_path / "named"
    assert paths.store_folder(tmp_path / "given") == tmp_path / "given"
    monkeypatch.setenv(paths.STORE_VARIABLE, "  ")
    assert paths.store_folder() == paths.data_folder() / "store"


def test_a_relative_store_counts_from_the_working_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.store_folder(Path("here")) == tmp_path / "here"
    assert paths.store_folder(Path("~") / "there") == home / "there"


def test_asking_makes_no_folder(home: Path) -> None:
    before = sorted(home.rglob("*"))
    paths.data_folder(), paths.settings_file(), paths.log_file(), paths.store_folder()
    assert sorted(home.rglob("*")) == before


def test_the_resources_of_the_checkout() -> None:
    assert (paths.resources() / "fonts" / "OFL.txt").is_file()
    assert list((paths.resources() / "icons").glob("*.svg"))


def test_the_resources_of_a_frozen_program_come_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "fieldteacher" / "resources"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    paths.resources.cache_clear()
    try:
        assert paths.resources() == folder
    finally:
        paths.resources.cache_clear()


@pytest.mark.skipif(os.name == "nt", reason="the XDG folders are of Linux")
def test_the_data_is_not_in_a_hidden_folder_of_the_program(home: Path) -> None:
    assert paths.data_folder() == home / "data" / "fieldteacher"
