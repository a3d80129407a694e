from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.ui.people import People

from fieldteacher.services.app import Services
from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen

Settled = Callable[[], None]
Keys = Callable[[str], None]


def test_without_a_scheme_the_ready_ones_are_offered(
    people: People, window: MainWindow, ui: Ui, settled: Settled, services: Services
) -> None:
    assert people
    ui.navigator.go("evaluations")
    settled()
    assert isinstance(window.view, EvaluationsScreen)
    screen = window.view.part
    assert isinstance(screen, MarksPart)
    screen.open_schemes()
    screen.scheme_page.save()
    settled()
    settled()
    made = services.schemes.all()
    assert [each.name for each in made] == ["岗位实习考核（企业70%、学校30%）"]
    assert len(screen.model.criteria) == 13
    assert [row.who.name for row in screen.model.rows] == ["张伟"]


def test_a_used_scheme_is_kept_and_a_new_version_made(
    screen: MarksPart, keys: Keys, settled: Settled, services: Services, scheme: str
) -> None:
    keys("8↵")
    screen.leave()
    settled()
    screen.reload()
    settled()
    screen.open_schemes()
    page = screen.scheme_page
    assert "保存为第 2 版" in page.banner.words
    page.criteria["enterprise"]._lines[0].inputs["full_marks"].setText("20")
    page.save()
    settled()
    settled()
    assert [(each.version, each.criteria[0].full_marks) for each in services.schemes.all()] == [
        (2, 200),
        (1, 100),
    ]
    assert screen.bar.scheme != scheme
    assert [screen.model.words(row, 0) for row in range(3)] == ["", "", ""]


def test_a_scheme_that_does_not_fit_says_so_at_the_place(screen: MarksPart, settled: Settled) -> None:
    screen.open_schemes()
    page = screen.scheme_page
    page.form.binder.enter({"raters": {"enterprise": 70, "school": 40}})
    page.save()
    settled()
    assert page.form.binder.problem("raters") == "评分人权重合计应为 100。"
    line = page.criteria["school"]._lines[1]
    line.inputs["full_marks"].setText("many")
    page.save()
    assert "不是最多一位小数的数" in line.problem.text()


def test_ctrl_s_saves_the_scheme_on_its_page(
    screen: MarksPart, qtbot: QtBot, settled: Settled, services: Services
) -> None:
    screen.open_schemes()
    screen.scheme_page.form.binder.enter({"name": "新名称"})
    qtbot.keyClick(screen.scheme_page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled()
    settled()
    assert [each.name for each in services.schemes.all()] == ["新名称"]


def test_a_rule_for_missing_raters_asks_who_decided_it(
    screen: MarksPart, settled: Settled, services: Services
) -> None:
    screen.open_schemes()
    page = screen.scheme_page
    page.form.binder.enter({"missing_rater": "reweigh", "missing_by": "系主任"})
    page.save()
    settled()
    assert page.form.binder.problem("missing_reason") == "缺评仍出总评须写明由谁决定、为什么。"
    page.form.binder.enter({"missing_reason": "考核办法第 8 条"})
    page.save()
    settled()
    settled()
    saved = services.schemes.default()
    assert saved is not None
    assert (saved.missing_rater, saved.missing_by, saved.missing_reason) == (
        "reweigh",
        "系主任",
        "考核办法第 8 条",
    )
