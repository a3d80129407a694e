"""A store that has become two: the copy takes a new device id, and its changes that nobody else has go under that one."""

from __future__ import annotations

import secrets

from fieldteacher.store.claims import FORGET
from fieldteacher.store.fold import Name, read_names, write_names
from fieldteacher.store.transaction import Transaction

EXPORTED = "exported_counter"
"""The setting with this device's last change that has left the store in a package, or may have."""


def note_exported(txn: Transaction) -> None:
    """Note that every change this device has made may have left."""
    ((counter,),) = txn.query(
        "SELECT max(coalesce((SELECT max(counter) FROM change WHERE device = d.n), 0), "
        "coalesce((SELECT max(last) FROM save WHERE device = d.n), 0)) "
        "FROM device d JOIN setting s ON s.value = d.id WHERE s.name = 'device'"
    )
    txn.set_setting(EXPORTED, str(counter))


def rename_device(txn: Transaction) -> str:
    """Give the store a new device id, which is returned, and rename what it has made and never sent.

    Changes that have left keep the name by which others know them. A name is in the log, in what other changes say
    they replace, in the list of saves, and in the digests of dossiers, which are computed again.
    """
    ((old, label, role),) = txn.query(
        "SELECT d.n, d.label, d.role FROM device d JOIN setting s ON s.value = d.id WHERE s.name = 'device'"
    )
    id = secrets.token_hex(8)
    txn.run("INSERT INTO device (id, label, role) VALUES (?, ?, ?)", (id, label, role))
    ((new,),) = txn.query("SELECT n FROM device WHERE id = ?", (id,))
    unsent = txn.query(
        "SELECT counter, dossier FROM change WHERE device = ? AND counter > ? AND package IS NULL",
        (old, int(txn.setting(EXPORTED) or 0)),
    )
    names = {(old, counter): (new, counter) for counter, _ in unsent}
    touched = {dossier for _, dossier in unsent} | _rename_replaced(txn, old, names)
    txn.run_many(
        "UPDATE change SET device = ? WHERE device = ? AND counter = ?", [(new, *name) for name in names]
    )
    if names:
        first = min(counter for _, counter in names)
        txn.run("UPDATE save SET device = ? WHERE device = ? AND last >= ?", (new, old, first))
    txn.log.touch(touched)
    txn.run(FORGET)
    txn.set_setting("device", id)
    txn.set_setting(EXPORTED, None)
    return id


def _rename_replaced(txn: Transaction, old: int, names: dict[Name, Name]) -> set[int]:
    """Write the new names into what changes say they replace; returns the dossiers of those changes."""
    if not names:
        return set()
    touched: set[int] = set()
    renamed = []
    for device, counter, dossier, replaces in txn.query(
        "SELECT device, counter, dossier, replaces FROM change WHERE ' ' || replaces LIKE ?", (f"% {old}.%",)
    ):
        before = read_names(replaces)
        after = {names.get(name, name) for name in before}
        if after != before:
            renamed.append((write_names(after), device, counter))
            touched.add(dossier)
    txn.run_many("UPDATE change SET replaces = ? WHERE device = ? AND counter = ?", renamed)
    return touched
