"""Sentences that are often used in comments and records."""

from __future__ import annotations

from collections.abc import Sequence

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.reader import Row

_ORDER = ("use", "position", "words")


class PhraseService:
    """The verbs on phrases; changing and deleting one is ``RecordService``'s."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self) -> Sequence[Row]:
        """All phrases, by use and position."""
        return self._store.read().records("phrase", order=_ORDER)

    def fitting(self, use: str, *, rater: str | None = None, band: str | None = None) -> list[Row]:
        """The phrases for a use, those made for just this rater and band first.

        A phrase that names a rater or a band is left out where another one is asked for; where none is
        asked for, all fit.
        """
        rows = self._store.read().records("phrase", {"use": use}, order=_ORDER)
        wanted = {"rater": rater, "band": band}

        def fits(row: Row) -> bool:
            return all(row[name] in (None, value) for name, value in wanted.items() if value is not None)

        def misses(row: Row) -> int:
            return sum(value is not None and row[name] is None for name, value in wanted.items())

        return sorted(filter(fits, rows), key=misses)

    def add(
        self, use: str, words: str, *, rater: str | None = None, band: str | None = None
    ) -> tuple[str, ChangeSet]:
        """Keep a sentence as the last phrase of its use; the same one is not kept twice.

        Raises ``FieldProblem`` where it is empty or too long.
        """
        with self._store.write(Text("新增常用语", "add a phrase")) as txn:
            known = txn.records("phrase", {"use": use})
            same = {"words": words.strip(), "rater": rater, "band": band}
            for row in known:
                if all(row[name] == value for name, value in same.items()):
                    return row["id"], txn.changes
            last = max((row["position"] or 0 for row in known), default=0)
            made = txn.create("phrase", {**same, "use": use, "position": last + 1})
        return made, txn.changes

    def move(self, phrase: str, step: int) -> ChangeSet:
        """Let a phrase change places with its neighbour of the same use, ``step`` -1 up or 1 down."""
        with self._store.write(Text("移动常用语", "move a phrase")) as txn:
            use = txn.need("phrase", phrase)["use"]
            order = [row["id"] for row in txn.records("phrase", {"use": use}, order=_ORDER)]
            place = order.index(phrase)
            other = place + step
            if 0 <= other < len(order):
                order[place], order[other] = order[other], order[place]
                for position, each in enumerate(order, 1):
                    txn.update("phrase", each, {"position": position})
        return txn.changes
