"""Hints at marks that may be slips: shown quietly, dismissed by one key, never in the way.

Each rule is a pure function with named parameters (docs/decisions/0058-hints-at-marks.md says why these).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fieldteacher.domain.comment_words import tone
from fieldteacher.domain.distributions import median
from fieldteacher.domain.scoring import CriterionSpec, SchemeSpec, evaluate

Kind = Literal["far", "praise", "fault", "all_full", "copied", "zero"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When a mark is worth a hint."""

    least_group: int = 6
    """So many students of one mentor must have a mark for a criterion before one can be far from the others."""
    far: int = 5
    """So many times the median distance from the median is far."""
    least_distance: int = 20
    """And at least so many per cent of the full marks; the median distance counts as at least a quarter of it."""
    least_own: int = 15
    """And so many per cent away from the student's own marks: who is weak in everything was marked so on purpose."""
    least_own_criteria: int = 2
    """With so many other marks of the same sheet; with fewer only the others' marks count."""
    least_copied: int = 4
    """So many students of one enterprise must have the very same marks, or all full marks."""
    least_criteria: int = 3
    """With so many criteria: two marks are easily the same."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the hints see it: whose it is, with whom it is compared, its marks (tenths) and its comment."""

    placement: str
    rater: str
    enterprise: str
    mentor: str
    """Who gave the marks, told apart from others of that name: the marks of one are compared."""
    marks: Mapping[str, int]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint. ``key`` changes with the marks, so that what was dismissed comes back when they change.

    ``criterion`` is empty where the whole sheet is meant; ``mark`` and ``usual`` are tenths, ``word`` stands in the comment.
    """

    kind: Kind
    placement: str
    rater: str
    key: str
    criterion: str = ""
    mark: int = 0
    usual: int = 0
    word: str = ""
    students: int = 0


LIMITS = Limits()


def hints(scheme: SchemeSpec, sheets: Sequence[Sheet], limits: Limits = LIMITS) -> list[Hint]:
    """Every hint at these sheets."""
    found: list[Hint] = []
    for rater in scheme.rating:
        criteria = scheme.of(rater)
        own = [sheet for sheet in sheets if sheet.rater == rater]
        if rater != "self":
            found += _far(criteria, own, limits)
        found += _copied(criteria, own, limits)
        found += _zeros(criteria, own)
        found += _comments(scheme, own)
    return found


def _far(criteria: Sequence[CriterionSpec], sheets: Sequence[Sheet], limits: Limits) -> Iterator[Hint]:
    """A mark far from the mentor's others: by the median, which a single slip does not move."""
    for group in _groups(sheets, lambda sheet: sheet.mentor):
        for criterion in criteria:
            marks = sorted(sheet.marks[criterion.id] for sheet in group if criterion.id in sheet.marks)
            if len(marks) < limits.least_group:
                continue
            middle = median(marks)
            least = criterion.full_marks * limits.least_distance
            distance = median(sorted(abs(mark - middle) for mark in marks))
            # In hundredths of a tenth, so that the quarter of a per cent stays whole.
            reach = max(least, limits.far * max(100 * distance, least // 4))
            for sheet in group:
                mark = sheet.marks.get(criterion.id)
                is_far = mark is not None and 100 * abs(mark - middle) >= reach
                if mark is not None and is_far and _unlike_own(criteria, criterion, sheet, limits):
                    yield Hint(
                        "far", sheet.placement, sheet.rater, f"far:{criterion.id}:{mark}", criterion.id, mark, middle,
                        students=len(marks),
                    )  # fmt: skip


def _unlike_own(
    criteria: Sequence[CriterionSpec], criterion: CriterionSpec, sheet: Sheet, limits: Limits
) -> bool:
    """Whether a mark is also unlike the student's other marks on the sheet, as shares of their full marks."""
    shares = {c.id: 1000 * sheet.marks[c.id] // c.full_marks for c in criteria if c.id in sheet.marks}
    mark = shares.pop(criterion.id)
    if len(shares) < limits.least_own_criteria:
        return True
    return abs(mark - median(sorted(shares.values()))) >= 10 * limits.least_own


def _copied(criteria: Sequence[CriterionSpec], sheets: Sequence[Sheet], limits: Limits) -> Iterator[Hint]:
    """The very same marks, or all full marks, for everybody at an enterprise."""
    full = tuple(criterion.full_marks for criterion in criteria)
    for group in _groups(sheets, lambda sheet: sheet.enterprise):
        whole = [tuple(sheet.marks.get(c.id) for c in criteria) for sheet in group]
        if len(group) < limits.least_copied or None in whole[0] or len(set(whole)) > 1:
            continue
        kind: Kind = "all_full" if whole[0] == full else "copied"
        if kind == "copied" and len(criteria) < limits.least_criteria:
            continue
        key = f"{kind}:{'-'.join(map(str, whole[0]))}"
        for sheet in group:
            yield Hint(kind, sheet.placement, sheet.rater, key, students=len(group))


def _zeros(criteria: Sequence[CriterionSpec], sheets: Sequence[Sheet]) -> Iterator[Hint]:
    """A 0 is a mark: whoever meant that none was given leaves the cell empty."""
    for sheet in sheets:
        for criterion in criteria:
            if sheet.marks.get(criterion.id) == 0:
                yield Hint("zero", sheet.placement, sheet.rater, f"zero:{criterion.id}", criterion.id)


def _comments(scheme: SchemeSpec, sheets: Sequence[Sheet]) -> Iterator[Hint]:
    """Praise with a failing total, or fault with one of the best band; a comment with both says nothing."""
    for sheet in sheets:
        if not sheet.comment:
            continue
        total = evaluate(scheme, sheet.marks).totals.get(sheet.rater)
        praise, fault = tone(sheet.comment)
        if total is None or bool(praise) == bool(fault):
            continue
        if praise and total < scheme.pass_mark:
            yield Hint("praise", sheet.placement, sheet.rater, f"praise:{total}", mark=total, word=praise)
        elif fault and len(scheme.bands) > 1 and total >= scheme.bands[0][1]:
            yield Hint("fault", sheet.placement, sheet.rater, f"fault:{total}", mark=total, word=fault)


def _groups(sheets: Sequence[Sheet], key: Callable[[Sheet], str]) -> list[list[Sheet]]:
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        found.setdefault(key(sheet), []).append(sheet)
    return list(found.values())
