"""What a file really is, from its bytes: the name's ending is never believed."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from fieldteacher.domain.os_errors import reason
from fieldteacher.tabular import ole
from fieldteacher.tabular.faults import not_a_table, refused
from fieldteacher.tabular.limits import Limits

Format = Literal["xlsx", "xlsb", "xls", "ods", "html", "xml", "text"]

_HEAD = 65_536
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError,
)  # fmt: skip
"""What reading a broken or crafted zip file may raise."""
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|meta|style|div|tr)\b", re.I)
_DATE1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is."""

    format: Format
    date1904: bool = False
    """Whether plain day numbers count from 1904; cells that the workbook itself calls dates are right already."""


def sniff(path: Path, limits: Limits) -> Sniffed:
    """What kind of table the file is. Raises ``InputRefused`` where it is none or must not be read."""
    name = path.name
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refused("is_directory", name)
        if not stat.S_ISREG(status.st_mode):
            raise refused("not_a_file", name)
        if status.st_size == 0:
            raise refused("empty_file", name)
        if status.st_size > limits.file_size:
            raise refused("too_large", name)
        with path.open("rb") as file:
            return _sniff_open(file, name, limits)
    except FileNotFoundError as error:
        raise refused("file_not_found", name) from error
    except PermissionError as error:
        raise refused("file_locked", name) from error
    except OSError as error:
        raise refused("not_readable", name, detail=reason(error)) from error


def _sniff_open(file: BinaryIO, name: str, limits: Limits) -> Sniffed:
    head = file.read(_HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_zip(file, name, limits)
    if head.startswith(ole.SIGNATURE):
        return _sniff_ole(file, name)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise not_a_table(name, kind)
    if not head.strip(b"\x00 \t\r\n"):
        raise refused("no_data", name)
    return Sniffed(_sniff_text(head, name))


def _sniff_ole(file: BinaryIO, name: str) -> Sniffed:
    try:
        found = ole.look(file)
    except ValueError as error:
        raise refused("damaged_file", name) from error
    if found.encrypted:
        raise refused("password_protected", name)
    if not found.streams.isdisjoint(("Workbook", "Book", "WORKBOOK", "BOOK")):
        return Sniffed("xls", found.date1904)
    if "WordDocument" in found.streams:
        raise not_a_table(name, "word")
    raise not_a_table(name, "slides" if "PowerPoint Document" in found.streams else "binary")


def _sniff_zip(file: BinaryIO, name: str, limits: Limits) -> Sniffed:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > limits.inflated:
                raise refused("too_large", name)
            if any(member.flag_bits & 1 for member in members):
                raise refused("password_protected", name)
            return _sniff_members(archive, {member.filename for member in members}, name)
    except _BROKEN_ZIP as error:
        raise refused("damaged_file", name) from error


def _sniff_members(archive: zipfile.ZipFile, members: set[str], name: str) -> Sniffed:
    lower = {member.lower().replace("\\", "/"): member for member in members}
    if "xl/workbook.xml" in lower:
        with archive.open(lower["xl/workbook.xml"]) as part:
            return Sniffed("xlsx", bool(_DATE1904.search(part.read(1 << 20))))
    if "xl/workbook.bin" in lower:
        return Sniffed("xlsb")
    if "mimetype" in lower:
        with archive.open(lower["mimetype"]) as part:
            kind = part.read(200).decode("ascii", "replace").strip()
        if "spreadsheet" in kind:
            _refuse_encrypted_ods(archive, lower, name)
            return Sniffed("ods")
        raise not_a_table(
            name, "slides" if "presentation" in kind else "word" if "text" in kind else "archive"
        )
    if any(member.startswith("word/") for member in lower):
        raise not_a_table(name, "word")
    raise not_a_table(name, "slides" if any(m.startswith("ppt/") for m in lower) else "archive")


def _refuse_encrypted_ods(archive: zipfile.ZipFile, lower: dict[str, str], name: str) -> None:
    if "meta-inf/manifest.xml" in lower:
        with archive.open(lower["meta-inf/manifest.xml"]) as part:
            if b"encryption-data" in part.read(1 << 20):
                raise refused("password_protected", name)


def _sniff_text(head: bytes, name: str) -> Format:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) & ~1].decode("utf-16", "replace")
    elif utf16_order(head):
        text = head[: len(head) & ~1].decode(f"utf-16-{utf16_order(head)}", "replace")
    elif _BINARY.search(head):
        raise not_a_table(name, "binary")
    else:
        text = head.decode("latin-1")
    start = text.lstrip("\ufeffï»¿ \t\r\n")[:4096]
    if start.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in text and re.search(
            r"<(?:\w+:)?Workbook\b", text
        ):
            return "xml"
        if _HTML.search(start):
            return "html"
        if start.startswith("<?xml"):
            if "<!DOCTYPE" in start:
                raise refused("unsafe_xml", name)
            raise not_a_table(name, "xml")
    return "text"


def utf16_order(head: bytes) -> Literal["le", "be"] | None:
    """The byte order of UTF-16 text without a mark: half of the bytes of Latin letters and digits are zero."""
    sample = head[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # Separators, digits and line breaks alone make a zero byte in every few characters of a table;
    # on the other side zeros are rare, but 一 (U+4E00) has one.
    if max(even, odd) <= max(len(sample) // 20, 4 * min(even, odd)):
        return None
    return "le" if odd > even else "be"


def count_inflated(path: Path, limits: Limits) -> None:
    """Unpack every member of a zip file and count the bytes that really come out.

    The sizes that the file declares may lie. Raises ``InputRefused`` beyond ``limits.inflated``.
    """
    total = 0
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                total = _inflate(file, member, total, limits.inflated, path.name)
    except _BROKEN_ZIP as error:
        raise refused("damaged_file", path.name) from error


def _inflate(file: BinaryIO, member: zipfile.ZipInfo, total: int, limit: int, name: str) -> int:
    file.seek(member.header_offset)
    lengths = struct.unpack("<HH", file.read(30)[26:30])
    file.seek(sum(lengths), 1)
    left = member.compress_size
    unpack = zlib.decompressobj(-15)
    while left > 0:
        data = file.read(min(left, 1 << 18))
        if not data:
            break
        left -= len(data)
        if member.compress_type == zipfile.ZIP_STORED:
            total += len(data)
        while data and member.compress_type == zipfile.ZIP_DEFLATED and not unpack.eof:
            total += len(unpack.decompress(data, 1 << 20))
            data = unpack.unconsumed_tail
            if total > limit:
                raise refused("too_large", name)
        if total > limit:
            raise refused("too_large", name)
    return total
