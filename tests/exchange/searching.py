"""Looking for planted bugs by living through histories.

``python -m tests.exchange.searching [--most 200]`` tells for each after how many histories it was found, and by what.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.exchange import planted, planted_scoped
from tests.exchange.college import founded
from tests.exchange.planted import Plant
from tests.exchange.running import live, live_scoped
from tests.store.making import made

from fieldteacher.store.database import FILE


@dataclass(frozen=True)
class Found:
    """After how many histories a planted bug was found, and what found it."""

    histories: int
    by: str


def search(plant: Plant, live_through: Callable[[int], object], most: int, first: int) -> Found | None:
    """Live through histories with a bug planted until one of them finds it."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        plant(patch)
        for number in range(most):
            try:
                live_through(first + number)
            except Exception as error:  # noqa: BLE001 - whatever a bug leads to
                return Found(number + 1, _told(error))
    return None


def _told(error: Exception) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = place.tb_frame.f_code.co_name if place else ""
    return f"{type(error).__name__} in {where}: {str(error).partition(chr(10))[0]}"[:110]


def main() -> int:
    """Look for each bug and tell; the exit status says whether all were found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--most", type=int, default=200, help="histories for each bug")
    options.add_argument("--first", type=int, default=5_000, help="the first history's seed")
    given = options.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        empty, college = Path(folder) / "empty", Path(folder) / "college"
        made(empty).close()
        place = founded(college)
        kinds = (
            (planted.PLANTS, lambda seed: live(seed, empty / FILE)),
            (planted_scoped.PLANTS, lambda seed: live_scoped(seed, place)),
        )
        for plants, live_through in kinds:
            for name, plant in plants.items():
                found = search(plant, live_through, given.most, given.first)
                missed += found is None
                sys.stdout.write(f"{name}: {f'{found.histories}, {found.by}' if found else 'NOT FOUND'}\n")
                sys.stdout.flush()
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
