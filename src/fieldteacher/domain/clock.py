"""Time and identifiers, passed in so that tests and the demo can hold them still.

Loaded at every start, so the parts of the standard library that only some functions need are imported by those.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """The present."""

    def now(self) -> datetime:
        """This moment, in UTC."""

    def today(self) -> date:
        """The calendar day at the user's place."""


class SystemClock:
    """The machine's clock; ``today`` may be set from outside (``--today``)."""

    def __init__(self, today: date | None = None) -> None:
        self._today = today

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self._today or datetime.now().astimezone().date()


def this_minute(clock: Clock) -> str:
    """The present at the user's place as records hold moments, on the day that ``today`` says."""
    return f"{clock.today().isoformat()}T{clock.now().astimezone():%H:%M}"


class Ids(Protocol):
    """A source of new record ids."""

    def new(self) -> str:
        """A UUID of version 7 as text: unique, and ordered by time of creation."""


class RandomIds:
    """UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits.

    Within a millisecond, and where the clock goes back, the next id is the last one plus a random step
    (section 6.2, method 2), so ids made by one source are always in order. Not the standard library's:
    ``uuid.uuid7`` came with Python 3.14.
    """

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def new(self) -> str:
        fresh = (time.time_ns() // 1_000_000) << 74 | _random_bits(74)
        with self._lock:
            if fresh >> 74 <= self._last >> 74:
                fresh = self._last + 1 + _random_bits(32)
            self._last = fresh
        return _uuid7(fresh >> 74, fresh & (1 << 74) - 1)


class SeededIds:
    """UUIDv7 values that a seed repeats, for the demo and the tests."""

    def __init__(self, seed: int, start: datetime) -> None:
        import random

        self._random = random.Random(seed)
        self._milliseconds = int(start.timestamp() * 1000)

    def new(self) -> str:
        self._milliseconds += 1
        return _uuid7(self._milliseconds, self._random.getrandbits(74))


_NAMESPACE = "0b3f6a5e-5f0e-5a53-9f0c-6a0d1f8f7c11"


def derived_id(*parts: str) -> str:
    """An id that follows from other ids, for records of which there can be only one.

    Two devices that both enter the mark of one criterion then write the same record, and differing
    marks meet as a conflict instead of standing twice. Never made from personal data.
    """
    import uuid

    return str(uuid.uuid5(uuid.UUID(_NAMESPACE), "/".join(parts)))


def _random_bits(count: int) -> int:
    return int.from_bytes(os.urandom((count + 7) // 8), "big") >> -count % 8


def _uuid7(milliseconds: int, bits: int) -> str:
    value = (
        (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 | bits & (1 << 62) - 1
    )
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
