"""Photos as phones and cameras write them, and such as are meant to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

MAKER = "SecretCam 7"
TAKEN = "2026:03:10 14:05:33"


def exif(*, orientation: int = 1, taken: str = TAKEN) -> Image.Exif:
    """What a phone writes beside the picture: who made it, when, how it was held and where."""
    made = Image.Exif()
    made[0x010F], made[0x0112], made[0x0132] = MAKER, orientation, "2026:03:12 08:00:00"
    if taken:
        made.get_ifd(0x8769)[0x9003] = taken
    position = made.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "N", (31.0, 17.0, 59.5), "E", (120.0, 34.0, 11.5)
    return made


def scene(width: int = 640, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Orange on the left quarter, blue on the rest: it can be seen which way it is held."""
    picture = Image.new("RGB", (width, height), (40, 90, 160))
    picture.paste((230, 150, 40), (0, 0, width // 4, height))
    return picture.convert(mode)


def photograph(path: Path, picture: Image.Image | None = None, format: str = "JPEG", **how: object) -> Path:
    """Write a photo with everything a phone writes beside it."""
    options: dict[str, object] = {"exif": exif()} if format in ("JPEG", "PNG", "WEBP", "TIFF") else {}
    if format == "JPEG":
        options |= {"comment": MAKER.encode(), "xmp": f"<x>{MAKER}</x>".encode()}
    (picture or scene()).save(path, format, **(options | how))
    return path


def png_bomb(path: Path, side: int = 30_000) -> Path:
    """A PNG of a few kilobytes that says it is ``side`` pixels square, and is."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    packer = zlib.compressobj(9)
    line = b"\0" + bytes(side * 3)
    rows = b"".join([packer.compress(line) for _ in range(min(side, 400))]) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


def gif_bomb(path: Path, frames: int = 500) -> Path:
    """An animation on a canvas of 60,000 × 60,000 pixels."""
    small = io.BytesIO()
    Image.new("P", (10, 10)).save(
        small, "GIF", save_all=True, append_images=[Image.new("P", (10, 10), n % 250) for n in range(frames)]
    )
    content = bytearray(small.getvalue())
    content[6:10] = struct.pack("<HH", 60_000, 60_000)
    path.write_bytes(content)
    return path


def bmp_bomb(path: Path) -> Path:
    """A bitmap of a few bytes that says it has 60,000 × 20,000 pixels."""
    head = struct.pack("<IiiHHIIiiII", 40, 60_000, 20_000, 1, 24, 0, 0, 0, 0, 0, 0)
    path.write_bytes(b"BM" + struct.pack("<IHHI", 54 + 1000, 0, 0, 54) + head + bytes(1000))
    return path


def many_scans(path: Path, scans: int = 4000) -> Path:
    """A progressive JPEG whose last scan is repeated: each costs the decoder a pass over the whole picture."""
    out = io.BytesIO()
    scene(3000, 2500).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last = content.rindex(b"\xff\xda")
    path.write_bytes(content[:last] + content[last:-2] * scans + b"\xff\xd9")
    return path
