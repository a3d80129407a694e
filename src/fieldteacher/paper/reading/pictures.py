"""Open a photo, a scan or a PDF page as pixels: red, green, blue, upright as the camera was held."""

from __future__ import annotations

import contextlib
import io
import os
import stat
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pi_heif
import pypdfium2
from PIL import Image, ImageOps, TiffImagePlugin, WebPImagePlugin

from fieldteacher.apart.frames import Refusal
from fieldteacher.paper.reading.limits import MEGABYTE, Limits
from fieldteacher.paper.reading.markers import Pixels

_ = TiffImagePlugin, WebPImagePlugin  # the readers that Pillow does not load by itself
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "HEIF")
_HEAD = 1024
WORKING_SIDE = 2600
"""Pixels of the longer side that a sheet is read at, unless it fills too little of the picture."""
_PDF_SIDE = 2480
"""A4 at 212 dpi."""
_SMALL_SIDE, _QUALITY = 1000, 72


@dataclass(frozen=True)
class Opened:
    """A page as pixels. ``reduced``: the file holds more than these."""

    pixels: Pixels
    reduced: bool


class Source:
    """One file that pages are asked of. Raises ``Refusal`` with the codes of ``domain.sheet_readings.REFUSALS``."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        if not content:
            raise Refusal("empty_file")
        self._content = content
        self._limits = limits
        self._pdf = b"%PDF-" in content[:_HEAD]

    @classmethod
    def at(cls, path: Path, limits: Limits) -> Source:
        """The file at ``path``."""
        found = os.stat(path)  # noqa: PTH116 - one call for both
        if not stat.S_ISREG(found.st_mode):
            raise Refusal("not_a_file")
        if found.st_size > limits.file_size:
            raise Refusal("file_too_large", limit=limits.file_size // MEGABYTE)
        return cls(path.read_bytes(), limits)

    def pages(self) -> int:
        """How many pages there are; of a picture it is 1, unless it is a TIFF."""
        if self._pdf:
            with contextlib.closing(self._document()) as document:
                count = len(document)
        else:
            picture = self._picture()
            count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if count > self._limits.pages:
            raise Refusal("too_many_pages", limit=self._limits.pages)
        return count

    def page(self, number: int, *, whole: bool = False) -> Opened:
        """Page ``number`` (from 0): small enough to be read fast, or the ``whole`` of it."""
        return self._rendered(number) if self._pdf else self._decoded(number, whole=whole)

    def _document(self) -> pypdfium2.PdfDocument:
        try:
            return pypdfium2.PdfDocument(self._content)
        except pypdfium2.PdfiumError as problem:
            raise Refusal("locked_pdf" if "assword" in str(problem) else "damaged") from problem

    def _rendered(self, number: int) -> Opened:
        with contextlib.closing(self._document()) as document:
            try:
                page = document[number]
                scale = _PDF_SIDE / max(1.0, *page.get_size())
                drawn = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False).to_numpy()
            except (pypdfium2.PdfiumError, ValueError) as problem:
                raise Refusal("damaged") from problem
            return Opened(_three(drawn), reduced=False)

    def _picture(self) -> Image.Image:
        try:
            return Image.open(io.BytesIO(self._content), formats=_FORMATS)
        except (OSError, SyntaxError, ValueError, TypeError, EOFError) as problem:
            raise Refusal("not_a_picture") from problem

    def _decoded(self, number: int, *, whole: bool) -> Opened:
        picture = self._picture()
        try:
            if number:
                picture.seek(number)
            self._look(picture)
            full = picture.size
            if picture.format in ("JPEG", "MPO") and not whole:
                picture.draft("RGB", (WORKING_SIDE * 2 // 3, WORKING_SIDE * 2 // 3))
            upright = ImageOps.exif_transpose(_plain(picture))
        except (OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError) as problem:
            raise Refusal("damaged") from problem
        pixels = _three(np.asarray(upright))
        side = max(pixels.shape)
        if side > WORKING_SIDE and not whole:
            pixels = cv2.resize(
                pixels,
                None,
                fx=WORKING_SIDE / side,
                fy=WORKING_SIDE / side,
                interpolation=cv2.INTER_AREA,
            )
        return Opened(pixels, reduced=max(pixels.shape) < max(full))

    def _look(self, picture: Image.Image) -> None:
        """Refuse what is too large, before anything is decoded."""
        width, height = picture.size
        jpeg = picture.format in ("JPEG", "MPO") and not picture.info.get("progressive")
        most = self._limits.jpeg_pixels if jpeg else self._limits.pixels
        if width * height > most:
            raise Refusal("too_many_pixels", width=width, height=height)


def prepare() -> None:
    """Set up the decoders, once a process."""
    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at before anything is decoded
    cv2.setNumThreads(1)


def _plain(picture: Image.Image) -> Image.Image:
    """Grey or three colours: what is transparent becomes white."""
    picture.load()
    if picture.mode.startswith("I"):
        # Sixteen bits of grey; the upper eight are what the eye sees.
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("LA", "RGBA", "PA") or "transparency" in picture.info:
        over = picture.convert("RGBA")
        ground = Image.new("RGB", over.size, "white")
        ground.paste(over.convert("RGB"), mask=over.getchannel("A"))
        ground.info = picture.info
        return ground
    return picture if picture.mode in ("L", "RGB") else picture.convert("L" if picture.mode == "1" else "RGB")


def _three(pixels: Pixels) -> Pixels:
    if pixels.ndim == 2:
        return cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    if pixels.shape[2] == 1:
        return cv2.cvtColor(pixels[..., 0], cv2.COLOR_GRAY2RGB)
    return np.ascontiguousarray(pixels[..., :3])


def jpeg(pixels: Pixels) -> bytes:
    """A page as JPEG, to be looked at."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def small(pixels: Pixels) -> Pixels:
    """A picture that could not be read, small enough to be shown."""
    scale = min(1.0, _SMALL_SIDE / max(pixels.shape))
    return cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
