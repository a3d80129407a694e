"""Typing marks a second time: nothing of the first ones is seen, differences afterwards, one key settles each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import Mark
from fieldteacher.ui.main_window import MainWindow
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.screen import EvaluationsScreen
from fieldteacher.ui.screens.evaluations.second_part import SecondPart

Settled = Callable[[], None]
Keys = Callable[[str], None]


@pytest.fixture
def second(
    screen: MarksPart, window: MainWindow, settled: Settled, services: Services, scheme: str
) -> SecondPart:
    """The college's four marks of the first student were typed once."""
    who = screen.model.rows[0].who.placement
    marks = [Mark(who, c.id, 100 + n) for n, c in enumerate(screen.model.criteria) if c.rater == "school"]
    services.evaluations.set_marks(scheme, "final", marks)
    assert isinstance(window.view, EvaluationsScreen)
    window.view.go("second")
    settled()
    settled()
    assert isinstance(window.view.part, SecondPart)
    return window.view.part


def _college(second: SecondPart) -> int:
    return next(n for n, c in enumerate(second.model.criteria) if c.rater == "school")


def _type(second: SecondPart, keys: Keys, settled: Settled, words: str) -> None:
    second.name.setText("孙老师")
    second.grid.downwards = False
    second.grid.go(0, _college(second))
    second.grid.setFocus()
    keys(words)
    second.leave()
    settled()
    second.reload()
    settled()


def test_only_those_with_marks_are_typed_and_nothing_of_them_is_seen(second: SecondPart) -> None:
    assert len({row.who.enterprise for row in second.model.rows}) == 1  # the other one has no marks
    assert len(second.model.rows) == 2
    assert all(second.model.words(0, column) == "" for column in range(second.model.columnCount()))
    college = _college(second)
    assert (second.model.lock(0, 0), second.model.lock(0, college)) == ("nothing", "")
    assert "第一遍还没有录入" in second.model.describe(0, 0)
    assert [(row.typed, row.differing) for row in second.progress_model.rows] == [((0, 1), 0)]


def test_nobody_types_without_a_name(second: SecondPart) -> None:
    assert not second.grid.isEnabled()
    second.name.setText(" 孙老师 ")
    assert second.grid.isEnabled()


@pytest.mark.parametrize(("key", "stands"), [("1", 110), ("2", 120)])
def test_one_key_settles_a_difference(
    second: SecondPart,
    keys: Keys,
    qtbot: QtBot,
    settled: Settled,
    services: Services,
    scheme: str,
    key: str,
    stands: int,
) -> None:
    first = _college(second)
    services.evaluations.set_marks(
        scheme, "final", [Mark(second.model.rows[0].who.placement, second.model.criteria[first + 1].id, 110)]
    )
    _type(second, keys, settled, "10.9→12→11.1→11.2→")
    assert second.difference_button.text() == "看差异（1）"
    qtbot.keyClick(second.grid, Qt.Key.Key_F7)
    settled()
    [row] = second.differences_model.rows
    assert (row.first, row.second, row.entered_by) == (110, 120, "孙老师")
    assert second.differences.hasFocus()
    qtbot.keyClick(second.differences, getattr(Qt.Key, f"Key_{key}"))
    settled()
    settled()
    sheet = services.evaluations.grid(scheme).rows[0]
    assert sheet.marks[second.model.criteria[first + 1].id] == stands
    assert sheet.sheets["school"].checked_by == "孙老师"
    assert [(r.typed, r.differing) for r in second.progress_model.rows] == [((1, 1), 0)]
    assert second.back()


def test_a_mark_above_the_full_marks_is_refused_here_too(second: SecondPart, keys: Keys) -> None:
    second.name.setText("孙老师")
    second.grid.go(0, _college(second))
    second.grid.setFocus()
    keys("99↵")
    assert "不能录入 99" in second.grid.problem


def test_what_was_typed_under_one_name_is_saved_under_it(
    second: SecondPart, keys: Keys, settled: Settled, services: Services
) -> None:
    second.name.setText("孙老师")
    second.grid.go(0, _college(second))
    second.grid.setFocus()
    keys("10↵")
    second.name.setText("")
    settled()
    assert [row["entered_by"] for row in services.records.list("second_score")[1]] == ["孙老师"]
    assert not second.grid.isEnabled()
