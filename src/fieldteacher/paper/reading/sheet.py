"""One picture of one sheet: found, laid flat, named by its number, its boxes measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2

from fieldteacher.apart.frames import Refusal
from fieldteacher.domain.errors import InputRefused
from fieldteacher.paper.layout import form_number, registry
from fieldteacher.paper.layout.geometry import FormLayout
from fieldteacher.paper.reading.codes import read_number
from fieldteacher.paper.reading.grid import find_grid
from fieldteacher.paper.reading.ink import ink_maps, measure_rows
from fieldteacher.paper.reading.markers import Pixels, find_markers
from fieldteacher.paper.reading.measured import Measured
from fieldteacher.paper.reading.pictures import Opened
from fieldteacher.paper.reading.straightening import find_plane, is_whole, softened, straightened

_COARSE = 4.0
"""With fewer pixels a millimetre the whole picture is read again, where it holds more."""


@dataclass(frozen=True)
class Read:
    """What was measured, and the straightened page in red, green and blue."""

    measured: Measured
    page: Pixels
    scale: float
    """Pixels of the picture to a millimetre of the page."""


def read_picture(picture: Pixels, issued: Mapping[int, str]) -> Read:
    """Read one sheet from a picture in red, green and blue.

    ``issued`` holds the layout's code of every form that was printed, by its id. Raises ``Refusal`` with the codes of
    ``domain.sheet_readings.REFUSALS``.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    frame = _frame()
    fiducials = {fiducial.number: fiducial for fiducial in frame.fiducials}
    plane = find_plane(find_markers(grey, fiducials), fiducials)
    page = straightened(softened(picture, plane), plane)
    grey_page = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    number = read_number(grey, plane, grey_page, frame.qr, frame.strip, issued)
    layout = _layout(issued[number])
    rows = (box.grown(layout.free_zone) for row in layout.mark_rows for box in (row.boxes[0], row.boxes[-1]))
    if not is_whole(plane, picture, rows):
        raise Refusal("cut_off")
    grid = find_grid(grey_page, layout)
    maps = ink_maps(page)
    inks = measure_rows(maps, layout, grid)
    return Read(Measured(form_number.encode(number), layout.code, inks, maps.brightness), page, plane.scale)


def read_page(opened: Opened, whole: Callable[[], Opened], issued: Mapping[int, str]) -> Read:
    """Read a page that was opened small for speed; where that is too coarse or is refused, the ``whole`` of it."""
    read: Read | None = None
    try:
        read = read_picture(opened.pixels, issued)
    except Refusal:
        if not opened.reduced:
            raise
    if read is not None and (read.scale >= _COARSE or not opened.reduced):
        return read
    try:
        return read_picture(whole().pixels, issued)
    except Refusal:
        if read is None:
            raise
        return read


def _frame() -> FormLayout:
    """Markers and codes stand in the same places on every form of a version; so far there is one version."""
    (version,) = registry.VERSIONS.values()
    return version(registry.MAX_CRITERIA, registry.MAX_LEVELS)


def _layout(code: str) -> FormLayout:
    try:
        return registry.find(code)
    except InputRefused as refused:
        raise Refusal("unknown_layout", layout=code) from refused
