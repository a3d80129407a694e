"""Totals and grades: whole-number arithmetic, rounded half up once."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.ready_schemes import FIVE_BANDS, FOUR_BANDS, READY_SCHEMES, ReadyScheme
from fieldteacher.domain.scoring import (
    CriterionSpec,
    Missing,
    SchemeSpec,
    evaluate,
    grade_of,
    half_up,
    partial_total,
)


def scheme(
    raters: dict[str, int],
    full: dict[str, tuple[int, ...]],
    *,
    bands: dict[str, int] = FIVE_BANDS,
    rounding: str = "tenth",
    pass_mark: int = 600,
) -> SchemeSpec:
    """A scheme; ``full`` holds each rater's full marks in whole marks. Criterion ids: ``enterprise0`` …"""
    criteria = tuple(
        CriterionSpec(
            id=f"{rater}{n}", rater=rater, position=n, name=f"{rater}{n}", standard="", full_marks=10 * marks
        )
        for rater, given in full.items()
        for n, marks in enumerate(given)
    )
    ordered = tuple(sorted(bands.items(), key=lambda band: -band[1]))
    return SchemeSpec(
        id="s",
        name="s",
        version=1,
        raters=raters,
        bands=ordered,
        pass_mark=pass_mark,
        rounding=rounding,
        criteria=criteria,
    )


SEVENTY_THIRTY = scheme({"enterprise": 70, "school": 30}, {"enterprise": (50, 50), "school": (100,)})


def test_seventy_thirty() -> None:
    result = evaluate(SEVENTY_THIRTY, {"enterprise0": 450, "enterprise1": 400, "school0": 905})
    assert result.totals == {"enterprise": 850, "school": 905}
    assert result.overall == 867  # 0.7 x 85.0 + 0.3 x 90.5 = 86.65
    assert (result.grade, result.passed) == ("良", True)


def test_sixty_forty_with_four_grades() -> None:
    given = scheme(
        {"enterprise": 60, "school": 40}, {"enterprise": (100,), "school": (100,)}, bands=FOUR_BANDS
    )
    assert evaluate(given, {"enterprise0": 750, "school0": 750}).grade == "良好"
    assert evaluate(given, {"enterprise0": 749, "school0": 750}).overall == 749
    assert evaluate(given, {"enterprise0": 749, "school0": 750}).grade == "合格"
    assert evaluate(given, {"enterprise0": 599, "school0": 599}).passed is False


def test_forty_forty_twenty() -> None:
    given = scheme(
        {"enterprise": 40, "school": 40, "self": 20}, {"enterprise": (100,), "school": (50,), "self": (10,)}
    )
    result = evaluate(given, {"enterprise0": 800, "school0": 450, "self0": 100})
    assert result.totals == {"enterprise": 800, "school": 900, "self": 1000}
    assert result.overall == 880


def test_full_marks_that_are_not_100_are_scaled() -> None:
    given = scheme({"enterprise": 100}, {"enterprise": (20, 10)})
    assert evaluate(given, {"enterprise0": 100, "enterprise1": 100}).overall == 667


def test_a_missing_mark_leaves_the_total_open() -> None:
    result = evaluate(SEVENTY_THIRTY, {"enterprise0": 450, "school0": 900})
    assert result.totals == {"enterprise": None, "school": 900}
    assert (result.overall, result.grade, result.passed) == (None, None, None)
    assert partial_total(SEVENTY_THIRTY, "enterprise", {"enterprise0": 450, "school0": 900}) == 450


def test_a_mark_of_nought_is_not_a_missing_mark() -> None:
    result = evaluate(SEVENTY_THIRTY, {"enterprise0": 0, "enterprise1": 0, "school0": 0})
    assert (result.overall, result.grade, result.passed) == (0, "不及格", False)


def test_a_rater_with_weight_but_no_criterion_leaves_the_result_open() -> None:
    assert (
        evaluate(
            scheme({"enterprise": 50, "school": 50}, {"enterprise": (100,)}), {"enterprise0": 900}
        ).overall
        is None
    )


def test_a_rater_of_weight_nought_does_not_count() -> None:
    given = scheme({"enterprise": 100, "self": 0}, {"enterprise": (100,), "self": (100,)})
    result = evaluate(given, {"enterprise0": 900})
    assert (result.overall, dict(result.totals)) == (900, {"enterprise": 900})


def test_rounding_happens_once_and_half_goes_up() -> None:
    given = scheme(
        {"enterprise": 50, "school": 50}, {"enterprise": (100,), "school": (100,)}, rounding="whole"
    )
    result = evaluate(given, {"enterprise0": 894, "school0": 896})
    assert result.totals == {"enterprise": 890, "school": 900}
    assert result.overall == 900  # 89.50 goes up; from the rounded totals it would be the same by luck
    assert (
        evaluate(given, {"enterprise0": 894, "school0": 895}).overall == 890
    )  # 89.45, though 89 and 90 average 89.5


@pytest.mark.parametrize(
    ("value", "rounded"), [(Fraction(5, 2), 3), (Fraction(7, 2), 4), (Fraction(24, 10), 2), (Fraction(0), 0)]
)
def test_half_up(value: Fraction, rounded: int) -> None:
    assert half_up(value) == rounded


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_half_up_is_the_offices_rounding(numerator: int, denominator: int) -> None:
    value = Fraction(numerator, denominator)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if 2 * value.numerator % value.denominator == 0:  # decimal can say it exactly
        assert half_up(value) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert abs(half_up(value) - value) <= Fraction(1, 2)


MARKS = st.tuples(*[st.integers(0, 1000)] * 3)


