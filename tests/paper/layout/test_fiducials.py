"""The marker bitmaps are those of OpenCV's dictionary."""

from __future__ import annotations

import cv2

from fieldteacher.paper.layout import fiducials


def test_bitmaps_are_those_of_the_dictionary() -> None:
    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for number, bitmap in enumerate(fiducials.BITMAPS):
        image = cv2.aruco.generateImageMarker(dictionary, number, fiducials.CELLS)
        assert tuple("".join("#" if not v else "." for v in line) for line in image) == bitmap
