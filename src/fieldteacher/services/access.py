"""The password of a store: set, changed, taken away; and restoring backups, which may need one."""

from __future__ import annotations

from pathlib import Path

from fieldteacher.domain.errors import StoreUnavailable, UserError
from fieldteacher.domain.text import Text
from fieldteacher.services.backups import Restored, restore
from fieldteacher.store import rekey
from fieldteacher.store.database import KEY_FILE, Store
from fieldteacher.store.keys import new_key, seal, unseal

SHORTEST = 8
_PENDING = KEY_FILE + ".new"


class AccessService:
    """The verbs on the password of an open store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def protected(self) -> bool:
        """Whether the store has a password."""
        return self._store.key is not None

    def set_password(self, password: str, *, current: str = "") -> None:
        """Give the store a password, or another one in place of ``current``.

        A store without one is encrypted by this, which rewrites its file; no other thread may be reading it
        meanwhile. Backups made before keep the password they had then, or none. Raises ``UserError`` (``password_short``) and ``StoreUnavailable``.
        """
        if len(password) < SHORTEST:
            raise UserError(
                "password_short",
                Text("密码至少 {n} 个字符。", "The password needs at least {n} characters.").fill(n=SHORTEST),
                field="password",
            )
        folder = self._store.folder
        if self.protected:
            seal(folder / KEY_FILE, self._unseal(current), password)
            return
        key = new_key()
        seal(folder / _PENDING, key, password)
        try:
            rekey.encrypt(self._store, key, folder / _PENDING)
        finally:
            (folder / _PENDING).unlink(missing_ok=True)

    def remove_password(self, current: str) -> None:
        """Take the password away and write the store unencrypted; no other thread may be reading it meanwhile.

        Raises ``StoreUnavailable``.
        """
        self._unseal(current)
        rekey.decrypt(self._store)

    @staticmethod
    def restore(file: Path, into: Path, password: str = "") -> Restored:
        """Restore a backup into a new folder, with the photos and files from the packs beside it.

        Raises ``InputRefused`` (not a backup, or a store is there already) and ``StoreUnavailable``
        (``password_needed``, ``wrong_password``); then the folder is as it was.
        """
        return restore(file, into, lambda folder: key_of(folder, password))

    def _unseal(self, current: str) -> bytes:
        try:
            return unseal(self._store.folder / KEY_FILE, current)
        except StoreUnavailable as error:
            raise UserError(error.code, error.text, field="current") from error


def key_of(folder: Path, password: str | None) -> bytes | None:
    """The key of the store in ``folder``; ``None`` where it has no password.

    Raises ``StoreUnavailable``: ``password_needed``, ``wrong_password``, ``key_file_damaged``.
    """
    if not (folder / KEY_FILE).exists():
        return None
    if not password:
        raise StoreUnavailable("password_needed", Text("这份数据有密码。", "This store has a password."))
    return unseal(folder / KEY_FILE, password)
