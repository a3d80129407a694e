"""Readings as plain values: which rows are questions, and which totals the ticked bands allow."""

from __future__ import annotations

from string import Formatter

import pytest

from fieldteacher.domain.sheet_readings import (
    DOUBTS,
    REFUSALS,
    Area,
    IssuedSheet,
    RowReading,
    RowState,
    SheetReading,
    band_ranges,
    total_range,
    why,
)

FIVE = (900, 800, 700, 600, 0)


def row(name: str, state: RowState, value: int | None = None) -> RowReading:
    doubt = None if state == "clear" else why("blank", DOUBTS)
    return RowReading(name, state, value, 1.0, doubt, Area(20, 80, 170, 9.5), ())


def sheet(tens: RowState, units: RowState) -> SheetReading:
    rows = (row("c1", "clear", 0), row("c2", "multiple", 1))
    return SheetReading(
        file="a.jpg",
        page=1,
        status="doubtful",
        rows=rows,
        digits=(row("tens", tens, 9), row("units", units, 1)),
    )


def test_questions_are_the_rows_that_are_not_clear() -> None:
    assert [asked.name for asked in sheet("clear", "doubtful").questions] == ["c2", "units"]


def test_a_total_left_out_is_no_question_but_half_a_total_is() -> None:
    assert [asked.name for asked in sheet("blank", "blank").questions] == ["c2"]
    assert [asked.name for asked in sheet("clear", "blank").questions] == ["c2", "units"]


def test_bands_stand_for_the_marks_whose_share_falls_in_them() -> None:
    assert band_ranges(100, FIVE) == ((90, 100), (80, 89), (70, 79), (60, 69), (0, 59))
    assert band_ranges(50, FIVE) == ((45, 50), (40, 44), (35, 39), (30, 34), (0, 29))
    # 75 % of 1.5 marks are 11.25 tenths: 1.2 is the first mark that reaches the band.
    assert band_ranges(15, (900, 750, 0)) == ((14, 15), (12, 13), (0, 11))


@pytest.mark.parametrize(("total", "inside"), [(84, False), (85, True), (95, True), (96, False)])
def test_a_total_must_be_one_that_the_bands_allow(total: int, inside: bool) -> None:
    issued = IssuedSheet("EV1-2x5", (band_ranges(500, FIVE), band_ranges(500, FIVE)), 1000)
    allowed = total_range(issued, (0, 1))
    assert allowed is not None
    assert (allowed[0] <= total <= allowed[1]) is inside


def test_no_range_without_the_scheme() -> None:
    assert total_range(IssuedSheet("EV1-2x5"), (0, 1)) is None
    assert total_range(IssuedSheet("EV1-1x2", (band_ranges(100, (600, 0)),), 100), (4,)) is None


def test_every_sentence_has_the_same_places_in_both_languages() -> None:
    for text in (*REFUSALS.values(), *DOUBTS.values()):
        places = [{name for _, name, _, _ in Formatter().parse(words)} for words in (text.zh, text.en)]
        assert places[0] == places[1]
