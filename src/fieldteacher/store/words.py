"""How text is cut for the search index, and what may be typed to find it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_RUNS = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|[^\W_\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


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
        for run in _RUNS.findall(normal(text)):
            if _HAN.match(run):
                words += [run[i : i + 2] for i in range(len(run))]
            else:
                words.append(run)
    return " ".join(words)


def match_expression(typed: str) -> str:
    """The FTS5 expression that finds texts with all that was typed; empty where nothing can be searched."""
    phrases: list[str] = []
    for run in _RUNS.findall(normal(typed)):
        if not _HAN.match(run) or len(run) == 1:
            phrases.append(f'"{run}"*')
        else:
            phrases.append('"' + " ".join(run[i : i + 2] for i in range(len(run) - 1)) + '"')
    return " AND ".join(phrases)
