from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.scoring import CriterionSpec
from fieldteacher.domain.values import show_tenths
from fieldteacher.ui.screens.evaluations.entering import read_mark
from fieldteacher.ui.screens.evaluations.pasting import read_block

TEN = CriterionSpec(id="c", rater="enterprise", position=1, name="劳动纪律", standard="", full_marks=100)
HUNDRED = CriterionSpec(id="h", rater="enterprise", position=1, name="总分", standard="", full_marks=1000)


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [
        ("8.5", 85),
        ("8", 80),
        (" 10 ", 100),
        ("0", 0),
        (".5", 5),
        ("8.", 80),
        ("8.50", 85),
        ("８．５", 85),
        ("8。5", 85),
        ("8,5", 85),
    ],
)
def test_what_people_type(typed: str, tenths: int) -> None:
    assert read_mark(typed, TEN) == tenths


def test_nothing_is_no_mark() -> None:
    assert read_mark("  ", TEN) is None


def test_above_the_full_marks_is_refused_with_both_numbers() -> None:
    with pytest.raises(InputRefused) as refused:
        read_mark("12", TEN)
    assert refused.value.text.zh == "“劳动纪律”满分 10，不能录入 12。"
    assert refused.value.code == "mark_over_full"


@pytest.mark.parametrize("typed", ["abc", "8.55", "-1", "8..5", "1e1", "优", "8 5"])
def test_what_is_no_mark_is_refused(typed: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_mark(typed, TEN)
    assert refused.value.code == "mark_unreadable"


def test_the_point_may_be_left_out_only_where_asked_for() -> None:
    assert read_mark("85", HUNDRED) == 850
    with pytest.raises(InputRefused):
        read_mark("85", TEN)
    assert read_mark("85", TEN, point_left_out=True) == 85
    assert read_mark("9", TEN, point_left_out=True) == 90
    with pytest.raises(InputRefused):
        read_mark("120", TEN, point_left_out=True)


@given(st.integers(0, 100))
def test_what_is_shown_can_be_typed(tenths: int) -> None:
    assert read_mark(show_tenths(tenths), TEN) == tenths


@given(st.text(max_size=12))
def test_no_text_breaks_it(typed: str) -> None:
    try:
        tenths = read_mark(typed, TEN)
    except InputRefused:
        return
    assert tenths is None or 0 <= tenths <= TEN.full_marks


def test_a_block_from_a_spreadsheet() -> None:
    assert read_block('8\t9\r\n7\t"1\n0"\r\n') == [["8", "9"], ["7", "1\n0"]]
    assert read_block("8\t\t\n\n\n") == [["8", "", ""]]
    assert read_block("") == []
