"""Making very many rows at once."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for garbage in cycles: over the ten thousands of lists and rows that are made here it
    takes as long as the work itself, in pauses that a window would feel, and there are no cycles in them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
