"""The eight ArUco markers of dictionary 4X4_50 that the forms carry, as constants.

Each is 6 x 6 cells with its black border, written line by line from the top left, ``#`` = black.
Source: the dictionary's published bit patterns; a test compares them with OpenCV's.
"""

from __future__ import annotations

CELLS = 6
BITMAPS: tuple[tuple[str, ...], ...] = (
    ("######", "#.#..#", "##.#.#", "###..#", "###.##", "######"),
    ("######", "######", "#....#", "#.##.#", "#.#.##", "######"),
    ("######", "###..#", "###..#", "###.##", "#..#.#", "######"),
    ("######", "#.##.#", "#.##.#", "##.###", "##..##", "######"),
    ("######", "##.#.#", "##.###", "#.##.#", "#...##", "######"),
    ("######", "##...#", "#.##.#", "#..###", "#..#.#", "######"),
    ("######", "#.##.#", "#...##", "###.##", "#...##", "######"),
    ("######", "#..###", "##.###", "#....#", "###.##", "######"),
)
