"""Checks over several fields of a record."""

from __future__ import annotations

import pytest

from fieldteacher.domain.checks import check_whole, clean_record
from fieldteacher.domain.identity import id_check_character
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.values import FieldProblem

FUTURE = "51050221991003001"
FUTURE += id_check_character(FUTURE)


def problem(type_name: str, values: dict[str, Value], *changed: str) -> tuple[str, str | None] | None:
    """The code and field that a whole record is refused with, where it is."""
    try:
        check_whole(RECORD_TYPES[type_name], values, frozenset(changed or values))
    except FieldProblem as error:
        return error.code, error.field
    return None


def test_cleans_every_given_field_and_no_other() -> None:
    given = {"name": " 张三 ", "student_number": "007", "phone": ""}
    assert clean_record(RECORD_TYPES["student"], given) == {
        "name": "张三",
        "student_number": "007",
        "phone": None,
    }


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(FieldProblem) as error:
        clean_record(RECORD_TYPES["student"], {"shoe_size": 43})
    assert (error.value.code, error.value.field) == ("unknown_field", "shoe_size")
    assert error.value.text.zh == "“学生”没有字段 shoe_size。"


def test_only_what_a_save_touches_can_be_refused() -> None:
    gap: dict[str, Value] = {"name": None, "student_number": "1", "phone": "13800138000"}
    assert problem("student", gap, "phone") is None
    assert problem("student", gap, "name") == ("required", "name")


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        ("510502200510030012", None, None),
        ("510502200510030012", "resident", None),
        ("510502200510030014", "resident", "id_checksum"),
        ("320506200702290022", None, "id_date"),
        (FUTURE, None, "id_date"),
        ("005022005100300121", None, "id_province"),
        ("E12345678", None, "id_shape"),
        ("E12345678", "passport", None),
        ("510502200510030014", "other", None),
    ],
)
def test_id_numbers_are_checked_where_the_document_is_a_residents_card(
    number: str, kind: str | None, code: str | None
) -> None:
    found = problem("student", {"id_number": number, "id_kind": kind})
    assert found == (None if code is None else (code, "id_number"))


@pytest.mark.parametrize(
    ("type_name", "first", "last"),
    [
        ("batch", "start", "end"), ("placement", "start", "end"), ("paper", "valid_from", "valid_to"),
        ("practice_entry", "starts_on", "ends_on"), ("absence", "starts_at", "ends_at"),
    ],
)  # fmt: skip
def test_an_end_is_not_before_its_start(type_name: str, first: str, last: str) -> None:
    tail = "T08:00" if last.endswith("_at") else ""
    early, late = "2026-03-01" + tail, "2026-03-02" + tail
    assert problem(type_name, {first: early, last: late}, first) is None
    assert problem(type_name, {first: early, last: early}, last) is None
    assert problem(type_name, {first: late, last: early}, last) == ("end_before_start", last)
    assert problem(type_name, {first: late, last: early}, first) == ("end_before_start", last)
    assert problem(type_name, {first: late, last: None}, first) is None


def test_the_raters_weights_add_up_to_100() -> None:
    assert problem("scheme", {"raters": {"enterprise": 70, "school": 30}}) is None
    assert problem("scheme", {"raters": {"enterprise": 70, "school": 31}}) == ("weights_not_100", "raters")
    assert problem("scheme", {"raters": None}, "raters") is None
