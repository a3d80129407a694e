"""Encrypting a store that has no password, and taking the encryption off again.

The file is rewritten beside the old one, checked, and put in its place in one step. The key file and
the store are two files, so a stop in between leaves one of few states, each of which ``settle`` brings
to an end when the store is opened next:

* a finished copy and a key file beside a plain store: encryption was under way, it is completed;
* a plain store with a key file and no copy: decryption was under way, the key file goes;
* a copy in any other state: it was not finished, it goes.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from fieldteacher.domain.errors import StoreUnavailable
from fieldteacher.domain.text import Text
from fieldteacher.store import faults
from fieldteacher.store.database import FILE, KEY_FILE, Store
from fieldteacher.store.driver import Connection, Error, sqlite

COPY = FILE + ".new"
_PART = FILE + ".part"
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
    path, key_file, copy = folder / FILE, folder / KEY_FILE, folder / COPY
    (folder / _PART).unlink(missing_ok=True)
    if not copy.exists() and not key_file.exists():
        return
    plain = path.is_file() and _is_plain(path)
    if plain and key_file.exists():
        if copy.exists():
            copy.replace(path)
        else:
            key_file.unlink()
    else:
        copy.unlink(missing_ok=True)


def _is_plain(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def _replace(store: Store, key: bytes | None, seal: Path | None) -> None:
    folder = store.folder
    path, part, copy = folder / FILE, folder / _PART, folder / COPY
    store.refuse_read_only()
    old = store.key
    try:
        with store.replacing_file(key):
            try:
                part.unlink(missing_ok=True)
                _rewrite(path, old, part, key)
                _flush(part)
                part.replace(copy)
                if seal is not None:
                    seal.replace(folder / KEY_FILE)
                copy.replace(path)
            except BaseException:
                _withdraw(folder, unseal=seal is not None)
                raise
            if seal is None:
                with contextlib.suppress(OSError):  # else the next opening removes it
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
        for name in (COPY, _PART):
            (folder / name).unlink(missing_ok=True)


def _rewrite(path: Path, old: bytes | None, target: Path, key: bytes | None) -> None:
    """Copy the store at ``path`` to ``target`` under another key, while nobody else has it open."""
    connection = sqlite.connect(str(path), timeout=5, isolation_level=None)
    try:
        if old is not None:
            connection.execute(f"PRAGMA key = \"x'{old.hex()}'\"")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Leaving WAL mode needs the file for oneself, so it refuses where another program has it open,
        # and it brings what is in the log file into the store.
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        if str(mode).lower() != "delete":
            raise _in_use()
        connection.execute(
            "ATTACH DATABASE ? AS target KEY " + ("''" if key is None else f"\"x'{key.hex()}'\""),
            (str(target),),
        )
        connection.execute("SELECT sqlcipher_export('target')")
        for pragma in ("user_version", "application_id"):
            number = connection.execute(f"PRAGMA main.{pragma}").fetchone()[0]
            connection.execute(f"PRAGMA target.{pragma} = {int(number)}")
        _compare(connection)
        connection.execute("DETACH DATABASE target")
    finally:
        connection.close()


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


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
