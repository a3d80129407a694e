"""Backups of the store, and checking it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from fieldteacher.domain.clock import Clock
from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.store import backups
from fieldteacher.store.backups import Backup
from fieldteacher.store.database import Store
from fieldteacher.store.folders import no_empty_ones_left
from fieldteacher.store.verifying import verify

__all__ = ["Backup", "BackupService", "restore"]

FOLDER = "backup_folder"
LAST = "last_backup_at"


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

    def create(self, folder: Path | None = None) -> Backup:
        """Make a backup now."""
        folder = folder or self.folder
        with no_empty_ones_left(folder):
            backup = backups.create(self._store, folder, self._clock.now().astimezone().replace(tzinfo=None))
        if not self._store.read_only:
            self._store.keep_settings({LAST: backup.made_at.isoformat(timespec="minutes")})
        return backup

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


def restore(file: Path, into: Path, key_of: Callable[[Path], bytes | None]) -> str:
    """Restore a backup into a new folder under a new device id, which is returned.

    ``key_of`` gives the key of the store in a folder. Raises ``InputRefused`` and ``StoreUnavailable``;
    then nothing is left in ``into``.
    """
    with no_empty_ones_left(into):
        backups.unpack(file, into)
        try:
            return backups.renew_device(into, key_of(into))
        except BaseException:
            backups.discard(into)
            raise
