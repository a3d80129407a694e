"""Tiny fonts made for a test: a glyph of the bundled font under another character, and rings with cubic outlines."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
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


def make_cubic_font(
    target: Path,
    characters: str,
    *,
    blank: str = "",
    name: str = "Cubic-Regular",
    advance: int = 1000,
    permissions: int = 0,
    pad: int = 0,
    others: int = 0,
) -> Path:
    """An OpenType font with CFF outlines: each of ``characters`` is a ring of four cubic curves a side.

    ``blank`` characters have empty glyphs; ``others`` further glyphs, of private characters, only make it larger.
    """
    more = "".join(chr(0xE000 + number) for number in range(others))
    codes = {ord(each): f"u{ord(each):X}" for each in characters + blank + more}
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", *codes.values()])
    builder.setupCharacterMap(codes)
    rings = {f"u{ord(each):X}": _ring() for each in characters + more}
    strings = {name: rings.get(name) or _empty() for name in builder.font.getGlyphOrder()}
    builder.setupCFF(name, {"FullName": name}, strings, {})
    builder.setupHorizontalMetrics(dict.fromkeys(strings, (advance, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Cubic", "styleName": "Regular", "psName": name})
    builder.setupOS2(fsType=permissions)
    builder.setupPost()
    builder.save(target)
    with target.open("ab") as file:
        file.write(bytes(pad))
    return target


def _ring() -> Any:
    """Outer circle of 400 about (500, 380), against the clock as CFF has it, with a hole of 200."""
    pen = T2CharStringPen(1000, None)
    for radius, turn in ((400, 1), (200, -1)):
        bend = radius * 0.5523
        corners = [(radius, 0), (0, radius), (-radius, 0), (0, -radius)][::turn]
        pen.moveTo(_about(corners[0]))
        for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
            first = (x1 + x2 * bend / radius, y1 + y2 * bend / radius)
            second = (x2 + x1 * bend / radius, y2 + y1 * bend / radius)
            pen.curveTo(_about(first), _about(second), _about((x2, y2)))
        pen.closePath()
    return pen.getCharString()


def _empty() -> Any:
    return T2CharStringPen(1000, None).getCharString()


def _about(point: tuple[float, float]) -> tuple[float, float]:
    return point[0] + 500, point[1] + 380
