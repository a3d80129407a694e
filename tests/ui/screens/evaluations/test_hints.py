"""Hints in the grid: quiet, gone through by F8, let rest by F9, and back by undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import Mark
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart
from fieldteacher.ui.screens.evaluations.model import HINT_ROLE

Settled = Callable[[], None]


@pytest.fixture
def hinted(screen: MarksPart, settled: Settled, services: Services, scheme: str) -> MarksPart:
    """A nought for the first student, another for the third."""
    first, third = (screen.model.rows[n].who.placement for n in (0, 2))
    criterion, other = (c.id for c in screen.model.criteria[1:3])
    marks = [Mark(first, criterion, 0), Mark(third, other, 0)]
    screen.change(lambda: services.evaluations.set_marks(scheme, "final", marks))
    settled()
    settled()
    return screen


def test_a_hint_is_a_mark_in_the_cell_and_a_sentence_beside_it(hinted: MarksPart) -> None:
    model = hinted.model
    assert len(model.hints) == 2
    assert hinted.hinting.button.text() == "提示 2"
    assert model.index(0, 1).data(HINT_ROLE)
    assert not model.index(0, 2).data(HINT_ROLE)
    name = model.criteria[1].name
    sentence = f"“{name}”是 0 分；没有打分的请留空。"
    assert model.index(0, 1).data(int(Qt.ItemDataRole.ToolTipRole)) == sentence
    assert sentence in model.describe(0, 1)


def test_f8_goes_from_hint_to_hint_and_f9_lets_them_rest(
    hinted: MarksPart, qtbot: QtBot, settled: Settled, services: Services, scheme: str
) -> None:
    hinted.grid.go(0, 0)
    hinted.grid.setFocus()
    places = []
    for _ in range(3):
        qtbot.keyClick(hinted.grid, Qt.Key.Key_F8)
        places.append((hinted.grid.currentIndex().row(), hinted.grid.currentIndex().column()))
    assert places == [(0, 1), (2, 2), (0, 1)]
    qtbot.keyClick(hinted.grid, Qt.Key.Key_F9)
    settled()
    settled()
    assert [hint.placement for hint in services.hints.hints(scheme)] == [hinted.model.rows[2].who.placement]
    assert hinted.hinting.button.text() == "提示 1"
    services.records.undo()
    hinted.reload()
    settled()
    settled()
    assert hinted.hinting.button.text() == "提示 2"


def test_a_new_mark_takes_its_hint_away_at_once(hinted: MarksPart, keys: Callable[[str], None]) -> None:
    hinted.grid.go(0, 1)
    hinted.grid.setFocus()
    keys("5↵")
    assert not hinted.model.index(0, 1).data(HINT_ROLE)


def test_copied_marks_rest_for_the_whole_enterprise(
    screen: MarksPart, settled: Settled, services: Services, scheme: str
) -> None:
    enterprise = screen.model.rows[0].who.enterprise
    for number in range(4):
        student, _ = services.records.put(
            "student", {"student_number": f"9{number}", "name": f"学生{number}"}
        )
        services.placements.place({"student": student, "enterprise": enterprise, "start": "2026-01-05"})
    own = [r.who for r in services.evaluations.grid(scheme).rows if r.who.enterprise == enterprise]
    marks = [
        Mark(who.placement, c.id, 70) for who in own for c in screen.model.criteria if c.rater == "enterprise"
    ]
    screen.change(lambda: services.evaluations.set_marks(scheme, "final", marks))
    settled()
    settled()
    screen.reload()
    settled()
    settled()
    assert len(screen.model.hints) == len(own) == 6
    screen.grid.go(screen.model.row_of(own[0].placement), 0)
    screen.hinting.dismiss()
    settled()
    settled()
    assert len(screen.model.hints) == 0
    assert services.hints.hints(scheme) == []
