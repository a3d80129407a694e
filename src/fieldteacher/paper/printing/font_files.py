"""Look into font files: where the system keeps them, and which characters one holds.

Only the table directory, ``OS/2`` and ``cmap`` are read, so that hundreds of installed fonts can be asked
for one rare character without loading them (OpenType specification, chapters "otff" and "cmap").
"""

from __future__ import annotations

import os
import re
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_VERSIONS = (0x00010000, 0x74727565, 0x4F54544F)
"""TrueType as Microsoft and as Apple begin it, and OpenType with CFF."""
_SUFFIXES = (".ttf", ".ttc", ".otf", ".otc")
_COLLECTION = 0x74746366
_RESTRICTED = 0x0002
_POSTSCRIPT = 6
"""The number of the name that says it."""
_MAINLAND = re.compile("(sc|cn)(-|$)", re.IGNORECASE)
_MOST_FACES = 64
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
    "notosanscjk-regular.ttc",
    "notoserifcjk-regular.ttc",
    "sourcehansans-regular.ttc",
)
"""Fonts known for rare hanzi, asked first."""
_OTHER_WEIGHTS = ("bold", "black", "heavy", "medium", "thin", "light")


class NotUsable(Exception):
    """The file is no font that may be embedded: other outlines, damaged, or its licence forbids."""


@dataclass(frozen=True, slots=True)
class FontFace:
    """One face of a font file and the characters it claims to have, as rising ranges."""

    path: Path
    index: int
    firsts: array[int]
    lasts: array[int]
    cubic: bool = False
    """Whether its outlines are cubic (CFF), which have to be made quadratic."""

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
    """The font files in ``folders`` that may hold rare hanzi: the well-known ones, then the largest of the usual weight."""
    found: list[tuple[int, bool, int, Path]] = []
    for folder in folders:
        for path in _files(folder):
            if path.suffix.lower() not in _SUFFIXES:
                continue
            try:
                size = path.stat().st_size
            except OSError:
                continue
            name = path.name.lower()
            if name in _KNOWN:
                found.append((_KNOWN.index(name), False, 0, path))
            elif size >= _LEAST_SIZE:
                found.append((len(_KNOWN), any(word in name for word in _OTHER_WEIGHTS), -size, path))
    return [path for *_, path in sorted(found)[:_MOST_FILES]]


def read_face(path: Path) -> FontFace:
    """The face of a font file; of a collection the one for mainland China, of the usual weight, else the first.

    Raises:
        NotUsable: if it has neither TrueType nor CFF outlines, cannot be read, or forbids embedding.
    """
    try:
        with path.open("rb") as file:
            index, tables = _best(file)
            cubic = "CFF " in tables and "glyf" not in tables
            if not (cubic or "glyf" in tables) or "cmap" not in tables:
                raise NotUsable(path.name)
            if "OS/2" in tables and _embedding(_read(file, *tables["OS/2"])) == _RESTRICTED:
                raise NotUsable(path.name)
            ranges = sorted(_ranges(_read(file, *tables["cmap"])))
            firsts, lasts = (array("L", (pair[end] for pair in ranges)) for end in (0, 1))
            return FontFace(path, index, firsts, lasts, cubic)
    except (OSError, struct.error, UnicodeDecodeError) as problem:
        raise NotUsable(path.name) from problem


def _files(folder: Path) -> Iterator[Path]:
    """All files below ``folder``; folders that cannot be read are passed over."""
    for root, _, names in os.walk(folder):
        for name in names:
            yield Path(root, name)


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


Tables = dict[str, tuple[int, int]]
"""Offset and length of each table."""


def _best(file: BinaryIO) -> tuple[int, Tables]:
    """Which face of the file to take, and where its tables are."""
    (version,) = struct.unpack(">L", _read(file, 0, 4))
    if version != _COLLECTION:
        return 0, _tables(file, 0)
    (count,) = struct.unpack(">L", _read(file, 8, 4))
    starts = struct.unpack(f">{min(count, _MOST_FACES)}L", _read(file, 12, 4 * min(count, _MOST_FACES)))
    faces = [_tables(file, start) for start in starts]
    fits = [_suits(_read(file, *tables["name"])) if "name" in tables else 0 for tables in faces]
    index = fits.index(max(fits))
    return index, faces[index]


def _suits(names: bytes) -> int:
    """How well a face suits by its PostScript name: 2 for mainland China, 1 for the usual weight."""
    count, stored = struct.unpack_from(">HH", names, 2)
    for platform, _, _, kind, length, offset in struct.iter_unpack(">6H", names[6 : 6 + 12 * count]):
        if kind == _POSTSCRIPT:
            text = names[stored + offset : stored + offset + length]
            name = text.decode("latin-1" if platform == 1 else "utf-16-be", "replace")
            return 2 * bool(_MAINLAND.search(name)) + ("regular" in name.lower())
    return 0


def _tables(file: BinaryIO, start: int) -> Tables:
    (version,) = struct.unpack(">L", _read(file, start, 4))
    if version not in _VERSIONS:
        raise NotUsable("no font with outlines")
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
