"""A look into OLE compound files ([MS-CFB]): what kind of document, and whether it is encrypted.

True .xls files, .et files of WPS, password-protected .xlsx files and old Word documents all begin
with the same eight bytes; only the names of the streams inside tell them apart.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are marks, not sector numbers
_MAX_SECTORS = 4096  # of one chain: plenty for a directory, and no endless loop in a crafted file

_FILEPASS = 0x002F
_DATE1904 = 0x0022
_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_EOF = 0x000A


@dataclass(frozen=True, slots=True)
class Ole:
    """What the directory of a compound file says."""

    streams: frozenset[str]
    workbook: bytes
    """The beginning of the workbook stream, empty where there is none."""

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed: a packaged .xlsx, or a FILEPASS record in the workbook."""
        return "EncryptedPackage" in self.streams or _record(self.workbook, _FILEPASS) is not None

    @property
    def date1904(self) -> bool:
        """Whether days count from 1904 (old Mac workbooks)."""
        return _record(self.workbook, _DATE1904) == b"\x01\x00"


def _record(stream: bytes, wanted: int) -> bytes | None:
    """The content of the first record of a kind among the workbook's globals ([MS-XLS] 2.1.4)."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if at == 0 and kind not in _BOF:
            return None
        if kind == wanted:
            return stream[at + 4 : at + 4 + length]
        if kind == _EOF:
            return None
        at += 4 + length
    return None


class _Sectors:
    """The sectors of a compound file and the chains they form."""

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        self._file = file
        shift = struct.unpack_from("<H", head, 30)[0]
        if shift not in (9, 12):
            raise ValueError("sector size")
        self.size = 1 << shift
        self._fat_sectors = [n for n in struct.unpack_from("<109I", head, 76) if n < _END]

    def read(self, number: int) -> bytes:
        self._file.seek((number + 1) * self.size)
        return self._file.read(self.size)

    def next(self, number: int) -> int:
        per = self.size // 4
        index, place = divmod(number, per)
        if index >= len(self._fat_sectors):
            return _END  # further parts of the table are only needed for files beyond 7 MB of globals
        part = self.read(self._fat_sectors[index])
        return int(struct.unpack_from("<I", part, place * 4)[0])

    def chain(self, number: int, limit: int) -> bytes:
        parts: list[bytes] = []
        while number < _END and len(parts) < limit:
            parts.append(self.read(number))
            number = self.next(number)
        return b"".join(parts)


def look(file: BinaryIO) -> Ole:
    """Read the directory of an open compound file. Raises ``ValueError`` where it is damaged."""
    file.seek(0)
    head = file.read(512)
    if len(head) < 512 or not head.startswith(SIGNATURE):
        raise ValueError("header")
    try:
        sectors = _Sectors(file, head)
        directory = sectors.chain(struct.unpack_from("<I", head, 48)[0], _MAX_SECTORS)
        entries = {
            name: (start, size)
            for at in range(0, len(directory) - 127, 128)
            for name, start, size in [_entry(directory, at)]
        }
        small = struct.unpack_from("<I", head, 56)[0]
        workbook = b""
        for name in ("Workbook", "Book"):
            if name in entries and entries[name][1] >= small:
                workbook = sectors.chain(entries[name][0], 64)
                break
            if name in entries:
                workbook = _from_mini_stream(sectors, head, entries, name)
                break
    except struct.error as error:
        raise ValueError("structure") from error
    return Ole(frozenset(entries), workbook)


def _entry(directory: bytes, at: int) -> tuple[str, int, int]:
    length = struct.unpack_from("<H", directory, at + 64)[0]
    name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    start, size = struct.unpack_from("<II", directory, at + 116)
    return name, start, size


def _from_mini_stream(
    sectors: _Sectors, head: bytes, entries: dict[str, tuple[int, int]], name: str
) -> bytes:
    """A stream shorter than the cutoff lives in 64-byte pieces inside the root entry's stream."""
    root = sectors.chain(entries["Root Entry"][0], 256) if "Root Entry" in entries else b""
    table = sectors.chain(struct.unpack_from("<I", head, 60)[0], 256)
    number, size = entries[name]
    parts: list[bytes] = []
    while number < _END and len(parts) < 128 and number * 4 + 4 <= len(table):
        parts.append(root[number * 64 : number * 64 + 64])
        number = struct.unpack_from("<I", table, number * 4)[0]
    return b"".join(parts)[:size]
