"""The marks in sheets that are filled for the academic affairs system."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.services.marks import mark
from tests.services.park import Park

from fieldteacher.domain.scoring import SchemeSpec


@pytest.mark.parametrize("named", [False, True])
def test_marks_are_numbers_with_grade_and_result(
    park: Park, scheme: SchemeSpec, tmp_path: Path, named: bool
) -> None:
    mark(park, scheme, 360, 550, 900)
    mark(park, scheme, 100, 200, 300, student=1)
    headings = ["学号", "姓名", "企业评分", "学校评分", "成绩", "等级", "是否及格"]
    template = tmp_path / "template.xlsx"
    book = xlsxwriter.Workbook(template)
    page = book.add_worksheet()
    page.write_row(0, 0, headings)
    if named:
        for row, number in enumerate(("230102", "230101", "230103"), 1):
            page.write_row(row, 0, [number, "", 1, 1, 1, "无", ""])
    book.close()
    out = tmp_path / "out.xlsx"
    exported = park.services.exporting.export("student", out, template=template)
    assert (exported.rows, exported.unknown) == (3, ())
    rows = list(openpyxl.load_workbook(out).worksheets[0].iter_rows(min_row=2, values_only=True))
    expected = [
        ("230101", "李晓明", 91, 90, 90.7, "优", "及格"), ("230102", "王芳", 30, 30, 30, "不及格", "不及格"),
    ]  # fmt: skip
    unmarked = ("230103", "单丽", *([1, 1, 1, "无", None] if named else [None] * 5))
    assert sorted(rows) == [*expected, unmarked]
    assert [row[0] for row in rows] == (
        ["230102", "230101", "230103"] if named else ["230101", "230102", "230103"]
    )
