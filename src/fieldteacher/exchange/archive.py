"""The ZIP in a package: the manifest, the changes (both deflated) and files under their hashes (as they are).

Read by its own rules, which are narrower than those of ZIP: one directory right at the end, members one after another,
no more and no fewer names than the manifest says, no size but the one it says. No path is ever taken from it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from fieldteacher.domain.exchange import Manifest, SharedChange
from fieldteacher.exchange import codec, refusals
from fieldteacher.exchange import manifest as manifests
from fieldteacher.exchange.manifest import Members
from fieldteacher.exchange.scratch import Scratch
from fieldteacher.exchange.strict import Wrong

_MANIFEST, _CHANGES, _FILES = "manifest.json", "changes.jsonl", "files/"
_AT_ONCE = 2**16
MOST_FILES = 20_000
_LONGEST_ENTRY = 46 + 128
"""Bytes of the longest entry of the directory; ours name 70 characters at most and say nothing else."""
_END = struct.Struct("<4s4H2LH")
_ZIP64_LOCATOR = 20
_LOCAL = 30
"""Bytes before the name of a member."""
LARGEST_FILE = 64 * 2**20
"""Bytes of the largest file; it is read in one piece."""
_LARGEST_CHANGES = 2**31
_TIGHTEST = 200
"""How much smaller deflating can make changes; real ones become about ten times smaller."""
# What zipfile raises for a ZIP that is none, or is one of a kind it does not know.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip


# -- writing ---------------------------------------------------------------------------------


def write(
    sink: Scratch, manifest: Manifest, changes: Iterable[SharedChange], files: Iterable[tuple[str, bytes]]
) -> Manifest:
    """Write the ZIP; returns the manifest with its ``counts``."""
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_member(_CHANGES, zipfile.ZIP_DEFLATED), "w", force_zip64=False) as member:
            counted = _Counted(changes)
            size, sha256 = _fill(member, codec.lines_of(counted.each()))
        named: dict[str, int] = {}
        for name, content in files:
            if name not in named:
                if len(named) == MOST_FILES:
                    raise refusals.too_many_files(MOST_FILES)
                named[name] = len(content)
                archive.writestr(_member(_FILES + name, zipfile.ZIP_STORED), content)
        counts = {"dossiers": len(counted.dossiers), "changes": counted.count, "files": len(named)}
        filled = dataclasses.replace(manifest, counts=counts)
        data = manifests.written(filled, Members(size, sha256, named))
        archive.writestr(_member(_MANIFEST, zipfile.ZIP_DEFLATED), data)
    return filled


class _Counted:
    """Changes on their way, counted."""

    def __init__(self, changes: Iterable[SharedChange]) -> None:
        self._changes = changes
        self.count = 0
        self.dossiers: set[str] = set()

    def each(self) -> Iterator[SharedChange]:
        for change in self._changes:
            self.count += 1
            self.dossiers.add(change.dossier)
            yield change


def _member(name: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = compression
    info.external_attr = 0o600 << 16
    return info


def _fill(member: IO[bytes], lines: Iterable[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    size, waiting, held = 0, [], 0
    for line in lines:
        waiting.append(line)
        held += len(line)
        if held >= _AT_ONCE:
            size += _put(member, digest, waiting)
            waiting, held = [], 0
    return size + _put(member, digest, waiting), digest.hexdigest()


def _put(member: IO[bytes], digest: Any, lines: list[bytes]) -> int:
    data = b"".join(lines)
    digest.update(data)
    member.write(data)
    return len(data)


# -- reading ---------------------------------------------------------------------------------


class Archive:
    """The ZIP that begins at ``begins`` of a stream. Everything here raises ``Wrong``; making one also ``Newer``."""

    def __init__(self, stream: IO[bytes], begins: int) -> None:
        with _readable():
            entries = _check_end(stream, begins)
            self._zip = zipfile.ZipFile(stream)
            infos = self._zip.infolist()
            _check_places(infos, self._zip.start_dir, begins)
        self._infos = {info.filename: info for info in infos}
        if not len(self._infos) == len(infos) == entries or not {_MANIFEST, _CHANGES} <= self._infos.keys():
            raise Wrong("the ZIP lacks a member, or has one twice")
        self.manifest, self.members = manifests.read(self._whole(_MANIFEST, manifests.LARGEST))
        self._check_members()

    def changes(self) -> Iterator[SharedChange]:
        """The changes, in order."""
        with _readable(), self._zip.open(self._infos[_CHANGES]) as member:
            checked = _Checked(member, self.members.changes_size, self.members.changes_sha256)
            yield from codec.changes_in(io.BufferedReader(checked, _AT_ONCE))

    def file(self, sha256: str) -> bytes:
        """The content of a file; ``KeyError`` where the package carries none of that hash."""
        size = self.members.files[sha256]
        content = self._whole(_FILES + sha256, size)
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            raise Wrong("a file is not what its hash says")
        return content

    def _whole(self, name: str, most: int) -> bytes:
        with _readable(), self._zip.open(self._infos[name]) as member:
            content = member.read(most + 1)
        if len(content) > most:
            raise Wrong(f"{name} is larger than it may be")
        return content

    def _check_members(self) -> None:
        members = self.members
        if self._infos.keys() - {_MANIFEST, _CHANGES} != {_FILES + sha256 for sha256 in members.files}:
            raise Wrong("the ZIP holds other files than the manifest says")
        for sha256, size in members.files.items():
            info = self._infos[_FILES + sha256]
            if info.compress_type != zipfile.ZIP_STORED or not info.file_size == info.compress_size == size:
                raise Wrong("a file is not as large as the manifest says")
            if size > LARGEST_FILE:
                raise Wrong("a file is larger than it may be")
        changes = self._infos[_CHANGES]
        if changes.file_size != members.changes_size:
            raise Wrong("changes.jsonl is not as large as the manifest says")
        if members.changes_size > min(_LARGEST_CHANGES, _TIGHTEST * changes.compress_size + 2**20):
            raise Wrong("changes.jsonl is larger than it can be")


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise Wrong("the ZIP cannot be read") from error


def _check_end(stream: IO[bytes], begins: int) -> int:
    """Refuse a ZIP whose directory is not the last thing in it, or large, before ``zipfile`` loads that into memory.

    Returns how many members it says to have.
    """
    size = stream.seek(0, io.SEEK_END)
    if size - begins < _END.size:
        raise Wrong("there is no ZIP")
    before = stream.seek(max(begins, size - _END.size - _ZIP64_LOCATOR))
    tail = stream.read(size - before)
    mark, disk, first, here, entries, length, start, comment = _END.unpack(tail[-_END.size :])
    if b"PK\6\7" in tail[:4] or mark != b"PK\5\6" or disk or first or here != entries or comment:
        raise Wrong("the ZIP does not end as it should")
    if entries > MOST_FILES + 2 or length > entries * _LONGEST_ENTRY:
        raise Wrong("the directory of the ZIP is larger than it may be")
    if start + length + _END.size != size - begins:
        raise Wrong("the directory of the ZIP is not where it should be")
    return int(entries)


def _check_places(infos: Iterable[zipfile.ZipInfo], ends: int, begins: int) -> None:
    """Refuse members that overlap or are locked; deflated or as they are, and nothing else."""
    at = begins
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < at:
            raise Wrong("members of the ZIP overlap")
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Wrong("a member of the ZIP is packed in a way that is not used here")
        at = info.header_offset + _LOCAL + len(info.orig_filename) + info.compress_size
    if at > ends:
        raise Wrong("members of the ZIP overlap")


class _Checked(io.RawIOBase):
    """A member as it is read: never more than was said, and at its end what was said."""

    def __init__(self, member: IO[bytes], size: int, sha256: str) -> None:
        super().__init__()
        self._member = member
        self._left = size
        self._sha256 = sha256
        self._digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._member.read(len(buffer))
        self._left -= len(data)
        self._digest.update(data)
        if self._left < 0 or (not data and (self._left or self._digest.hexdigest() != self._sha256)):
            raise Wrong("changes.jsonl is not what the manifest says")
        buffer[: len(data)] = data
        return len(data)
