"""Moments as the command line says them."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(at_ms: int | None) -> str | None:
    """Milliseconds since 1970 as ISO 8601 in UTC; ``None`` stays none."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
