"""Backups: one file that holds a consistent copy of the store, encrypted like it, and its restoration.

The bytes of photos and files stand beside it in packs (``store.blob_packs``), which all backups in a folder share.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.text import Text
from fieldteacher.store import blob_packs, faults, versions
from fieldteacher.store.claims import FORGET
from fieldteacher.store.connection import connect
from fieldteacher.store.database import BLOBS_FILE, FILE, KEY_FILE, Store
from fieldteacher.store.driver import Error
from fieldteacher.store.opening import MARK, refuse_taken
from fieldteacher.store.renaming import EXPORTED

SUFFIX = ".ftbackup"
_LARGEST = 20 * 2**30
# What zipfile raises for files that are none, are cut short, encrypted, or packed in a way it does not know.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, KeyError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: where, how large (bytes), and when it was made (local time, from its name).

    ``files`` says of one just made how many photos and files were copied beside it.
    """

    path: Path
    size: int
    made_at: datetime
    files: int = 0


def create(store: Store, folder: Path, now: datetime, *, packed: bool = True) -> Backup:
    """Write a backup into ``folder``; the file appears under its name only when it is whole.

    It is a ZIP of the store (``VACUUM INTO``, so encrypted where the store is) and of its key file; ``packed``
    says whether it is made small, which takes longer.
    Raises ``StoreUnavailable`` where the folder cannot be written.
    """
    path = folder / f"fieldteacher-{now:%Y%m%d-%H%M%S}{SUFFIX}"
    copy = path.with_suffix(".copy")
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        connection = connect(store.folder / FILE, store.key, read_only=store.read_only)
        try:
            copy.unlink(missing_ok=True)
            connection.execute("VACUUM INTO ?", (str(copy),))
        finally:
            connection.close()
        how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with zipfile.ZipFile(part, "w", how, compresslevel=3) as archive:
            archive.write(copy, FILE)
            if (store.folder / KEY_FILE).exists():
                archive.write(store.folder / KEY_FILE, KEY_FILE)
        part.replace(path)
    except Error as error:
        raise faults.told(error) from error
    except OSError as error:
        raise faults.not_writable(folder, error) from error
    finally:
        for leftover in (copy, part):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
    return Backup(path, path.stat().st_size, now)


def found_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    backups = []
    for path in folder.glob(f"fieldteacher-*{SUFFIX}") if folder.is_dir() else ():
        try:
            made = datetime.strptime(path.stem, "fieldteacher-%Y%m%d-%H%M%S")
        except ValueError:
            continue
        backups.append(Backup(path, path.stat().st_size, made))
    return sorted(backups, key=lambda backup: backup.made_at, reverse=True)


def unpack(file: Path, folder: Path) -> None:
    """Put a backup's store into an empty or new ``folder``; ``renew_device`` must follow.

    Raises ``InputRefused``: not a backup, damaged, or a folder that holds a store already.
    """
    refuse_taken(folder)
    written: list[Path] = []
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if (
                FILE not in names
                or names - {FILE, KEY_FILE}
                or sum(i.file_size for i in archive.infolist()) > _LARGEST
                or any(
                    i.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
                    for i in archive.infolist()
                )
            ):
                raise InputRefused("not_a_backup", _not_a_backup(file))
            folder.mkdir(parents=True, exist_ok=True)
            for name in sorted(names):
                target = folder / name
                written.append(target)
                with archive.open(name) as source, target.open("xb") as sink:
                    shutil.copyfileobj(source, sink)
    except InputRefused:
        raise
    except FileNotFoundError as error:
        raise InputRefused(
            "file_not_found", Text("找不到文件“{f}”。", "There is no file “{f}”.").fill(f=file.name)
        ) from error
    except _UNREADABLE as error:
        for path in written:
            path.unlink(missing_ok=True)
        if (
            isinstance(error, OSError)
            and not isinstance(error, FileNotFoundError | IsADirectoryError)
            and written
        ):
            raise faults.not_writable(folder, error) from error
        raise InputRefused("not_a_backup", _not_a_backup(file)) from error


def _not_a_backup(file: Path) -> Text:
    return Text(
        "{f} 不是本程序的备份，或已损坏。", "{f} is not a backup of this program, or it is damaged."
    ).fill(f=file.name)


def discard(folder: Path) -> None:
    """Take away what ``unpack`` put into ``folder``."""
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", KEY_FILE, BLOBS_FILE):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def fetch_bytes(folder: Path, key: bytes | None, packs: Path) -> tuple[int, int]:
    """Bring the bytes that the store in ``folder`` names from the packs in another folder.

    Returns how many were wanted, and how many no pack has. Raises ``StoreUnavailable`` where nothing can be written.
    """
    with contextlib.closing(connect(folder / FILE, key)) as connection:
        try:
            wanted = {sha256 for (sha256,) in connection.execute(_NAMED).fetchall()}
            for (content,) in connection.execute("SELECT content FROM draft").fetchall():
                wanted.update(_HASH.findall(content))
        except Error as error:
            raise faults.told(error, opening=True) from error
    return len(wanted), len(blob_packs.fetch(packs, key, folder, wanted))


_HASH = re.compile(r"\b[0-9a-f]{64}\b")
# Deleted ones too: their deletion can be taken back.
_NAMED = "SELECT DISTINCT sha256 FROM attachment WHERE sha256 IS NOT NULL"


def renew_device(folder: Path, key: bytes | None) -> str:
    """Give the store in ``folder`` a new device id: a restored copy must not write under the old one's name.

    Raises ``StoreUnavailable`` where the file is damaged or not a store.
    """
    device = secrets.token_hex(8)
    with contextlib.closing(connect(folder / FILE, key)) as connection:
        try:
            if (
                not versions.applied(connection)
                or connection.execute("PRAGMA quick_check").fetchone()[0] != "ok"
            ):
                raise faults.damaged()
            connection.execute("BEGIN IMMEDIATE")
            label, role = connection.execute(
                "SELECT d.label, d.role FROM device d JOIN setting s ON s.name = 'device' AND s.value = d.id"
            ).fetchone() or ("", "teacher")
            connection.execute("INSERT INTO device (id, label, role) VALUES (?, ?, ?)", (device, label, role))
            connection.execute("UPDATE setting SET value = ? WHERE name = 'device'", (device,))
            connection.execute("DELETE FROM setting WHERE name IN (?, ?)", (MARK, EXPORTED))
            if connection.execute("SELECT 1 FROM pragma_table_info('sent') WHERE name = 'claims'").fetchone():
                connection.execute(FORGET)
            connection.execute("COMMIT")
        except Error as error:
            raise faults.told(error, opening=True) from error
    return device
