"""How overall marks are spread, exactly."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.test_scoring import SEVENTY_THIRTY

from fieldteacher.domain.distributions import deviation, distribution, median, ranks

OVERALLS = st.lists(st.integers(0, 1000), min_size=1, max_size=60)


def test_a_class_of_six() -> None:
    found = distribution(SEVENTY_THIRTY, [955, 867, 867, 721, 600, 599])
    assert (found.count, found.mean, found.median, found.lowest, found.highest) == (6, 768, 794, 599, 955)
    assert found.spread == 138  # 13.758 marks
    assert (found.passed, found.pass_rate) == (5, 833)
    assert found.bands == (("优", 1), ("良", 2), ("中", 1), ("及格", 1), ("不及格", 1))
    assert found.bins[11] == 1  # 55 to 60: 59.9
    assert found.bins[12] == 1  # 60 to 65: 60.0
    assert found.bins[17] == 2


def test_nobody_has_no_mean() -> None:
    found = distribution(SEVENTY_THIRTY, [])
    assert (found.count, found.mean, found.median, found.spread, found.pass_rate) == (
        0,
        None,
        None,
        None,
        None,
    )
    assert sum(found.bins) == 0


def test_full_marks_stand_in_the_last_class() -> None:
    assert distribution(SEVENTY_THIRTY, [1000, 950]).bins[-1] == 2


@given(OVERALLS)
def test_nobody_is_counted_twice_or_left_out(overalls: list[int]) -> None:
    found = distribution(SEVENTY_THIRTY, overalls)
    assert sum(count for _, count in found.bands) == sum(found.bins) == len(overalls)
    assert found.passed == sum(mark >= 600 for mark in overalls)
    assert found.mean is not None
    assert found.median is not None
    assert min(overalls) <= found.mean <= max(overalls)
    assert min(overalls) <= found.median <= max(overalls)
    assert abs(found.mean - Fraction(sum(overalls), len(overalls))) <= Fraction(1, 2)


@given(OVERALLS)
def test_the_deviation_is_the_root_rounded_half_up(overalls: list[int]) -> None:
    getcontext().prec = 60
    mean = Fraction(sum(overalls), len(overalls))
    variance = sum((mark - mean) ** 2 for mark in overalls) / len(overalls)
    root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    assert deviation(overalls) == int(root.quantize(Decimal(1), ROUND_HALF_UP))


@given(OVERALLS)
def test_half_lie_on_either_side_of_the_median(overalls: list[int]) -> None:
    middle = median(sorted(overalls))
    assert sum(mark < middle for mark in overalls) <= len(overalls) / 2
    assert sum(mark > middle for mark in overalls) <= len(overalls) / 2


@pytest.mark.parametrize(
    ("overalls", "places"),
    [([800, 900, None, 900, 700], [3, 1, None, 1, 4]), ([], []), ([None], [None]), ([5, 5, 5], [1, 1, 1])],
)
def test_equal_marks_share_a_place(overalls: list[int | None], places: list[int | None]) -> None:
    assert ranks(overalls) == places
