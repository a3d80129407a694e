"""An open store: one folder with the SQLite file, and the key file where it has a password."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from fieldteacher.domain.changes import ChangeSet
from fieldteacher.domain.clock import Clock, Ids
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.store import faults
from fieldteacher.store.aside import PACKAGE, set_aside
from fieldteacher.store.connection import connect
from fieldteacher.store.driver import Connection, Error
from fieldteacher.store.log import Stamp
from fieldteacher.store.own_clock import plausible
from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Index, Transaction
from fieldteacher.store.undo import left_for_good, take_back

FILE = "store.db"
KEY_FILE = "key.json"
BLOBS_FILE = "blobs.db"
"""The bytes of photos and files (``store.blobs``); there is none before the first."""


def ms(moment: datetime) -> int:
    """Milliseconds since 1970, UTC."""
    return int(moment.timestamp() * 1000)


class Store:
    """An open store. Reading is possible from any thread; writing is one save at a time.

    Made by ``store.opening``.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes | None,
        clock: Clock,
        ids: Ids,
        index: Index,
        *,
        read_only: bool,
        newer: bool = False,
        built: datetime,
    ) -> None:
        self.folder = folder
        self.read_only = read_only
        self._newer = newer
        self._key = key
        self._clock = clock
        self._ids = ids
        self._index = index
        self._built = built
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._write_lock = threading.RLock()
        self._writer: Connection | None = None
        self._saves = 0

    # -- reading -------------------------------------------------------------------------------

    def read(self) -> Reader:
        """The calling thread's view of the store."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = Reader(self._connect())
        return reader

    def version(self) -> int:
        """A number that changes when another process has saved something; this process's own saves do not count."""
        return int(self.read().query("SELECT coalesce(max(n), 0) FROM save")[0][0]) - self._saves

    @property
    def device(self) -> str:
        """The id of this device, new with every install and every restored backup."""
        return str(self.read().setting("device"))

    # -- writing -------------------------------------------------------------------------------

    @contextlib.contextmanager
    def write(self, label: Text, *, purpose: str = "", undoes: int | None = None) -> Iterator[Transaction]:
        """One save: everything inside happens, or nothing.

        ``label`` names it to people (undo), ``purpose`` to the program (``"roster"``). After the block
        ``changes`` of the transaction says what was done. Raises ``StoreUnavailable`` where the store
        cannot be written.
        """
        with self._transaction() as connection:
            txn, stamp = self._begin(connection)
            yield txn
            txn.finish(stamp.save, label)
            made = self._record(txn, stamp, label, purpose, undoes)
        self._saves += made

    @contextlib.contextmanager
    def rehearse(self, label: Text) -> Iterator[Transaction]:
        """What ``write`` would do, without anything staying written. Raises ``StoreUnavailable``."""
        with contextlib.suppress(_Rehearsed), self._transaction() as connection:
            txn, _ = self._begin(connection)
            yield txn
            raise _Rehearsed  # nobody searches meanwhile, so the search index stays as it is

    def undo(self, save: int | None = None, *, purpose: str | None = None) -> ChangeSet:
        """Take back a save: the one numbered, else the last that still stands (of ``purpose``, where given).

        Values that were changed again since then stay, and the label says how many. Raises ``UserError`` where nothing can be undone.
        """
        found = self.read().query(
            "SELECT n, label_zh, label_en, purpose FROM save WHERE undone_by IS NULL AND undoes IS NULL "
            "AND (?1 IS NULL OR n = ?1) AND (?2 IS NULL OR purpose = ?2) ORDER BY n DESC LIMIT 1",
            (save, purpose),
        )
        if not found:
            closed = save and self.read().query("SELECT 1 FROM save WHERE n = ? AND undone_by = n", (save,))
            raise left_for_good() if closed else _nothing_to_undo()
        number, zh, en, purpose = found[0]
        label = Text("撤销：{what}", "undo: {what}").fill(what=Text(zh, en))
        with self.write(label, undoes=number) as txn:
            if txn.query("SELECT 1 FROM save WHERE n = ? AND undone_by IS NOT NULL", (number,)):
                raise _nothing_to_undo()  # another program was faster
            kept = set_aside(txn, number) if purpose == PACKAGE else take_back(txn, number)
        if not kept:
            return txn.changes
        left = Text("{label}（{n} 处后来改过，保持不变）", "{label} ({n} changed since, left as they are)")
        return dataclasses.replace(txn.changes, label=left.fill(label=label, n=kept))

    def last_saves(self, limit: int = 20) -> list[tuple[int, int, Text]]:
        """The last saves that could be undone: number, when (ms), label."""
        return [
            (n, at, Text(zh, en))
            for n, at, zh, en in self.read().query(
                "SELECT n, at_ms, label_zh, label_en FROM save WHERE undone_by IS NULL AND undoes IS NULL "
                "ORDER BY n DESC LIMIT ?",
                (limit,),
            )
        ]

    def keep_settings(self, values: Mapping[str, str | None]) -> None:
        """Keep or remove local settings; they are not records and make no save."""
        with self._transaction() as connection:
            for name, value in values.items():
                if value is None:
                    connection.execute("DELETE FROM setting WHERE name = ?", (name,))
                else:
                    connection.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def keep_draft(self, form: str, subject: str, content: str | None) -> None:
        """Keep what is typed in a form and not saved yet (``None``: forget it)."""
        with self._transaction() as connection:
            if content is None:
                connection.execute("DELETE FROM draft WHERE form = ? AND subject = ?", (form, subject))
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
                    (form, subject, ms(self._clock.now()), content),
                )

    def draft(self, form: str, subject: str) -> str | None:
        """The draft kept for a form and a subject."""
        found = self.read().query("SELECT content FROM draft WHERE form = ? AND subject = ?", (form, subject))
        return str(found[0][0]) if found else None

    def drafts(self, form: str) -> list[tuple[str, str]]:
        """All drafts of a form: subject and content."""
        return self.read().query(
            "SELECT subject, content FROM draft WHERE form = ? ORDER BY saved_ms", (form,)
        )

    def close(self) -> None:
        """Close every connection."""
        with self._write_lock:
            for connection in self._connections:
                with contextlib.suppress(Error):
                    connection.close()
            self._connections.clear()
            self._writer = None
            self._local = threading.local()

    def refuse_read_only(self) -> None:
        """Raise ``StoreUnavailable`` where the store can only be read, and say why."""
        if self.read_only:
            raise faults.newer_version() if self._newer else faults.not_to_be_written()

    @contextlib.contextmanager
    def holding(self) -> Iterator[None]:
        """Nobody else saves while the block runs, in this program or another. Raises ``StoreUnavailable``."""
        with self._transaction():
            yield

    def rewrite(self) -> None:
        """Write the file anew, without the pages that were freed. Raises ``StoreUnavailable``; then nothing was done."""
        self.refuse_read_only()
        with self._write_lock:
            try:
                self._writing().execute("VACUUM")
                self._writing().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except Error as error:
                raise faults.told(error) from error

    @contextlib.contextmanager
    def replacing_file(self, key: bytes | None) -> Iterator[None]:
        """The block replaces the store's file; nobody writes meanwhile, and all is opened anew after it.

        ``key`` is the new file's key. Where the block raises, the old key stays in use.
        """
        with self._write_lock:
            self.close()
            try:
                yield
                self._key = key
            finally:
                self.close()  # also what other threads opened meanwhile

    # -- inside --------------------------------------------------------------------------------

    @property
    def key(self) -> bytes | None:
        """The raw key of the file; for the store's own modules."""
        return self._key

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """BEGIN IMMEDIATE … COMMIT on the writing connection; whatever is raised inside undoes it all."""
        self.refuse_read_only()
        with self._write_lock:
            connection = self._writing()
            if connection.in_transaction:
                raise RuntimeError("a save cannot begin inside another")
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except Error as error:
                self._roll_back(connection)
                if faults.is_ours(error):
                    raise
                raise faults.told(error) from error
            except BaseException:
                self._roll_back(connection)
                raise

    def _connect(self) -> Connection:
        connection = connect(self.folder / FILE, self._key, read_only=self.read_only)
        self._connections.append(connection)
        return connection

    def _writing(self) -> Connection:
        if self._writer is None:
            self._writer = self._connect()
        return self._writer

    @staticmethod
    def _roll_back(connection: Connection) -> None:
        with contextlib.suppress(Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def _begin(self, connection: Connection) -> tuple[Transaction, Stamp]:
        device, counter, wall, save, author, together, erased = connection.execute(_LAST).fetchone()
        now = self._clock.now()
        believed = plausible(now, wall, self._built)
        stamp = Stamp(device, counter, ms(now), believed, save + 1, author, bool(together), bool(erased))
        return Transaction(connection, stamp, self._ids.new, self._index), stamp

    def _record(self, txn: Transaction, stamp: Stamp, label: Text, purpose: str, undoes: int | None) -> bool:
        """Enter the save in the list of saves; one that wrote nothing is not entered."""
        first, last = txn.log.counters
        if last < first and undoes is None and not txn.entered:
            return False
        txn.run(
            "INSERT INTO save VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                stamp.save, stamp.device, stamp.wall, stamp.author, purpose, label.zh, label.en, undoes,
                stamp.save if txn.final else None, first, last,
            ),
        )  # fmt: skip
        if undoes is not None:
            txn.run("UPDATE save SET undone_by = ? WHERE n = ?", (stamp.save, undoes))
        return True


# This device's local number, its last change's counter and time, the last save's number, who saves, and whether anybody
# was put together or erased. The counter never goes back: changes can be removed (a dossier handed over), so the device's
# last save remembers it too.
_LAST = """
SELECT d.n, max(coalesce(c.counter, 0), coalesce(o.last, 0)), coalesce(iif(o.last > c.counter, o.at_ms, c.wall), o.at_ms, 0),
       coalesce((SELECT max(n) FROM save), 0), coalesce((SELECT value FROM setting WHERE name = 'author'), ''),
       EXISTS (SELECT 1 FROM alias), EXISTS (SELECT 1 FROM dossier WHERE erased = 1)
  FROM setting s JOIN device d ON d.id = s.value
  LEFT JOIN change c ON c.device = d.n AND c.counter = (SELECT max(counter) FROM change WHERE device = d.n)
  LEFT JOIN save o ON o.n = (SELECT max(n) FROM save WHERE device = d.n)
 WHERE s.name = 'device'
"""


class _Rehearsed(Exception):
    """Ends a rehearsal, so that it is rolled back."""


def _nothing_to_undo() -> UserError:
    return UserError("nothing_to_undo", Text("没有可以撤销的操作。", "There is nothing to undo."))
