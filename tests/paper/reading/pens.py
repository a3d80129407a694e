"""Simulated pens on a printed form: marks of many manners, corrections, remains, strays, handwriting, seals.

One generator of random numbers decides everything; what was meant is handed back beside the ink. Lengths in mm.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Line = list[tuple[float, float]]

DPI = 250
SCALE = DPI / 25.4
"""Pixels a millimetre of the printed page that is drawn on."""
_SHIFT = 4

MANNERS = ("tick", "cross", "fill", "half", "slash", "dot", "ring", "tiny")
_SHARES = (60, 10, 8, 4, 8, 3, 4, 3)
_NEAR_TICKS = ("tick", "cross", "slash", "tiny")
"""What a person who ticks may make instead without meaning anything by it."""


@dataclass
class Pen:
    """Colour (red, green, blue), width of the line in mm, how much it covers, and how shaky the hand is."""

    colour: tuple[int, int, int]
    width: float
    cover: float
    shake: float
    grain: float = 0.0


@dataclass
class Paper:
    """A printed page that is drawn on."""

    pixels: Pixels
    chance: random.Random
    touched: list[str] = field(default_factory=list)

    def lines(self, lines: Sequence[Line], pen: Pen, *, cover: float | None = None) -> None:
        """Draw pen strokes."""
        points = [point for line in lines for point in line]
        if not points:
            return
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        margin = pen.width + 1
        left, top = max(0, int((min(xs) - margin) * SCALE)), max(0, int((min(ys) - margin) * SCALE))
        right, bottom = int((max(xs) + margin) * SCALE) + 1, int((max(ys) + margin) * SCALE) + 1
        part = self.pixels[top:bottom, left:right]
        if part.size == 0:
            return
        mask = np.zeros(part.shape[:2], np.uint8)
        for line in lines:
            path = np.array(
                [[(x * SCALE - left) * (1 << _SHIFT), (y * SCALE - top) * (1 << _SHIFT)] for x, y in line]
            )
            thick = max(1, round(pen.width * SCALE * self.chance.uniform(0.85, 1.15)))
            cv2.polylines(mask, [path.astype(np.int32)], False, 255, thick, cv2.LINE_AA, _SHIFT)
        share = mask.astype(np.float32) / 255 * (pen.cover if cover is None else cover)
        if pen.grain:
            noise = np.random.default_rng(self.chance.getrandbits(32)).random(share.shape, np.float32)
            share *= 1 - pen.grain * noise
        ink = np.array(pen.colour, np.float32)
        part[:] = (part * (1 - share[..., None]) + np.minimum(part, ink) * share[..., None]).astype(np.uint8)


def a_pen(chance: random.Random) -> Pen:
    """A pen as they lie about: mostly black or blue gel and ball pens, some pencils."""
    kind = chance.choices(("black", "blue", "pencil"), (50, 38, 12))[0]
    shake = chance.uniform(0.02, 0.12)
    if kind == "pencil":
        grey = chance.randint(60, 110)
        return Pen(
            (grey, grey, grey + 4),
            chance.uniform(0.38, 0.6),
            chance.uniform(0.65, 0.9),
            shake,
            chance.uniform(0.15, 0.45),
        )
    if kind == "blue":
        colour = (chance.randint(10, 60), chance.randint(20, 70), chance.randint(110, 190))
    else:
        dark = chance.randint(5, 55)
        colour = (dark, dark, dark + chance.randint(0, 12))
    return Pen(colour, chance.uniform(0.38, 0.85), chance.uniform(0.82, 1.0), shake, chance.uniform(0, 0.12))


@dataclass(frozen=True)
class Hand:
    """How one person marks a form: manner, size, slant and reach stay much the same over a sheet."""

    manner: str
    size: float
    tail: float
    sideways: float
    pen: Pen


def a_hand(chance: random.Random, manner: str | None = None) -> Hand:
    """A person; ``manner`` fixes how that person marks."""
    return Hand(
        manner=manner or chance.choices(MANNERS, _SHARES)[0],
        size=chance.uniform(3.0, 6.5),
        tail=chance.choice((chance.uniform(0.9, 1.3), chance.uniform(1.2, 2.0))),
        sideways=chance.uniform(-0.25, 0.25),
        pen=a_pen(chance),
    )


def mark(paper: Paper, hand: Hand, x: float, y: float, box: float, manner: str | None = None) -> None:
    """Mark the box around ``x``, ``y`` as this person does."""
    chance = paper.chance
    x += chance.gauss(hand.sideways * 2, 0.45)
    y += chance.gauss(0, 0.45)
    paper.lines(_strokes(chance, hand, x, y, box, manner or hand.manner), hand.pen)


def _strokes(chance: random.Random, hand: Hand, x: float, y: float, box: float, manner: str) -> list[Line]:
    size = hand.size * chance.uniform(0.85, 1.18)
    if manner == "tick":
        return [_shaken(chance, hand, _tick(chance, x, y, size, hand.tail))]
    if manner == "tiny":
        return [_shaken(chance, hand, _tick(chance, x, y, chance.uniform(2.0, 2.8), 1.0))]
    if manner == "cross":
        half = min(size, 5.2) / 2
        strokes = ([(x - half, y - half), (x + half, y + half)], [(x + half, y - half), (x - half, y + half)])
        return [_shaken(chance, hand, stroke) for stroke in strokes]
    if manner == "slash":
        half = min(size, 5.5) / 2
        return [_shaken(chance, hand, [(x - half, y + half), (x + half * 1.1, y - half * 1.1)])]
    if manner in ("fill", "half"):
        return [_scribble(chance, hand, x, y, box, 1.0 if manner == "fill" else 0.5)]
    if manner == "dot":
        spread = chance.uniform(0.3, 0.8)
        return [[(x + chance.gauss(0, spread / 2), y + chance.gauss(0, spread / 2)) for _ in range(14)]]
    return [_ring(chance, hand, x, y, box / 2 + chance.uniform(0.7, 1.5))]


def _tick(chance: random.Random, x: float, y: float, size: float, tail: float) -> Line:
    """Down into the box, and up to the right out of it."""
    start = (x - size * chance.uniform(0.28, 0.42), y - size * chance.uniform(0.0, 0.16))
    low = (x - size * chance.uniform(0.0, 0.12), y + size * chance.uniform(0.26, 0.4))
    end = (
        x + size * tail * chance.uniform(0.5, 0.68),
        y - size * tail * chance.uniform(0.5, 0.72),
    )
    bow = ((low[0] + end[0]) / 2 + size * 0.05, (low[1] + end[1]) / 2 + size * chance.uniform(0.0, 0.1))
    return [start, low, bow, end]


def _ring(chance: random.Random, hand: Hand, x: float, y: float, radius: float) -> Line:
    start, turns = chance.uniform(0, 6.28), chance.uniform(0.97, 1.12)
    wide, high = radius * chance.uniform(1.0, 1.25), radius * chance.uniform(0.92, 1.1)
    angles = start + np.linspace(0, 6.283 * turns, 40)
    drift = np.linspace(0, chance.uniform(-0.4, 0.4), 40)
    return [
        (x + wide * float(np.cos(a)) + d, y + high * float(np.sin(a)))
        for a, d in zip(angles, drift, strict=True)
    ]


def _scribble(chance: random.Random, hand: Hand, x: float, y: float, box: float, share: float) -> Line:
    half = box / 2 * chance.uniform(0.85, 1.04)
    step = hand.pen.width * chance.uniform(0.75, 1.15)
    line: Line = []
    height, side = -half, 1
    while height <= -half + 2 * half * share:
        line.append((x + side * half * chance.uniform(0.86, 1.02), y + height))
        height, side = height + step, -side
    return line


def _shaken(chance: random.Random, hand: Hand, points: Line) -> Line:
    """The line through ``points`` as a hand draws it."""
    line: Line = []
    for (x1, y1), (x2, y2) in pairwise(points):
        count = max(2, int(np.hypot(x2 - x1, y2 - y1) / 0.8))
        for step in range(count):
            share = step / count
            line.append(
                (
                    x1 + (x2 - x1) * share + chance.gauss(0, hand.pen.shake),
                    y1 + (y2 - y1) * share + chance.gauss(0, hand.pen.shake),
                )
            )
    line.append(points[-1])
    return line


def erased(paper: Paper, hand: Hand, x: float, y: float, box: float) -> None:
    """What a rubber leaves of a mark."""
    strokes = _strokes(paper.chance, hand, x, y, box, "tick")
    paper.lines(strokes, hand.pen, cover=paper.chance.uniform(0.06, 0.22))


def stray(paper: Paper, hand: Hand, left: float, top: float, right: float, bottom: float) -> Line:
    """A stroke that means nothing; its path is handed back."""
    chance = paper.chance
    x, y = chance.uniform(left, right), chance.uniform(top, bottom)
    turn, length = chance.uniform(0, 6.28), chance.uniform(5, 40)
    end = (x + length * float(np.cos(turn)), y + length * float(np.sin(turn)) * 0.7)
    middle = ((x + end[0]) / 2 + chance.gauss(0, 2), (y + end[1]) / 2 + chance.gauss(0, 2))
    path = _shaken(chance, hand, [(x, y), middle, end])
    paper.lines([path], hand.pen)
    return path


def handwriting(
    paper: Paper, hand: Hand, x: float, y: float, width: float, height: float, lines: int
) -> None:
    """Something like handwritten characters, line by line."""
    chance = paper.chance
    for number in range(lines):
        across, base = x, y + number * height * 1.25
        while across < x + width * chance.uniform(0.6, 1.0):
            strokes = [
                _shaken(
                    chance,
                    hand,
                    [
                        (across + chance.uniform(0, height * 0.8), base + chance.uniform(-height * 0.9, 0))
                        for _ in range(chance.choice((2, 2, 3)))
                    ],
                )
                for _ in range(chance.randint(3, 7))
            ]
            paper.lines(strokes, hand.pen)
            across += height * chance.uniform(0.95, 1.15)


def figures(paper: Paper, hand: Hand, words: str, x: float, y: float, height: float) -> None:
    """Figures written by hand, their foot at ``y``."""
    mask = np.zeros((120, 60 * len(words) + 40), np.uint8)
    cv2.putText(mask, words, (10, 90), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 2.4, 255, 3, cv2.LINE_AA)
    scale = height * SCALE / 60
    small = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    left, top = int(x * SCALE), int(y * SCALE - 90 * scale)
    part = paper.pixels[top : top + small.shape[0], left : left + small.shape[1]]
    share = (small[: part.shape[0], : part.shape[1]] / 255.0 * 1.6).clip(0, 1)[..., None] * hand.pen.cover
    part[:] = (part * (1 - share) + np.minimum(part, np.array(hand.pen.colour)) * share).astype(np.uint8)


def seal(paper: Paper, x: float, y: float) -> None:
    """A round red seal of 40 mm with a star and a ring of characters; the pad was more or less wet."""
    chance = paper.chance
    side = int(42 * SCALE)
    mask = np.zeros((side, side), np.float32)
    middle, radius = side / 2, 19.5 * SCALE
    cv2.circle(mask, (side // 2, side // 2), int(radius), 1.0, int(1.2 * SCALE), cv2.LINE_AA)
    star = [
        (middle + r * np.sin(a), middle - r * np.cos(a))
        for a, r in ((np.pi * k / 5, (6.5 if k % 2 == 0 else 2.6) * SCALE) for k in range(10))
    ]
    cv2.fillPoly(mask, [np.array(star).astype(np.int32)], 1.0, cv2.LINE_AA)
    for number in range(14):
        angle = np.radians(-115 + number * 17.7)
        cx, cy = middle + 14.5 * SCALE * np.sin(angle), middle - 14.5 * SCALE * np.cos(angle)
        for _ in range(5):
            points = [(cx + chance.gauss(0, 11), cy + chance.gauss(0, 13)) for _ in range(2)]
            cv2.polylines(
                mask, [np.array(points).astype(np.int32)], False, 1.0, int(0.5 * SCALE), cv2.LINE_AA
            )
    noise = np.random.default_rng(chance.getrandbits(32)).random((side // 6 + 1, side // 6 + 1), np.float32)
    patchy = cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC)
    mask *= np.clip(0.55 + patchy * 0.7, 0, 1) * chance.uniform(0.55, 0.95)
    turn = cv2.getRotationMatrix2D((middle, middle), chance.uniform(-30, 30), 1)
    mask = cv2.warpAffine(mask, turn, (side, side))
    left, top = int(x * SCALE - middle), int(y * SCALE - middle)
    box = paper.pixels[max(0, top) : top + side, max(0, left) : left + side]
    mask = mask[
        max(0, -top) : max(0, -top) + box.shape[0], max(0, -left) : max(0, -left) + box.shape[1], None
    ]
    ink = np.array((chance.randint(185, 235), chance.randint(25, 75), chance.randint(35, 85)), np.float32)
    box[:] = (box * (1 - mask) + (box * (ink / 255.0)) * mask).astype(np.uint8)
