"""Reading rosters: which lines are students, their keys, what cells say of each other, mappings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.tabular.rosters import Lines, as_text, as_xlsx, column, put, roster, student, valid_id

from fieldteacher.domain.errors import UserError
from fieldteacher.tabular.roster import Roster, read_roster

TODAY = date(2026, 3, 16)
SHORT = ("学号", "姓名", "性别", "身份证号", "出生日期", "手机号", "班级")


def read(path: Path, lines: Lines, **more: Any) -> Roster:
    return read_roster(as_xlsx(path / "名单.xlsx", lines), today=TODAY, **more)


def said(found: Roster) -> list[tuple[int, str, str, str]]:
    return [(p.row, p.field, p.code, p.severity) for p in found.problems]


def numbers(found: Roster) -> list[int]:
    return [row.number for row in found.rows]


def test_a_clean_roster(tmp_path: Path) -> None:
    found = read(tmp_path, roster(12))
    assert found.problems == []
    assert len(found.rows) == 12
    assert not any(row.refused or row.derived for row in found.rows)
    assert found.columns[0] == ("序号", None)
    assert found.columns[1] == ("学号", "student_number")
    assert (found.file, found.format, found.sheet, found.header_row) == ("名单.xlsx", "xlsx", "名单", 1)
    assert found.rows[0].values["start"] == "2025-11-03"


def test_titles_notes_blank_rows_totals_and_signatures(tmp_path: Path) -> None:
    lines = roster(5, SHORT)
    wide = [""] * 6
    messy: Lines = [
        ["某某职业技术学院2026届岗位实习学生名单", *wide],
        ["生成日期：2026年3月1日", *wide],
        [],
        ["", *lines[0]],
        ["", *lines[1]],
        ["", *lines[2]],
        [],
        ["", "以下为转入学生"],
        ["", *lines[3]],
        ["", *lines[0]],
        ["", *lines[4]],
        ["", *lines[5]],
        ["", "合 计：", "5人"],
        ["", "", "", "共5人"],
        [],
        ["", "制表人：赵某", "", "", "审核：钱某", "", "2026-03-01"],
        ["备注：请于月底前核对。"],
        ["注:1.学号以学籍系统为准"],
    ]
    found = read(tmp_path, messy)
    assert found.header_row == 4
    assert numbers(found) == [5, 6, 9, 11, 12]
    assert found.problems == []


def test_a_row_without_a_number_is_refused_and_said(tmp_path: Path) -> None:
    lines = put(put(roster(4, SHORT), 1, "学号", "—"), 2, "姓名", "")
    found = read(tmp_path, lines)
    assert said(found) == [
        (3, "student_number", "student_number_missing", "error"),
        (4, "name", "name_missing", "error"),
    ]
    assert [row.refused for row in found.rows] == [False, True, True, False]
    assert found.problems[0].column == "A 学号"
    assert found.problems[1].student_number == "023000002"


def test_a_name_with_nothing_else_is_no_note(tmp_path: Path) -> None:
    lines = [
        ["学号", "姓名", "性别"],
        ["2301", "张三", "男"],
        ["", "李四", ""],
        ["", "买买提·艾力", ""],
        ["机电2班", "", ""],
    ]
    found = read(
        tmp_path, [*lines, ["2302", "王五", "女"], ["", "机电2班", ""], ["", "合计", ""], ["", "制表人", ""]]
    )
    assert numbers(found) == [2, 3, 4, 6]
    assert [(row, code) for row, _, code, _ in said(found)] == [
        (3, "student_number_missing"),
        (4, "student_number_missing"),
    ]


def test_a_damaged_number_refuses_its_row(tmp_path: Path) -> None:
    found = read(tmp_path, put(roster(3, SHORT), 1, "学号", 2.0230000001234568e17))
    assert said(found) == [(3, "student_number", "damaged_number", "error")]
    assert found.rows[1].refused
    assert found.rows[1].raw(found.columns, "student_number") == found.problems[0].value


def test_a_bad_optional_cell_keeps_its_row(tmp_path: Path) -> None:
    lines = roster(4, SHORT)
    put(lines, 0, "手机号", "138123456")
    put(lines, 1, "身份证号", int(valid_id(1).replace("X", "1")))
    put(lines, 2, "性别", "未婚")
    put(lines, 3, "出生日期", 2005.1)
    put(lines, 3, "身份证号", "")
    found = read(tmp_path, lines)
    assert said(found) == [
        (2, "phone", "phone_shape", "error"),
        (3, "id_number", "damaged_number", "error"),
        (4, "sex", "unknown_sex", "error"),
        (5, "birth_date", "date_as_number", "error"),
    ]
    assert not any(row.refused for row in found.rows)
    assert found.rows[0].values["phone"] is None
    assert found.rows[1].values["id_number"] is None
    assert found.rows[1].values["birth_date"] == "2005-01-02"
    assert found.rows[0].raw(found.columns, "phone") == "138123456"
    assert found.problems[0].column == "F 手机号"


def test_the_column_that_is_half_right(tmp_path: Path) -> None:
    """Numbers ending in X stay text, the others went through a float, one of which still passes its check."""
    lines = roster(30, SHORT)
    for line in lines[1:]:
        place = column(lines, "身份证号")
        if not line[place].endswith("X"):
            line[place] = float(line[place])
    found = read(tmp_path, lines)
    kept = [row.values["id_number"] for row in found.rows if row.values["id_number"]]
    assert kept
    assert all(str(number).endswith("X") for number in kept)
    assert {p.code for p in found.problems} == {"damaged_number"}
    assert len(found.problems) + len(kept) == 30


def test_text_ending_in_000_is_never_believed(tmp_path: Path) -> None:
    found = read(tmp_path, put(roster(1, SHORT), 0, "身份证号", "510502200510030000"))
    assert said(found) == [(2, "id_number", "id_ends_000", "error")]


def test_leading_zeros_stay_and_lost_ones_refuse_the_row(tmp_path: Path) -> None:
    lines = roster(5, SHORT)
    place = column(lines, "学号")
    lines[3][place] = float(lines[3][place])
    found = read(tmp_path, lines)
    assert found.rows[0].values["student_number"] == "023000000"
    assert found.rows[2].values["student_number"] == "23000002"
    assert said(found) == [(4, "student_number", "leading_zeros_lost", "error")]
    assert [row.refused for row in found.rows] == [False, False, True, False, False]


def test_numbers_of_one_length_raise_no_suspicion(tmp_path: Path) -> None:
    lines = roster(5, SHORT)
    for n, line in enumerate(lines[1:]):
        line[0] = 230101 + n
    found = read(tmp_path, lines)
    assert found.problems == []
    assert [row.values["student_number"] for row in found.rows][:2] == ["230101", "230102"]
    lines[2][0] = 101
    assert said(read(tmp_path, lines)) == [(3, "student_number", "leading_zeros_lost", "warning")]


def test_the_same_student_twice(tmp_path: Path) -> None:
    lines = roster(4, SHORT)
    lines.append(list(lines[2]))
    lines.append([*lines[1][:-1], "别的班"])
    found = read(tmp_path, lines)
    assert numbers(found) == [2, 3, 4, 5, 7]
    assert [row.number for row in found.rows if row.refused] == [2, 7]
    assert sorted(said(found)) == [
        (2, "student_number", "duplicate_student_number", "error"),
        (6, "student_number", "duplicate_row", "warning"),
        (7, "student_number", "duplicate_student_number", "error"),
    ]
    assert "第 2、7 行" in next(p for p in found.problems if p.row == 7).message.zh


def test_two_columns_of_one_kind(tmp_path: Path) -> None:
    lines = roster(3, (*SHORT, "性别", "手机号码"))
    lines[1][7], lines[2][7], lines[3][7] = "男", "男", ""
    lines[1][8], lines[2][5], lines[2][8] = "", "", "13700000000"
    found = read(tmp_path, lines)
    assert said(found) == [(3, "sex", "columns_differ", "warning")]
    assert [row.values["sex"] for row in found.rows] == ["男", "女", "男"]
    assert found.rows[1].values["phone"] == "13700000000"
    assert found.problems[0].column == "H 性别"


def test_sex_and_birth_against_the_identity_number(tmp_path: Path) -> None:
    lines = roster(4, SHORT)
    put(lines, 0, "性别", "女")
    put(lines, 1, "出生日期", date(2004, 5, 6))
    put(put(lines, 2, "性别", ""), 2, "出生日期", "")
    put(lines, 3, "出生日期", "2005.1")
    found = read(tmp_path, lines)
    assert said(found) == [
        (2, "sex", "sex_differs", "warning"),
        (3, "birth_date", "birth_date_differs", "warning"),
    ]
    assert found.rows[0].values["sex"] == "女"
    assert found.rows[1].values["birth_date"] == "2005-01-02"
    assert "2004-05-06" in found.problems[1].message.zh
    assert "2005-01-02" in found.problems[1].message.zh
    assert (found.rows[2].values["sex"], found.rows[2].values["birth_date"]) == ("男", "2005-01-03")
    assert found.rows[2].derived == ("sex", "birth_date")
    assert found.rows[3].values["birth_date"] == "2005-01-04"


def test_a_month_of_birth_without_an_identity_number(tmp_path: Path) -> None:
    lines = put(put(roster(1, SHORT), 0, "身份证号", ""), 0, "出生日期", "2005年1月")
    found = read(tmp_path, lines)
    assert said(found) == [(2, "birth_date", "day_missing", "error")]
    assert found.rows[0].values["birth_date"] is None


def test_other_documents_have_no_checksum(tmp_path: Path) -> None:
    lines = roster(3, ("学号", "姓名", "证件类型", "证件号码"))
    lines[1][2:] = ["护照", "e12345678"]
    lines[2][2:] = ["港澳居民来往内地通行证", "H1234567890"]
    lines[3][2:] = ["居民身份证", "E12345678"]
    found = read(tmp_path, lines)
    assert [row.values["id_number"] for row in found.rows] == ["E12345678", "H1234567890", None]
    assert said(found) == [(4, "id_number", "id_shape", "error")]


def test_old_numbers_of_15_digits_are_kept_and_marked(tmp_path: Path) -> None:
    found = read(tmp_path, put(roster(1, SHORT), 0, "身份证号", "510502051003001"))
    assert found.rows[0].values["id_number"] == "510502051003001"
    assert said(found) == [(2, "id_number", "id_15_digits", "warning")]


def test_an_end_before_the_start_is_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, put(roster(1), 0, "实习结束时间", date(2025, 1, 1)))
    assert said(found) == [(2, "end", "end_before_start", "error")]
    assert found.rows[0].values["end"] is None


def test_a_guardian_with_the_students_telephone(tmp_path: Path) -> None:
    found = read(tmp_path, put(roster(2), 0, "家长电话", student(0)["手机号"]))
    assert said(found) == [(2, "guardian_phone", "phone_same", "warning")]


def test_months_of_a_placement(tmp_path: Path) -> None:
    lines = put(put(roster(1), 0, "实习开始时间", "2025年11月"), 0, "实习结束时间", "2026.2")
    found = read(tmp_path, lines)
    assert (found.rows[0].values["start"], found.rows[0].values["end"]) == ("2025-11-01", "2026-02-28")
    assert [p.code for p in found.problems] == ["day_assumed", "day_assumed"]


def test_no_column_for_the_number(tmp_path: Path) -> None:
    found = read(tmp_path, roster(3, ("姓名", "性别", "班级")))
    assert [p.code for p in found.problems] == ["student_number_no_column"]
    assert all(row.refused for row in found.rows)


def test_a_full_roster_with_every_column_damaged_still_reads(tmp_path: Path) -> None:
    lines = roster(3)
    lines[2] = [n if n in (1, 2) else "?!" for n in range(len(lines[0]))]
    lines[2][1:3] = ["023000001", "李四"]
    found = read(tmp_path, lines)
    assert len(found.rows) == 3
    assert not found.rows[1].refused
    assert len({p.column for p in found.problems}) > 8


# -- mappings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mapping", [{"编码": "student_number", "称呼": "name"}, {"A": "student_number", "B": "name"}]
)
def test_a_mapping_by_hand(tmp_path: Path, mapping: Mapping[str, str]) -> None:
    lines = roster(3, SHORT)
    lines[0][:2] = ["编码", "称呼"]
    found = read(tmp_path, [["标题"], *lines], mapping=mapping)
    assert found.header_row == 2
    assert found.columns[:3] == (("编码", "student_number"), ("称呼", "name"), ("性别", "sex"))
    assert found.rows[0].values["student_number"] == "023000000"


def test_a_column_can_be_left_out(tmp_path: Path) -> None:
    for word in ("", "-", "ignore"):
        found = read(tmp_path, roster(1, SHORT), mapping={"性别": word, "班级": "note"})
        assert dict(found.columns)["性别"] is None
        assert dict(found.columns)["班级"] == "note"


def test_a_mapping_is_remembered_by_the_shape(tmp_path: Path) -> None:
    lines = roster(3, SHORT)
    lines[0][:2] = ["编码", "称呼"]
    kept = {"编码": "student_number", "称呼": "name", "性别": "", "班级": "gone"}
    shape = read(tmp_path, lines, header_row=1).shape
    found = read(tmp_path, lines, remembered=lambda key: kept if key == shape else None)
    assert [name for _, name in found.columns] == [
        "student_number", "name", None, "id_number", "birth_date", "phone", "class_name",
    ]  # fmt: skip
    again = read(tmp_path, lines, remembered=lambda _: kept, mapping={"性别": "sex"})
    assert dict(again.columns)["性别"] == "sex"


def test_a_mapping_that_names_what_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read(tmp_path, roster(1), mapping={"学号": "shoe_size"})
    assert caught.value.code == "unknown_roster_field"
    with pytest.raises(UserError) as caught:
        read(tmp_path, roster(1), mapping={"星座": "note"})
    assert caught.value.code == "unknown_heading"


def test_the_header_row_can_be_said(tmp_path: Path) -> None:
    lines = roster(2, SHORT)
    found = read(tmp_path, [lines[0], *roster(2, SHORT)], header_row=2)
    assert found.header_row == 2
    assert len(found.rows) == 2
    with pytest.raises(UserError) as caught:
        read(tmp_path, lines, header_row=40)
    assert caught.value.code == "no_header"


def test_the_header_of_a_text_file(tmp_path: Path) -> None:
    path = as_text(
        tmp_path / "a.txt", [["某学院名单"], *roster(2, SHORT)], separator="\t", encoding="gb18030"
    )
    found = read_roster(path, today=TODAY)
    assert (found.format, found.encoding, found.header_row) == ("tsv", "gb18030", 2)
    assert [row.values["phone"] for row in found.rows] == ["13800000000", "13800000001"]
