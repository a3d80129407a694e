"""What is refused by name: no page, several sheets, sheets cut off, foreign papers; and files that are meant to do harm."""

from __future__ import annotations

import io
import random
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from tests.paper.reading import cameras, corpora, forms, pens
from tests.paper.reading.conftest import SEEDS
from tests.paper.reading.forms import EASY
from tests.paper.sample_pages import page, sheet
from tests.pictures.photographs import bmp_bomb, gif_bomb, many_scans, png_bomb
from tests.sources import ROOT

from fieldteacher.domain.sheet_readings import REFUSALS
from fieldteacher.paper.printing.batch import compose
from fieldteacher.paper.reading.limits import DEFAULT, Limits
from fieldteacher.paper.reading.reading import read_files


def photo(pixels: pens.Pixels, **camera: object) -> bytes:
    return cameras.photograph(pixels, cameras.harder(cameras.Camera(), **camera), random.Random(3))


def code(content: bytes) -> str:
    """Why it is refused; empty where it is read."""
    reading = corpora.read(content)
    return reading if isinstance(reading, str) else ""


def easy(seed: int) -> pens.Pixels:
    return forms.filled(seed, EASY, 0).pixels


def test_a_sheet_of_another_kind_is_no_page() -> None:
    page = np.full_like(easy(1), 245)
    cv2.putText(page, "EVALUATION", (300, 800), cv2.FONT_HERSHEY_SIMPLEX, 6, (20, 20, 20), 12)
    assert code(photo(page)) == "no_page"


def test_two_sheets_in_one_picture_are_refused() -> None:
    both = np.concatenate([easy(1), easy(2)], 1)
    turned = cv2.resize(np.rot90(both).copy(), easy(1).shape[1::-1], interpolation=cv2.INTER_AREA)
    assert code(photo(turned, side=3200, tilt=0.0)) == "several_sheets"


@pytest.mark.parametrize("share", [0.35, 0.5, 0.6])
def test_a_sheet_cut_off_is_refused(share: float) -> None:
    """Below the middle of the boxes nothing can be seen."""
    whole = photo(easy(1), tilt=3.0, fills=0.9)
    pixels = cv2.imdecode(np.frombuffer(whole, np.uint8), cv2.IMREAD_COLOR)
    kept = pixels[: int(pixels.shape[0] * share)]
    assert code(cameras.encoded(cv2.cvtColor(kept, cv2.COLOR_BGR2RGB), 85)) in ("no_page", "cut_off")


def test_a_far_and_a_dark_picture_are_refused_as_such() -> None:
    assert code(photo(easy(1), side=800, fills=0.45)) in ("too_small", "no_page")
    black = (easy(1) * 0.02).astype(np.uint8)
    assert code(photo(black, noise=9.0, desk="dark")) != ""


def test_a_hand_over_both_codes_leaves_no_number() -> None:
    page = easy(1)
    page[: round(29 * pens.SCALE), round(20 * pens.SCALE) : round(44 * pens.SCALE)] = (190, 140, 110)
    page[round(280 * pens.SCALE) : round(288 * pens.SCALE), : round(100 * pens.SCALE)] = (190, 140, 110)
    assert code(photo(page)) == "no_number"


@pytest.mark.parametrize("orientation", [2, 3, 5, 6, 8])
def test_pictures_are_read_however_the_camera_was_held(orientation: int, pile: list[Path]) -> None:
    """Also mirrored, which some programs write: the EXIF tells."""
    picture = Image.open(pile[0])
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    picture.transpose(turns[orientation]).save(out, "JPEG", quality=90, exif=exif)
    reading = corpora.read(out.getvalue())
    assert not isinstance(reading, str)
    assert reading.form_number == forms.filled(SEEDS[0], EASY).truth.form_number


@pytest.mark.parametrize("format", ["PNG", "TIFF", "WEBP", "BMP"])
def test_other_formats_are_read(format: str, pile: list[Path]) -> None:
    out = io.BytesIO()
    Image.open(pile[2]).save(out, format)
    assert not isinstance(corpora.read(out.getvalue()), str)


