"""Words that more than one part of the window says."""

from __future__ import annotations

from datetime import UTC, datetime

from fieldteacher.domain.text import Text

YES, NO = Text("是", "yes"), Text("否", "no")


def local_minute(at_ms: int) -> str:
    """A moment (ms since 1970, UTC) by this computer's clock, such as ``2026-03-16 09:00``."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")


def size_words(size: int) -> str:
    """Bytes as people read them: ``12 kB``, ``3.4 MB``."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1000))} kB"
