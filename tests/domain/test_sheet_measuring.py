"""Readings against a truth file: what counts as wrong, as asked, as not typed; and the bound."""

from __future__ import annotations

import pytest

from fieldteacher.domain.errors import InputRefused
from fieldteacher.domain.sheet_measuring import ROWS, compare, empty_truth, parse_truth, upper_bound
from fieldteacher.domain.sheet_readings import (
    DOUBTS,
    REFUSALS,
    Area,
    RowReading,
    RowState,
    SheetReading,
    why,
)


def row(name: str, value: int | None, state: RowState = "clear") -> RowReading:
    return RowReading(name, state, value, 1.0, None, Area(0, 0, 1, 1), ())


def sheet(number: str, *rows: RowReading, disagrees: bool = False) -> SheetReading:
    reason = why("total_disagrees", DOUBTS, total=90, least=10, most=20) if disagrees else None
    return SheetReading(
        file="a.jpg", page=1, status="read", form_number=number, rows=rows,
        digits=(row("tens", 9), row("units", 0)), reason=reason,
    )  # fmt: skip


def test_a_typed_file_comes_back_as_boxes_from_the_left() -> None:
    content = empty_truth(["AB", "CD"]).replace("AB,,,", "AB,1,5,-").replace("CD", "cd")
    truth = parse_truth("\ufeff" + content)
    assert truth == {"AB": {"c1": 0, "c2": 4, "c3": None}, "CD": {}}
    typed = parse_truth("form_number,tens,units\nA-B,10,0\n")
    assert typed == {"AB": {"tens": 10, "units": 0}}
    assert len(ROWS) == 12


@pytest.mark.parametrize("typed", ["0", "x", "99", "1.5"])
def test_what_is_no_box_is_refused_with_its_line(typed: str) -> None:
    with pytest.raises(InputRefused, match=r"truth\.bad_value.*Line 3, column c2"):
        parse_truth(f"form_number,c2\nAB,1\nCD,{typed}\n")


def test_a_file_without_the_column_of_numbers_is_refused() -> None:
    with pytest.raises(InputRefused, match=r"truth\.no_head"):
        parse_truth("a,b\n1,2\n")


def test_only_plain_rows_can_be_wrong_and_only_typed_rows_count() -> None:
    truth = parse_truth("form_number,c1,c2,c3,tens\nAB,1,2,-,9\n")
    readings = [
        sheet("AB", row("c1", 0), row("c2", 3), row("c3", 0, "doubtful"), row("c4", 2)),
        sheet("AB", row("c1", 0), row("c2", 1), row("c3", 0), disagrees=True),
        sheet("EF", row("c1", 3)),
        SheetReading(file="b.jpg", page=1, status="refused", reason=why("no_page", REFUSALS)),
    ]
    measure = compare(readings, truth)
    assert (measure.pictures, measure.refused, measure.not_typed) == (4, 1, 1)
    assert (measure.rows, measure.asked) == (8, 1)
    assert [(wrong.row, wrong.read, wrong.meant, wrong.noticed) for wrong in measure.wrong] == [
        ("c2", 3, 1, False), ("c3", 0, None, True),
    ]  # fmt: skip
    assert measure.silent == 1


@pytest.mark.parametrize(
    ("errors", "of", "bound"), [(0, 60_000, 49.9), (0, 11_868, 252.4), (1, 11_856, 400.1), (3, 60_000, 129.2)]
)
def test_the_bound_is_the_one_of_the_tables(errors: int, of: int, bound: float) -> None:
    assert upper_bound(errors, of) == pytest.approx(bound, abs=0.1)
