"""Encrypting a store that has no password, and taking the encryption off again.

The file is rewritten beside the old one, checked, and put in its place in one step. The key file and
the store are two files, so a stop in between leaves one of few states, each of which ``settle`` brings
to an end when the store is opened next (unless another program is at it just then):

* a finished copy and a key file beside a plain store: encryption was under way, it is completed;
* a plain store with a key file and no copy: decryption was under way, the key file goes;
* a copy in any other state: it was not finished, it goes.

The file of photos and other bytes (``blobs.db``) follows the store: its copy is finished before the store's
takes its place, and it is put in its place afterwards. Whichever of the two files of bytes is encrypted just as
the store is, is the right one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.store import faults
from fieldteacher.store.database import BLOBS_FILE, FILE, KEY_FILE, Store
from fieldteacher.store.driver import Connection, Error, sqlite

COPY, BLOBS_COPY = FILE + ".new", BLOBS_FILE + ".new"
_PARTS = (FILE + ".part", BLOBS_FILE + ".part")
_PLAIN = b"SQLite format 3\x00"


def encrypt(store: Store, key: bytes, seal: Path) -> None:
    """Encrypt a plain, open store with ``key``; it stays open.

    ``seal`` is the finished key file, which takes its place beside the store at the same time. Raises
    ``StoreUnavailable`` where another program has the store open or the disk is full; then the store
    is as it was.
    """
    if store.key is not None:
        raise ValueError("the store is encrypted already")
    _replace(store, key, seal)


def decrypt(store: Store) -> None:
    """Take the encryption off an open store; raises as ``encrypt``."""
    if store.key is None:
        raise ValueError("the store is not encrypted")
    _replace(store, None, None)


def settle(folder: Path) -> None:
    """Complete or drop what a stop in the middle of ``encrypt`` or ``decrypt`` left in ``folder``.

    Where nothing may be written it stays as it is; the opening that follows says what is the matter.
    """
    with contextlib.suppress(OSError):
        _settle(folder)


def _settle(folder: Path) -> None:
    path, key_file, copy, blobs = (folder / name for name in (FILE, KEY_FILE, COPY, BLOBS_COPY))
    left = [each for each in (*(folder / name for name in _PARTS), copy, blobs) if each.exists()]
    plain = path.is_file() and _is_plain(path)
    if (not left and not (plain and key_file.exists())) or _held(path):
        return
    for part in _PARTS:
        (folder / part).unlink(missing_ok=True)
    decrypted = plain and key_file.exists() and not copy.exists()
    if plain and copy.exists() and key_file.exists():
        copy.replace(path)
    else:
        copy.unlink(missing_ok=True)
    if blobs.exists():
        _settle_blobs(folder)
    if decrypted:
        key_file.unlink()


def _settle_blobs(folder: Path) -> None:
    copy, path = folder / BLOBS_COPY, folder / BLOBS_FILE
    if path.exists() and _is_plain(path) == _is_plain(folder / FILE):
        copy.unlink(missing_ok=True)
    else:
        copy.replace(path)


def _held(path: Path) -> bool:
    """Whether another program holds the store's file for itself, as one does that rewrites it."""
    if not path.is_file():
        return False
    # Without its key an encrypted file cannot be read, but whether it is locked is asked before that.
    with contextlib.closing(sqlite.connect(str(path), timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except Error as error:
            return "locked" in str(error)
    return False


def _is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def _replace(store: Store, key: bytes | None, seal: Path | None) -> None:
    folder = store.folder
    path, copy = folder / FILE, folder / COPY
    store.refuse_read_only()
    old = store.key
    try:
        with store.replacing_file(key):
            try:
                for name in (*_PARTS, COPY, BLOBS_COPY):
                    (folder / name).unlink(missing_ok=True)
                _rewrite(folder, old, key)
                if seal is not None:
                    seal.replace(folder / KEY_FILE)
                copy.replace(path)
            except BaseException:
                _withdraw(folder, unseal=seal is not None)
                raise
            with contextlib.suppress(OSError):  # else the next opening does it
                if (folder / BLOBS_COPY).exists():
                    (folder / BLOBS_COPY).replace(folder / BLOBS_FILE)
                if seal is None:
                    (folder / KEY_FILE).unlink()
    except Error as error:
        raise faults.told(error) from error
    except OSError as error:
        raise faults.not_writable(folder, error) from error


def _withdraw(folder: Path, *, unseal: bool) -> None:
    """The file was not replaced: leave everything as it was."""
    with contextlib.suppress(OSError):
        if unseal and _is_plain(folder / FILE):
            (folder / KEY_FILE).unlink(missing_ok=True)
        for name in (COPY, BLOBS_COPY, *_PARTS):
            (folder / name).unlink(missing_ok=True)


def _rewrite(folder: Path, old: bytes | None, key: bytes | None) -> None:
    """Make finished copies of the store and its bytes under another key, while nobody else has the store open."""
    with _alone(folder / FILE, old) as connection:
        if (folder / BLOBS_FILE).exists():
            with _alone(folder / BLOBS_FILE, old) as bytes_connection:
                _export(bytes_connection, folder / _PARTS[1], key)
            (folder / _PARTS[1]).replace(folder / BLOBS_COPY)
        _export(connection, folder / _PARTS[0], key)
    (folder / _PARTS[0]).replace(folder / COPY)


@contextlib.contextmanager
def _alone(path: Path, key: bytes | None) -> Iterator[Connection]:
    """The file at ``path``, which nobody else can read or write within the block."""
    connection = sqlite.connect(str(path), timeout=5, isolation_level=None)
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Leaving WAL mode needs the file for oneself, so it refuses where another program has it open,
        # and it brings what is in the log file into the store.
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if str(mode).lower() != "delete":
            raise _in_use()
        connection.execute("BEGIN EXCLUSIVE")  # the lock is kept from here until the connection is closed
        connection.execute("COMMIT")
        yield connection
    finally:
        connection.close()


def _export(connection: Connection, target: Path, key: bytes | None) -> None:
    """Copy a file to ``target`` under another key, compare the two, and have the copy on the disk."""
    connection.execute(
        "ATTACH DATABASE ? AS target KEY " + ("''" if key is None else f"\"x'{key.hex()}'\""), (str(target),)
    )
    vacuum = connection.execute("PRAGMA main.auto_vacuum").fetchone()[0]
    connection.execute(f"PRAGMA target.auto_vacuum = {int(vacuum)}")
    connection.execute("SELECT sqlcipher_export('target')")
    for pragma in ("user_version", "application_id"):
        number = connection.execute(f"PRAGMA main.{pragma}").fetchone()[0]
        connection.execute(f"PRAGMA target.{pragma} = {int(number)}")
    _compare(connection)
    connection.execute("DETACH DATABASE target")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _compare(connection: Connection) -> None:
    """Raise where the copy is not sound or not complete."""
    if connection.execute("PRAGMA target.integrity_check").fetchone()[0] != "ok":
        raise _not_complete()
    schema = "SELECT type, name, sql FROM {}.sqlite_master WHERE type <> 'index' OR sql IS NOT NULL ORDER BY type, name"
    main, target = (connection.execute(schema.format(name)).fetchall() for name in ("main", "target"))
    if main != target:
        raise _not_complete()
    for kind, name, sql in main:
        if kind == "table" and not sql.upper().startswith("CREATE VIRTUAL"):
            one, other = (
                connection.execute(f'SELECT count(*) FROM {where}."{name}"').fetchone()
                for where in ("main", "target")
            )
            if one != other:
                raise _not_complete()


def _in_use() -> StoreUnavailable:
    return StoreUnavailable(
        "store_locked",
        Text(
            "另一个程序正打开这份数据，请关闭后再试。",
            "Another program has this store open; close it and try again.",
        ),
    )


def _not_complete() -> StoreUnavailable:
    return StoreUnavailable(
        "copy_incomplete",
        Text(
            "重写数据时核对不符，数据保持原样。请先检查数据。",
            "The rewritten store did not match, so the store stays as it was. Please check the store first.",
        ),
    )
