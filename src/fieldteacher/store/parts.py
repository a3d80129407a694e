"""Many values asked for in parts that one statement can take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

AT_ONCE = 900
"""How many values a statement is given at once."""


def in_parts(every: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The values in order, in lists of at most ``size``."""
    whole = list(every)
    for start in range(0, len(whole), size):
        yield whole[start : start + size]


def marks(part: Collection[object]) -> str:
    """A question mark for each value of a part, to stand in ``IN (…)``."""
    return ",".join("?" * len(part))
