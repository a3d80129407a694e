"""Fonts with cubic outlines (OpenType with CFF) as fonts that can be embedded: each glyph is made quadratic when it is asked for.

reportlab reads TrueType outlines only. A rare character that only such a font has is drawn with its curves turned into
quadratic ones, closer than a thousandth of the type size; see docs/decisions/0095-cubic-outlines.md.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fieldteacher.paper.printing.font_files import FontFace

_FULL = 1000
_ERROR = 1 / 1000
"""How far a curve may lie from its original, in parts of the type size."""
_STEM = 80
"""What a PDF states of the thickness of upright strokes, which such a font does not."""
_FLAGS = 4
_DATED = 3_786_912_000
"""The first of 2024, in seconds since 1904: when each file says it was made."""
_FAILURES = (
    OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError,
    RecursionError, NotImplementedError, EOFError,
)  # fmt: skip
"""What a damaged font makes its reader raise."""

_reading = threading.RLock()
"""A font's reader keeps its place in the file; one and the same font serves every document."""


class Unreadable(Exception):
    """The font cannot be read."""


class CubicFont:
    """Such a font with the names that reportlab's fonts have here: ``face`` is what embedding asks."""

    def __init__(self, face: FontFace) -> None:
        """Raises ``Unreadable``."""
        self.face = CubicFace(face)


class CubicFace:
    """The glyphs of one font that were asked for so far. Measures are in thousandths of the type size."""

    def __init__(self, face: FontFace) -> None:
        """Raises ``Unreadable``."""
        self._face = face
        source = _source(face.path, face.index)
        self._units = source.units
        self.name = source.name
        self.bbox = [self._scaled(each) for each in source.box]
        self.ascent, self.descent = self._scaled(source.ascent), self._scaled(source.descent)
        self.capHeight, self.stemV, self.italicAngle, self.flags = self.ascent, _STEM, 0, _FLAGS
        self.charToGlyph: dict[int, int] = {}
        """The number of each character's glyph: from 1, in the order in which glyphs were asked for."""
        self.charWidths: dict[int, float] = {}
        self._numbers: dict[str, int] = {}
        self._glyphs: list[_Glyph] = []

    def shows(self, character: str) -> bool:
        """Whether the font draws something for ``character``, which then can be embedded."""
        if not self._face.claims(character):
            return False
        code = ord(character)
        with _reading:
            if code not in self.charToGlyph:
                self.charToGlyph[code] = self._take(code)
        return self.charToGlyph[code] > 0

    def makeSubset(self, points: Iterable[int]) -> bytes:
        """A TrueType file of the characters ``points``, each glyph once, in the order of its first use."""
        numbers = dict.fromkeys(number for point in points if (number := self.charToGlyph.get(point, 0)))
        with _reading:
            return _truetype([self._glyphs[number - 1] for number in numbers], self._units, self)

    def _take(self, code: int) -> int:
        """The number of a character's glyph, which is made quadratic now; 0 where nothing is drawn."""
        try:
            source = _source(self._face.path, self._face.index)
            name = source.names.get(code)
            if name is None:
                return 0
            if name not in self._numbers:
                glyph = _quadratic(source, name)
                if glyph is None:
                    return 0
                self._glyphs.append(glyph)
                self._numbers[name] = len(self._glyphs)
        except (Unreadable, *_FAILURES):
            return 0
        number = self._numbers[name]
        self.charWidths[code] = self._glyphs[number - 1].advance * _FULL / self._units
        return number

    def _scaled(self, value: float) -> float:
        return value * _FULL / self._units


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph with quadratic outlines, as fontTools has it."""

    outline: Any
    advance: int


@dataclass(frozen=True, slots=True)
class _Source:
    """A font file as fontTools reads it; outlines stay packed until one is asked for."""

    names: Mapping[int, str]
    strings: Any
    advances: Mapping[str, tuple[int, int]]
    units: int
    name: bytes
    box: Sequence[float]
    ascent: int
    descent: int


@lru_cache(maxsize=1)
def _source(path: Path, index: int) -> _Source:
    """The file, read once; only one is kept, for those with all hanzi take 60 MB. Raises ``Unreadable``."""
    # Only a document with such a character pays for loading it.
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with _reading, TTFont(path, fontNumber=index, lazy=True) as font:
            fonts, head, across = font["CFF "].cff, font["head"], font["hhea"]
            box = (head.xMin, head.yMin, head.xMax, head.yMax)
            return _Source(
                font.getBestCmap(), fonts.topDictIndex[0].CharStrings, font["hmtx"].metrics, head.unitsPerEm,
                fonts.fontNames[0].encode("latin-1", "replace"), box, across.ascent, across.descent,
            )  # fmt: skip
    except (TTLibError, *_FAILURES) as problem:
        raise Unreadable(path.name) from problem


def _quadratic(source: _Source, name: str) -> _Glyph | None:
    """One glyph; None where it draws nothing."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    # What is inside lies on the other hand of a TrueType curve.
    source.strings[name].draw(Cu2QuPen(pen, source.units * _ERROR, reverse_direction=True))
    outline = pen.glyph()
    if not outline.numberOfContours:
        return None
    return _Glyph(outline, source.advances[name][0])


def _truetype(glyphs: Sequence[_Glyph], units: int, face: CubicFace) -> bytes:
    """A TrueType file of ``glyphs`` after an empty one: the tables that a PDF asks for, and no more."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    names = [".notdef", *(f"g{number}" for number in range(1, len(glyphs) + 1))]
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(names)
    outlines = [TTGlyphPen(None).glyph(), *(glyph.outline for glyph in glyphs)]
    builder.setupGlyf(dict(zip(names, outlines, strict=True)))
    placed = builder.font["glyf"]
    advances = [units, *(glyph.advance for glyph in glyphs)]
    lefts = [getattr(placed[name], "xMin", 0) for name in names]
    builder.setupHorizontalMetrics(dict(zip(names, zip(advances, lefts, strict=True), strict=True)))
    ascent, descent = (round(each * units / _FULL) for each in (face.ascent, face.descent))
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupMaxp()
    # The same characters give the same bytes, and so the same name of the subset.
    builder.font.recalcTimestamp = False
    builder.font["head"].created = builder.font["head"].modified = _DATED
    file = BytesIO()
    builder.font.save(file)
    return file.getvalue()
