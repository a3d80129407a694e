"""docs/package-format.md: a package is opened by its steps, with age, Python's standard library, OpenSSL and unzip."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyrage
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from tests.exchange.stations import LI, OFFICE_AT, WANG, changes_of
from tests.sources import ROOT

from fieldteacher.domain.exchange import Manifest, Station
from fieldteacher.exchange import provisioning
from fieldteacher.exchange.enrolling import enrol
from fieldteacher.exchange.provisioning import Invitation

DOCUMENT = (ROOT / "docs" / "package-format.md").read_text("utf-8")
PHOTO = b"\xff\xd8 a photo"
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()


def _block(language: str, holding: str) -> str:
    """The documented block of code that holds some words."""
    (found,) = (b for b in re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.S) if holding in b)
    return str(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the documented steps 1 and 2 were taken, for a package to 王老师 that the office may read too."""
    LI.write(
        tmp_path / "PACKAGE.ftpkg", WANG, changes_of(), files=[(PHOTO_NAME, PHOTO)],
        readers=[WANG.keys.age_key, OFFICE_AT.keys.age_key], enrolment=enrol("inv-1", "secret", LI.station),
    )  # fmt: skip
    assert "age --decrypt --identity key.txt --output inner.bin PACKAGE.ftpkg" in DOCUMENT
    identity = pyrage.x25519.Identity.from_str(OFFICE_AT.keys.age_secret)
    pyrage.decrypt_file(str(tmp_path / "PACKAGE.ftpkg"), str(tmp_path / "inner.bin"), [identity])
    (tmp_path / "split.py").write_text(_block("python", "inner.bin"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "split.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == LI.keys.sign_key
    return tmp_path


def test_the_signature_is_checked_as_documented(folder: Path) -> None:
    key = load_pem_public_key((folder / "sender.pem").read_bytes())
    signature, message = (folder / "signature.bin").read_bytes(), (folder / "message.bin").read_bytes()
    key.verify(signature, message)  # type: ignore[union-attr, call-arg]
    if shutil.which("openssl") is not None:
        command = _block("sh", "openssl").split()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully"), done.stderr
        (folder / "message.bin").write_bytes(b"x")
        assert subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode != 0


def test_the_zip_is_unpacked_as_documented(folder: Path) -> None:
    if shutil.which("unzip") is not None:
        subprocess.run(_block("sh", "unzip").split(), cwd=folder, capture_output=True, check=True)
    else:
        with zipfile.ZipFile(folder / "package.zip") as archive:
            archive.extractall(folder / "package")
    package = folder / "package"
    assert (package / "files" / PHOTO_NAME).read_bytes() == PHOTO
    manifest = json.loads((package / "manifest.json").read_text("utf-8"))
    changes = (package / "changes.jsonl").read_bytes()
    assert manifest["members"]["changes"] == {
        "size": len(changes), "sha256": hashlib.sha256(changes).hexdigest(),
    }  # fmt: skip
    assert manifest["sender"]["sign_key"] == LI.keys.sign_key
    assert _documented(changes) == [
        (c.device, c.counter, c.wall, c.plausible, c.type, c.record, c.field, c.value, c.replaces, c.dossier, c.author)
        for c in changes_of()
    ]  # fmt: skip
    enrolment = json.loads((folder / "enrolment.json").read_text("utf-8"))
    assert (enrolment["invite"], enrolment["station"]["device"]) == ("inv-1", LI.station.device)


def _documented(lines: bytes) -> list[tuple[object, ...]]:
    """The changes, read by what the document says and by nothing of the program."""
    tables: dict[str, list[str]] = {"device": [], "author": []}
    devices = tables["device"]
    found: list[tuple[object, ...]] = []
    run: dict[str, Any] = {"doubtful": False}
    for line in map(json.loads, lines.splitlines()):
        if len(line) == 1:
            ((kind, text),) = line.items()
            tables[kind].append(text)
            continue
        if "values" in run and "counter" not in line:
            line["counter"] = run["counter"] + len(run["values"])
        run |= line
        dossier = line.get("dossier", f"{run['type']}:{run['record']}")
        replaces = line.get("replaces", [[]] * len(run["values"]))
        for n, (field, value, flat) in enumerate(zip(run["fields"], run["values"], replaces, strict=True)):
            replaced = tuple((devices[d], counter) for d, counter in zip(flat[::2], flat[1::2], strict=True))
            found.append((
                devices[run["device"]], run["counter"] + n, run["wall"], not run["doubtful"], run["type"], run["record"],
                field, value, replaced, dossier, tables["author"][run["author"]],
            ))  # fmt: skip
    return found


def test_every_name_is_documented(folder: Path) -> None:
    with zipfile.ZipFile(folder / "package.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        runs = [line for line in map(json.loads, archive.read("changes.jsonl").splitlines()) if len(line) > 1]
    names = {
        *manifest,
        *Manifest.__slots__,
        *Station.__slots__,
        *manifest["sender"],
        *manifest["members"],
        *manifest["counts"],
    }
    names |= {name for run in runs for name in run}
    names |= {*json.loads((folder / "enrolment.json").read_bytes())}
    names |= {*Invitation.__slots__, "keys"}
    assert {name for name in names if f"`{name}`" not in DOCUMENT} == set()
    assert "doubtful" in {name for run in runs for name in run}


def test_an_invitation_is_unlocked_as_documented(tmp_path: Path, full_cost: None) -> None:
    path = tmp_path / "a.ftinvite"
    invitation = Invitation(
        invite="inv-1", secret="s", college=OFFICE_AT.keys.sign_key, college_name="示例", office=OFFICE_AT.station, teacher="t",
        label="赵老师",
    )  # fmt: skip
    provisioning.write(
        path, code="0123-4567-89AB-CDEF", invitation=invitation, keys=OFFICE_AT.keys, manifest=OFFICE_AT.manifest(LI), changes=changes_of(),
    )  # fmt: skip
    data = path.read_bytes()
    assert data[:8] == b"ftinv 1\n"
    salt, nonce, length = data[8:24], data[24:36], int.from_bytes(data[36:40], "big")
    derived = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(
        b"0123456789ABCDEF"
    )
    content = json.loads(ChaCha20Poly1305(derived).decrypt(nonce, data[40 : 40 + length], b"ftinv 1\n"))
    assert content["label"] == "赵老师"
    identity = pyrage.x25519.Identity.from_str(content["keys"].split()[1])
    inner = pyrage.decrypt(data[40 + length :], [identity])
    assert inner[:8] == b"ftpkg 1\n"
    assert inner[8:40].hex() == OFFICE_AT.keys.sign_key
