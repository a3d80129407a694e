"""How text is cut for the search index, and what may be typed to find it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

_WORDS = re.compile(r"[^\W_]+")
_EXCERPT, _BEFORE = 24, 6
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def normal(text: str) -> str:
    """Text as it is compared: NFKC, lower case, without what SQLite cannot take."""
    return unicodedata.normalize("NFKC", _UNSTORABLE.sub("", text)).lower()


def index_words(texts: Iterable[str]) -> str:
    """The words to index: Chinese as overlapping pairs and a last single, other scripts by word.

    Pairs let two characters be found, most of what people type for a name; SQLite's own trigram
    tokenizer never matches fewer than three. The single at the end keeps a phrase from running over
    from one text into the next.
    """
    words: list[str] = []
    for text in texts:
        for chinese, run in _runs(text):
            if chinese:
                words += [run[i : i + 2] for i in range(len(run))]
            else:
                words.append(run)
    return " ".join(words)


def match_expression(typed: str) -> str:
    """The FTS5 expression that finds texts with all that was typed; empty where nothing can be searched."""
    phrases: list[str] = []
    for chinese, run in _runs(typed):
        if not chinese or len(run) == 1:
            phrases.append(f'"{run}"*')
        else:
            phrases.append('"' + " ".join(run[i : i + 2] for i in range(len(run) - 1)) + '"')
    return " AND ".join(phrases)


def excerpt(texts: Sequence[str], terms: Sequence[str]) -> str:
    """Some twenty characters around the first of ``terms`` that is in one of ``texts``; else the first text's beginning."""
    for text in texts:
        line = " ".join(text.split())
        places = [place for term in terms if (place := normal(line).find(term)) >= 0]
        if places:
            # What is compared may be longer or shorter by a letter or two than what is shown (NFKC).
            start = max(0, min(places) - _BEFORE)
            return _cut(line, start)
    return _cut(" ".join(texts[0].split()), 0) if texts else ""


def _cut(line: str, start: int) -> str:
    part = line[start : start + _EXCERPT]
    return ("…" if start else "") + part + ("…" if start + _EXCERPT < len(line) else "")


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    """The words of a text, each run of Chinese characters by itself: ``(is it Chinese, the run)``."""
    for word in _WORDS.findall(normal(text)):
        for chinese, characters in groupby(word, _is_chinese):
            yield chinese, "".join(characters)


def _is_chinese(character: str) -> bool:
    """Whether it is of the blocks of CJK ideographs; their extensions beyond the first plane start at U+20000."""
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"
