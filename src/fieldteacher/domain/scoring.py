"""Totals and grades: whole-number arithmetic on tenths of a mark, rounded half up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionSpec:
    """One item of a scheme; ``full_marks`` in tenths."""

    id: str
    rater: str
    position: int
    name: str
    standard: str
    full_marks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeSpec:
    """A scheme with its criteria in order. ``bands`` are name and lowest mark (tenths), best first."""

    id: str
    name: str
    version: int
    raters: Mapping[str, int]
    bands: tuple[tuple[str, int], ...]
    pass_mark: int
    rounding: str
    criteria: tuple[CriterionSpec, ...]
    frozen: bool = False

    def of(self, rater: str) -> tuple[CriterionSpec, ...]:
        """The criteria that one rater gives marks for."""
        return tuple(c for c in self.criteria if c.rater == rater)

    @property
    def rating(self) -> tuple[str, ...]:
        """The raters who count, in the scheme's order."""
        return tuple(rater for rater, weight in self.raters.items() if weight)


@dataclass(frozen=True, slots=True)
class Result:
    """What marks come to, in tenths of a mark out of 100: each rater's total, the overall, grade and pass.

    A total is ``None`` while a mark is missing. ``overall`` needs every rater whose weight is not 0.
    """

    totals: Mapping[str, int | None]
    overall: int | None
    grade: str | None
    passed: bool | None


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up, as offices round marks."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def evaluate(scheme: SchemeSpec, marks: Mapping[str, int]) -> Result:
    """The result of ``marks`` (tenths by criterion id) under ``scheme``.

    A rater's total is the share of that rater's full marks, out of 100. The overall is the weighted
    mean of the unrounded totals, so that rounding happens once.
    """
    exact: dict[str, Fraction | None] = {}
    for rater in scheme.rating:
        criteria = scheme.of(rater)
        full = sum(c.full_marks for c in criteria)
        given = [marks[c.id] for c in criteria if c.id in marks]
        exact[rater] = Fraction(1000 * sum(given), full) if criteria and len(given) == len(criteria) else None
    totals = {rater: None if value is None else _rounded(scheme, value) for rater, value in exact.items()}
    known = [(scheme.raters[rater], value) for rater, value in exact.items() if value is not None]
    if not exact or len(known) < len(exact):
        return Result(totals, None, None, None)
    weight = sum(w for w, _ in known)
    overall = _rounded(scheme, sum((w * value for w, value in known), Fraction(0)) / weight)
    return Result(totals, overall, grade_of(scheme, overall), overall >= scheme.pass_mark)


def grade_of(scheme: SchemeSpec, tenths: int) -> str | None:
    """The band a total falls in; ``None`` where it is below every band."""
    return next((name for name, lowest in scheme.bands if tenths >= lowest), None)


def partial_total(scheme: SchemeSpec, rater: str, marks: Mapping[str, int]) -> int:
    """The sum of the marks a rater has given so far, in tenths, unscaled: what a person adds up on paper."""
    return sum(marks[c.id] for c in scheme.of(rater) if c.id in marks)


def _rounded(scheme: SchemeSpec, tenths: Fraction) -> int:
    if scheme.rounding == "whole":
        return 10 * half_up(tenths / 10)
    return half_up(tenths)
