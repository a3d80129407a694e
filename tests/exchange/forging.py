"""Packages that nobody honest writes: any bytes at any place, sealed and, where that is wanted, rightly signed."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyrage
from tests.exchange.stations import At, changes_of

from fieldteacher.exchange.codec import lines_of

MAGIC = b"ftpkg 1\n"
MANIFEST, CHANGES = "manifest.json", "changes.jsonl"
LINES = b"".join(lines_of(changes_of()))


def sealed(inner: bytes, to: At) -> bytes:
    """``inner`` as an age file for a station."""
    return bytes(pyrage.encrypt(inner, [pyrage.x25519.Recipient.from_str(to.keys.age_key)]))


def inside(package: Path, reader: At) -> bytes:
    """What is sealed in a package."""
    return bytes(
        pyrage.decrypt(package.read_bytes(), [pyrage.x25519.Identity.from_str(reader.keys.age_secret)])
    )


def signed(archive: bytes, sender: At, *, enrolment: bytes = b"", magic: bytes = MAGIC) -> bytes:
    """What goes into the seal: an archive with the sender's signature before it."""
    before = magic + bytes.fromhex(sender.keys.sign_key) + len(enrolment).to_bytes(2, "big") + enrolment
    signature = sender.keys.sign(magic + hashlib.sha512(before + archive).digest())
    return before + signature + archive


def manifest(
    sender: At, to: At, lines: bytes = LINES, files: Mapping[str, int] | None = None, **more: Any
) -> bytes:
    """A manifest that fits ``lines``; ``more`` replaces what stands in it, ``...`` takes it away."""
    plain = sender.manifest(to)
    content: dict[str, Any] = {name: getattr(plain, name) for name in plain.__slots__}
    content["sender"] = {name: getattr(sender.station, name) for name in sender.station.__slots__}
    changes = {"size": len(lines), "sha256": hashlib.sha256(lines).hexdigest()}
    content["members"] = {"changes": changes, "files": dict(files or {})}
    return json.dumps({name: value for name, value in (content | more).items() if value is not ...}).encode()


def zipped(
    *members: tuple[str | zipfile.ZipInfo, bytes], compression: int = zipfile.ZIP_DEFLATED, **ending: bytes
) -> bytes:
    """A ZIP of these members, with what ``zipfile`` makes of them."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
        archive.comment = ending.get("comment", b"")
    return sink.getvalue()


def bomb(megabytes: int) -> bytes:
    """A raw deflate stream that becomes that many megabytes of blanks; made at once, by repeating one block."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + block * (megabytes - 1) + packer.flush(zlib.Z_FINISH)


class RawZip:
    """A ZIP written byte by byte, so that it can say anything of its members."""

    def __init__(self) -> None:
        self.body = bytearray()
        self.directory = bytearray()
        self.count = 0

    def add(
        self,
        name: str,
        packed: bytes,
        size: int,
        *,
        method: int = 8,
        at: int | None = None,
        flags: int = 0,
        crc: int = 0,
    ) -> None:
        """A member; ``at`` lets it claim another's place, ``size`` is what it says to become."""
        encoded = name.encode()
        common = struct.pack("<HHHHHLLLHH", 20, flags, method, 0, 33, crc, len(packed), size, len(encoded), 0)
        offset = len(self.body) if at is None else at
        if at is None:
            self.body += b"PK\3\4" + common + encoded + packed
        self.directory += (
            b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, 0, offset) + encoded
        )
        self.count += 1

    def whole(self, **ending: int) -> bytes:
        """The whole; ``ending`` lies about ``entries``, ``length`` or ``start`` of the directory."""
        end = struct.pack(
            "<4s4H2LH", b"PK\5\6", 0, 0, ending.get("entries", self.count), ending.get("entries", self.count),
            ending.get("length", len(self.directory)), ending.get("start", len(self.body)), 0,
        )  # fmt: skip
        return bytes(self.body + self.directory + end)


def deflated(content: bytes) -> bytes:
    """A raw deflate stream."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
