"""Backups of the store, and checking it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import NotSaved, StoreUnavailable, UserError
from fieldteacher.domain.text import Text
from fieldteacher.store import backups, blob_packs
from fieldteacher.store.backups import Backup
from fieldteacher.store.blobs import Blobs
from fieldteacher.store.database import Store
from fieldteacher.store.folders import no_empty_ones_left
from fieldteacher.store.verifying import verify

__all__ = ["Backup", "BackupService", "Restored", "restore"]

FOLDER = "backup_folder"
LAST = "last_backup_at"
_WITHOUT_FILES = Text(
    "记录已备份，照片和文件没有备份完。{why}",
    "The records are backed up, not all photos and files are. {why}",
)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring gave: the new device's id, how many files the records name, and how many were not found
    beside the backup."""

    device: str
    files: int
    missing: int


class BackupService:
    """The verbs on backups of an open store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def folder(self) -> Path:
        """Where backups go: the folder chosen, else ``backups`` beside the store's file."""
        chosen = self._store.read().setting(FOLDER)
        return Path(chosen) if chosen else self._store.folder / "backups"

    def choose_folder(self, folder: Path) -> None:
        """Choose where backups go. Raises ``UserError`` where it cannot be written."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise UserError(
                "cannot_write", Text("无法写入 {p}。", "Cannot write to {p}.").fill(p=folder), field="folder"
            ) from error
        self._store.keep_settings({FOLDER: str(folder)})

    def create(self, folder: Path | None = None, progress: Progress | None = None) -> Backup:
        """Make a backup now; ``progress`` is told how many photos and files are copied, and of how many.

        Only those are copied that no earlier backup in the folder has. Bytes that nobody has needed for long
        are then taken out of the store. Raises ``StoreUnavailable``: nothing was backed up, or
        (``files_not_backed_up``) the records were and not all of the files.
        """
        folder, now = folder or self.folder, self._clock.now().astimezone().replace(tzinfo=None)
        with no_empty_ones_left(folder):
            backup = backups.create(self._store, folder, now)
        try:
            added = blob_packs.add(self._store, folder, now, progress)
        except StoreUnavailable as error:
            raise NotSaved("files_not_backed_up", _WITHOUT_FILES.fill(why=error.text)) from error
        if not self._store.read_only:
            self._store.keep_settings({LAST: backup.made_at.isoformat(timespec="minutes")})
            Blobs(self._store, self._clock).remove_unneeded()
        return replace(backup, files=added)

    def list(self) -> Sequence[Backup]:
        """The backups there are, newest first."""
        return backups.found_in(self.folder)

    def last(self) -> datetime | None:
        """When the last backup was made (local time)."""
        text = self._store.read().setting(LAST)
        return datetime.fromisoformat(text) if text else None

    def verify(self) -> Sequence[Text]:
        """What is wrong with the store; empty where nothing is."""
        return verify(self._store)


def restore(file: Path, into: Path, key_of: Callable[[Path], bytes | None]) -> Restored:
    """Restore a backup into a new folder under a new device id.

    Photos and files come from the packs that lie beside ``file``; the records come also where those are
    missing. ``key_of`` gives the key of the store in a folder. Raises ``InputRefused`` and
    ``StoreUnavailable``; then nothing is left in ``into``.
    """
    with no_empty_ones_left(into):
        backups.unpack(file, into)
        try:
            key = key_of(into)
            device = backups.renew_device(into, key)
            return Restored(device, *backups.fetch_bytes(into, key, file.absolute().parent))
        except BaseException:
            backups.discard(into)
            raise
