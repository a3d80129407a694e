"""Who may write under a store's device id: a mark outside the store, which a copy of the store cannot take along.

The store and a small file in this computer's user data hold the same random mark, and a new one after every export.
Where they differ, the store is a copy, or another copy of it has sent changes since: it then takes a device id of its
own before it reads or writes a package, so that two stores never give two changes one name (decision 0075).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fieldteacher.domain.errors import NotSaved
from fieldteacher.domain.os_errors import reason
from fieldteacher.domain.text import Text
from fieldteacher.store.database import Store
from fieldteacher.store.opening import MARK
from fieldteacher.store.renaming import note_exported, rename_device
from fieldteacher.store.transaction import Transaction

COPIED = Text(
    "这份数据是从另一份复制来的，已为它换上新的设备编号；请不要在两台电脑上使用同一位老师的数据，另一台请向办公室要一份邀请。",
    "This store is a copy of another and was given a device id of its own. One teacher's store should not be used on two "
    "computers; ask the office for an invitation for the other one.",
)
"""What to tell where the store had to take a new device id."""


class Lease:
    """The mark of one store; ``folder`` holds the files with the marks of all stores of this user on this computer."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    def hold(self) -> bool:
        """Make sure that no other store writes under this one's device id; to be called before a package is taken in.

        Returns whether the store had to take a new device id. Raises ``StoreUnavailable`` where that cannot be noted.
        """
        reader = self._store.read()
        mark = reader.setting(MARK)
        if mark is not None and mark in self._marked(self._store.device):
            return False
        return self._renew(exporting=False)

    def take(self) -> bool:
        """``hold``, and a new mark: to be called before a package is written.

        Every change made so far counts as sent from then on.
        """
        return self._renew(exporting=True)

    @contextmanager
    def in_passing(self) -> Iterator[None]:
        """For a store that is thrown away after the block: no mark of it stays on the computer."""
        device = self._store.device
        try:
            yield
        finally:
            with suppress(OSError):
                self._file(device).unlink(missing_ok=True)

    def _renew(self, *, exporting: bool) -> bool:
        with self._store.write(Text("数据交换", "exchange")) as txn:
            mark, device = txn.setting(MARK), txn.setting("device") or ""
            copied = mark is not None and mark not in self._marked(device)
            if copied:
                device, mark = rename_device(txn), None
            if exporting:
                note_exported(txn)
            new = self._mark(txn, device, mark)
        if mark is not None:
            with suppress(NotSaved):  # the next time; until then both marks count
                self._write(device, new)
        return copied

    def _mark(self, txn: Transaction, device: str, before: str | None) -> str:
        """A new mark in the store, which is returned, and beside it.

        Until the store's is written for good the file holds the mark ``before`` too: a program that ends between
        the two leaves a store that still is the one the file speaks of.
        """
        mark = secrets.token_hex(16)
        txn.set_setting(MARK, mark)
        self._write(device, *filter(None, (mark, before)))
        return mark

    def _write(self, device: str, *marks: str) -> None:
        path = self._file(device)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("w", encoding="ascii") as file:
                file.write("\n".join(marks))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            raise NotSaved(
                "cannot_write",
                Text("无法写入 {p}：{e}。", "Cannot write to {p}: {e}.").fill(p=path.parent, e=reason(error)),
            ) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _marked(self, device: str) -> list[str]:
        try:
            return self._file(device).read_text("ascii").split()
        except (OSError, UnicodeDecodeError):
            return []

    def _file(self, device: str) -> Path:
        return self._folder / f"{hashlib.sha256(device.encode()).hexdigest()[:32]}.lease"
