"""Files made to do harm: each is refused for its own reason, and without taking up memory.

``pytest -m campaign tests/exchange/test_hostile.py`` also measures time and memory, each in a process of its own.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from tests.exchange.forging import (
    CHANGES,
    LINES,
    MAGIC,
    MANIFEST,
    RawZip,
    bomb,
    deflated,
    manifest,
    sealed,
    signed,
    zipped,
)
from tests.exchange.stations import LI, OFFICE_AT, WANG, At, at, changes_of

from fieldteacher.domain.errors import InputRefused
from fieldteacher.exchange.codec import LONGEST_LINE, lines_of
from fieldteacher.exchange.enrolling import enrol
from fieldteacher.exchange.manifest import enrolment_written

STRANGER = at("ee" * 8, "外人")
REVOKED = at("dd" * 8, "丢失的电脑", revoked_ms=1)
PHOTO = b"a photo"
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()


def _from(sender: At, archive: bytes, to: At = OFFICE_AT, **more: bytes) -> bytes:
    return sealed(signed(archive, sender, **more), to)


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes], **more: object) -> bytes:
    """Rightly sealed, signed by one who is known: manifest and changes as they should be, and these members."""
    return _from(LI, zipped((MANIFEST, manifest(LI, OFFICE_AT)), (CHANGES, LINES), *members, **more))  # type: ignore[arg-type]


def _manifest(data: bytes) -> bytes:
    return _from(LI, zipped((MANIFEST, data), (CHANGES, LINES)))


def _said(**more: object) -> bytes:
    return _manifest(manifest(LI, OFFICE_AT, **more))  # type: ignore[arg-type]


def _lines(lines: bytes) -> bytes:
    return _from(LI, zipped((MANIFEST, manifest(LI, OFFICE_AT, lines)), (CHANGES, lines)))


def _with_file(content: bytes, name: str, size: int, compression: int = zipfile.ZIP_STORED) -> bytes:
    info = zipfile.ZipInfo(f"files/{name}")
    info.compress_type = compression
    said = manifest(LI, OFFICE_AT, files={name: size})
    return _from(LI, zipped((MANIFEST, said), (CHANGES, LINES), (info, content)))


def _header(stanzas: list[bytes], *, end: bytes = b"--- " + b"A" * 43 + b"\n") -> bytes:
    return b"age-encryption.org/v1\n" + b"".join(stanzas) + end + b"\0" * 64


_STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"


def _raw(fill: Callable[[RawZip], None], **ending: int) -> bytes:
    """A ZIP with manifest and changes as they should be, and whatever ``fill`` adds."""
    archive = RawZip()
    said = manifest(LI, OFFICE_AT)
    archive.add(MANIFEST, deflated(said), len(said), crc=zlib.crc32(said))
    archive.add(CHANGES, deflated(LINES), len(LINES), crc=zlib.crc32(LINES))
    fill(archive)
    return _from(LI, archive.whole(**ending))


def _bomb(name: str, size: int, *, said: int | None = None) -> bytes:
    """One of the two members is a bomb of ``size`` megabytes, and says so or says another size."""
    packed, told = bomb(size), size * 2**20 if said is None else said
    archive = RawZip()
    members = {"changes": {"size": told, "sha256": "0" * 64}, "files": {}}
    text = manifest(LI, OFFICE_AT, members=members)
    for each, content in ((MANIFEST, text), (CHANGES, LINES)):
        if each == name:
            archive.add(each, packed, told)
        else:
            archive.add(each, deflated(content), len(content), crc=zlib.crc32(content))
    return _from(LI, archive.whole())


def _many_names(count: int) -> bytes:
    return _raw(lambda z: [z.add(f"files/{n:064x}", b"", 0, method=0) for n in range(count)] and None)


def _zip64() -> bytes:
    """A second ending, for large archives, that says the directory is as large as the file."""
    archive = RawZip()
    said = manifest(LI, OFFICE_AT)
    archive.add(MANIFEST, deflated(said), len(said), crc=zlib.crc32(said))
    archive.add(CHANGES, deflated(LINES), len(LINES), crc=zlib.crc32(LINES))
    at = len(archive.body) + len(archive.directory)
    archive.directory += b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 2, 2, 2**31, 0)
    archive.directory += b"PK\6\7" + struct.pack("<LQL", 0, at, 1)
    return _from(LI, archive.whole())


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("files/link")
    info.external_attr = 0o120777 << 16
    return info


def _readdressed() -> bytes:
    """王老师 sends on, to the office, what 李老师 wrote to 王老师 alone."""
    archive = zipped((MANIFEST, manifest(LI, WANG)), (CHANGES, LINES))
    return sealed(signed(archive, LI), OFFICE_AT)


def _resigned(magic: bytes = MAGIC) -> bytes:
    """王老师's signature under 李老师's name."""
    archive = zipped((MANIFEST, manifest(LI, OFFICE_AT)), (CHANGES, LINES))
    return sealed(signed(archive, dataclasses.replace(LI, keys=dataclasses.replace(WANG.keys, sign_key=LI.keys.sign_key)), magic=magic), OFFICE_AT)  # fmt: skip


def _enrolling(enrolment: bytes) -> bytes:
    return _from(
        STRANGER, zipped((MANIFEST, manifest(STRANGER, OFFICE_AT)), (CHANGES, LINES)), enrolment=enrolment
    )


def _armored() -> bytes:
    recipient = pyrage.x25519.Recipient.from_str(OFFICE_AT.keys.age_key)
    return bytes(pyrage.encrypt(b"x", [recipient], armored=True))


def _good() -> bytes:
    return _zip()


def _run(**differing: object) -> bytes:
    content = json.loads(LINES.splitlines()[2]) | differing
    return b"\n".join([*LINES.splitlines()[:2], json.dumps(content).encode()]) + b"\n"


Make = Callable[[], bytes]
_DAMAGED, _MALFORMED, _OTHER = "package_damaged", "package_malformed", "not_a_package"

HOSTILE: dict[str, tuple[Make, str]] = {
    # -- what is no package, or was cut
    "empty": (lambda: b"", _OTHER),
    "noughts": (lambda: b"\0" * 100_000, _OTHER),
    "text": (lambda: "这不是数据包".encode(), _OTHER),
    "a bare zip": (lambda: zipped((MANIFEST, b"{}")), _OTHER),
    "armored": (_armored, _OTHER),
    "header alone": (lambda: b"age-encryption.org/v1\n", _DAMAGED),
    "header without end": (lambda: _header([_STANZA] * 2, end=b""), _DAMAGED),
    "header of 20 KiB": (lambda: _header([b"-> X25519 " + b"A" * 20_000 + b"\n"]), _DAMAGED),
    "65 stanzas": (lambda: _header([_STANZA] * 65), _DAMAGED),
    "1,000 stanzas": (lambda: _header([_STANZA] * 1000), _DAMAGED),
    "10,000 short stanzas": (lambda: _header([b"-> a\n\n"] * 10_000), _DAMAGED),
    "64 stanzas of a stranger": (lambda: _header([_STANZA] * 64), _DAMAGED),
    "scrypt, logN 22": (lambda: _header([b"-> scrypt " + b"A" * 22 + b" 22\n" + b"A" * 43 + b"\n"]), _DAMAGED),
    "sealed for another": (lambda: sealed(b"x" * 500, WANG), "not_for_us"),
    "two packages in one": (lambda: _good() * 2, _DAMAGED),
    "a package and more": (lambda: _good() + b"more", _DAMAGED),
    "a package without its end": (lambda: _good()[:-1], _DAMAGED),
    # -- the opening
    "nothing sealed": (lambda: sealed(b"", OFFICE_AT), _OTHER),
    "other content": (lambda: sealed(b"PK\3\4" + b"x" * 500, OFFICE_AT), _OTHER),
    "another format": (lambda: sealed(signed(b"", LI, magic=b"ftpkg 2\n"), OFFICE_AT), "newer_package"),
    "the magic alone": (lambda: sealed(MAGIC, OFFICE_AT), _DAMAGED),
    "no signature": (lambda: sealed(signed(b"", LI)[:-1], OFFICE_AT), _DAMAGED),
    "an enrolment of 64 KiB": (lambda: sealed(signed(b"", LI, enrolment=b"x" * 65_535), OFFICE_AT), _DAMAGED),
    "an enrolment longer than the file": (lambda: sealed(MAGIC + b"k" * 32 + b"\x07\xff" + b"x" * 90, OFFICE_AT), _DAMAGED),
    "an enrolment 10,000 deep": (lambda: _enrolling(b"[" * 2000), _MALFORMED),
    "an enrolment of NaN": (lambda: _enrolling(b'{"invite":NaN}'), _MALFORMED),
    "an enrolment of nothing": (lambda: _enrolling(b"{}"), _MALFORMED),
    "an invitation made up": (lambda: _enrolling(enrolment_written(enrol("inv-9", "guess", STRANGER.station))), "bad_enrolment"),
    # -- signatures
    "a stranger's": (lambda: _from(STRANGER, zipped((MANIFEST, manifest(STRANGER, OFFICE_AT)), (CHANGES, LINES))), "unknown_sender"),
    "one switched off": (lambda: _from(REVOKED, zipped((MANIFEST, manifest(REVOKED, OFFICE_AT)), (CHANGES, LINES))), "revoked_sender"),
    "another's signature": (_resigned, "bad_signature"),
    "no signature at all": (lambda: sealed(MAGIC + bytes.fromhex(LI.keys.sign_key) + bytes(2 + 64) + zipped((MANIFEST, b"{}")), OFFICE_AT), "bad_signature"),
    "a key that is no point": (lambda: sealed(MAGIC + b"\xff" * 32 + bytes(2 + 64), OFFICE_AT), "unknown_sender"),
    "sent on to another": (_readdressed, "not_for_us"),
    "another college's": (lambda: _said(college=STRANGER.keys.sign_key), "other_college"),
    "another's name inside": (lambda: _manifest(manifest(WANG, OFFICE_AT)), _MALFORMED),
    # -- the ZIP
    "no ZIP": (lambda: _from(LI, b"x" * 1000), _MALFORMED),
    "nothing at all": (lambda: _from(LI, b""), _MALFORMED),
    "an empty ZIP": (lambda: _from(LI, zipped()), _MALFORMED),
    "no manifest": (lambda: _from(LI, zipped((CHANGES, LINES))), _MALFORMED),
    "no changes": (lambda: _from(LI, zipped((MANIFEST, manifest(LI, OFFICE_AT)))), _MALFORMED),
    "a member twice": (lambda: _raw(lambda z: z.add(CHANGES, b"", 0)), _MALFORMED),
    "a member too many": (lambda: _zip(("readme.txt", b"x")), _MALFORMED),
    "a path upwards": (lambda: _zip(("../../evil", b"x")), _MALFORMED),
    "a path of Windows": (lambda: _zip(("C:\\Windows\\evil.dll", b"x")), _MALFORMED),
    "a device of Windows": (lambda: _zip(("files/CON", b"x")), _MALFORMED),
    "a name from right to left": (lambda: _zip(("files/\u202egpj.exe", b"x")), _MALFORMED),
    "a name with NUL": (lambda: _raw(lambda z: z.add("files/a\0b", b"", 0)), _MALFORMED),
    "a symbolic link": (lambda: _zip((_link(), b"/etc/passwd")), _MALFORMED),
    "65,000 names": (lambda: _many_names(65_000), _MALFORMED),
    "59,000 names": (lambda: _many_names(59_000), _MALFORMED),
    "a member locked": (lambda: _raw(lambda z: z.add("files/x", b"", 0, flags=1)), _MALFORMED),
    "bzip2": (lambda: _zip(("files/x", b"x" * 99), compression=zipfile.ZIP_BZIP2), _MALFORMED),
    "an unknown packing": (lambda: _raw(lambda z: z.add("files/x", b"xx", 2, method=99)), _MALFORMED),
    "members that overlap": (lambda: _raw(lambda z: z.add("files/x", b"", 9, at=10)), _MALFORMED),
    "a member beyond the end": (lambda: _raw(lambda z: z.add("files/x", b"", 0, at=2**31)), _MALFORMED),
    "a comment": (lambda: _zip(comment=b"x" * 60_000), _MALFORMED),
    "more entries than there are": (lambda: _raw(lambda _: None, entries=3), _MALFORMED),
    "a directory elsewhere": (lambda: _raw(lambda _: None, start=0), _MALFORMED),
    "a directory of 4 GiB": (lambda: _raw(lambda _: None, length=2**32 - 1), _MALFORMED),
    "an ending for large archives": (_zip64, _MALFORMED),
    # -- bombs
    "a manifest of 2 GiB": (lambda: _bomb(MANIFEST, 2047), _MALFORMED),
    "a manifest that says it is small": (lambda: _bomb(MANIFEST, 2047, said=500), _MALFORMED),
    "changes of 2 GiB": (lambda: _bomb(CHANGES, 2047), _MALFORMED),
    "changes that say they are small": (lambda: _bomb(CHANGES, 2047, said=500), _MALFORMED),
    "a file of 2 GiB": (lambda: _with_file(b" " * 2**22, PHOTO_NAME, 2**22, zipfile.ZIP_DEFLATED), _MALFORMED),
    # -- files
    "a file that is not its hash": (lambda: _with_file(b"another", PHOTO_NAME, 7), _MALFORMED),
    "a file of another size": (lambda: _with_file(PHOTO, PHOTO_NAME, 8), _MALFORMED),
    "a file the manifest names, not there": (lambda: _said(files={PHOTO_NAME: 7}), _MALFORMED),
    "a file whose name is no hash": (lambda: _with_file(PHOTO, "photo.jpg", 7), _MALFORMED),
    # -- the manifest
    "a manifest 100,000 deep": (lambda: _manifest(b"[" * 100_000), _MALFORMED),
    "a manifest of a million lists": (lambda: _manifest(b"[" + b"[]," * 10**6 + b"0]"), _MALFORMED),
    "a manifest of a million texts": (lambda: _manifest(manifest(LI, OFFICE_AT).replace(b'"released": []', b'"released": [' + b'"ab",' * 1_300_000 + b'"ab"]')), _MALFORMED),
    "a manifest beyond 8 MiB": (lambda: _said(more="x" * 2**23), _MALFORMED),
    "a manifest of NaN": (lambda: _said(serial=float("nan")), _MALFORMED),
    "a manifest with a name twice": (lambda: _manifest(manifest(LI, OFFICE_AT)[:-1] + b',"serial":1}'), _MALFORMED),
    "a serial number of 4,301 digits": (lambda: _manifest(manifest(LI, OFFICE_AT).replace(b'"serial": 1', b'"serial": ' + b"1" * 4301)), _MALFORMED),
    "a serial number as text": (lambda: _said(serial="1"), _MALFORMED),
    "no serial number": (lambda: _said(serial=...), _MALFORMED),
    "half a character": (lambda: _said(stations=[{"sign_key": "\ud800"}]), _MALFORMED),
    "a list for an object": (lambda: _said(have=[]), _MALFORMED),
    "an object for a list": (lambda: _said(stations={}), _MALFORMED),
    "a digest that is none": (lambda: _said(have={"student:x": "zz"}), _MALFORMED),
    "based on nothing there is": (lambda: _said(based_on=["d"]), _MALFORMED),
    "based on a package that is no number": (lambda: _said(based_on=["d", "1"]), _MALFORMED),
    "a station that is none": (lambda: _said(stations=[{}]), _MALFORMED),
    "a manifest that is a list": (lambda: _manifest(b"[]"), _MALFORMED),
    "format 0": (lambda: _said(format=0), _MALFORMED),
    "for readers beyond its own format": (lambda: _said(min_reader=2), _MALFORMED),
    "of a later format": (lambda: _said(format=2, min_reader=2, have=7), "newer_package"),
    # -- the changes
    "changes of another hash": (lambda: _said(members={"changes": {"size": len(LINES), "sha256": "0" * 64}, "files": {}}), _MALFORMED),
    "changes of another size": (lambda: _said(members={"changes": {"size": 5, "sha256": "0" * 64}, "files": {}}), _MALFORMED),
    "changes that are no lines": (lambda: _lines(b"\xff" * 1000), _MALFORMED),
    "a line 100,000 deep": (lambda: _lines(b'{"fields":' + b"[" * 100_000), _MALFORMED),
    "a line beyond 8 MiB": (lambda: _lines(b'{"author":"' + os.urandom(50_000).hex().encode() * 90 + b'"}\n'), _MALFORMED),
    "a line of a million lists": (lambda: _lines(_run(fields=["name"], values=[1], replaces=[[[]] * 10**6])), _MALFORMED),
    "a line of NaN": (lambda: _lines(_run(values=[float("nan")] * 4)), _MALFORMED),
    "a text with NUL": (lambda: _lines(_run(values=["a\0"] * 4)), _MALFORMED),
    "a number beyond 2^53": (lambda: _lines(_run(values=[2**53] * 4)), _MALFORMED),
    "the same line again": (lambda: _lines(LINES + LINES.splitlines()[2] + b"\n"), _MALFORMED),
    "the last line bad": (lambda: _lines(LINES + b"{}\n"), _MALFORMED),
}  # fmt: skip

_MEMORY = 120 * 2**20
"""Bytes that Python may hold at most while a hostile file is refused; its readers hold one line, one manifest or one file."""


def _consume(path: Path) -> None:
    with OFFICE_AT.open(path, LI, WANG, REVOKED, invitation={"inv-1": "secret"}.get) as opened:
        for _ in opened.changes():
            pass
        for sha256 in opened.files:
            opened.file(sha256)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "p.ftpkg"
    path.write_bytes(make())
    tracemalloc.start()
    try:
        with pytest.raises(InputRefused) as caught:
            _consume(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == code
    assert caught.value.text.zh.endswith("。")
    assert "\n" not in caught.value.text.en
    assert most < _MEMORY
    assert {each.name for each in tmp_path.iterdir()} == {"p.ftpkg"}


def test_what_is_hostile_was_made_from_what_is_taken(tmp_path: Path) -> None:
    """The forgeries differ from a good package in what they are called after, and in nothing else."""
    path = tmp_path / "p.ftpkg"
    for make in (_good, lambda: _raw(lambda _: None), lambda: _lines(LINES), lambda: _lines(_run()),
                 lambda: _with_file(PHOTO, PHOTO_NAME, 7), _said):  # fmt: skip
        path.write_bytes(make())
        _consume(path)


def test_a_file_beyond_2_gib_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "p.ftpkg"
    with path.open("wb") as file:
        file.write(b"age-encryption.org/v1\n")
        file.truncate(2**31 + 1)
    with pytest.raises(InputRefused) as caught:
        _consume(path)
    assert caught.value.code == "package_too_large"


def test_an_old_package_comes_again_as_it_was(tmp_path: Path) -> None:
    """Replayed packages are told by those who keep serial numbers; here they say what they said."""
    path = tmp_path / "p.ftpkg"
    LI.write(path, OFFICE_AT, changes_of(), manifest={"serial": 3})
    for _ in range(2):
        with OFFICE_AT.open(path, LI) as opened:
            assert opened.manifest.serial == 3
            assert list(opened.changes()) == changes_of()


def test_a_line_may_be_as_long_as_said(tmp_path: Path) -> None:
    words = "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FFF), k=2**20)))
    long = changes_of(students=1)[0]._replace(value=words)
    (line,) = [line for line in lines_of([long]) if b"fields" in line]
    assert 3 * 2**20 < len(line) < LONGEST_LINE
    path = tmp_path / "p.ftpkg"
    path.write_bytes(_lines(b"".join(lines_of([long]))))
    _consume(path)


_MEASURED = """
import json, resource, sys, time
from pathlib import Path
from fieldteacher.domain.errors import InputRefused
from fieldteacher.exchange import container
from fieldteacher.exchange.keys import read_keys
from fieldteacher.exchange.container import Trust
from fieldteacher.domain.exchange import Station

said = json.loads(sys.stdin.read())
keys = read_keys(said["keys"])
known = {one["sign_key"]: Station(**(one | {"covers": ()})) for one in said["known"]}
trust = Trust(college=keys.sign_key, station=known.get)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.perf_counter()
try:
    with container.opened(Path(sys.argv[1]), keys=keys, trust=trust) as opened:
        for _ in opened.changes():
            pass
        for sha256 in opened.files:
            opened.file(sha256)
except InputRefused as refused:
    code = refused.code
seconds = time.perf_counter() - begun
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"code": code, "seconds": seconds, "kib": after, "more": after - before}))
"""


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform == "win32", reason="measures as Unix does")
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_within_a_second_and_200_mb(name: str, tmp_path: Path) -> None:
    make, code = HOSTILE[name]
    path = tmp_path / "p.ftpkg"
    path.write_bytes(make())
    known = [dataclasses.asdict(each.station) for each in (LI, WANG, REVOKED)]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(path)], input=json.dumps({"keys": OFFICE_AT.keys.kept, "known": known}),
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert found["code"] == code
    assert found["seconds"] < 1
    assert found["kib"] < 200_000
