"""Photos come in small, upright, and with nothing beside them but the time; what is bad is refused by name."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.pictures.photographs import (
    MAKER,
    TAKEN,
    bmp_bomb,
    exif,
    gif_bomb,
    many_scans,
    photograph,
    png_bomb,
    scene,
)
from tests.sources import ROOT, SOURCE

from fieldteacher.domain.errors import Cancelled, InputRefused
from fieldteacher.pictures.intake import Intake
from fieldteacher.pictures.limits import DEFAULT, LONG_SIDE

TODAY = date(2026, 3, 16)
HEIC = ROOT / "tests" / "data" / "pictures" / "phone.heic"


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    """One reading process for all."""
    with Intake(TODAY) as made:
        made.take(HEIC)
        yield made


def seen(content: bytes) -> Image.Image:
    """A kept photo, after making sure that there is nothing beside its pixels."""
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "JPEG"
    assert dict(picture.getexif()) == {}
    assert not {"exif", "comment", "xmp", "photoshop"} & picture.info.keys()
    assert MAKER.encode() not in content
    assert markers(content) <= {
        0xE0,
        0xE2,
        0xDB,
        0xC0,
        0xC4,
        0xDA,
    }  # APP0 (JFIF), a colour profile, the picture
    return picture.convert("RGB")


def markers(content: bytes) -> set[int]:
    """The kinds of segments of a JPEG, up to the picture itself."""
    found, place = set(), 2
    while content[place] == 0xFF and content[place + 1] != 0xDA:
        found.add(content[place + 1])
        place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    return found


def is_orange(colour: object) -> bool:
    red, _, blue = colour  # type: ignore[misc]
    return bool(red > blue)


@pytest.mark.parametrize(
    ("format", "mode"),
    [
        ("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"),
        ("PNG", "LA"), ("PNG", "I;16"), ("GIF", "P"), ("WEBP", "RGB"), ("WEBP", "RGBA"), ("TIFF", "RGB"), ("TIFF", "1"),
        ("TIFF", "CMYK"), ("BMP", "RGB"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_comes_in_as_a_clean_jpeg(
    intake: Intake, tmp_path: Path, format: str, mode: str
) -> None:
    picture = scene(2400, 1500, "I" if mode == "I;16" else mode)
    if mode == "I;16":
        picture = picture.point(lambda value: value * 256).convert("I;16")
    name = f"现场.{format.lower()}"
    taken = intake.take(photograph(tmp_path / name, picture, format))
    assert (taken.name, taken.media_type) == ("现场.jpg", "image/jpeg")
    shown = seen(taken.content)
    assert shown.size == (LONG_SIDE, 1000)
    if mode in ("RGB", "RGBA", "CMYK", "P"):
        assert is_orange(shown.getpixel((100, 500)))
        assert not is_orange(shown.getpixel((1500, 500)))
    elif mode != "1":  # grey, and the left is the lighter one
        assert shown.getpixel((100, 500))[0] > shown.getpixel((1500, 500))[0]  # type: ignore[index]


def test_iphone_photos_come_in(intake: Intake) -> None:
    assert MAKER.split()[0].encode() in HEIC.read_bytes()
    taken = intake.take(HEIC)
    assert (taken.name, taken.taken_at) == ("phone.jpg", "2026-03-10T14:05")
    shown = seen(taken.content)
    assert shown.size == (320, 200)
    assert is_orange(shown.getpixel((20, 100)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_as_it_was_held(intake: Intake, tmp_path: Path, orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = scene().transpose(turns[orientation]) if orientation in turns else scene()
    path = photograph(tmp_path / "a.jpg", stored, exif=exif(orientation=orientation))
    shown = seen(intake.take(path).content)
    assert shown.size == (640, 400)
    assert is_orange(shown.getpixel((40, 200)))
    assert not is_orange(shown.getpixel((600, 200)))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (TAKEN, "2026-03-10T14:05"), ("", None), ("0000:00:00 00:00:00", None), ("1980:01:01 00:00:00", None),
        ("2026:03:17 00:10:00", "2026-03-17T00:10"), ("2026:05:01 09:00:00", None), ("gestern", None),
        ("2026:03:10 14:05:33+08:00", "2026-03-10T14:05"), ("    :  :     :  :  ", None),
    ],
)  # fmt: skip
def test_the_time_is_the_cameras_or_none(
    intake: Intake, tmp_path: Path, written: str, kept: str | None
) -> None:
    assert intake.take(photograph(tmp_path / "a.jpg", exif=exif(taken=written))).taken_at == kept


def test_the_same_photo_gives_the_same_bytes(intake: Intake, tmp_path: Path) -> None:
    one = intake.take(photograph(tmp_path / "a.jpg"))
    other = intake.take(photograph(tmp_path / "b.jpg", exif=exif(taken="2026:03:11 08:00:00")))
    assert one.content == other.content


def test_a_colour_profile_stays_and_a_large_one_goes(intake: Intake, tmp_path: Path) -> None:
    small = intake.take(photograph(tmp_path / "a.jpg", icc_profile=b"p" * 600))
    assert Image.open(io.BytesIO(small.content)).info["icc_profile"] == b"p" * 600
    large = intake.take(photograph(tmp_path / "b.jpg", icc_profile=b"p" * 9000))
    assert "icc_profile" not in Image.open(io.BytesIO(large.content)).info


def packed(path: Path, *names: str, mimetype: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, b"x")
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ODT = "application/vnd.oasis.opendocument.text"


def test_documents_stay_as_they_are(intake: Intake, tmp_path: Path) -> None:
    word = "WordDocument\0".encode("utf-16-le")
    for path, name in (
        (written(tmp_path / "协议.bin", b"%PDF-1.7\n..."), "协议.pdf"),
        (packed(tmp_path / "a", "[Content_Types].xml", "word/document.xml"), "a.docx"),
        (packed(tmp_path / "b.zip", "[Content_Types].xml", "xl/workbook.xml"), "b.xlsx"),
        (packed(tmp_path / "c.odt", "content.xml", mimetype=ODT), "c.odt"),
        (written(tmp_path / "d.doc", OLE + word), "d.doc"),
        (written(tmp_path / "e.bat", "第一行\r\n".encode("gb18030")), "e.txt"),
        (written(tmp_path / "f\u202egpj.txt", b"text"), "fgpj.txt"),
    ):
        taken = intake.take(path)
        assert (taken.name, taken.content, taken.taken_at) == (name, path.read_bytes(), None)


REFUSED = {
    "empty": b"", "program": b"MZ" + bytes(500), "shell": b"#!/bin/sh\nrm", "film": b"\0\0\0\x20ftypisom" + bytes(50),
    "avif": b"\0\0\0\x20ftypavif" + bytes(50), "page": b"<!DOCTYPE html><script>", "drawing": b"<svg xmlns=''/>",
    "noise": bytes(range(256)) * 8, "jpeg": b"\xff\xd8\xff\xe0" + bytes(300), "png": b"\x89PNG\r\n\x1a\n" + bytes(300),
    "webp": b"RIFF\0\0\0\0WEBP" + bytes(300), "heic": b"\0\0\0\x20ftypheic" + bytes(300), "gif": b"GIF89a" + bytes(300),
    "tiff": b"II*\0" + bytes(300), "zip": b"PK\x03\x04" + bytes(300), "macro": OLE + "_VBA_PROJECT".encode("utf-16-le"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_neither_photo_nor_document_is_refused_by_name(
    intake: Intake, tmp_path: Path, case: str
) -> None:
    path = written(tmp_path / f"{case}.jpg", REFUSED[case])
    with pytest.raises(InputRefused) as refused:
        intake.take(path)
    assert f"{case}.jpg" in refused.value.text.zh
    assert f"{case}.jpg" in refused.value.text.en


def test_folders_pipes_archives_macros_pages_and_truncation_are_refused(
    intake: Intake, tmp_path: Path
) -> None:
    photo = photograph(tmp_path / "a.jpg", scene(2000, 1200)).read_bytes()
    tiff = tmp_path / "pages.tif"
    scene().save(tiff, save_all=True, append_images=[scene()])
    cases = [
        (tmp_path, "not_a_file"), (tmp_path / "nowhere.jpg", "not_readable"), (tiff, "several_pages"),
        (packed(tmp_path / "a.zip", "a.jpg"), "not_taken"),
        (packed(tmp_path / "a.docm", "[Content_Types].xml", "word/vbaProject.bin"), "with_macros"),
        (written(tmp_path / "cut.jpg", photo[: len(photo) // 2]), "damaged_picture"),
        (written(tmp_path / "long.txt", b"x" * (DEFAULT.document_size + 1)), "file_too_large"),
    ]  # fmt: skip
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        cases.append((tmp_path / "pipe", "not_a_file"))
    for path, code in cases:
        with pytest.raises(InputRefused) as refused:
            intake.take(path)
        assert refused.value.code == code, path.name


_MEASURE = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from fieldteacher.domain.errors import InputRefused
from fieldteacher.pictures.intake import Intake

found = []
with Intake(date(2026, 3, 16)) as intake:
    for name in sys.argv[1:]:
        before = time.monotonic()
        try:
            intake.take(Path(name))
            code = ""
        except InputRefused as refused:
            code = refused.code if Path(name).name in refused.text.zh else "unnamed"
        found.append([Path(name).name, code, time.monotonic() - before])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"found": found, "kilobytes": used.ru_maxrss, "seconds": used.ru_utime + used.ru_stime}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures the memory of child processes")
def test_bombs_are_refused_within_two_seconds_and_500_megabytes_and_the_next_goes_on(tmp_path: Path) -> None:
    good = photograph(tmp_path / "good.jpg")
    bombs = [
        png_bomb(tmp_path / "a.png"), gif_bomb(tmp_path / "b.gif"), many_scans(tmp_path / "c.jpg"),
        png_bomb(tmp_path / "d.png", 7_100), bmp_bomb(tmp_path / "e.bmp"),
    ]  # fmt: skip
    files = [str(path) for bomb in bombs for path in (bomb, good)]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *files], env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True, text=True, timeout=100, check=True,
    )  # fmt: skip
    seen = json.loads(done.stdout)
    codes = {name: code for name, code, _ in seen["found"]}
    assert codes.pop("c.jpg") in ("too_large", "too_slow")  # whichever limit comes first on a busy machine
    assert codes == {
        "a.png": "too_many_pixels", "b.gif": "too_many_pixels", "d.png": "too_many_pixels", "e.bmp": "too_many_pixels",
        "good.jpg": "",
    }  # fmt: skip
    assert seen["kilobytes"] < 500 * 1024
    # Of the processor the worst takes less than two seconds; by the clock a busy machine may need more.
    assert seen["seconds"] < DEFAULT.cpu_seconds + 4


def test_taking_in_can_be_stopped(tmp_path: Path) -> None:
    path = many_scans(tmp_path / "slow.jpg")
    with Intake(TODAY, cancelled=lambda: True) as intake, pytest.raises(Cancelled):
        intake.take(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_photo_changed_anywhere_is_clean_or_refused(
    intake: Intake, tmp_path: Path, data: st.DataObject
) -> None:
    """Bytes flipped, cut out, doubled: never anything but a clean picture or one clear refusal."""
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIC"]))
    content = HEIC.read_bytes()
    if kind != "HEIC":
        content = photograph(
            tmp_path / "a", scene(160, 100, "P" if kind == "GIF" else "RGB"), kind
        ).read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        until = min(len(content), place + data.draw(st.integers(1, 40)))
        middle = data.draw(
            st.sampled_from([b"", bytes(until - place), b"\xff" * (until - place), content[place:until] * 2])
        )
        content = content[:place] + middle + content[until:]
    path = written(tmp_path / "changed.jpg", content or b"x")
    try:
        taken = intake.take(path)
    except InputRefused:
        return
    if taken.media_type == "image/jpeg":
        assert max(seen(taken.content).size) <= LONG_SIDE
