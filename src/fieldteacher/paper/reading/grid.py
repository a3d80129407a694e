"""Find every printed box where it really is, and make sure that it is that box and not its neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from fieldteacher.apart.frames import Refusal
from fieldteacher.paper.layout.geometry import FormLayout, MarkRow, Rect
from fieldteacher.paper.reading.markers import Pixels, Points
from fieldteacher.paper.reading.measured import SCALE

_COARSE_MM, _FINE_MM = 4.4, 1.2
"""How far a frame is looked for: less than half a pitch, so that no neighbour comes in reach; then near its place."""
_SEEN_COARSE, _SEEN = 0.42, 0.45
_LEAST_SEEN, _LEAST_OF_ROW, _LEAST_KEPT = 0.5, 0.2, 0.4
_TRUSTED_MM = 0.5
"""A box's own place counts where it is this near to where its neighbours say."""
_MOST_LOOSE_MM = 0.5
_SMOOTH_MM = 0.5
_NEIGHBOURS, _DAMPING = 10, 0.02
_PHANTOM_MM, _PHANTOM = 1.2, 0.55
_RULER_ALONG, _RULER_ACROSS, _RULER_OFF, _RULER_SEEN = 14.0, 2.6, 2.2, 0.5
_INSIDE_MM = 0.9
"""What lies this far inside the frame may hold ink and is not looked at."""


@dataclass(frozen=True)
class Grid:
    """Where the boxes are: ``centres`` in mm on the straightened page, in the order of the layout's rows."""

    centres: Points
    seen: Points
    """How well each frame was seen, -1 to 1."""


def find_grid(page: Pixels, layout: FormLayout) -> Grid:
    """The boxes on the straightened grey ``page``. Raises ``Refusal``: ``boxes_not_found``, ``grid_shifted``."""
    smooth = cv2.GaussianBlur(page, (0, 0), 0.8)
    grid = _registered(smooth, layout)
    if _beside_itself(smooth, layout, grid) or not _meets_rulers(smooth, layout, grid):
        raise Refusal("grid_shifted")
    return grid


