from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import destroy

from fieldteacher.domain.records import RECORD_TYPES
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.tables.column import Column, Filter, column_of
from fieldteacher.ui.tables.kinds import word_key
from fieldteacher.ui.tables.pane import TableView
from fieldteacher.ui.widgets.empty import EmptyState, Step

STUDENT = RECORD_TYPES["student"]


class Row(NamedTuple):
    id: str
    name: str
    student_number: str
    class_name: str | None
    enterprise: str | None


ROWS = [
    Row("a", "张伟", "2023001", "机电2301", "晨曜电子"),
    Row("b", "安然", "2023002", "机电2302", None),
    Row("c", "李娜", "2023003", "数控2301", "博澜"),
]
COLUMNS = (
    column_of(STUDENT, "name"),
    column_of(STUDENT, "student_number"),
    column_of(STUDENT, "class_name"),
    Column(name="enterprise", heading=Text("企业", "Enterprise"), key=word_key, stretch=True),
)
FILTERS = (
    Filter(
        name="placed", label=Text("在岗", "Placed"), accept=lambda r: r.enterprise is not None, group="where"
    ),
    Filter(
        name="nowhere",
        label=Text("未安排", "Not placed"),
        accept=lambda r: r.enterprise is None,
        group="where",
    ),
    Filter(name="jd", label=Text("机电", "Mechatronics"), accept=lambda r: r.class_name.startswith("机电")),
)


def _table(ui: Ui, taken: list[str] | None = None) -> TableView:
    add = Step("新增", lambda: (taken or []).append("add"))
    return TableView(
        ui,
        "test",
        Text("学生", "Students"),
        COLUMNS,
        filters=FILTERS,
        noun=Text("名学生", "students"),
        empty=EmptyState(ui.theme, "还没有学生", add),
    )


@pytest.fixture
def table(ui: Ui, qtbot: QtBot) -> Iterator[TableView]:
    made = _table(ui)
    made.resize(900, 500)
    made.show()
    qtbot.waitExposed(made)
    made.set_rows(ROWS)
    yield made
    destroy(made)


def _ids(table: TableView) -> str:
    return "".join(row.id for row in table.model.rows)


def test_an_empty_list_tells_the_next_step(ui: Ui, qtbot: QtBot) -> None:
    taken: list[str] = []
    table = _table(ui, taken)
    table.show()
    table.set_rows([])
    empty = table.findChildren(EmptyState)
    shown = [each for each in empty if each.isVisible()]
    assert [each.sentence.text() for each in shown] == ["还没有学生"]
    assert not table.finder.isVisible()
    destroy(table)


def test_chips_count_and_narrow(table: TableView) -> None:
    chips = table.filters._chips
    assert [chip.text() for chip in chips] == ["在岗 2", "未安排 1", "机电 2"]
    chips[0].click()
    assert _ids(table) == "ac"
    chips[1].click()
    assert _ids(table) == "abc", "chips of one group widen each other"
    chips[2].click()
    assert _ids(table) == "ab", "chips of different groups narrow"
    assert "显示 2 / 3 名学生" in table._count.text()
    table.clear_filters()
    assert _ids(table) == "abc"
    assert table._count.text() == "共 3 名学生"


def test_typing_finds_by_what_is_seen(table: TableView) -> None:
    table.finder.setText("2301 伟")
    assert _ids(table) == "a"
    table.finder.setText("没有这个人")
    assert table.nothing_found().isVisible()
    table.nothing_found().buttons[0].click()
    assert _ids(table) == "abc"
    assert table.rows.isVisible()


def test_selection_and_current_row_survive_a_reload_and_a_sort(table: TableView, qtbot: QtBot) -> None:
    seen: list[Row | None] = []
    table.selected.connect(seen.append)
    table.rows.go_to(2)
    assert seen[-1] == ROWS[2]
    table.rows.select_rows([0, 2])
    table.sort_by("name")
    assert {row.id for row in table.selected_rows()} == {"a", "c"}
    current = table.rows.current_row()
    assert current is not None
    assert current.id == "c"
    table.set_rows([Row("c", "李娜", "2023003", "数控2301", "新单位"), ROWS[1]])
    assert {row.id for row in table.selected_rows()} == {"c"}


def test_a_click_on_a_heading_sorts_and_a_second_turns_it(table: TableView) -> None:
    head = table.rows.horizontalHeader()
    head.sectionClicked.emit(0)
    assert _ids(table) == "bca"
    head.sectionClicked.emit(0)
    assert _ids(table) == "acb"


