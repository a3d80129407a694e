from __future__ import annotations

import re

import pytest
from tests.ui.conftest import RESOURCES

from fieldteacher.ui.style import style_sheet
from fieldteacher.ui.tokens import DARK, LIGHT, READ_ON, Palette, contrast

PALETTES = [LIGHT, DARK]


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), READ_ON)
def test_words_can_be_read(palette: Palette, words: str, ground: str) -> None:
    assert contrast(getattr(palette, words), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark"])
def test_the_style_sheet_uses_only_tokens_and_files_that_exist(palette: Palette) -> None:
    sheet = style_sheet(palette, RESOURCES / "icons")
    known = {getattr(palette, name) for name in Palette.__slots__ if name != "dark"}
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\w)", sheet)) - {"#qt_calendar_navigationbar"} <= known
    assert "$" not in sheet
    files = re.findall(r'url\("([^"]+)"\)', sheet)
    assert files
    for name in files:
        assert (RESOURCES / "icons" / "controls" / name.rsplit("/", 1)[1]).is_file()


@pytest.mark.parametrize(("palette", "mode"), [(LIGHT, "light"), (DARK, "dark")])
def test_the_drawings_of_controls_have_the_palette_s_colours(palette: Palette, mode: str) -> None:
    for file in (RESOURCES / "icons" / "controls").glob(f"*-{mode}.svg"):
        wanted = palette.muted if file.stem.startswith("chevron") else palette.on_accent
        assert f'"{wanted}"' in file.read_text(encoding="utf-8"), file.name
