"""Lay the photographed page flat: a plane through all its markers, then the bend of the paper on top of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from fieldteacher.apart.frames import Refusal
from fieldteacher.paper.layout.geometry import PAGE_HEIGHT, PAGE_WIDTH, Fiducial, Rect
from fieldteacher.paper.reading.markers import Pixels, Points, corners_of
from fieldteacher.paper.reading.measured import SCALE

_LEAST_MARKERS = 3
_FAR_OFF = 22.0
"""A marker that lies this many mm off the plane of the others is none of ours; less is the paper's bend."""
_MOST_RESIDUAL = 2.5
_LEAST_SCALE = 1.6
_BEYOND = (230, 230, 230)
"""What is shown where the picture ends."""
_STEP = 20
"""The map of the bend is worked out every so many pixels and filled in between."""


@dataclass(frozen=True)
class Plane:
    """Where the page lies in the picture."""

    matrix: Points
    """Page (mm) to picture (pixels), as if the paper were flat."""
    bend: Points
    """Coefficients of the bend, by term and axis."""
    terms: int
    scale: float
    """Pixels of the picture to a millimetre, where the page is furthest from the camera."""

    def pictured(self, page: Points) -> Points:
        """Where points of the page are in the picture."""
        moved = page + _terms(page, self.terms) @ self.bend
        return np.asarray(cv2.perspectiveTransform(moved[None], self.matrix)[0], np.float64)


def find_plane(found: Mapping[int, Points], fiducials: Mapping[int, Fiducial]) -> Plane:
    """The plane and the bend that go through the markers.

    All markers count: a robust fit would keep the three that lie in one plane of a curled page and drop the true
    others. Raises ``Refusal``: ``no_page``, ``too_small``, ``crumpled``.
    """
    numbers = sorted(found)
    while True:
        if len(numbers) < _LEAST_MARKERS:
            raise Refusal("no_page")
        page = np.concatenate([corners_of(fiducials[number]) for number in numbers])
        picture = np.concatenate([found[number] for number in numbers])
        found_matrix, _ = cv2.findHomography(page, picture, 0)
        if found_matrix is None or abs(np.linalg.det(found_matrix)) < 1e-9:
            raise Refusal("no_page")
        matrix: Points = np.asarray(found_matrix, np.float64)
        off = cv2.perspectiveTransform(picture[None], np.linalg.inv(matrix))[0] - page
        far = np.linalg.norm(off, axis=1).reshape(-1, 4).mean(1)
        if far.max() < _FAR_OFF or len(numbers) == _LEAST_MARKERS:
            break
        numbers.pop(int(far.argmax()))
    scale = _least_scale(matrix)
    if scale < _LEAST_SCALE:
        raise Refusal("too_small")
    terms = _count_terms([fiducials[number] for number in numbers])
    shape = _terms(page, terms)
    bend = np.linalg.solve(shape.T @ shape + 0.01 * np.eye(terms), shape.T @ off)
    left = off - shape @ bend
    if float(np.sqrt((left**2).sum(1).mean())) > _MOST_RESIDUAL:
        raise Refusal("crumpled")
    return Plane(matrix, bend, terms, scale)


def _least_scale(matrix: Points) -> float:
    starts = np.array([[20.0, 60.0], [20.0, 250.0], [180.0, 60.0], [180.0, 250.0]])
    scales = []
    for step in ((10.0, 0.0), (0.0, 10.0)):
        ends = cv2.perspectiveTransform(np.stack([starts, starts + step]), matrix)
        scales.append(np.linalg.norm(ends[1] - ends[0], axis=1).min() / 10)
    return float(min(scales))


def _count_terms(seen: list[Fiducial]) -> int:
    """How fine a bend the markers' places can tell."""
    heights = {round(fiducial.y / 60) for fiducial in seen}
    widths = {round(fiducial.x / 60) for fiducial in seen}
    if len(seen) < 5 or len(heights) < 3:
        return 4
    if len(seen) < 6:
        return 5
    return 8 if len(seen) >= 7 and len(widths) >= 3 else 6


def _terms(page: Points, count: int) -> Points:
    u, v = (page[:, 0] - PAGE_WIDTH / 2) / 100, (page[:, 1] - PAGE_HEIGHT / 2) / 140
    every = (np.ones_like(u), u, v, u * v, v * v, u * v * v, u * u, u * u * v)
    return np.stack(every[:count], 1)


def is_whole(plane: Plane, picture: Pixels, parts: Iterable[Rect]) -> bool:
    """Whether the picture holds all of these parts of the page."""
    corners = np.array(
        [[x, y] for part in parts for x in (part.x, part.right) for y in (part.y, part.bottom)]
    )
    places = plane.pictured(corners)
    return bool((places >= 0).all() and (places <= (picture.shape[1] - 1, picture.shape[0] - 1)).all())


def straightened(picture: Pixels, plane: Plane, part: Rect | None = None, scale: float = SCALE) -> Pixels:
    """The page, or a ``part`` of it, as if photographed from above at ``scale`` pixels a millimetre."""
    part = part or Rect(0, 0, PAGE_WIDTH, PAGE_HEIGHT)
    width, height = round(part.width * scale), round(part.height * scale)
    across = np.arange(0, width + _STEP, _STEP)
    down = np.arange(0, height + _STEP, _STEP)
    x, y = np.meshgrid(across / scale + part.x, down / scale + part.y)
    there = plane.pictured(np.stack([x.ravel(), y.ravel()], 1)).reshape(*x.shape, 2).astype(np.float32)
    grow = np.array([[_STEP, 0, 0], [0, _STEP, 0]], np.float64)
    maps = [
        cv2.warpAffine(
            np.ascontiguousarray(there[..., axis]),
            grow,
            (width, height),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for axis in (0, 1)
    ]
    return cv2.remap(
        picture, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=_BEYOND
    )


def softened(picture: Pixels, plane: Plane) -> Pixels:
    """The picture blurred a little where it is finer than the straightened page will be."""
    return (
        cv2.GaussianBlur(picture, (0, 0), 0.4 * plane.scale / SCALE)
        if plane.scale > 1.25 * SCALE
        else picture
    )
