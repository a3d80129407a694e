"""Importing a roster in the window: nothing is written before Import, every change and problem stands at its cell."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from tests.ui.picking import Picked

from fieldteacher.domain.text import Language, Text
from fieldteacher.services.app import Services
from fieldteacher.services.roster_lines import RosterLine
from fieldteacher.tabular.roster import RosterRow
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.rosters.lines import Line, Wording
from fieldteacher.ui.screens.rosters.screen import RostersScreen

Wait = Callable[[], None]
HEAD = ("学号", "姓名", "手机号", "班级", "实习单位", "实习岗位", "实习开始时间")
NAMES = ("周小满", "吴春分", "郑谷雨", "王立夏", "冯芒种", "陈白露")


def write_list(
    path: Path,
    changes: Mapping[tuple[int, int], object] | None = None,
    *,
    rows: int = 6,
    head: tuple[str, ...] = HEAD,
    title: str = "2023级学生名单",
) -> Path:
    """A list of six students under a title line; ``changes`` puts other values into cells."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("名单")
    sheet.write(0, 0, title)
    for column, words in enumerate(head):
        sheet.write(1, column, words)
    for row in range(rows):
        firm = ("苏州康达医疗器械有限公司", "昆山华辰生物科技有限公司")[row % 2]
        line = (
            f"2301{row:03}",
            NAMES[row % 6],
            f"138000000{row:02}",
            "器械2301班",
            firm,
            "装配",
            "2026-03-02",
        )
        for column, value in enumerate(line):
            value = (changes or {}).get((row, column), value)
            if isinstance(value, str):
                sheet.write_string(row + 2, column, value)
            else:
                sheet.write(row + 2, column, value)
    book.close()
    return path


@pytest.fixture
def screen(window: MainWindow, ui: Ui, settled: Wait) -> RostersScreen:
    ui.navigator.go("rosters")
    settled()
    assert isinstance(window.view, RostersScreen)
    return window.view


def open_file(screen: RostersScreen, settled: Wait, file: Path) -> None:
    screen.open(file)
    settled()


def said(screen: RostersScreen) -> dict[int, str | None]:
    """What the table says about each row."""
    return {line.number: line.summary for line in screen.table.model.rows}


def test_a_preview_writes_nothing_and_says_what_it_found(
    screen: RostersScreen, services: Services, settled: Wait, tmp_path: Path
) -> None:
    before = services.records.last_saves()
    open_file(screen, settled, write_list(tmp_path / "名单.xlsx"))
    assert services.records.list("student")[0] == 0
    assert services.records.last_saves() == before
    assert [line.state for line in screen.table.model.rows] == ["new"] * 6
    assert [line.number for line in screen.table.model.rows] == [3, 4, 5, 6, 7, 8]
    assert screen.source.header.text() == "2"
    assert screen.import_button.text() == "导入 6 行"
    assert not screen.problems_button.isEnabled()
    assert "周小满" in screen.details.words


