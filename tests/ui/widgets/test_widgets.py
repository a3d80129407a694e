from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.conftest import RESOURCES, destroy

from fieldteacher.ui.theme import Theme
from fieldteacher.ui.widgets.basics import label
from fieldteacher.ui.widgets.chip import SIGNS, Chip
from fieldteacher.ui.widgets.empty import EmptyState, Step
from fieldteacher.ui.widgets.facts import Facts
from fieldteacher.ui.widgets.flow import Flow
from fieldteacher.ui.widgets.link import LinkRow
from fieldteacher.ui.widgets.phone import PhoneRow, spaced
from fieldteacher.ui.widgets.progress_strip import ProgressStrip
from fieldteacher.ui.widgets.timeline import Entry, Timeline


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, RESOURCES, "light")
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[list[QWidget]]:
    """Widgets put in here are destroyed after the test."""
    made: list[QWidget] = []
    yield made
    destroy(*made)


def test_every_tone_has_a_sign_beside_its_colour(theme: Theme, shown: list[QWidget]) -> None:
    assert len(set(SIGNS.values())) == len(SIGNS)
    for tone in SIGNS:
        chip = Chip(theme, "材料", tone)
        shown.append(chip)
        assert any(not each.pixmap().isNull() for each in chip.findChildren(QLabel))
        assert chip.accessibleName() == "材料"


def test_an_empty_state_leads_on(theme: Theme, shown: list[QWidget]) -> None:
    taken: list[str] = []
    empty = EmptyState(
        theme,
        "还没有学生",
        Step("导入名单…", lambda: taken.append("import")),
        Step("新增", lambda: taken.append("add")),
    )
    shown.append(empty)
    assert [each.property("role") for each in empty.buttons] == ["primary", None]
    for each in empty.buttons:
        each.click()
    assert taken == ["import", "add"]


def test_facts_leave_out_what_is_not_known(shown: list[QWidget]) -> None:
    facts = Facts()
    shown.append(facts)
    facts.show_pairs([("班级", "机电2301"), ("微信", ""), ("专业", "机电一体化")])
    visible = [each.text() for each in facts.findChildren(QLabel) if not each.isHidden()]
    assert visible == ["班级", "机电2301", "专业", "机电一体化"]
    facts.show_pairs([("班级", "机电2302")])
    visible = [each.text() for each in facts.findChildren(QLabel) if not each.isHidden()]
    assert visible == ["班级", "机电2302"]


@pytest.mark.parametrize(
    ("number", "shown_as"),
    [("13800001111", "138 0000 1111"), ("0512-62880000", "0512-62880000"), ("23800001111", "23800001111")],
)
def test_mobile_numbers_are_grouped(number: str, shown_as: str) -> None:
    assert spaced(number) == shown_as


def test_a_number_is_copied_as_it_is_dialled(theme: Theme, shown: list[QWidget]) -> None:
    told: list[str] = []
    row = PhoneRow(theme, "手机", "13800001111", "复制手机号", told.append)
    shown.append(row)
    row.copy_button.click()
    assert QGuiApplication.clipboard().text() == "13800001111"
    assert told == ["13800001111"]
    assert row.copy_button.accessibleName() == "复制手机号"


def test_a_flow_breaks_where_the_width_ends(shown: list[QWidget], qtbot: QtBot) -> None:
    host = QWidget()
    shown.append(host)
    flow = Flow(gap=6)
    host.setLayout(flow)
    for _ in range(6):
        each = QWidget()
        each.setFixedSize(90, 24)
        flow.addWidget(each)
    assert flow.heightForWidth(1000) == 24
    assert flow.heightForWidth(300) == 2 * 24 + 6
    assert flow.heightForWidth(95) == 6 * 24 + 5 * 6
    host.resize(300, 200)
    host.show()
    qtbot.waitExposed(host)
    assert [flow.itemAt(n).geometry().x() for n in range(4)] == [0, 96, 192, 0]  # type: ignore[union-attr]


def test_a_line_opens_by_keyboard_and_mouse_only_where_there_is_something(
    shown: list[QWidget], qtbot: QtBot
) -> None:
    opened: list[int] = []
    host = QWidget()
    flow = Flow()
    host.setLayout(flow)
    inner, plain = Flow(), Flow()
    inner.addWidget(label("张伟"))
    plain.addWidget(label("王芳"))
    line, dead = LinkRow(inner, "张伟", lambda: opened.append(1)), LinkRow(plain, "王芳")
    flow.addWidget(line)
    flow.addWidget(dead)
    shown.append(host)
    host.show()
    qtbot.waitExposed(host)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dead, Qt.MouseButton.LeftButton)
    assert opened == [1, 1]
    assert line.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert dead.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_timeline_makes_its_lines_as_they_are_asked_for(theme: Theme, shown: list[QWidget]) -> None:
    timeline = Timeline(theme, "更多", "还没有记录。")
    shown.append(timeline)
    timeline.show_entries([])
    assert [each.text() for each in timeline.findChildren(QLabel) if not each.isHidden()] == ["还没有记录。"]
    timeline.show_entries(
        [Entry(f"2026-03-{n:02}", "谈话", "情绪稳定", "message-circle") for n in range(1, 31)]
    )
    assert len(timeline.findChildren(LinkRow)) == 12
    assert timeline.more_button is not None
    assert timeline.more_button.text() == "更多 (18)"
    timeline.more_button.click()
    assert len(timeline.findChildren(LinkRow)) == 30
    assert timeline.more_button is None


def test_progress_shows_what_and_how_far(theme: Theme, shown: list[QWidget]) -> None:
    stopped: list[bool] = []
    strip = ProgressStrip(theme, "停止", lambda: stopped.append(True))
    shown.append(strip)
    assert strip.isHidden()
    strip.show_work("导入  30 / 150，约剩 4 秒", 30, 150)
    assert not strip.isHidden()
    assert (strip._bar.value(), strip._bar.maximum()) == (30, 150)
    strip.cancel.click()
    assert stopped == [True]
