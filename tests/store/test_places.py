"""Folders that a store should not lie in."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.store.places import doubt, refuse_network


@pytest.mark.parametrize("folder", [r"\\server\share", r"\\server\share\老师\数据", r"//server/share/x"])
def test_a_network_folder_is_refused(folder: str) -> None:
    with pytest.raises(StoreUnavailable) as error:
        refuse_network(PureWindowsPath(folder))
    assert error.value.code == "network_folder"


@pytest.mark.parametrize(
    "folder", [PureWindowsPath(r"C:\Users\老师"), PureWindowsPath("D:/x"), PurePosixPath("/home/x")]
)
def test_a_folder_of_this_computer_is_not(folder: PureWindowsPath | PurePosixPath) -> None:
    refuse_network(folder)


@pytest.mark.parametrize(
    "name", ["OneDrive - 示例学院", "Nutstore Files", "我的坚果云", "iCloudDrive", "BaiduSyncdisk"]
)
def test_a_synchronised_folder_is_warned_of_by_its_name(tmp_path: Path, name: str) -> None:
    said = doubt(tmp_path / name / "数据")
    assert said is not None
    assert name in said.zh
    assert name in said.en


def test_a_synchronised_folder_is_warned_of_by_what_lies_in_it(tmp_path: Path) -> None:
    (tmp_path / "work" / ".stfolder").mkdir(parents=True)
    said = doubt(tmp_path / "work" / "deep" / "store")
    assert said is not None
    assert "“work”" in said.zh


def test_nothing_speaks_against_an_ordinary_folder(tmp_path: Path) -> None:
    assert doubt(tmp_path / "fieldteacher") is None
