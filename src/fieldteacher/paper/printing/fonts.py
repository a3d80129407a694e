"""The fonts of a document: the bundled one, and for each character it lacks the next that has it."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from reportlab.pdfbase.ttfonts import TTFError, TTFont

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.paper.printing import font_files
from fieldteacher.paper.printing.font_files import FontFace, NotUsable
from fieldteacher.paper.printing.outlines import CubicFont, Unreadable

Font: TypeAlias = TTFont | CubicFont

PLACEHOLDER = "\u25a1"
"""Stands, if the person agrees, for one character that no font has: a box to write it into by hand."""

_DAMAGED = "\ufffd"


def clean(text: str) -> str:
    """``text`` without what prints nothing: control and format characters, odd line ends and spaces.

    Letters, marks and variation selectors all stay: what no font can show must be reported, not dropped.
    """
    if text.isprintable() or text.replace("\n", " ").replace("\u3000", " ").isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_ODD)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))


_ODD = {ord(c): "\n" for c in "\r\x85\u2028\u2029\x0b\x0c"} | {
    ord(c): " " for c in "\t\xa0\u1680\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
}


class FontStack:
    """The fonts of one print run, asked in order for every character.

    Order: the bundled font, the files the person chose, the fonts in ``folders``, those with TrueType outlines
    before those with CFF, whose glyphs have to be made anew. A font that claims a character but draws nothing for it counts as lacking it, and private-use characters (damaged
    names of old exports) count as lacking everywhere: they mean something else on every machine.

    Raises:
        UserError: ``font.unusable`` if the bundled font or a chosen file is no font that can be embedded.
    """

    def __init__(
        self, bundled: Path, *, chosen: Sequence[Path] = (), folders: Sequence[Path] | None = None
    ) -> None:
        self._fonts = [_load_or_refuse(path) for path in (bundled, *chosen)]
        self._folders = font_files.system_folders() if folders is None else tuple(folders)
        self._installed: list[FontFace] | None = None
        self._primary = self._fonts[0]
        self._by_character: dict[str, Font | None] = {}
        self._plain: set[str] = {"\n"}
        self.widths = _Widths(self)

    def font_of(self, character: str) -> Font | None:
        """The first font that shows ``character``, or None."""
        try:
            return self._by_character[character]
        except KeyError:
            font = self._by_character[character] = self._find(character)
            if font is self._primary:
                self._plain.add(character)
            return font

    def missing(self, text: str) -> list[str]:
        """The characters of ``text`` that no font shows, each once, in order."""
        if self._plain.issuperset(text):
            return []
        return [c for c in dict.fromkeys(clean(text)) if c != "\n" and self.font_of(c) is None]

    def runs(self, text: str) -> list[tuple[Font, str]]:
        """``text`` (cleaned, without line ends) cut into pieces of one font each.

        A character without a font becomes the placeholder: callers ask ``missing`` first.
        """
        if self._plain.issuperset(text):
            return [(self._primary, text)]
        runs: list[tuple[Font, str]] = []
        for character in text:
            font = self.font_of(character)
            if font is None:
                font, character = self._primary, PLACEHOLDER
            if runs and runs[-1][0] is font:
                runs[-1] = (font, runs[-1][1] + character)
            else:
                runs.append((font, character))
        return runs

    def _find(self, character: str) -> Font | None:
        if unicodedata.category(character) == "Co" or character == _DAMAGED:
            return None
        for font in self._fonts:
            if _shows(font, character):
                return font
        for face in self._faces():
            if face.claims(character):
                font = _load(face.path, face.index, face.cubic)
                if font is not None and _shows(font, character):
                    self._fonts.append(font)
                    return font
        return None

    def _faces(self) -> Iterable[FontFace]:
        if self._installed is None:
            self._installed = []
            for path in font_files.candidates(self._folders):
                try:
                    self._installed.append(font_files.read_face(path))
                except NotUsable:
                    continue
            self._installed.sort(key=lambda face: face.cubic)
        return self._installed


class _Widths(dict[str, float]):
    """The advance of each character in thousandths of the type size, looked up once."""

    def __init__(self, stack: FontStack) -> None:
        super().__init__()
        self._stack = stack

    def __missing__(self, character: str) -> float:
        font = self._stack.font_of(character)
        if font is None:
            width = self[PLACEHOLDER]
        else:
            width = float(font.face.charWidths[ord(character)])
        self[character] = width
        return width


def _shows(font: Font, character: str) -> bool:
    if isinstance(font, CubicFont):
        return font.face.shows(character)
    face = font.face
    glyph = face.charToGlyph.get(ord(character), 0)
    if not glyph:
        return False
    return bool(character.isspace() or face.glyphPos[glyph + 1] > face.glyphPos[glyph])


@lru_cache(maxsize=16)
def _load(path: Path, index: int, cubic: bool) -> Font | None:
    """A parsed font, once per process (parsing 10 MB costs some 50 ms); None if it cannot be taken."""
    try:
        if cubic:
            return CubicFont(font_files.read_face(path))
        return TTFont("font", str(path), subfontIndex=index, asciiReadable=0)
    except (TTFError, Unreadable, NotUsable, OSError, ValueError, IndexError, KeyError, struct.error):
        return None


def _load_or_refuse(path: Path) -> Font:
    try:
        face = font_files.read_face(path)
        font = _load(path, face.index, face.cubic)
    except NotUsable:
        font = None
    if font is None:
        raise UserError(
            "font.unusable",
            Text(
                "字体文件“{name}”无法使用：需要允许嵌入的 TrueType 或 OpenType 字体（.ttf、.ttc、.otf、.otc）。",
                "The font file “{name}” cannot be used: a TrueType or OpenType font (.ttf, .ttc, .otf, .otc) that may be "
                "embedded is needed.",
            ).fill(name=path.name),
        )
    return font
