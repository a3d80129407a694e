"""Lines and sizes: nothing is lost, nothing stands out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.sample_pages import FONT

from fieldteacher.paper.layout.geometry import PAGE_HEIGHT, Rect
from fieldteacher.paper.printing.fonts import FontStack
from fieldteacher.paper.printing.typesetting import POINTS_PER_MM, DoesNotFit, Place, Typesetter

RECT = Rect(20, 30, 40, 20)
texts = st.text(alphabet="工作认真负责，。“”（）、：abc XYZ 0123.5%\n", max_size=60)


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return Typesetter(FontStack(FONT, folders=()), PAGE_HEIGHT)


def lines(setter: Typesetter, text: str, place: Place) -> list[str]:
    return [line.text for line in setter.set(text, place)[1]]


@given(text=texts, wide=st.floats(12, 60))
def test_all_of_the_text_stands_inside(setter: Typesetter, text: str, wide: float) -> None:
    place = Place(Rect(20, 30, wide, 60), 9, 3, top=True)
    size, placed = setter.set(text, place)
    shown = "".join(line.text for line in placed)
    assert shown.replace(" ", "") == text.replace(" ", "").replace("\n", "")
    left, right = (20 + place.padding) * POINTS_PER_MM, (20 + wide - place.padding) * POINTS_PER_MM
    top, bottom = (PAGE_HEIGHT - 30) * POINTS_PER_MM, (PAGE_HEIGHT - 90) * POINTS_PER_MM
    for line in placed:
        assert line.x >= left - 0.01
        assert line.x + setter.width(line.text, size) <= right + 0.01
        assert bottom <= line.y - 0.12 * size
        assert line.y + 0.88 * size <= top + 0.01


def test_punctuation_stays_with_its_words(setter: Typesetter) -> None:
    place = Place(Rect(0, 0, 5 * 9 / POINTS_PER_MM + 0.1, 60), 9, 8.9, padding=0)
    assert lines(setter, "一二三四五，六七（八九十）百", place) == [
        "一二三四",
        "五，六七",
        "（八九十）",
        "百",
    ]


def test_words_and_numbers_stay_whole(setter: Typesetter) -> None:
    place = Place(Rect(0, 0, 6 * 9 / POINTS_PER_MM, 60), 9, 8.9, padding=0)
    assert lines(setter, "得分为98.5%的工位A-1027号", place) == ["得分为98.5%", "的工位", "A-1027号"]


def test_a_word_longer_than_the_line_is_broken(setter: Typesetter) -> None:
    place = Place(Rect(0, 0, 15, 60), 9, 8.9, padding=0)
    found = lines(setter, "x" * 30, place)
    assert len(found) > 1
    assert "".join(found) == "x" * 30


def test_long_text_becomes_smaller(setter: Typesetter) -> None:
    short, _ = setter.set("工作认真", Place(RECT, 9, 4))
    long, placed = setter.set("工作认真" * 60, Place(RECT, 9, 4))
    assert short == 9
    assert 4 <= long < 9
    assert "".join(line.text for line in placed) == "工作认真" * 60


def test_a_last_line_of_one_character_is_spared(setter: Typesetter) -> None:
    place = Place(Rect(0, 0, 12 * 9 / POINTS_PER_MM + 0.1, 60), 9, 4, padding=0)
    size, placed = setter.set("遵纪守法爱岗敬业诚实守信吃", place)
    assert [line.text for line in placed] == ["遵纪守法爱岗敬业诚实守信吃"]
    assert 8 <= size < 9
    assert lines(setter, "遵纪守法爱岗敬业诚实守信保守秘密", place) == [
        "遵纪守法爱岗敬业诚实守信",
        "保守秘密",
    ]


def test_one_line_becomes_smaller_instead_of_breaking(setter: Typesetter) -> None:
    size, placed = setter.set("江南职业技术学院机电工程学院", Place(RECT, 9, 4, one_line=True))
    assert len(placed) == 1
    assert size < 9


def test_what_cannot_fit_is_said(setter: Typesetter) -> None:
    with pytest.raises(DoesNotFit) as problem:
        setter.set("工作认真" * 2000, Place(RECT, 9, 4))
    assert problem.value.text == "工作认真" * 2000
    with pytest.raises(DoesNotFit):
        setter.set("工作认真" * 20, Place(RECT, 9, 4, one_line=True))
    with pytest.raises(DoesNotFit):
        setter.set("工", Place(Rect(0, 0, 1, 20), 9, 4, padding=0))


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("centre", 0.5), ("right", 1.0)])
def test_alignment(setter: Typesetter, align: str, share: float) -> None:
    place = Place(RECT, 9, align=align)  # type: ignore[arg-type]
    _, (line,) = setter.set("得分", place)
    free = (RECT.width - 2 * place.padding) * POINTS_PER_MM - 18
    assert line.x == pytest.approx((RECT.x + place.padding) * POINTS_PER_MM + share * free)
    assert line.y == pytest.approx((PAGE_HEIGHT - RECT.y - RECT.height / 2) * POINTS_PER_MM - 0.38 * 9)


def test_wide_spaces_within_stay(setter: Typesetter) -> None:
    assert lines(setter, "姓　名", Place(RECT)) == ["姓　名"]