def test_import_is_one_save_that_can_be_taken_back(
    qtbot: QtBot, screen: RostersScreen, ui: Ui, services: Services, settled: Wait, tmp_path: Path
) -> None:
    saves = len(services.records.last_saves())
    open_file(screen, settled, write_list(tmp_path / "名单.xlsx"))
    qtbot.keyClick(screen.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert len(services.records.last_saves()) == saves + 1
    counts = [services.records.list(kind)[0] for kind in ("student", "enterprise", "placement")]
    assert counts == [6, 2, 6]
    assert "导入名单" in ui.messages.toast_words
    undo = next(b for b in screen.done.findChildren(QWidget) if getattr(b, "text", str)() == "撤销导入")
    undo.click()  # type: ignore[attr-defined]
    settled()
    assert services.records.list("student")[0] == services.records.list("placement")[0] == 0


def test_five_changed_cells_are_exactly_five_changes(
    screen: RostersScreen, services: Services, settled: Wait, tmp_path: Path
) -> None:
    open_file(screen, settled, write_list(tmp_path / "一.xlsx"))
    screen.import_()
    settled()
    second = {
        (0, 2): "13911112222", (1, 3): "器械2302班", (2, 5): "质检", (3, 1): "王立冬", (4, 2): "",
        (5, 2): "13933334444",
    }  # fmt: skip
    open_file(screen, settled, write_list(tmp_path / "二.xlsx", second))
    assert {number: words for number, words in said(screen).items() if words} == {
        3: "手机：13800000000 → 13911112222",
        4: "班级：器械2301班 → 器械2302班",
        5: "岗位：装配 → 质检",
        6: "姓名：王立夏 → 王立冬",
        8: "手机：13800000005 → 13933334444",
    }
    changed = screen.table.model.rows[0].cell("phone")
    assert (changed.old, changed.text) == ("13800000000", "13911112222")
    screen.table.filters.set_on("unchanged")
    assert [line.number for line in screen.table.model.rows] == [7]
    assert screen.import_button.text() == "导入 5 行"


def test_a_problem_stands_at_its_cell_and_goes_into_the_list_to_send_back(
    screen: RostersScreen, ui: Ui, services: Services, settled: Wait, tmp_path: Path
) -> None:
    file = write_list(tmp_path / "名单.xlsx", {(1, 0): "", (2, 6): "很久以前"})
    open_file(screen, settled, file)
    states = {line.number: line.state for line in screen.table.model.rows}
    assert states[4] == "refused"
    cell = screen.table.model.rows[2].cell("start")
    assert cell.severity is not None
    assert cell.text == "很久以前"
    model = screen.table.model
    place = next(n for n, each in enumerate(model.columns) if each.name == "start")
    tip = model.data(model.index(2, place), int(Qt.ItemDataRole.ToolTipRole))
    assert tip == "\n".join(remark.words for remark in cell.remarks)
    ui.picker = Picked(tmp_path / "问题.xlsx")
    screen.problems_button.click()
    settled()
    assert (tmp_path / "问题.xlsx").stat().st_size > 1000
    assert "问题.xlsx" in screen.banner.words
    screen.import_()
    settled()
    assert services.records.list("student")[0] == 5


def test_a_corrected_column_is_remembered_for_sheets_of_the_same_shape(
    screen: RostersScreen, services: Services, settled: Wait, tmp_path: Path
) -> None:
    head = (*HEAD[:2], "小灵通", *HEAD[3:])
    open_file(screen, settled, write_list(tmp_path / "一.xlsx", head=head))
    assert screen.mapping.combos[2].currentData() in (None, "")
    names = [screen.mapping.combos[2].itemData(n) for n in range(screen.mapping.combos[2].count())]
    screen.mapping.changed.emit(2, "phone")
    settled()
    assert "phone" in names
    assert screen.mapping.combos[2].currentData() == "phone"
    assert screen.table.model.rows[0].cell("phone").text == "13800000000"
    screen.import_()
    settled()
    assert services.students.rows()[0].phone == "13800000000"
    open_file(screen, settled, write_list(tmp_path / "二.xlsx", {(0, 2): "13911112222"}, head=head))
    assert said(screen)[3] == "手机：13800000000 → 13911112222"


def test_the_header_row_can_be_corrected_and_a_wrong_one_keeps_the_preview(
    qtbot: QtBot, screen: RostersScreen, settled: Wait, tmp_path: Path
) -> None:
    open_file(screen, settled, write_list(tmp_path / "名单.xlsx"))
    screen.source.header.setText("99")
    qtbot.keyClick(screen.source.header, Qt.Key.Key_Return)
    settled()
    assert screen.banner.words
    assert screen.source.header.text() == "2"
    assert len(screen.table.model.rows) == 6


def test_a_file_that_is_no_roster_is_refused_in_one_sentence(
    screen: RostersScreen, settled: Wait, tmp_path: Path
) -> None:
    other = tmp_path / "照片.jpg"
    other.write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    open_file(screen, settled, other)
    assert "照片.jpg" in screen.banner.words
    open_file(screen, settled, tmp_path)
    assert tmp_path.name in screen.banner.words
    assert screen.empty.isEnabled()


def test_stopping_leaves_the_store_as_it_was(
    screen: RostersScreen, services: Services, settled: Wait, tmp_path: Path
) -> None:
    open_file(screen, settled, write_list(tmp_path / "名单.xlsx"))
    screen.ui.runner.work(lambda progress, cancelled: time.sleep(0.1), title=Text("别的", "other"))
    screen.import_()
    assert not screen.strip.isHidden()
    screen.strip.cancel.click()
    settled()
    assert services.records.list("student")[0] == 0
    assert screen.strip.isHidden()
    assert screen.look.isEnabled()
    screen.import_()
    settled()
    assert services.records.list("student")[0] == 6


def test_a_dropped_file_and_the_key_lead_to_the_screen(
    qtbot: QtBot, window: MainWindow, ui: Ui, settled: Wait, tmp_path: Path
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert isinstance(window.view, RostersScreen)
    ui.navigator.go("students")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write_list(tmp_path / "名单.xlsx")))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(9, 9), *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), *how))
    settled()
    assert isinstance(window.view, RostersScreen)
    assert len(window.view.table.model.rows) == 6


