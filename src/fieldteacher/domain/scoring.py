"""Totals and grades: whole-number arithmetic on tenths of a mark, rounded half up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import prod


class Missing(StrEnum):
    """How a rater counts who was stated missing (``scheme.missing_rater``, ``evaluation.missing_as``)."""

    REFUSE = "refuse"
    """There is no overall."""
    REWEIGH = "reweigh"
    """The other raters carry the weight, in the proportion of their own weights."""
    ZERO = "zero"
    """The total counts as 0."""


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
    missing_rater: Missing = Missing.REFUSE
    missing_by: str = ""
    missing_reason: str = ""

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

    A total is ``None`` while a mark is missing, and of a rater who was stated missing. ``overall`` needs every
    rater whose weight is not 0 and who was not stated missing; ``missing`` says how each of those counts.
    """

    totals: Mapping[str, int | None]
    overall: int | None
    grade: str | None
    passed: bool | None
    missing: Mapping[str, Missing] = field(default_factory=dict)


def half_up(value: Fraction) -> int:
    """The nearest whole number; a half goes up, as offices round marks."""
    return _half_up(value.numerator, value.denominator)


def _half_up(above: int, below: int) -> int:
    return (2 * above + below) // (2 * below)


def evaluate(
    scheme: SchemeSpec, marks: Mapping[str, int], missing: Mapping[str, Missing | None] | None = None
) -> Result:
    """The result of ``marks`` (tenths by criterion id) under ``scheme``.

    A rater's total is the share of that rater's full marks, out of 100. The overall is the weighted
    mean of the unrounded totals, so that rounding happens once.

    ``missing`` names the raters who were stated missing, each with how that counts (``None``: as the scheme
    says); marks that such a rater began to give do not count. A rater who has only not finished yet is not missing:
    there is no overall then.
    """
    ways = {r: way or scheme.missing_rater for r, way in (missing or {}).items() if scheme.raters.get(r)}
    totals: dict[str, int | None] = {}
    # Weight, and the total in tenths as numerator and denominator, of each rater who counts.
    parts: list[tuple[int, int, int]] = []
    waits, given = False, False
    for rater, weight in scheme.raters.items():
        if not weight:
            continue
        total = None if rater in ways else _total(scheme.of(rater), marks)
        totals[rater] = None if total is None else _rounded(scheme, *total)
        if total is not None:
            parts.append((weight, *total))
            given = True
        elif ways.get(rater) is Missing.ZERO:
            parts.append((weight, 0, 1))
        elif ways.get(rater) is not Missing.REWEIGH:
            waits = True
    if waits or not given:
        return Result(totals, None, None, None, ways)
    below = prod(full for _, _, full in parts)
    above = sum(weight * total * (below // full) for weight, total, full in parts)
    overall = _rounded(scheme, above, below * sum(weight for weight, _, _ in parts))
    return Result(totals, overall, grade_of(scheme, overall), overall >= scheme.pass_mark, ways)


def _total(criteria: Sequence[CriterionSpec], marks: Mapping[str, int]) -> tuple[int, int] | None:
    """A rater's total in tenths out of 100, as a fraction; ``None`` while a mark is missing."""
    reached = full = 0
    for criterion in criteria:
        mark = marks.get(criterion.id)
        if mark is None:
            return None
        reached += mark
        full += criterion.full_marks
    return (1000 * reached, full) if full else None


def grade_of(scheme: SchemeSpec, tenths: int) -> str | None:
    """The band a total falls in; ``None`` where it is below every band."""
    return next((name for name, lowest in scheme.bands if tenths >= lowest), None)


def partial_total(scheme: SchemeSpec, rater: str, marks: Mapping[str, int]) -> int:
    """The sum of the marks a rater has given so far, in tenths, unscaled: what a person adds up on paper."""
    return sum(marks[c.id] for c in scheme.of(rater) if c.id in marks)


def _rounded(scheme: SchemeSpec, above: int, below: int) -> int:
    """Tenths given as a fraction, rounded once as the scheme says."""
    if scheme.rounding == "whole":
        return 10 * _half_up(above, 10 * below)
    return _half_up(above, below)
