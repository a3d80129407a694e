"""From what is ticked on a paper form to marks: a tick names a band, and the total in digits says the rest.

Decision 0093. All marks are tenths; a form's total is in whole marks out of 100, as it stands on paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldteacher.domain.scoring import CriterionSpec, SchemeSpec
from fieldteacher.domain.sheet_readings import band_ranges


@dataclass(frozen=True, slots=True)
class Worked:
    """What the ticks come to: marks by criterion id, and the totals (whole marks out of 100) that they allow.

    ``fits`` is ``None`` where no total was given or a row has no tick, else whether the ticks allow the total;
    where they do not, each mark is the usual one of its band.
    """

    marks: Mapping[str, int]
    least: int
    most: int
    fits: bool | None


def span(scheme: SchemeSpec, criterion: CriterionSpec, level: int) -> tuple[int, int]:
    """The lowest and the highest mark of a criterion that fall in a band (0 = best)."""
    return band_ranges(criterion.full_marks, [lowest for _, lowest in scheme.bands])[level]


def usual(scheme: SchemeSpec, criterion: CriterionSpec, level: int) -> int:
    """The mark that a tick alone stands for: the middle of its band.

    The lowest band begins at 0, but nobody who ticks it means 30 of 100: it is taken to be as wide as the band above.
    """
    upper = 1000 if level == 0 else scheme.bands[level - 1][1]
    lower = scheme.bands[level][1]
    if level == len(scheme.bands) - 1 and level > 0:
        above = 1000 if level == 1 else scheme.bands[level - 2][1]
        lower = max(lower, 2 * upper - above)
    least, most = span(scheme, criterion, level)
    return min(most, max(least, _half_up((lower + upper) * criterion.full_marks, 2000)))


def band_of(scheme: SchemeSpec, criterion: CriterionSpec, mark: int) -> int:
    """The band that a mark falls in (0 = best); the last one for what is below all."""
    share = 1000 * mark // criterion.full_marks
    return next((n for n, (_, lowest) in enumerate(scheme.bands) if share >= lowest), len(scheme.bands) - 1)


def whole_total(criteria: Sequence[CriterionSpec], marks: Mapping[str, int]) -> int:
    """The total of given marks as it is ticked on a form: out of 100, in tenths, then in whole marks, a half rounded up."""
    return _rounded(sum(marks[c.id] for c in criteria), sum(c.full_marks for c in criteria))


def work_out(
    scheme: SchemeSpec, rater: str, levels: Mapping[str, int], total: int | None, kept: Mapping[str, int]
) -> Worked:
    """The marks that a form's ticks (band by criterion id) and its ``total`` stand for.

    Each mark stays within its ticked band, and together they come to the total: from the usual marks all move
    by the same share of the room that their bands leave. ``kept`` are marks that stay as they are: those that somebody entered by hand and
    that agree with the ticks. Where the total cannot be met with them, they move too.
    """
    criteria = [c for c in scheme.of(rater) if c.id in levels]
    spans = {c.id: span(scheme, c, levels[c.id]) for c in criteria}
    begin = {c.id: usual(scheme, c, levels[c.id]) for c in criteria}
    if len(criteria) < len(scheme.of(rater)) or not criteria:
        return Worked(begin | _within(kept, spans), 0, 100, None)
    full = sum(c.full_marks for c in criteria)
    least = _rounded(sum(low for low, _ in spans.values()), full)
    most = _rounded(sum(high for _, high in spans.values()), full)
    held = _within(kept, spans)
    if total is None:
        return Worked(begin | held, least, most, None)
    if not least <= total <= most:
        return Worked(begin, least, most, fits=False)
    for fixed in (held, {}):
        tight = spans | {id: (mark, mark) for id, mark in fixed.items()}
        marks = begin | fixed
        if whole_total(criteria, marks) != total:
            marks = _moved(marks, tight, _sum_for(total, full, tight))
        if whole_total(criteria, marks) == total:
            return Worked(marks, least, most, fits=True)
    return Worked(begin, least, most, fits=False)


def _within(kept: Mapping[str, int], spans: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    return {
        id: mark for id, mark in kept.items() if id in spans and spans[id][0] <= mark <= spans[id][1]
    }  # fmt: skip


def _sum_for(total: int, full: int, spans: Mapping[str, tuple[int, int]]) -> int:
    """The sum nearest to a total that the spans allow."""
    wanted = _half_up(total * full, 100)
    return min(sum(high for _, high in spans.values()), max(sum(low for low, _ in spans.values()), wanted))


def _moved(begin: Mapping[str, int], spans: Mapping[str, tuple[int, int]], wanted: int) -> dict[str, int]:
    """Marks that come to ``wanted``: all moved by one share of their room, what is left over by one tenth each."""
    rest = wanted - sum(begin.values())
    end = 1 if rest > 0 else 0
    room = {id: spans[id][end] - mark for id, mark in begin.items()}
    all_room = sum(room.values())
    if not rest or not all_room:
        return dict(begin)
    step = 1 if rest > 0 else -1
    marks = {id: mark + step * (abs(rest * room[id]) // abs(all_room)) for id, mark in begin.items()}
    left = wanted - sum(marks.values())
    # The largest remainders first, in the order of the criteria where they are equal.
    order = sorted(begin, key=lambda id: -(abs(rest * room[id]) % abs(all_room)))
    for id in order:
        if left and spans[id][0] <= marks[id] + step <= spans[id][1]:
            marks[id] += step
            left -= step
    return marks


def _rounded(reached: int, full: int) -> int:
    return _half_up(_half_up(1000 * reached, full), 10)


def _half_up(above: int, below: int) -> int:
    return (2 * above + below) // (2 * below)
