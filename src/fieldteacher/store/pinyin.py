"""Pinyin of names, for finding people by typing Latin letters."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# Only the readings of single characters are used. The table of phrases would take 0.1 s, 30 MB and two
# hundred thousand lists, through which every search for garbage would then have to go.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin.pinyin_dict import pinyin_dict

# Readings that a surname has and the same character elsewhere has not.
_SURNAMES: Mapping[str, str] = {
    "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "曾": "zeng", "查": "zha", "朴": "piao", "尉迟": "yuchi",
    "万俟": "moqi", "乐": "yue", "盖": "ge", "冼": "xian", "缪": "miao", "翟": "zhai", "宓": "mi", "种": "chong",
    "华": "hua", "任": "ren", "纪": "ji", "费": "fei", "秘": "bi", "黑": "he", "繁": "po", "员": "yun", "召": "shao",
    "燕": "yan", "令狐": "linghu", "长孙": "zhangsun", "覃": "qin", "洗": "xian", "折": "she", "晟": "cheng",
    "葛": "ge", "那": "na", "幺": "yao", "牟": "mu", "隗": "wei", "郗": "xi", "重": "chong", "适": "kuo",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def _reading(character: str) -> str:
    """The first reading of a character without its tone (ü as v); the character itself where it has none."""
    readings = pinyin_dict.get(ord(character))
    if not readings:
        return character if character.isascii() and character.isalnum() else ""
    decomposed = unicodedata.normalize("NFD", readings.split(",")[0]).replace("u\u0308", "v")
    return "".join(c for c in decomposed if c.isascii())


@lru_cache(maxsize=50_000)
def spelled(name: str) -> tuple[str, ...]:
    """Full pinyin and initials of a name: 张三 is ``zhangsan``, ``zs``.

    A surname with a reading of its own is spelled that way first and then the usual way, because not
    everybody knows: 单丽 is ``shanli``, ``sl`` and ``danli``, ``dl``.
    """
    surname = next((s for s in (name[:2], name[:1]) if s in _SURNAMES), "")
    usual = [_reading(c) for c in name.lower()]
    readings = [usual]
    if surname:
        readings.insert(0, [*_split(surname), *usual[len(surname) :]])
    keys: list[str] = []
    for syllables in readings:
        present = [s for s in syllables if s]
        keys += ["".join(present), "".join(s[0] for s in present)]
    return tuple(dict.fromkeys(keys))


def _split(surname: str) -> list[str]:
    """The syllables of a surname's own reading."""
    whole = _SURNAMES[surname]
    if len(surname) == 1:
        return [whole]
    last = _reading(surname[1])
    head = len(whole) - len(last) if whole.endswith(last) else len(whole) // 2
    return [whole[:head], whole[head:]]
