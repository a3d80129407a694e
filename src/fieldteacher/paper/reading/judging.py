"""From ink to answers: which box of a row is marked, and when a person has to look (docs/paper.md, 4.4).

Whatever is not plainly one mark is asked. A rule here either asks or stays silent; none changes a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from fieldteacher.domain.sheet_readings import (
    DOUBTS,
    Area,
    IssuedSheet,
    RowReading,
    RowState,
    SheetReading,
    Why,
    total_range,
    why,
)
from fieldteacher.paper.layout import registry
from fieldteacher.paper.layout.geometry import FormLayout, MarkRow
from fieldteacher.paper.reading.measured import BoxInk, Measured, Reach, RowInk
from fieldteacher.paper.reading.thresholds import DEFAULT, Thresholds

_STATES: Mapping[str, RowState] = {"blank": "blank", "two_marks": "multiple"}
_DIGITS = ("tens", "units")


@dataclass(slots=True)
class _Row:
    """A row while it is judged; darkness above the sheet's own ground."""

    ink: RowInk
    inside: list[float]
    ring: list[float]
    value: int | None = None
    doubt: str = ""

    @property
    def darkest(self) -> int:
        return max(range(len(self.inside)), key=self.inside.__getitem__)

    @property
    def marked(self) -> BoxInk | None:
        """The box that is marked and not doubted so far."""
        return None if self.doubt or self.value is None else self.ink.boxes[self.value]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How this sheet's person marks, as far as the undoubted rows tell."""

    marks: int
    peak: float
    filled: float
    """Share of the marks that black their box out."""
    rings: float
    reach: Reach | None


class Noisy(Exception):
    """The ground between the marks is too uneven to tell ink from paper."""


def judge(
    measured: Measured, issued: IssuedSheet | None, *, thresholds: Thresholds = DEFAULT
) -> SheetReading:
    """The reading of one sheet; file, page and picture are filled in by the caller. Raises ``Noisy``."""
    layout = registry.find(measured.layout)
    rows, trace, faint = _rows(measured, thresholds)
    manner = _manner(rows, trace, thresholds)
    for row in rows:
        _compare(row, manner, trace, faint, thresholds)
    _accept_touching(rows, manner, thresholds)
    _doubt_the_rest(rows, layout)
    readings = {row.ink.name: _reading(row, layout) for row in rows}
    criteria = tuple(readings[row.name] for row in layout.criteria)
    digits = tuple(readings[name] for name in _DIGITS)
    digits = _one_digit_alone(digits)
    total = _total(digits)
    agrees, reason = _compared(criteria, total, issued)
    asked = [*criteria, *(() if all(row.state == "blank" for row in digits) else digits)]
    doubtful = reason is not None or any(row.state != "clear" for row in asked)
    return SheetReading(
        file="",
        page=1,
        status="doubtful" if doubtful else "read",
        reason=reason,
        form_number=measured.form_number,
        layout=measured.layout,
        rows=criteria,
        digits=digits,
        total=total,
        total_agrees=agrees,
    )


def _rows(measured: Measured, limits: Thresholds) -> tuple[list[_Row], float, float]:
    """The rows by their own ink, and how much ink is a trace and how much faint on this sheet."""
    every = [box for row in measured.rows for box in row.boxes]
    ground, ring = median(box.inside for box in every), median(box.ring for box in every)
    noise = 1.4826 * median(abs(box.inside - ground) for box in every)
    if noise > limits.noisy:
        raise Noisy
    trace, faint = max(limits.trace, 5 * noise), max(limits.faint, 8 * noise)
    rows = []
    for ink in measured.rows:
        row = _Row(ink, [box.inside - ground for box in ink.boxes], [box.ring - ring for box in ink.boxes])
        _judge_row(row, trace, measured.brightness, limits)
        rows.append(row)
    return rows, trace, faint


def _judge_row(row: _Row, trace: float, brightness: float, limits: Thresholds) -> None:
    boxes, best = row.ink.boxes, row.darkest
    ranked = sorted(row.inside, reverse=True)
    mark, second = ranked[0], ranked[1]
    row.value = best
    hidden = any(
        box.frame < limits.hidden and box.ring < limits.hidden_ring and inside < trace
        for box, inside in zip(boxes, row.inside, strict=True)
    )
    if hidden or min(box.paper for box in boxes) < limits.covered * brightness:
        row.doubt = "covered"
        row.value = best if mark >= trace else None
    elif mark < trace:
        _judge_empty(row, limits)
    elif second >= trace or _is_touched(row, limits):
        row.doubt = "two_marks"
        row.value = _not_struck_out(row, trace, limits)
    elif _beside(row, best, limits):
        row.doubt = "ink_beside"
    elif boxes[best].red > limits.red and (mark < limits.red_mark or boxes[best].peak < limits.red_peak):
        row.doubt = "red_ink"


