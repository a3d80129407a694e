"""What every print run shares: the empty canvas, the options, and the report of characters no font has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no font at hand can show, and where it stands."""

    character: str
    where: Text

    @property
    def code(self) -> str:
        """The code point as people write it, ``U+2A6A5``."""
        return f"U+{ord(self.character):04X}"


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How to print: ``blank`` leaves marks and comments out, ``draft`` puts a watermark under the form.

    ``placeholders`` lets a character that no font has be an empty box, to be written in by hand.
    """

    blank: bool = False
    draft: bool = False
    placeholders: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed. ``missing_glyphs`` are the characters left as empty boxes."""

    files: tuple[Path, ...]
    pages: int
    forms: int
    missing_glyphs: tuple[MissingGlyph, ...] = ()
    warnings: tuple[Text, ...] = ()
    starts: tuple[int, ...] = ()
    """On which page (from 0) of one file each form begins."""
    folders: tuple[Path, ...] = ()
    """Folders with the files behind the forms."""


_LOST = re.compile("[?？]")
_PEOPLE = frozenset(
    {"姓名", "Name", "学生", "Student", "学生姓名", "监护人", "Guardian", "企业导师", "Mentor", "校内导师", "教师姓名", "Teacher"}
)  # fmt: skip
_LOST_THERE = Text("{where}（原字在导出时丢失）", "{where} (lost when it was exported)")


def lost_letters(label: str, text: str, where: Callable[[], Text]) -> list[MissingGlyph]:
    """Question marks in a person's name: what old programs leave of a character they do not know."""
    if "?" not in text and "？" not in text:
        return []
    if label.replace("　", "") not in _PEOPLE:
        return []
    return [
        MissingGlyph(mark, _LOST_THERE.fill(where=where())) for mark in dict.fromkeys(_LOST.findall(text))
    ]


def _listed(missing: Sequence[MissingGlyph]) -> Text:
    shown = missing[:12]
    zh = "；".join(f"{m.character}（{m.code}，{m.where.zh}）" for m in shown)
    en = "; ".join(f"{m.character} ({m.code}, {m.where.en})" for m in shown)
    if len(missing) > len(shown):
        zh, en = f"{zh} 等 {len(missing)} 处", f"{en} and {len(missing) - len(shown)} more"
    return Text(zh, en)


class GlyphsMissing(UserError):
    """Characters that no font at hand can show (``print.missing_glyphs``); ``missing`` says which, and where."""

    def __init__(self, missing: Sequence[MissingGlyph]) -> None:
        super().__init__("print.missing_glyphs", _REFUSAL.fill(list=_listed(missing)))
        self.missing = tuple(missing)


_REFUSAL = Text(
    "下列字没有可用的字体，未打印：{list}。请选择含这些字的字体文件，或选择留空格手写。",
    "No font has these characters, nothing was printed: {list}. Choose a font file that has them, or leave boxes to write them by hand.",
)


def warning(missing: Sequence[MissingGlyph]) -> Text:
    return Text(
        "下列字已印成空格（原字丢失的印成“?”），请手写补上：{list}。",
        "These characters were printed as empty boxes (lost ones as “?”), please write them in: {list}.",
    ).fill(list=_listed(missing))
