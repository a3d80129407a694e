"""Pinyin of names, for finding people and enterprises by typing Latin letters."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product

from fieldteacher.store.readings import COMPOUND, OTHERS, SURNAMES

# Only the readings of single characters are used. The table of phrases would take 0.1 s, 30 MB and two
# hundred thousand lists, through which every search for garbage would then have to go.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin.pinyin_dict import pinyin_dict

_WAYS = 8
"""How many ways to read a name are kept; nobody's name has more that anybody uses."""
_MIXED = 4
"""Up to how many syllables the mixes of initials and full syllables are kept."""


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
    everybody knows: 单丽 is ``shanli``, ``sl`` and ``danli``, ``dl``. ü is v, and yu as in a passport.
    """
    keys: list[str] = []
    for syllables in _ways(name):
        keys += ["".join(syllables), "".join(s[0] for s in syllables)]
    return tuple(dict.fromkeys(_with_passport(keys)))


@lru_cache(maxsize=50_000)
def person(name: str) -> tuple[str, ...]:
    """``spelled``, and the mixes of initials and full syllables people type: 李晓明 also ``lxming``, ``lixming``."""
    keys = [*spelled(name)]
    for syllables in _ways(name):
        if len(syllables) <= _MIXED:
            # The last syllable in full: its initial alone is where that begins.
            keys += map("".join, product(*((s, s[0]) for s in syllables[:-1]), syllables[-1:]))
    return tuple(dict.fromkeys(keys))


def _ways(name: str) -> list[list[str]]:
    """The ways to read a name, the best first, as syllables."""
    name = name.lower()
    usual: list[tuple[str, ...]] = [(_reading(c), *OTHERS.get(c, ())) for c in name]
    whole = COMPOUND.get(name[:2], "").split()
    if whole:
        chosen: list[Sequence[str]] = [
            tuple(dict.fromkeys((own, _reading(c)))) for own, c in zip(whole, name, strict=False)
        ]
        chosen += usual[2:]
    else:
        chosen = [tuple(dict.fromkeys((*SURNAMES.get(name[:1], ()), *each))) for each in usual[:1]]
        chosen += usual[1:]
    found = islice(product(*chosen), _WAYS)
    return [syllables for each in found if (syllables := [s for s in each if s])]


def _with_passport(keys: Sequence[str]) -> Iterator[str]:
    yield from keys
    for key in keys:
        if "lv" in key or "nv" in key:
            yield key.replace("lv", "lyu").replace("nv", "nyu")