def test_a_scan_in_black_and_white_and_a_grey_one_are_read(pile: list[Path]) -> None:
    for mode in ("1", "L", "I;16"):
        out = io.BytesIO()
        grey = Image.open(pile[2]).convert("L")
        image = (
            Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
            if mode == "I;16"
            else grey.convert(mode)
        )
        image.save(out, "PNG")
        assert not isinstance(corpora.read(out.getvalue()), str), mode


def test_a_heic_photo_is_opened() -> None:
    """It shows no form, which nobody could say of a file that was not decoded."""
    assert code((ROOT / "tests" / "data" / "pictures" / "phone.heic").read_bytes()) == "no_page"


def test_ticks_that_the_program_printed_itself_are_read() -> None:
    """Marks entered before printing stand on the form as ticks; it comes back signed."""
    made = page(sheet(10), seed=1)
    pixels = forms.rasterised(compose([made], forms.fonts()))
    shown = corpora.read(photo(pixels))
    assert not isinstance(shown, str)
    assert shown.form_number == forms.printed_page(0, 0).form_number
    assert [(row.state, row.value) for row in shown.rows] == [
        ("clear", level) for level in made.ratings[0].levels
    ]


def huge_pdf(path: Path) -> Path:
    """A page 5 km wide that shows one image of 30,000 × 30,000 pixels."""
    packer = zlib.compressobj(9)
    raw = b"".join(packer.compress(bytes(30_000 * 1000)) for _ in range(30)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 33>>stream\nq 14400 0 0 14400 0 0 cm /I Do Q\nendstream",
        b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length " + str(len(raw)).encode() + b">>stream\n" + raw + b"\nendstream",
    ]
    out = io.BytesIO(b"%PDF-1.5\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)
    path.write_bytes(out.getvalue())
    return path


def hostile(folder: Path) -> dict[str, Path]:
    """One bad file of each kind."""
    files = {
        "png_bomb": png_bomb(folder / "a.png"),
        "gif_bomb": gif_bomb(folder / "b.gif"),
        "bmp_bomb": bmp_bomb(folder / "c.bmp"),
        "many_scans": many_scans(folder / "d.jpg"),
        "huge_pdf": huge_pdf(folder / "e.pdf"),
        "program": folder / "f.jpg",
        "cut_pdf": folder / "g.pdf",
        "wide_tiff": folder / "h.tif",
    }
    files["program"].write_bytes(b"MZ" + bytes(5000))
    files["cut_pdf"].write_bytes(files["huge_pdf"].read_bytes()[:300])
    tags = [
        (256, 4, 200_000),
        (257, 4, 200_000),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (279, 4, 100),
    ]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    files["wide_tiff"].write_bytes(
        b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + bytes(104)
    )
    return files


def test_hostile_files_are_refused_and_the_batch_goes_on(pile: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    files = hostile(folder)
    readings = list(read_files([*files.values(), pile[0]], forms.issued(), processes=1))
    assert [reading.status for reading in readings] == ["refused"] * len(files) + ["read"]
    assert all(reading.reason is not None and reading.reason.code in REFUSALS for reading in readings[:-1])


def test_a_page_that_takes_too_long_is_given_up(pile: list[Path]) -> None:
    (reading,) = read_files(pile[:1], forms.issued(), limits=replace(DEFAULT, reading_seconds=0.02))
    assert reading.reason is not None
    assert reading.reason.code in ("too_large", "too_slow")


def test_the_limits_hold_before_anything_is_decoded(pile: list[Path], tmp_path: Path) -> None:
    pages = tmp_path / "pages.tif"
    scan = Image.open(pile[2])
    scan.save(pages, save_all=True, append_images=[scan, scan])
    cases = [
        (pile[0], Limits(file_size=1000), "file_too_large"),
        (pile[0], Limits(jpeg_pixels=10_000), "too_many_pixels"),
        (pages, Limits(pages=2), "too_many_pages"),
    ]
    for path, limits, expected in cases:
        (reading,) = read_files([path], forms.issued(), limits=limits)
        assert reading.reason is not None
        assert reading.reason.code == expected
    assert [reading.page for reading in read_files([pages], forms.issued())] == [1, 2, 3]
