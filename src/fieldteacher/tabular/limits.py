"""How much a file from outside may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds on reading one file. Each is far above any real roster."""

    seconds: float = 3.5
    """Time for reading, counted from when the reading process is ready."""
    start_seconds: float = 30.0
    """Time for the reading process to come up (a virus scanner may look at it first)."""
    memory: int = 320 * MEGABYTE
    """Address space of the reading process, in bytes."""
    file_size: int = 100 * MEGABYTE
    inflated: int = 300 * MEGABYTE
    """What the members of a packed workbook may unpack to, counted in real bytes."""
    rows: int = 100_000
    """Rows with content, over all sheets."""
    cells: int = 2_500_000
    """Cells in those rows."""


DEFAULT = Limits()
