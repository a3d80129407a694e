"""Read a form's number from its QR code and from its strip."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import combinations

import cv2
import numpy as np
import zxingcpp

from fieldteacher.apart.frames import Refusal
from fieldteacher.paper.layout import form_number
from fieldteacher.paper.layout.geometry import Rect, Strip
from fieldteacher.paper.reading.markers import Pixels, Points
from fieldteacher.paper.reading.measured import SCALE
from fieldteacher.paper.reading.straightening import Plane, straightened

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_QR_SCALE = 10.0
_QR_MARGIN = 4.0
_SHIFTS = np.arange(-3.0, 3.01, 0.5)
"""Where the strip is tried, in mm off its place."""
_DOUBTFUL_CELLS, _MOST_FLIPS, _PLACES_TRIED = 7, 2, 6
_NEIGHBOURS = 7


def read_number(
    picture: Pixels, plane: Plane, page: Pixels, qr: Rect, strip: Strip, issued: Container[int]
) -> int:
    """The number that both codes say, or the one that can be read.

    Raises ``Refusal``: ``no_number``; ``two_numbers``; ``unknown_number`` where it was not issued here.
    """
    by_qr = _read_qr(picture, plane, qr)
    by_strip = _read_strip(page, strip, issued)
    if by_qr is not None and by_strip is not None and by_qr != by_strip:
        raise Refusal("two_numbers")
    number = by_qr if by_qr is not None else by_strip
    if number is None:
        raise Refusal("no_number")
    if number not in issued:
        raise Refusal("unknown_number", number=form_number.grouped(form_number.encode(number)))
    return number


def _read_qr(picture: Pixels, plane: Plane, qr: Rect) -> int | None:
    for version in _qr_versions(picture, plane, qr):
        for code in zxingcpp.read_barcodes(version, formats=_QR):
            number = form_number.from_qr_text(code.text)
            if number is not None:
                return number
    return None


def _qr_versions(picture: Pixels, plane: Plane, qr: Rect) -> Iterator[Pixels]:
    crop = straightened(picture, plane, qr.grown(_QR_MARGIN), _QR_SCALE)
    yield crop
    blurred = cv2.GaussianBlur(crop, (0, 0), 4)
    for strength in (1.0, 2.0):
        yield cv2.addWeighted(crop, 1 + strength, blurred, -strength, 0)
    yield straightened(picture, plane, qr.grown(_QR_MARGIN), 2 * _QR_SCALE)


def _read_strip(page: Pixels, strip: Strip, issued: Container[int]) -> int | None:
    """The strip at its place and at shifts of it; then with its least certain cells turned over.

    A strip that needs turning counts only if its number was issued: 16 bits of check are too few for that many
    tries.
    """
    size = max(1, int(strip.cell * SCALE * 0.22))
    smooth = cv2.blur(page, (2 * size + 1, 2 * size + 1))
    count = strip.rows * strip.columns
    column, row = np.arange(count) % strip.columns, np.arange(count) // strip.columns
    centres = np.stack([strip.x + (column + 0.5) * strip.cell, strip.y + (row + 0.5) * strip.cell], 1).astype(
        np.float64
    )
    near = np.abs(column[:, None] - column[None, :]) <= _NEIGHBOURS
    tried: list[tuple[float, Points]] = []
    for dy in _SHIFTS:
        for dx in _SHIFTS:
            sides = _cells(smooth, centres + np.array([dx, dy]), near)
            if sides is None:
                continue
            number = form_number.from_strip_bits(tuple(bool(side > 0) for side in sides))
            if number is not None and (number in issued or np.abs(sides).min() > 0.25):
                return number
            tried.append((float(np.sort(np.abs(sides))[:12].mean()), sides))
    tried.sort(key=lambda entry: -entry[0])
    for _, sides in tried[:_PLACES_TRIED]:
        number = _turned(sides, issued)
        if number is not None:
            return number
    return None


def _cells(smooth: Pixels, centres: Points, near: Pixels) -> Points | None:
    """How black (positive) or white each cell is, against its neighbours."""
    x, y = np.rint(centres * SCALE - 0.5).astype(int).T
    if x.min() < 0 or y.min() < 0 or x.max() >= smooth.shape[1] or y.max() >= smooth.shape[0]:
        return None
    value = smooth[y, x].astype(np.float64)
    darkest = np.where(near, value[None, :], np.inf).min(1)
    lightest = np.where(near, value[None, :], -np.inf).max(1)
    return np.asarray(((darkest + lightest) / 2 - value) / np.maximum(lightest - darkest, 20), np.float64)


def _turned(sides: Points, issued: Container[int]) -> int | None:
    bits = [bool(side > 0) for side in sides]
    weakest = [int(cell) for cell in np.argsort(np.abs(sides))[:_DOUBTFUL_CELLS]]
    for flips in range(1, _MOST_FLIPS + 1):
        for cells in combinations(weakest, flips):
            turned = tuple(bit != (cell in cells) for cell, bit in enumerate(bits))
            number = form_number.from_strip_bits(turned)
            if number is not None and number in issued:
                return number
    return None
