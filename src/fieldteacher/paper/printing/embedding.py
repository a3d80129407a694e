"""A font as it goes into a PDF: the glyphs that are used, each under a number of two bytes, and what they mean.

One font of two-byte codes for a whole document, not several of 256 characters each: hanzi would change the font at every
other character, which makes pages long and slow. Its map back to characters is UTF-16BE, so that a name beyond the
Basic Multilingual Plane is found and copied as it is (ISO 32000-1, 9.7.4, 9.10.3; Adobe Technical Note 5014, 4.1).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence

from fieldteacher.paper.printing.fonts import Font

_BLOCK = 100
"""Entries that one block of a map may have."""
_FULL = 1000
_SYMBOLIC, _NONSYMBOLIC = 4, 32

AddObject = Callable[[str], int]
AddStream = Callable[[str | bytes, str], int]

one_at_a_time = threading.Lock()
"""A font's subset is cut with a read position kept in the font itself, which documents share."""


class EmbeddedFont(dict[str, str]):
    """The code of each character, as hexadecimal digits; a character gets one when it is first asked for."""

    def __init__(self, font: Font, name: str) -> None:
        super().__init__()
        self.font, self.name = font, name

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code

    def set_down(self, add_object: AddObject, add_stream: AddStream) -> int:
        """Write the font's objects; the number of the one that pages name."""
        face, points = self.font.face, [ord(character) for character in self]
        with one_at_a_time:
            file = face.makeSubset(points)
        # A subset's name begins with six letters of its own.
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.md5(file, usedforsecurity=False).digest()[:6])
        name = f"{tag}+{_plain(face.name)}"
        flags = face.flags & ~_NONSYMBOLIC | _SYMBOLIC
        box = " ".join(f"{each:g}" for each in face.bbox)
        descriptor = add_object(
            f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{box}]/ItalicAngle {face.italicAngle:g}"
            f"/Ascent {face.ascent:g}/Descent {face.descent:g}/CapHeight {face.capHeight:g}/StemV {face.stemV:g}"
            f"/FontFile2 {add_stream(file, f'/Length1 {len(file)}')} 0 R>>"
        )
        glyphs = add_stream(_glyphs(face.charToGlyph, points), "")
        below = add_object(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/FontDescriptor {descriptor} 0 R/DW {_FULL}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/W[{''.join(_widths(face.charWidths, points))}]/CIDToGIDMap {glyphs} 0 R>>"
        )
        meaning = add_stream(to_unicode_map(name, points), "")
        return add_object(
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{below} 0 R]"
            f"/ToUnicode {meaning} 0 R>>"
        )


def to_unicode_map(name: str, points: Sequence[int]) -> str:
    """The ToUnicode CMap of a font whose code ``n`` shows the character ``points[n - 1]``."""
    entries = [
        f"<{code:04X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(points, 1)
    ]
    blocks: list[str] = []
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head = f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
    tail = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join([head, *blocks, *tail])


def _glyphs(glyph_of: dict[int, int], points: Sequence[int]) -> bytes:
    """The glyph of each code in the subset, which holds every glyph once, in the order of its first use."""
    places = {0: 0}
    found = [0]
    for point in points:
        found.append(places.setdefault(glyph_of.get(point, 0), len(places)))
    return b"".join(place.to_bytes(2, "big") for place in found)


def _widths(width_of: dict[int, float], points: Sequence[int]) -> Iterator[str]:
    """The widths of codes that are not as wide as a hanzi."""
    run: list[str] = []
    for code, point in enumerate(points, 1):
        width = width_of[point]
        if width != _FULL:
            run.append(f"{width:g}")
        elif run:
            yield f"{code - len(run)}[{' '.join(run)}]"
            run = []
    if run:
        yield f"{len(points) + 1 - len(run)}[{' '.join(run)}]"


def _plain(name: bytes) -> str:
    """A font's name without what a PDF name would have to write otherwise."""
    letters = name.decode("latin-1")
    return "".join(c for c in letters if c.isascii() and (c.isalnum() or c in "-_")) or "Font"
