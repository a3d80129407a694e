"""A file of bytes under their hashes: the store's own (``blobs.db``), and those a backup is made of.

It is a SQLite file like the store, encrypted with the store's key where that has one. It keeps a rollback
journal and no WAL: bytes are only ever added or taken away whole, which writes them once, and the file is
complete in itself whenever nobody has it open.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.store import faults
from fieldteacher.store.connection import connect
from fieldteacher.store.driver import Connection, Error

_SCHEMA = """CREATE TABLE blob (
    n INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    added_ms INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT"""


def hash_of(content: bytes) -> str:
    """The name of some bytes: their SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


class BlobFile:
    """An open file of bytes; made by ``opened``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hashes(self) -> dict[str, int]:
        """Every hash there is, with the size of its bytes."""
        return dict(self._connection.execute("SELECT sha256, size FROM blob").fetchall())

    def older_than(self, moment_ms: int) -> list[str]:
        """The hashes of what was put here before a moment (ms since 1970, UTC)."""
        found = self._connection.execute("SELECT sha256 FROM blob WHERE added_ms < ?", (moment_ms,))
        return [str(sha256) for (sha256,) in found.fetchall()]

    def has(self, sha256: str) -> bool:
        """Whether bytes are there."""
        return bool(self._connection.execute("SELECT 1 FROM blob WHERE sha256 = ?", (sha256,)).fetchall())

    def get(self, sha256: str) -> bytes | None:
        """The bytes under a hash, whatever state they are in; ``None`` where there are none."""
        found = self._connection.execute("SELECT content FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
        return None if found is None else bytes(found[0])

    def sound(self, sha256: str) -> bytes | None:
        """The bytes under a hash; ``None`` where there are none, or where they are damaged."""
        try:
            content = self.get(sha256)
        except Error:
            return None
        return content if content is not None and hash_of(content) == sha256 else None

    def hurry(self) -> None:
        """Do not wait for the disk from now on: for a new file that is thrown away unless it is finished."""
        for pragma in ("synchronous = OFF", "journal_mode = OFF"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What is put within the block is written at once; where the block raises, nothing is."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(Error):
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def put(self, sha256: str, content: bytes, at_ms: int) -> None:
        """Add bytes under their hash; where they are there already, they count as put now and are whole again."""
        self._connection.execute(
            "INSERT INTO blob (sha256, size, added_ms, content) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE "
            "SET size = excluded.size, content = excluded.content, added_ms = max(added_ms, excluded.added_ms)",
            (sha256, len(content), at_ms, content),
        )

    def remove(self, hashes: Iterable[str], before_ms: int) -> int:
        """Take bytes away for good and give their room back, unless they were put again after ``before_ms``.

        Returns how many bytes that was.
        """
        freed = 0
        self._connection.execute("PRAGMA secure_delete = ON")
        for sha256 in hashes:
            gone = self._connection.execute(
                "DELETE FROM blob WHERE sha256 = ? AND added_ms < ? RETURNING size", (sha256, before_ms)
            )
            freed += sum(size for (size,) in gone.fetchall())
        self._connection.execute("PRAGMA incremental_vacuum").fetchall()
        return freed

    def wrong(self) -> Iterator[str]:
        """The hashes whose bytes are not what they were, or cannot be read."""
        return (sha256 for sha256 in self.hashes() if self.sound(sha256) is None)


def make(path: Path, key: bytes | None) -> None:
    """Make an empty file of bytes; it stands under its name only when it is whole.

    Raises ``StoreUnavailable`` where it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        part.touch(exist_ok=False)
        with contextlib.closing(connect(part, key)) as connection:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute(_SCHEMA)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except Error as error:
        raise faults.told(error) from error
    except OSError as error:
        raise faults.not_writable(path.parent, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def opened(path: Path, key: bytes | None, *, read_only: bool) -> Iterator[BlobFile]:
    """The file of bytes at ``path``, open within the block. Raises ``StoreUnavailable``, also within it.

    After a program was killed while it wrote, the first to read must be able to write: SQLite takes back
    what was left half done.
    """
    if read_only and _left_half_done(path) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        read_only = False
    try:
        with contextlib.closing(connect(path, key, read_only=read_only)) as connection:
            yield BlobFile(connection)
    except Error as error:
        if faults.is_ours(error):
            raise
        raise _told(path, faults.told(error)) from error
    except StoreUnavailable as error:
        raise _told(path, error) from error


def _left_half_done(path: Path) -> bool:
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _told(path: Path, error: StoreUnavailable) -> StoreUnavailable:
    """A damaged file of bytes is not a damaged store: the records are still sound."""
    if error.code not in ("wrong_password_or_damaged", "store_damaged", "store_error"):
        return error
    return StoreUnavailable(
        "blobs_damaged",
        Text(
            "照片和文件读不出来：{f} 已损坏。记录没有受影响；请从备份恢复。",
            "Photos and files cannot be read: {f} is damaged. The records are not affected; please restore a backup.",
        ).fill(f=path.name),
    )
