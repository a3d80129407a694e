from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.people import People

from fieldteacher.domain.text import Text
from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import Mark
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.model import GridModel
from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen

Settled = Callable[[], None]
Keys = Callable[[str], None]


def _column(model: GridModel, column: int) -> list[str]:
    return [model.words(row, column) for row in range(len(model.rows))]


def _stored(services: Services, scheme: str) -> list[dict[str, int]]:
    return [dict(row.marks) for row in services.evaluations.grid(scheme).rows]


def _paste(screen: MarksPart, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    screen.grid.paste()


def test_the_model_keeps_qt_s_rules(scheme: str, services: Services) -> None:
    model = GridModel("zh_CN")
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_grid(services.evaluations.grid(scheme))
    model.set_cells([(0, 0, 80), (1, 1, 70)])
    model.set_accept(lambda row: row.who.name == "张伟")
    model.set_accept(None)
    model.clear()
    assert tester.model() is model


def test_digits_and_enter_go_down_a_column(
    screen: MarksPart, keys: Keys, settled: Settled, services: Services, scheme: str
) -> None:
    keys("8.5↵9↵10↵7↵")
    assert _column(screen.model, 0) == ["8.5", "9", "10"]
    assert _column(screen.model, 1) == ["7", "", ""]
    screen.leave()
    settled()
    first, second = (c.id for c in screen.model.criteria[:2])
    assert [marks.get(first) for marks in _stored(services, scheme)] == [85, 90, 100]
    assert [marks.get(second) for marks in _stored(services, scheme)] == [70, None, None]


def test_enter_goes_right_after_the_switch(screen: MarksPart, keys: Keys) -> None:
    screen.down.click()
    screen.grid.setFocus()
    keys("8↵9↵")
    assert [screen.model.words(0, column) for column in range(3)] == ["8", "9", ""]


def test_arrows_tab_delete_and_escape(screen: MarksPart, keys: Keys) -> None:
    keys("8→9↓7⇥6↑")
    model = screen.model
    assert (model.words(0, 0), model.words(0, 1), model.words(1, 1), model.words(1, 2)) == (
        "8",
        "9",
        "7",
        "6",
    )
    assert screen.grid.currentIndex().row() == 0
    screen.grid.go(0, 0)
    keys("3⎋")
    assert model.words(0, 0) == "8"
    assert screen.grid.editor is None
    keys("⌫")
    assert model.words(0, 0) == ""


def test_f2_edits_what_stands_there(screen: MarksPart, keys: Keys, qtbot: QtBot) -> None:
    screen.model.set_cells([(0, 0, 85)])
    qtbot.keyClick(screen.grid, Qt.Key.Key_F2)
    assert screen.grid.editor is not None
    assert screen.grid.editor.text() == "8.5"
    qtbot.keyClick(screen.grid.editor, Qt.Key.Key_End)
    keys("←")
    assert screen.grid.editor is not None
    qtbot.keyClick(screen.grid.editor, Qt.Key.Key_Backspace)
    keys("↵")
    assert screen.grid.problem == "“职业道德”满分 10，不能录入 85。"
    keys("⎋")
    assert screen.model.words(0, 0) == "8.5"


def test_digits_of_an_input_method_begin_a_mark(screen: MarksPart, keys: Keys) -> None:
    typed = QInputMethodEvent()
    typed.setCommitString("８")
    QApplication.sendEvent(screen.grid, typed)
    keys(".5↵")
    assert screen.model.words(0, 0) == "8.5"


def test_letters_neither_type_nor_jump(screen: MarksPart, keys: Keys) -> None:
    keys("x")
    assert screen.grid.editor is None
    assert screen.grid.currentIndex().row() == 0


def test_total_and_grade_follow_each_mark(screen: MarksPart, keys: Keys) -> None:
    screen.down.click()
    screen.grid.setFocus()
    screen.model.set_cells([(0, column, c.full_marks) for column, c in enumerate(screen.model.criteria)][:-1])
    assert screen.model.result(0).overall is None
    assert screen.progress.text() == "已评完 0/3 名"
    screen.grid.go(0, len(screen.model.criteria) - 1)
    keys("15↵")
    # College 70 of 70 and 15 of 30: 85; 0.7 × 100 + 0.3 × 85 = 95.5.
    assert screen.model.result(0).overall == 955
    assert screen.model.headerData(0, Qt.Orientation.Vertical, int(Qt.ItemDataRole.AccessibleTextRole)) == (
        f"{screen.model.rows[0].who.name}，总评 95.5，优"
    )
    assert screen.progress.text() == "已评完 1/3 名"


def test_too_many_marks_are_refused_in_place(
    screen: MarksPart, keys: Keys, settled: Settled, services: Services, scheme: str
) -> None:
    keys("12↵")
    assert screen.grid.problem == "“职业道德”满分 10，不能录入 12。"
    assert screen.grid.editor is not None
    assert screen.grid.editor.accessibleDescription() == screen.grid.problem
    assert screen.grid.currentIndex().row() == 0
    keys("9↵")
    assert screen.grid.problem == ""
    assert screen.model.words(0, 0) == "9"
    screen.leave()
    settled()
    assert [90] in [list(marks.values()) for marks in _stored(services, scheme)]


def test_a_row_is_saved_when_it_is_left_and_ctrl_z_takes_it_back(
    screen: MarksPart,
    window: MainWindow,
    qtbot: QtBot,
    keys: Keys,
    settled: Settled,
    services: Services,
    scheme: str,
) -> None:
    screen.down.click()
    screen.grid.setFocus()
    keys("8↵9↵")
    assert screen.saver.unsaved
    keys("↓")
    settled()
    assert sorted(_stored(services, scheme)[0].values()) == [80, 90]
    keys("5→")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert _stored(services, scheme)[1] == {}
    assert sorted(_stored(services, scheme)[0].values()) == [80, 90]
    assert screen.model.words(0, 0) == "8"
    assert _column(screen.model, 2) == ["", "", ""]


def test_autosave_says_nothing_and_a_second_is_enough(
    screen: MarksPart,
    qtbot: QtBot,
    keys: Keys,
    settled: Settled,
    services: Services,
    scheme: str,
    ui: Ui,
) -> None:
    keys("8→")
    qtbot.waitUntil(lambda: not screen.saver.unsaved, timeout=3000)
    settled()
    assert list(_stored(services, scheme)[0].values()) == [80]
    assert ui.messages.toast_words == ""


def test_a_block_is_pasted_in_one_save(
    screen: MarksPart, settled: Settled, services: Services, scheme: str, ui: Ui
) -> None:
    screen.grid.go(0, 0)
    before = services.store.last_saves()[0][0]
    _paste(screen, "8\t9.5\t\r\n７\t\t6\r\n")
    settled()
    assert screen.banner.words == ""
    assert [screen.model.words(0, n) for n in range(3)] == ["8", "9.5", ""]
    assert [screen.model.words(1, n) for n in range(3)] == ["7", "", "6"]
    assert services.store.last_saves()[0][0] == before + 1
    assert "录入分数（4 个）" in ui.messages.toast_words
    services.records.undo()
    assert _stored(services, scheme) == [{}, {}, {}]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("8\n12\n", "“职业道德”满分 10，不能录入 12"),
        ("8\n9\n7\n6\n", "粘贴了 4 行，从这里往下只有 3 名学生"),
        ("\t".join(["1"] * 16), "粘贴了 16 列，从这里往右只有 13 项指标"),
        ("缺考", "“缺考”不是分数"),
        ("", "剪贴板里没有文字"),
    ],
)
def test_a_block_that_does_not_fit_sets_nothing(screen: MarksPart, block: str, said: str) -> None:
    screen.grid.go(0, 0)
    _paste(screen, block)
    assert said in screen.banner.words
    assert screen.banner.words.startswith("没有粘贴：")
    assert _column(screen.model, 0) == ["", "", ""]
    assert not screen.saver.unsaved


