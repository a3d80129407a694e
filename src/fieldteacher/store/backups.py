"""Backups: one file that holds a consistent copy of the store, encrypted like it, and its restoration."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.store import faults
from fieldteacher.store.columns import table_columns
from fieldteacher.store.connection import connect
from fieldteacher.store.database import FILE, KEY_FILE, Store, refuse_taken
from fieldteacher.store.driver import Error
from fieldteacher.store.fold import DELETED

SUFFIX = ".ftbackup"
_LARGEST = 20 * 2**30


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: where, how large (bytes), and when it was made (local time, from its name)."""

    path: Path
    size: int
    made_at: datetime


def create(store: Store, folder: Path, now: datetime) -> Backup:
    """Write a backup into ``folder``; the file appears under its name only when it is whole.

    It is a ZIP of the store (``VACUUM INTO``, so encrypted where the store is) and of its key file.
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
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            archive.write(copy, FILE)
            if (store.folder / KEY_FILE).exists():
                archive.write(store.folder / KEY_FILE, KEY_FILE)
        part.replace(path)
    except Error as error:
        raise faults.told(error) from error
    except OSError as error:
        raise faults.not_writable(folder, error) from error
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
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
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
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
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", KEY_FILE):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)


def renew_device(folder: Path, key: bytes | None) -> str:
    """Give the store in ``folder`` a new device id: a restored copy must not write under the old one's name."""
    connection = connect(folder / FILE, key)
    try:
        device = secrets.token_hex(8)
        connection.execute("BEGIN IMMEDIATE")
        label, role = connection.execute(
            "SELECT d.label, d.role FROM device d JOIN setting s ON s.name = 'device' AND s.value = d.id"
        ).fetchone()
        connection.execute("INSERT INTO device (id, label, role) VALUES (?, ?, ?)", (device, label, role))
        connection.execute("UPDATE setting SET value = ? WHERE name = 'device'", (device,))
        connection.execute("COMMIT")
    finally:
        connection.close()
    return device


def verify(store: Store) -> list[Text]:
    """What is wrong with a store; empty where nothing is.

    Checks the file (``integrity_check``, and every page's authentication code where encrypted), and
    that the tables are what the change log says.
    """
    reader = store.read()
    problems = [
        Text(str(row[0]), str(row[0])) for row in reader.query("PRAGMA integrity_check") if row[0] != "ok"
    ]
    if store.key is not None:
        problems += [Text(str(row[0]), str(row[0])) for row in reader.query("PRAGMA cipher_integrity_check")]
    if problems:
        return problems
    for type_name in RECORD_TYPES:
        for field in table_columns(type_name):
            if field in ("id", "deleted"):
                continue
            wrong = reader.query(
                f"SELECT count(*) FROM {type_name} t JOIN change c ON c.record = t.id AND c.field = ? AND c.live = 1 "
                f'WHERE t."{field}" IS NOT c.value AND NOT EXISTS (SELECT 1 FROM conflict x WHERE x.record = t.id AND x.field = c.field)',
                (field,),
            )[0][0]
            if wrong:
                problems.append(
                    Text(
                        "{t}.{f}：{n} 处与变更记录不符", "{t}.{f}: {n} values differ from the change log"
                    ).fill(t=type_name, f=field, n=wrong)
                )
        lost = reader.query(
            f"SELECT count(*) FROM (SELECT DISTINCT record FROM change WHERE type = ? AND field <> ? EXCEPT SELECT id FROM {type_name})",
            (type_name, DELETED),
        )[0][0]
        if lost:
            problems.append(
                Text("{t}：缺 {n} 条记录", "{t}: {n} records are missing").fill(t=type_name, n=lost)
            )
    return problems
