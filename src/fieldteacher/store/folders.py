"""Folders made on the way to something that then could not be made."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def no_empty_ones_left(folder: Path) -> Iterator[None]:
    """Where the block raises, ``folder`` and those above it that it made go again, as far as they are empty."""
    missing = []
    for place in (folder, *folder.parents):
        if os.path.lexists(place):
            break
        missing.append(place)
    try:
        yield
    except BaseException:
        for place in missing:
            with contextlib.suppress(OSError):
                place.rmdir()
        raise
