"""Simulated phone cameras, scanners and copiers: from a flat page to the file that arrives.

The page is a curved surface in space, seen by a pinhole camera above a desk, lit unevenly, partly hidden, blurred,
noisy and compressed. Lengths in mm, angles in degrees, blur in pixels of the picture.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import cv2
import numpy as np
from tests.paper.reading.pens import SCALE, Pixels

WIDTH, HEIGHT = 210.0, 297.0
_STEP = 12


@dataclass(frozen=True, kw_only=True)
class Camera:
    """One photograph."""

    side: int = 2000
    """Pixels of the longer side."""
    tilt: float = 8.0
    tilt_towards: float = 0.0
    turn: float = 0.0
    fills: float = 0.9
    """Share of the frame that the page takes."""
    curl: float = 0.0
    curl_axis: float = 0.0
    curl_shape: str = "arch"
    fold: float = 0.0
    fold_at: float = 0.5
    crumple: float = 0.0
    blur: float = 0.8
    motion: float = 0.0
    gradient: float = 0.15
    shadows: int = 1
    darkest: float = 0.75
    vignette: float = 0.1
    warmth: float = 0.0
    noise: float = 3.0
    thumb: bool = False
    quality: int = 80
    desk: str = "wood"
    moire: float = 0.0
    cut_off: float = 0.0
    """Share of the page's height that lies outside the picture."""


def a_photo(chance: random.Random) -> Camera:
    """A photograph as teachers take them: mostly decent, sometimes careless."""
    turn = chance.choices((0.0, 180.0, 90.0, -90.0, chance.uniform(0, 360)), (55, 17, 9, 9, 10))[
        0
    ] + chance.gauss(0, 3)
    side = chance.choices((1000, 1200, 1600, 2000, 2400, 3200), (12, 17, 24, 19, 18, 10))[0]
    return Camera(
        side=side,
        tilt=abs(chance.gauss(0, 11)) if chance.random() < 0.85 else chance.uniform(15, 30),
        tilt_towards=chance.uniform(0, 360),
        turn=turn,
        fills=chance.uniform(0.78, 0.97),
        curl=chance.choice((0.0, chance.uniform(0, 5), chance.uniform(2, 12))),
        curl_axis=chance.choice((0.0, 90.0, chance.uniform(0, 180))),
        curl_shape=chance.choice(("arch", "wave", "corner")),
        fold=chance.uniform(1, 6) if chance.random() < 0.25 else 0.0,
        fold_at=chance.uniform(0.3, 0.7),
        blur=chance.choices((chance.uniform(0.35, 0.9), chance.uniform(0.8, 1.6), chance.uniform(1.4, 2.6)), (60, 30, 10))[0]
        * (side / 2000 if side > 2000 else 1.0) ** 0.5,
        motion=chance.choices((0.0, chance.uniform(1, 3), chance.uniform(2, 5)), (60, 30, 10))[0],
        gradient=chance.uniform(0, 0.45),
        shadows=chance.choice((0, 1, 1, 2)),
        darkest=chance.uniform(0.45, 0.9),
        vignette=chance.uniform(0, 0.3),
        warmth=chance.gauss(0, 0.09),
        noise=chance.uniform(1, 9),
        thumb=chance.random() < 0.3,
        quality=chance.randint(40, 90),
        desk=chance.choice(("wood", "white", "grey", "colour", "dark")),
    )  # fmt: skip


def photograph(page: Pixels, camera: Camera, chance: random.Random) -> bytes:
    """The JPEG that the camera writes of a page at ``pens.SCALE``."""
    across = round(camera.side * 3 / 4)
    # A sheet that lies sideways is photographed with the camera held sideways, unless that was forgotten.
    sideways = 45 < camera.turn % 180 < 135
    size = (camera.side, across) if sideways else (across, camera.side)
    places, fold_shade = _seen(camera, size, chance)
    # A coarse picture of a fine page would show stripes that no lens shows.
    fine = SCALE * WIDTH * camera.fills / min(size) / 3
    source = cv2.GaussianBlur(page, (0, 0), max(0.3, 0.35 * SCALE * HEIGHT / camera.side)) if fine else page
    maps = places * SCALE - 0.5
    x, y = places[..., 0], places[..., 1]
    inside = (x >= 0) & (y >= 0) & (x < WIDTH) & (y < HEIGHT)
    picture = cv2.remap(source, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    soft = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.7)
    light = _light(camera, size, chance) * fold_shade
    scene = _desk(camera.desk, size, chance)
    scene *= _coloured(1 - soft)
    scene += picture * _coloured(soft)
    scene *= _coloured(light)
    if camera.thumb:
        _thumbs(scene, places, chance)
    return _developed(scene, camera, chance)


