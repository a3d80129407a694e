"""A camera's view: everything the layout promises stands on the printed page where it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from tests.paper.sample_pages import FIVE, FONT, FOUR, page, sheet

from fieldteacher.paper.layout import form_number
from fieldteacher.paper.layout.geometry import FormLayout, Rect
from fieldteacher.paper.preview import render
from fieldteacher.paper.printing.batch import compose
from fieldteacher.paper.printing.documents import PrintOptions
from fieldteacher.paper.printing.evaluation import EvaluationPage, Rating
from fieldteacher.paper.printing.fonts import FontStack

Grey = npt.NDArray[np.uint8]
DPI = 200
SCALE = DPI / 25.4
DARK, LIGHT = 100, 200
VARIANTS = [(10, FIVE, (4,)), (10, FOUR, (4, 3)), (3, FIVE, ()), (7, FOUR, (8,)), (1, FOUR, (5, 5))]


@pytest.fixture(scope="module")
def fonts() -> FontStack:
    return FontStack(FONT, folders=())


def printed(form: EvaluationPage, fonts: FontStack, *, blank: bool) -> Grey:
    """The page at 200 dpi in grey."""
    picture = render(compose([form], fonts, PrintOptions(blank=blank)), 0, round(210 * SCALE))
    rgba = np.frombuffer(picture.rgba, np.uint8).reshape(picture.height, picture.width, 4)
    return cv2.cvtColor(rgba, cv2.COLOR_RGBA2GRAY).astype(np.uint8)


def part(image: Grey, rect: Rect) -> Grey:
    return image[
        round(rect.y * SCALE) : round(rect.bottom * SCALE), round(rect.x * SCALE) : round(rect.right * SCALE)
    ]


@pytest.mark.parametrize(("rows", "bands", "others"), VARIANTS)
@pytest.mark.parametrize("blank", [True, False])
def test_a_camera_can_read_the_page(
    fonts: FontStack, rows: int, bands: tuple[str, ...], others: tuple[int, ...], blank: bool
) -> None:
    form = page(sheet(rows, bands, others), seed=rows)
    layout = form.sheet.layout
    image = printed(form, fonts, blank=blank)
    check_markers(image, layout)
    check_codes(image, layout, form.form_id)
    check_landmark(image, layout)
    ticked = check_boxes(image, layout)
    assert ticked == ({} if blank else expected_ticks(form))


def check_markers(image: Grey, layout: FormLayout) -> None:
    detector = cv2.aruco.ArucoDetector(cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50))
    corners, numbers, _ = detector.detectMarkers(image)
    found = dict(zip(numbers.ravel().tolist(), corners, strict=True))
    assert sorted(found) == [fiducial.number for fiducial in layout.fiducials] == list(range(8))
    for fiducial in layout.fiducials:
        left, top = found[fiducial.number].reshape(4, 2)[0] / SCALE
        right, bottom = found[fiducial.number].reshape(4, 2)[2] / SCALE
        seen = (left, top, right, bottom)
        rect = fiducial.rect
        assert seen == pytest.approx((rect.x, rect.y, rect.right, rect.bottom), abs=0.25)


def check_codes(image: Grey, layout: FormLayout, form_id: int) -> None:
    (code,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    assert form_number.from_qr_text(code.text) == form_id
    position = code.position
    for corner, x, y in (
        (position.top_left, layout.qr.x, layout.qr.y),
        (position.bottom_right, layout.qr.right, layout.qr.bottom),
    ):
        assert (corner.x / SCALE, corner.y / SCALE) == pytest.approx((x, y), abs=0.5)
    cells = range(layout.strip.columns * layout.strip.rows)
    bits = tuple(bool(part(image, layout.strip.cell_rect(i).grown(-0.6)).mean() < 128) for i in cells)
    assert form_number.from_strip_bits(bits) == form_id
    assert all(part(image, rect.grown(-0.3)).max() < DARK for rect in layout.strip.reference)


def check_landmark(image: Grey, layout: FormLayout) -> None:
    for bar in layout.landmark:
        assert part(image, bar.grown(-0.3)).max() < DARK
    across = [bar for bar in layout.landmark if bar.width > bar.height]
    down = [bar for bar in layout.landmark if bar.width < bar.height]
    for one, other in pairwise(across):
        if other.x - one.right > 1:
            assert part(image, Rect(one.right + 0.4, one.y + 0.3, other.x - one.right - 0.8, 1)).min() > LIGHT
    for one, other in pairwise(down):
        if other.y - one.bottom > 1:
            gap = Rect(one.x + 0.6, one.bottom + 0.4, 0.7, other.y - one.bottom - 0.8)
            assert part(image, gap).min() > LIGHT


def check_boxes(image: Grey, layout: FormLayout) -> dict[str, list[int]]:
    """Each box has its frame, white inside unless ticked, white around; returns the ticked ones."""
    ticked: dict[str, list[int]] = {}
    for row in layout.mark_rows:
        for number, box in enumerate(row.boxes):
            for side in (
                Rect(box.x - 0.1, box.y, 0.2, box.height),
                Rect(box.right - 0.1, box.y, 0.2, box.height),
                Rect(box.x, box.y - 0.1, box.width, 0.2),
                Rect(box.x, box.bottom - 0.1, box.width, 0.2),
            ):
                assert part(image, side).mean() < DARK, (row.name, number)
            if part(image, box.grown(-0.5)).min() < LIGHT:
                ticked.setdefault(row.name, []).append(number)
            zone = part(image, box.grown(layout.free_zone)).copy()
            edge = round((layout.free_zone - 0.35) * SCALE)
            zone[edge:-edge, edge:-edge] = 255
            assert zone.min() > LIGHT, (row.name, number)
    return ticked


def expected_ticks(form: EvaluationPage) -> dict[str, list[int]]:
    rating = form.ratings[0]
    assert rating.total is not None
    tens, units = divmod((rating.total + 5) // 10, 10)
    ticks = {f"c{n}": [level] for n, level in enumerate(rating.levels, 1) if level is not None}
    return ticks | {"tens": [tens], "units": [units]}


@pytest.mark.parametrize(
    ("total", "tens", "units"), [(1000, 10, 0), (995, 10, 0), (994, 9, 9), (5, 0, 1), (0, 0, 0)]
)
def test_totals_are_ticked_rounded_half_up(fonts: FontStack, total: int, tens: int, units: int) -> None:
    form = replace(page(sheet(3)), ratings=(Rating((None,) * 3, (None,) * 3, total),))
    ticked = check_boxes(printed(form, fonts, blank=False), form.sheet.layout)
    assert ticked == {"tens": [tens], "units": [units]}


def test_a_total_beyond_the_digits_is_not_ticked(fonts: FontStack) -> None:
    form = replace(page(sheet(3)), ratings=(Rating((), (), 1500),))
    assert check_boxes(printed(form, fonts, blank=False), form.sheet.layout) == {}


def test_seal_and_comment_stay_below_the_boxes(fonts: FontStack) -> None:
    layout = sheet(10).layout
    assert layout.lower.y > max(box.bottom for row in layout.mark_rows for box in row.boxes)
