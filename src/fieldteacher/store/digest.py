"""The digest of a dossier, by which two stations compare what they hold: a sum, so it grows with every change."""

from __future__ import annotations

from collections.abc import Iterable

_WRAP = 2**64


def digest_of(hashes: Iterable[int]) -> str:
    """The digest of a set of changes: their hashes' sum, whatever their order; 16 hexadecimal digits."""
    return f"{sum(hashes) % _WRAP:016x}"


def grown(digest: str, more: int) -> str:
    """A digest (empty where no change counted) after changes whose hashes' sum is ``more`` were added."""
    return digest_of((int(digest or "0", 16), more))
