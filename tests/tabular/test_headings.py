"""Headings: every alias, the header among titles and notes, two lines, telephones beside people."""

from __future__ import annotations

import pytest

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.tabular.cells import FORM_OF_KIND
from fieldteacher.tabular.headings import find_header, header_at, meaning, normal, shape_key
from fieldteacher.tabular.layouts.roster import IGNORED_HEADINGS, PHONE_OF, ROSTER
from fieldteacher.tabular.workbook import Sheet


def sheet(*rows: str, merges: list[tuple[int, int, int, int]] | None = None) -> Sheet:
    """A sheet from lines of words; blank lines are left out as the reader does."""
    kept = [(number, row.split()) for number, row in enumerate(rows, 1) if row.strip()]
    return Sheet(
        "a", numbers=[n for n, _ in kept], rows=[["" if cell == "_" else cell for cell in row] for _, row in kept],
        merges=merges or [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("学号", "student_number"), ("学生学号", "student_number"), ("学籍号", "student_number"), ("XH", "student_number"),
        ("学 号", "student_number"), ("学\n号", "student_number"), ("*学号", "student_number"), ("学号（必填）", "student_number"),
        ("学号:", "student_number"), ("【学号】", "student_number"), ("Student No.", "student_number"),
        ("真实姓名", "name"), ("xm", "name"), ("姓　名", "name"), ("Name", "name"),
        ("身份证", "id_number"), ("身份证号码", "id_number"), ("证件号码", "id_number"), ("sfzh", "id_number"),
        ("身份证号(18位)", "id_number"), ("行政班名称", "class_name"), ("bjmc", "class_name"), ("zymc", "major"),
        ("入学年份", "grade_year"), ("二级学院", "department"), ("院系名称", "department"), ("本人电话", "phone"),
        ("联系电话", "phone"), ("出生年月", "birth_date"), ("生日", "birth_date"), ("出生日期（YYYY-MM-DD）", "birth_date"),
        ("入学时间", "enrolled_on"), ("修业年限", "schooling_years"), ("民族", "ethnic_group"), ("政治面貌", "political_status"),
        ("籍贯", "native_place"), ("家庭住址", "home_address"), ("监护人姓名", "guardian_name"), ("家长电话", "guardian_phone"),
        ("紧急联系人", "emergency_contact"), ("寝室", "lodging_address"), ("备注", "note"), ("实习单位", "enterprise"),
        ("实习单位名称（全称）", "enterprise"), ("单位地址", "enterprise_address"), ("统一社会信用代码", "uscc"),
        ("社会统一信用代码", "uscc"), ("岗位", "post"), ("部门", "placement_department"), ("企业导师", "mentor"), ("师傅", "mentor"),
        ("师傅电话", "mentor_phone"), ("企业导师联系电话", "mentor_phone"), ("校内指导教师", "teacher"), ("实习开始时间", "start"),
        ("实习结束时间", "end"), ("保险单号", "insurance_number"), ("月薪", "monthly_pay"), ("guardian_phone", "guardian_phone"),
        ("Date of birth", "birth_date"), ("Company", "enterprise"),
    ],
)  # fmt: skip
def test_known_headings(heading: str, field: str) -> None:
    assert meaning(heading).field == field


def test_every_field_is_known_by_its_name_and_its_labels() -> None:
    for name, column in ROSTER.items():
        assert meaning(name).field == name
        for heading in column.headings:
            assert meaning(heading).field == name


def test_no_heading_stands_for_two_fields() -> None:
    owner: dict[str, str] = {}
    for name, column in ROSTER.items():
        for heading in column.headings:
            assert owner.setdefault(normal(heading), name) == name, heading


def test_every_roster_field_feeds_a_declared_field() -> None:
    for column in ROSTER.values():
        spec = RECORD_TYPES[column.record].fields[column.field]
        assert spec.kind in FORM_OF_KIND
        assert column.label.zh
    students = {c.field for c in ROSTER.values() if c.record == "student"}
    assert set(RECORD_TYPES["student"].fields) - students == {"photo", "attention_level"}
    assert set(PHONE_OF.values()) <= set(ROSTER)


def test_headings_that_only_count_the_rows() -> None:
    for heading in IGNORED_HEADINGS:
        assert meaning(heading).known
        assert meaning(heading).field is None
    assert not meaning("星座").known


def test_the_header_among_titles_and_notes() -> None:
    header = find_header(
        [
            sheet(
                "某学院2026届实习学生名单",
                "生成日期:2026-03-01",
                "",
                "序号 学号 姓名 性别 班级",
                "1 023001 张伟 男 一班",
            )
        ]
    )
    assert header is not None
    assert header.number == 4
    assert header.fields == (None, "student_number", "name", "sex", "class_name")


def test_students_are_not_taken_for_a_header() -> None:
    header = find_header([sheet("学号 姓名 班级", "1 学生 班级", "2 张三 班")])
    assert header is not None
    assert header.number == 1


def test_a_header_of_two_lines() -> None:
    header = find_header(
        [
            sheet(
                "名单 _ _ _ _ _ _ _",
                "学号 姓名 家长 _ 实习信息 _ _ 备注",
                "_ _ 姓名 电话 单位名称 岗位 开始时间 _",
                "1 张三 张父 13800000000 甲公司 装配 2026-01-01 _",
                merges=[(1, 0, 1, 7), (2, 0, 3, 0), (2, 2, 2, 3), (2, 4, 2, 6)],
            )
        ]
    )
    assert header is not None
    assert header.number == 3
    assert header.headings[:3] == ("学号", "姓名", "家长姓名")
    assert header.fields == (
        "student_number", "name", "guardian_name", "guardian_phone", "enterprise", "post", "start", "note",
    )  # fmt: skip


def test_a_title_over_the_whole_sheet_is_no_group() -> None:
    header = find_header(
        [sheet("学生 _ _ _ _", "学号 姓名 性别 电话 班级", "1 张三 男 138 一班", merges=[(1, 0, 1, 4)])]
    )
    assert header is not None
    assert header.headings[0] == "学号"


def test_plain_telephones_belong_to_the_person_beside_them() -> None:
    header = find_header(
        [sheet("学号 姓名 联系电话 家长姓名 联系电话 企业导师 电话 校内指导教师 电话", "1 2 3 4 5 6 7 8 9")]
    )
    assert header is not None
    assert header.fields == (
        "student_number", "name", "phone", "guardian_name", "guardian_phone", "mentor", "mentor_phone",
        "teacher", "teacher_phone",
    )  # fmt: skip


def test_a_lone_telephone_is_the_students() -> None:
    header = find_header([sheet("学号 姓名 家长姓名 联系电话", "1 2 3 4")])
    assert header is not None
    assert header.fields[3] == "phone"


def test_the_header_row_can_be_said() -> None:
    page = sheet("编码 称呼", "1 张三", "学号 姓名")
    header = header_at(page, 1)
    assert header is not None
    assert header.headings == ("编码", "称呼")
    assert header_at(page, 9) is None


def test_the_shape_does_not_depend_on_spaces_and_width() -> None:
    assert shape_key(["学 号", "姓名（必填）", ""]) == shape_key(["学号", "姓名(必填)", ""])
    assert shape_key(["学号", "姓名"]) != shape_key(["姓名", "学号"])
    assert shape_key(["学号"]) == shape_key(["学号"])
    assert len(shape_key(["学号"])) == 24
