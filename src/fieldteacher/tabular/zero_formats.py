"""Leading zeros that only a number format shows, in .xlsx files.

Where a student number ``00230101`` was typed as a number and formatted ``00000000``, the file holds
230101. A person sees the zeros, so they are what was meant; nothing is guessed.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_ZERO_FORMAT = re.compile(
    rb"<(?:\w+:)?numFmt\b(?=[^>]*\bnumFmtId=\"(\d+)\")(?=[^>]*\bformatCode=\"(0{2,15})\")"
)
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*\bnumFmtId=\"(\d+)\"")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\br:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b(?=[^>]*\bId=\"([^\"]+)\")(?=[^>]*\bTarget=\"([^\"]+)\")")
_LARGEST_PART = 64 << 20

Widths = dict[int, list[tuple[int, int]]]
"""Row number -> (column from 0, digits shown)."""


def zero_widths(path: Path) -> dict[int, Widths]:
    """The cells whose format shows leading zeros, by the place of the sheet in the workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            styles = _zero_styles(_part(archive, names, "xl/styles.xml"))
            if not styles:
                return {}
            relations = dict(_RELATION.findall(_part(archive, names, "xl/_rels/workbook.xml.rels")))
            found = {}
            for place, key in enumerate(_SHEET.findall(_part(archive, names, "xl/workbook.xml"))):
                target = relations.get(key, b"").decode("utf-8", "replace")
                member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found[place] = _cells(_part(archive, names, member), styles)
            return found
    except (zipfile.BadZipFile, KeyError, OSError):
        return {}  # calamine has read the file; what shows zeros in it stays a number


def _part(archive: zipfile.ZipFile, names: set[str], member: str) -> bytes:
    if member not in names or archive.getinfo(member).file_size > _LARGEST_PART:
        return b""
    return archive.read(member)


def _zero_styles(styles: bytes) -> dict[int, int]:
    """Cell style -> digits shown."""
    formats = {int(number): len(zeros) for number, zeros in _ZERO_FORMAT.findall(styles)}
    section = _CELL_STYLES.search(styles) if formats else None
    if section is None:
        return {}
    used = (int(number) for number in _STYLE.findall(section[0]))
    return {style: formats[number] for style, number in enumerate(used) if number in formats}


def _cells(sheet: bytes, styles: dict[int, int]) -> Widths:
    one_of = b"|".join(b"%d" % style for style in styles)
    cell = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\bs=\"(%s)\")[^>]*\br=\"([A-Z]{1,3})(\d{1,7})\"" % one_of)
    widths: Widths = {}
    for style, letters, row in cell.findall(sheet):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        widths.setdefault(int(row), []).append((column - 1, styles[int(style)]))
    return widths