def test_escape_leaves_the_file_then_the_screen(
    qtbot: QtBot, window: MainWindow, ui: Ui, screen: RostersScreen, settled: Wait, tmp_path: Path
) -> None:
    open_file(screen, settled, write_list(tmp_path / "名单.xlsx"))
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    assert screen.shown is None
    qtbot.keyClick(screen, Qt.Key.Key_Escape)
    settled()
    assert window.view is not screen


def test_ten_thousand_rows_are_shown_at_once(screen: RostersScreen) -> None:
    wording = Wording({}, {}, "zh_CN")
    fields = [(each.name, each.label) for each in screen.ui.services.rosters.fields()[:20]]
    lines = [
        Line(RosterLine(RosterRow(n, {name: f"{n} {name}" for name, _ in fields}, ()), "new"), wording)
        for n in range(10_000)
    ]
    before = time.perf_counter()
    screen.table.show_lines(fields, lines)
    screen.table.view.grab()
    assert time.perf_counter() - before < 0.5
    assert screen.table.model.rowCount() == 10_000


def test_the_model_is_sound_and_its_cells_can_be_painted(
    qtmodeltester: ModelTester, screen: RostersScreen, settled: Wait, tmp_path: Path
) -> None:
    open_file(screen, settled, write_list(tmp_path / "一.xlsx", {(2, 6): "很久以前"}))
    model, view = screen.table.model, screen.table.view
    qtmodeltester.check(model)
    place = next(n for n, each in enumerate(model.columns) if each.name == "start")
    colours = []
    for row in (1, 2):
        picture = QImage(120, 34, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        option = QStyleOptionViewItem()
        option.rect = picture.rect()
        painter = QPainter(picture)
        view.itemDelegateForColumn(place).paint(painter, option, model.index(row, place))
        painter.end()
        colours.append(picture.pixelColor(4, 17).name())
    assert colours[0] != colours[1]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_control_has_a_name(
    window: MainWindow, ui: Ui, settled: Wait, tmp_path: Path, language: Language
) -> None:
    ui.choose_language(language)
    ui.navigator.go("rosters", file=write_list(tmp_path / "名单.xlsx"))
    settled()
    screen = window.view
    assert isinstance(screen, RostersScreen)
    screen.tabs.setCurrentIndex(1)
    inside = [w for w in screen.findChildren(QWidget) if w.window() is screen.window()]
    controls = [w for w in inside if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [w for w in controls if not (w.accessibleName() or getattr(w, "text", lambda: "")())] == []
    assert len(controls) > 15
