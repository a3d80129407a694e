"""What is shipped: the scripts parse, the versions agree, the wheel carries the resources."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from tests.sources import ROOT

PACKAGING = ROOT / "packaging"
IDENTITY = "org.fieldteacher.fieldteacher"
SCRIPTS = [
    ROOT / ".ci" / "run",
    *(PACKAGING / name for name in ("demo", "test", "lock", "setup.sh", "linux/install")),
]


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs bash")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_scripts_parse(script: Path) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_the_versions_agree() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    installer = (PACKAGING / "windows" / "installer.iss").read_text("utf-8")
    assert re.search(r'#define Version "(.+)"', installer)[1] == version  # type: ignore[index]
    releases = ET.parse(PACKAGING / "linux" / f"{IDENTITY}.metainfo.xml").iter("release")
    assert next(releases).get("version") == version


def test_the_linux_files_belong_together() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(PACKAGING / "linux" / f"{IDENTITY}.desktop", "utf-8")
    assert entry["Desktop Entry"]["Icon"] == IDENTITY
    assert entry["Desktop Entry"]["Name[zh_CN]"]
    about = ET.parse(PACKAGING / "linux" / f"{IDENTITY}.metainfo.xml")
    assert about.findtext("id") == IDENTITY
    assert about.findtext("launchable") == f"{IDENTITY}.desktop"
    kind = ET.parse(PACKAGING / "linux" / f"{IDENTITY}.mime.xml").find("{*}mime-type").get("type")  # type: ignore[union-attr]
    assert about.findtext("provides/mediatype") == kind


def test_the_wheel_carries_the_program_and_its_resources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    resources = {
        f"fieldteacher/resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    assert resources <= names
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert modules <= names
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not [name for name in names if name.startswith("tests")]
