"""Copies of the store made by itself before others' packages are taken in: one a day, the last five."""

from __future__ import annotations

import contextlib
from datetime import datetime

from fieldteacher.store import backups, faults
from fieldteacher.store.backups import Backup
from fieldteacher.store.database import Store

FOLDER = "before-imports"
"""Beside the store's file; restored as any backup is."""
_KEPT = 5


def copy_once_a_day(store: Store, now: datetime) -> Backup | None:
    """Copy the store as it was before the save that is being made, where none was copied today; returns the copy.

    Each import can be taken back by itself; the copy is for what nobody thought of, so one a day does, and an
    office that takes in thirty packages waits for it once. Raises ``StoreUnavailable`` where there is no room.
    """
    local = now.astimezone().replace(tzinfo=None)
    folder = store.folder / FOLDER
    copies = backups.found_in(folder)
    if copies and copies[0].made_at.date() == local.date():
        return None
    made = backups.create(store, folder, local, packed=False)
    for old in backups.found_in(folder)[_KEPT:]:
        with contextlib.suppress(OSError):
            old.path.unlink()
    return made


def forget(store: Store) -> None:
    """Remove every copy that the program made by itself: they still hold what was taken out of the store for good.

    Also those from before an update (``opening``). Backups that people made are theirs to keep. Raises ``StoreUnavailable``.
    """
    copies = [backup.path for backup in backups.found_in(store.folder / FOLDER)]
    for copy in (*copies, *store.folder.glob("before-*.db")):
        try:
            copy.unlink(missing_ok=True)
        except OSError as error:
            raise faults.not_writable(copy.parent, error) from error
