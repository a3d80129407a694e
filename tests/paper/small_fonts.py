"""Tiny TrueType fonts made for a test: a glyph of the bundled font under another character."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFontFace, TTFontFile, TTFontMaker
from tests.paper.sample_pages import FONT

_COPIED = ("OS/2", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "cvt ", "fpgm", "prep")


def make_font(
    target: Path,
    character: str,
    *,
    drawn_as: str = "周",
    permissions: int = 0,
    format: int = 12,
    pad: int = 0,
) -> Path:
    """A font of one character; ``drawn_as`` a space gives it an empty outline.

    ``permissions`` is OS/2's fsType, ``pad`` makes the file larger by that many bytes.
    """
    subset = TTFontFile(BytesIO(TTFontFace(str(FONT)).makeSubset([ord(drawn_as)])), charInfo=0)
    font = TTFontMaker()
    for tag in _COPIED:
        if tag in subset.table:
            font.add(tag, bytes(subset.get_table(tag)))
    os2 = bytearray(subset.get_table("OS/2"))
    struct.pack_into(">H", os2, 8, permissions)
    font.add("OS/2", bytes(os2))
    font.add("cmap", _cmap(ord(character), format))
    if pad:
        font.add("DSIG", bytes(pad))
    target.write_bytes(font.makeStream())
    return target


def _cmap(code: int, format: int) -> bytes:
    if format == 12:
        table = struct.pack(">HHLLLLLL", 12, 0, 28, 0, 1, code, code, 1)
        return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table
    segments = struct.pack(">HHHHHHHHHHH", 4, 4, 1, 0, code, 0xFFFF, 0, code, 0xFFFF, (1 - code) & 0xFFFF, 1)
    table = struct.pack(">HHH", 4, 6 + len(segments) + 4, 0) + segments + struct.pack(">HH", 0, 0)
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + table
