"""The search box: people, enterprises, and the free text of what was recorded."""

from __future__ import annotations

from fieldteacher.domain.text import Language
from fieldteacher.store import search
from fieldteacher.store.database import Store
from fieldteacher.store.search import Hit

__all__ = ["Hit", "SearchService"]


class SearchService:
    """Finding by names, pinyin, initials, number tails, phones and words."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, typed: str, limit: int = 20, language: Language = "zh_CN") -> list[Hit]:
        """The best ``limit`` hits for what was typed; all words must be found."""
        return search.find(self._store.read(), typed, limit, language)
