"""Sheets signed, unlocked and stated missing beside the grid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldteacher.services.app import Services
from fieldteacher.services.evaluations import Mark
from fieldteacher.services.signing import Sheet
from fieldteacher.ui.screens.evaluations.marks_part import MarksPart

Settled = Callable[[], None]


@pytest.fixture
def marked(screen: MarksPart, settled: Settled, services: Services, scheme: str) -> MarksPart:
    """The first student's enterprise marks are whole; the keyboard is there."""
    who = screen.model.rows[0].who.placement
    marks = [Mark(who, c.id, c.full_marks) for c in screen.model.criteria if c.rater == "enterprise"]
    screen.change(lambda: services.evaluations.set_marks(scheme, "final", marks))
    settled()
    screen.grid.go(0, 0)
    settled()
    return screen


def test_unlocking_asks_for_a_reason_beside_the_sheet(
    marked: MarksPart, settled: Settled, services: Services, scheme: str
) -> None:
    card, who = marked.panel.cards["enterprise"], marked.model.rows[0].who.placement
    card.sign.click()
    settled()
    assert "已签字" in card.state.text()
    assert marked.model.lock(0, 0) == "signed"
    card.sign.click()
    assert card.asking is not None
    card.asking.confirm.click()
    settled()
    assert card.asking is not None
    assert card.asking.binder.problem("unlock_reason") == "请写明解除签字的原因。"
    card.asking.binder.enter({"unlock_reason": "第三项录错"})
    card.asking.confirm.click()
    settled()
    settled()
    assert card.asking is None
    assert marked.model.lock(0, 0) == ""
    assert not card.trace_button.isHidden()
    steps = services.signing.trace(scheme, "final", who)["enterprise"]
    assert [step.what for step in steps] == ["unlocked", "signed"]


def test_esc_gives_up_asking(marked: MarksPart, qtbot: QtBot, settled: Settled) -> None:
    card = marked.panel.cards["enterprise"]
    card.sign.click()
    settled()
    card.sign.click()
    assert card.asking is not None
    qtbot.keyClick(card.asking.binder.editor("unlock_reason").inputs()[0], Qt.Key.Key_Escape)
    assert card.asking is None
    assert marked.model.lock(0, 0) == "signed"


def test_a_missing_rater_is_stated_and_the_grid_says_so(
    marked: MarksPart, settled: Settled, services: Services, scheme: str
) -> None:
    card = marked.panel.cards["school"]
    assert card.missing.text() == "登记缺评"
    card.missing.click()
    assert card.asking is not None
    assert card.asking.binder.editor("missing_by").value() == "张老师"
    card.asking.binder.enter({"missing_as": "reweigh", "missing_reason": "带队教师离职"})
    card.asking.confirm.click()
    settled()
    settled()
    first = len([c for c in marked.model.criteria if c.rater == "enterprise"])
    assert marked.model.lock(0, first) == "missing"
    assert "已登记缺评（带队教师离职），不能录入" in marked.model.describe(0, first)
    assert marked.model.result(0).overall == 1000
    heading = marked.model.headerData(0, Qt.Orientation.Vertical, int(Qt.ItemDataRole.AccessibleTextRole))
    assert heading.endswith("总评 100，优，学校缺评，其余按权重折算")
    assert "缺评（其余按权重折算）：带队教师离职" in card.state.text()
    card.missing.click()
    settled()
    settled()
    assert marked.model.result(0).overall is None
    assert (
        services.signing.trace(scheme, "final", marked.model.rows[0].who.placement)["school"][0].what
        == "not_missing"
    )


def test_what_another_window_signed_is_said(
    marked: MarksPart, settled: Settled, services: Services, scheme: str
) -> None:
    services.signing.sign(scheme, "final", [Sheet(marked.model.rows[0].who.placement, "enterprise")])
    marked.panel.cards["enterprise"].sign.click()
    settled()
    assert "没有可签的" in marked.banner.words


def test_many_are_signed_at_once_and_what_does_not_fit_is_said(
    marked: MarksPart, qtbot: QtBot, settled: Settled, services: Services, scheme: str
) -> None:
    marked.grid.setFocus()
    qtbot.keyClick(marked.grid, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert marked.bulk.isVisible()
    assert marked.bulk.scope.currentText() == "显示的 3 名学生"
    assert marked.bulk.asking is not None
    assert marked.bulk.asking.binder.editor("signed_on").value() == "2026-03-16"
    marked.bulk.asking.binder.enter({"signed_by": "周敏"})
    marked.bulk.asking.confirm.click()
    settled()
    settled()
    assert marked.banner.words.startswith("已处理 1 份，另有 2 份不适用")
    assert not marked.bulk.isVisible()
    assert services.evaluations.grid(scheme).rows[0].sheets["enterprise"].signed_by == "周敏"


def test_a_reason_is_asked_for_many_too(marked: MarksPart, settled: Settled) -> None:
    marked.panel.cards["enterprise"].sign.click()
    settled()
    settled()
    marked.bulk.open()
    marked.bulk.kind.setCurrentIndex(marked.bulk.kind.findData("unlock"))
    assert marked.bulk.asking is not None
    marked.bulk.asking.confirm.click()
    settled()
    assert marked.bulk.asking.binder.problem("unlock_reason") == "请写明解除签字的原因。"
    assert marked.back()
    assert not marked.bulk.isVisible()


def test_a_phrase_for_the_grade_takes_one_key_and_names_the_student(
    marked: MarksPart, qtbot: QtBot, settled: Settled, services: Services
) -> None:
    services.phrases.add("comment", "{name}同学表现突出。", rater="enterprise", band="优")
    services.phrases.add("comment", "需加强。", rater="enterprise", band="不及格")
    text = marked.panel.text("enterprise")
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_F4)
    settled()
    target = QApplication.focusWidget()
    assert target is not None
    qtbot.keyClick(target, Qt.Key.Key_1)
    assert text.toPlainText() == f"{marked.model.rows[0].who.name}同学表现突出。"


def test_typing_into_a_locked_cell_says_why(
    marked: MarksPart, settled: Settled, keys: Callable[[str], None]
) -> None:
    marked.panel.cards["enterprise"].sign.click()
    settled()
    settled()
    marked.grid.go(0, 0)
    marked.grid.setFocus()
    keys("5")
    assert marked.grid.editor is None
    assert marked.banner.words.endswith("2026-03-16），不能修改")