def _coloured(grey: Pixels) -> Pixels:
    """The same three times: NumPy multiplies pictures of one shape far faster than grey with coloured ones."""
    return cv2.merge([grey] * 3)


def _seen(camera: Camera, size: tuple[int, int], chance: random.Random) -> tuple[Pixels, Pixels]:
    """For each pixel of the picture, the place on the page that it shows (mm); and the shade of a fold."""
    view = _View(camera, size, chance)
    columns, rows = np.meshgrid(np.arange(0, size[0] + _STEP, _STEP), np.arange(0, size[1] + _STEP, _STEP))
    pixels = np.stack([columns.ravel(), rows.ravel()], 1).astype(np.float64)
    flat = view.on_plane(pixels)
    places = flat.copy()
    for _ in range(12):
        places += (flat - view.on_plane(view.project(places))) * 0.9
    grid = places.reshape(*columns.shape, 2).astype(np.float32)
    grow = np.array([[_STEP, 0, 0], [0, _STEP, 0]], np.float64)
    dense = np.stack(
        [
            cv2.warpAffine(np.ascontiguousarray(grid[..., axis]), grow, size, flags=cv2.INTER_LINEAR)
            for axis in (0, 1)
        ],
        -1,
    )
    shade = np.ones(dense.shape[:2], np.float32)
    if camera.fold:
        beyond = dense[..., 1] > camera.fold_at * HEIGHT
        shade = np.where(beyond, 1 - 0.018 * camera.fold, 1.0).astype(np.float32)
    if camera.crumple:
        shade *= 1 + 0.06 * camera.crumple * view.slope(dense)
    return dense, shade


class _View:
    """The page in space and the camera above it."""

    def __init__(self, camera: Camera, size: tuple[int, int], chance: random.Random) -> None:
        self._camera = camera
        tilt, towards, turn = np.radians([camera.tilt, camera.tilt_towards, camera.turn])
        axis = np.array([np.cos(towards), np.sin(towards), 0.0])
        tilted = cv2.Rodrigues(axis * tilt)[0]
        turned = cv2.Rodrigues(np.array([0.0, 0.0, turn]))[0]
        self._rotation = tilted @ turned
        self._distance = 420.0
        self._phases = np.random.default_rng(chance.getrandbits(32)).uniform(0, 6.28, (6, 3))
        corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float64)
        raw = self._raw(corners, bent=False)
        low, high = raw.min(0), raw.max(0)
        room = np.array(size)
        self._focal = float((camera.fills * room / (high - low)).min())
        slack = room - (high - low) * self._focal
        shift = np.array([chance.uniform(0.25, 0.75), chance.uniform(0.25, 0.75)])
        self._offset = slack * shift - low * self._focal
        if camera.cut_off:
            self._offset[1] += camera.cut_off * room[1]
        self._matrix = cv2.getPerspectiveTransform(
            corners.astype(np.float32), (raw * self._focal + self._offset).astype(np.float32)
        )

    def _raw(self, places: Pixels, *, bent: bool = True) -> Pixels:
        centred = places - (WIDTH / 2, HEIGHT / 2)
        height = self._height(places) if bent else np.zeros(len(places))
        space = np.concatenate([centred, height[:, None]], 1) @ self._rotation.T
        return space[:, :2] / (self._distance - space[:, 2:3])

    def project(self, places: Pixels) -> Pixels:
        """Where places of the bent page appear."""
        return self._raw(places) * self._focal + self._offset

    def on_plane(self, pixels: Pixels) -> Pixels:
        """Where pixels would meet a flat page."""
        return cv2.perspectiveTransform(pixels[None], np.linalg.inv(self._matrix))[0]

    def _height(self, places: Pixels) -> Pixels:
        camera = self._camera
        u, v = places[:, 0] / WIDTH - 0.5, places[:, 1] / HEIGHT - 0.5
        angle = np.radians(camera.curl_axis)
        along = np.clip(u * np.cos(angle) + v * np.sin(angle), -0.9, 0.9)
        shapes = {
            "arch": 1 - 4 * along**2,
            "wave": np.sin(2 * np.pi * along),
            "corner": np.clip(u + v, 0, 1.2) ** 2 * 1.6,
        }
        height = camera.curl * shapes[camera.curl_shape]
        if camera.fold:
            height = height + camera.fold * np.maximum(0, 1 - np.abs(v + 0.5 - camera.fold_at) / 0.5)
        if camera.crumple:
            for number, (a, b, c) in enumerate(self._phases):
                height = height + camera.crumple * 0.5 * np.sin(
                    (3 + number) * 3 * (u * np.cos(a) + v * np.sin(a)) + b
                ) * np.cos(c)
        return height

    def slope(self, dense: Pixels) -> Pixels:
        """Which way crumpled paper faces, -1 to 1, for its shading."""
        flat = dense[::8, ::8].reshape(-1, 2).astype(np.float64)
        up = self._height(flat + np.array([1.5, 1.0])) - self._height(flat - np.array([1.5, 1.0]))
        small = np.clip(up.reshape(dense[::8, ::8].shape[:2]), -1, 1).astype(np.float32)
        return cv2.resize(small, (dense.shape[1], dense.shape[0]), interpolation=cv2.INTER_LINEAR)


