"""Pinyin of names, for finding people by typing Latin letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

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
def spelled(name: str) -> tuple[str, str]:
    """``(full pinyin, initials)`` of a name, surnames by their own reading: 单丽 is ``shanli``, ``sl``."""
    first = next((s for s in (name[:2], name[:1]) if s in _SURNAMES), "")
    syllables = [_SURNAMES[first]] if len(first) == 1 else [_reading(c) for c in first]
    if len(first) == 2:
        whole = _SURNAMES[first]
        head = next((n for n in range(len(whole) - 1, 0, -1) if whole[n:] == syllables[1]), len(whole) // 2)
        syllables = [whole[:head], whole[head:]]
    syllables += [_reading(c) for c in name[len(first) :].lower()]
    present = [s for s in syllables if s]
    return "".join(present), "".join(s[0] for s in present)
