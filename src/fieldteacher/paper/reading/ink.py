"""How much ink is in and around each box, against the paper beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fieldteacher.paper.layout.geometry import FormLayout
from fieldteacher.paper.reading.grid import Grid
from fieldteacher.paper.reading.markers import Pixels, Points
from fieldteacher.paper.reading.measured import SCALE, BoxInk, Reach, RowInk

_CLOSING_MM = 8.0
"""Larger than any stroke and any filled box, smaller than the bend of a shadow's edge."""
_REDUCED = 3
_FREE, _FULL = 0.07, 0.67
"""So much darker than the paper is none, and full, ink."""
_RED_FROM, _RED_TO = 0.06, 0.3
_RED_ADDS, _RED_NEAR = 0.3, 5
"""A seal darkens the red channel by so much; how many pixels around a red one are taken for red."""
_IN, _RING_FROM, _RING_TO, _WIDE = 0.85, 0.55, 1.9, 2.1
"""Distances from the frame, in mm: the inside ends before it, the ring lies within the free zone."""
_RING_INKED, _SECTOR_INKED, _SECTORS = 0.05, 0.3, 16
_LEAST_STROKE, _MOST_STROKE = 0.12, 0.33
"""What is darker belongs to a stroke: less where the sheet's own pen is pale."""
_LEAST_INK, _LEAST_PIXELS = 0.03, 6
_LINE_MM = 0.45
_GAP_MM = 2.0
"""A stroke goes on through a printed line, also where it meets the corner of a box."""
_AROUND = (20.0, 14.0)


@dataclass(frozen=True)
class InkMaps:
    """Of every pixel of the page: how dark it is, how red, and how bright the paper is there (reduced)."""

    dark: Pixels
    red: Pixels
    paper: Pixels

    @property
    def brightness(self) -> float:
        """Of the paper where it is well lit."""
        return float(np.percentile(self.paper[::3, ::3], 70))