def _light(camera: Camera, size: tuple[int, int], chance: random.Random) -> Pixels:
    width, height = size[0] // 4, size[1] // 4
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    angle = chance.uniform(0, 6.28)
    light = 1 - camera.gradient * (0.5 + 0.5 * (x * np.cos(angle) + y * np.sin(angle)))
    light *= 1 - camera.vignette * (x**2 + y**2) / 2
    for _ in range(camera.shadows):
        mask = np.zeros((height, width), np.float32)
        middle = np.array([chance.uniform(0, width), chance.uniform(0, height)])
        corners = [
            middle + chance.uniform(0.25, 0.7) * width * np.array([np.cos(a), np.sin(a)])
            for a in sorted(chance.uniform(0, 6.28) for _ in range(chance.randint(3, 6)))
        ]
        cv2.fillPoly(mask, [np.array(corners).astype(np.int32)], 1.0)
        mask = cv2.GaussianBlur(mask, (0, 0), chance.uniform(0.004, 0.05) * width)
        light *= 1 - mask * (1 - chance.uniform(camera.darkest, 1.0))
    return cv2.resize(light.astype(np.float32), size, interpolation=cv2.INTER_LINEAR) * chance.uniform(
        0.85, 1.04
    )


_DESKS = {
    "wood": (176, 132, 88),
    "white": (222, 222, 218),
    "grey": (128, 130, 133),
    "colour": (70, 120, 150),
    "dark": (48, 44, 42),
}