def test_what_is_copied_can_be_pasted_back(screen: MarksPart) -> None:
    screen.model.set_cells([(0, 0, 85), (0, 1, 90), (1, 0, 70)])
    screen.grid.selectAll()
    screen.grid.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0].split("\t")[:3] == ["8.5", "9", ""]
    screen.grid.clear_selected()
    assert _column(screen.model, 0) == ["", "", ""]
    screen.grid.paste()
    assert _column(screen.model, 0) == ["8.5", "7", ""]


def test_signed_marks_are_locked_and_passed_over(
    screen: MarksPart, keys: Keys, settled: Settled, services: Services, scheme: str
) -> None:
    who = screen.model.rows[1].who.placement
    marks = [Mark(who, c.id, c.full_marks) for c in screen.model.criteria if c.rater == "enterprise"]
    screen.change(lambda: services.evaluations.set_marks(scheme, "final", marks))
    settled()
    screen.grid.go(1, 0)
    screen.panel.sign_button("enterprise").click()
    settled()
    settled()
    assert screen.model.locked(1, 0)
    assert not screen.model.locked(1, 9)
    assert screen.panel.sign_button("enterprise").text() == "解除签字"
    assert screen.panel.cards["enterprise"].state.text().startswith("已签字")
    screen.grid.go(0, 0)
    screen.grid.setFocus()
    keys("8↵7↵")
    assert _column(screen.model, 0) == ["8", "10", "7"]
    screen.grid.go(0, 0)
    _paste(screen, "8\n9\n")
    assert "“职业道德”已签字" in screen.banner.words
    _paste(screen, "6\n10\n5\n")
    assert _column(screen.model, 0) == ["6", "10", "5"]


