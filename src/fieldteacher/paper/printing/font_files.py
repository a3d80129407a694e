"""Look into TrueType files: where the system keeps them, and which characters one holds.

Only the table directory, ``OS/2`` and ``cmap`` are read, so that hundreds of installed fonts can be asked
for one rare character without loading them (OpenType specification, chapters "otff" and "cmap").
"""

from __future__ import annotations

import os
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_TRUETYPE = (0x00010000, 0x74727565)
_COLLECTION = 0x74746366
_RESTRICTED = 0x0002
_LEAST_SIZE = 400_000
"""Smaller files hold no rare hanzi."""
_MOST_FILES = 600

_KNOWN = (
    "simsunb.ttf",
    "simsunextg.ttf",
    "simsun.ttc",
    "msyh.ttc",
    "mingliub.ttc",
    "simfang.ttf",
    "songti.ttc",
    "stheiti light.ttc",
    "hanaminb.ttf",
    "hanamina.ttf",
    "babelstonehan.ttf",
    "plangothicp1-regular.ttf",
    "plangothicp2-regular.ttf",
    "uming.ttc",
    "wqy-zenhei.ttc",
    "droidsansfallbackfull.ttf",
)
"""Fonts known for rare hanzi, asked first."""


class NotTrueType(Exception):
    """The file is no TrueType font that may be embedded: other outlines, damaged, or its licence forbids."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """One face of a font file and the characters it claims to have, as rising ranges."""

    path: Path
    index: int
    firsts: array[int]
    lasts: array[int]

    def claims(self, character: str) -> bool:
        """Whether the character map names the character (its outline may still be empty)."""
        code = ord(character)
        place = bisect_right(self.firsts, code) - 1
        return place >= 0 and code <= self.lasts[place]


def system_folders() -> tuple[Path, ...]:
    """The folders in which this system and its user keep fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local")))
        return (windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    data = Path(os.environ.get("XDG_DATA_HOME", str(home / ".local/share")))
    return (data / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))


def candidates(folders: Sequence[Path]) -> list[Path]:
    """The TrueType files in ``folders`` that may hold rare hanzi: the well-known ones, then the largest."""
    found: list[tuple[int, int, Path]] = []
    for folder in folders:
        for path in _files(folder):
            if path.suffix.lower() not in (".ttf", ".ttc"):
                continue
            try:
                size = path.stat().st_size
            except OSError:
                continue
            name = path.name.lower()
            if name in _KNOWN:
                found.append((_KNOWN.index(name), 0, path))
            elif size >= _LEAST_SIZE:
                found.append((len(_KNOWN), -size, path))
    return [path for _, _, path in sorted(found)[:_MOST_FILES]]


def read_face(path: Path) -> FontFace:
    """The first face of a font file.

    Raises:
        NotTrueType: if it has no TrueType outlines, cannot be read, or forbids embedding.
    """
    try:
        with path.open("rb") as file:
            tables = _tables(file)
            if "glyf" not in tables or "cmap" not in tables:
                raise NotTrueType(path.name)
            if "OS/2" in tables and _embedding(_read(file, *tables["OS/2"])) == _RESTRICTED:
                raise NotTrueType(path.name)
            ranges = sorted(_ranges(_read(file, *tables["cmap"])))
            firsts, lasts = (array("L", (pair[end] for pair in ranges)) for end in (0, 1))
            return FontFace(path, 0, firsts, lasts)
    except (OSError, struct.error, UnicodeDecodeError) as problem:
        raise NotTrueType(path.name) from problem


def _files(folder: Path) -> Iterator[Path]:
    """All files below ``folder``; folders that cannot be read are passed over."""
    for root, _, names in os.walk(folder):
        for name in names:
            yield Path(root, name)


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def _tables(file: BinaryIO) -> dict[str, tuple[int, int]]:
    start = 0
    (version,) = struct.unpack(">L", _read(file, 0, 4))
    if version == _COLLECTION:
        (start,) = struct.unpack(">L", _read(file, 12, 4))
        (version,) = struct.unpack(">L", _read(file, start, 4))
    if version not in _TRUETYPE:
        raise NotTrueType("no TrueType outlines")
    (count,) = struct.unpack(">H", _read(file, start + 4, 2))
    directory = _read(file, start + 12, 16 * count)
    return {
        tag.decode("latin-1"): (offset, length)
        for tag, _, offset, length in struct.iter_unpack(">4sLLL", directory)
    }


def _embedding(os2: bytes) -> int:
    """The usage permissions of ``fsType``, without the bits on subsetting."""
    return int(struct.unpack_from(">H", os2, 8)[0]) & 0x000F


def _ranges(cmap: bytes) -> Iterator[tuple[int, int]]:
    """The ranges of the best Unicode subtable: of 32 bits (format 12), else of 16 (format 4)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    by_format: dict[int, int] = {}
    for platform, _, offset in struct.iter_unpack(">HHL", cmap[4 : 4 + 8 * count]):
        if platform in (0, 3):
            by_format[struct.unpack_from(">H", cmap, offset)[0]] = offset
    if 12 in by_format:
        offset = by_format[12]
        (groups,) = struct.unpack_from(">L", cmap, offset + 12)
        body = cmap[offset + 16 : offset + 16 + 12 * groups]
        yield from ((first, last) for first, last, _ in struct.iter_unpack(">LLL", body))
    elif 4 in by_format:
        offset = by_format[4]
        segments = struct.unpack_from(">H", cmap, offset + 6)[0] // 2
        ends = struct.unpack_from(f">{segments}H", cmap, offset + 14)
        starts = struct.unpack_from(f">{segments}H", cmap, offset + 16 + 2 * segments)
        yield from ((first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF)