def _judge_empty(row: _Row, limits: Thresholds) -> None:
    """No box is inked inside: blank, or one is circled."""
    if max(row.ring) < limits.ring:
        row.doubt, row.value = "blank", None
        return
    ranked = sorted(range(len(row.ink.boxes)), key=lambda box: -row.ink.boxes[box].around)
    closed, other = (row.ink.boxes[box].around for box in ranked[:2])
    if closed >= limits.ring_closed and other <= limits.ring_open:
        row.value = ranked[0]
    else:
        row.doubt, row.value = "around", max(range(len(row.ring)), key=row.ring.__getitem__)


def _not_struck_out(row: _Row, trace: float, limits: Thresholds) -> int:
    """Of two marks, the one proposed: a box blacked out is cancelled, and then the other is meant."""
    ranked = sorted(range(len(row.inside)), key=lambda box: -row.inside[box])
    others = [row.inside[box] for box in ranked[2:]]
    first, second = (row.ink.boxes[box] for box in ranked[:2])
    struck = _is_filled(first, limits) and not _is_filled(second, limits) and row.inside[ranked[1]] > 0.06
    return ranked[1] if struck and all(other < trace for other in others) else ranked[0]


def _is_touched(row: _Row, limits: Thresholds) -> bool:
    """Whether a box beside the marked one has a little ink of the same darkness: a mark that hardly went in."""
    best = row.darkest
    enough = limits.touch_peak * row.ink.boxes[best].peak
    return any(
        box.peak > enough and inside > limits.touch
        for number, (box, inside) in enumerate(zip(row.ink.boxes, row.inside, strict=True))
        if number != best
    )


def _is_filled(box: BoxInk, limits: Thresholds) -> bool:
    return box.inside > limits.filled_inside and box.least > limits.filled * box.peak


def _beside(row: _Row, best: int, limits: Thresholds) -> bool:
    others = [number for number in range(len(row.ring)) if number != best]
    enough = limits.beside_filled if _is_filled(row.ink.boxes[best], limits) else limits.beside
    return (
        max(row.ring[number] for number in others) > enough
        or max(row.ink.boxes[number].around for number in others) >= limits.beside_around
    )


def _manner(rows: Sequence[_Row], trace: float, limits: Thresholds) -> _Manner:
    kinds = [(box, _is_ring(row, trace, limits)) for row in rows if (box := row.marked) is not None]
    marks = [box for box, _ in kinds]
    reaches = [box.reach for box in marks if box.reach is not None]
    count = max(1, len(marks))
    # Of a ring nothing may be inside its box: how dark a sheet's strokes are only the others tell.
    peaks = [box.peak for box, is_ring in kinds if not is_ring]
    return _Manner(
        marks=len(marks),
        peak=median(peaks) if peaks else 0.0,
        filled=sum(_is_filled(box, limits) for box in marks) / count,
        rings=sum(is_ring for _, is_ring in kinds) / count,
        reach=Reach(*map(median, zip(*reaches, strict=True))) if len(reaches) >= limits.least_marks else None,
    )


def _is_ring(row: _Row, trace: float, limits: Thresholds) -> bool:
    box = row.marked
    if box is None or row.value is None:
        return False
    return row.inside[row.value] < trace or (
        box.around >= limits.ring_closed and box.inside < limits.ring_inside
    )


def _compare(row: _Row, manner: _Manner, trace: float, faint: float, limits: Thresholds) -> None:
    """Doubt a mark that is unlike the others of its sheet."""
    box = row.marked
    if box is None or row.value is None:
        return
    mark = row.inside[row.value]
    known = manner.marks >= limits.least_marks
    if _is_ring(row, trace, limits):
        # Among marks of another manner a ring around a box may mean anything.
        if known and manner.rings < limits.few:
            row.doubt = "other_style"
    elif known and manner.rings > 1 - limits.few:
        row.doubt = "other_style"
    elif (mark < faint and not (known and box.peak > limits.pale * manner.peak)) or (
        known and box.peak < limits.rubbed * manner.peak
    ):
        row.doubt = "faint"
    elif _goes_too_far(box, manner, limits):
        row.doubt = "long_stroke"
    elif known and _is_filled(box, limits) and manner.filled < limits.few:
        # By the form's own instruction a box blacked out is struck out, and nothing was put in its place.
        row.doubt = "other_style"


def _goes_too_far(box: BoxInk, manner: _Manner, limits: Thresholds) -> bool:
    """Whether the stroke may only pass through the box: it goes much further than the sheet's marks do."""
    if box.reach is None:
        return False
    most = _furthest(manner, limits)
    return any(reached > limit for reached, limit in zip(box.reach, most, strict=True))


def _furthest(manner: _Manner, limits: Thresholds) -> Reach:
    """How far a stroke of this sheet may reach."""
    if manner.reach is None:
        return Reach(limits.back, limits.forth, limits.forth, limits.back)
    left, right, up, down = manner.reach
    backwards = min(limits.most_back, max(limits.least_back, max(left, down) + limits.further_back))
    forwards = min(
        limits.most_forth, max(limits.least_forth, limits.longer * max(right, up) + limits.further)
    )
    return Reach(backwards, forwards, forwards, backwards)


