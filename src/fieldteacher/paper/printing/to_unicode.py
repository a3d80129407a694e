"""A correction to reportlab: text of every character stays exact when a PDF is searched or copied from.

reportlab 5.1 writes the code point of a character beyond the Basic Multilingual Plane as five hexadecimal
digits, where a ToUnicode map wants UTF-16BE; 𬭎 is then extracted as another character. It also puts more
than the allowed 100 entries into one block (Adobe Technical Note 5014, section 4.1; ISO 32000-1, 9.10.3).
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase import ttfonts

_BLOCK = 100


def to_unicode_map(font_name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a font subset whose code ``i`` shows the character ``subset[i]``."""
    head = f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry ({font_name})
/Ordering ({font_name})
/Supplement 0
>> def
/CMapName /{font_name} def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks: list[str] = []
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    tail = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join([head, *blocks, *tail])


def apply() -> None:
    """Put the corrected map in reportlab's place."""
    ttfonts.makeToUnicodeCMap = to_unicode_map
