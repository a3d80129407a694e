"""The bundled font, and the search for characters it lacks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.paper.sample_pages import FONT
from tests.paper.small_fonts import make_font

from fieldteacher.domain.errors import UserError
from fieldteacher.paper.printing import font_files
from fieldteacher.paper.printing.font_files import NotUsable, candidates, read_face
from fieldteacher.paper.printing.fonts import PLACEHOLDER, FontStack, clean

RARE = "\U0002a6a5"
"""𪚥: in no part of Unicode that the bundled font covers."""


@pytest.fixture(scope="module")
def bundled() -> FontStack:
    return FontStack(FONT, folders=())


def test_the_font_is_the_one_that_was_reviewed() -> None:
    assert hashlib.sha256(FONT.read_bytes()).hexdigest() == (
        "5cf8b2a0576d5680284ab03a7a8219499d59bbe981a79bb3dc0031f251c39736"
    )
    licence = FONT.with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_it_has_what_names_and_forms_need(bundled: FontStack) -> None:
    gb2312 = [
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    ]
    assert bundled.missing("".join(gb2312)) == []
    assert (
        bundled.missing(
            "垚堃昇玥镕璟燚翀珺㛃䶮㙓𬭎𠅤·①℃，。：；（）《》“”—…□√×○●" + "".join(map(chr, range(32, 127)))
        )
        == []
    )


def test_what_it_lacks_is_named_once(bundled: FontStack) -> None:
    assert bundled.missing(f"王{RARE}小{RARE}\u2611") == [RARE, "\u2611"]
    assert bundled.font_of(RARE) is None


@pytest.mark.parametrize("character", ["\ue000", "\uf8ff", "\ufffd", "\U000f0000"])
def test_damaged_characters_count_as_lacking(bundled: FontStack, character: str) -> None:
    assert bundled.missing(f"王{character}") == [character]


def test_what_prints_nothing_is_not_missed(bundled: FontStack) -> None:
    assert bundled.missing("王\u200b小\ufeff满\u00ad\r\n\t\u2003\u3000\u00a0\u202a") == []
    assert clean("王\u200b小\t满\r\n第\u2003二\u2028行") == "王小 满\n第 二\n行"


def test_a_variation_selector_is_not_dropped(bundled: FontStack) -> None:
    assert bundled.missing("葛\U000e0100") == ["\U000e0100"]


def test_pieces_keep_the_order_of_fonts(tmp_path: Path) -> None:
    chosen = make_font(tmp_path / "chosen.ttf", RARE)
    fonts = FontStack(FONT, chosen=(chosen,), folders=())
    runs = fonts.runs(f"王{RARE}小满")
    assert [text for _, text in runs] == ["王", RARE, "小满"]
    assert runs[0][0] is runs[2][0] is not runs[1][0]
    assert fonts.widths[RARE] == fonts.widths["周"] == 1000


def test_a_lacking_character_becomes_the_placeholder(bundled: FontStack) -> None:
    assert "".join(text for _, text in bundled.runs(f"王{RARE}满")) == f"王{PLACEHOLDER}满"
    assert bundled.widths[RARE] == bundled.widths[PLACEHOLDER]


@pytest.mark.parametrize(("character", "format"), [(RARE, 12), ("\u2611", 12), ("\u2611", 4)])
def test_installed_fonts_are_asked(tmp_path: Path, character: str, format: int) -> None:
    make_font(tmp_path / "aaa.ttf", "周", pad=500_000)
    (tmp_path / "deep").mkdir()
    make_font(tmp_path / "deep" / "bbb.ttf", character, format=format, pad=500_000)
    assert FontStack(FONT, folders=(tmp_path,)).missing(f"王{character}") == []


def test_an_installed_font_that_draws_nothing_is_passed_over(tmp_path: Path) -> None:
    make_font(tmp_path / "empty.ttf", RARE, drawn_as=" ", pad=500_000)
    assert FontStack(FONT, folders=(tmp_path,)).missing(RARE) == [RARE]


def test_a_font_that_forbids_embedding_is_passed_over(tmp_path: Path) -> None:
    path = make_font(tmp_path / "forbidden.ttf", RARE, permissions=2, pad=500_000)
    assert FontStack(FONT, folders=(tmp_path,)).missing(RARE) == [RARE]
    with pytest.raises(UserError) as refusal:
        FontStack(FONT, chosen=(path,), folders=())
    assert refusal.value.code == "font.unusable"


def test_damaged_and_foreign_files_are_passed_over(tmp_path: Path) -> None:
    whole = make_font(tmp_path / "whole.bin", RARE, pad=500_000).read_bytes()
    (tmp_path / "cut.ttf").write_bytes(whole[:900] + bytes(500_000))
    (tmp_path / "cff.ttf").write_bytes(b"OTTO" + bytes(500_000))
    (tmp_path / "text.ttc").write_bytes("周".encode() * 200_000)
    (tmp_path / "empty.ttf").write_bytes(b"")
    (tmp_path / "small.ttf").write_bytes(whole[:400])
    for path in tmp_path.glob("*.tt?"):
        if path.stem != "cut":
            with pytest.raises(NotUsable):
                read_face(path)
    assert FontStack(FONT, folders=(tmp_path, tmp_path / "none")).missing(RARE) == [RARE]


def test_known_fonts_come_first_and_small_ones_not_at_all(tmp_path: Path) -> None:
    for name, size in (
        ("large.ttf", 600_000),
        ("simsun.ttc", 10),
        ("small.ttf", 10),
        ("simsunb.ttf", 5),
        ("x.otf", 500_000),
        ("x-Black.ttf", 900_000),
        ("x.woff", 900_000),
    ):
        (tmp_path / name).write_bytes(bytes(size))
    assert [path.name for path in candidates([tmp_path])] == [
        "simsunb.ttf",
        "simsun.ttc",
        "large.ttf",
        "x.otf",
        "x-Black.ttf",
    ]


def test_the_chosen_file_must_be_a_font(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ttf", tmp_path, FONT.with_name("OFL.txt")):
        with pytest.raises(UserError) as refusal:
            FontStack(FONT, chosen=(path,), folders=())
        assert refusal.value.code == "font.unusable"


def test_system_folders_are_where_each_system_keeps_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform, part in (("win32", "Fonts"), ("darwin", "Library"), ("linux", "fonts")):
        monkeypatch.setattr(font_files.sys, "platform", platform)
        assert any(part in str(folder) for folder in font_files.system_folders())
