"""The digest of a dossier, by which two stations compare what they hold: a sum, so it grows with every change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from fieldteacher.store.columns import Scalar

_WRAP = 2**64


def change_hash(device: str, counter: int, record: str, field: str, value: Scalar, *, erased: bool) -> int:
    """A change's part of its dossier's digest: of an erased dossier, whoever still has the value has another digest."""
    mark = "-" if erased else "n" if value is None else f"{type(value).__name__[0]}{value}"
    text = f"{device}\0{counter}\0{record}\0{field}\0{mark}"
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def digest_of(hashes: Iterable[int]) -> str:
    """The digest of a set of changes: their hashes' sum, whatever their order; 16 hexadecimal digits."""
    return f"{sum(hashes) % _WRAP:016x}"


def grown(digest: str, more: int) -> str:
    """A digest (empty where no change counted) after changes whose hashes' sum is ``more`` were added."""
    return digest_of((int(digest or "0", 16), more))
