"""The search box: people, enterprises, and the free text of what was recorded."""

from __future__ import annotations

from collections.abc import Callable

from fieldteacher.domain.text import Language
from fieldteacher.store import renewing, search
from fieldteacher.store.database import Store
from fieldteacher.store.search import Hit

__all__ = ["Hit", "SearchService"]

Spell = Callable[[str], tuple[str, ...]]
"""Pinyin in full and initials of some words."""


class SearchService:
    """Finding by names, pinyin, initials, number tails, phones and words."""

    def __init__(self, store: Store, spelling: Callable[[], Spell]) -> None:
        """``spelling`` loads what spells words, which a start does without."""
        self._store = store
        self._spelling = spelling

    def find(self, typed: str, limit: int = 20, language: Language = "zh_CN") -> list[Hit]:
        """The best ``limit`` hits for what was typed; all words must be found."""
        return search.find(self._store.read(), typed, limit, language)

    def renew(self) -> None:
        """Make the index anew where an older version of the program made it; else nothing."""
        renewing.renew(self._store)

    def spelled(self, words: str) -> tuple[str, ...]:
        """Pinyin in full and initials, for finding commands the way people are found."""
        return self._spelling()(words)
