"""The pages that take the whole screen: every control is named, and Tab goes in reading order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from tests.ui.hands import Hands
from tests.ui.people import People

from fieldteacher.ui.context import Ui
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen
from fieldteacher.ui.screens.talks.screen import TalksScreen
from fieldteacher.ui.screens.visits.screen import VisitsScreen

Settled = Callable[[], None]
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)


@pytest.fixture
def visit_page(window: MainWindow, people: People, ui: Ui, settled: Settled, hands: Hands) -> QWidget:
    assert hands
    ui.navigator.go("visits", do="new", enterprise=people.chenyao)
    settled()
    settled()
    assert isinstance(window.view, VisitsScreen)
    return window.view.page


@pytest.fixture
def talk_page(window: MainWindow, people: People, ui: Ui, settled: Settled, hands: Hands) -> QWidget:
    assert hands
    ui.navigator.go("talks", do="new", student=people.zhang)
    settled()
    settled()
    assert isinstance(window.view, TalksScreen)
    return window.view.page


@pytest.fixture
def scheme_page(window: MainWindow, people: People, ui: Ui, settled: Settled, hands: Hands) -> QWidget:
    assert people
    assert hands
    ui.navigator.go("evaluations")
    settled()
    assert isinstance(window.view, EvaluationsScreen)
    assert isinstance(window.view.part, MarksPart)
    window.view.part.open_schemes()
    return window.view.part.scheme_page


def _name(control: QWidget) -> str:
    return control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")


def _tabbed(hands: Hands, number: int) -> list[str]:
    """The names of where the keyboard is, and of where the next Tabs lead."""
    names = [_name(hands.at)]
    for _ in range(number):
        hands.press("Tab")
        names.append(_name(hands.at))
    return names


@pytest.mark.parametrize("page", ["visit_page", "talk_page", "scheme_page"])
def test_every_control_is_named(page: str, request: pytest.FixtureRequest) -> None:
    shown: QWidget = request.getfixturevalue(page)
    nameless = [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}"
        for kind in CONTROLS
        for each in shown.findChildren(kind)
        if each.isVisible()
        and not _name(each)
        and not isinstance(each.parentWidget(), QAbstractItemView | QComboBox)
    ]
    assert nameless == []


def test_tab_goes_through_a_visit_in_reading_order(visit_page: QWidget, hands: Hands) -> None:
    assert visit_page.isVisible()
    assert _tabbed(hands, 13) == [
        "在岗学生", "思想", "工作", "生活", "主要收获", "问题和困难", "企业培养", "企业使用", "企业评价", "就业双向选择",
        "实习环境与条件", "存在问题", "企业满意度: 1", "下次走访",
    ]  # fmt: skip


def test_tab_goes_through_a_talk_in_reading_order(talk_page: QWidget, hands: Hands) -> None:
    assert talk_page.isVisible()
    assert _tabbed(hands, 5) == ["思想", "工作", "生活", "主要收获", "问题和困难", "处理措施"]


def test_tab_goes_through_lines_added_to_a_scheme(scheme_page: QWidget, hands: Hands) -> None:
    assert scheme_page.isVisible()
    names = _tabbed(hands, 29)
    assert names[:8] == [
        "名称",
        "及格分",
        "取整",
        "企业",
        "学校",
        "学生自评",
        "等级 1 的名称",
        "等级 1 的最低分",
    ]
    assert names[20:28] == [
        "删除等级 5",
        "添加等级",
        "缺评处理",
        "缺评处理决定人",
        "缺评处理理由",
        "企业指标 1：指标",
        "企业指标 1：标准",
        "企业指标 1：满分",
    ]
