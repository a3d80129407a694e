"""The invitations that an office gave out."""

from __future__ import annotations

import json
from dataclasses import dataclass

from fieldteacher.store.reader import Reader
from fieldteacher.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """An invitation that was given out; ``used_by`` is the number of the peer that joined with it."""

    id: str
    secret: str
    teacher: str
    label: str
    covers: tuple[str, ...]
    created_ms: int
    used_by: int | None = None


def keep(txn: Transaction, invite: Invite) -> None:
    """Note an invitation that is given out."""
    txn.run(
        "INSERT INTO invite (id, secret, teacher, label, covers, created_ms) VALUES (?, ?, ?, ?, ?, ?)",
        (
            invite.id, invite.secret, invite.teacher, invite.label, json.dumps(invite.covers), invite.created_ms,
        ),
    )  # fmt: skip


def given(reader: Reader) -> list[Invite]:
    """The invitations, newest first."""
    return [
        Invite(id=id, secret=secret, teacher=teacher, label=label, covers=tuple(json.loads(covers)), created_ms=at, used_by=by)
        for id, secret, teacher, label, covers, at, by in reader.query(
            "SELECT id, secret, teacher, label, covers, created_ms, used_by FROM invite ORDER BY created_ms DESC, id"
        )
    ]  # fmt: skip


def drop(txn: Transaction, invite: str) -> None:
    """Forget an invitation that nobody has joined with; whoever shows it is refused from then on."""
    txn.run("DELETE FROM invite WHERE id = ? AND used_by IS NULL", (invite,))


def use(txn: Transaction, invite: str, peer: int) -> None:
    """Note who joined with an invitation; it serves once."""
    txn.run("UPDATE invite SET used_by = ? WHERE id = ?", (peer, invite))