def _desk(kind: str, size: tuple[int, int], chance: random.Random) -> Pixels:
    noise = np.random.default_rng(chance.getrandbits(32)).normal(0, 1, (size[1] // 16 + 2, size[0] // 64 + 2))
    grain = cv2.resize(noise.astype(np.float32), size, interpolation=cv2.INTER_CUBIC)
    grain *= 11 if kind == "wood" else 3
    return cv2.merge([grain + np.float32(colour) for colour in _DESKS[kind]])


def _thumbs(scene: Pixels, places: Pixels, chance: random.Random) -> None:
    """A thumb over the edge or a corner of the page."""
    side = chance.choice(("left", "right", "bottom", "corner"))
    reach = chance.uniform(8, 26)
    middles = {
        "left": (chance.uniform(-4, 4), chance.uniform(60, 285)),
        "right": (WIDTH - chance.uniform(-4, 4), chance.uniform(60, 285)),
        "bottom": (chance.uniform(15, 195), HEIGHT - chance.uniform(-4, 4)),
        "corner": (chance.choice((0.0, WIDTH)), chance.choice((0.0, HEIGHT))),
    }
    x, y = middles[side]
    angle = chance.uniform(-0.4, 0.4) + (1.57 if side == "bottom" else 0.0)
    inside = np.zeros(scene.shape[:2], np.float32)
    dx, dy = places[..., 0] - x, places[..., 1] - y
    rows, columns = _around((abs(dx) < 1.1 * reach) & (abs(dy) < 1.1 * reach))
    dx, dy = dx[rows, columns], dy[rows, columns]
    along, across = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
    inside[rows, columns] = (along / reach) ** 2 + (across / (reach * 0.5)) ** 2 < 1
    soft = cv2.GaussianBlur(inside, (0, 0), 2.0)
    skin = chance.randint(150, 225), chance.randint(105, 165), chance.randint(85, 135)
    rows, columns = _around(soft > 0)
    soft, part = soft[rows, columns], scene[rows, columns]
    if not soft.size:  # past the edge of the picture
        return
    part *= _coloured(1 - soft)
    part += cv2.merge([soft * np.float32(colour) for colour in skin])


def _around(mask: Pixels) -> tuple[slice, slice]:
    """The rows and columns that hold all of what is true; none where nothing is."""
    held = (np.flatnonzero(mask.any(axis)) for axis in (1, 0))
    rows, columns = (slice(each[0], each[-1] + 1) if len(each) else slice(0, 0) for each in held)
    return rows, columns


def _developed(scene: Pixels, camera: Camera, chance: random.Random) -> bytes:
    warmth = np.array([1 + camera.warmth, 1.0, 1 - camera.warmth], np.float32)
    scene.reshape(len(scene), -1)[:] *= np.tile(warmth, scene.shape[1])  # whole rows are quicker than pixels
    if camera.moire:
        rows = np.arange(scene.shape[0])[:, None, None]
        scene = scene * (
            1 + camera.moire * np.sin(rows * 0.9 + np.arange(scene.shape[1])[None, :, None] * 0.13)
        )
    scene = cv2.GaussianBlur(scene, (0, 0), max(0.3, camera.blur))
    if camera.motion > 0.5:
        kernel = np.zeros((15, 15), np.float32)
        angle = chance.uniform(0, 6.28)
        step = np.array([np.cos(angle), np.sin(angle)]) * camera.motion / 2
        start, end = (np.array([7, 7]) - step) * 16, (np.array([7, 7]) + step) * 16
        cv2.line(kernel, start.astype(int).tolist(), end.astype(int).tolist(), 1.0, 1, cv2.LINE_AA, 4)
        scene = cv2.filter2D(scene, -1, kernel / kernel.sum())
    tile = (
        np.random.default_rng(chance.getrandbits(32))
        .normal(0, camera.noise, (257, 263, 3))
        .astype(np.float32)
    )
    band = np.tile(tile, (1, scene.shape[1] // 263 + 1, 1))[:, : scene.shape[1]]
    for top in range(0, len(scene), len(band)):
        rows = scene[top : top + len(band)]
        rows += band[: len(rows)]
    return encoded(np.clip(scene, 0, 255, out=scene).astype(np.uint8), camera.quality)


def encoded(pixels: Pixels, quality: int) -> bytes:
    """JPEG of red, green, blue."""
    done, content = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    assert done
    return bytes(content)


@dataclass(frozen=True, kw_only=True)
class Scanner:
    """One scan or photocopy."""

    dpi: int = 200
    skew: float = 0.5
    upside_down: bool = False
    colours: str = "colour"
    """``colour``, ``grey``, ``bits``, or ``copy``: a photocopy that was scanned."""
    scale: float = 1.0
    """How large the printer put the page down: "fit to page" makes it 93 to 97 % of its size."""
    noise: float = 2.0
    quality: int = 80


def a_scan(chance: random.Random) -> Scanner:
    """A scan as offices make them."""
    return Scanner(
        dpi=chance.choices((100, 150, 200, 300), (12, 25, 40, 23))[0],
        skew=chance.gauss(0, 0.9),
        upside_down=chance.random() < 0.2,
        colours=chance.choices(("colour", "grey", "bits", "copy"), (40, 32, 14, 14))[0],
        scale=chance.choice((1.0, 1.0, 1.0, chance.uniform(0.93, 1.0))),
        noise=chance.uniform(0.5, 4),
        quality=chance.randint(60, 92),
    )


def scanned(page: Pixels, scanner: Scanner, chance: random.Random) -> bytes:
    """The picture that the scanner writes: JPEG, or PNG of black and white."""
    scale = scanner.dpi / 25.4 / SCALE * scanner.scale
    width, height = round(WIDTH * scanner.dpi / 25.4), round(HEIGHT * scanner.dpi / 25.4)
    angle = np.radians(scanner.skew + (180 if scanner.upside_down else 0))
    cosine, sine = np.cos(angle) * scale, np.sin(angle) * scale
    matrix = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0]])
    middle = matrix[:, :2] @ (page.shape[1] / 2, page.shape[0] / 2)
    matrix[:, 2] = (width / 2 + chance.gauss(0, 4) - middle[0], height / 2 + chance.gauss(0, 4) - middle[1])
    soft = cv2.GaussianBlur(page, (0, 0), max(0.4, 0.4 / scale))
    pixels = cv2.warpAffine(
        soft, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(246, 246, 246)
    )
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, scanner.noise, pixels.shape)
    grain += pixels
    pixels = np.clip(grain, 0, 255, out=grain).astype(np.uint8)
    if scanner.colours == "colour":
        return encoded(pixels, scanner.quality)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if scanner.colours == "copy":
        stretched = np.clip((grey.astype(np.float32) - 90) * 255 / 130, 0, 255)
        specks = np.random.default_rng(chance.getrandbits(32)).random(grey.shape) < 0.0004
        grey = np.where(cv2.dilate(specks.astype(np.uint8), np.ones((2, 2))) > 0, 40, stretched).astype(
            np.uint8
        )
    if scanner.colours == "bits":
        black = np.where(grey > chance.randint(140, 185), 255, 0).astype(np.uint8)
        return bytes(cv2.imencode(".png", black)[1])
    return bytes(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, scanner.quality])[1])


def harder(camera: Camera, **changes: object) -> Camera:
    """The same photograph with something made worse."""
    return replace(camera, **changes)  # type: ignore[arg-type]
