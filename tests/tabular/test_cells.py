"""Reading single cells: every trap of the rosters, and that reading never raises, guesses or loses a zero."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tabular.rosters import valid_id, valid_uscc

from fieldteacher.domain.identity import id_check_character, id_problem
from fieldteacher.domain.values import clean
from fieldteacher.tabular import words
from fieldteacher.tabular.cells import Form, plain, reader
from fieldteacher.tabular.columns import read_column
from fieldteacher.tabular.frames import Cell
from fieldteacher.tabular.identifiers import PlainIds, Result
from fieldteacher.tabular.layouts.roster import ROSTER

TODAY = date(2026, 3, 16)
GOOD_ID = "510502200510030012"
DAMAGED_BUT_PASSING = next(
    text for n in range(999) if (text := f"510502{2000 + n % 9}{1 + n % 12:02d}{1 + n % 28:02d}{n // 100}000")
    and len(text) == 18 and id_problem(text) is None
)  # fmt: skip


def read(field: str, cell: Cell, *, date1904: bool = False) -> Result:
    column = ROSTER[field]
    return reader(column.form, column.spec, today=TODAY, date1904=date1904)(cell)


def value(field: str, cell: Cell) -> Any:
    return read(field, cell)[0]


def doubt(field: str, cell: Cell) -> str | None:
    found = read(field, cell)[1]
    return found.code if found else None


TAKEN: list[tuple[str, Cell, object]] = [
    # student numbers
    ("student_number", "0023001", "0023001"),
    ("student_number", " 00 23001\u00a0", "0023001"),
    ("student_number", "００２３００１", "0023001"),
    ("student_number", "'0023001", "0023001"),
    ("student_number", "\u200b230101\ufeff", "230101"),
    ("student_number", 230101.0, "230101"),
    ("student_number", 230101, "230101"),
    ("student_number", "230101.0", "230101"),
    ("student_number", "0230101.0", "0230101"),
    ("student_number", "QX-2023-007", "QX-2023-007"),
    ("student_number", 202300000001234.0, "202300000001234"),
    ("student_number", "2023000000012345678", "2023000000012345678"),
    # names
    ("name", "张　三", "张三"),
    ("name", " 张 三 ", "张三"),
    ("name", "张\n三", "张三"),
    ("name", "买买提•艾力", "买买提·艾力"),
    ("name", "买买提‧艾力", "买买提·艾力"),
    ("name", "买买提・艾力", "买买提·艾力"),
    ("name", "买买提 · 艾力", "买买提·艾力"),
    ("name", "买买提.艾力", "买买提·艾力"),
    ("name", "𠮷祥", "𠮷祥"),
    ("name", "John  Smith", "John Smith"),
    ("name", "Ｌｉ Ｍｉｎｇ", "Li Ming"),
    ("name", "\uf9b4", "\u9818"),
    # sex
    *[("sex", cell, "男") for cell in ("男", "男性", "M", "male", "1", 1, 1.0, "１", "男 ")],
    *[("sex", cell, "女") for cell in ("女", "女性", "F", "Female", "2", 2.0, "女生")],
    ("sex", "0", None),
    ("sex", 9, None),
    # identity numbers
    ("id_number", GOOD_ID, GOOD_ID),
    ("id_number", "11010519491231002x", "11010519491231002X"),
    ("id_number", "11010519491231002×", "11010519491231002X"),
    ("id_number", "'" + GOOD_ID, GOOD_ID),
    ("id_number", "510502 20051003 0012", GOOD_ID),
    ("id_number", "５１０５０２２００５１００３００１２", GOOD_ID),
    ("id_number", GOOD_ID[:6] + "\u200b" + GOOD_ID[6:] + "\u00a0", GOOD_ID),
    # credit codes
    ("uscc", valid_uscc(), valid_uscc()),
    ("uscc", valid_uscc().lower() + " ", valid_uscc()),
    ("uscc", "914403001922038216", "914403001922038216"),
    # telephones
    ("phone", "13812345678", "13812345678"),
    ("phone", 13812345678.0, "13812345678"),
    ("phone", 13812345678, "13812345678"),
    ("phone", "13812345678.0", "13812345678"),
    ("phone", "138 1234 5678", "13812345678"),
    ("phone", "138-1234-5678", "13812345678"),
    ("phone", "+86 138 1234 5678", "13812345678"),
    ("phone", "8613812345678", "13812345678"),
    ("phone", "0086-13812345678", "13812345678"),
    ("phone", "１３８１２３４５６７８", "13812345678"),
    ("phone", "13812345678/13912345678", "13812345678 13912345678"),
    ("phone", "13812345678、13912345678", "13812345678 13912345678"),
    ("phone", "13812345678\n13912345678", "13812345678 13912345678"),
    ("phone", "13812345678 13912345678", "13812345678 13912345678"),
    ("phone", "13812345678；13812345678", "13812345678"),
    ("phone", "0830-1234567", "0830-1234567"),
    ("phone", "08301234567", "0830-1234567"),
    ("phone", "(0512)62345678", "0512-62345678"),
    ("phone", "010-62345678转8001", "010-62345678-8001"),
    ("phone", "021 6234 5678", "021-62345678"),
    ("phone", "0512-62345678-8001", "0512-62345678-8001"),
    ("phone", "62345678", "62345678"),
    ("phone", "0830-1234567/13812345678", "0830-1234567 13812345678"),
    ("phone", "4008123456", "4008123456"),
    ("phone", "661234", "661234"),
    ("phone", "+85291234567", "+85291234567"),
    # days
    *[
        ("start", cell, "2023-09-01")
        for cell in (
            "2023-09-01", "2023-9-1", "2023/9/1", "2023.9.1", "2023年9月1日", "2023 年 9 月 1 日", "20230901", 20230901,
            20230901.0, "20230901.0", 45170, 45170.0, 45170.5, "45170", "２０２３年９月１日", "2023年9月1号", (2023, 9, 1),
            (2023, 9, 1, 8, 30, 0), "2023-09-01 00:00:00", "2023-09-01T00:00:00", "2023/9/1 8:30", "2023年9月1日 星期五", "'2023-09-01",
        )
    ],
    ("start", "2023-09", "2023-09-01"),
    ("start", "2023.09", "2023-09-01"),
    ("start", "2023年9月", "2023-09-01"),
    ("start", "202309", "2023-09-01"),
    ("end", "2024年2月", "2024-02-29"),
    ("end", "2024-04", "2024-04-30"),
    ("birth_date", "2005.10", "2005-10"),
    # numbers
    ("monthly_pay", "3,200元", 3200),
    ("monthly_pay", 3200.0, 3200),
    ("monthly_pay", "￥3200.00", 3200),
    ("schooling_years", "三年制", 3),
    ("schooling_years", "3年", 3),
    ("grade_year", "2023级", 2023),
    ("grade_year", "23级", 2023),
    ("grade_year", 2023.0, 2023),
    # words
    ("class_name", "２３器械（１）班 ", "23器械（1）班"),
    ("home_address", "四川省 泸州市\n江阳区", "四川省泸州市江阳区"),
    ("enterprise", "苏州（中国）电子 有限公司", "苏州（中国）电子有限公司"),
    ("enterprise", "ABC Ltd. 苏州", "ABC Ltd. 苏州"),
    ("class_name", 2301.0, "2301"),
    ("note", "第一行\r\n第二行", "第一行\n第二行"),
    ("note", "'=1+1", "=1+1"),
    ("wechat", "@abc", "@abc"),
    # choices
    ("id_kind", "居民身份证", "resident"),
    ("id_kind", "护照", "passport"),
    ("id_kind", "港澳居民来往内地通行证", "hk_macao_taiwan"),
    ("placement_kind", "自主实习", "self_chosen"),
    ("lodging_kind", "租房", "own"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "cell", "expected"), TAKEN)
def test_what_is_taken(field: str, cell: Cell, expected: object) -> None:
    assert value(field, cell) == expected


LEFT_OUT: list[tuple[str, Cell, str]] = [
    ("student_number", 4.4050220051003e17, "damaged_number"),
    ("student_number", "4.4E+17", "damaged_number"),
    ("student_number", 2023.5, "not_a_whole_number"),
    ("student_number", -5, "not_a_whole_number"),
    ("student_number", True, "not_a_number_text"),
    ("student_number", (2023, 1, 1), "not_a_number_text"),
    ("student_number", math.nan, "damaged_number"),
    ("student_number", "=A1", "formula_text"),
    ("student_number", "同上", "ditto"),
    ("id_number", 510502200510030012, "damaged_number"),
    ("id_number", 5.1050220051003e17, "damaged_number"),
    ("id_number", "5.10502E+17", "damaged_number"),
    ("id_number", "510502200510030014", "id_checksum"),
    ("id_number", "320506200702290022", "id_date"),
    ("id_number", "990502200510030012", "id_province"),
    ("id_number", "51050220051003001", "id_shape"),
    ("id_number", "E12345678", "id_shape"),
    ("id_number", "5105022005100300120", "id_shape"),
    ("id_number", "510502********0012", "masked"),
    ("id_number", DAMAGED_BUT_PASSING, "id_ends_000"),
    ("id_number", "510502200510030000", "id_ends_000"),
    ("uscc", 914403001922038216, "damaged_number"),
    ("uscc", "914403001922038217", "uscc_invalid"),
    ("uscc", "510500000012345", "uscc_old_number"),
    ("phone", "1.3812E+10", "damaged_number"),
    ("phone", "1381234567", "phone_shape"),
    ("phone", "138123456789", "phone_shape"),
    ("phone", "没有电话", "phone_shape"),
    ("phone", 13812345678.5, "not_a_whole_number"),
    ("sex", "未婚", "unknown_sex"),
    ("sex", 3, "unknown_sex"),
    ("sex", True, "unknown_sex"),
    ("start", 2005.1, "date_as_number"),
    ("start", 2005.10, "date_as_number"),
    ("start", 2023.9, "date_as_number"),
    ("start", 2023, "year_only"),
    ("start", "23-9-1", "short_year"),
    ("start", "05.10", "short_year"),
    ("start", "9/1/2023", "day_or_month_first"),
    ("start", "2023-02-29", "no_such_day"),
    ("start", "2023-13-01", "no_such_day"),
    ("start", (1899, 12, 31), "not_a_date"),
    ("start", "下学期", "not_a_date"),
    ("start", True, "not_a_date"),
    ("start", 1e300, "not_a_date"),
    ("start", math.inf, "not_a_date"),
    ("birth_date", "2030-01-01", "birth_ahead"),
    ("monthly_pay", "3000-4000", "not_a_number"),
    ("monthly_pay", 3000.5, "not_a_number"),
    ("grade_year", "大三", "not_a_year"),
    ("schooling_years", 30, "out_of_range"),
    ("id_kind", "学生证", "unknown_choice"),
    ("name", "12345", "not_a_name"),
    ("name", "x" * 300, "too_long"),
    ("home_address", "=HYPERLINK(1)", "formula_text"),
    ("class_name", 1e300, "damaged_number"),
]


@pytest.mark.parametrize(("field", "cell", "code"), LEFT_OUT)
def test_what_is_left_out(field: str, cell: Cell, code: str) -> None:
    found, why = read(field, cell)
    assert found is None
    assert why is not None
    assert (why.code, why.severity) == (code, "error")
    assert why.message.zh
    assert why.message.en
    assert "{" not in why.message.zh + why.message.en


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("name", "张?", "lost_character"),
        ("name", "张？三", "lost_character"),
        ("name", "张\ufffd", "lost_character"),
        ("name", "张\ue123", "private_character"),
        ("name", "张*三", "masked"),
        ("enterprise", "苏州?精密有限公司", "lost_character"),
        ("id_number", "510502051003001", "id_15_digits"),
        ("id_number", 510502051003001, "id_15_digits"),
        ("id_number", "110105" + "19491231" + "002X", "id_age"),
        ("start", "2023.9", "day_assumed"),
        ("birth_date", "2023-09-01", "birth_age"),
        ("birth_date", "1931-09-01", "birth_age"),
        ("phone", "13812345678（父）", "phone_words"),
    ],
)
def test_what_is_taken_with_a_word(field: str, cell: Cell, code: str) -> None:
    found, why = read(field, cell)
    assert found is not None
    assert why is not None
    assert (why.code, why.severity) == (code, "warning")


@pytest.mark.parametrize(
    "cell", ["-", "/", "无", "#N/A", "NULL", "—", "——", " ", "\u3000", "n/a", "暂无", "#REF!", "\u200b"]
)
@pytest.mark.parametrize("field", ["student_number", "name", "sex", "id_number", "uscc", "phone", "start", "monthly_pay",
                                   "grade_year", "id_kind", "home_address", "note", "enterprise", "insurance_number"])  # fmt: skip
def test_words_for_nothing(field: str, cell: str) -> None:
    assert read(field, cell) == (None, None)


def test_a_likely_slip_in_a_credit_code_is_named_and_not_mended() -> None:
    good = valid_uscc(100)
    found, why = read("uscc", good.replace("0", "O", 1))
    assert found is None
    assert why is not None
    assert why.code == "uscc_look_alike"
    assert good in why.message.zh


def test_day_numbers_of_both_epochs() -> None:
    assert read("start", 45170, date1904=False)[0] == "2023-09-01"
    assert read("start", 45170 - 1462, date1904=True)[0] == "2023-09-01"


def test_every_identity_number_that_went_through_a_float_is_damaged() -> None:
    for number in range(300):
        assert doubt("id_number", float(valid_id(number).replace("X", "1"))) == "damaged_number"
        assert doubt("id_number", int(valid_id(number).replace("X", "1"))) == "damaged_number"


# -- properties ------------------------------------------------------------------------------------

CELLS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789.-+/年月日 '=xX×EeＯ０１９　\u200b\n男女张三·?", max_size=24),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.tuples(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31)),
)
FIELDS = st.sampled_from(list(ROSTER))


@given(FIELDS, CELLS)
def test_reading_never_raises_and_says_why(field: str, cell: Cell) -> None:
    found, why = read(field, cell)
    assert found is None or isinstance(found, str | int)
    if why is not None:
        assert (why.severity == "error") == (found is None)
        assert "{" not in why.code


@given(FIELDS, CELLS)
def test_reading_again_what_was_read_changes_nothing(field: str, cell: Cell) -> None:
    found, _ = read(field, cell)
    if found is not None and not str(cell).lstrip().startswith("'"):
        again, why = read(field, found)  # type: ignore[arg-type]
        assert again == found
        assert why is None or why.severity == "warning"


@given(FIELDS, CELLS)
def test_the_store_takes_what_was_read_as_it_is(field: str, cell: Cell) -> None:
    """Else every import of the same list would show the cell as changed."""
    found, _ = read(field, cell)
    if found is not None and not (field == "birth_date" and len(str(found)) == 7):
        assert clean(ROSTER[field].spec, found) == found


@given(
    st.from_regex(r"[0-9]{1,20}", fullmatch=True),
    st.sampled_from(["{}", " {} ", "'{}", "{}\u00a0", "\ufeff{}", "{}.0"]),
)
def test_student_numbers_never_lose_a_digit(number: str, around: str) -> None:
    found, why = read("student_number", around.format(number))
    if why is None and number not in words.NULL_WORDS:
        assert found == number
    else:
        assert found is None


@given(st.integers(0, 10**15 - 1))
def test_whole_numbers_become_their_digits(number: int) -> None:
    assert read("student_number", float(number)) == (str(number), None)


@given(
    st.dates(date(1930, 1, 1), date(2100, 12, 31)),
    st.sampled_from(
        ["{0}-{1}-{2}", "{0}/{1:02}/{2:02}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}{1:02}{2:02}"]
    ),
)
def test_any_day_in_any_form(day: date, form: str) -> None:
    assert read("start", form.format(day.year, day.month, day.day)) == (day.isoformat(), None)
    serial = (day - date(1899, 12, 30)).days
    assert read("start", serial)[0] == day.isoformat()


@given(st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True))
def test_the_quick_test_of_identity_numbers_agrees_with_the_slow_one(number: str) -> None:
    slow = read("id_number", number)
    assert bool(PlainIds(TODAY)(number)) == (slow == (number, None))


@given(
    st.dates(date(1970, 1, 1), date(2012, 1, 1)),
    st.integers(0, 999),
    st.sampled_from(["510502", "110101", "330106"]),
)
def test_the_quick_test_takes_valid_identity_numbers(born: date, order: int, area: str) -> None:
    first = f"{area}{born:%Y%m%d}{order:03d}"
    number = first + id_check_character(first)
    assert bool(PlainIds(TODAY)(number)) == (read("id_number", number) == (number, None))


@given(st.sampled_from(list(Form)), CELLS)
def test_what_the_quick_test_takes_is_its_own_value(form: Form, cell: Cell) -> None:
    if isinstance(cell, str) and plain(form, TODAY)(cell):
        column = next((c for c in ROSTER.values() if c.form is form), None)
        if column is not None:
            assert read(column.name, cell) == (cell, None)


@given(FIELDS, st.lists(CELLS, max_size=12))
def test_a_column_reads_as_its_cells_do(field: str, cells: list[Cell]) -> None:
    column = ROSTER[field]
    one = reader(column.form, column.spec, today=TODAY, date1904=False)
    values, doubts = read_column(cells, one, plain(column.form, TODAY))
    for place, cell in enumerate(cells):
        expected = one(cell) if cell != "" else (None, None)
        assert (values[place], doubts.get(place)) == expected
