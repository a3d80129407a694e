"""Characters that only a font with cubic outlines has: drawn as they are, embedded like any other, extracted exactly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pypdfium2
import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTCollection, TTFont
from tests.paper.sample_pages import FONT, page
from tests.paper.small_fonts import make_cubic_font, make_font

from fieldteacher.paper.printing.batch import compose
from fieldteacher.paper.printing.documents import PrintOptions
from fieldteacher.paper.printing.flow import blocks as b
from fieldteacher.paper.printing.flow.printing import compose as compose_forms
from fieldteacher.paper.printing.font_files import NotUsable, read_face
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.paper.printing.outlines import CubicFont

FAR, NEAR = "\U0002a6a5", "\u2611"
"""Beyond the Basic Multilingual Plane and within it; the bundled font has neither."""


@pytest.fixture
def cubic(tmp_path: Path) -> Path:
    return make_cubic_font(tmp_path / "cubic.otf", FAR + NEAR)


@pytest.fixture
def fonts(cubic: Path) -> FontStack:
    return FontStack(FONT, chosen=(cubic,), folders=())


def flowing(fonts: FontStack, *blocks: b.Block) -> bytes:
    made = b.FlowForm(code="试印表", title="试印", blocks=blocks, name="甲厂")
    return compose_forms([lambda: made], fonts, PrintOptions()).pdf


def embedded(pdf: bytes) -> Sequence[Any]:
    """The descendant fonts that are not the bundled one."""
    listed = pypdf.PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    every = [font.get_object()["/DescendantFonts"][0] for font in listed.values()]  # type: ignore[union-attr]
    return [each for each in every if "Cubic" in each["/BaseFont"]]


@pytest.mark.parametrize("name", [f"王{FAR}满", f"{NEAR}{FAR}", f"𬭎{FAR}㛃{NEAR}{FAR}小"])
def test_a_name_is_extracted_exactly(fonts: FontStack, name: str) -> None:
    assert fonts.missing(name) == []
    pdf = compose([page(name=name)], fonts)
    assert name in pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().replace("\n", "")
    shown = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert name in re.sub(r"\s", "", shown)


def test_what_is_drawn_is_the_outline_with_its_hole(fonts: FontStack) -> None:
    """The ring: dark in the band, white in the middle and outside."""
    pdf = flowing(fonts, b.Cover(NEAR))
    seen = pypdfium2.PdfDocument(pdf)[0]
    text = seen.get_textpage()
    left, low, right, high = text.get_charbox(text.search(NEAR).get_next()[0])
    dark = np.asarray(seen.render(scale=10).to_pil().convert("L")) < 128
    x, y = (left + right) / 2, seen.get_height() - (low + high) / 2
    radius = (right - left) / 2
    assert radius == pytest.approx((high - low) / 2, rel=0.05)

    def ink(part: float) -> float:
        """How much of a circle about the middle is dark."""
        turns = np.linspace(0, 2 * np.pi, 64, endpoint=False)
        rows = ((y + np.sin(turns) * radius * part) * 10).astype(int)
        columns = ((x + np.cos(turns) * radius * part) * 10).astype(int)
        return float(dark[rows, columns].mean())

    assert ink(0.75) == 1
    assert ink(0.2) == 0
    assert ink(1.2) == 0
    assert ink(0.62) == 1
    assert ink(0.4) == 0


def test_only_the_glyphs_in_use_are_embedded_as_truetype(tmp_path: Path) -> None:
    large = make_cubic_font(tmp_path / "large.otf", FAR + NEAR, others=3000)
    fonts = FontStack(FONT, chosen=(large,), folders=())
    (font,) = embedded(compose([page(name=f"王{FAR}{FAR}")], fonts))
    file = TTFont(BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data()))
    assert {"glyf", "loca", "head", "hhea", "hmtx", "maxp"} <= set(file.keys())
    assert "CFF " not in file
    assert file["maxp"].numGlyphs == 2
    assert font["/CIDToGIDMap"].get_data() == b"\0\0\0\1"
    _, drawn = file.getGlyphOrder()
    assert file["hmtx"][drawn][0] == 1000
    assert file["glyf"][drawn].numberOfContours == 2
    # Clockwise outside, as TrueType has it, and as large as the ring with cubic curves.
    area = AreaPen()
    file.getGlyphSet()[drawn].draw(area)
    assert area.value == pytest.approx(-np.pi * (400**2 - 200**2), rel=0.01)
    (kept,) = [each for each, _ in fonts.runs(FAR)]
    assert isinstance(kept, CubicFont)
    assert len(kept.face.charToGlyph) == 1


def test_the_same_form_gives_the_same_font(fonts: FontStack, cubic: Path) -> None:
    files = [
        embedded(compose([page(name=f"{FAR}{NEAR}")], stack))[0]["/FontDescriptor"]["/FontFile2"].get_data()
        for stack in (fonts, FontStack(FONT, chosen=(cubic,), folders=()))
    ]
    assert files[0] == files[1]


def test_widths_on_the_page_are_the_font_s(tmp_path: Path) -> None:
    path = make_cubic_font(tmp_path / "narrow.otf", FAR, advance=730)
    fonts = FontStack(FONT, chosen=(path,), folders=())
    assert fonts.widths[FAR] == 730
    (font,) = embedded(compose([page(name=FAR)], fonts))
    assert font["/W"] == [1, [730]]


def test_truetype_is_asked_first_then_cubic_fonts_of_any_suffix(tmp_path: Path) -> None:
    make_cubic_font(tmp_path / "first.ttc", FAR, pad=900_000)
    make_cubic_font(tmp_path / "only.otf", NEAR, pad=500_000)
    make_font(tmp_path / "second.ttf", FAR, pad=500_000)
    fonts = FontStack(FONT, folders=(tmp_path,))
    assert fonts.missing(FAR + NEAR) == []
    kinds = [isinstance(font, CubicFont) for font, _ in fonts.runs(FAR + NEAR)]
    assert kinds == [False, True]


def test_a_glyph_that_draws_nothing_counts_as_lacking(tmp_path: Path) -> None:
    make_cubic_font(tmp_path / "empty.otf", NEAR, blank=FAR, pad=500_000)
    fonts = FontStack(FONT, folders=(tmp_path,))
    assert fonts.missing(FAR + NEAR) == [FAR]


def test_one_that_forbids_embedding_or_is_damaged_is_passed_over(tmp_path: Path) -> None:
    forbidden = make_cubic_font(tmp_path / "forbidden.otf", FAR, permissions=2, pad=500_000)
    with pytest.raises(NotUsable):
        read_face(forbidden)
    whole = make_cubic_font(tmp_path / "whole.bin", FAR).read_bytes()
    place = whole.index(b"CFF ") + 8
    offset = int.from_bytes(whole[place : place + 4], "big")
    for number, damaged in enumerate(
        (
            whole[:offset] + bytes(len(whole) - offset),
            whole[: offset + 40] + b"\xff" * (len(whole) - offset - 40),
            whole[:offset] + whole[offset:][::-1],
        )
    ):
        path = tmp_path / f"damaged{number}.otf"
        path.write_bytes(damaged + bytes(500_000))
        assert read_face(path).cubic
    assert FontStack(FONT, folders=(tmp_path,)).missing(FAR) == [FAR]


def test_of_a_collection_the_face_for_mainland_china_of_the_usual_weight(tmp_path: Path) -> None:
    for names, best in (
        (("Some-JP-Regular", "Some-SC-Black", "Some-SC-Regular"), 2),
        (("NotoSansCJKjp-Regular", "NotoSansCJKsc-Regular"), 1),
        (("SimSun", "NSimSun"), 0),
        (("Some-Black", "Some-Regular"), 1),
    ):
        path = collection(tmp_path / "all.ttc", names)
        assert read_face(path).index == best, names


def collection(target: Path, names: Sequence[str]) -> Path:
    every = TTCollection()
    for name in names:
        each = make_cubic_font(target.with_suffix(".otf"), FAR, name=name)
        every.fonts.append(TTFont(BytesIO(each.read_bytes())))
    every.save(target)
    return target