@given(MARKS, st.integers(0, 100))
def test_the_overall_lies_between_the_totals_and_grows_with_every_mark(
    marks: tuple[int, int, int], weight: int
) -> None:
    given = scheme(
        {"enterprise": weight, "school": 100 - weight}, {"enterprise": (100, 100), "school": (100,)}
    )
    named = dict(zip(("enterprise0", "enterprise1", "school0"), marks, strict=True))
    result = evaluate(given, named)
    totals = [total for total in result.totals.values() if total is not None]
    assert result.overall is not None
    assert min(totals) <= result.overall <= max(totals)
    for name, mark in named.items():
        if mark < 1000:
            more = evaluate(given, named | {name: mark + 1}).overall
            assert more is not None
            assert more >= result.overall


@given(st.integers(0, 1000))
def test_bands_are_taken_at_their_lowest_mark(tenths: int) -> None:
    name = grade_of(SEVENTY_THIRTY, tenths)
    expected = next(band for band, lowest in FIVE_BANDS.items() if tenths >= lowest)
    assert name == expected


def test_below_every_band_there_is_no_grade() -> None:
    assert grade_of(scheme({"enterprise": 100}, {"enterprise": (100,)}, bands={"合格": 600}), 599) is None


@pytest.mark.parametrize("ready", READY_SCHEMES, ids=lambda ready: ready.key)
def test_ready_schemes_are_whole(ready: ReadyScheme) -> None:
    assert sum(ready.raters.values()) == 100
    assert set(ready.criteria) == set(ready.raters)
    for items in ready.criteria.values():
        assert sum(full for _, _, full in items) == 100
        assert len({name for name, _, _ in items}) == len(items)
    assert min(ready.bands.values()) == 0
    assert ready.pass_mark in ready.bands.values()
    assert len(ready.bands) in (4, 5)


# -- a rater who was stated missing ------------------------------------------------------------------

THREE = scheme(
    {"enterprise": 50, "school": 30, "self": 20}, {"enterprise": (100,), "school": (100,), "self": (50, 50)}
)
GIVEN = {"enterprise0": 853, "school0": 907}


@pytest.mark.parametrize(
    ("way", "overall"),
    [(Missing.REWEIGH, 873), (Missing.ZERO, 699), (Missing.REFUSE, None)],  # 87.325 and 69.86 before rounding
)
def test_the_ways_a_missing_rater_counts(way: Missing, overall: int | None) -> None:
    result = evaluate(THREE, GIVEN, {"self": way})
    assert (result.overall, dict(result.missing)) == (overall, {"self": way})
    assert dict(result.totals) == {"enterprise": 853, "school": 907, "self": None}
    assert evaluate(replace(THREE, missing_rater=way), GIVEN, {"self": None}) == result


def test_a_rater_who_has_not_finished_is_not_missing() -> None:
    assert evaluate(replace(THREE, missing_rater=Missing.REWEIGH), GIVEN).overall is None
    assert evaluate(THREE, {"enterprise0": 853}, {"self": Missing.REWEIGH}).overall is None


def test_marks_that_a_missing_rater_began_do_not_count() -> None:
    begun = GIVEN | {"self0": 500}
    assert evaluate(THREE, begun, {"self": Missing.ZERO}) == evaluate(THREE, GIVEN, {"self": Missing.ZERO})


def test_where_everybody_is_missing_there_is_no_overall() -> None:
    for way in (Missing.REWEIGH, Missing.ZERO):
        assert evaluate(THREE, {}, dict.fromkeys(THREE.rating, way)).overall is None


def test_a_rater_of_no_weight_cannot_be_missing() -> None:
    given = scheme({"enterprise": 100, "self": 0}, {"enterprise": (100,), "self": (100,)})
    assert not evaluate(given, {"enterprise0": 900}, {"self": Missing.REFUSE}).missing


WEIGHTS = st.tuples(st.integers(1, 98), st.integers(1, 98)).filter(lambda pair: sum(pair) < 100)


@given(MARKS, WEIGHTS)
def test_reweighing_is_the_scheme_without_that_rater(
    marks: tuple[int, int, int], weights: tuple[int, int]
) -> None:
    """Exact: 100 × the weighted mean of the others equals what their own weights give, whatever is left out."""
    one, two = weights
    given = scheme(
        {"enterprise": one, "school": two, "self": 100 - one - two},
        {"enterprise": (100,), "school": (100,), "self": (100,)},
    )
    named = dict(zip(("enterprise0", "school0", "self0"), marks, strict=True))
    result = evaluate(given, named, {"self": Missing.REWEIGH})
    expected = Fraction(one * marks[0] + two * marks[1], one + two)
    assert result.overall == half_up(expected)
    assert result.overall is not None
    assert min(marks[:2]) <= result.overall <= max(marks[:2])


@given(MARKS, WEIGHTS)
def test_zero_is_what_marks_of_nought_would_give_and_never_more_than_reweighing(
    marks: tuple[int, int, int], weights: tuple[int, int]
) -> None:
    one, two = weights
    given = scheme(
        {"enterprise": one, "school": two, "self": 100 - one - two},
        {"enterprise": (100,), "school": (100,), "self": (100,)},
    )
    named = {"enterprise0": marks[0], "school0": marks[1]}
    zero = evaluate(given, named, {"self": Missing.ZERO}).overall
    assert zero == evaluate(given, named | {"self0": 0}).overall
    reweighed = evaluate(given, named, {"self": Missing.REWEIGH}).overall
    assert zero is not None
    assert reweighed is not None
    assert zero <= reweighed
