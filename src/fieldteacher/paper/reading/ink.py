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
_RED_FROM, _RED_TO = 0.12, 0.37
_RED_FREE, _RED_FULL = 0.28, 0.78
_IN, _RING_FROM, _RING_TO, _WIDE = 0.85, 0.55, 1.9, 2.1
"""Distances from the frame, in mm: the inside ends before it, the ring lies within the free zone."""
_RING_INKED, _SECTOR_INKED, _SECTORS = 0.05, 0.3, 16
_STROKE = 0.33
_LEAST_INK, _LEAST_PIXELS = 0.03, 6
_LINE_MM = 0.45
_GAP_MM = 1.5
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
    red = np.clip(
        (share[..., 0] - (share[..., 1] + share[..., 2]) / 2 - _RED_FROM) / (_RED_TO - _RED_FROM), 0, 1
    )
    plain = np.clip((1 - share[..., 0] - _FREE) / (_FULL - _FREE), 0, 1)
    sealed = np.clip((1 - share[..., 0] - _RED_FREE) / (_RED_FULL - _RED_FREE), 0, 1)
    return InkMaps(
        np.where(red > 0.3, sealed, plain).astype(np.float32), red.astype(np.float32), paper[..., 0]
    )


def measure_rows(maps: InkMaps, layout: FormLayout, grid: Grid) -> tuple[RowInk, ...]:
    """The ink of every box, row by row."""
    sizes = [row.box for row in layout.mark_rows for _ in row.centres]
    local = [_box(maps, x, y, size) for (x, y), size in zip(grid.centres, sizes, strict=True)]
    reaches = _reaches(maps, layout, grid, sizes, [inside for inside, *_ in local])
    boxes = [
        BoxInk(float(x), float(y), *measured, float(seen), reach)
        for (x, y), measured, seen, reach in zip(grid.centres, local, grid.seen, reaches, strict=True)
    ]
    rows, start = [], 0
    for row in layout.mark_rows:
        rows.append(RowInk(row.name, tuple(boxes[start : start + len(row.centres)])))
        start += len(row.centres)
    return tuple(rows)


def _box(maps: InkMaps, x: float, y: float, size: float) -> tuple[float, float, float, float, float]:
    """Inside, ring, around, red, paper."""
    half = size / 2
    side = int(2 * (half + _WIDE) * SCALE) + 1
    middle = (float(x * SCALE - 0.5), float(y * SCALE - 0.5))
    dark = cv2.getRectSubPix(maps.dark, (side, side), middle)
    offset = (np.arange(side) - (side - 1) / 2) / SCALE
    across, down = np.meshgrid(offset, offset)
    outer = np.maximum(np.abs(across), np.abs(down))
    inside = outer < half - _IN
    ring = (outer > half + _RING_FROM) & (outer < half + _RING_TO)
    ringed = float(dark[ring].mean())
    around = 0.0
    if ringed > _RING_INKED:
        wide = (outer > half + 0.4) & (outer < half + _WIDE)
        sector = ((np.arctan2(down, across) + np.pi) / (2 * np.pi) * _SECTORS).astype(int) % _SECTORS
        most = np.zeros(_SECTORS, np.float32)
        np.maximum.at(most, sector[wide], dark[wide])
        around = float((most > _SECTOR_INKED).mean())
    red = cv2.getRectSubPix(maps.red, (side, side), middle)[inside].mean()
    row = min(maps.paper.shape[0] - 1, max(0, int(middle[1] / _REDUCED)))
    column = min(maps.paper.shape[1] - 1, max(0, int(middle[0] / _REDUCED)))
    return float(dark[inside].mean()), ringed, around, float(red), float(maps.paper[row, column])


def _reaches(
    maps: InkMaps, layout: FormLayout, grid: Grid, sizes: Sequence[float], inside: Sequence[float]
) -> list[Reach | None]:
    """How far the connected stroke in each box goes: a stroke that passes through is no mark.

    The printed lines are taken out first, and the gaps they leave in a stroke are closed.
    """
    low = np.maximum(grid.centres.min(0) - _AROUND, 0)
    high = grid.centres.max(0) + _AROUND
    left, top = (int(value * SCALE) for value in low)
    strokes: Pixels = (maps.dark[top : int(high[1] * SCALE), left : int(high[0] * SCALE)] > _STROKE).astype(
        np.uint8
    )
    centres = grid.centres * SCALE - (left, top)
    _remove_print(strokes, layout, grid, centres, sizes, top)
    gap = int(_GAP_MM * SCALE) | 1
    strokes = cv2.morphologyEx(
        strokes, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap))
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    found: list[Reach | None] = []
    for (x, y), size, ink in zip(centres, sizes, inside, strict=True):
        half = (size / 2 - 0.5) * SCALE
        part = labels[max(0, int(y - half)) : int(y + half), max(0, int(x - half)) : int(x + half)]
        pixels = np.bincount(part.ravel(), minlength=count)
        pixels[0] = 0
        if ink < _LEAST_INK or pixels.max() < _LEAST_PIXELS:
            found.append(None)
            continue
        stat = [int(value) for value in stats[int(pixels.argmax())]]
        edges = (x - stat[0], stat[0] + stat[2] - x, y - stat[1], stat[1] + stat[3] - y)
        found.append(Reach(*(float(edge) / SCALE for edge in edges)))
    return found


def _remove_print(
    strokes: Pixels, layout: FormLayout, grid: Grid, centres: Points, sizes: Sequence[float], top: int
) -> None:
    thick = 2 * int(_LINE_MM * SCALE) + 1
    for (x, y), size in zip(centres, sizes, strict=True):
        half = size / 2 * SCALE
        corners = [(round(x - half), round(y - half)), (round(x + half), round(y + half))]
        cv2.rectangle(strokes, corners[0], corners[1], 0, thick)
    flat = np.array([centre[1] for row in layout.mark_rows for centre in row.centres])
    off = grid.centres[:, 1] - flat
    for line in _printed_lines(layout):
        near = np.argsort(np.abs(flat - line))[:5]
        y = round((line + float(np.median(off[near]))) * SCALE) - top
        strokes[max(0, y - thick // 2) : max(0, y + thick // 2 + 1), :] = 0


def _printed_lines(layout: FormLayout) -> list[float]:
    """The heights of the horizontal lines among the boxes."""
    rows = len(layout.criteria)
    height = layout.table.height / rows
    lines = [layout.table.y + number * height for number in range(rows + 1)]
    return [layout.header.y, *lines, layout.digits.bottom]