def test_copy_gives_cells_for_a_spreadsheet(table: TableView, qtbot: QtBot) -> None:
    table.columns.show(2, on=False)
    table.rows.select_rows([0, 1])
    table.rows.setFocus()
    qtbot.keyClick(table.rows, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "张伟\t2023001\t晨曜电子\n安然\t2023002\t"


def test_enter_opens_the_current_row(table: TableView, qtbot: QtBot) -> None:
    table.rows.go_to(1)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.rows, Qt.Key.Key_Return)
    assert opened.args == [ROWS[1]]


def test_going_to_a_row_selects_it_whatever_keys_are_held(table: TableView, qtbot: QtBot) -> None:
    qtbot.keyPress(table.rows, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    for _ in range(2):
        table.rows.go_to(1)
        assert table.rows.selected_rows() == [ROWS[1]]
    qtbot.keyRelease(table.rows, Qt.Key.Key_Control)


def test_the_keyboard_s_first_row_is_not_a_selection(table: TableView, qtbot: QtBot) -> None:
    seen: list[Row | None] = []
    table.selected.connect(seen.append)
    table.finder.setFocus()
    table.rows.setFocus()
    assert seen == []
    qtbot.keyClick(table.rows, Qt.Key.Key_Space)
    assert [row and row.id for row in seen] == ["a"]
    table.set_rows(ROWS)
    assert len(seen) == 1, "the same row again is not told again"
    table.set_rows(ROWS[1:])
    assert seen[-1] is None


def test_batch_actions_wait_for_a_selection(table: TableView) -> None:
    done: list[int] = []
    button = table.add_action(
        Text("勾选", "Tick"), lambda: done.append(len(table.selected_rows())), batch=True
    )
    assert not button.isEnabled()
    table.rows.select_rows([0, 1])
    button.click()
    assert done == [2]
    assert table._count.text() == "共 3 名学生，已选 2"


def test_the_choice_of_columns_and_the_order_are_remembered(table: TableView, ui: Ui, qtbot: QtBot) -> None:
    table.columns.show(2, on=False)
    table.rows.horizontalHeader().sectionClicked.emit(0)
    table.rows.horizontalHeader().sectionClicked.emit(0)
    again = _table(ui)
    again.set_rows(ROWS)
    assert again.rows.isColumnHidden(2)
    assert _ids(again) == "acb"
    destroy(again)


def test_select_goes_to_a_row_even_where_a_filter_hides_it(table: TableView) -> None:
    table.filters.set_on("nowhere")
    assert _ids(table) == "b"
    assert table.select("c")
    current = table.rows.current_row()
    assert current is not None
    assert current.id == "c"
    assert not table.select("gone")


def test_ten_thousand_rows_without_a_stutter(table: TableView, qtbot: QtBot) -> None:
    """Generous by a factor of about five over what was measured, so that only a change of kind fails it."""
    many = [Row(str(n), f"学生{n % 977}", f"{2023000000 + n}", f"班{n % 40}", None) for n in range(10_000)]
    slowest = 0.0
    for step in (
        lambda: table.set_rows(many),
        lambda: table.sort_by("name"),
        lambda: table.filters.set_on("nowhere"),
        lambda: table.rows.repaint(),
    ):
        start = perf_counter()
        step()
        slowest = max(slowest, perf_counter() - start)
    assert slowest < 0.25


def test_short_of_room_spare_columns_go_and_the_one_that_stretches_keeps_its_width(
    ui: Ui, qtbot: QtBot
) -> None:
    columns = (COLUMNS[0], COLUMNS[3], *(replace(each, spare=1) for each in COLUMNS[1:3]))
    table = TableView(ui, "narrow", Text("学生", "Students"), columns, noun=Text("名学生", "students"))
    table.resize(900, 400)
    table.show()
    qtbot.waitExposed(table)
    head = table.rows.horizontalHeader()
    for width, gone in ((200, 2), (900, 0), (300, 2), (700, 0)):
        table.resize(width, 400)
        qtbot.wait(1)
        assert head.hiddenSectionCount() == gone
        assert head.sectionSize(1) >= columns[1].width
        assert head.length() == sum(head.sectionSize(n) for n in range(head.count())), (
            "a hole where one was hidden"
        )
    destroy(table)
