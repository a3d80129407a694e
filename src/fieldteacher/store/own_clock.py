"""Whether this computer's clock can be right. It never keeps anybody from saving; changes made by a wrong one are marked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fieldteacher.store.reader import Reader

# A clock that reads earlier than this program's making is wrong; changes made under it are marked.
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
_IN_USE = timedelta(days=3660)
"""How long after its making a program can be thought to be in use; a clock beyond it is wrong too."""
_SET_BACK_MS = 86_400_000
"""How far a clock may be behind the last change this device made before it is thought wrong: a day."""


def plausible(now: datetime, last_ms: int, built: datetime = BUILT) -> bool:
    """Whether it can be ``now``, for a program made on ``built`` and a device whose last change was made at ``last_ms``."""
    return built <= now <= built + _IN_USE and int(now.timestamp() * 1000) >= last_ms - _SET_BACK_MS


def last_change_ms(reader: Reader) -> int:
    """When this device made its last save, by its own clock; 0 where it made none."""
    found = reader.query(
        "SELECT coalesce(max(s.at_ms), 0) FROM save s JOIN device d ON d.n = s.device JOIN setting t ON t.value = d.id "
        "WHERE t.name = 'device' AND s.n = (SELECT max(n) FROM save WHERE device = d.n)"
    )
    return int(found[0][0])