def test_comments_are_kept(
    screen: MarksPart, qtbot: QtBot, settled: Settled, services: Services, scheme: str
) -> None:
    screen.grid.go(1, 0)
    qtbot.keyClick(screen.grid, Qt.Key.Key_F6)
    text = screen.panel.text("enterprise")
    assert text.hasFocus()
    text.setPlainText("工作踏实")
    screen.grid.go(0, 0)
    settled()
    assert services.evaluations.grid(scheme).rows[1].comments == {"enterprise": "工作踏实"}
    assert screen.panel.text("enterprise").toPlainText() == ""


def test_filters_show_some_students(screen: MarksPart, people: People) -> None:
    screen.arrive(enterprise=people.bolan)
    assert [row.who.name for row in screen.model.rows] == ["王芳", "李娜"]
    screen.bar.finder.setText("李")
    assert [row.who.name for row in screen.model.rows] == ["李娜"]
    assert screen.progress.text() == "已评完 0/1 名"


def test_a_change_elsewhere_keeps_what_is_not_saved_yet(
    screen: MarksPart, keys: Keys, settled: Settled, services: Services, scheme: str
) -> None:
    keys("8→")
    who, criterion = screen.model.rows[2].who.placement, screen.model.criteria[0].id
    screen.change(lambda: services.evaluations.set_marks(scheme, "final", [Mark(who, criterion, 50)]))
    settled()
    assert _column(screen.model, 0) == ["8", "", "5"]
    screen.leave()
    settled()
    assert _stored(services, scheme)[0][criterion] == 80


@pytest.fixture
def park(services: Services, people: People) -> str:
    """150 students and a scheme of 20 criteria."""
    with services.store.write(Text("准备", "prepare")) as txn:
        for number in range(147):
            student = txn.create("student", {"student_number": f"2024{number:03}", "name": f"学生{number}"})
            txn.create("placement", {"student": student, "enterprise": people.bolan, "start": "2026-01-05"})
    criteria = [{"rater": "enterprise", "name": f"指标{n}", "full_marks": 50} for n in range(20)]
    values = {
        "name": "二十项",
        "raters": {"enterprise": 100},
        "bands": {"合格": 600, "不合格": 0},
        "pass_mark": 600,
    }
    return services.schemes.save(None, values, criteria)[0]


def test_three_thousand_marks_feel_instant(
    park: str,
    window: MainWindow,
    ui: Ui,
    qtbot: QtBot,
    keys: Keys,
    activate: Settled,
    settled: Settled,
    services: Services,
) -> None:
    activate()
    ui.navigator.go("evaluations")
    settled()
    assert isinstance(window.view, EvaluationsScreen)
    screen = window.view.part
    assert isinstance(screen, MarksPart)
    rows = len(screen.model.rows)
    screen.grid.go(0, 0)
    started = time.perf_counter()
    _paste(screen, "\n".join("\t".join(["4.5"] * 20) for _ in range(rows)))
    qtbot.wait(1)
    blocked = time.perf_counter() - started
    settled()
    assert screen.model.complete == rows
    assert sum(len(marks) for marks in _stored(services, park)) == 20 * rows
    assert blocked < 1.5
    started = time.perf_counter()
    screen.grid.go(0, 0)
    screen.grid.setFocus()
    keys("3↵" * 20)
    QApplication.processEvents()
    assert (time.perf_counter() - started) / 40 < 0.05


def test_a_half_typed_mark_is_not_disturbed_by_a_reading(
    screen: MarksPart, qtbot: QtBot, keys: Keys, settled: Settled, services: Services, scheme: str
) -> None:
    who, criterion = screen.model.rows[2].who.placement, screen.model.criteria[0].id
    keys("8")
    screen.change(lambda: services.evaluations.set_marks(scheme, "final", [Mark(who, criterion, 50)]))
    settled()
    assert screen.grid.editor is not None
    keys(".5↵")
    settled()
    qtbot.waitUntil(lambda: _column(screen.model, 0) == ["8.5", "", "5"], timeout=3000)


def test_ten_thousand_students_open_without_a_stutter(
    screen: MarksPart, services: Services, scheme: str
) -> None:
    grid = services.evaluations.grid(scheme)
    first = grid.rows[0]
    rows = [replace(first, who=first.who._replace(placement=str(n), student=str(n))) for n in range(10_000)]
    started = time.perf_counter()
    screen._show_grid(replace(grid, rows=rows))
    QApplication.processEvents()
    shown = time.perf_counter() - started
    assert len(screen.model.rows) == 10_000
    assert shown < 0.25  # 30 ms on a machine that does nothing else