def _registered(page: Pixels, layout: FormLayout) -> Grid:
    places = np.array([centre for row in layout.mark_rows for centre in row.centres])
    sizes = [row.box for row in layout.mark_rows for _ in row.centres]
    half = cv2.resize(page, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    off, seen = _matched(half, SCALE / 2, places, sizes, layout.box_line, _COARSE_MM)
    good = seen > _SEEN_COARSE
    by_row = np.split(good, np.cumsum([len(row.centres) for row in layout.mark_rows])[:-1])
    if good.mean() < _LEAST_SEEN or min(row.mean() for row in by_row) < _LEAST_OF_ROW:
        raise Refusal("boxes_not_found")
    start = _evened(places, off, _agreeing(places, off, good))
    fine, seen = _matched(page, SCALE, places + start, sizes, layout.box_line, _FINE_MM)
    own = start + fine
    even = _evened(places, own, _agreeing(places, own, seen > _SEEN))
    loose = np.linalg.norm(own - even, axis=1)
    if np.median(loose) > _MOST_LOOSE_MM:
        raise Refusal("boxes_not_found")
    trusted = (loose < _TRUSTED_MM) & (seen > _SEEN)
    return Grid(places + np.where(trusted[:, None], own, even), seen)


def _matched(
    page: Pixels, scale: float, places: Points, sizes: Sequence[float], line: float, reach: float
) -> tuple[Points, Points]:
    """How far off its place each frame is seen best (mm), and how well."""
    off, seen = np.zeros_like(places), np.full(len(places), -1.0)
    for number, ((x, y), size) in enumerate(zip(places, sizes, strict=True)):
        found = _match(page, scale, x, y, size, line, reach)
        if found is not None:
            off[number], seen[number] = found[:2], found[2]
    return off, seen


def _match(
    page: Pixels, scale: float, x: float, y: float, size: float, line: float, reach: float
) -> tuple[float, float, float] | None:
    frame, mask = _frame(scale, size, line)
    side, around = frame.shape[0], round(reach * scale)
    left, top = round(x * scale - side / 2) - around, round(y * scale - side / 2) - around
    window = page[max(0, top) : top + side + 2 * around, max(0, left) : left + side + 2 * around]
    if left < 0 or top < 0 or window.shape != (side + 2 * around, side + 2 * around):
        return None
    fits = cv2.matchTemplate(window.astype(np.float32), frame, cv2.TM_CCOEFF_NORMED, mask=mask)
    fits = np.where(np.isfinite(fits), fits, -1.0)
    row, column = (int(place) for place in np.unravel_index(int(fits.argmax()), fits.shape))
    best = float(fits[row, column])
    exact = (column + _between(fits[row, :], column), row + _between(fits[:, column], row))
    return (
        (left + exact[0] + side / 2) / scale - x,
        (top + exact[1] + side / 2) / scale - y,
        best,
    )


def _between(values: Pixels, at: int) -> float:
    """Where between the pixels the top of a parabola through three values lies."""
    if not 0 < at < len(values) - 1:
        return 0.0
    before, top, after = (float(value) for value in values[at - 1 : at + 2])
    bend = before - 2 * top + after
    return 0.0 if bend > -1e-9 else max(-0.5, min(0.5, 0.5 * (before - after) / bend))


@cache
def _frame(scale: float, size: float, line: float) -> tuple[Pixels, Pixels]:
    """A printed frame as a picture, and which of its pixels count."""
    side = 2 * round((size + 1.6) * scale / 2)
    offset = np.abs((np.arange(side) + 0.5) - side / 2) / scale
    outer = np.maximum(offset[:, None], offset[None, :])
    width = max(line, 1.5 / scale)
    picture = np.where(np.abs(outer - size / 2) < width / 2, 0.0, 255.0).astype(np.float32)
    mask = (outer > size / 2 - _INSIDE_MM).astype(np.float32)
    return cv2.GaussianBlur(picture, (0, 0), 1.4 * scale / SCALE), mask


def _agreeing(places: Points, off: Points, good: Pixels) -> Pixels:
    """Which boxes moved as their neighbours did. Raises ``Refusal`` where too few do."""
    keep = good
    for _ in range(3):
        if keep.mean() < _LEAST_KEPT:
            raise Refusal("boxes_not_found")
        error = np.linalg.norm(_evened(places, off, keep) - off, axis=1)
        keep = good & (error < max(_SMOOTH_MM, 2.5 * float(np.median(error[keep]))))
    return keep


def _evened(places: Points, off: Points, keep: Pixels) -> Points:
    """Where each box lies by its nearest neighbours: a plane through them, which follows a fold as no curve does."""
    even = np.empty_like(off)
    known, moved = places[keep], off[keep]
    for number, place in enumerate(places):
        away = known - place
        distance = np.linalg.norm(away, axis=1)
        near = np.argsort(distance)[1 if keep[number] else 0 :][:_NEIGHBOURS]
        weight = 1 / (distance[near] + 5.0)
        shape = np.concatenate([np.ones((len(near), 1)), away[near] / 10.0], 1) * weight[:, None]
        damped = shape.T @ shape + np.diag([0.0, _DAMPING, _DAMPING])
        even[number] = np.linalg.solve(damped, shape.T @ (moved[near] * weight[:, None]))[0]
    return even


def _beside_itself(page: Pixels, layout: FormLayout, grid: Grid) -> bool:
    """Whether boxes stand where the form has none: one step beyond any side of either block of boxes."""
    starts = np.cumsum([0, *(len(row.centres) for row in layout.mark_rows)])
    blocks = (layout.criteria, layout.mark_rows[len(layout.criteria) :])
    first = 0
    for block in blocks:
        rows = [
            grid.centres[starts[first + number] : starts[first + number + 1]] for number in range(len(block))
        ]
        first += len(block)
        for outside in _outsides(block, rows):
            seen = [_match(page, SCALE, x, y, block[0].box, layout.box_line, _PHANTOM_MM) for x, y in outside]
            if np.median([found[2] if found else -1.0 for found in seen]) > _PHANTOM:
                return True
    return False


def _outsides(block: Sequence[MarkRow], rows: Sequence[Points]) -> list[Points]:
    across = block[0].centres[1][0] - block[0].centres[0][0]
    sides = [
        np.array([row[0] - (across, 0) for row in rows]),
        np.array([row[-1] + (across, 0) for row in rows]),
    ]
    if len(block) > 1:
        down = block[1].centres[0][1] - block[0].centres[0][1]
        sides += [rows[0] - (0, down), rows[-1] + (0, down)]
    return sides


def _meets_rulers(page: Pixels, layout: FormLayout, grid: Grid) -> bool:
    """Whether the bars beside and above the boxes stand where the grid says; a hidden ruler says nothing.

    No two distances of a ruler's bars are alike, so a grid one step off meets at most one of them.
    """
    flat = np.array([centre for row in layout.mark_rows for centre in row.centres])
    off = grid.centres - flat
    verdicts = []
    for bars in _rulers(layout):
        middle = np.array([(bars[0].x + bars[-1].right) / 2, (bars[0].y + bars[-1].bottom) / 2])
        near = np.argsort(np.linalg.norm(flat - middle, axis=1))[:10]
        verdicts.append(_meets(page, bars, off[near].mean(0)))
    return all(verdict is not False for verdict in verdicts)


def _rulers(layout: FormLayout) -> tuple[list[Rect], list[Rect]]:
    """The bars in a line across, and those in a line down."""
    across = [bar for bar in layout.landmark if bar.y == layout.landmark[0].y]
    return across, [bar for bar in layout.landmark if bar not in across]


def _meets(page: Pixels, bars: list[Rect], off: Points) -> bool | None:
    upright = bars[0].x == bars[-1].x
    ruler = Rect(bars[0].x, bars[0].y, bars[-1].right - bars[0].x, bars[-1].bottom - bars[0].y)
    wide, high = round(ruler.width * SCALE), round(ruler.height * SCALE)
    pattern = np.full((high, wide), 255, np.float32)
    for bar in bars:
        left, top = round((bar.x - ruler.x) * SCALE), round((bar.y - ruler.y) * SCALE)
        pattern[top : top + round(bar.height * SCALE), left : left + round(bar.width * SCALE)] = 0
    reach = (_RULER_ACROSS, _RULER_ALONG) if upright else (_RULER_ALONG, _RULER_ACROSS)
    around = [round(mm * SCALE) for mm in reach]
    left, top = round((ruler.x + off[0]) * SCALE) - around[0], round((ruler.y + off[1]) * SCALE) - around[1]
    right, bottom = left + wide + 2 * around[0], top + high + 2 * around[1]
    if left < 0 or top < 0 or right > page.shape[1] or bottom > page.shape[0]:
        return None
    window = page[top:bottom, left:right].astype(np.float32)
    fits = cv2.matchTemplate(window, cv2.GaussianBlur(pattern, (0, 0), 2.0), cv2.TM_CCOEFF_NORMED)
    fits = np.where(np.isfinite(fits), fits, -1.0)
    if fits.max() < _RULER_SEEN:
        return None
    row, column = np.unravel_index(int(fits.argmax()), fits.shape)
    away = (row - around[1]) if upright else (column - around[0])
    return bool(abs(away) / SCALE < _RULER_OFF)