def ink_maps(page: Pixels) -> InkMaps:
    """The maps of a straightened page in red, green and blue.

    The paper's brightness is what remains after closing by a square: shadows and their edges stay, strokes and
    filled boxes go. Red is read in the red channel, where a seal is pale and blue or black ink is not.
    """
    smooth = cv2.GaussianBlur(page, (0, 0), 1.0)
    small = cv2.resize(smooth, None, fx=1 / _REDUCED, fy=1 / _REDUCED, interpolation=cv2.INTER_AREA)
    side = int(_CLOSING_MM * SCALE / _REDUCED) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (side, side)))
    whole = cv2.resize(paper, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    share = smooth.astype(np.float32) / np.maximum(whole, 6).astype(np.float32)
    tint = share[..., 0] - (share[..., 1] + share[..., 2]) / 2
    red = np.clip((tint - _RED_FROM) / (_RED_TO - _RED_FROM), 0, 1).astype(np.float32)
    # Colours are coarser than brightness in a JPEG: the dark edge of a red stroke is red too.
    near = cv2.dilate(red, np.ones((_RED_NEAR, _RED_NEAR), np.uint8))
    dark = np.clip((1 - share[..., 0] - _FREE - _RED_ADDS * near) / (_FULL - _FREE), 0, 1)
    return InkMaps(dark.astype(np.float32), red, paper[..., 0])


def measure_rows(maps: InkMaps, layout: FormLayout, grid: Grid) -> tuple[RowInk, ...]:
    """The ink of every box, row by row."""
    sizes = [row.box for row in layout.mark_rows for _ in row.centres]
    boxes = [
        _box(maps, float(x), float(y), size, float(seen))
        for (x, y), size, seen in zip(grid.centres, sizes, grid.seen, strict=True)
    ]
    reaches = _reaches(maps, layout, grid, sizes, boxes)
    boxes = [box._replace(reach=reach) for box, reach in zip(boxes, reaches, strict=True)]
    rows, start = [], 0
    for row in layout.mark_rows:
        rows.append(RowInk(row.name, tuple(boxes[start : start + len(row.centres)])))
        start += len(row.centres)
    return tuple(rows)


def _box(maps: InkMaps, x: float, y: float, size: float, frame: float) -> BoxInk:
    half = size / 2
    side = int(2 * (half + _WIDE) * SCALE) + 1
    middle = (x * SCALE - 0.5, y * SCALE - 0.5)
    dark = cv2.getRectSubPix(maps.dark, (side, side), middle)
    offset = (np.arange(side) - (side - 1) / 2) / SCALE
    outer = np.maximum(np.abs(offset)[:, None], np.abs(offset)[None, :])
    inside = outer < half - _IN
    ring = float(dark[(outer > half + _RING_FROM) & (outer < half + _RING_TO)].mean())
    ink = np.sort(dark[inside])
    row = min(maps.paper.shape[0] - 1, max(0, int(middle[1] / _REDUCED)))
    column = min(maps.paper.shape[1] - 1, max(0, int(middle[0] / _REDUCED)))
    return BoxInk(
        x=x,
        y=y,
        inside=float(ink.mean()),
        peak=float(ink[-len(ink) // 12 :].mean()),
        least=float(ink[len(ink) // 8]),
        ring=ring,
        around=_around(dark, offset, outer, half) if ring > _RING_INKED else 0.0,
        red=float(cv2.getRectSubPix(maps.red, (side, side), middle)[inside].mean()),
        paper=float(maps.paper[row, column]),
        frame=frame,
        reach=None,
    )


def _around(dark: Pixels, offset: Pixels, outer: Pixels, half: float) -> float:
    """In how much of the circle around the frame ink is met."""
    wide = (outer > half + 0.4) & (outer < half + _WIDE)
    angle = np.arctan2(offset[:, None], offset[None, :])
    sector = ((angle + np.pi) / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS
    most = np.zeros(_SECTORS, np.float32)
    np.maximum.at(most, sector[wide], dark[wide])
    return float((most > _SECTOR_INKED).mean())


def _reaches(
    maps: InkMaps, layout: FormLayout, grid: Grid, sizes: Sequence[float], boxes: Sequence[BoxInk]
) -> list[Reach | None]:
    """How far the connected stroke in each box goes: a stroke that passes through is no mark.

    The printed lines are taken out first, and strokes grow over the gaps that this leaves, there alone.
    """
    low = np.maximum(grid.centres.min(0) - _AROUND, 0)
    high = grid.centres.max(0) + _AROUND
    left, top = (int(value * SCALE) for value in low)
    part_of_page = maps.dark[top : int(high[1] * SCALE), left : int(high[0] * SCALE)]
    peaks = [box.peak for box in boxes if box.inside > _LEAST_INK]
    stroke = min(_MOST_STROKE, max(_LEAST_STROKE, 0.4 * float(np.median(peaks)))) if peaks else _MOST_STROKE
    strokes: Pixels = (part_of_page > stroke).astype(np.uint8)
    centres = grid.centres * SCALE - (left, top)
    printed = _print(strokes.shape, layout, centres, sizes, np.array([left, top]))
    strokes[printed > 0] = 0
    gap = int(_GAP_MM * SCALE) | 1
    grown = cv2.dilate(strokes, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap)))
    strokes = np.where(printed > 0, grown, strokes)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    found: list[Reach | None] = []
    for (x, y), size, box in zip(centres, sizes, boxes, strict=True):
        half = (size / 2 - 0.5) * SCALE
        part = labels[max(0, int(y - half)) : int(y + half), max(0, int(x - half)) : int(x + half)]
        pixels = np.bincount(part.ravel(), minlength=count)
        pixels[0] = 0
        if box.inside < _LEAST_INK or pixels.max() < _LEAST_PIXELS:
            found.append(None)
            continue
        stat = [int(value) for value in stats[int(pixels.argmax())]]
        edges = (x - stat[0], stat[0] + stat[2] - x, y - stat[1], stat[1] + stat[3] - y)
        found.append(Reach(*(float(edge) / SCALE for edge in edges)))
    return found


def _print(
    shape: tuple[int, ...], layout: FormLayout, centres: Points, sizes: Sequence[float], corner: Points
) -> Pixels:
    """Boxes and lines, where the paper has moved them. ``centres`` and ``corner`` (of the part) are in pixels."""
    printed = np.zeros(shape, np.uint8)
    thick = 2 * int(_LINE_MM * SCALE) + 1
    for (x, y), size in zip(centres, sizes, strict=True):
        half = size / 2 * SCALE
        corners = [(round(x - half), round(y - half)), (round(x + half), round(y + half))]
        cv2.rectangle(printed, corners[0], corners[1], 1, thick)
    flat = np.array([centre for row in layout.mark_rows for centre in row.centres])
    off = (centres + corner) / SCALE - flat
    for line in _printed_lines(layout, flat):
        path = np.rint((line.places + off[line.beside]) * SCALE - corner).astype(np.int32)
        cv2.polylines(printed, [path], False, 1, thick)
    return printed


@dataclass(frozen=True)
class _Line:
    """A printed line among the boxes: its places, and the boxes beside them that say where the paper has moved them."""

    places: Points
    beside: Pixels


def _printed_lines(layout: FormLayout, flat: Points) -> list[_Line]:
    """The lines of the table and of the digits, each along the boxes next to it."""
    starts = np.cumsum([0, *(len(row.centres) for row in layout.mark_rows)])
    rows = len(layout.criteria)
    height = layout.table.height / rows
    levels = [layout.table.y + number * height for number in range(rows + 1)]
    lines = []
    for y in (layout.header.y, *levels, layout.digits.bottom):
        row = int(np.abs(flat[starts[:-1], 1] - y).argmin())
        beside = np.arange(starts[row], starts[row + 1])
        ends = np.concatenate([beside[:1], beside, beside[-1:]])
        places = np.stack([flat[ends, 0], np.full(len(ends), y)], 1)
        places[[0, -1], 0] = layout.table.x, layout.table.right
        lines.append(_Line(places, ends))
    pitch = flat[1, 0] - flat[0, 0]
    for x, side in (
        (flat[0, 0] - pitch / 2 - 1, starts[:rows]),
        (flat[starts[1] - 1, 0] + pitch / 2, starts[1 : rows + 1] - 1),
    ):
        ends = np.concatenate([side[:1], side, side[-1:]])
        places = np.stack([np.full(len(ends), x), flat[ends, 1]], 1)
        places[[0, -1], 1] = layout.header.y, layout.table.bottom
        lines.append(_Line(places, ends))
    return lines
