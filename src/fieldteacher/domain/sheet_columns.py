"""How the columns of a table are named where they have no heading."""

from __future__ import annotations


def letter(index: int) -> str:
    """The letters of a column as a spreadsheet names it, counted from 0: ``A`` … ``Z``, ``AA`` …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
