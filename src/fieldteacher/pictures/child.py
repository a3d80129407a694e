"""The process that reads photos and files from outside: decoders are where crafted files strike.

A photo comes back as a new JPEG of at most ``LONG_SIDE`` pixels that holds nothing but the picture: no EXIF, so no
position, no camera's number, no thumbnail of what was cut off. Only the time it was taken is told beside it. A
document comes back as it is.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import stat
import warnings
from pathlib import Path
from typing import Any, BinaryIO

import pi_heif
from PIL import Image, TiffImagePlugin, WebPImagePlugin

from fieldteacher.apart.child import bound, serve
from fieldteacher.apart.frames import OWN, Refusal, write_frame
from fieldteacher.pictures.kinds import HEAD, JPEG, document_type, picture_format
from fieldteacher.pictures.limits import LONG_SIDE, QUALITY

_ = TiffImagePlugin, WebPImagePlugin  # the readers that Pillow does not load by itself
TAKEN = OWN
"""The frame of what was taken in: media type, content, the time it was taken as the camera wrote it (or "")."""

_MEGABYTE = 1 << 20
# Exif 2.32, 4.6: how the camera was held; the Exif directory, and DateTimeOriginal in it.
_ORIENTATION, _EXIF, _TAKEN_AT = 0x0112, 0x8769, 0x9003
_TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_LARGEST_PROFILE = 8192
"""Bytes of a colour profile that is kept, because the colours would be wrong without; larger ones carry more than that."""


def main() -> int:
    """Read files until standard input ends."""
    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.MAX_IMAGE_PIXELS = None  # the size is looked at before anything is decoded
    warnings.simplefilter("ignore")
    return serve(_answer)


def _answer(request: dict[str, Any], out: BinaryIO) -> None:
    bound(int(request["memory"]), float(request["cpu_seconds"]))
    try:
        write_frame(out, TAKEN, *_taken(Path(str(request["path"])), request))
    finally:
        gc.collect()


def _taken(path: Path, limits: dict[str, Any]) -> tuple[str, bytes, str]:
    found = os.stat(path)  # noqa: PTH116 - one call for both
    if not stat.S_ISREG(found.st_mode):
        raise Refusal("not_a_file")
    if not found.st_size:
        raise Refusal("empty_file")
    with path.open("rb") as file:
        format = picture_format(file.read(HEAD))
        size = int(limits["picture_size" if format else "document_size"])
        if found.st_size > size:
            raise Refusal("file_too_large", limit=size // _MEGABYTE)
        file.seek(0)
        content = file.read(size + 1)
    if format is None:
        return document_type(content), content, ""
    try:
        return JPEG, *_photo(content, format, limits)
    except (Refusal, MemoryError):
        raise
    except Exception as error:  # decoders raise whatever they like over a damaged file
        raise Refusal("damaged_picture") from error


def _photo(content: bytes, format: str, limits: dict[str, Any]) -> tuple[bytes, str]:
    picture: Image.Image = Image.open(io.BytesIO(content), formats=(format,))
    most = int(
        limits["jpeg_pixels" if format == "JPEG" and not picture.info.get("progressive") else "pixels"]
    )
    if picture.width * picture.height > most:
        raise Refusal("too_many_pixels", width=picture.width, height=picture.height)
    if format == "TIFF" and getattr(picture, "n_frames", 1) > 1:
        raise Refusal("several_pages")
    taken_at = _taken_at(picture)
    profile = picture.info.get("icc_profile")
    if format == "JPEG":
        picture.draft(picture.mode, (LONG_SIDE, LONG_SIDE))
    picture.load()
    orientation = _tag(picture, _ORIENTATION)
    picture = _plain(picture)
    if orientation in _TURNS:
        picture = picture.transpose(_TURNS[orientation])
    picture.info = {}
    out = io.BytesIO()
    kept = isinstance(profile, bytes) and len(profile) <= _LARGEST_PROFILE and picture.mode == "RGB"
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, icc_profile=profile if kept else None)
    return out.getvalue(), taken_at


def _plain(picture: Image.Image) -> Image.Image:
    """Small, and in colours or grey: what is transparent becomes white."""
    if picture.mode in ("1", "P", "PA"):
        transparent = "transparency" in picture.info or picture.mode == "PA"
        picture = picture.convert("RGBA" if transparent else "L" if picture.mode == "1" else "RGB")
    elif picture.mode.startswith("I"):
        # Sixteen bits of grey; the upper eight are what the eye sees.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGB")
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if picture.mode in ("LA", "RGBA"):
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
        return ground
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _taken_at(picture: Image.Image) -> str:
    """When the shutter was pressed, as the camera wrote it; not when a program last saved the file."""
    value = _tag(picture, _TAKEN_AT, _EXIF)
    return value[:19] if isinstance(value, str) else ""


def _tag(picture: Image.Image, tag: int, directory: int = 0) -> object:
    """One entry of the EXIF; ``None`` where there is none, or none that can be read."""
    with contextlib.suppress(Exception):
        found = picture.getexif()
        return (found.get_ifd(directory) if directory else found).get(tag)
    return None
