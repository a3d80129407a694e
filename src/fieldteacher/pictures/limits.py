"""How much a photo or file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds on one file."""

    seconds: float = 8.0
    """Time for one file by the clock; other programs may want the processor as well."""
    cpu_seconds: float = 1.7
    """Processor time for one file: a photo of 12 megapixels takes a fifth of a second."""
    start_seconds: float = 30.0
    """Time for the reading process to come up."""
    memory: int = 448 * MEGABYTE
    """Address space of the reading process, in bytes."""
    picture_size: int = 80 * MEGABYTE
    document_size: int = 20 * MEGABYTE
    """Documents are kept as they are; photos are made small."""
    jpeg_pixels: int = 120_000_000
    """JPEG can be read at a fraction of its size."""
    pixels: int = 50_000_000


DEFAULT = Limits()
LONG_SIDE = 1600
"""The most pixels of a kept photo's longer side."""
QUALITY = 80
"""JPEG quality of a kept photo."""
