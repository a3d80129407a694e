"""Words for people, in both languages of the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh_CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh_CN", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Chinese and in English.

    Both languages stand together where the words are used, so neither can be forgotten and no
    catalogue has to be kept in step (docs/decisions/0003-two-languages.md).
    """

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """The words in ``language``."""
        return self.zh if language == "zh_CN" else self.en

    def fill(self, **values: object) -> Text:
        """The same text with ``{name}`` places filled; a ``Text`` value is filled language by language."""
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))


def listed(parts: Iterable[str | Text]) -> Text:
    """Names, numbers or words one after the other, with each language's own mark between them."""
    every = [same(part) if isinstance(part, str) else part for part in parts]
    return Text("、".join(part.zh for part in every), ", ".join(part.en for part in every))


def begun(words: str) -> str:
    """Words as a heading or a line of its own begins: with a capital, where the language has them."""
    return words[:1].upper() + words[1:]


def same(words: str) -> Text:
    """A text that reads the same in both languages (a name, a number, a file)."""
    return Text(words, words)
