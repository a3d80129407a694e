from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import QPersistentModelIndex, QSortFilterProxyModel, Qt
from pytestqt.modeltest import ModelTester

from fieldteacher.domain.fields import Kind
from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.tables.column import Column, column_of
from fieldteacher.ui.tables.kinds import _KEYS, _SHOW, show_value, word_key
from fieldteacher.ui.tables.model import ROW_ROLE, SORT_ROLE, TONE_ROLE, RowsModel

STUDENT, PLACEMENT = RECORD_TYPES["student"], RECORD_TYPES["placement"]


class Row(NamedTuple):
    id: str
    name: str
    hours_per_day: int | None
    status: str | None


ROWS = [
    Row("1", "张伟", 80, "active"),
    Row("2", "安然", None, "planned"),
    Row("3", "李娜", 75, "ended"),
    Row("4", "陈静", 105, None),
]
COLUMNS = (
    column_of(STUDENT, "name"),
    column_of(PLACEMENT, "hours_per_day"),
    column_of(PLACEMENT, "status", tone={"active": "good"}.get),
)


@pytest.fixture
def model() -> RowsModel:
    made = RowsModel(COLUMNS, "zh_CN")
    made.set_rows(ROWS)
    return made


def _ids(model: RowsModel) -> str:
    return "".join(row.id for row in model.rows)


def test_it_keeps_the_rules_of_qt_s_models(qtmodeltester: ModelTester) -> None:
    model = RowsModel(COLUMNS, "zh_CN")
    qtmodeltester.check(model, force_py=True)
    model.set_rows(ROWS)
    model.sort(0)
    model.set_accept(lambda row: row.status is not None)
    model.set_rows([])


def test_cells_are_words_in_the_person_s_language(model: RowsModel) -> None:
    assert [model.cell(0, n) for n in range(3)] == ["张伟", "8", "在岗"]
    assert model.cell(3, 1) == "10.5"
    assert model.cell(3, 2) == ""
    english = RowsModel(COLUMNS, "en")
    english.set_rows(ROWS)
    assert english.cell(0, 2) == "active"
    assert english.headerData(0, Qt.Orientation.Horizontal) == "Name"


def test_numbers_stand_right_under_their_heading(model: RowsModel) -> None:
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    assert model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) == right


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (0, Qt.SortOrder.AscendingOrder, "2431"),
        (0, Qt.SortOrder.DescendingOrder, "1342"),
        (1, Qt.SortOrder.AscendingOrder, "3142"),
        (1, Qt.SortOrder.DescendingOrder, "4132"),
        (2, Qt.SortOrder.AscendingOrder, "2134"),
    ],
    ids=["pinyin", "pinyin down", "numbers", "numbers down, empty last", "choices in their own order"],
)
def test_rows_sort_by_native_values(
    model: RowsModel, column: int, order: Qt.SortOrder, expected: str
) -> None:
    model.sort(column, order)
    assert _ids(model) == expected


def test_an_index_follows_its_row_through_a_sort(model: RowsModel) -> None:
    index = QPersistentModelIndex(model.index(0, 1))
    model.sort(0)
    assert index.data(ROW_ROLE) is ROWS[0]


def test_filter_and_order_hold_for_new_rows(model: RowsModel) -> None:
    model.sort(0)
    model.set_accept(lambda row: row.hours_per_day is not None)
    assert _ids(model) == "431"
    model.set_rows([*ROWS, Row("5", "白雪", 70, None)])
    assert _ids(model) == "5431"
    assert model.total == 5
    model.set_accept(None)
    assert _ids(model) == "25431"


def test_the_row_comes_back_through_a_proxy(model: RowsModel) -> None:
    proxy = QSortFilterProxyModel()
    proxy.setSourceModel(model)
    proxy.setSortRole(SORT_ROLE)
    proxy.sort(0)
    assert [proxy.index(n, 0).data(ROW_ROLE).id for n in range(4)] == ["2", "1", "3", "4"]
    assert proxy.index(3, 0).data(ROW_ROLE) is ROWS[3]


def test_tones_are_told_for_cells_that_have_one(model: RowsModel) -> None:
    assert model.data(model.index(0, 2), TONE_ROLE) == "good"
    assert model.data(model.index(1, 2), TONE_ROLE) is None
    assert model.data(model.index(0, 0), TONE_ROLE) is None


def test_every_kind_can_be_shown_and_sorted() -> None:
    assert set(_SHOW) == set(_KEYS) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "field", "value", "zh", "en"),
    [
        ("visit", "rule_answers", {"R10": "yes"}, "加班或夜班 是", "overtime or night shifts yes"),
        ("placement", "hazard_tags", ("dust", "heat"), "粉尘、高温", "dust, heat"),
        ("placement", "works_independently", False, "否", "no"),
        ("incident", "occurred_at", "2026-03-01T08:30", "2026-03-01 08:30", "2026-03-01 08:30"),
        ("student", "note", "一\n二", "一 二", "一 二"),
        ("student", "sex", "X", "X", "X"),
    ],
)
def test_values_in_words(kind: str, field: str, value: object, zh: str, en: str) -> None:
    spec = RECORD_TYPES[kind].spec(field)
    assert show_value(spec, value, "zh_CN") == zh
    assert show_value(spec, value, "en") == en


def test_common_characters_sort_by_pinyin() -> None:
    names = ["赵敏", "Ann", "王芳", "安心", "陈晨", "李雷"]
    assert sorted(names, key=word_key) == ["Ann", "安心", "陈晨", "李雷", "王芳", "赵敏"]


def test_a_column_can_be_declared_by_hand() -> None:
    column = Column(name="id", heading=Text("号", "No."), show=lambda value, _: f"#{value}")
    model = RowsModel([column], "zh_CN")
    model.set_rows(ROWS)
    assert model.cell(1, 0) == "#2"
