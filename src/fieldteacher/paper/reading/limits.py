"""How much a picture or a PDF may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds on one file, and on one page of it."""

    seconds: float = 20.0
    """Time for one page by the clock; other programs may want the processor as well."""
    opening_seconds: float = 1.6
    """Processor time for decoding a page, which is where crafted files strike."""
    reading_seconds: float = 8.0
    """Processor time for reading it then; a photo takes a third of a second."""
    start_seconds: float = 30.0
    """Time for the reading process to come up."""
    memory: int = 400 * MEGABYTE
    """Address space of a reading process beyond what its libraries reserve (300 MB, of which they hold 55)."""
    file_size: int = 200 * MEGABYTE
    jpeg_pixels: int = 120_000_000
    """JPEG can be read at a fraction of its size."""
    pixels: int = 50_000_000
    pages: int = 2_000


DEFAULT = Limits()
