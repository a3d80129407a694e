"""Find the form's markers in a picture: any rotation, part of them hidden, small or blurred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from fieldteacher.apart.frames import Refusal
from fieldteacher.paper.layout.geometry import Fiducial

Pixels = npt.NDArray[Any]
Points = npt.NDArray[np.float64]

_FIRST_SIDE = 1600
"""Pixels of the longer side at which the whole picture is searched first; a marker has 50 of them then."""
_SECOND_SIDE = 2400
_ENLARGED_BELOW = 2000
_LEAST = 3
_APART = 3.0
"""Two of one number further apart than this many of their own sizes are markers of two sheets."""
_SEARCH_MM = 16.0
_SEARCH_SCALE = 8.0
"""A hidden marker is looked for again where it must be: this far around, at this many pixels a millimetre."""


@cache
def _detector() -> cv2.aruco.ArucoDetector:
    how = cv2.aruco.DetectorParameters()
    how.adaptiveThreshWinSizeMin = 5
    how.adaptiveThreshWinSizeMax = 45
    how.adaptiveThreshWinSizeStep = 10
    how.minMarkerPerimeterRate = 0.012
    how.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    how.cornerRefinementWinSize = 4
    how.errorCorrectionRate = 0.5
    how.perspectiveRemoveIgnoredMarginPerCell = 0.2
    return cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50), how)


def find_markers(grey: Pixels, fiducials: Mapping[int, Fiducial]) -> dict[int, Points]:
    """The four corners of each marker found, in pixels, by its number.

    Raises ``Refusal``: ``no_page`` for fewer than three, ``several_sheets`` where one stands in two places.
    """
    found: dict[int, Points] = {}
    for picture, scale in _versions(grey):
        _merge(found, _detect(picture, scale, fiducials))
        if len(found) >= 4 and _spread(found, grey.shape):
            break
    if len(found) < _LEAST:
        raise Refusal("no_page")
    if len(found) < len(fiducials):
        _look_again(grey, fiducials, found)
    return found


def _versions(grey: Pixels) -> Iterator[tuple[Pixels, float]]:
    """The picture as it is, with evened light, and enlarged and sharpened: the cheap ones first."""
    small, scale = _reduced(grey, _FIRST_SIDE)
    yield small, scale
    large, scale = _reduced(grey, _SECOND_SIDE)
    yield cv2.createCLAHE(3, (8, 8)).apply(large), scale
    if max(large.shape) < _ENLARGED_BELOW:
        twice = cv2.resize(large, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        yield _sharpened(twice), 2 * scale


def _reduced(grey: Pixels, side: int) -> tuple[Pixels, float]:
    scale = min(1.0, side / max(grey.shape))
    if scale == 1.0:
        return grey, scale
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), scale


def _sharpened(picture: Pixels) -> Pixels:
    return cv2.addWeighted(picture, 1.8, cv2.GaussianBlur(picture, (0, 0), 2.5), -0.8, 0)


def _detect(picture: Pixels, scale: float, fiducials: Mapping[int, Fiducial]) -> dict[int, Points]:
    corners, numbers, _ = _detector().detectMarkers(picture)
    found: dict[int, Points] = {}
    if numbers is None:
        return found
    for four, number in zip(corners, np.ravel(numbers), strict=True):
        if int(number) in fiducials:
            _merge(found, {int(number): four.reshape(4, 2).astype(np.float64) / scale})
    return found


def _merge(found: dict[int, Points], more: Mapping[int, Points]) -> None:
    for number, corners in more.items():
        known = found.setdefault(number, corners)
        size = max(_side(known), _side(corners))
        if np.linalg.norm(known.mean(0) - corners.mean(0)) > _APART * size and _alike(known, corners):
            raise Refusal("several_sheets")


def _side(corners: Points) -> float:
    return float(np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1).mean())


def _alike(one: Points, other: Points) -> bool:
    """A speck that looks like a marker is seldom as large as one."""
    return 0.5 < _side(one) / _side(other) < 2.0


def _spread(found: Mapping[int, Points], shape: tuple[int, ...]) -> bool:
    """Whether the markers found hold a page between them, so that the others can be looked for at their places."""
    centres = np.array([corners.mean(0) for corners in found.values()], np.float32)
    return bool(cv2.contourArea(cv2.convexHull(centres)) > 0.05 * shape[0] * shape[1])


def corners_of(fiducial: Fiducial) -> Points:
    """A marker's corners on the page in mm, in the order in which they are detected."""
    rect = fiducial.rect
    return np.array(
        [[rect.x, rect.y], [rect.right, rect.y], [rect.right, rect.bottom], [rect.x, rect.bottom]]
    )


def _look_again(grey: Pixels, fiducials: Mapping[int, Fiducial], found: dict[int, Points]) -> None:
    """Search for what is missing at the place where the others say it must be, enlarged and with evened light."""
    page = np.concatenate([corners_of(fiducials[number]) for number in found])
    picture = np.concatenate(list(found.values()))
    matrix, _ = cv2.findHomography(page, picture, 0)
    if matrix is None:
        return
    for number, fiducial in fiducials.items():
        if number in found:
            continue
        # From the search window's pixels to the page, and on to the picture.
        window = np.array(
            [
                [1 / _SEARCH_SCALE, 0, fiducial.x - _SEARCH_MM],
                [0, 1 / _SEARCH_SCALE, fiducial.y - _SEARCH_MM],
                [0, 0, 1],
            ]
        )
        side = int(2 * _SEARCH_MM * _SEARCH_SCALE)
        across = matrix @ window
        part = cv2.warpPerspective(
            grey, across, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=128.0
        )
        for version in (part, _sharpened(cv2.createCLAHE(3, (2, 2)).apply(part))):
            seen = _detect(version, 1.0, {number: fiducial}).get(number)
            if seen is not None:
                found[number] = cv2.perspectiveTransform(seen[None], across)[0].astype(np.float64)
                break
