"""Single values: what each kind takes, what it refuses, and that nothing else ever escapes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldteacher.domain.fields import FieldSpec, Kind, Privacy, options
from fieldteacher.domain.record import Value
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.domain.values import MAX_INTEGER, FieldProblem, clean, show_tenths

LABEL = Text("字段", "field")
CHOICES = options(("face", "面谈", "face to face"), ("phone", "电话", "by phone"))


def spec(kind: Kind, **more: Any) -> FieldSpec:
    if kind in (Kind.CHOICE, Kind.CHOICES):
        more.setdefault("choices", CHOICES)
    return FieldSpec(name="field", kind=kind, label=LABEL, **more)


TAKEN: list[tuple[Kind, object, Value]] = [
    (Kind.TEXT, "  张三\x00 ", "张三"),
    (Kind.TEXT, "第一行\r\n第二行", "第一行 第二行"),
    (Kind.TEXT, "李\ud800四", "李四"),
    (Kind.TEXT, "𬭎", "𬭎"),
    (Kind.TEXT, 12, "12"),
    (Kind.TEXT, " \t\n", None),
    (Kind.NOTE, "一\r\n二\r三\n", "一\n二\n三"),
    (Kind.CODE, "007", "007"),
    (Kind.PHONE, "138 0013 8000", "138 0013 8000"),
    (Kind.ID_NUMBER, " 1101051949 1231002x", "11010519491231002X"),
    (Kind.ID_NUMBER, "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
    (Kind.USCC, "91320594ma00000002", "91320594MA00000002"),
    (Kind.DATE, "2026-02-28", "2026-02-28"),
    (Kind.DATE, "２０２６-０２-２８", "2026-02-28"),
    (Kind.DATE, "  ", None),
    (Kind.TIME, "8:30", "08:30"),
    (Kind.TIME, "08：30", "08:30"),
    (Kind.TIME, "23:59:59", "23:59"),
    (Kind.MOMENT, "2026-03-01 8:30", "2026-03-01T08:30"),
    (Kind.MOMENT, "2026-03-01T08:30:15", "2026-03-01T08:30"),
    (Kind.MOMENT, "2026-03-01", "2026-03-01T00:00"),
    (Kind.INTEGER, "-5", -5),
    (Kind.INTEGER, "１２", 12),
    (Kind.INTEGER, 3.0, 3),
    (Kind.INTEGER, MAX_INTEGER, MAX_INTEGER),
    (Kind.TENTHS, 85, 85),
    (Kind.TENTHS, "8.5", 85),
    (Kind.TENTHS, "8.50", 85),
    (Kind.TENTHS, "8", 80),
    (Kind.TENTHS, "-0.5", -5),
    (Kind.FLAG, True, True),
    (Kind.FLAG, 0, False),
    (Kind.FLAG, "是", True),
    (Kind.FLAG, "No", False),
    (Kind.CHOICE, "面谈", "face"),
    (Kind.CHOICE, "Face To Face", "face"),
    (Kind.CHOICE, "phone", "phone"),
    (Kind.CHOICES, ["电话", "face", "phone"], ("face", "phone")),
    (Kind.CHOICES, [], None),
    (Kind.MAPPING, {"优\x00": 900, "良": "800"}, {"优": 900, "良": 800}),
    (Kind.REFERENCE, "0199-a", "0199-a"),
    (Kind.REFERENCES, ["b", "a", "b"], ("b", "a")),
]

REFUSED: list[tuple[Kind, object, str]] = [
    (Kind.TEXT, "x" * 201, "too_long"),
    (Kind.TEXT, True, "not_text"),
    (Kind.TEXT, 1.5, "not_text"),
    (Kind.TEXT, 10**5000, "not_text"),
    (Kind.TEXT, ["a"], "not_text"),
    (Kind.USCC, "91320594MA00000003", "uscc_invalid"),
    (Kind.DATE, "2026-02-30", "not_a_date"),
    (Kind.DATE, "2026-W12-1", "not_a_date"),
    (Kind.DATE, "20260301", "not_a_date"),
    (Kind.DATE, "2026/3/1", "not_a_date"),
    (Kind.DATE, "1899-12-31", "not_a_date"),
    (Kind.TIME, "25:00", "not_a_time"),
    (Kind.TIME, "830", "not_a_time"),
    (Kind.TIME, "08:30+08:00", "not_a_time"),
    (Kind.MOMENT, "0001-01-01 08:00", "not_a_moment"),
    (Kind.MOMENT, "2026-03-01T08:30Z", "not_a_moment"),
    (Kind.INTEGER, float("nan"), "not_a_number"),
    (Kind.INTEGER, float("inf"), "not_a_number"),
    (Kind.INTEGER, 1e300, "not_a_number"),
    (Kind.INTEGER, 2**53, "out_of_range"),
    (Kind.INTEGER, 2**63, "out_of_range"),
    (Kind.INTEGER, 10**5000, "not_a_number"),
    (Kind.INTEGER, 1.5, "not_a_number"),
    (Kind.INTEGER, True, "not_a_number"),
    (Kind.INTEGER, "1e3", "not_a_number"),
    (Kind.TENTHS, 8.5, "not_a_number"),
    (Kind.TENTHS, "8.55", "not_a_number"),
    (Kind.TENTHS, "1e400", "not_a_number"),
    (Kind.TENTHS, 10**5000, "not_a_number"),
    (Kind.FLAG, 2, "not_yes_or_no"),
    (Kind.FLAG, "也许", "not_yes_or_no"),
    (Kind.CHOICE, "sms", "unknown_choice"),
    (Kind.CHOICES, "face", "not_a_list"),
    (Kind.CHOICES, ["sms"], "unknown_choice"),
    (Kind.MAPPING, ["a"], "not_a_mapping"),
    (Kind.MAPPING, {"": 1}, "unknown_key"),
    (Kind.MAPPING, {"\ud800": 1}, "unknown_key"),
    (Kind.MAPPING, {"a": 1.5}, "not_a_number"),
    (Kind.MAPPING, {str(n): n for n in range(101)}, "too_long"),
    (Kind.REFERENCE, "a\x00b", "not_a_reference"),
    (Kind.REFERENCE, "a\udcff", "not_a_reference"),
    (Kind.REFERENCE, "x" * 65, "not_a_reference"),
    (Kind.REFERENCES, "a", "not_a_list"),
    (Kind.REFERENCES, [None], "not_a_reference"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), TAKEN, ids=range(len(TAKEN)))
def test_takes(kind: Kind, raw: object, value: Value) -> None:
    assert clean(spec(kind), raw) == value


@pytest.mark.parametrize(("kind", "raw", "code"), REFUSED, ids=range(len(REFUSED)))
def test_refuses_with_the_fields_name(kind: Kind, raw: object, code: str) -> None:
    with pytest.raises(FieldProblem) as problem:
        clean(spec(kind), raw)
    assert problem.value.code == code
    assert problem.value.field == "field"
    assert problem.value.text.zh.startswith("字段：")
    assert problem.value.text.en.startswith("field: ")


def test_every_kind_was_tried_both_ways() -> None:
    assert {kind for kind, *_ in TAKEN} == set(Kind)
    never_refused_alone = {
        Kind.NOTE,
        Kind.CODE,
        Kind.PHONE,
        Kind.ID_NUMBER,
    }  # words: only their length can be wrong
    assert {kind for kind, *_ in REFUSED} == set(Kind) - never_refused_alone


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("empty", [None, "", "   ", "\x00", [], (), {}])
def test_empty_is_none_for_every_kind(kind: Kind, empty: object) -> None:
    assert clean(spec(kind), empty) is None


def test_limits_are_named_in_the_fields_own_unit() -> None:
    with pytest.raises(FieldProblem) as problem:
        clean(spec(Kind.TENTHS, minimum=0, maximum=1000), "100.1")
    assert problem.value.text.zh == "字段：100.1 不在 0 到 100 之间。"
    assert clean(spec(Kind.TENTHS, minimum=0, maximum=1000), "100.0") == 1000


def test_a_mapping_keeps_its_order_and_takes_only_known_names() -> None:
    weights = spec(
        Kind.MAPPING, keys=options(("enterprise", "企业", "enterprise"), ("school", "学校", "college"))
    )
    assert list(clean(weights, {"school": 30, "enterprise": 70}) or ()) == ["school", "enterprise"]
    with pytest.raises(FieldProblem):
        clean(weights, {"parents": 100})


ANY_SPEC = st.sampled_from(
    [*(spec(kind) for kind in Kind), *(s for kind in RECORD_TYPES.values() for s in kind.fields.values())]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.just("2026-03-01")
    | st.just("8.5"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=6,
)


@given(ANY_SPEC, JSON)
def test_only_field_problems_escape_and_cleaning_twice_changes_nothing(one: FieldSpec, raw: object) -> None:
    try:
        value = clean(one, raw)
    except FieldProblem:
        return
    assert clean(one, value) == value
    json.dumps(value, ensure_ascii=False).encode()  # no lone surrogate, no float that JSON has not


@given(st.text())
def test_words_lose_only_what_cannot_be_kept(raw: str) -> None:
    kept = clean(spec(Kind.NOTE, max_length=10**6), raw)
    visible = [c for c in raw if not c.isspace() and c not in (kept or "")]
    assert all(ord(c) < 32 or ord(c) == 127 or 0xD800 <= ord(c) <= 0xDFFF for c in visible)


@given(st.integers(-(10**9), 10**9))
def test_tenths_are_read_back_from_how_they_are_shown(value: int) -> None:
    assert clean(spec(Kind.TENTHS), show_tenths(value)) == value


def test_sensitive_is_what_the_law_calls_so() -> None:
    assert RECORD_TYPES["student"].spec("id_number").privacy is Privacy.SENSITIVE
    assert RECORD_TYPES["incident"].spec("injury").privacy is Privacy.SENSITIVE
