"""What is shipped: the scripts parse, the versions agree, the wheel carries the resources."""

from __future__ import annotations

import configparser
import os
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

from fieldteacher.domain.exchange import INVITATION_SUFFIX, PACKAGE_SUFFIX

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
    kinds = {
        kind.get("type"): [glob.get("pattern") for glob in kind.iterfind("{*}glob")]
        for kind in ET.parse(PACKAGING / "linux" / f"{IDENTITY}.mime.xml").iterfind("{*}mime-type")
    }
    assert sorted(kinds.values()) == [[f"*{INVITATION_SUFFIX}"], [f"*{PACKAGE_SUFFIX}"]]
    assert [kind.text for kind in about.iterfind("provides/mediatype")] == list(kinds)
    assert entry["Desktop Entry"]["MimeType"].strip(";").split(";") == list(kinds)
    assert entry["Desktop Entry"]["Exec"] == "fieldteacher %f"


@pytest.mark.skipif(shutil.which("bash") is None or sys.platform == "win32", reason="needs bash")
def test_the_linux_installation_opens_files_with_the_program(tmp_path: Path) -> None:
    """The real script, on a copy of what it needs, into a home of its own."""
    checkout, home = tmp_path / "checkout", tmp_path / "home"
    for part in ("packaging/linux", "resources/icon.svg"):
        source, target = ROOT / part, checkout / part
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target)
    program = checkout / "dist" / "fieldteacher" / "fieldteacher"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    run = ["bash", str(checkout / "packaging" / "linux" / "install")]
    environment = {"HOME": str(home), "PATH": os.environ["PATH"]}
    subprocess.run(run, env=environment, check=True, capture_output=True)
    desktop = home / ".local/share/applications" / f"{IDENTITY}.desktop"
    assert f'Exec="{home}/.local/lib/fieldteacher/fieldteacher" %f' in desktop.read_text("utf-8").splitlines()
    assert (home / ".local/share/mime/packages" / f"{IDENTITY}.xml").is_file()
    subprocess.run([*run, "--remove"], env=environment, check=True, capture_output=True)
    assert not [path for path in home.rglob(f"{IDENTITY}*") if path.is_file()]


def test_windows_and_macos_open_both_kinds_of_files_with_the_program() -> None:
    installer = (PACKAGING / "windows" / "installer.iss").read_text("utf-8")
    spec = (PACKAGING / "fieldteacher.spec").read_text("utf-8")
    for suffix in (PACKAGE_SUFFIX, INVITATION_SUFFIX):
        kind = re.search(
            rf'Classes\\{re.escape(suffix)}"; ValueType: string; ValueData: "([\w.]+)"', installer
        )
        assert kind is not None
        opens = rf'Classes\\{re.escape(kind[1])}\\shell\\open\\command"; ValueType: string; ValueData: """{{app}}\\fieldteacher\.exe"" ""%1"""'
        assert re.search(opens, installer) is not None
        assert f'"{suffix[1:]}": (' in spec


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