def _accept_touching(rows: Sequence[_Row], manner: _Manner, limits: Thresholds) -> None:
    """Large ticks of two rows often touch, and look like one stroke that goes too far: accept both where together they
    reach as far as two of the sheet's do, and no further."""
    if manner.reach is None or min(manner.reach.right, manner.reach.up) < limits.least_forth:
        return  # marks that keep to their boxes do not touch
    least, most = Reach(*(limits.alike * usual for usual in manner.reach)), _furthest(manner, limits)
    for upper, lower in pairwise(rows):
        if (
            upper.doubt == lower.doubt == "long_stroke"
            and upper.value is not None
            and lower.value is not None
        ):
            boxes = upper.ink.boxes[upper.value], lower.ink.boxes[lower.value]
            strong = all(box.peak > limits.pale * manner.peak for box in boxes)
            if strong and _are_two(*boxes, least, most, limits):
                upper.doubt = lower.doubt = ""


def _doubt_the_rest(rows: Sequence[_Row], layout: FormLayout) -> None:
    """Where most rows show no mark the others are asked as well: a scanner may have left out whatever was pale, and have kept
    of two marks the one that was struck out."""
    criteria = {row.name for row in layout.criteria}
    blank = sum(row.doubt == "blank" for row in rows if row.ink.name in criteria)
    if 2 * blank > len(criteria):
        for row in rows:
            row.doubt = row.doubt or "few_marks"


def _are_two(one: BoxInk, other: BoxInk, least: Reach, most: Reach, limits: Thresholds) -> bool:
    """Whether the stroke that inks one box is that of the other too, and as large as two strokes are."""
    ends = _ends(one)
    if any(abs(a - b) > limits.joined for a, b in zip(ends, _ends(other), strict=True)):
        return False
    left, right, top, bottom = ends
    beyond = Reach(
        min(one.x, other.x) - left,
        right - max(one.x, other.x),
        min(one.y, other.y) - top,
        bottom - max(one.y, other.y),
    )
    return all(low <= each <= high for low, each, high in zip(least, beyond, most, strict=True))


def _ends(box: BoxInk) -> tuple[float, float, float, float]:
    """Where the stroke in a box ends at the left, right, top and bottom of the page, in mm."""
    left, right, up, down = box.reach or Reach(0, 0, 0, 0)
    return box.x - left, box.x + right, box.y - up, box.y + down


def _reading(row: _Row, layout: FormLayout) -> RowReading:
    place = layout.row(row.ink.name)
    boxes = tuple(
        Area(box.x - place.box / 2, box.y - place.box / 2, place.box, place.box) for box in row.ink.boxes
    )
    return RowReading(
        name=row.ink.name,
        state=_STATES.get(row.doubt, "doubtful") if row.doubt else "clear",
        value=row.value,
        confidence=_confidence(row),
        doubt=why(row.doubt, DOUBTS) if row.doubt else None,
        area=_area(place, row, layout),
        boxes=boxes,
    )


def _confidence(row: _Row) -> float:
    if row.value is None:
        return 0.0
    ranked = sorted(row.inside, reverse=True)
    strength = min(1.0, max(0.0, ranked[0]) / 0.2)
    alone = max(0.0, 1 - max(0.0, ranked[1]) / max(ranked[0], 1e-6))
    return round(strength * alone * (0.5 if row.doubt else 1.0), 3)


def _area(place: MarkRow, row: _Row, layout: FormLayout) -> Area:
    """The row's whole line on the form, moved to where its boxes were found."""
    table = layout.table if place.name.startswith("c") else layout.digits
    height = layout.table.height / len(layout.criteria) if table is layout.table else 9.5
    middle = median(box.y for box in row.ink.boxes)
    return Area(table.x, middle - height / 2, table.width, height)


def _one_digit_alone(digits: tuple[RowReading, ...]) -> tuple[RowReading, ...]:
    """Half a total says nothing: both digits are asked."""
    if sum(row.state == "blank" for row in digits) != 1:
        return digits
    return tuple(
        replace(row, state="doubtful" if row.state == "clear" else row.state, doubt=why("one_digit", DOUBTS))
        for row in digits
    )


def _total(digits: Sequence[RowReading]) -> int | None:
    tens, units = digits
    if tens.state != "clear" or units.state != "clear" or tens.value is None or units.value is None:
        return None
    return 10 * tens.value + units.value


def _compared(
    criteria: Sequence[RowReading], total: int | None, issued: IssuedSheet | None
) -> tuple[bool | None, Why | None]:
    """Whether the total can come from the bands ticked; the only check on a row that a stray stroke made look ticked."""
    values = [row.value for row in criteria if row.state == "clear" and row.value is not None]
    if total is None or issued is None or len(values) < len(criteria):
        return None, None
    allowed = total_range(issued, values)
    if allowed is None:
        return None, None
    if allowed[0] <= total <= allowed[1]:
        return True, None
    return False, why("total_disagrees", DOUBTS, total=total, least=allowed[0], most=allowed[1])
