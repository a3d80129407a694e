"""The bytes of the store's photos and files, in ``blobs.db`` beside it; made when the first are put there.

Records name them by their hash. Bytes are put before the record that names them, so that a stop in between
leaves bytes nobody names, and never a record without its bytes. Each verb opens the file anew: that costs a
millisecond, and nobody holds the file when a password is set.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotFound, StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.store import blob_file
from fieldteacher.store.blob_file import BlobFile
from fieldteacher.store.database import BLOBS_FILE, Store, ms
from fieldteacher.store.fold import DELETED
from fieldteacher.store.reader import Reader

KEPT = timedelta(days=90)
"""How long bytes stay that no living record names: a deletion can be taken back that long."""

_FOR_EVER_MS = 2**62
"""A time that no bytes were put after."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The attachments (ids) whose bytes are not there, and those whose bytes are damaged."""

    missing: Sequence[str]
    damaged: Sequence[str]


class Blobs:
    """The bytes of a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def put(self, content: bytes) -> str:
        """Keep bytes and return their hash; once, however often they are put.

        Raises ``StoreUnavailable`` where they cannot be written.
        """
        return self.put_all([content])[0]

    def put_all(self, contents: Sequence[bytes]) -> list[str]:
        """``put`` for several at once: all of them, or none."""
        self._store.refuse_read_only()
        path = self._store.folder / BLOBS_FILE
        if not os.path.exists(path):  # noqa: PTH110 - quick, and never an error
            with self._store.holding():
                if not os.path.exists(path):  # noqa: PTH110 - another program may have been faster
                    blob_file.make(path, self._store.key)
        named = {blob_file.hash_of(content): content for content in contents}
        with self._opened(write=True) as file, file.together():
            for sha256, content in named.items():
                file.put(sha256, content, ms(self._clock.now()))
        return [blob_file.hash_of(content) for content in contents]

    def put_within_save(self, contents: Iterable[bytes]) -> int:
        """``put`` for any number, one after the other, while a save of this store is being made; returns how many.

        All of them, or none. Raises ``StoreUnavailable``, and whatever ``contents`` raises.
        """
        path, count = self._store.folder / BLOBS_FILE, 0
        if not os.path.exists(path):  # noqa: PTH110 - nobody else makes it: only one saves at a time
            blob_file.make(path, self._store.key)
        with self._opened(write=True) as file, file.together():
            for content in contents:
                file.put(blob_file.hash_of(content), content, ms(self._clock.now()))
                count += 1
        return count

    def get(self, sha256: str) -> bytes:
        """The bytes under a hash.

        Raises ``NotFound`` (``bytes_missing``) where there are none, ``StoreUnavailable`` where they are damaged.
        """
        content = None
        if self._there:
            with self._opened() as file:
                content = file.get(sha256)
        if content is None:
            raise NotFound(
                "bytes_missing",
                Text(
                    "这台电脑上没有这个文件的内容，只有它的记录。",
                    "The content of this file is not on this computer, only its record.",
                ),
            )
        if blob_file.hash_of(content) != sha256:
            raise StoreUnavailable(
                "bytes_damaged",
                Text(
                    "这个文件的内容已损坏，请从备份恢复。",
                    "The content of this file is damaged; please restore a backup.",
                ),
            )
        return content

    def hashes(self) -> dict[str, int]:
        """Every hash there is, with the size of its bytes."""
        if not self._there:
            return {}
        with self._opened() as file:
            return file.hashes()

    def has(self, sha256: str) -> bool:
        """Whether bytes are there."""
        if not self._there:
            return False
        with self._opened() as file:
            return file.has(sha256)

    def missing(self, wanted: Iterable[str]) -> set[str]:
        """Those of ``wanted`` that are not there."""
        return set(wanted) - self.hashes().keys()

    def removable(self) -> Sequence[str]:
        """The hashes that have lain here for ``KEPT`` and that no record and no draft has needed for that long."""
        if not self._there:
            return ()
        before = ms(self._clock.now() - KEPT)
        with self._opened() as file:
            old = file.older_than(before)
        reader = self._store.read()
        needed = {sha256 for (sha256,) in reader.query(_NEEDED, {"field": DELETED, "before": before})}
        drafts = "\n".join(content for (content,) in reader.query("SELECT content FROM draft"))
        return [sha256 for sha256 in old if sha256 not in needed and sha256 not in drafts]

    def remove_unneeded(self) -> int:
        """Take away for good what is ``removable``; returns how many bytes that was. Raises ``StoreUnavailable``."""
        self._store.refuse_read_only()
        if not self.removable():
            return 0
        with self._store.holding(), self._opened(write=True) as file:  # nobody brings a record back meanwhile
            return file.remove(self.removable(), ms(self._clock.now() - KEPT))

    def remove_unnamed(self, hashes: Iterable[str]) -> int:
        """Take away for good those of ``hashes`` that no attachment (deleted or not) and no draft names.

        Returns how many bytes that was. Raises ``StoreUnavailable``.
        """
        self._store.refuse_read_only()
        wanted = set(hashes)
        if not wanted or not self._there:
            return 0
        with self._store.holding(), self._opened(write=True) as file:
            reader = self._store.read()
            drafts = "\n".join(content for (content,) in reader.query("SELECT content FROM draft"))
            free = [
                sha256
                for sha256 in wanted
                if sha256 not in drafts
                and not reader.query("SELECT 1 FROM attachment WHERE sha256 = ? LIMIT 1", (sha256,))
            ]
            return file.remove(free, _FOR_EVER_MS)

    @property
    def _there(self) -> bool:
        return (self._store.folder / BLOBS_FILE).is_file()

    def _opened(self, *, write: bool = False) -> AbstractContextManager[BlobFile]:
        path, read_only = self._store.folder / BLOBS_FILE, not write or self._store.read_only
        return blob_file.opened(path, self._store.key, read_only=read_only)


def standing(store: Store) -> Standing:
    """Read all bytes of a store and compare them with their hashes and with the records that name them.

    Raises ``StoreUnavailable`` where the file of bytes cannot be read at all.
    """
    path, there, wrong = store.folder / BLOBS_FILE, set[str](), set[str]()
    if path.is_file():
        with blob_file.opened(path, store.key, read_only=True) as file:
            there, wrong = set(file.hashes()), set(file.wrong())
    named = living(store.read())
    return Standing(
        [record for record, sha256 in named if sha256 not in there],
        [record for record, sha256 in named if sha256 in wrong],
    )


def living(reader: Reader) -> list[tuple[str, str]]:
    """The id and the hash of each attachment that is not deleted."""
    return [
        (str(record), str(sha256))
        for record, sha256 in reader.query("SELECT id, sha256 FROM attachment WHERE deleted = 0 ORDER BY id")
    ]


# What a living attachment names, or one that was deleted not long ago.
_NEEDED = """
SELECT a.sha256 FROM attachment a WHERE a.sha256 IS NOT NULL AND (a.deleted = 0 OR EXISTS (
    SELECT 1 FROM change c WHERE c.record = a.id AND c.field = :field AND c.wall >= :before))
"""
