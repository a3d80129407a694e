"""How overall marks are spread: whole-number arithmetic on tenths of a mark, rounded half up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from fieldteacher.domain.scoring import SchemeSpec, grade_of, half_up

BIN = 50
"""The width of a class of the histogram, in tenths of a mark."""
FULL = 1000


@dataclass(frozen=True, slots=True)
class Distribution:
    """What the overall marks of some students come to; marks in tenths, ``None`` where there are none.

    ``spread`` is the standard deviation of these students (not of a sample). ``bands`` counts each grade, best first,
    and ``""`` where a mark is below every band. ``bins`` counts the marks of each class of ``BIN`` tenths, from 0;
    full marks belong to the last one. ``pass_rate`` is in tenths of a per cent.
    """

    count: int
    mean: int | None
    median: int | None
    spread: int | None
    lowest: int | None
    highest: int | None
    passed: int
    pass_rate: int | None
    bands: tuple[tuple[str, int], ...]
    bins: tuple[int, ...]


def distribution(scheme: SchemeSpec, overalls: Sequence[int]) -> Distribution:
    """How ``overalls`` (tenths) are spread over the bands and marks of ``scheme``."""
    marks, count = sorted(overalls), len(overalls)
    grades = [grade_of(scheme, mark) or "" for mark in marks]
    bands = tuple((name, grades.count(name)) for name, _ in scheme.bands)
    if below := grades.count(""):
        bands = (*bands, ("", below))
    bins = [0] * (FULL // BIN)
    for mark in marks:
        bins[min(mark // BIN, len(bins) - 1)] += 1
    passed = sum(mark >= scheme.pass_mark for mark in marks)
    if not count:
        return Distribution(0, None, None, None, None, None, 0, None, bands, tuple(bins))
    return Distribution(
        count, half_up(Fraction(sum(marks), count)), median(marks), deviation(marks), marks[0], marks[-1],
        passed, half_up(Fraction(1000 * passed, count)), bands, tuple(bins),
    )  # fmt: skip


def median(ordered: Sequence[int]) -> int:
    """The middle of numbers in order; of two middle ones the mean, rounded half up."""
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return half_up(Fraction(ordered[middle - 1] + ordered[middle], 2))


def deviation(numbers: Sequence[int]) -> int:
    """The standard deviation of all of ``numbers``, rounded half up; exact, by the whole root."""
    count, total = len(numbers), sum(numbers)
    # The nearest whole number to the root of x is (⌊√4x⌋ + 1) / 2, rounded down.
    four_times = 4 * (count * sum(n * n for n in numbers) - total * total) // (count * count)
    return (isqrt(four_times) + 1) // 2


def ranks(overalls: Sequence[int | None]) -> list[int | None]:
    """The place of each, best first; equal marks share a place and the next one is left out (1, 2, 2, 4)."""
    ordered = sorted((mark for mark in overalls if mark is not None), reverse=True)
    places: dict[int, int] = {}
    for place, mark in enumerate(ordered, 1):
        places.setdefault(mark, place)
    return [None if mark is None else places[mark] for mark in overalls]
